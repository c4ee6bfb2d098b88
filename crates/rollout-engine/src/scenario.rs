//! A starting point: everything that a run follows from, commands aside.

use crate::SortedMap;
use crate::api::{Deployment, Name, Node, Service, Uid};
use crate::time::{SimDuration, SimTime, Timestamp};
use crate::traffic::TrafficSpec;
use crate::workload::Workload;

/// What a simulation starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Milliseconds from 1970-01-01T00:00:00Z to the scenario's start.
    pub start_unix_ms: i64,
    /// The seed of all chance.
    pub seed: u64,
    /// The namespace that everything lives in.
    pub namespace: Name,
    /// The cluster's nodes.
    pub nodes: Vec<Node>,
    /// Created at the start, in this order.
    pub deployments: Vec<Deployment>,
    /// Created at the start, after the Deployments.
    pub services: Vec<Service>,
    /// How images behave.
    pub workloads: SortedMap<Name, Workload>,
    /// How an image behaves that is not among them.
    pub default_workload: Workload,
    /// Who calls, and how often.
    pub traffic: TrafficSpec,
    /// How long things take in the cluster.
    pub latencies: Latencies,
    /// Who plays the nodes.
    pub node_mode: NodeMode,
    /// `pods` of a ResourceQuota: so many Pods may exist in the namespace.
    pub pod_quota: Option<u32>,
    /// From when on a page shows the run: what lies before is the past that made the start.
    /// Decisions are numbered from here.
    pub opens_at: SimTime,
}

/// How long things take in the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latencies {
    /// An API call, from the asking to the answer.
    pub api_call: SimDuration,
    /// From the storing of an object to its being in the controllers' caches.
    pub watch: SimDuration,
    /// From a change of a Service or EndpointSlice in the controllers' caches to a node's proxy knowing of it. Each node has its own
    /// pace: it takes between half of this and one and a half of it, as does [`Self::proxy_sync`].
    pub proxy_watch: SimDuration,
    /// How long a proxy takes to write its rules, which then hold all at once.
    pub proxy_sync: SimDuration,
    /// kube-proxy's `minSyncPeriod`: the least time between the end of a sync and the start of the next one.
    pub proxy_min_sync_period: SimDuration,
}

impl Default for Latencies {
    fn default() -> Self {
        Self {
            // What the recordings show of a control plane on one machine.
            api_call: SimDuration::millis(4),
            watch: SimDuration::millis(2),
            // A watch event over a network that is a little busy, and a partial `iptables-restore` with few Services: the
            // smallest classes of the metrics `network_programming_duration_seconds` and `sync_proxy_rules_duration_seconds`
            // that usual nodes report. There is no upstream default for either.
            proxy_watch: SimDuration::millis(10),
            proxy_sync: SimDuration::millis(30),
            // `pkg/proxy/apis/config/v1alpha1/defaults.go`: 1 s for iptables and nftables (ipvs: 0).
            proxy_min_sync_period: SimDuration::millis(1000),
        }
    }
}

/// Who plays the nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeMode {
    /// The kubelet of every node runs the images as their [`Workload`]s say.
    Kubelet,
    /// The nodes do nothing by themselves: Pods change by [`crate::Command::NodeChange`].
    Scripted(Script),
}

/// What a run takes from a list instead of from chance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Pods to come, in order of creation, by the name of their ReplicaSet.
    pub pods: SortedMap<Name, Vec<ScriptedPod>>,
    /// The nodes that Pods are bound to, by the Pods' UIDs.
    pub nodes: SortedMap<Uid, Name>,
    /// Which of several Pods of equal rank are taken, in order of time.
    pub taken: Vec<Taken>,
    /// From the binding of a Pod to its being Running.
    pub running_after: SimDuration,
}

/// Which of several Pods of equal rank are taken when a ReplicaSet shrinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// From when on this holds; until the next one does.
    pub from: SimTime,
    /// The Pods, the first to go first.
    pub pods: Vec<Name>,
    /// They are taken whatever shares their nodes: Pods come, or go elsewhere, at the same time, and how much of that a controller
    /// has seen hangs on fractions of a second.
    pub despite_neighbours: bool,
}

/// A Pod to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptedPod {
    /// Its name.
    pub name: Name,
    /// Its UID.
    pub uid: Uid,
    /// Its creationTimestamp, where it matters which second it is.
    pub created: Option<Timestamp>,
}
