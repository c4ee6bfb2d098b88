//! Whether a decision's arithmetic gives what the controller did: worked out anew from its terms, and held against the writes.

use rollout_engine::api::{ConditionReason, Name};
use rollout_engine::{Change, Decision, DecisionOutcome, Rule};

/// Works a decision out from its terms, and compares it with the writes of the step in which it was taken. `is_leaving`: whether a
/// Pod is being deleted after that step. One that was so before, by somebody else, is deleted once more without a write: the API
/// server answers such a call as one that went well, so the controller counts it, and sends its Event.
///
/// # Errors
/// What does not agree.
pub fn check(
    decision: &Decision,
    writes: &[Change],
    is_leaving: &dyn Fn(&Name) -> bool,
) -> Result<(), String> {
    let equation = &decision.equation;
    let sum: i64 = equation.terms.iter().map(|o| if o.plus { o.value } else { -o.value }).sum();
    let agrees = sum == equation.result
        && follows(decision, sum, equation.limits.iter().fold(sum, |r, (_, limit)| r.min(*limit)));
    if !agrees {
        return Err(format!("the terms do not come to the outcome: {decision:?}"));
    }
    if !was_written(&decision.outcome, writes, is_leaving) {
        return Err(format!("what was decided was not written: {decision:?}"));
    }
    Ok(())
}

/// Whether the outcome follows from what the terms come to, as it is and within the limits.
fn follows(decision: &Decision, sum: i64, limited: i64) -> bool {
    let grown = match &decision.outcome {
        DecisionOutcome::Scaled { from, to, .. } => i64::from(*to) - i64::from(*from),
        DecisionOutcome::Created { replicas, .. } => i64::from(*replicas),
        DecisionOutcome::PodsCreated(names) | DecisionOutcome::PodsDeleted(names) => {
            i64::try_from(names.len()).unwrap_or(i64::MAX)
        }
        _ => 0,
    };
    match (decision.rule, &decision.outcome) {
        (Rule::ScaleUpNew | Rule::ScaleDownOld | Rule::CleanUpUnhealthy, DecisionOutcome::Nothing) => {
            limited <= 0
        }
        (Rule::ScaleUpNew | Rule::CreateReplicaSet, _) => grown == limited.max(0),
        (Rule::ScaleDownOld | Rule::CleanUpUnhealthy, _) => grown == -limited,
        (Rule::ScaleDownNew | Rule::ScaleDownSaturated | Rule::RecreateScaleDown, _) => grown == -sum,
        (Rule::ScaleActive | Rule::RecreateScaleUp, _) => grown == sum,
        // All shares grow, or all shrink; none shrinks below nothing.
        (Rule::ScaleProportionally, DecisionOutcome::Scaled { to, .. }) => {
            grown.abs() == limited.abs() || *to == 0 && limited >= -grown
        }
        (Rule::ScaleProportionally, _) => false,
        (Rule::CreatePods | Rule::DeletePods, _) => grown == limited && grown <= sum,
        (Rule::RecreateWait | Rule::CleanUpHistory, _) => sum > 0,
        (Rule::ReuseReplicaSet, DecisionOutcome::Renumbered { to, .. }) => *to == sum,
        (Rule::ReuseReplicaSet, _) => false,
        (Rule::Paused, _) => decision.outcome == DecisionOutcome::Nothing,
        (Rule::Progress, DecisionOutcome::Progressing(reason)) => match reason {
            ConditionReason::NewReplicaSetAvailable => sum == 0,
            ConditionReason::ProgressDeadlineExceeded => sum >= 0,
            _ => true,
        },
        (Rule::Progress, _) => false,
    }
}

fn was_written(outcome: &DecisionOutcome, writes: &[Change], is_leaving: &dyn Fn(&Name) -> bool) -> bool {
    let pod = |name: &Name, fits: &dyn Fn(bool, bool) -> bool| {
        writes.iter().any(|change| match change {
            Change::Pod(_, before, now) => {
                let named = now.as_ref().or(before.as_ref()).is_some_and(|p| p.meta.name == *name);
                named && fits(before.is_none(), now.as_ref().is_none_or(|p| p.meta.is_being_deleted()))
            }
            _ => false,
        })
    };
    match outcome {
        DecisionOutcome::Nothing => true,
        DecisionOutcome::Created { replica_set, replicas } => writes.iter().any(|change| {
            matches!(change, Change::ReplicaSet(_, None, Some(now))
                if now.meta.name == *replica_set && now.spec.replicas == *replicas)
        }),
        DecisionOutcome::Scaled { replica_set, from, to } => writes.iter().any(|change| {
            matches!(change, Change::ReplicaSet(_, Some(before), Some(now)) if now.meta.name == *replica_set
                && (before.spec.replicas, now.spec.replicas) == (*from, *to))
        }),
        DecisionOutcome::Deleted { replica_set } => writes.iter().any(|change| {
            matches!(change, Change::ReplicaSet(_, Some(before), None) if before.meta.name == *replica_set)
        }),
        DecisionOutcome::Renumbered { replica_set, to, .. } => writes.iter().any(|change| {
            matches!(change, Change::ReplicaSet(_, Some(_), Some(now)) if now.meta.name == *replica_set
                && now.meta.annotations.text("deployment.kubernetes.io/revision") == Some(&*to.to_string()))
        }),
        DecisionOutcome::PodsCreated(names) => names.iter().all(|name| pod(name, &|created, _| created)),
        DecisionOutcome::PodsDeleted(names) => {
            names.iter().all(|name| pod(name, &|_, leaving| leaving) || is_leaving(name))
        }
        DecisionOutcome::Progressing(reason) => writes.iter().any(|change| {
            matches!(change, Change::Deployment(_, Some(_), Some(now))
                if now.status.progressing_reason() == Some(*reason))
        }),
    }
}
