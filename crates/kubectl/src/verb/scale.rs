//! `kubectl scale`

use super::{Work, nothing_named};
use crate::resource::Type;
use rollout_engine::Command;
use rollout_engine::api::Kind;

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let command = "scale";
    let parsed = work.parse(command, words)?;
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
        let current = match of.ty {
            Type::Deployment => work.cluster.deployment_named(&of.name).map(|d| d.spec.replicas),
            Type::ReplicaSet => work.cluster.replica_set_named(&of.name).map(|r| r.spec.replicas),
            _ => {
                work.must_exist(&of)?;
                return Err(format!("error: cannot scale {}: it has no replicas", of.ty.singular()));
            }
        };
        let Some(current) = current else {
            work.outcome.fail(&of.not_found());
            continue;
        };
        if let Some(expected) = expected.filter(|n| *n != i64::from(current)) {
            work.outcome.fail(&format!("error: Expected replicas to be {expected}, was {current}"));
            continue;
        }
        let kind = if of.ty == Type::ReplicaSet { Kind::ReplicaSet } else { Kind::Deployment };
        let scale = Command::Scale { kind, name: of.name.as_str().into(), replicas };
        work.done(&of.shown(), "scaled", dry_run, Some(scale));
    }
    Ok(())
}
