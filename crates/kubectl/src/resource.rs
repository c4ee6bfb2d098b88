//! The types of objects, and how people name objects: `deployment/web`, `deploy web`, `rs,pods -l app=web`.

use crate::flags::Parsed;
use crate::item::{items, items_of};
use rollout_engine::Simulation;
use rollout_engine::api::{Kind, LabelSelector, Labels, SelectorOperator, SelectorRequirement};

/// A type of objects, as `kubectl api-resources` lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Pod,
    Service,
    Deployment,
    ReplicaSet,
    Endpoints,
    EndpointSlice,
    Event,
    Node,
}

/// What is known of a type.
#[derive(Debug)]
pub(crate) struct Info {
    pub(crate) ty: Type,
    /// `Deployment`
    pub(crate) kind: &'static str,
    /// `deployments`
    pub(crate) plural: &'static str,
    /// `deployment`
    pub(crate) singular: &'static str,
    /// `deploy`
    pub(crate) short: &'static str,
    /// `apps`; empty for the core group.
    pub(crate) group: &'static str,
}

const fn info(
    ty: Type,
    kind: &'static str,
    plural: &'static str,
    singular: &'static str,
    short: &'static str,
    group: &'static str,
) -> Info {
    Info { ty, kind, plural, singular, short, group }
}

/// All types, in the order in which `get all` goes through them.
pub(crate) static TYPES: [Info; 8] = [
    info(Type::Pod, "Pod", "pods", "pod", "po", ""),
    info(Type::Service, "Service", "services", "service", "svc", ""),
    info(Type::Deployment, "Deployment", "deployments", "deployment", "deploy", "apps"),
    info(Type::ReplicaSet, "ReplicaSet", "replicasets", "replicaset", "rs", "apps"),
    info(Type::Endpoints, "Endpoints", "endpoints", "endpoints", "ep", ""),
    info(Type::EndpointSlice, "EndpointSlice", "endpointslices", "endpointslice", "", "discovery.k8s.io"),
    info(Type::Event, "Event", "events", "event", "ev", ""),
    info(Type::Node, "Node", "nodes", "node", "no", ""),
];

/// Types that a real cluster has and the lab has not.
const ELSEWHERE: &[&str] = &[
    "configmaps configmap cm",
    "secrets secret",
    "namespaces namespace ns",
    "serviceaccounts serviceaccount sa",
    "persistentvolumeclaims persistentvolumeclaim pvc",
    "persistentvolumes persistentvolume pv",
    "replicationcontrollers replicationcontroller rc",
    "daemonsets daemonset ds",
    "statefulsets statefulset sts",
    "jobs job",
    "cronjobs cronjob cj",
    "horizontalpodautoscalers horizontalpodautoscaler hpa",
    "poddisruptionbudgets poddisruptionbudget pdb",
    "ingresses ingress ing",
    "networkpolicies networkpolicy netpol",
    "controllerrevisions controllerrevision",
    "resourcequotas resourcequota quota",
    "limitranges limitrange limits",
    "customresourcedefinitions customresourcedefinition crd crds",
];

impl Type {
    pub(crate) fn info(self) -> &'static Info {
        let found = TYPES.iter().find(|info| info.ty == self);
        found.unwrap_or(&TYPES[0])
    }

    /// The engine's kind, if commands can name it.
    pub(crate) fn kind(self) -> Option<Kind> {
        Some(match self {
            Self::Pod => Kind::Pod,
            Self::Service => Kind::Service,
            Self::Deployment => Kind::Deployment,
            Self::ReplicaSet => Kind::ReplicaSet,
            Self::EndpointSlice => Kind::EndpointSlice,
            Self::Node => Kind::Node,
            Self::Endpoints | Self::Event => return None,
        })
    }

    /// As results name it: `deployment.apps`.
    pub(crate) fn singular(self) -> String {
        let info = self.info();
        with_group(info.singular, info.group)
    }

    /// As errors name it: `deployments.apps`.
    pub(crate) fn plural(self) -> String {
        let info = self.info();
        with_group(info.plural, info.group)
    }

    /// `apps/v1`
    pub(crate) fn api_version(self) -> String {
        match self.info().group {
            "" => "v1".to_owned(),
            group => [group, "/v1"].concat(),
        }
    }

    /// Whether its objects are in a namespace.
    pub(crate) fn is_namespaced(self) -> bool {
        self != Self::Node
    }

    /// The type that a word means: `deploy`, `Deployments`, `deployments.v1.apps`.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        let lower = word.to_ascii_lowercase();
        let (name, group) = lower.split_once('.').unwrap_or((&lower, ""));
        let group = group.strip_prefix("v1.").unwrap_or(group);
        let fits = |info: &&Info| {
            let named = [info.plural, info.singular].contains(&name)
                || (!info.short.is_empty() && info.short == name);
            named && (group.is_empty() || group == info.group || (group == "v1" && info.group.is_empty()))
        };
        TYPES.iter().find(fits).map(|info| info.ty)
    }
}

