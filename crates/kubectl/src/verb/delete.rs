//! `kubectl delete`

use super::{Work, nothing_named};
use crate::flags::{Flag, SWITCH, Takes};
use crate::resource::{Named, named, not_found, singular};
use manifest::Tree;
use rollout_engine::{Command, Propagation};

const FLAGS: &[Flag] = &[
    ("cascade", ' ', Takes::Nothing("background")),
    ("force", ' ', SWITCH),
    ("grace-period", ' ', Takes::Value),
    ("ignore-not-found", ' ', SWITCH),
    ("now", ' ', SWITCH),
    ("timeout", ' ', Takes::Value),
    ("wait", ' ', SWITCH),
];

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let command = "delete";
    let parsed = work.parse(command, words, FLAGS)?;
    let dry_run = parsed.dry_run()?;
    let propagation = match parsed.value("cascade") {
        None | Some("background" | "true") => Propagation::Background,
        Some("foreground") => Propagation::Foreground,
        Some("orphan" | "false") => Propagation::Orphan,
        Some(other) => {
            return Err(format!(
                "error: invalid cascade value ({other}). Must be \"background\", \"foreground\", or \"orphan\""
            ));
        }
    };
    let force = parsed.is_on("force");
    let asked = parsed.number(command, "grace-period")?.filter(|seconds| *seconds >= 0);
    let grace_period_seconds = match asked {
        _ if parsed.is_on("now") => Some(1),
        None if force => Some(0),
        // Without --force nothing is deleted at once.
        Some(0) if !force => Some(1),
        asked => asked,
    };
    let (found, one_by_one) = match parsed.value("filename") {
        Some(file) => (from_file(work, file)?, true),
        None => named(&parsed, work.objects)?,
    };
    if found.is_empty() && one_by_one {
        return Err(nothing_named());
    }
    if force {
        work.outcome.warn(
            "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. \
             The resource may continue to run on the cluster indefinitely.",
        );
    }
    if found.is_empty() {
        work.outcome.print("No resources found");
    }
    for Named { kind, name } in found {
        if work.must_exist(&Named { kind, name: name.clone() }).is_err() {
            if !parsed.is_on("ignore-not-found") {
                work.outcome.fail(&not_found(kind, &name));
            }
            continue;
        }
        let verb = if force { "force deleted" } else { "deleted" };
        let shown = format!("{} \"{name}\" {verb} from {} namespace", singular(kind), work.objects.namespace);
        work.outcome.print(&format!("{shown}{}", dry_run.unwrap_or("")));
        if dry_run.is_none() {
            let name = name.into();
            work.outcome.commands.push(Command::Delete { kind, name, propagation, grace_period_seconds });
        }
    }
    Ok(())
}

/// The objects that a file names.
fn from_file(work: &Work<'_>, file: &str) -> Result<Vec<Named>, String> {
    let (text, shown) = work.file(file)?;
    let documents = manifest::parse(text).map_err(|e| format!("error: error parsing {shown}: {e}"))?;
    let object = |tree: &Tree| {
        let text = |path: &str| tree.at(path).and_then(Tree::as_text).map(str::to_owned);
        Some(Named { kind: crate::resource::kind(&text("kind")?)?, name: text("metadata.name")? })
    };
    Ok(documents.iter().flat_map(manifest::members).filter_map(object).collect())
}
