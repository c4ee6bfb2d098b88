//! `kubectl rollout pause`, `resume`, `restart`, `undo`

use super::apply::LAST_APPLIED;
use super::{Work, not_yet};
use crate::flags::{Flag, SWITCH, Takes};
use crate::resource::{Named, not_found};
use rollout_engine::api::{Deployment, Kind, ReplicaSet};
use rollout_engine::{ApiError, Command};
use std::rc::Rc;

const FLAGS: &[Flag] = &[
    ("to-revision", ' ', Takes::Value),
    ("revision", ' ', Takes::Value),
    ("watch", 'w', SWITCH),
    ("timeout", ' ', Takes::Value),
];

/// The revision of a ReplicaSet.
const REVISION: &str = "deployment.kubernetes.io/revision";
/// When a rollout was last restarted: in the template.
const RESTARTED_AT: &str = "kubectl.kubernetes.io/restartedAt";

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let (what, rest) = match words.split_first() {
        Some((what, rest)) => (what.as_str(), rest),
        None => return Err(not_yet("rollout (without pause, resume, restart or undo)")),
    };
    let act: fn(&mut Work<'_>, &Named, &Rc<Deployment>, &Asked<'_>) -> Result<(), String> = match what {
        "pause" => |work, of, deployment, asked| pause(work, of, deployment, asked, true),
        "resume" => |work, of, deployment, asked| pause(work, of, deployment, asked, false),
        "restart" => restart,
        "undo" => undo,
        "status" | "history" => return Err(not_yet(&format!("rollout {what}"))),
        _ => {
            return Err(format!(
                "error: unknown command \"{}\"\nSee 'kubectl rollout -h' for help and examples",
                words.join(" ")
            ));
        }
    };
    let command = format!("rollout {what}");
    let parsed = work.parse(&command, rest, FLAGS)?;
    let to_revision = parsed.number(&command, "to-revision")?.unwrap_or(0);
    let asked = Asked { to_revision, dry_run: parsed.dry_run()? };
    for of in work.named(&parsed, || "error: required resource not specified".to_owned())? {
        if of.kind != Kind::Deployment {
            work.must_exist(&of)?;
            return Err(format!("error: {} has no rollouts", of.shown()));
        }
        let deployment = work.objects.deployment(&of.name).ok_or_else(|| not_found(of.kind, &of.name))?;
        if let Err(text) = act(work, &of, deployment, &asked) {
            work.outcome.fail(&text);
        }
    }
    Ok(())
}

/// What was asked for beside the object.
struct Asked<'a> {
    to_revision: i64,
    dry_run: Option<&'a str>,
}

fn refusal(error: &ApiError) -> String {
    format!("error: {error}")
}

fn pause(
    work: &mut Work<'_>,
    of: &Named,
    deployment: &Rc<Deployment>,
    asked: &Asked<'_>,
    paused: bool,
) -> Result<(), String> {
    let name = deployment.meta.name.clone();
    if deployment.spec.paused == paused {
        return Err(refusal(&ApiError::PausedAlready { deployment: name, paused }));
    }
    let done = if paused { "paused" } else { "resumed" };
    work.done(&of.shown(), done, asked.dry_run, Some(Command::SetPaused { deployment: name, paused }));
    Ok(())
}

fn restart(
    work: &mut Work<'_>,
    of: &Named,
    deployment: &Rc<Deployment>,
    asked: &Asked<'_>,
) -> Result<(), String> {
    let name = deployment.meta.name.clone();
    if deployment.spec.paused {
        return Err(refusal(&ApiError::Paused { deployment: name, restart: true }));
    }
    let now = work.objects.now.to_string();
    if deployment.spec.template.annotations.text(RESTARTED_AT) == Some(&now) {
        return Err(refusal(&ApiError::RestartedAlready { deployment: name }));
    }
    work.done(&of.shown(), "restarted", asked.dry_run, Some(Command::Restart { deployment: name }));
    Ok(())
}

fn revision(replica_set: &ReplicaSet) -> i64 {
    replica_set.meta.annotations.text(REVISION).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn undo(
    work: &mut Work<'_>,
    of: &Named,
    deployment: &Rc<Deployment>,
    asked: &Asked<'_>,
) -> Result<(), String> {
    let name = deployment.meta.name.clone();
    if deployment.meta.annotations.text(LAST_APPLIED).is_some() {
        work.outcome.warn(&format!(
            "Warning: resource deployments/{name} was previously managed with 'kubectl apply'. Rolling back will not \
             update the {LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' \
             operations. Consider using 'kubectl apply' with your previous configuration file instead."
        ));
    }
    let wanted = asked.to_revision;
    if wanted < 0 {
        return Err(format!("error: revision must be a positive integer: {wanted}"));
    }
    let mut owned: Vec<&Rc<ReplicaSet>> =
        work.objects.replica_sets.iter().filter(|r| r.meta.is_controlled_by(deployment.meta.uid)).collect();
    owned.sort_by_key(|r| revision(r));
    let target = if wanted > 0 {
        let found = owned.iter().find(|r| revision(r) == wanted);
        found.ok_or_else(|| refusal(&ApiError::UnknownRevision { revision: wanted }))?
    } else {
        let before = owned.iter().rev().nth(1);
        before.ok_or_else(|| refusal(&ApiError::NoHistory { deployment: name.clone() }))?
    };
    if asked.dry_run == Some(" (dry run)") {
        return Err(not_yet("rollout undo --dry-run=client"));
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
    work.done(
        &of.shown(),
        "rolled back",
        asked.dry_run,
        Some(Command::Undo { deployment: name, to_revision }),
    );
    Ok(())
}
