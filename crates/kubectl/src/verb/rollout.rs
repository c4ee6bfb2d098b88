//! `kubectl rollout`

use super::apply::LAST_APPLIED;
use super::{Work, help, history, wait};
use crate::describe::template_text;
use crate::flags::Parsed;
use crate::resource::{Named, Type, meant};
use crate::running::{Running, Status, deadline, status_line};
use rollout_engine::api::{Deployment, ReplicaSet};
use rollout_engine::order::sort_by_key;
use rollout_engine::{ApiError, Command};
use std::rc::Rc;

/// The subcommands.
pub(crate) const SUBCOMMANDS: &[&str] = &["history", "pause", "restart", "resume", "status", "undo"];

/// The revision of a ReplicaSet.
const REVISION: &str = "deployment.kubernetes.io/revision";
/// When a rollout was last restarted: in the template.
const RESTARTED_AT: &str = "kubectl.kubernetes.io/restartedAt";

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let Some((what, rest)) = words.split_first() else {
        work.outcome.stdout.push_str(&help::rollout());
        work.outcome.exit_code = 1;
        return Ok(());
    };
    if !SUBCOMMANDS.contains(&what.as_str()) {
        return Err(format!(
            "error: unknown command \"{}\"\nSee 'kubectl rollout -h' for help and examples",
            words.join(" ")
        ));
    }
    let command = ["rollout ", what].concat();
    let parsed = work.parse(&command, rest)?;
    let dry_run = parsed.dry_run()?;
    let meant = meant(&parsed, work.cluster, false)?;
    if meant.types.is_empty() {
        return Err("error: required resource not specified".to_owned());
    }
    if meant.found.is_empty() {
        work.outcome.warn(&super::get::nothing_found(work, &meant));
        return Ok(());
    }
    if what == "status" {
        return status(work, &parsed, meant.found);
    }
    for of in meant.found {
        if let Err(text) = one(work, what, &command, &of, &parsed, dry_run) {
            work.outcome.fail(&text);
        }
    }
    Ok(())
}

fn one(
    work: &mut Work<'_>,
    what: &str,
    command: &str,
    of: &Named,
    parsed: &Parsed,
    dry_run: Option<&str>,
) -> Result<(), String> {
    if of.ty != Type::Deployment {
        work.must_exist(of)?;
        return Err(no_rollouts(what, of));
    }
    let deployment = work.cluster.deployment_named(&of.name).ok_or_else(|| of.not_found())?;
    match what {
        "pause" => pause(work, of, deployment, dry_run, true),
        "resume" => pause(work, of, deployment, dry_run, false),
        "restart" => restart(work, of, deployment, dry_run),
        "history" => history::history(work, of, deployment, parsed.number(command, "revision")?.unwrap_or(0)),
        _ => undo(work, of, deployment, dry_run, parsed.number(command, "to-revision")?.unwrap_or(0)),
    }
}

/// What is said where there is nothing to roll out.
fn no_rollouts(what: &str, of: &Named) -> String {
    let info = of.ty.info();
    let kind =
        if info.group.is_empty() { info.kind.to_owned() } else { [info.kind, ".", info.group].concat() };
    match what {
        "history" => format!("error: no history viewer has been implemented for \"{kind}\""),
        "undo" => format!("error: no rollbacker has been implemented for \"{kind}\""),
        "status" => format!("error: no status viewer has been implemented for {kind}"),
        _ => {
            let doing = match what {
                "pause" => "pausing",
                "resume" => "resuming",
                _ => "restarting",
            };
            format!("error: {} \"{}\" {doing} is not supported", of.ty.plural(), of.name)
        }
    }
}

fn refusal(error: &ApiError) -> String {
    format!("error: {error}")
}

fn status(work: &mut Work<'_>, parsed: &Parsed, found: Vec<Named>) -> Result<(), String> {
    let command = "rollout status";
    let revision = parsed.number(command, "revision")?.unwrap_or(0);
    if revision < 0 {
        return Err(format!("error: revision must be a positive integer: {revision}"));
    }
    let timeout = match parsed.value("timeout") {
        Some(text) => wait::milliseconds(command, text)?,
        None => 0,
    };
    for of in &found {
        work.must_exist(of)?;
        if of.ty != Type::Deployment {
            return Err(no_rollouts("status", of));
        }
    }
    if parsed.value("watch") == Some("false") {
        for of in found {
            let deployment = work.cluster.deployment_named(&of.name).ok_or_else(|| of.not_found())?;
            let (line, _) = status_line(deployment, revision)?;
            work.outcome.print(&line);
        }
        return Ok(());
    }
    let status = Status { of: found.into_iter().rev().collect(), revision, seen: None };
    let deadline = if timeout > 0 { deadline(work.cluster, timeout) } else { None };
    work.outcome.running = Some(Box::new(Running::status(status, deadline)));
    Ok(())
}