fn with_group(name: &str, group: &str) -> String {
    if group.is_empty() { name.to_owned() } else { [name, ".", group].concat() }
}

/// An object that a command line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) ty: Type,
    pub(crate) name: String,
}

impl Named {
    /// `deployment.apps/web`
    pub(crate) fn shown(&self) -> String {
        [&*self.ty.singular(), "/", &self.name].concat()
    }

    /// `Error from server (NotFound): deployments.apps "x" not found`
    pub(crate) fn not_found(&self) -> String {
        not_found(self.ty, &self.name)
    }
}

/// The type that a word means.
///
/// # Errors
/// What kubectl says to a word that means none.
pub(crate) fn type_or_error(word: &str) -> Result<Type, String> {
    Type::parse(word).ok_or_else(|| {
        let lower = word.to_ascii_lowercase();
        let plain = lower.split('.').next().unwrap_or_default();
        if ELSEWHERE.iter().any(|names| names.split(' ').any(|name| name == plain)) {
            return format!("error: the lab does not model {word}");
        }
        format!("error: the server doesn't have a resource type \"{word}\"")
    })
}

/// `Error from server (NotFound): deployments.apps "x" not found`
pub(crate) fn not_found(ty: Type, name: &str) -> String {
    format!("Error from server (NotFound): {} \"{name}\" not found", ty.plural())
}

