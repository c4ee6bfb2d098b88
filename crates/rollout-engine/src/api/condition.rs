//! Conditions of Deployments and ReplicaSets.

use crate::time::Timestamp;
use std::rc::Rc;

/// `True`, `False` or `Unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConditionStatus {
    /// `True`
    True,
    /// `False`
    False,
    /// `Unknown`
    Unknown,
}

impl ConditionStatus {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::True => "True",
            Self::False => "False",
            Self::Unknown => "Unknown",
        }
    }
}

/// A Deployment condition's `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeploymentConditionType {
    /// `Available`
    Available,
    /// `Progressing`
    Progressing,
    /// `ReplicaFailure`
    ReplicaFailure,
}

impl DeploymentConditionType {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "Available",
            Self::Progressing => "Progressing",
            Self::ReplicaFailure => "ReplicaFailure",
        }
    }
}

/// A Deployment's or ReplicaSet's condition's `reason`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConditionReason {
    /// `MinimumReplicasAvailable`
    MinimumReplicasAvailable,
    /// `MinimumReplicasUnavailable`
    MinimumReplicasUnavailable,
    /// `NewReplicaSetCreated`
    NewReplicaSetCreated,
    /// `FoundNewReplicaSet`
    FoundNewReplicaSet,
    /// `ReplicaSetUpdated`
    ReplicaSetUpdated,
    /// `NewReplicaSetAvailable`
    NewReplicaSetAvailable,
    /// `ProgressDeadlineExceeded`
    ProgressDeadlineExceeded,
    /// `ReplicaSetCreateError`
    ReplicaSetCreateError,
    /// `DeploymentPaused`
    DeploymentPaused,
    /// `DeploymentResumed`
    DeploymentResumed,
    /// `FailedCreate`
    FailedCreate,
    /// `FailedDelete`
    FailedDelete,
}

impl ConditionReason {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::MinimumReplicasAvailable,
        Self::MinimumReplicasUnavailable,
        Self::NewReplicaSetCreated,
        Self::FoundNewReplicaSet,
        Self::ReplicaSetUpdated,
        Self::NewReplicaSetAvailable,
        Self::ProgressDeadlineExceeded,
        Self::ReplicaSetCreateError,
        Self::DeploymentPaused,
        Self::DeploymentResumed,
        Self::FailedCreate,
        Self::FailedDelete,
    ];

    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MinimumReplicasAvailable => "MinimumReplicasAvailable",
            Self::MinimumReplicasUnavailable => "MinimumReplicasUnavailable",
            Self::NewReplicaSetCreated => "NewReplicaSetCreated",
            Self::FoundNewReplicaSet => "FoundNewReplicaSet",
            Self::ReplicaSetUpdated => "ReplicaSetUpdated",
            Self::NewReplicaSetAvailable => "NewReplicaSetAvailable",
            Self::ProgressDeadlineExceeded => "ProgressDeadlineExceeded",
            Self::ReplicaSetCreateError => "ReplicaSetCreateError",
            Self::DeploymentPaused => "DeploymentPaused",
            Self::DeploymentResumed => "DeploymentResumed",
            Self::FailedCreate => "FailedCreate",
            Self::FailedDelete => "FailedDelete",
        }
    }
}

/// `status.conditions[]` of a Deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentCondition {
    /// `type`
    pub kind: DeploymentConditionType,
    /// `status`
    pub status: ConditionStatus,
    /// `reason`
    pub reason: ConditionReason,
    /// `message`
    pub message: Rc<str>,
    /// `lastUpdateTime`: the progress deadline counts from here.
    pub last_update_time: Timestamp,
    /// `lastTransitionTime`: when `status` last changed.
    pub last_transition_time: Timestamp,
}

/// `status.conditions[]` of a ReplicaSet; its type is always `ReplicaFailure`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicaFailure {
    /// `status`
    pub status: ConditionStatus,
    /// `reason`: `FailedCreate` or `FailedDelete`.
    pub reason: ConditionReason,
    /// `message`
    pub message: Rc<str>,
    /// `lastTransitionTime`
    pub last_transition_time: Timestamp,
}
