//! Objects of any type, as the API server would list them.

use crate::resource::Type;
use manifest::{Detail, Tree};
use rollout_engine::api::{
    Deployment, EndpointSlice, Event, EventSource, Labels, Name, Node, ObjectMeta, Pod, ReplicaSet, Service,
    Uid,
};
use rollout_engine::order::sort_by;
use rollout_engine::{SimTime, Simulation, Timestamp};
use std::rc::Rc;

/// An object.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Pod(Rc<Pod>),
    Service(Rc<Service>),
    Deployment(Rc<Deployment>),
    ReplicaSet(Rc<ReplicaSet>),
    /// A Service's Endpoints: made from its EndpointSlices.
    Endpoints(Rc<Service>, Vec<Rc<EndpointSlice>>),
    EndpointSlice(Rc<EndpointSlice>),
    /// An Event and its name.
    Event(Rc<Event>, Name),
    /// A Node and its number, from 1.
    Node(Rc<Node>, usize),
}

/// All objects of a type, by name.
pub(crate) fn items_of(cluster: &Simulation, ty: Type) -> Vec<Item> {
    items(cluster, ty, None)
}

/// The objects of a type, by name; or the one of this name.
pub(crate) fn items(cluster: &Simulation, ty: Type, name: Option<&str>) -> Vec<Item> {
    let mut items: Vec<Item> = match (ty, name) {
        (Type::Pod, Some(name)) => cluster.pod_named(name).cloned().map(Item::Pod).into_iter().collect(),
        (Type::Pod, None) => cluster.pods().into_iter().map(|(_, o)| Item::Pod(Rc::clone(o))).collect(),
        (Type::Service, _) => cluster.services().into_iter().cloned().map(Item::Service).collect(),
        (Type::Deployment, _) => cluster.deployments().into_iter().cloned().map(Item::Deployment).collect(),
        (Type::ReplicaSet, _) => cluster.replica_sets().into_iter().cloned().map(Item::ReplicaSet).collect(),
        (Type::EndpointSlice, _) => {
            cluster.endpoint_slices().into_iter().cloned().map(Item::EndpointSlice).collect()
        }
        (Type::Endpoints, _) => {
            let services = cluster.services().into_iter().filter(|s| !s.spec.selector.is_empty());
            services.map(|s| Item::Endpoints(Rc::clone(s), slices_of(cluster, &s.meta.name))).collect()
        }
        (Type::Event, _) => events(cluster),
        (Type::Node, _) => {
            cluster.nodes().iter().enumerate().map(|(i, n)| Item::Node(Rc::clone(n), i + 1)).collect()
        }
    };
    if let Some(name) = name {
        items.retain(|item| **item.name() == *name);
    }
    if ty != Type::Event {
        sort_by(&mut items, |a, b| a.name().cmp(b.name()));
    }
    items
}

/// The EndpointSlices of a Service.
pub(crate) fn slices_of(cluster: &Simulation, service: &str) -> Vec<Rc<EndpointSlice>> {
    cluster.endpoint_slices().into_iter().filter(|s| *s.service == *service).cloned().collect()
}

/// The Events by name: an object's name and, in hexadecimal, the nanosecond of the first occurrence.
fn events(cluster: &Simulation) -> Vec<Item> {
    let mut all: Vec<(String, Rc<Event>)> =
        cluster.events().into_iter().map(|e| ([&*e.object.name, "."].concat(), e)).collect();
    sort_by(&mut all, |(a, x), (b, y)| a.cmp(b).then(x.first_at.cmp(&y.first_at)));
    let mut items = Vec::with_capacity(all.len());
    let (mut last, mut same) = ((String::new(), SimTime::ZERO), 0);
    for (object, event) in all {
        let key = (object, event.first_at);
        same = if key == last { same + 1 } else { 0 };
        let name = manifest::event_name(&event, cluster.calendar(), same);
        items.push(Item::Event(event, name.into()));
        last = key;
    }
    items
}

