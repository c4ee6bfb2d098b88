//! Pod: three different things are called its state: phase, conditions, and the states of its containers.

use super::{ConditionStatus, Few, Name, ObjectMeta, PodTemplateSpec};
use crate::time::Timestamp;
use std::rc::Rc;

/// `v1` Pod
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pod {
    /// `metadata`
    pub meta: ObjectMeta,
    /// What it was made from; `spec` is in it.
    pub template: Rc<PodTemplateSpec>,
    /// `spec.nodeName`
    pub node_name: Option<Name>,
    /// `status`
    pub status: PodStatus,
}

/// `status.phase`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PodPhase {
    /// `Pending`
    #[default]
    Pending,
    /// `Unknown`
    Unknown,
    /// `Running`
    Running,
    /// `Succeeded`
    Succeeded,
    /// `Failed`
    Failed,
}

impl PodPhase {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Unknown => "Unknown",
            Self::Running => "Running",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
        }
    }

    /// Whether it has ended for good.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed)
    }
}

/// `status.conditions[].type` of a Pod, in the order in which the kubelet writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PodConditionType {
    /// `PodReadyToStartContainers`
    PodReadyToStartContainers,
    /// `Initialized`
    Initialized,
    /// `Ready`
    Ready,
    /// `ContainersReady`
    ContainersReady,
    /// `PodScheduled`
    PodScheduled,
}

impl PodConditionType {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PodReadyToStartContainers => "PodReadyToStartContainers",
            Self::Initialized => "Initialized",
            Self::Ready => "Ready",
            Self::ContainersReady => "ContainersReady",
            Self::PodScheduled => "PodScheduled",
        }
    }
}

/// `status.conditions[]` of a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodCondition {
    /// `type`
    pub kind: PodConditionType,
    /// `status`
    pub status: ConditionStatus,
    /// Why it is not True: shared, for many Pods lack the same.
    pub why: Option<Rc<Why>>,
    /// `lastTransitionTime`
    pub last_transition_time: Timestamp,
}

/// The conditions of a Pod, one of a type at most, in the order of their types. Every Pod has most of them: so they have no memory of
/// their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodConditions([Option<PodCondition>; 5]);

impl PodConditions {
    /// Those that there are.
    pub fn iter(&self) -> impl Iterator<Item = &PodCondition> {
        self.0.iter().flatten()
    }

    /// Puts a condition in the place of the one of its type.
    pub fn set(&mut self, condition: PodCondition) {
        if let Some(place) = self.0.get_mut(condition.kind as usize) {
            *place = Some(condition);
        }
    }
}

/// Why a condition is not True.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// `reason`, such as `ContainersNotReady`.
    pub reason: &'static str,
    /// `message`
    pub message: Option<Rc<str>>,
}

impl PodCondition {
    /// `reason`, such as `ContainersNotReady`; none if True.
    pub fn reason(&self) -> Option<&'static str> {
        self.why.as_ref().map(|why| why.reason)
    }

    /// `message`
    pub fn message(&self) -> Option<&Rc<str>> {
        self.why.as_ref().and_then(|why| why.message.as_ref())
    }
}

/// `status`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodStatus {
    /// `phase`
    pub phase: PodPhase,
    /// `conditions`
    pub conditions: PodConditions,
    /// `initContainerStatuses`, in the order of the spec.
    pub init_container_statuses: Vec<ContainerStatus>,
    /// `containerStatuses`, in the order of the spec.
    pub container_statuses: Few<ContainerStatus>,
    /// `podIP`: an IPv4 address.
    pub pod_ip: Option<u32>,
    /// `startTime`
    pub start_time: Option<Timestamp>,
}

/// `containerStatuses[]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerStatus {
    /// `name`
    pub name: Name,
    /// `image`
    pub image: Name,
    /// `ready`
    pub ready: bool,
    /// `started`
    pub started: bool,
    /// `restartCount`
    pub restart_count: u32,
    /// `state`
    pub state: ContainerState,
    /// `lastState.terminated`
    pub last_state: Option<Box<ContainerTerminated>>,
}

/// `state`
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContainerState {
    /// `waiting`
    Waiting {
        /// `reason`, such as `ContainerCreating`.
        reason: &'static str,
        /// `message`
        message: Option<Rc<str>>,
    },
    /// `running`
    Running {
        /// `startedAt`
        started_at: Timestamp,
    },
    /// `terminated`
    Terminated(ContainerTerminated),
}

/// `terminated`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContainerTerminated {
    /// `exitCode`
    pub exit_code: i32,
    /// `reason`, such as `Error`.
    pub reason: &'static str,
    /// `startedAt`
    pub started_at: Timestamp,
    /// `finishedAt`
    pub finished_at: Timestamp,
}

impl PodStatus {
    /// The condition of this type.
    pub fn condition(&self, kind: PodConditionType) -> Option<&PodCondition> {
        self.conditions.0.get(kind as usize)?.as_ref()
    }
}

impl Pod {
    /// Whether its Ready condition is True.
    pub fn is_ready(&self) -> bool {
        self.status.condition(PodConditionType::Ready).is_some_and(|c| c.status == ConditionStatus::True)
    }

    /// Since when it has been Ready.
    pub fn ready_since(&self) -> Option<Timestamp> {
        self.status
            .condition(PodConditionType::Ready)
            .filter(|c| c.status == ConditionStatus::True)
            .map(|c| c.last_transition_time)
    }

    /// Whether controllers count it: neither ended nor being deleted (`pkg/controller`, `IsPodActive`).
    pub fn is_active(&self) -> bool {
        !self.status.phase.is_terminal() && !self.meta.is_being_deleted()
    }

    /// Whether it is on its way out: being deleted and not ended yet.
    pub fn is_terminating(&self) -> bool {
        !self.status.phase.is_terminal() && self.meta.is_being_deleted()
    }
}
