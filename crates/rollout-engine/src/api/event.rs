//! Events: what `kubectl get events` shows.

use super::{Name, ObjectRef};
use crate::time::SimTime;
use std::rc::Rc;

/// Who tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventSource {
    /// `deployment-controller`
    DeploymentController,
    /// `replicaset-controller`
    ReplicaSetController,
    /// `default-scheduler`
    Scheduler,
    /// `kubelet`
    Kubelet,
    /// `endpoint-slice-controller`
    EndpointSliceController,
}

impl EventSource {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeploymentController => "deployment-controller",
            Self::ReplicaSetController => "replicaset-controller",
            Self::Scheduler => "default-scheduler",
            Self::Kubelet => "kubelet",
            Self::EndpointSliceController => "endpoint-slice-controller",
        }
    }
}

/// `type` of an Event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventType {
    /// `Normal`
    Normal,
    /// `Warning`
    Warning,
}

impl EventType {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::Warning => "Warning",
        }
    }
}

/// `v1` Event
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `involvedObject`
    pub object: ObjectRef,
    /// `involvedObject.fieldPath` names this container.
    pub container: Option<Name>,
    /// `source.component`
    pub source: EventSource,
    /// `type`
    pub kind: EventType,
    /// `reason`
    pub reason: &'static str,
    /// `message`
    pub message: Rc<str>,
    /// `count`
    pub count: u32,
    /// `firstTimestamp`, to the millisecond.
    pub first_at: SimTime,
    /// `lastTimestamp`, to the millisecond.
    pub last_at: SimTime,
}
