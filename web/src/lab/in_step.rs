//! The text of the objects, kept in step with the cluster whichever way that was changed.

use super::command_line::{documents, says_of};
use manifest::{Detail, Edit, Manifest, Tree, Value, edit_object};
use rollout_engine::Snapshot;
use rollout_engine::api::{Deployment, Service};

/// The objects as a person would write them, without what the server and kubectl put in.
pub(super) fn objects(snapshot: &Snapshot) -> Vec<Tree> {
    let services = snapshot.services.iter().map(|s| &*s.object);
    trees(snapshot.deployments.iter().map(|d| &**d), services)
}

fn trees<'o>(
    deployments: impl Iterator<Item = &'o Deployment>,
    services: impl Iterator<Item = &'o Service>,
) -> Vec<Tree> {
    let services = services.map(|s| manifest::service_tree(s, Detail::Brief));
    let deployments = deployments.map(|d| manifest::deployment_tree(d, Detail::Brief));
    services.chain(deployments).map(without_the_servers).collect()
}

fn without_the_servers(mut tree: Tree) -> Tree {
    let Some(meta) = tree.get_mut("metadata") else { return tree };
    if let Some(annotations) = meta.get_mut("annotations") {
        for key in ["deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration"] {
            annotations.unset(key);
        }
        if annotations.entries().is_empty() {
            meta.unset("annotations");
        }
    }
    tree
}

fn of_text(text: &str) -> Option<Vec<Tree>> {
    let Manifest { deployments, services, .. } = manifest::read(text).ok()?;
    Some(trees(deployments.iter(), services.iter()))
}

fn word<'t>(tree: &'t Tree, path: &str) -> &'t str {
    tree.at(path).and_then(Tree::as_text).unwrap_or_default()
}

fn same<'t>(all: &'t [Tree], wanted: &Tree) -> Option<&'t Tree> {
    let is = |tree: &Tree, path: &str| word(tree, path) == word(wanted, path);
    all.iter().find(|tree| is(tree, "kind") && is(tree, "metadata.name"))
}

/// What is stored, less the addresses and ports that the server gave without being asked.
fn less_what_was_given(stored: &Tree, written: &Tree) -> Tree {
    let mut stored = stored.clone();
    let asked = |path: &str| written.at(path).is_some();
    let ports = stored.at("spec.ports").map_or(0, |ports| ports.items().len());
    let Some(spec) = stored.get_mut("spec") else { return stored };
    if !asked("spec.clusterIP") {
        spec.unset("clusterIP");
    }
    for i in (0..ports).filter(|i| !asked(&format!("spec.ports[{i}].nodePort"))) {
        let Some(Value::List(ports)) = spec.get_mut("ports").map(|p| &mut p.value) else { break };
        ports[i].unset("nodePort");
    }
    stored
}

/// Whether a text describes these objects and no others.
pub(super) fn says(text: &str, objects: &[Tree]) -> bool {
    let written = of_text(text).unwrap_or_default();
    let is_so = |object: &Tree| {
        same(&written, object)
            .is_some_and(|written| less_what_was_given(object, written).sorted() == written.sorted())
    };
    written.len() == objects.len() && objects.iter().all(is_so)
}

/// The text with all in it changed that is otherwise in the cluster. The rest stays as it was written, comments too.
pub(super) fn follow(text: &str, objects: &[Tree]) -> String {
    let mut followed = text.to_owned();
    let written = of_text(text).unwrap_or_default();
    for gone in written.iter().filter(|written| same(objects, written).is_none()) {
        let (kind, name) = (word(gone, "kind"), word(gone, "metadata.name"));
        let rest: Vec<&str> = documents(&followed).into_iter().filter(|d| !says_of(d, kind, name)).collect();
        followed = rest.join("---\n");
    }
    for object in objects {
        let Some(was) = same(&written, object) else {
            if !followed.trim().is_empty() {
                followed.push_str(if followed.ends_with('\n') { "---\n" } else { "\n---\n" });
            }
            followed.push_str(&written_anew(object));
            continue;
        };
        let mut edits = Vec::new();
        differences(was, &less_what_was_given(object, was), "", &mut edits);
        for edit in edits {
            let (kind, name) = (word(object, "kind"), word(object, "metadata.name"));
            if let Ok(edited) = edit_object(&followed, kind, name, &[edit]) {
                followed = edited;
            }
        }
    }
    if says(&followed, objects) {
        return followed;
    }
    // It is so written that it cannot be changed in place.
    objects.iter().map(written_anew).collect::<Vec<_>>().join("---\n")
}

