//! `kubectl patch`: strategic, merge and JSON patches.

use super::{Work, nothing_named};
use crate::merge::{json_merge, json_patch, strategic};
use crate::print::go;
use crate::resource::{Named, Type};
use crate::store::{decoding, invalid};
use manifest::{ErrorKind, ManifestError, Tree};
use rollout_engine::Command;
use rollout_engine::api::Name;

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("patch", words)?;
    let dry_run = parsed.dry_run()?;
    let text = match (parsed.value("patch"), parsed.value("patch-file")) {
        (Some(text), _) => text,
        (None, Some(file)) => work.file(file)?.0,
        (None, None) => {
            return Err(
                "error: must specify --patch or --patch-file containing the contents of the patch".to_owned()
            );
        }
    };
    let kind_of_patch = parsed.value("type").unwrap_or("strategic");
    if !matches!(kind_of_patch, "strategic" | "merge" | "json") {
        return Err(format!("error: --type must be one of [json merge strategic], not \"{kind_of_patch}\""));
    }
    let patch = manifest::parse_like_kubectl(text)
        .map_err(|e| format!("error: unable to parse {text:?}: {}", e.message))?;
    let patch = patch.into_iter().next().unwrap_or_else(Tree::map);
    for of in work.named(&parsed, nothing_named)? {
        if !matches!(of.ty, Type::Deployment | Type::Service) {
            let command = metadata(work, &of, &patch)?;
            work.done(&of.shown(), "patched", dry_run, Some(command));
            continue;
        }
        let live = work.stored(&of)?;
        let before = live.tree();
        let after = match kind_of_patch {
            "merge" => json_merge(&before, &patch),
            "json" => json_patch(&before, &patch).map_err(|e| format!("The request is invalid: {e}"))?,
            _ => strategic(&before, &patch),
        };
        let changed = live.changed(&after).map_err(|errors| refused(&errors, &patch, of.ty, &of.name))?;
        if changed == live {
            work.done(&of.shown(), "patched (no change)", dry_run, None);
        } else {
            work.done(&of.shown(), "patched", dry_run, Some(changed.update()));
        }
    }
    Ok(())
}

/// A patch of labels and annotations; nothing else of these kinds can be changed here.
fn metadata(work: &Work<'_>, of: &Named, patch: &Tree) -> Result<Command, String> {
    work.must_exist(of)?;
    let changes = |path| -> Vec<(Name, Option<Name>)> {
        let entries = patch.at(path).map(Tree::entries).unwrap_or_default();
        entries.iter().map(|entry| (Name::clone(&entry.key), entry.value.as_text().map(Name::from))).collect()
    };
    let (labels, annotations) = (changes("metadata.labels"), changes("metadata.annotations"));
    if labels.is_empty() && annotations.is_empty() {
        return Err(format!(
            "error: of a {}, the lab changes labels and annotations only",
            of.ty.info().kind
        ));
    }
    let kind =
        of.ty.kind().ok_or_else(|| format!("error: the lab does not change {}", of.ty.info().plural))?;
    Ok(Command::SetMetadata { kind, name: of.name.as_str().into(), labels, annotations })
}

/// What is printed when a patched object is turned away.
fn refused(errors: &[ManifestError], patch: &Tree, ty: Type, name: &str) -> String {
    let Some(decoding) = decoding(errors) else { return invalid(ty, name, errors) };
    let wrong = errors.iter().find(|e| e.kind == ErrorKind::WrongType);
    let wanted = wrong.and_then(|e| e.message.rsplit_once(" of type ")).map(|(_, wanted)| wanted);
    let detail = wanted.map_or(decoding, |wanted| format!("unrecognized type: {wanted}"));
    format!("The request is invalid: patch: Invalid value: \"{}\": {detail}", go(patch))
}
