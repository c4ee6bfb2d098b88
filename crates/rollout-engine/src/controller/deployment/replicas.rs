//! The arithmetic of Deployments (`pkg/controller/deployment/util/deployment_util.go`).

use crate::api::{
    ConditionReason, ConditionStatus, Deployment, DeploymentCondition, DeploymentConditionType,
    DeploymentSpec, DeploymentStatus, DeploymentStrategy, IntOrPercent, NO_LIMIT, ReplicaSet,
    ReplicaSetStatus,
};
use crate::time::Timestamp;
use std::rc::Rc;

/// `maxSurge` and `maxUnavailable` as numbers: the first rounded up, the second down; if both come to 0, the second is 1.
pub fn resolve_fenceposts(
    max_surge: IntOrPercent,
    max_unavailable: IntOrPercent,
    replicas: i32,
) -> (i32, i32) {
    let surge = max_surge.rounded_up(replicas);
    let unavailable = max_unavailable.rounded_down(replicas);
    if surge == 0 && unavailable == 0 { (0, 1) } else { (surge, unavailable) }
}

/// `maxUnavailable` as the rolling update uses it: never more than `replicas`, 0 unless rolling.
pub fn max_unavailable(spec: &DeploymentSpec) -> i32 {
    match spec.strategy {
        DeploymentStrategy::RollingUpdate { max_unavailable, max_surge } if spec.replicas > 0 => {
            resolve_fenceposts(max_surge, max_unavailable, spec.replicas).1.min(spec.replicas)
        }
        _ => 0,
    }
}

/// `maxSurge` as the controller uses it: 0 unless rolling.
pub fn max_surge(spec: &DeploymentSpec) -> i32 {
    match spec.strategy {
        DeploymentStrategy::RollingUpdate { max_unavailable, max_surge } => {
            resolve_fenceposts(max_surge, max_unavailable, spec.replicas).0
        }
        DeploymentStrategy::Recreate => 0,
    }
}

/// The fewest Pods that may be available during a rolling update: the floor; 0 unless rolling.
pub fn min_available(spec: &DeploymentSpec) -> i32 {
    match spec.strategy {
        DeploymentStrategy::RollingUpdate { .. } => spec.replicas - max_unavailable(spec),
        DeploymentStrategy::Recreate => 0,
    }
}

/// Whether there is a progress deadline.
pub fn has_progress_deadline(spec: &DeploymentSpec) -> bool {
    spec.progress_deadline_seconds != NO_LIMIT
}

/// The size for the new ReplicaSet: all there is room for under the ceiling; for Recreate everything.
///
/// `total` is the sum of `spec.replicas` of all ReplicaSets, the new one (`own`) included.
pub fn new_replica_set_size(spec: &DeploymentSpec, total: i32, own: i32) -> i32 {
    if spec.strategy == DeploymentStrategy::Recreate {
        return spec.replicas;
    }
    let ceiling = spec.replicas.saturating_add(max_surge(spec));
    if total >= ceiling {
        return own;
    }
    own + (ceiling - total).min(spec.replicas - own)
}

/// Whether the rollout has come to its end: all Pods are new and available, and the spec has been seen.
pub fn is_complete(deployment: &Deployment, status: &DeploymentStatus) -> bool {
    let wanted = deployment.spec.replicas;
    status.updated_replicas == wanted
        && status.replicas == wanted
        && status.available_replicas == wanted
        && status.observed_generation >= deployment.meta.generation
}

/// Whether the rollout has come further: more new Pods, fewer old ones, more ready or more available ones.
pub fn is_progressing(before: &DeploymentStatus, now: &DeploymentStatus) -> bool {
    let old = |s: &DeploymentStatus| s.replicas - s.updated_replicas;
    now.updated_replicas > before.updated_replicas
        || old(now) < old(before)
        || now.ready_replicas > before.ready_replicas
        || now.available_replicas > before.available_replicas
}

/// Whether the rollout has been without progress for longer than its deadline. `now_ms`: milliseconds since 1970.
pub fn is_timed_out(spec: &DeploymentSpec, status: &DeploymentStatus, now_ms: i64) -> bool {
    let Some(condition) = status.condition(DeploymentConditionType::Progressing) else { return false };
    match condition.reason {
        _ if !has_progress_deadline(spec) => false,
        ConditionReason::NewReplicaSetAvailable => false,
        ConditionReason::ProgressDeadlineExceeded => true,
        _ => deadline_ms(spec, condition) < now_ms,
    }
}

/// When the progress deadline ends: milliseconds since 1970.
pub fn deadline_ms(spec: &DeploymentSpec, condition: &DeploymentCondition) -> i64 {
    (condition.last_update_time.0 + i64::from(spec.progress_deadline_seconds)) * 1000
}

/// Sums over ReplicaSets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplicaCounts {
    /// `spec.replicas`
    pub wanted: i32,
    /// `status.replicas`
    pub actual: i32,
    /// `status.readyReplicas`
    pub ready: i32,
    /// `status.availableReplicas`
    pub available: i32,
    /// `status.terminatingReplicas`; none if one that has been observed does not say.
    pub terminating: Option<i32>,
}

impl ReplicaCounts {
    /// Adds up.
    pub fn of<'a>(replica_sets: impl IntoIterator<Item = &'a ReplicaSet>) -> Self {
        let mut sum = Self { terminating: Some(0), ..Self::default() };
        for ReplicaSet { spec, status, .. } in replica_sets {
            sum.wanted += spec.replicas;
            sum.actual += status.replicas;
            sum.ready += status.ready_replicas;
            sum.available += status.available_replicas;
            sum.terminating = match (sum.terminating, terminating(status)) {
                (Some(a), Some(b)) => Some(a + b),
                _ => None,
            };
        }
        sum
    }
}

/// One that was never observed has no terminating Pods.
fn terminating(status: &ReplicaSetStatus) -> Option<i32> {
    match status.terminating_replicas {
        None if status.observed_generation == 0 => Some(0),
        known => known,
    }
}

/// Puts a condition in place. The same status and reason again changes nothing; the same status with another reason keeps its
/// lastTransitionTime; a changed condition moves to the end.
pub fn set_condition(conditions: &mut Vec<DeploymentCondition>, mut new: DeploymentCondition) {
    if let Some(at) = conditions.iter().position(|c| c.kind == new.kind) {
        if let Some(old) = conditions.get(at) {
            if old.status == new.status && old.reason == new.reason {
                return;
            }
            if old.status == new.status {
                new.last_transition_time = old.last_transition_time;
            }
        }
        conditions.remove(at);
    }
    conditions.push(new);
}

/// Takes a condition away.
pub fn remove_condition(conditions: &mut Vec<DeploymentCondition>, kind: DeploymentConditionType) {
    conditions.retain(|c| c.kind != kind);
}

/// A condition that has just come to be.
pub fn condition(
    kind: DeploymentConditionType,
    status: ConditionStatus,
    reason: ConditionReason,
    message: impl Into<Rc<str>>,
    now: Timestamp,
) -> DeploymentCondition {
    DeploymentCondition {
        kind,
        status,
        reason,
        message: message.into(),
        last_update_time: now,
        last_transition_time: now,
    }
}
