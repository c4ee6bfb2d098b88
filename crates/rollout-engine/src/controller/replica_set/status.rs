//! The status of a ReplicaSet (`pkg/controller/replicaset/replica_set_utils.go`).

use crate::api::{ConditionReason, ConditionStatus, Pod, ReplicaFailure, ReplicaSet, ReplicaSetStatus};
use crate::cache::PodGroup;
use crate::time::Timestamp;
use std::rc::Rc;

/// What a ReplicaSet's Pods count for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Neither ended nor being deleted.
    pub active: i32,
    /// Of those: with all labels of the template.
    pub fully_labeled: i32,
    /// Of those: Ready.
    pub ready: i32,
    /// Of those: Ready for minReadySeconds.
    pub available: i32,
    /// Being deleted and not ended.
    pub terminating: i32,
}

impl Counts {
    pub(crate) fn of(group: Option<&PodGroup>, replica_set: &ReplicaSet, now_ms: i64) -> Self {
        let Some(group) = group else { return Self::default() };
        Self {
            active: group.active,
            fully_labeled: group.fully_labeled,
            ready: group.ready(),
            available: group.available(replica_set.spec.min_ready_seconds, now_ms),
            terminating: group.terminating,
        }
    }

    /// Counts one more Pod.
    pub fn add(&mut self, pod: &Pod, replica_set: &ReplicaSet, now_ms: i64) {
        self.change(pod, replica_set, now_ms, 1);
    }

    pub(crate) fn take_away(&mut self, pod: &Pod, replica_set: &ReplicaSet, now_ms: i64) {
        self.change(pod, replica_set, now_ms, -1);
    }

    fn change(&mut self, pod: &Pod, replica_set: &ReplicaSet, now_ms: i64, by: i32) {
        if pod.is_terminating() {
            self.terminating += by;
        }
        if !pod.is_active() {
            return;
        }
        self.active += by;
        self.fully_labeled += by * i32::from(pod.meta.labels.includes(&replica_set.spec.template.labels));
        self.ready += by * i32::from(pod.is_ready());
        self.available += by * i32::from(is_available(pod, replica_set.spec.min_ready_seconds, now_ms));
    }

    /// The status that follows. `error`: why Pods could not be created or deleted; `excess`: active Pods less wanted ones.
    pub fn status(
        self,
        replica_set: &ReplicaSet,
        error: Option<&Rc<str>>,
        excess: i32,
        now: Timestamp,
    ) -> ReplicaSetStatus {
        let replica_failure = match (error, &replica_set.status.replica_failure) {
            (Some(message), None) if excess != 0 => Some(ReplicaFailure {
                status: ConditionStatus::True,
                reason: if excess < 0 {
                    ConditionReason::FailedCreate
                } else {
                    ConditionReason::FailedDelete
                },
                message: Rc::clone(message),
                last_transition_time: now,
            }),
            (Some(_), known) => known.clone(),
            (None, _) => None,
        };
        ReplicaSetStatus {
            observed_generation: replica_set.meta.generation,
            replicas: self.active,
            fully_labeled_replicas: self.fully_labeled,
            ready_replicas: self.ready,
            available_replicas: self.available,
            terminating_replicas: Some(self.terminating),
            replica_failure,
        }
    }
}

/// Whether a Pod has been Ready for `min_ready_seconds`. `now_ms`: milliseconds since 1970.
pub fn is_available(pod: &Pod, min_ready_seconds: i32, now_ms: i64) -> bool {
    pod.ready_since().is_some_and(|since| {
        min_ready_seconds <= 0 || (since.0 + i64::from(min_ready_seconds)) * 1000 <= now_ms
    })
}