fn pause(
    work: &mut Work<'_>,
    of: &Named,
    deployment: &Rc<Deployment>,
    dry_run: Option<&str>,
    paused: bool,
) -> Result<(), String> {
    let name = deployment.meta.name.clone();
    if deployment.spec.paused == paused {
        return Err(refusal(&ApiError::PausedAlready { deployment: name, paused }));
    }
    let done = if paused { "paused" } else { "resumed" };
    work.done(&of.shown(), done, dry_run, Some(Command::SetPaused { deployment: name, paused }));
    Ok(())
}

fn restart(
    work: &mut Work<'_>,
    of: &Named,
    deployment: &Rc<Deployment>,
    dry_run: Option<&str>,
) -> Result<(), String> {
    let name = deployment.meta.name.clone();
    if deployment.spec.paused {
        return Err(refusal(&ApiError::Paused { deployment: name, restart: true }));
    }
    let now = work.cluster.timestamp().to_string();
    if deployment.spec.template.annotations.text(RESTARTED_AT) == Some(&now) {
        return Err(refusal(&ApiError::RestartedAlready { deployment: name }));
    }
    work.done(&of.shown(), "restarted", dry_run, Some(Command::Restart { deployment: name }));
    Ok(())
}

/// The revision that a ReplicaSet holds; 0 for none.
pub(super) fn revision(replica_set: &ReplicaSet) -> i64 {
    replica_set.meta.annotations.text(REVISION).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// The ReplicaSets of a Deployment, by revision.
pub(super) fn revisions<'a>(work: &Work<'a>, deployment: &Deployment) -> Vec<&'a Rc<ReplicaSet>> {
    let mut owned: Vec<&Rc<ReplicaSet>> = work
        .cluster
        .replica_sets()
        .into_iter()
        .filter(|r| r.meta.is_controlled_by(deployment.meta.uid))
        .collect();
    sort_by_key(&mut owned, |r| revision(r));
    owned
}

fn undo(
    work: &mut Work<'_>,
    of: &Named,
    deployment: &Rc<Deployment>,
    dry_run: Option<&str>,
    wanted: i64,
) -> Result<(), String> {
    let name = deployment.meta.name.clone();
    if deployment.meta.annotations.text(LAST_APPLIED).is_some() {
        work.outcome.warn(&format!(
            "Warning: resource deployments/{name} was previously managed with 'kubectl apply'. Rolling back will not \
             update the {LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' \
             operations. Consider using 'kubectl apply' with your previous configuration file instead."
        ));
    }
    if wanted < 0 {
        return Err(refusal(&ApiError::UnknownRevision { revision: wanted }));
    }
    let owned = revisions(work, deployment);
    let target = if wanted > 0 {
        let found = owned.iter().find(|r| revision(r) == wanted);
        found.ok_or_else(|| refusal(&ApiError::UnknownRevision { revision: wanted }))?
    } else {
        let before = owned.iter().rev().nth(1);
        before.ok_or_else(|| refusal(&ApiError::NoHistory { deployment: name.clone() }))?
    };
    if dry_run == Some(" (dry run)") {
        let text = template_text(&target.spec.template, None);
        work.done(&of.shown(), &text, dry_run, None);
        return Ok(());
    }
    if deployment.spec.paused {
        return Err(refusal(&ApiError::Paused { deployment: name, restart: false }));
    }
    if target.spec.template.equals_ignoring_hash(&deployment.spec.template) {
        let text = format!("skipped rollback (current template already matches revision {wanted})");
        work.done(&of.shown(), &text, None, None);
        return Ok(());
    }
    let to_revision = (wanted > 0).then_some(wanted);
    work.done(&of.shown(), "rolled back", dry_run, Some(Command::Undo { deployment: name, to_revision }));
    Ok(())
}
