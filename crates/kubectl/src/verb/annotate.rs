//! `kubectl annotate` and `kubectl label`

use super::{Work, nothing_named};
use crate::item::items;
use crate::resource::{Named, Type};
use crate::store::invalid;
use rollout_engine::Command;
use rollout_engine::api::{Name, StringMap};

/// A key and its new value; none takes it away.
type Change = (Name, Option<Name>);

pub(super) fn run(work: &mut Work<'_>, command: &str, words: &[String]) -> Result<(), String> {
    let mut parsed = work.parse(command, words)?;
    let dry_run = parsed.dry_run()?;
    let (changes, resources): (Vec<String>, Vec<String>) =
        parsed.words.drain(..).partition(|word| word.contains('=') || word.ends_with('-'));
    parsed.words = resources;
    let changes: Vec<Change> = changes.iter().filter_map(|word| read(word)).collect();
    let what = if command == "label" { "label" } else { "annotation" };
    if changes.is_empty() {
        return Err(format!("error: at least one {what} update is required"));
    }
    for of in work.named(&parsed, nothing_named)? {
        let old = existing(work, command, &of)?;
        let clash = changes.iter().find(|(key, value)| {
            value.is_some() && old.get(key).is_some_and(|have| Some(have) != value.as_ref())
        });
        if let Some((key, _)) = clash.filter(|_| !parsed.is_on("overwrite")) {
            let have = old.text(key).unwrap_or_default();
            let text = if command == "label" {
                format!("error: '{key}' already has a value ({have}), and --overwrite is false")
            } else {
                format!(
                    "error: --overwrite is false but found the following declared annotation(s): '{key}' already has a \
                     value ({have})"
                )
            };
            work.outcome.fail(&text);
            continue;
        }
        let mut new = old.clone();
        for (key, value) in &changes {
            match value {
                Some(value) => new.set(key, value.clone()),
                None => {
                    if old.get(key).is_none() {
                        work.outcome.print(&format!("{what} \"{key}\" not found."));
                    }
                    new.unset(key);
                }
            }
        }
        let operation = match command {
            "annotate" => "annotated",
            _ if new == old => "not labeled",
            _ if changes.iter().all(|(_, value)| value.is_none()) => "unlabeled",
            _ => "labeled",
        };
        let commands = commands(work, command, &of, &changes, new)?;
        work.done(&of.shown(), operation, dry_run, None);
        if dry_run.is_none() {
            work.outcome.commands.extend(commands);
        }
    }
    Ok(())
}

fn read(word: &str) -> Option<Change> {
    match word.split_once('=') {
        Some((key, value)) => Some((key.into(), Some(value.into()))),
        None => Some((word.strip_suffix('-')?.into(), None)),
    }
}

/// The labels or annotations that an object has.
fn existing(work: &Work<'_>, command: &str, of: &Named) -> Result<StringMap, String> {
    let item = items(work.cluster, of.ty, Some(&of.name)).pop().ok_or_else(|| of.not_found())?;
    Ok(match (command, item.meta()) {
        ("label", _) => item.labels(),
        (_, Some(meta)) => meta.annotations.clone(),
        (_, None) => StringMap::default(),
    })
}

fn commands(
    work: &Work<'_>,
    command: &str,
    of: &Named,
    changes: &[Change],
    new: StringMap,
) -> Result<Vec<Command>, String> {
    let Some(kind) = of.ty.kind() else {
        return Err(format!("error: the lab does not change {}", of.ty.info().plural));
    };
    if matches!(of.ty, Type::Deployment | Type::Service) {
        let live = work.stored(of)?;
        let mut changed = live.clone();
        let meta = changed.meta_mut();
        if command == "label" {
            meta.labels = new;
        } else {
            meta.annotations = new;
        }
        live.changed(&changed.tree()).map_err(|errors| invalid(of.ty, &of.name, &errors))?;
    }
    let name = Name::from(of.name.as_str());
    let (labels, annotations) =
        if command == "label" { (changes.to_vec(), Vec::new()) } else { (Vec::new(), changes.to_vec()) };
    Ok(vec![Command::SetMetadata { kind, name, labels, annotations }])
}
