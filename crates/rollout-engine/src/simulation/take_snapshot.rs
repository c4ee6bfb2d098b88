//! Taking a snapshot, and looking at single things.

use super::Simulation;
use crate::api::{Deployment, EndpointSlice, Event, Name, Node, POD_TEMPLATE_HASH, Pod, ReplicaSet, Service};
use crate::cluster::in_order;
use crate::controller::deployment::annotations::revision;
use crate::id::{PodId, ReplicaSetId};
use crate::snapshot::{PodView, ReplicaSetView, ServiceView, Snapshot};
use crate::time::SimTime;
use crate::timeline::SetSample;
use crate::traffic::Ledger;
use std::rc::Rc;

impl Simulation {
    /// The cluster as it is now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            time: self.world.now,
            steps: self.steps,
            deployments: self.deployments().into_iter().cloned().collect(),
            replica_sets: self.replica_set_views(),
            pods: self.pod_views(),
            services: self.service_views(),
            nodes: self.world.cluster.nodes.clone(),
            ledger: self.traffic.ledger(),
            in_flight: self.traffic.in_flight(self.world.now),
            failures: self.traffic.failures(),
            decisions: self.world.decisions,
            next_event_at: self.next_event_at(),
        }
    }

    /// The Deployments, in order of creation.
    pub fn deployments(&self) -> Vec<&Rc<Deployment>> {
        in_order(&self.world.cluster.deployments).into_iter().map(|(_, d)| d).collect()
    }

    /// The Deployment of this name.
    pub fn deployment_named(&self, name: &str) -> Option<&Rc<Deployment>> {
        let id = self.world.cluster.deployment_named(name)?;
        self.world.cluster.deployments.get(id).map(|d| &d.object)
    }

    /// The ReplicaSet of this name.
    pub fn replica_set_named(&self, name: &str) -> Option<&Rc<ReplicaSet>> {
        let id = self.world.cluster.replica_set_named(name)?;
        self.world.cluster.replica_sets.get(id).map(|r| &r.object)
    }

    /// The Pod of this name.
    pub fn pod_named(&self, name: &str) -> Option<&Rc<Pod>> {
        let id = self.world.cluster.pod_named(name)?;
        self.world.cluster.pods.get(id).map(|p| &p.object)
    }

    /// The Service of this name.
    pub fn service_named(&self, name: &str) -> Option<&Rc<Service>> {
        let id = self.world.cluster.service_named(name)?;
        self.world.cluster.services.get(id).map(|s| &s.object)
    }

    /// The ReplicaSets, in order of creation.
    pub fn replica_sets(&self) -> Vec<&Rc<ReplicaSet>> {
        in_order(&self.world.cluster.replica_sets).into_iter().map(|(_, r)| r).collect()
    }

    /// The Pods, in order of creation.
    pub fn pods(&self) -> Vec<(PodId, &Rc<Pod>)> {
        let mut pods: Vec<(u64, PodId, &Rc<Pod>)> =
            self.world.cluster.pods.iter().map(|(id, p)| (p.order, id, &p.object)).collect();
        pods.sort_unstable_by_key(|(order, _, _)| *order);
        pods.into_iter().map(|(_, id, p)| (id, p)).collect()
    }

    /// The Services, in order of creation.
    pub fn services(&self) -> Vec<&Rc<Service>> {
        in_order(&self.world.cluster.services).into_iter().map(|(_, s)| s).collect()
    }

    /// The EndpointSlices, in order of creation.
    pub fn endpoint_slices(&self) -> Vec<&Rc<EndpointSlice>> {
        in_order(&self.world.cluster.slices).into_iter().map(|(_, s)| s).collect()
    }

    /// The Nodes.
    pub fn nodes(&self) -> &[Rc<Node>] {
        &self.world.cluster.nodes
    }

    /// The Events of the last hour, by the time of their last occurrence.
    pub fn events(&self) -> Vec<Rc<Event>> {
        self.world.recorder.events(self.world.now)
    }

    /// When a Pod was created, to the millisecond.
    pub fn pod_created_at(&self, id: PodId) -> Option<SimTime> {
        self.world.cluster.pods.get(id).map(|p| p.created_at)
    }

    /// What has become of the requests so far.
    pub fn ledger(&self) -> Rc<Ledger> {
        self.traffic.ledger()
    }

    /// The counts of ReplicaSets that have Pods, oldest first.
    pub(crate) fn set_samples(&self) -> Vec<SetSample> {
        let now_ms = self.world.calendar.unix_ms(self.world.now);
        in_order(&self.world.cluster.replica_sets)
            .into_iter()
            .filter_map(|(id, object)| {
                let group = self.world.cache.groups.get(&id).filter(|g| !g.pods.is_empty())?;
                Some(SetSample {
                    owner: object.meta.owner.as_ref().map(|o| o.uid),
                    id,
                    name: Rc::clone(&object.meta.name),
                    available: group.available(object.spec.min_ready_seconds, now_ms),
                    ready: group.ready(),
                    running: group.running,
                    active: group.active,
                    terminating: group.terminating,
                })
            })
            .collect()
    }

    fn replica_set_views(&self) -> Vec<ReplicaSetView> {
        let cluster = &self.world.cluster;
        let of = |(id, object): (ReplicaSetId, &Rc<ReplicaSet>)| {
            let owner = object.meta.owner.as_ref().map(|o| o.uid);
            let template = cluster
                .deployments
                .iter()
                .find(|(_, d)| Some(d.object.meta.uid) == owner)
                .map(|(_, d)| Rc::clone(&d.object.spec.template));
            ReplicaSetView {
                id,
                object: Rc::clone(object),
                revision: revision(object).filter(|r| *r > 0),
                hash: object.meta.labels.get(POD_TEMPLATE_HASH).map_or_else(|| Name::from(""), Name::clone),
                hash_is_exact: crate::pod_template_hash::hash_is_exact(&object.spec.template),
                is_new: template.is_some_and(|t| t.equals_ignoring_hash(&object.spec.template)),
            }
        };
        in_order(&cluster.replica_sets).into_iter().map(of).collect()
    }

    fn pod_views(&self) -> Vec<Rc<PodView>> {
        self.pods().into_iter().filter_map(|(id, _)| self.pod_view(id).map(Rc::new)).collect()
    }

    fn service_views(&self) -> Vec<ServiceView> {
        let cluster = &self.world.cluster;
        in_order(&cluster.services)
            .into_iter()
            .map(|(id, object)| {
                let slices = cluster.slices.iter().filter(|(_, s)| s.object.service == object.meta.name);
                let endpoints: Vec<_> = slices.flat_map(|(_, s)| s.object.endpoints.iter()).collect();
                let chosen = |f: &dyn Fn(&crate::api::EndpointConditions) -> bool| {
                    endpoints.iter().filter(|e| f(&e.conditions)).map(|e| e.pod).collect()
                };
                let mut ready: Vec<PodId> = chosen(&|c| c.ready);
                ready.sort_unstable();
                ServiceView {
                    id,
                    object: Rc::clone(object),
                    serving_terminating: chosen(&|c| c.serving && c.terminating && !c.ready),
                    still_routed: self.traffic.still_routed(&object.meta.name, &ready),
                    ready,
                }
            })
            .collect()
    }
}
