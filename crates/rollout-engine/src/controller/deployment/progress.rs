//! The status of a Deployment: counts, conditions, and the progress deadline (`pkg/controller/deployment/{sync,progress}.go`).

use super::plan::{Note, WakeUp, progress_note};
use super::replicas::{
    ReplicaCounts, condition, deadline_ms, has_progress_deadline, is_complete, is_progressing, is_timed_out,
    max_unavailable, remove_condition, set_condition,
};
use super::sync::{Roles, Sync};
use crate::api::{
    ConditionReason, ConditionStatus, DeploymentCondition, DeploymentConditionType, DeploymentStatus,
};
use crate::decision::{Equation, Term};
use crate::time::SimDuration;

impl Sync {
    /// The status as it is to be, progress aside. All numbers are those of the sync's copies.
    fn calculate_status(&self, roles: &Roles) -> DeploymentStatus {
        let counts = ReplicaCounts::of(roles.all().map(|r| &*r.object));
        let spec = &self.deployment.spec;
        let mut conditions = self.status.conditions.clone();
        let enough = counts.available >= spec.replicas - max_unavailable(spec);
        let (status, reason, message) = if enough {
            (
                ConditionStatus::True,
                ConditionReason::MinimumReplicasAvailable,
                "Deployment has minimum availability.",
            )
        } else {
            (
                ConditionStatus::False,
                ConditionReason::MinimumReplicasUnavailable,
                "Deployment does not have minimum availability.",
            )
        };
        let available = condition(DeploymentConditionType::Available, status, reason, message, self.now);
        set_condition(&mut conditions, available);
        DeploymentStatus {
            observed_generation: self.deployment.meta.generation,
            replicas: counts.actual,
            updated_replicas: roles.new.as_ref().map_or(0, |n| n.object.status.replicas),
            ready_replicas: counts.ready,
            available_replicas: counts.available,
            unavailable_replicas: (counts.wanted - counts.available).max(0),
            terminating_replicas: counts.terminating,
            collision_count: self.status.collision_count,
            conditions,
        }
    }

    /// Writes the status without looking at progress: while paused, scaling, or being deleted.
    pub(crate) fn write_status_only(&mut self, roles: &Roles) {
        let status = self.calculate_status(roles);
        if status != self.status {
            self.write_status(status);
        }
    }

    /// Writes the status of a rollout, with the progress it has made.
    pub(crate) fn write_rollout_status(&mut self, roles: &Roles) {
        let mut status = self.calculate_status(roles);
        let note = if has_progress_deadline(&self.deployment.spec) {
            self.estimate_progress(roles, &mut status)
        } else {
            remove_condition(&mut status.conditions, DeploymentConditionType::Progressing);
            None
        };
        match replica_failure(roles) {
            Some(failure) => set_condition(&mut status.conditions, failure),
            None => remove_condition(&mut status.conditions, DeploymentConditionType::ReplicaFailure),
        }
        if status == self.status {
            self.plan.wake = self.check_again(&status);
            return;
        }
        self.write_status(status);
        if let Some(call) = self.plan.calls.back_mut() {
            call.note = note;
        }
    }

    /// Puts the Progressing condition right; what is to be noted, if its reason is another one.
    fn estimate_progress(&mut self, roles: &Roles, status: &mut DeploymentStatus) -> Option<Note> {
        let current = self.status.condition(DeploymentConditionType::Progressing).cloned();
        let done_before =
            current.as_ref().is_some_and(|c| c.reason == ConditionReason::NewReplicaSetAvailable);
        if done_before && status.replicas == status.updated_replicas {
            return None;
        }
        let subject = match &roles.new {
            Some(new) => format!("ReplicaSet \"{}\"", new.name()),
            None => format!("Deployment \"{}\"", self.deployment.meta.name),
        };
        let wanted = i64::from(self.deployment.spec.replicas);
        let updated = i64::from(status.updated_replicas);
        let toward_the_end = || {
            Equation::of(&[
                (true, Term::Replicas, wanted),
                (false, Term::Available, i64::from(status.available_replicas.min(status.updated_replicas))),
            ])
        };
        let (truth, reason, message, equation) = if is_complete(&self.deployment, status) {
            let message = format!("{subject} has successfully progressed.");
            (ConditionStatus::True, ConditionReason::NewReplicaSetAvailable, message, toward_the_end())
        } else if is_progressing(&self.status, status) {
            let message = format!("{subject} is progressing.");
            let equation = Equation::of(&[(true, Term::Replicas, wanted), (false, Term::Updated, updated)]);
            (ConditionStatus::True, ConditionReason::ReplicaSetUpdated, message, equation)
        } else if is_timed_out(&self.deployment.spec, status, self.now_ms) {
            let message = format!("{subject} has timed out progressing.");
            let since = current.as_ref().map_or(self.now.0, |c| c.last_update_time.0);
            let equation = Equation::of(&[
                (true, Term::SecondsWithoutProgress, self.now.0 - since),
                (false, Term::ProgressDeadline, i64::from(self.deployment.spec.progress_deadline_seconds)),
            ]);
            (ConditionStatus::False, ConditionReason::ProgressDeadlineExceeded, message, equation)
        } else {
            return None;
        };
        let mut new = condition(DeploymentConditionType::Progressing, truth, reason, message, self.now);
        if reason == ConditionReason::ReplicaSetUpdated
            && let Some(current) = &current
        {
            // Each progress restarts the deadline's clock, also under the same reason.
            if current.status == ConditionStatus::True {
                new.last_transition_time = current.last_transition_time;
            }
            remove_condition(&mut status.conditions, DeploymentConditionType::Progressing);
        }
        set_condition(&mut status.conditions, new);
        current.is_none_or(|c| c.reason != reason).then(|| progress_note(reason, equation))
    }

    /// When to look whether the deadline has passed.
    pub(crate) fn check_again(&self, status: &DeploymentStatus) -> WakeUp {
        let spec = &self.deployment.spec;
        let Some(condition) = self.status.condition(DeploymentConditionType::Progressing) else {
            return WakeUp::None;
        };
        // The real controller would look again and again after a rollout that has succeeded; nothing can come of it.
        let decided = matches!(
            condition.reason,
            ConditionReason::ProgressDeadlineExceeded | ConditionReason::NewReplicaSetAvailable
        );
        if !has_progress_deadline(spec) || decided || is_complete(&self.deployment, status) {
            return WakeUp::None;
        }
        wait_for_deadline(deadline_ms(spec, condition) - self.now_ms)
    }
}

/// A second after the deadline; in its last second, again and again.
fn wait_for_deadline(left_ms: i64) -> WakeUp {
    match u64::try_from(left_ms) {
        Ok(left) if left >= 1000 => WakeUp::After(SimDuration::millis(left + 1000)),
        _ => WakeUp::RateLimited,
    }
}

/// The failure of the new ReplicaSet, or else of the oldest that has one.
fn replica_failure(roles: &Roles) -> Option<DeploymentCondition> {
    let failure = |r: &super::sync::Held| r.object.status.replica_failure.clone();
    let found = roles.new.as_ref().and_then(failure).or_else(|| roles.old.iter().find_map(failure))?;
    Some(DeploymentCondition {
        kind: DeploymentConditionType::ReplicaFailure,
        status: found.status,
        reason: found.reason,
        message: found.message,
        last_update_time: found.last_transition_time,
        last_transition_time: found.last_transition_time,
    })
}
