//! `kubectl create deployment`, and `create -f`.

use super::{Work, not_yet};
use crate::flags::{Flag, SWITCH, Takes};
use crate::store::{created, invalid};
use manifest::Tree;
use rollout_engine::api::Kind;

const FLAGS: &[Flag] = &[
    ("image", ' ', Takes::Value),
    ("replicas", 'r', Takes::Value),
    ("port", ' ', Takes::Value),
    ("save-config", ' ', SWITCH),
    ("validate", ' ', Takes::Nothing("strict")),
];

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    match words.split_first() {
        Some((what, rest)) if matches!(what.as_str(), "deployment" | "deploy") => deployment(work, rest),
        _ => Err(not_yet("create (but for \"create deployment\")")),
    }
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
    let parsed = work.parse(command, words, FLAGS)?;
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
            crate::store::invalid_inside(Kind::Deployment, name, &errors)
        })
    })?;
    if work.objects.deployment(name).is_some() {
        return Err(format!(
            "error: failed to create deployment: {} \"{name}\" already exists",
            Kind::Deployment.resource()
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
        let kind = if tree.get("kind").and_then(Tree::as_text) == Some("Service") {
            Kind::Service
        } else {
            Kind::Deployment
        };
        invalid(kind, name, &errors)
    })?;
    if work.objects.named(object.kind()).iter().any(|(n, _)| *n == name) {
        let resource = object.kind().resource();
        return Err(format!("Error from server (AlreadyExists): {resource} \"{name}\" already exists"));
    }
    let shown = object.shown();
    work.done(&shown, operation, dry_run, Some(object.create()));
    Ok(())
}
