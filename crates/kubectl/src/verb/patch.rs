//! `kubectl patch`: strategic, merge and JSON patches.

use super::{Work, nothing_named};
use crate::flags::{Flag, Takes};
use crate::merge::{json_merge, json_patch, strategic};
use crate::resource::Named;
use crate::store::{decoding, invalid};
use manifest::{ErrorKind, ManifestError, Tree, Value};
use rollout_engine::Command;
use rollout_engine::api::{Kind, Name};

const FLAGS: &[Flag] = &[
    ("patch", 'p', Takes::Value),
    ("patch-file", ' ', Takes::Value),
    ("type", ' ', Takes::Value),
    ("subresource", ' ', Takes::Value),
];

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("patch", words, FLAGS)?;
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
    let patch =
        manifest::parse(text).map_err(|e| format!("error: unable to parse {text:?}: {}", e.message))?;
    let patch = patch.into_iter().next().unwrap_or_else(Tree::map);
    for of in work.named(&parsed, nothing_named)? {
        if !matches!(of.kind, Kind::Deployment | Kind::Service) {
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
        let changed = live.changed(&after).map_err(|errors| refused(&errors, &patch, of.kind, &of.name))?;
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
        return Err(format!("error: of a {}, the lab changes labels and annotations only", of.kind.as_str()));
    }
    Ok(Command::SetMetadata { kind: of.kind, name: of.name.as_str().into(), labels, annotations })
}

/// What is printed when a patched object is turned away.
fn refused(errors: &[ManifestError], patch: &Tree, kind: Kind, name: &str) -> String {
    let Some(decoding) = decoding(errors) else { return invalid(kind, name, errors) };
    let wrong = errors.iter().find(|e| e.kind == ErrorKind::WrongType);
    let wanted = wrong.and_then(|e| e.message.rsplit_once(" of type ")).map(|(_, wanted)| wanted);
    let detail = wanted.map_or(decoding, |wanted| format!("unrecognized type: {wanted}"));
    format!("The request is invalid: patch: Invalid value: \"{}\": {detail}", go_map(patch))
}

/// A value as Go prints it.
fn go_map(tree: &Tree) -> String {
    match &tree.value {
        Value::Map(_) => {
            let sorted = tree.sorted();
            let pairs: Vec<String> =
                sorted.entries().iter().map(|e| format!("{}:{}", e.key, go_map(&e.value))).collect();
            format!("map[{}]", pairs.join(" "))
        }
        Value::List(items) => format!("[{}]", items.iter().map(go_map).collect::<Vec<_>>().join(" ")),
        Value::Null => "<nil>".to_owned(),
        Value::Text(text) => text.to_string(),
        _ => manifest::to_json(tree),
    }
}
