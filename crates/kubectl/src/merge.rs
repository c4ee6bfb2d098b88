//! Merging objects as trees: the three-way merge of `apply`, the strategic, merge and JSON patches of `patch`
//! (`apimachinery/pkg/util/{strategicpatch,jsonmergepatch}`).

use manifest::{Tree, Value};

/// By which field the items of a list are told apart; none if a list is replaced as a whole.
fn merge_key(list: &str) -> Option<&'static str> {
    Some(match list {
        "containers" | "initContainers" | "volumes" | "env" | "imagePullSecrets" => "name",
        "ports" => "containerPort",
        "volumeMounts" => "mountPath",
        "hostAliases" => "ip",
        "topologySpreadConstraints" => "topologyKey",
        _ => return None,
    })
}

/// The merge key of this list: Services tell ports apart by `port`.
fn key_of(name: &str, items: &[Tree]) -> Option<&'static str> {
    let key = merge_key(name)?;
    let has = |key: &str| items.iter().all(|item| item.get(key).is_some());
    if name == "ports" && !items.is_empty() && !has("containerPort") && has("port") {
        return Some("port");
    }
    // Without its key an item cannot be found again: then the list is taken as a whole.
    has(key).then_some(key)
}

/// What `apply` stores: what the new manifest says, less what only the last one said, over what is live.
pub(crate) fn three_way(last: &Tree, new: &Tree, live: &Tree) -> Tree {
    merge_field("", last, new, live)
}

fn merge_field(name: &str, last: &Tree, new: &Tree, live: &Tree) -> Tree {
    match (&new.value, &live.value) {
        (Value::Map(_), Value::Map(_)) => merge_maps(name, last, new, live),
        (Value::List(items), Value::List(_)) => match key_of(name, items) {
            Some(key) => merge_lists(name, key, last, new, live),
            None => new.clone(),
        },
        _ => new.clone(),
    }
}

fn merge_maps(name: &str, last: &Tree, new: &Tree, live: &Tree) -> Tree {
    let nothing = Tree::default();
    let mut merged = live.clone();
    for entry in last.entries() {
        if new.get(&entry.key).is_none_or(Tree::is_null) {
            merged.unset(&entry.key);
        }
    }
    for entry in new.entries() {
        if entry.value.is_null() {
            merged.unset(&entry.key);
            continue;
        }
        let last = last.get(&entry.key).unwrap_or(&nothing);
        let live = live.get(&entry.key).unwrap_or(&nothing);
        merged.set(&entry.key, merge_field(&entry.key, last, &entry.value, live));
    }
    if name == "strategy" && merged != *live {
        retain_keys(&mut merged, new);
    }
    merged
}

/// Where the patch strategy is `retainKeys`, a change keeps only the keys that the manifest has.
fn retain_keys(merged: &mut Tree, new: &Tree) {
    if let Value::Map(entries) = &mut merged.value {
        entries.retain(|entry| new.get(&entry.key).is_some());
    }
}

fn find<'t>(items: &'t [Tree], key: &str, wanted: Option<&Tree>) -> Option<&'t Tree> {
    wanted.and_then(|wanted| items.iter().find(|item| item.get(key) == Some(wanted)))
}

/// The items in the order of the manifest, and among them those that only the live object has: before the items that they stood
/// before.
fn merge_lists(name: &str, key: &str, last: &Tree, new: &Tree, live: &Tree) -> Tree {
    let nothing = Tree::default();
    let mut merged: Vec<Tree> = Vec::new();
    for item in new.items() {
        let id = item.get(key);
        let before = find(last.items(), key, id).unwrap_or(&nothing);
        merged.push(match find(live.items(), key, id) {
            Some(stored) => {
                let mut merged = merge_field("", before, item, stored);
                if name == "volumes" && merged != *stored {
                    retain_keys(&mut merged, item);
                }
                merged
            }
            None => item.clone(),
        });
    }
    let place = |item: &Tree| live.items().iter().position(|stored| stored.get(key) == item.get(key));
    let mut kept = live.items().iter().filter(|item| {
        let id = item.get(key);
        find(new.items(), key, id).is_none() && find(last.items(), key, id).is_none()
    });
    let mut sorted: Vec<Tree> = Vec::new();
    let mut waiting = kept.next();
    for item in merged {
        while let Some(other) = waiting {
            if place(&item).is_some_and(|at| Some(at) < place(other)) {
                break;
            }
            sorted.push(other.clone());
            waiting = kept.next();
        }
        sorted.push(item);
    }
    sorted.extend(waiting.into_iter().chain(kept).cloned());
    sorted.into()
}

/// A strategic merge patch: like a merge patch, but lists merge by key, with `$patch: delete` and `$patch: replace`.
pub(crate) fn strategic(live: &Tree, patch: &Tree) -> Tree {
    strategic_field("", live, patch)
}