fn written_anew(object: &Tree) -> String {
    let mut object = object.clone();
    if word(&object, "spec.clusterIP") != "None"
        && let Some(spec) = object.get_mut("spec").filter(|s| s.get("clusterIP").is_some())
    {
        spec.unset("clusterIP");
    }
    manifest::to_yaml(&object)
}

/// What has to be changed in one tree to make the other of it.
fn differences(was: &Tree, is: &Tree, path: &str, edits: &mut Vec<Edit>) {
    match (&was.value, &is.value) {
        (Value::Map(old), Value::Map(new)) => {
            let below = |key: &str| match (path, key.contains('.')) {
                (_, true) => format!("{path}[{key}]"),
                ("", false) => key.to_owned(),
                (_, false) => format!("{path}.{key}"),
            };
            for entry in old.iter().filter(|entry| is.get(&entry.key).is_none()) {
                edits.push(Edit::remove(below(&entry.key)));
            }
            for entry in new {
                match was.get(&entry.key) {
                    Some(was) => differences(was, &entry.value, &below(&entry.key), edits),
                    None => edits.push(Edit::set(below(&entry.key), entry.value.clone())),
                }
            }
        }
        (Value::List(old), Value::List(new)) if old.len() == new.len() => {
            for (i, (was, is)) in old.iter().zip(new).enumerate() {
                differences(was, is, &format!("{path}[{i}]"), edits);
            }
        }
        _ if was == is => {}
        (Value::List(_) | Value::Map(_), _) | (_, Value::List(_) | Value::Map(_)) => {
            edits.extend([Edit::remove(path), Edit::set(path, is.clone())]);
        }
        _ => edits.push(Edit::set(path, is.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::WORKSHOP;

    /// The workshop's objects changed by replacing a part of their text: the text follows, and keeps its comments.
    #[track_caller]
    fn check(old: &str, new: &str, expected_old: &str, expected_new: &str) {
        let commented = WORKSHOP.replace("replicas: 3", "replicas: 3 # three");
        let objects = of_text(&WORKSHOP.replacen(old, new, 1)).expect("the change is valid");
        assert!(!says(&commented, &objects));
        let followed = follow(&commented, &objects);
        assert_eq!(followed, commented.replacen(expected_old, expected_new, 1));
        assert!(says(&followed, &objects));
    }

    #[test]
    fn the_text_follows_whatever_is_changed() {
        let same = |old, new| check(old, new, old, new);
        same("web:1.0.0", "web:2.0.0");
        same("periodSeconds: 2", "periodSeconds: 7");
        same("      labels:\n        app: web", "      labels:\n        tier: front\n        app: web");
        check("replicas: 3", "replicas: 5", "replicas: 3", "replicas: 5");
        check(
            "  template:\n    metadata:\n",
            "  template:\n    metadata:\n      annotations:\n        kubectl.kubernetes.io/restartedAt: \"2026-11-23T10:02:00Z\"\n",
            "  template:\n    metadata:\n",
            "  template:\n    metadata:\n      annotations:\n        kubectl.kubernetes.io/restartedAt: \"2026-11-23T10:02:00Z\"\n",
        );
        check(
            "        image: web:1.0.0\n",
            "        image: web:1.0.0\n        env:\n        - name: A\n          value: b\n",
            "      - name: web\n",
            "      - env:\n        - name: A\n          value: b\n        name: web\n",
        );
    }

    #[test]
    fn what_is_deleted_goes_and_what_is_new_comes() {
        let objects = of_text(WORKSHOP).expect("it is valid");
        let (service, deployment) = WORKSHOP.split_once("---\n").expect("two documents");
        assert_eq!(follow(WORKSHOP, &objects[1..]), deployment);
        assert_eq!(follow(WORKSHOP, &objects[..1]), service);
        assert_eq!(follow(WORKSHOP, &[]), "");
        let grown = follow(deployment, &objects);
        assert!(
            grown.starts_with(deployment) && grown.contains("---\napiVersion: v1\nkind: Service"),
            "{grown}"
        );
        assert!(says(&grown, &objects));
    }
}
