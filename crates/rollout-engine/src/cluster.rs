//! The objects as the API server holds them. Every write goes through here, gets a new resourceVersion, and is told to the watchers.

mod deployments;
mod pods;
mod replica_sets;
mod services;

pub(crate) use pods::{PodRecord, push_suffix};

use crate::api::{Deployment, EndpointSlice, Name, Node, Pod, ReplicaSet, Service, Uid};
use crate::arena::{Arena, Key};
use crate::id::{DeploymentId, EndpointSliceId, NodeId, PodId, ReplicaSetId, ServiceId};
use crate::random_numbers::RandomNumbers;
use crate::rng::SimRng;
use crate::scenario::Script;
use crate::sorted::SortedMap;
use crate::time::SimTime;
use std::collections::VecDeque;
use std::rc::Rc;

/// A version of an object, or its removal, as the API server stored it.
#[derive(Clone, Debug)]
pub enum Change {
    /// A Deployment: before, and now.
    Deployment(DeploymentId, Option<Rc<Deployment>>, Option<Rc<Deployment>>),
    /// A ReplicaSet: before, and now.
    ReplicaSet(ReplicaSetId, Option<Rc<ReplicaSet>>, Option<Rc<ReplicaSet>>),
    /// A Pod: before, and now.
    Pod(PodId, Option<Rc<Pod>>, Option<Rc<Pod>>),
    /// A Service: before, and now.
    Service(ServiceId, Option<Rc<Service>>, Option<Rc<Service>>),
    /// An EndpointSlice: before, and now.
    EndpointSlice(EndpointSliceId, Option<Rc<EndpointSlice>>, Option<Rc<EndpointSlice>>),
    /// A Node.
    Node(NodeId, Rc<Node>),
}

/// Why a write of a controller was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Somebody else has written meanwhile.
    Conflict,
    /// It is gone.
    NotFound,
    /// The name is taken.
    AlreadyExists,
    /// Not allowed, with the API server's words.
    Forbidden(Rc<str>),
}

/// An object with its place in the order of creation.
#[derive(Clone, Debug)]
pub(crate) struct Stored<T> {
    pub(crate) object: Rc<T>,
    pub(crate) order: u64,
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Cluster {
    pub(crate) namespace: Name,
    pub(crate) deployments: Arena<DeploymentId, Stored<Deployment>>,
    pub(crate) replica_sets: Arena<ReplicaSetId, Stored<ReplicaSet>>,
    pub(crate) pods: Arena<PodId, PodRecord>,
    pub(crate) services: Arena<ServiceId, Stored<Service>>,
    pub(crate) slices: Arena<EndpointSliceId, Stored<EndpointSlice>>,
    pub(crate) nodes: Vec<Rc<Node>>,
    pub(crate) replica_set_of: SortedMap<Uid, ReplicaSetId>,
    pub(crate) watch: WatchQueue,
    pub(crate) pod_quota: Option<u32>,
    pub(crate) script: Option<Script>,
    /// The numbers behind the names of each ReplicaSet's Pods.
    pod_names: SortedMap<ReplicaSetId, RandomNumbers>,
    /// Where names are put together.
    pod_name: String,
    resource_version: u64,
    created: u64,
    next_ip: u32,
}

/// Stored versions on their way to the caches, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct WatchQueue {
    under_way: VecDeque<(SimTime, Change)>,
}

impl WatchQueue {
    /// Sends a change on its way; whether it is the first that is due then.
    pub(crate) fn push(&mut self, due: SimTime, change: Change) -> bool {
        // In order even if the latency has been shortened meanwhile.
        let due = self.under_way.back().map_or(due, |(last, _)| due.max(*last));
        let first = self.under_way.back().is_none_or(|(last, _)| *last < due);
        self.under_way.push_back((due, change));
        first
    }

    /// Whether everything stored has arrived.
    pub(crate) fn is_empty(&self) -> bool {
        self.under_way.is_empty()
    }

    /// The next change that has arrived by now.
    pub(crate) fn pop(&mut self, now: SimTime) -> Option<Change> {
        self.under_way.front().filter(|(due, _)| *due <= now)?;
        self.under_way.pop_front().map(|(_, change)| change)
    }
}

impl Cluster {
    pub(crate) fn new(
        namespace: Name,
        nodes: Vec<Node>,
        pod_quota: Option<u32>,
        script: Option<Script>,
    ) -> Self {
        Self {
            namespace,
            deployments: Arena::default(),
            replica_sets: Arena::default(),
            pods: Arena::default(),
            services: Arena::default(),
            slices: Arena::default(),
            nodes: nodes.into_iter().map(Rc::new).collect(),
            replica_set_of: SortedMap::new(),
            watch: WatchQueue::default(),
            pod_quota,
            script,
            pod_names: SortedMap::new(),
            pod_name: String::new(),
            resource_version: 0,
            created: 0,
            next_ip: 0,
        }
    }

    pub(crate) fn next_version(&mut self) -> u64 {
        self.resource_version += 1;
        self.resource_version
    }

    fn next_order(&mut self) -> u64 {
        self.created += 1;
        self.created
    }

    pub(crate) fn new_uid(rng: &mut SimRng) -> Uid {
        // Version 4, variant 1.
        let bits = rng.next_u128();
        Uid((bits & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62))
    }

    /// The next free Pod address, 10.244.0.0/14.
    pub(crate) fn new_pod_ip(&mut self) -> u32 {
        self.next_ip = self.next_ip.wrapping_add(1) & 0x0003_ffff;
        0x0af4_0000 | self.next_ip
    }

    pub(crate) fn deployment_named(&self, name: &str) -> Option<DeploymentId> {
        self.deployments.iter().find(|(_, d)| &*d.object.meta.name == name).map(|(id, _)| id)
    }

    pub(crate) fn replica_set_named(&self, name: &str) -> Option<ReplicaSetId> {
        self.replica_sets.iter().find(|(_, r)| &*r.object.meta.name == name).map(|(id, _)| id)
    }

    pub(crate) fn pod_named(&self, name: &str) -> Option<PodId> {
        self.pods.iter().find(|(_, p)| &*p.object.meta.name == name).map(|(id, _)| id)
    }

    pub(crate) fn service_named(&self, name: &str) -> Option<ServiceId> {
        self.services.iter().find(|(_, s)| &*s.object.meta.name == name).map(|(id, _)| id)
    }

    pub(crate) fn node_named(&self, name: &str) -> Option<NodeId> {
        let at = self.nodes.iter().position(|n| &*n.name == name)?;
        u32::try_from(at).ok().map(NodeId)
    }
}

/// The objects of an arena in order of creation.
pub(crate) fn in_order<K: Key, T>(arena: &Arena<K, Stored<T>>) -> Vec<(K, &Rc<T>)> {
    let mut all: Vec<(u64, K, &Rc<T>)> = arena.iter().map(|(k, s)| (s.order, k, &s.object)).collect();
    all.sort_unstable_by_key(|(order, _, _)| *order);
    all.into_iter().map(|(_, k, o)| (k, o)).collect()
}
