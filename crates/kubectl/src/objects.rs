//! What the client sees of the cluster.

use rollout_engine::Timestamp;
use rollout_engine::api::{Deployment, Kind, LabelSelector, Labels, Pod, ReplicaSet, Service};
use std::rc::Rc;

/// The objects of a namespace, as the API server would list them.
#[derive(Clone, Copy, Debug)]
pub struct Objects<'a> {
    /// The namespace.
    pub namespace: &'a str,
    /// Its Deployments.
    pub deployments: &'a [Rc<Deployment>],
    /// Its ReplicaSets.
    pub replica_sets: &'a [Rc<ReplicaSet>],
    /// Its Pods.
    pub pods: &'a [Rc<Pod>],
    /// Its Services.
    pub services: &'a [Rc<Service>],
    /// The time now.
    pub now: Timestamp,
}

impl<'a> Objects<'a> {
    pub(crate) fn deployment(&self, name: &str) -> Option<&'a Rc<Deployment>> {
        self.deployments.iter().find(|d| *d.meta.name == *name)
    }

    pub(crate) fn replica_set(&self, name: &str) -> Option<&'a Rc<ReplicaSet>> {
        self.replica_sets.iter().find(|r| *r.meta.name == *name)
    }

    pub(crate) fn service(&self, name: &str) -> Option<&'a Rc<Service>> {
        self.services.iter().find(|s| *s.meta.name == *name)
    }

    /// Names and labels of all objects of a kind, by name.
    pub(crate) fn named(&self, kind: Kind) -> Vec<(&'a str, &'a Labels)> {
        let mut named: Vec<(&'a str, &'a Labels)> = match kind {
            Kind::Deployment => self.deployments.iter().map(|o| (&*o.meta.name, &o.meta.labels)).collect(),
            Kind::ReplicaSet => self.replica_sets.iter().map(|o| (&*o.meta.name, &o.meta.labels)).collect(),
            Kind::Pod => self.pods.iter().map(|o| (&*o.meta.name, &o.meta.labels)).collect(),
            Kind::Service => self.services.iter().map(|o| (&*o.meta.name, &o.meta.labels)).collect(),
            Kind::EndpointSlice | Kind::Node => Vec::new(),
        };
        named.sort_unstable_by_key(|(name, _)| *name);
        named
    }

    /// Names of the objects of a kind whose labels fit, by name.
    pub(crate) fn selected(&self, kind: Kind, selector: &LabelSelector) -> Vec<&'a str> {
        self.named(kind)
            .into_iter()
            .filter(|(_, labels)| selector.matches(labels))
            .map(|(name, _)| name)
            .collect()
    }
}