fn strategic_field(name: &str, live: &Tree, patch: &Tree) -> Tree {
    match (&patch.value, &live.value) {
        (Value::Map(_), _) if directive(patch) == Some("replace") => without_directives(patch),
        (Value::Map(_), _) => {
            let mut merged = if matches!(live.value, Value::Map(_)) { live.clone() } else { Tree::map() };
            let retained = patch.get("$retainKeys").map(Tree::items);
            for entry in patch.entries().iter().filter(|e| !e.key.starts_with('$')) {
                if entry.value.is_null() {
                    merged.unset(&entry.key);
                    continue;
                }
                let old = merged.get(&entry.key).cloned().unwrap_or_default();
                merged.set(&entry.key, strategic_field(&entry.key, &old, &entry.value));
            }
            if let Some(retained) = retained {
                let keys: Vec<String> = merged.entries().iter().map(|e| e.key.to_string()).collect();
                for key in keys {
                    if !retained.iter().any(|r| r.as_text() == Some(&key)) {
                        merged.unset(&key);
                    }
                }
            }
            merged
        }
        (Value::List(items), Value::List(_)) => match key_of(name, items) {
            Some(key) => strategic_list(key, live, items),
            None => without_directives(patch),
        },
        _ => without_directives(patch),
    }
}

fn directive(tree: &Tree) -> Option<&str> {
    tree.get("$patch").and_then(Tree::as_text)
}

fn without_directives(tree: &Tree) -> Tree {
    let value = match &tree.value {
        Value::Map(entries) => {
            let mut map = Tree::map();
            for entry in entries.iter().filter(|e| !e.key.starts_with('$') && !e.value.is_null()) {
                map.set(&entry.key, without_directives(&entry.value));
            }
            return map;
        }
        Value::List(items) => Value::List(items.iter().map(without_directives).collect()),
        other => other.clone(),
    };
    value.into()
}

fn strategic_list(key: &str, live: &Tree, patch: &[Tree]) -> Tree {
    let mut merged: Vec<Tree> = live.items().to_vec();
    for item in patch {
        let position = merged.iter().position(|old| old.get(key) == item.get(key));
        match (position, directive(item)) {
            (Some(at), Some("delete")) => drop(merged.remove(at)),
            (None, Some("delete")) => {}
            (Some(at), _) => {
                if let Some(old) = merged.get_mut(at) {
                    *old = strategic_field("", old, item);
                }
            }
            (None, _) => merged.push(without_directives(item)),
        }
    }
    merged.into()
}

/// A JSON merge patch (RFC 7386): lists are replaced.
pub(crate) fn json_merge(live: &Tree, patch: &Tree) -> Tree {
    let Value::Map(entries) = &patch.value else { return patch.clone() };
    let mut merged = if matches!(live.value, Value::Map(_)) { live.clone() } else { Tree::map() };
    for entry in entries {
        if entry.value.is_null() {
            merged.unset(&entry.key);
        } else {
            let old = merged.get(&entry.key).cloned().unwrap_or_default();
            merged.set(&entry.key, json_merge(&old, &entry.value));
        }
    }
    merged
}

/// A JSON patch (RFC 6902): `add`, `replace`, `remove`, `test`, `copy`, `move`.
///
/// # Errors
/// An operation that does not exist, or has nothing to work on.
pub(crate) fn json_patch(live: &Tree, operations: &Tree) -> Result<Tree, String> {
    let mut tree = live.clone();
    for operation in operations.items() {
        let text = |key: &str| operation.get(key).and_then(Tree::as_text).unwrap_or_default();
        let value = operation.get("value").cloned().unwrap_or_default();
        let path = pointer(text("path"));
        let from = || {
            let from = pointer(text("from"));
            look_up(&tree, &from).cloned().ok_or_else(missing)
        };
        match text("op") {
            "test" if look_up(&tree, &path) == Some(&value) => {}
            "test" => return Err(format!("testing path {} failed", text("path"))),
            "replace" if look_up(&tree, &path).is_none() => return Err(missing()),
            "add" => change(&mut tree, &path, Change::Add(value))?,
            "replace" => change(&mut tree, &path, Change::Replace(value))?,
            "remove" => change(&mut tree, &path, Change::Remove)?,
            "copy" => {
                let value = from()?;
                change(&mut tree, &path, Change::Add(value))?;
            }
            "move" => {
                let value = from()?;
                change(&mut tree, &pointer(text("from")), Change::Remove)?;
                change(&mut tree, &path, Change::Add(value))?;
            }
            other => return Err(format!("Unexpected kind: {other}")),
        }
    }
    Ok(tree)
}

fn missing() -> String {
    "the server rejected our request due to an error in our request".to_owned()
}

/// The steps of a JSON pointer.
fn pointer(text: &str) -> Vec<String> {
    text.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

fn look_up<'t>(tree: &'t Tree, path: &[String]) -> Option<&'t Tree> {
    path.iter().try_fold(tree, |tree, step| match &tree.value {
        Value::List(items) => items.get(step.parse::<usize>().ok()?),
        _ => tree.get(step),
    })
}

enum Change {
    Add(Tree),
    Replace(Tree),
    Remove,
}

