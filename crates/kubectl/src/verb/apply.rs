//! `kubectl apply`: what the manifest says, less what it said last time and no longer says, over what is live.

use super::Work;
use crate::flags::Parsed;
use crate::merge::three_way;
use crate::resource::Type;
use crate::store::{Stored, created, decoding, invalid};
use manifest::{ErrorKind, ManifestError, Tree};
use rollout_engine::Simulation;

/// Where the manifest that was applied last is kept.
pub(crate) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("apply", words)?;
    let dry_run = parsed.dry_run()?;
    if let Some(word) = parsed.words.first() {
        return Err(format!(
            "error: Unexpected args: [{word}]\nSee 'kubectl apply -h' for help and examples"
        ));
    }
    for_each_document(work, &parsed, "apply", &mut |work, tree, name| apply(work, tree, name, dry_run))
}

/// Does something with each object of the files that `-f` names; one that fails does not stop the others.
pub(super) fn for_each_document(
    work: &mut Work<'_>,
    parsed: &Parsed,
    verb: &str,
    act: &mut dyn FnMut(&mut Work<'_>, &Tree, &str) -> Result<(), String>,
) -> Result<(), String> {
    let mut failures = Vec::new();
    let mut any = false;
    let mut files = parsed.values("filename").peekable();
    if files.peek().is_none() {
        return Err("error: must specify one of -f and -k".to_owned());
    }
    for file in files {
        let (text, name) = work.file(file)?;
        match manifest::parse_like_kubectl(text) {
            Ok(documents) => {
                for tree in documents.iter().flat_map(manifest::members) {
                    any = true;
                    failures.extend(act(work, tree, &name).err());
                }
            }
            Err(error) => {
                any = true;
                failures.push(unreadable(&error, &name));
            }
        }
    }
    if !any {
        return Err(format!("error: no objects passed to {verb}"));
    }
    for failure in failures {
        work.outcome.fail(&failure);
    }
    Ok(())
}

fn unreadable(error: &ManifestError, file: &str) -> String {
    match error.kind {
        ErrorKind::Syntax if error.message.starts_with("json: ") => {
            format!("error: error parsing {file}: {}", error.message)
        }
        ErrorKind::Syntax => {
            format!("error: error parsing {file}: error converting YAML to JSON: {}", error.message)
        }
        _ => format!("error: error parsing {file}: {}", error.message),
    }
}

/// What the annotation says of a manifest that is applied to this namespace.
pub(crate) fn last_applied(tree: &Tree, namespace: &str) -> String {
    let mut bare = tree.clone();
    annotate(&mut bare, None);
    bare.put("metadata.namespace", namespace.into());
    format!("{}\n", manifest::to_json(&bare.sorted()))
}

/// Puts the annotation into a manifest, or takes it out; there are annotations then, if only empty ones.
fn annotate(tree: &mut Tree, last_applied: Option<String>) {
    if tree.at("metadata.annotations").is_none_or(Tree::is_null) {
        tree.put("metadata.annotations", Tree::map());
    }
    let Some(annotations) = tree.get_mut("metadata").and_then(|m| m.get_mut("annotations")) else { return };
    match last_applied {
        Some(text) => annotations.set(LAST_APPLIED, text),
        None => annotations.unset(LAST_APPLIED),
    }
}

fn apply(work: &mut Work<'_>, tree: &Tree, file: &str, dry_run: Option<&str>) -> Result<(), String> {
    let applied = applied(work, tree, file)?;
    if let Applied::Created(new) | Applied::Configured(_, new) = &applied {
        for warning in new.warnings() {
            work.outcome.warn(&["Warning: ", &warning].concat());
        }
    }
    let (operation, shown, command) = match applied {
        Applied::Created(new) => ("created", new.shown(), Some(new.create())),
        // A dry run of the client does not look whether there is anything to change.
        Applied::Unchanged(live) if dry_run == Some(" (dry run)") => ("configured", live.shown(), None),
        Applied::Unchanged(live) => ("unchanged", live.shown(), None),
        Applied::Configured(_, new) => ("configured", new.shown(), Some(new.update())),
    };
    work.done(&shown, operation, dry_run, command);
    Ok(())
}

/// What applying a manifest comes to.
pub(crate) enum Applied {
    /// A new object.
    Created(Stored),
    /// What is stored already.
    Unchanged(Stored),
    /// From this to that.
    Configured(Stored, Stored),
}

/// Works out what applying a manifest comes to; warnings are printed.
pub(super) fn applied(work: &mut Work<'_>, tree: &Tree, file: &str) -> Result<Applied, String> {
    let (live, result) = merged(work.cluster, tree);
    if let Some(live) = live {
        let stored = live.meta();
        let (resource, name) = (live.ty().info().plural, &stored.name);
        if stored.annotations.text(LAST_APPLIED).is_none() {
            work.outcome.warn(&format!(
                "Warning: resource {resource}/{name} is missing the {LAST_APPLIED} annotation which is required by kubectl \
                 apply. kubectl apply should only be used on resources created declaratively by either kubectl create \
                 --save-config or kubectl apply. The missing annotation will be patched automatically."
            ));
        }
        if stored.is_being_deleted() {
            work.outcome.warn(&format!(
                "Warning: Detected changes to resource {name} which is currently being deleted."
            ));
        }
    }
    result.map_err(|errors| refused(&errors, tree, file, work.cluster.namespace()))
}

/// What is live, and what applying a manifest makes of it, or what the API server has against that.
pub(crate) fn merged(
    cluster: &Simulation,
    tree: &Tree,
) -> (Option<Stored>, Result<Applied, Vec<ManifestError>>) {
    let name = tree.at("metadata.name").and_then(Tree::as_text).unwrap_or_default();
    let live = match tree.get("kind").and_then(Tree::as_text).unwrap_or_default() {
        "Deployment" => Stored::find(cluster, Type::Deployment, name),
        "Service" => Stored::find(cluster, Type::Service, name),
        _ => None,
    };
    // What is no object cannot carry an annotation: it is refused as it is.
    let is_object = matches!(tree.value, manifest::Value::Map(_));
    let mut new = tree.clone();
    if is_object {
        annotate(&mut new, Some(last_applied(tree, cluster.namespace())));
    }
    let Some(stored) = live.clone() else { return (live, created(&new).map(Applied::Created)) };
    let last =
        stored.meta().annotations.text(LAST_APPLIED).and_then(|text| manifest::parse(text).ok()?.pop());
    let before = stored.tree();
    let after = three_way(&last.unwrap_or_default(), &new, &before);
    if after.sorted() == before.sorted() {
        return (live, Ok(Applied::Unchanged(stored)));
    }
    let result = match stored.changed(&after) {
        Ok(changed) if changed == stored => Ok(Applied::Unchanged(stored)),
        Ok(changed) => Ok(Applied::Configured(stored, changed)),
        Err(errors) => Err(errors),
    };
    (live, result)
}

/// What is printed when a manifest is turned away.
pub(super) fn refused(errors: &[ManifestError], tree: &Tree, file: &str, namespace: &str) -> String {
    let text = |path: &str| tree.at(path).and_then(Tree::as_text).unwrap_or_default();
    let (kind, name) = (text("kind"), text("metadata.name"));
    if let Some(decoding) = decoding(errors) {
        let version = text("apiVersion").rsplit('/').next().unwrap_or_default();
        return format!(
            "Error from server (BadRequest): error when creating \"{file}\": {kind} in version \"{version}\" cannot be \
             handled as a {kind}: {decoding}"
        );
    }
    let Some(first) = errors.first() else { return String::new() };
    if first.kind == ErrorKind::NotModelled {
        return format!("error: {kind} \"{name}\" from \"{file}\": {}", first.message);
    }
    if first.kind != ErrorKind::Unidentified {
        let ty = if kind == "Service" { Type::Service } else { Type::Deployment };
        return invalid(ty, name, errors);
    }
    if first.message.starts_with("no matches for kind") {
        return format!(
            "error: resource mapping not found for name: \"{name}\" namespace: \"{}\" from \"{file}\": {}\nensure CRDs \
             are installed first",
            text("metadata.namespace"),
            first.message
        );
    }
    if first.message == "resource name may not be empty" {
        let (resource, group) =
            if kind == "Service" { ("services", "/v1") } else { ("deployments", "apps/v1") };
        return format!(
            "error: error when retrieving current configuration of:\nResource: \"{group}, Resource={resource}\", \
             GroupVersionKind: \"{group}, Kind={kind}\"\nName: \"\", Namespace: \"{namespace}\"\nfrom server for: \
             \"{file}\": resource name may not be empty"
        );
    }
    format!(
        "error: error validating \"{file}\": error validating data: {}; if you choose to ignore these errors, turn \
         validation off with --validate=false",
        first.message
    )
}
