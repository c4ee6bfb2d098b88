//! `kubectl get`

use super::Work;
use crate::item::{Item, items};
use crate::jsonpath::Template;
use crate::print::{Look, print};
use crate::resource::{Meant, Type, meant, selector};
use crate::running::{Running, Watch};
use crate::sort::{natural_less, sort};
use manifest::{Tree, Value};

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("get", words)?;
    let mut look = Look::read(&parsed)?;
    let sort_by = parsed.value("sort-by").filter(|path| !path.is_empty());
    let sort_by = sort_by
        .map(|path| {
            Template::relaxed(path).map(|template| (path, template)).map_err(|e| format!("error: {e}"))
        })
        .transpose()?;
    let meant = match parsed.value("filename") {
        Some(file) => {
            let found = super::delete::from_file(work, file)?;
            Meant { types: found.iter().map(|of| of.ty).collect(), found, by_name: true }
        }
        None if parsed.words.is_empty() => return Err(nothing_asked("get")),
        None => meant(&parsed, work.cluster, true)?,
    };
    if meant.types.contains(&Type::Endpoints) {
        work.outcome.warn(ENDPOINTS_ARE_OLD);
    }
    if parsed.is_on("watch") || parsed.is_on("watch-only") {
        let [ty] = meant.types.as_slice() else {
            return Err("error: you may only specify a single resource type".to_owned());
        };
        let name = match meant.found.as_slice() {
            [of] if meant.by_name => {
                work.must_exist(of)?;
                Some(of.name.clone())
            }
            _ if meant.by_name => {
                return Err("error: you may only specify a single resource to watch".to_owned());
            }
            _ => None,
        };
        let labels = parsed.value("selector").map(selector).transpose()?;
        let watch = Watch::new(*ty, name, labels, look, parsed.is_on("watch-only"));
        work.outcome.running = Some(Box::new(Running::watch(watch)));
        return Ok(());
    }
    let mut groups: Vec<(Type, Vec<Item>)> = Vec::new();
    if !meant.by_name {
        groups.extend(meant.types.iter().map(|ty| (*ty, Vec::new())));
    }
    let mut missing = Vec::new();
    // Objects of a type that were not named one by one are found at once.
    let mut listed: Option<(Type, std::vec::IntoIter<Item>)> = None;
    for of in &meant.found {
        let item = if meant.by_name {
            items(work.cluster, of.ty, Some(&of.name)).pop()
        } else {
            if listed.as_ref().is_none_or(|(ty, _)| *ty != of.ty) {
                listed = Some((of.ty, items(work.cluster, of.ty, None).into_iter()));
            }
            listed.as_mut().and_then(|(_, rest)| rest.find(|item| **item.name() == *of.name))
        };
        let Some(item) = item else {
            missing.push(of.clone());
            continue;
        };
        match groups.iter_mut().find(|(ty, _)| *ty == of.ty).filter(|_| !meant.by_name) {
            Some((_, items)) => items.push(item),
            None => match groups.last_mut().filter(|(ty, _)| *ty == of.ty) {
                Some((_, items)) => items.push(item),
                None => groups.push((of.ty, vec![item])),
            },
        }
    }
    if let Some((path, template)) = &sort_by {
        for (_, items) in &mut groups {
            sorted(items, path, template, work)?;
        }
    }
    let several = groups.iter().any(|(ty, _)| Some(*ty) != groups.first().map(|(first, _)| *first));
    if look.format.is_table() {
        look.kinds |= several;
        let mut any = false;
        let cluster = work.cluster;
        for (ty, items) in groups.iter().filter(|(_, items)| !items.is_empty()) {
            if any && !parsed.is_on("no-headers") {
                work.outcome.stdout.push('\n');
            }
            any = true;
            work.outcome.stdout.push_str(&look.table(*ty, items, cluster));
        }
        if !any && missing.is_empty() && !parsed.is_on("ignore-not-found") {
            work.outcome.warn(&nothing_found(work, &meant));
        }
    } else {
        let all: Vec<Item> = groups.into_iter().flat_map(|(_, items)| items).collect();
        let single = meant.by_name && meant.found.len() == 1;
        if !all.is_empty() || !meant.by_name {
            work.outcome.stdout.push_str(&print(&look.format, &all, single, work.cluster)?);
        }
    }
    for of in missing.iter().filter(|_| !parsed.is_on("ignore-not-found")) {
        work.outcome.fail(&of.not_found());
    }
    Ok(())
}

const ENDPOINTS_ARE_OLD: &str =
    "Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";

/// What is said where nothing was found.
pub(crate) fn nothing_found(work: &Work<'_>, meant: &Meant) -> String {
    if meant.types.iter().any(|ty| ty.is_namespaced()) {
        ["No resources found in ", work.cluster.namespace(), " namespace."].concat()
    } else {
        "No resources found".to_owned()
    }
}

/// What is said to a command that lacks the type of objects.
pub(crate) fn nothing_asked(verb: &str) -> String {
    let list = "Use \"kubectl api-resources\" for a complete list of supported resources.";
    if verb == "get" {
        return format!(
            "You must specify the type of resource to get. {list}\n\nerror: Required resource not specified.\nUse \
             \"kubectl explain <resource>\" for a detailed description of that resource (e.g. kubectl explain \
             pods).\nSee 'kubectl get -h' for help and examples"
        );
    }
    format!("error: You must specify the type of resource to {verb}. {list}")
}

/// Sorts by what a path leads to.
fn sorted(items: &mut Vec<Item>, path: &str, template: &Template, work: &Work<'_>) -> Result<(), String> {
    let mut keyed: Vec<(Option<Tree>, Item)> = items
        .drain(..)
        .map(|item| {
            let tree = item.tree(work.cluster);
            (template.find(&tree).first().copied().cloned(), item)
        })
        .collect();
    if !keyed.is_empty() && keyed.iter().all(|(key, _)| key.is_none()) {
        return Err(format!(
            "error: couldn't find any field with path \"{{{}}}\" in the list of objects",
            dotted(path)
        ));
    }
    sort(&mut keyed, &|(a, _), (b, _)| match (a, b) {
        (None, _) => true,
        (_, None) => false,
        (Some(a), Some(b)) => less(a, b),
    });
    items.extend(keyed.into_iter().map(|(_, item)| item));
    Ok(())
}

fn dotted(path: &str) -> String {
    let bare = path.trim_start_matches('{').trim_end_matches('}');
    [".", bare.strip_prefix('.').unwrap_or(bare)].concat()
}

fn less(a: &Tree, b: &Tree) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => false,
        (Value::Null, _) => true,
        (Value::Int(a), Value::Int(b)) => a < b,
        (Value::Bool(a), Value::Bool(b)) => !a && *b,
        (Value::Text(a), Value::Text(b)) => natural_less(a, b),
        _ => false,
    }
}