/// The types that a list of words apart by commas means; `all` stands for the first four.
///
/// # Errors
/// Words that mean none.
pub(crate) fn types(words: &str) -> Result<Vec<Type>, String> {
    let mut types = Vec::new();
    for word in words.split(',') {
        let meant = if word == "all" {
            TYPES.iter().take(4).map(|info| info.ty).collect()
        } else {
            vec![type_or_error(word)?]
        };
        for ty in meant {
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
    }
    Ok(types)
}

/// What a command line means.
pub(crate) struct Meant {
    pub(crate) found: Vec<Named>,
    /// The types asked for, in order.
    pub(crate) types: Vec<Type>,
    /// Whether objects were named one by one: then each must be there.
    pub(crate) by_name: bool,
}

/// The objects that words and flags name.
///
/// # Errors
/// Unknown types, types without names (unless `or_all`).
pub(crate) fn meant(parsed: &Parsed, cluster: &Simulation, or_all: bool) -> Result<Meant, String> {
    let selector = parsed.value("selector").map(selector).transpose()?;
    let fields = parsed.value("field-selector").map(FieldSelector::read).transpose()?;
    let nothing = Meant { found: Vec::new(), types: Vec::new(), by_name: true };
    if parsed.words.iter().any(|word| word.contains('/')) {
        if parsed.words.iter().any(|word| !word.contains('/')) {
            return Err("error: there is no need to specify a resource type as a separate argument when passing \
                        arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of \
                        'kubectl get resource resource/<resource_name>'"
                .to_owned());
        }
        if selector.is_some() {
            return Err(
                "error: selectors and the all flag cannot be used when passing resource/name arguments"
                    .to_owned(),
            );
        }
        let mut meant = nothing;
        for word in &parsed.words {
            let mut parts = word.splitn(3, '/');
            let (Some(ty), Some(name), None) = (parts.next(), parts.next(), parts.next()) else {
                return Err(
                    "error: arguments in resource/name form may not have more than one slash".to_owned()
                );
            };
            if ty.is_empty() || name.is_empty() {
                return Err(
                    "error: arguments in resource/name form must have a single resource and name".to_owned()
                );
            }
            let ty = type_or_error(ty)?;
            meant.types.push(ty);
            meant.found.push(Named { ty, name: name.to_owned() });
        }
        return Ok(meant);
    }
    let Some((kinds, names)) = parsed.words.split_first() else { return Ok(nothing) };
    let types = types(kinds)?;
    let all = parsed.is_on("all") || or_all;
    if !names.is_empty() && (selector.is_some() || (parsed.is_on("all") && !or_all)) {
        return Err("error: name cannot be provided when a selector is specified".to_owned());
    }
    if names.is_empty() && !all && selector.is_none() && fields.is_none() {
        return Err("error: resource(s) were provided, but no name was specified".to_owned());
    }
    let mut found = Vec::new();
    for ty in &types {
        if !names.is_empty() {
            found.extend(names.iter().map(|name| Named { ty: *ty, name: name.clone() }));
            continue;
        }
        for item in items_of(cluster, *ty) {
            if selector.as_ref().is_some_and(|s| !s.matches(&item.labels())) {
                continue;
            }
            if fields.as_ref().is_some_and(|f| !f.matches(&item.tree(cluster))) {
                continue;
            }
            found.push(Named { ty: *ty, name: item.name().to_string() });
        }
    }
    Ok(Meant { found, types, by_name: !names.is_empty() })
}

/// Whether an object is there.
pub(crate) fn exists(cluster: &Simulation, of: &Named) -> bool {
    !items(cluster, of.ty, Some(&of.name)).is_empty()
}

/// `--field-selector`: paths and what must, or must not, stand there.
#[derive(Debug)]
pub(crate) struct FieldSelector(Vec<(String, String, bool)>);

impl FieldSelector {
    fn read(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (path, value, equal) = if let Some((path, value)) = part.split_once("!=") {
                (path, value, false)
            } else if let Some((path, value)) = part.split_once("==").or_else(|| part.split_once('=')) {
                (path, value, true)
            } else {
                return Err(format!("error: invalid field selector: {part}"));
            };
            parts.push((path.trim().to_owned(), value.trim().to_owned(), equal));
        }
        Ok(Self(parts))
    }

    fn matches(&self, tree: &manifest::Tree) -> bool {
        self.0.iter().all(|(path, value, equal)| {
            let found = tree.at(path).map(crate::jsonpath::plain).unwrap_or_default();
            (found == *value) == *equal
        })
    }
}

/// A label selector as `-l` takes it: `app=web,tier!=db,zone in (a, b),!canary`.
///
/// # Errors
/// What is no selector.
pub(crate) fn selector(text: &str) -> Result<LabelSelector, String> {
    let mut selector = LabelSelector { match_labels: Labels::default(), match_expressions: Vec::new() };
    for part in split_outside_brackets(text) {
        let part = part.trim();
        let list = |text: &str| -> Result<Vec<String>, String> {
            let inner = text.trim().strip_prefix('(').and_then(|t| t.strip_suffix(')'));
            let inner = inner.ok_or_else(|| unparsable(part))?;
            Ok(inner.split(',').map(str::to_owned).collect())
        };
        let one = |value: &str| vec![value.to_owned()];
        let (key, operator, values) = if part.is_empty() {
            continue;
        } else if let Some((key, value)) = part.split_once("!=") {
            (key, SelectorOperator::NotIn, one(value))
        } else if let Some((key, value)) = part.split_once("==").or_else(|| part.split_once('=')) {
            (key, SelectorOperator::In, one(value))
        } else if let Some((key, values)) = part.split_once(" notin ") {
            (key, SelectorOperator::NotIn, list(values)?)
        } else if let Some((key, values)) = part.split_once(" in ") {
            (key, SelectorOperator::In, list(values)?)
        } else if let Some(key) = part.strip_prefix('!') {
            (key, SelectorOperator::DoesNotExist, Vec::new())
        } else if part.contains(char::is_whitespace) {
            return Err(unparsable(part));
        } else {
            (part, SelectorOperator::Exists, Vec::new())
        };
        selector.match_expressions.push(SelectorRequirement {
            key: key.trim().into(),
            operator,
            values: values.iter().map(|v| v.trim().into()).collect(),
        });
    }
    Ok(selector)
}

fn unparsable(text: &str) -> String {
    format!("error: unable to parse requirement: {text}")
}

fn split_outside_brackets(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(text.get(start..i));
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}
