//! The objects as the API server stored them last, put together from its writes.

use rollout_engine::Change;
use rollout_engine::api::{Deployment, EndpointSlice, Name, ReplicaSet};
use rollout_engine::id::{EndpointSliceId, ServiceId};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What is stored, in the order in which traces tell it.
#[derive(Clone, Debug, Default)]
pub(super) struct Watcher {
    /// By name.
    pub(super) deployments: BTreeMap<Name, Rc<Deployment>>,
    /// In order of creation. One that comes again under its old name takes its old place, as in the recordings.
    replica_sets: Vec<(Name, Option<Rc<ReplicaSet>>)>,
    services: BTreeSet<ServiceId>,
    slices: BTreeMap<EndpointSliceId, Rc<EndpointSlice>>,
}

/// Names of Pods by the condition of their endpoints, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct EndpointNames {
    pub(super) ready: BTreeSet<Name>,
    pub(super) serving: BTreeSet<Name>,
    pub(super) terminating: BTreeSet<Name>,
}

impl Watcher {
    /// Takes in a write.
    pub(super) fn take_in(&mut self, change: &Change) {
        match change {
            Change::Deployment(_, _, Some(now)) => {
                drop(self.deployments.insert(now.meta.name.clone(), now.clone()));
            }
            Change::Deployment(_, Some(gone), None) => drop(self.deployments.remove(&gone.meta.name)),
            Change::ReplicaSet(_, before, now) => {
                if let Some(name) = now.as_ref().or(before.as_ref()).map(|object| &object.meta.name) {
                    *self.replica_set(name) = now.clone();
                }
            }
            Change::Service(id, _, Some(_)) => drop(self.services.insert(*id)),
            Change::Service(id, _, None) => drop(self.services.remove(id)),
            Change::EndpointSlice(id, _, Some(now)) => drop(self.slices.insert(*id, now.clone())),
            Change::EndpointSlice(id, _, None) => drop(self.slices.remove(id)),
            Change::Deployment(_, None, None) | Change::Pod(..) | Change::Node(..) => {}
        }
    }

    fn replica_set(&mut self, name: &Name) -> &mut Option<Rc<ReplicaSet>> {
        let place = self.replica_sets.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            self.replica_sets.push((name.clone(), None));
            self.replica_sets.len() - 1
        });
        &mut self.replica_sets[place].1
    }

    /// The ReplicaSets that there are.
    pub(super) fn replica_sets(&self) -> impl Iterator<Item = &Rc<ReplicaSet>> {
        self.replica_sets.iter().filter_map(|(_, object)| object.as_ref())
    }

    /// The endpoints of all Services; none if there is no Service.
    pub(super) fn endpoints(&self) -> Option<EndpointNames> {
        if self.services.is_empty() {
            return None;
        }
        let mut names = EndpointNames::default();
        for endpoint in self.slices.values().flat_map(|slice| &slice.endpoints) {
            let conditions = endpoint.conditions;
            for (holds, names) in [
                (conditions.ready, &mut names.ready),
                (conditions.serving, &mut names.serving),
                (conditions.terminating, &mut names.terminating),
            ] {
                if holds {
                    names.insert(endpoint.pod_name.clone());
                }
            }
        }
        Some(names)
    }
}
