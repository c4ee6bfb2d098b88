//! Service.

use super::{IntOrString, Labels, Name, ObjectMeta};

/// `v1` Service
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// `metadata`
    pub meta: ObjectMeta,
    /// `spec`
    pub spec: ServiceSpec,
}

/// `spec.type`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ServiceType {
    /// `ClusterIP`
    #[default]
    ClusterIp,
    /// `NodePort`
    NodePort,
    /// `LoadBalancer`
    LoadBalancer,
    /// `ExternalName`: has no endpoints.
    ExternalName,
}

/// `spec.internalTrafficPolicy`, `spec.externalTrafficPolicy`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrafficPolicy {
    /// `Cluster`: any endpoint.
    #[default]
    Cluster,
    /// `Local`: only endpoints on the node where the request comes in.
    Local,
}

/// `spec.ports[].protocol`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// `TCP`
    #[default]
    Tcp,
    /// `UDP`
    Udp,
    /// `SCTP`
    Sctp,
}

/// `spec.ports[]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePort {
    /// `name`; empty if the port has none.
    pub name: Name,
    /// `protocol`
    pub protocol: Protocol,
    /// `port`
    pub port: i32,
    /// `targetPort`
    pub target_port: IntOrString,
    /// `nodePort`; 0 if none.
    pub node_port: i32,
}

/// `spec`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceSpec {
    /// `type`
    pub service_type: ServiceType,
    /// `selector`; without one, nobody looks for endpoints.
    pub selector: Labels,
    /// `ports`
    pub ports: Vec<ServicePort>,
    /// `clusterIP`; empty until assigned, `None` for a headless Service.
    pub cluster_ip: Option<Name>,
    /// `publishNotReadyAddresses`
    pub publish_not_ready_addresses: bool,
    /// `sessionAffinityConfig.clientIP.timeoutSeconds` if `sessionAffinity` is `ClientIP`.
    pub client_ip_affinity_seconds: Option<i32>,
    /// `internalTrafficPolicy`
    pub internal_traffic_policy: TrafficPolicy,
    /// `externalTrafficPolicy`
    pub external_traffic_policy: TrafficPolicy,
    /// Fields that the lab does not model, as JSON text; empty if there are none.
    pub unmodelled: String,
}

impl ServiceType {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClusterIp => "ClusterIP",
            Self::NodePort => "NodePort",
            Self::LoadBalancer => "LoadBalancer",
            Self::ExternalName => "ExternalName",
        }
    }
}

impl TrafficPolicy {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cluster => "Cluster",
            Self::Local => "Local",
        }
    }
}

impl Protocol {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        }
    }
}
