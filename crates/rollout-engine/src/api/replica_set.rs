//! ReplicaSet.

use super::{LabelSelector, ObjectMeta, PodTemplateSpec, ReplicaFailure};
use std::rc::Rc;

/// `apps/v1` ReplicaSet
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicaSet {
    /// `metadata`
    pub meta: ObjectMeta,
    /// `spec`
    pub spec: ReplicaSetSpec,
    /// `status`
    pub status: ReplicaSetStatus,
}

/// `spec`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicaSetSpec {
    /// `replicas`
    pub replicas: i32,
    /// `minReadySeconds`
    pub min_ready_seconds: i32,
    /// `selector`
    pub selector: LabelSelector,
    /// `template`
    pub template: Rc<PodTemplateSpec>,
}

/// `status`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplicaSetStatus {
    /// `observedGeneration`
    pub observed_generation: i64,
    /// `replicas`
    pub replicas: i32,
    /// `fullyLabeledReplicas`
    pub fully_labeled_replicas: i32,
    /// `readyReplicas`
    pub ready_replicas: i32,
    /// `availableReplicas`
    pub available_replicas: i32,
    /// `terminatingReplicas`
    pub terminating_replicas: Option<i32>,
    /// The `ReplicaFailure` condition.
    pub replica_failure: Option<ReplicaFailure>,
}
