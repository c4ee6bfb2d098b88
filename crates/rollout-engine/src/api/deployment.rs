//! Deployment.

use super::{
    ConditionReason, DeploymentCondition, DeploymentConditionType, IntOrPercent, LabelSelector, ObjectMeta,
    PodTemplateSpec,
};
use std::rc::Rc;

/// The value of `progressDeadlineSeconds` and `revisionHistoryLimit` that means "none".
pub const NO_LIMIT: i32 = i32::MAX;

/// `apps/v1` Deployment
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// `metadata`
    pub meta: ObjectMeta,
    /// `spec`
    pub spec: DeploymentSpec,
    /// `status`
    pub status: DeploymentStatus,
}

/// `spec.strategy`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentStrategy {
    /// `Recreate`: all old Pods go before a new one comes.
    Recreate,
    /// `RollingUpdate`
    RollingUpdate {
        /// `maxUnavailable`
        max_unavailable: IntOrPercent,
        /// `maxSurge`
        max_surge: IntOrPercent,
    },
}

impl Default for DeploymentStrategy {
    fn default() -> Self {
        let quarter = IntOrPercent::Percent(25);
        Self::RollingUpdate { max_unavailable: quarter, max_surge: quarter }
    }
}

/// `spec`, with the API server's defaults filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentSpec {
    /// `replicas`
    pub replicas: i32,
    /// `selector`
    pub selector: LabelSelector,
    /// `template`
    pub template: Rc<PodTemplateSpec>,
    /// `strategy`
    pub strategy: DeploymentStrategy,
    /// `minReadySeconds`
    pub min_ready_seconds: i32,
    /// `revisionHistoryLimit`; [`NO_LIMIT`] keeps all.
    pub revision_history_limit: i32,
    /// `paused`
    pub paused: bool,
    /// `progressDeadlineSeconds`; [`NO_LIMIT`] means no deadline.
    pub progress_deadline_seconds: i32,
}

/// `status`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeploymentStatus {
    /// `observedGeneration`
    pub observed_generation: i64,
    /// `replicas`
    pub replicas: i32,
    /// `updatedReplicas`
    pub updated_replicas: i32,
    /// `readyReplicas`
    pub ready_replicas: i32,
    /// `availableReplicas`
    pub available_replicas: i32,
    /// `unavailableReplicas`
    pub unavailable_replicas: i32,
    /// `terminatingReplicas`
    pub terminating_replicas: Option<i32>,
    /// `collisionCount`
    pub collision_count: Option<i32>,
    /// `conditions`, the one that changed last at the end.
    pub conditions: Vec<DeploymentCondition>,
}

impl DeploymentStatus {
    /// The condition of this type.
    pub fn condition(&self, kind: DeploymentConditionType) -> Option<&DeploymentCondition> {
        self.conditions.iter().find(|c| c.kind == kind)
    }

    /// The reason of the Progressing condition.
    pub fn progressing_reason(&self) -> Option<ConditionReason> {
        self.condition(DeploymentConditionType::Progressing).map(|c| c.reason)
    }
}