fn change(tree: &mut Tree, path: &[String], change: Change) -> Result<(), String> {
    let Some((last, way)) = path.split_last() else {
        match change {
            Change::Add(value) | Change::Replace(value) => *tree = value,
            Change::Remove => *tree = Tree::default(),
        }
        return Ok(());
    };
    let mut parent = tree;
    for step in way {
        let next = match &mut parent.value {
            Value::List(items) => step.parse::<usize>().ok().and_then(|i| items.get_mut(i)),
            Value::Map(entries) => entries.iter_mut().find(|e| *e.key == **step).map(|e| &mut e.value),
            _ => None,
        };
        parent = next.ok_or_else(missing)?;
    }
    if let Value::List(items) = &mut parent.value {
        let at = if last == "-" { Some(items.len()) } else { last.parse::<usize>().ok() };
        let at = at.ok_or_else(missing)?;
        match change {
            Change::Add(value) if at <= items.len() => items.insert(at, value),
            Change::Replace(value) => *items.get_mut(at).ok_or_else(missing)? = value,
            Change::Remove if at < items.len() => drop(items.remove(at)),
            Change::Add(_) | Change::Remove => return Err(missing()),
        }
        return Ok(());
    }
    match change {
        Change::Add(value) | Change::Replace(value) => parent.set(last, value),
        Change::Remove if parent.get(last).is_some() => parent.unset(last),
        Change::Remove => return Err(missing()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Tree {
        manifest::parse(text).unwrap().pop().unwrap()
    }

    #[test]
    fn what_is_applied_is_merged_with_what_is_live() {
        let check = |last: &str, new: &str, live: &str, stored: &str| {
            assert_eq!(
                three_way(&tree(last), &tree(new), &tree(live)).sorted(),
                tree(stored).sorted(),
                "{new} over {live}"
            );
        };
        // What the last manifest said and this one does not goes; what only the cluster says stays.
        check("{a: 1, b: 2}", "{a: 1}", "{a: 1, b: 2, c: 3}", "{a: 1, c: 3}");
        check("{a: 1}", "{a: null}", "{a: 1}", "{}");
        // Lists with a merge key are merged item by item, in the order of the manifest.
        check(
            "{env: [{name: A, value: x}]}",
            "{env: [{name: B, value: y}]}",
            "{env: [{name: A, value: x}, {name: Z, value: z}]}",
            "{env: [{name: Z, value: z}, {name: B, value: y}]}",
        );
        check(
            "{env: [{name: A}]}",
            "{env: [{name: A, value: n}]}",
            "{env: [{name: A}, {name: Z}]}",
            "{env: [{name: A, value: n}, {name: Z}]}",
        );
        check(
            "{ports: []}",
            "{ports: [{port: 80, name: x}]}",
            "{ports: [{port: 80, nodePort: 30001}]}",
            "{ports: [{port: 80, nodePort: 30001, name: x}]}",
        );
        // Others are replaced.
        check("{args: [a]}", "{args: [b]}", "{args: [a, c]}", "{args: [b]}");
        // Another strategy keeps nothing of the old one; an equal one keeps the defaults.
        check(
            "{}",
            "{strategy: {type: Recreate}}",
            "{strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}",
            "{strategy: {type: Recreate}}",
        );
        check(
            "{}",
            "{strategy: {type: RollingUpdate}}",
            "{strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}",
            "{strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}",
        );
        check(
            "{volumes: [{name: v, emptyDir: {}}]}",
            "{volumes: [{name: v, configMap: {name: c}}]}",
            "{volumes: [{name: v, emptyDir: {medium: Memory}}]}",
            "{volumes: [{name: v, configMap: {name: c}}]}",
        );
    }

    #[test]
    fn patches_do_as_their_kinds_say() {
        let live = tree("{a: {b: 1, l: [1, 2]}, containers: [{name: x, image: 1}, {name: y, image: 2}]}");
        let check = |got: Tree, wanted: &str| assert_eq!(got.sorted(), tree(wanted).sorted(), "{wanted}");
        check(
            strategic(&live, &tree("{containers: [{name: y, image: 3}, {name: z, image: 4}], a: {b: null}}")),
            "{a: {l: [1, 2]}, containers: [{name: x, image: 1}, {name: y, image: 3}, {name: z, image: 4}]}",
        );
        check(
            strategic(&live, &tree("{containers: [{name: x, $patch: delete}], a: {$patch: replace, c: 1}}")),
            "{a: {c: 1}, containers: [{name: y, image: 2}]}",
        );
        check(
            json_merge(&live, &tree("{containers: [{name: y}], a: {b: null}}")),
            "{a: {l: [1, 2]}, containers: [{name: y}]}",
        );
        let patched = |patch: &str| json_patch(&live, &tree(patch));
        check(
            patched("[{op: add, path: /a/l/1, value: 9}, {op: remove, path: /containers/0}, {op: copy, from: /a/b, path: /c}]")
                .unwrap(),
            "{a: {b: 1, l: [1, 9, 2]}, containers: [{name: y, image: 2}], c: 1}",
        );
        for wrong in [
            "[{op: remove, path: /nope}]",
            "[{op: test, path: /a/b, value: 2}]",
            "[{op: jump, path: /a}]",
            "[{op: add, path: /a/l/7, value: 1}]",
        ] {
            assert!(patched(wrong).is_err(), "{wrong}");
        }
    }
}
