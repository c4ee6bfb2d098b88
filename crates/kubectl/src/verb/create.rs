//! `kubectl create deployment`, and `create -f`.

use super::Work;
use super::apply::{for_each_document, refused};
use crate::resource::Type;
use crate::store::{Stored, created, invalid};
use manifest::Tree;

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    match words.iter().position(|word| !word.starts_with('-')) {
        Some(at) if words.get(at).is_some_and(|w| matches!(w.as_str(), "deployment" | "deploy" | "dep")) => {
            let rest: Vec<String> =
                words.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, w)| w.clone()).collect();
            return deployment(work, &rest);
        }
        _ => {}
    }
    let parsed = work.parse("create", words)?;
    let dry_run = parsed.dry_run()?;
    if parsed.value("filename").is_none() {
        if let Some(what) = parsed.words.first() {
            return Err(super::not_modelled(&["create ", what].concat()));
        }
        return Err("error: must specify one of -f and -k".to_owned());
    }
    for_each_document(work, &parsed, "create", &mut |work, tree, file| {
        let object =
            created(tree).map_err(|errors| refused(&errors, tree, file, work.cluster.namespace()))?;
        let (ty, name) = (object.ty(), object.meta().name.clone());
        if Stored::find(work.cluster, ty, &name).is_some() {
            return Err(format!(
                "Error from server (AlreadyExists): error when creating \"{file}\": {} \"{name}\" already exists",
                ty.plural()
            ));
        }
        let shown = object.shown();
        work.done(&shown, "created", dry_run, Some(object.create()));
        Ok(())
    })
}

/// `kubectl replace -f FILE`
pub(super) fn replace(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("replace", words)?;
    let dry_run = parsed.dry_run()?;
    for_each_document(work, &parsed, "replace", &mut |work, tree, file| {
        let new = created(tree).map_err(|errors| refused(&errors, tree, file, work.cluster.namespace()))?;
        let (ty, name) = (new.ty(), new.meta().name.clone());
        let live = Stored::find(work.cluster, ty, &name).ok_or_else(|| {
            format!(
                "Error from server (NotFound): error when replacing \"{file}\": {} \"{name}\" not found",
                ty.plural()
            )
        })?;
        let changed =
            live.changed(tree).map_err(|errors| refused(&errors, tree, file, work.cluster.namespace()))?;
        let shown = changed.shown();
        work.done(&shown, "replaced", dry_run, Some(changed.update()));
        Ok(())
    })
}

/// A container's name: the image's, without path, tag and digest.
fn container_name(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or(image);
    let bare = last.split([':', '@']).next().unwrap_or(last);
    let name: String =
        bare.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    name.trim_matches('-').to_owned()
}

fn deployment(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let command = "create deployment";
    let parsed = work.parse(command, words)?;
    let dry_run = parsed.dry_run()?;
    let name = match parsed.words.as_slice() {
        [name] => name,
        words => {
            return Err(format!(
                "error: exactly one NAME is required, got {}\nSee 'kubectl create deployment -h' for help and examples",
                words.len()
            ));
        }
    };
    let images: Vec<&str> = parsed.values("image").flat_map(|v| v.split(',')).collect();
    if images.is_empty() {
        return Err("error: required flag(s) \"image\" not set".to_owned());
    }
    let port = parsed.number(command, "port")?;
    let container = |image: &&str| {
        let mut container = Tree::map();
        container.set("name", container_name(image));
        container.set("image", *image);
        if images.len() == 1 && !parsed.rest.is_empty() {
            container.set("command", parsed.rest.iter().map(String::as_str).collect::<Tree>());
        }
        if let Some(port) = port {
            let mut ports = Tree::map();
            ports.set("containerPort", port);
            container.set("ports", vec![ports]);
        }
        container
    };
    let mut tree = Tree::map();
    tree.set("apiVersion", "apps/v1");
    tree.set("kind", "Deployment");
    for path in ["metadata.labels.app", "spec.selector.matchLabels.app", "spec.template.metadata.labels.app"]
    {
        tree.put(path, name.as_str().into());
    }
    tree.put("metadata.name", name.as_str().into());
    tree.put("spec.replicas", parsed.number(command, "replicas")?.unwrap_or(1).into());
    tree.put("spec.template.spec.containers", images.iter().map(container).collect());
    let object = created(&tree).map_err(|errors| {
        format!("error: failed to create deployment: {}", {
            crate::store::invalid_inside(Type::Deployment, name, &errors)
        })
    })?;
    if work.cluster.deployment_named(name).is_some() {
        return Err(format!(
            "error: failed to create deployment: deployments.apps \"{name}\" already exists"
        ));
    }
    let shown = object.shown();
    work.done(&shown, "created", dry_run, Some(object.create()));
    Ok(())
}

/// Creates an object from its tree; a second one of the name is refused.
pub(super) fn create(
    work: &mut Work<'_>,
    tree: &Tree,
    operation: &str,
    dry_run: Option<&str>,
) -> Result<(), String> {
    let name = tree.at("metadata.name").and_then(Tree::as_text).unwrap_or_default();
    let object = created(tree).map_err(|errors| {
        let is_service = tree.get("kind").and_then(Tree::as_text) == Some("Service");
        invalid(if is_service { Type::Service } else { Type::Deployment }, name, &errors)
    })?;
    if Stored::find(work.cluster, object.ty(), name).is_some() {
        let resource = object.ty().plural();
        return Err(format!("Error from server (AlreadyExists): {resource} \"{name}\" already exists"));
    }
    let shown = object.shown();
    work.done(&shown, operation, dry_run, Some(object.create()));
    Ok(())
}
