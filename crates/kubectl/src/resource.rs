//! How people name resources: `deployment/web`, `deploy web`, `rs,pods -l app=web`.

use crate::flags::Parsed;
use crate::objects::Objects;
use rollout_engine::api::{Kind, LabelSelector, Labels, SelectorOperator, SelectorRequirement};

/// An object that a command line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) kind: Kind,
    pub(crate) name: String,
}

impl Named {
    /// `deployment.apps/web`
    pub(crate) fn shown(&self) -> String {
        format!("{}/{}", singular(self.kind), self.name)
    }
}

/// The kind that a word means.
pub(crate) fn kind(word: &str) -> Option<Kind> {
    let lower = word.to_lowercase();
    Some(match lower.as_str() {
        "deployment"
        | "deployments"
        | "deploy"
        | "deployment.apps"
        | "deployments.apps"
        | "deployments.v1.apps" => Kind::Deployment,
        "replicaset" | "replicasets" | "rs" | "replicaset.apps" | "replicasets.apps" => Kind::ReplicaSet,
        "pod" | "pods" | "po" => Kind::Pod,
        "service" | "services" | "svc" => Kind::Service,
        "node" | "nodes" | "no" => Kind::Node,
        "endpointslice"
        | "endpointslices"
        | "endpointslice.discovery.k8s.io"
        | "endpointslices.discovery.k8s.io" => Kind::EndpointSlice,
        _ => return None,
    })
}

/// The kind as results name it: `deployment.apps`.
pub(crate) fn singular(kind: Kind) -> &'static str {
    match kind {
        Kind::Deployment => "deployment.apps",
        Kind::ReplicaSet => "replicaset.apps",
        Kind::Pod => "pod",
        Kind::Service => "service",
        Kind::EndpointSlice => "endpointslice.discovery.k8s.io",
        Kind::Node => "node",
    }
}

fn kind_or_error(word: &str) -> Result<Kind, String> {
    kind(word).ok_or_else(|| format!("error: the server doesn't have a resource type \"{word}\""))
}

/// `Error from server (NotFound): deployments.apps "x" not found`
pub(crate) fn not_found(kind: Kind, name: &str) -> String {
    format!("Error from server (NotFound): {} \"{name}\" not found", kind.resource())
}

/// The objects that words and flags name, and whether they were named one by one (then each must be there).
///
/// # Errors
/// Unknown kinds, kinds without names.
pub(crate) fn named(parsed: &Parsed, objects: &Objects<'_>) -> Result<(Vec<Named>, bool), String> {
    let selector = parsed.value("selector").map(selector).transpose()?;
    if parsed.words.iter().any(|word| word.contains('/')) {
        let mut found = Vec::new();
        for word in &parsed.words {
            let Some((kind, name)) = word.split_once('/') else {
                return Err("error: there is no need to specify a resource type as a separate argument when \
                            passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' \
                            instead of 'kubectl get resource resource/<resource_name>'"
                    .to_owned());
            };
            found.push(Named { kind: kind_or_error(kind)?, name: name.to_owned() });
        }
        return Ok((found, true));
    }
    let Some((kinds, names)) = parsed.words.split_first() else { return Ok((Vec::new(), true)) };
    let mut found = Vec::new();
    for word in kinds.split(',') {
        let kind = kind_or_error(word)?;
        if !names.is_empty() && (selector.is_some() || parsed.is_on("all")) {
            return Err("error: name cannot be provided when a selector is specified".to_owned());
        }
        if !names.is_empty() {
            found.extend(names.iter().map(|name| Named { kind, name: name.clone() }));
        } else if parsed.is_on("all") || selector.is_some() {
            let all = LabelSelector::default();
            let names = objects.selected(kind, selector.as_ref().unwrap_or(&all));
            found.extend(names.into_iter().map(|name| Named { kind, name: name.to_owned() }));
        } else {
            return Err("error: resource(s) were provided, but no name was specified".to_owned());
        }
    }
    Ok((found, !names.is_empty()))
}

/// A label selector as `-l` takes it: `app=web,tier!=db,zone in (a, b),!canary`.
///
/// # Errors
/// What is no selector.
pub(crate) fn selector(text: &str) -> Result<LabelSelector, String> {
    let mut selector = LabelSelector { match_labels: Labels::default(), match_expressions: Vec::new() };
    for part in split_outside_brackets(text) {
        let part = part.trim();
        let mut require = |key: &str, operator: SelectorOperator, values: Vec<&str>| {
            selector.match_expressions.push(SelectorRequirement {
                key: key.trim().into(),
                operator,
                values: values.into_iter().map(|v| v.trim().into()).collect(),
            });
        };
        let list = |text: &'_ str| -> Option<String> {
            text.trim().strip_prefix('(').and_then(|t| t.strip_suffix(')')).map(str::to_owned)
        };
        if part.is_empty() {
            continue;
        } else if let Some((key, value)) = part.split_once("!=") {
            require(key, SelectorOperator::NotIn, vec![value]);
        } else if let Some((key, value)) = part.split_once("==").or_else(|| part.split_once('=')) {
            require(key, SelectorOperator::In, vec![value]);
        } else if let Some((key, values)) = part.split_once(" notin ") {
            let values = list(values).ok_or_else(|| unparsable(text))?;
            require(key, SelectorOperator::NotIn, values.split(',').collect());
        } else if let Some((key, values)) = part.split_once(" in ") {
            let values = list(values).ok_or_else(|| unparsable(text))?;
            require(key, SelectorOperator::In, values.split(',').collect());
        } else if let Some(key) = part.strip_prefix('!') {
            require(key, SelectorOperator::DoesNotExist, Vec::new());
        } else if part.contains(char::is_whitespace) {
            return Err(unparsable(text));
        } else {
            require(part, SelectorOperator::Exists, Vec::new());
        }
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