/// Whether a component writes Events of the newer kind, which have `eventTime` in the place of `lastTimestamp`.
pub(crate) fn is_new_event(event: &Event) -> bool {
    event.source == EventSource::Scheduler
}

impl Item {
    pub(crate) fn ty(&self) -> Type {
        match self {
            Self::Pod(_) => Type::Pod,
            Self::Service(_) => Type::Service,
            Self::Deployment(_) => Type::Deployment,
            Self::ReplicaSet(_) => Type::ReplicaSet,
            Self::Endpoints(..) => Type::Endpoints,
            Self::EndpointSlice(_) => Type::EndpointSlice,
            Self::Event(..) => Type::Event,
            Self::Node(..) => Type::Node,
        }
    }

    /// Its metadata, if the engine keeps some.
    pub(crate) fn meta(&self) -> Option<&ObjectMeta> {
        Some(match self {
            Self::Pod(o) => &o.meta,
            Self::Service(o) | Self::Endpoints(o, _) => &o.meta,
            Self::Deployment(o) => &o.meta,
            Self::ReplicaSet(o) => &o.meta,
            Self::EndpointSlice(o) => &o.meta,
            Self::Event(..) | Self::Node(..) => return None,
        })
    }

    pub(crate) fn name(&self) -> &Name {
        match self {
            Self::Event(_, name) => name,
            Self::Node(node, _) => &node.name,
            Self::Pod(o) => &o.meta.name,
            Self::Service(o) | Self::Endpoints(o, _) => &o.meta.name,
            Self::Deployment(o) => &o.meta.name,
            Self::ReplicaSet(o) => &o.meta.name,
            Self::EndpointSlice(o) => &o.meta.name,
        }
    }

    pub(crate) fn labels(&self) -> Labels {
        match self {
            Self::Node(node, _) => node.labels.clone(),
            _ => self.meta().map(|meta| meta.labels.clone()).unwrap_or_default(),
        }
    }

    pub(crate) fn uid(&self) -> Uid {
        self.meta().map_or(Uid(0), |meta| meta.uid)
    }

    /// When it was created; nothing for a Node, which was there before.
    pub(crate) fn created(&self, cluster: &Simulation) -> Option<Timestamp> {
        match self {
            Self::Event(event, _) => Some(cluster.calendar().timestamp(event.first_at)),
            _ => self.meta().map(|meta| meta.creation_timestamp),
        }
    }

    /// A number that is another after each change.
    pub(crate) fn version(&self) -> u64 {
        match self {
            Self::Event(event, _) => u64::from(event.count),
            Self::Node(node, _) => u64::from(node.unschedulable),
            Self::Endpoints(service, slices) => {
                slices.iter().map(|s| s.meta.resource_version).max().unwrap_or(service.meta.resource_version)
            }
            _ => self.meta().map_or(0, |meta| meta.resource_version),
        }
    }

    /// `deployment.apps/web`
    pub(crate) fn shown(&self) -> String {
        [&*self.ty().singular(), "/", self.name()].concat()
    }

    /// As the API server would send it.
    pub(crate) fn tree(&self, cluster: &Simulation) -> Tree {
        let namespace = cluster.namespace();
        let detail = Detail::Stored { namespace };
        match self {
            Self::Pod(o) => manifest::pod_tree(o, detail),
            Self::Service(o) => manifest::service_tree(o, detail),
            Self::Deployment(o) => manifest::deployment_tree(o, detail),
            Self::ReplicaSet(o) => manifest::replica_set_tree(o, detail),
            Self::Endpoints(service, slices) => manifest::endpoints_tree(service, slices, namespace),
            Self::EndpointSlice(o) => manifest::endpoint_slice_tree(o, detail),
            Self::Event(o, name) => manifest::event_tree(o, name, namespace, cluster.calendar()),
            Self::Node(o, number) => manifest::node_tree(o, *number),
        }
    }
}
