//! EndpointSlice: which Pods a Service has, and what may be sent to them.

use super::{Name, ObjectMeta, Uid};
use crate::id::PodId;

/// `discovery.k8s.io/v1` EndpointSlice
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointSlice {
    /// `metadata`; its owner is the Service.
    pub meta: ObjectMeta,
    /// The label `kubernetes.io/service-name`.
    pub service: Name,
    /// `endpoints`, at most 100.
    pub endpoints: Vec<Endpoint>,
    /// `ports[].port`: the resolved target ports.
    pub ports: Vec<i32>,
}

/// `endpoints[]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The Pod's place in the engine.
    pub pod: PodId,
    /// `targetRef.name`
    pub pod_name: Name,
    /// `targetRef.uid`
    pub pod_uid: Uid,
    /// `nodeName`
    pub node: Name,
    /// `addresses[0]`: an IPv4 address.
    pub address: u32,
    /// `conditions`
    pub conditions: EndpointConditions,
}

/// `endpoints[].conditions`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndpointConditions {
    /// `ready`: serving and not terminating (or `publishNotReadyAddresses`).
    pub ready: bool,
    /// `serving`: the Pod's Ready condition, whether it is being deleted or not.
    pub serving: bool,
    /// `terminating`
    pub terminating: bool,
}
