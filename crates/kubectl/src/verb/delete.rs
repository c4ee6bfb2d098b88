//! `kubectl delete`

use super::{Work, nothing_named};
use crate::item::items;
use crate::resource::{Meant, Named, Type, meant};
use crate::running::{Gone, Running, deadline};
use manifest::Tree;
use rollout_engine::{Command, Propagation};

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let command = "delete";
    let parsed = work.parse(command, words)?;
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
        Some(_) if parsed.is_on("now") => {
            return Err("error: --now and --grace-period cannot be specified together".to_owned());
        }
        _ if parsed.is_on("now") => Some(1),
        Some(seconds) if force && seconds > 0 => {
            return Err(
                "error: --force and --grace-period greater than 0 cannot be specified together".to_owned()
            );
        }
        None if force => Some(0),
        // Without --force nothing is deleted at once.
        Some(0) if !force => Some(1),
        asked => asked,
    };
    let timeout = match parsed.value("timeout") {
        Some(text) => crate::verb::wait::milliseconds(command, text)?,
        None => 0,
    };
    let Meant { found, by_name, .. } = match parsed.value("filename") {
        Some(file) => Meant { found: from_file(work, file)?, types: Vec::new(), by_name: true },
        None => meant(&parsed, work.cluster, false)?,
    };
    if found.is_empty() && by_name {
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
    let mut waits = Vec::new();
    for of in found {
        let Some(item) = items(work.cluster, of.ty, Some(&of.name)).pop() else {
            if !parsed.is_on("ignore-not-found") {
                work.outcome.fail(&of.not_found());
            }
            continue;
        };
        let Some(kind) = of.ty.kind().filter(|_| !matches!(of.ty, Type::Node | Type::EndpointSlice)) else {
            work.outcome.fail(&format!("error: the lab does not delete {}", of.ty.info().plural));
            continue;
        };
        let verb = if force { "force deleted" } else { "deleted" };
        let line = if parsed.value("output") == Some("name") {
            of.shown()
        } else {
            format!("{} \"{}\" {verb} from {} namespace", of.ty.singular(), of.name, work.cluster.namespace())
        };
        work.outcome.print(&[&*line, dry_run.unwrap_or("")].concat());
        if dry_run.is_none() {
            let name = of.name.as_str().into();
            work.outcome.commands.push(Command::Delete { kind, name, propagation, grace_period_seconds });
            waits.push((of.ty, of.name, item.uid()));
        }
    }
    if parsed.value("wait") != Some("false") && !force && !waits.is_empty() && work.outcome.exit_code == 0 {
        let deadline = if timeout > 0 { deadline(work.cluster, timeout) } else { None };
        work.outcome.running = Some(Box::new(Running::gone(Gone(waits), deadline)));
    }
    Ok(())
}

/// The objects that a file names.
pub(super) fn from_file(work: &Work<'_>, file: &str) -> Result<Vec<Named>, String> {
    let (text, shown) = work.file(file)?;
    let documents =
        manifest::parse_like_kubectl(text).map_err(|e| format!("error: error parsing {shown}: {e}"))?;
    let object = |tree: &Tree| {
        let text = |path: &str| tree.at(path).and_then(Tree::as_text).map(str::to_owned);
        Some(Named { ty: Type::parse(&text("kind")?)?, name: text("metadata.name")? })
    };
    Ok(documents.iter().flat_map(manifest::members).filter_map(object).collect())
}
