//! `kubectl scale`

use super::{Work, nothing_named};
use crate::flags::{Flag, Takes};
use crate::resource::{not_found, singular};
use rollout_engine::Command;
use rollout_engine::api::Kind;

const FLAGS: &[Flag] = &[
    ("replicas", ' ', Takes::Value),
    ("current-replicas", ' ', Takes::Value),
    ("resource-version", ' ', Takes::Value),
    ("timeout", ' ', Takes::Value),
];

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let command = "scale";
    let parsed = work.parse(command, words, FLAGS)?;
    let dry_run = parsed.dry_run()?;
    let replicas = parsed
        .number(command, "replicas")?
        .ok_or_else(|| "error: required flag(s) \"replicas\" not set".to_owned())?;
    let replicas = i32::try_from(replicas).ok().filter(|n| *n >= 0).ok_or_else(|| {
        "error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"
            .to_owned()
    })?;
    let expected = parsed.number(command, "current-replicas")?.filter(|n| *n >= 0);
    for of in work.named(&parsed, nothing_named)? {
        let current = match of.kind {
            Kind::Deployment => work.objects.deployment(&of.name).map(|d| d.spec.replicas),
            Kind::ReplicaSet => work.objects.replica_set(&of.name).map(|r| r.spec.replicas),
            _ => {
                work.must_exist(&of)?;
                return Err(format!("error: cannot scale {}: it has no replicas", singular(of.kind)));
            }
        };
        let Some(current) = current else {
            work.outcome.fail(&not_found(of.kind, &of.name));
            continue;
        };
        if let Some(expected) = expected.filter(|n| *n != i64::from(current)) {
            work.outcome.fail(&format!("error: Expected replicas to be {expected}, was {current}"));
            continue;
        }
        let scale = Command::Scale { kind: of.kind, name: of.name.as_str().into(), replicas };
        work.done(&of.shown(), "scaled", dry_run, Some(scale));
    }
    Ok(())
}
