//! What the controllers see: the objects a moment late, with counts that are kept up to date on every change and never found again
//! by going through all Pods. One cache for all controllers; each kind arrives in order.

use crate::api::{Deployment, Pod, PodPhase, ReplicaSet, Service, Uid};
use crate::arena::Arena;
use crate::controller::replica_set::deletion_order::Standing;
use crate::id::{DeploymentId, NodeId, PodId, ReplicaSetId, ServiceId};
use crate::number_map::{NumberMap, NumberSet};
use crate::sorted::SortedMap;
use crate::time::Timestamp;
use std::rc::Rc;

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cache {
    pub(crate) deployments: SortedMap<DeploymentId, Rc<Deployment>>,
    pub(crate) replica_sets: SortedMap<ReplicaSetId, Rc<ReplicaSet>>,
    pub(crate) services: SortedMap<ServiceId, Rc<Service>>,
    pub(crate) pods: Arena<PodId, CachedPod>,
    /// Where each of them stands when its ReplicaSet shrinks.
    pub(crate) standings: Arena<PodId, Standing>,
    /// Pods by the ReplicaSet that controls them, also after it has gone.
    pub(crate) groups: SortedMap<ReplicaSetId, PodGroup>,
    /// Active Pods that nobody controls.
    pub(crate) orphans: NumberSet<PodId>,
    /// Grows with every change.
    pub(crate) version: u64,
}

/// A Pod and what it counts for.
#[derive(Clone, Debug)]
pub(crate) struct CachedPod {
    pub(crate) object: Rc<Pod>,
    pub(crate) owner: Option<ReplicaSetId>,
    pub(crate) node: Option<NodeId>,
    tally: Tally,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    active: bool,
    terminating: bool,
    ready_since: Option<Timestamp>,
    labeled: bool,
    misfit: bool,
    running: bool,
}

/// The Pods of one ReplicaSet, counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct PodGroup {
    /// All of them, also those that are leaving or have ended.
    pub(crate) pods: NumberSet<PodId>,
    /// Neither ended nor being deleted.
    pub(crate) active: i32,
    /// Being deleted and not ended.
    pub(crate) terminating: i32,
    /// Active ones that carry all labels of the template.
    pub(crate) fully_labeled: i32,
    /// Active ones whose labels do not fit the selector any more.
    pub(crate) misfits: NumberSet<PodId>,
    /// Active ones by node.
    pub(crate) active_on: Vec<i32>,
    /// Active ones in phase Running.
    pub(crate) running: i32,
    ready: i32,
    /// How many active ones have been Ready since that second.
    ready_since: NumberMap<Timestamp, i32>,
}

impl PodGroup {
    /// Active Pods that are Ready.
    pub(crate) fn ready(&self) -> i32 {
        self.ready
    }

    /// Active Pods that have been Ready for `min_ready_seconds` at `now_ms` (milliseconds since 1970).
    pub(crate) fn available(&self, min_ready_seconds: i32, now_ms: i64) -> i32 {
        if min_ready_seconds <= 0 {
            return self.ready;
        }
        let latest = Timestamp((now_ms - i64::from(min_ready_seconds) * 1000).div_euclid(1000));
        let too_new: i32 = self.ready_since.from(Timestamp(latest.0 + 1)).map(|(_, n)| n).sum();
        self.ready - too_new
    }

    /// When the next of them will have been Ready long enough (milliseconds since 1970).
    pub(crate) fn next_available_ms(&self, min_ready_seconds: i32, now_ms: i64) -> Option<i64> {
        let wait = i64::from(min_ready_seconds) * 1000;
        let latest = Timestamp((now_ms - wait).div_euclid(1000));
        self.ready_since.from(Timestamp(latest.0 + 1)).next().map(|(since, _)| since.0 * 1000 + wait)
    }

    /// Whether both say the same.
    fn counts_as(&self, other: &Self) -> bool {
        let counts = |g: &Self| (g.active, g.terminating, g.fully_labeled, g.running, g.ready);
        let on = |g: &Self, node| g.active_on.get(node).copied().unwrap_or(0);
        let nodes = self.active_on.len().max(other.active_on.len());
        counts(self) == counts(other)
            && self.pods.iter().eq(other.pods.iter())
            && self.misfits.iter().eq(other.misfits.iter())
            && self.ready_since.iter().eq(other.ready_since.iter())
            && (0..nodes).all(|node| on(self, node) == on(other, node))
    }

    fn count(&mut self, id: PodId, node: Option<NodeId>, tally: Tally, by: i32) {
        self.terminating += by * i32::from(tally.terminating);
        if !tally.active {
            return;
        }
        self.active += by;
        self.fully_labeled += by * i32::from(tally.labeled);
        self.running += by * i32::from(tally.running);
        if tally.misfit {
            if by > 0 {
                self.misfits.insert(id);
            } else {
                self.misfits.remove(id);
            }
        }
        if let Some(NodeId(node)) = node {
            let node = node as usize;
            if self.active_on.len() <= node {
                self.active_on.resize(node + 1, 0);
            }
            if let Some(count) = self.active_on.get_mut(node) {
                *count += by;
            }
        }
        if let Some(since) = tally.ready_since {
            self.ready += by;
            let count = self.ready_since.get(since).unwrap_or(0) + by;
            if count == 0 {
                self.ready_since.remove(since);
            } else {
                self.ready_since.insert(since, count);
            }
        }
    }
}

impl Cache {
    /// Takes in a Pod's new version, or its removal. Gives the ReplicaSets that controlled it before, and now.
    pub(crate) fn set_pod(
        &mut self,
        id: PodId,
        now: Option<Rc<Pod>>,
        owner: impl Fn(Uid) -> Option<ReplicaSetId>,
        node: impl Fn(&str) -> Option<NodeId>,
    ) -> [Option<ReplicaSetId>; 2] {
        self.version += 1;
        let old = self.pods.get(id);
        let old_owner = old.and_then(|old| old.owner);
        let Some(object) = now else {
            if let Some(old) = old {
                let (owner, tally, node) = (old.owner, old.tally, old.node);
                self.uncount(id, owner, node, tally);
                self.leave(id, owner);
            }
            self.pods.take(id);
            self.standings.take(id);
            return [old_owner, None];
        };
        // Most changes leave owner and labels as they were, and what follows from them.
        let owned_by = |p: &Pod| p.meta.owner.as_ref().map(|o| o.uid);
        let alike = old.filter(|old| {
            owned_by(&old.object) == owned_by(&object) && old.object.meta.labels.is_same(&object.meta.labels)
        });
        let owner = match alike {
            Some(old) => old.owner,
            None => owned_by(&object).and_then(owner),
        };
        let known_node = old.and_then(|p| p.node);
        let node = known_node.or_else(|| object.node_name.as_deref().and_then(&node));
        let active = object.is_active();
        let (labeled, misfit) = match alike {
            Some(old) => (old.tally.labeled, old.tally.misfit),
            None => owner.and_then(|o| self.replica_sets.get(&o)).map_or((true, false), |r| {
                let labels = &object.meta.labels;
                (labels.includes(&r.spec.template.labels), !r.spec.selector.matches(labels))
            }),
        };
        let tally = Tally {
            active,
            running: object.status.phase == PodPhase::Running,
            terminating: object.is_terminating(),
            ready_since: object.ready_since(),
            labeled,
            misfit,
        };
        let before = old.map(|old| (old.owner, old.node, old.tally));
        if before != Some((owner, node, tally)) {
            if let Some((owner, node, tally)) = before {
                self.uncount(id, owner, node, tally);
            }
            let joins = before.is_none_or(|(before, _, _)| before != owner);
            if let Some((before, _, _)) = before.filter(|_| joins) {
                self.leave(id, before);
            }
            match owner {
                Some(owner) => {
                    let group = self.groups.entry(owner).or_default();
                    if joins {
                        group.pods.insert(id);
                    }
                    group.count(id, node, tally, 1);
                }
                None if active && object.meta.owner.is_none() => {
                    self.orphans.insert(id);
                }
                None => {}
            }
        }
        self.standings.put(id, Standing::of(&object, node));
        self.pods.put(id, CachedPod { object, owner, node, tally });
        [old_owner, owner]
    }

    fn uncount(&mut self, id: PodId, owner: Option<ReplicaSetId>, node: Option<NodeId>, tally: Tally) {
        match owner {
            Some(owner) => {
                if let Some(group) = self.groups.get_mut(&owner) {
                    group.count(id, node, tally, -1);
                }
            }
            None => drop(self.orphans.remove(id)),
        }
    }

    /// A Pod is no longer among those of its owner.
    fn leave(&mut self, id: PodId, owner: Option<ReplicaSetId>) {
        let Some(owner) = owner else { return };
        let Some(group) = self.groups.get_mut(&owner) else { return };
        group.pods.remove(id);
        if group.pods.is_empty() && !self.replica_sets.contains_key(&owner) {
            self.groups.remove(&owner);
        }
    }

    /// Holds the counts against the Pods.
    pub(crate) fn audit(&self) -> Result<(), String> {
        let mut groups: std::collections::BTreeMap<ReplicaSetId, PodGroup> = Default::default();
        let mut orphans = NumberSet::new();
        for (id, cached) in self.pods.iter() {
            let pod = &cached.object;
            let replica_set = cached.owner.and_then(|o| self.replica_sets.get(&o));
            let tally = Tally {
                active: pod.is_active(),
                terminating: pod.is_terminating(),
                ready_since: pod.ready_since(),
                running: pod.status.phase == PodPhase::Running,
                labeled: replica_set
                    .map_or(cached.tally.labeled, |r| pod.meta.labels.includes(&r.spec.template.labels)),
                misfit: replica_set
                    .map_or(cached.tally.misfit, |r| !r.spec.selector.matches(&pod.meta.labels)),
            };
            if tally != cached.tally {
                return Err(format!("{} counts as {:?}, it is {tally:?}", pod.meta.name, cached.tally));
            }
            if self.standings.get(id) != Some(&Standing::of(pod, cached.node)) {
                return Err(format!("{} stands as {:?}", pod.meta.name, self.standings.get(id)));
            }
            match cached.owner {
                Some(owner) => {
                    let group = groups.entry(owner).or_default();
                    group.pods.insert(id);
                    group.count(id, cached.node, tally, 1);
                }
                None if tally.active && pod.meta.owner.is_none() => drop(orphans.insert(id)),
                None => {}
            }
        }
        if !orphans.iter().eq(self.orphans.iter()) {
            return Err(format!("nobody controls {orphans:?}, known are {:?}", self.orphans));
        }
        for (id, kept) in &self.groups {
            let counted = groups.remove(id).unwrap_or_default();
            if !kept.counts_as(&counted) {
                return Err(format!("ReplicaSet {id:?} counts {kept:?}, there are {counted:?}"));
            }
        }
        match groups.first_key_value() {
            Some(missing) => Err(format!("nothing is counted of {missing:?}")),
            None => Ok(()),
        }
    }

    /// Takes in a ReplicaSet's new version, or its removal.
    pub(crate) fn set_replica_set(&mut self, id: ReplicaSetId, now: Option<Rc<ReplicaSet>>) {
        self.version += 1;
        match now {
            Some(object) => {
                self.replica_sets.insert(id, object);
            }
            None => {
                self.replica_sets.remove(&id);
                if self.groups.get(&id).is_some_and(|g| g.pods.is_empty()) {
                    self.groups.remove(&id);
                }
            }
        }
    }

    /// Takes in a Deployment's new version, or its removal.
    pub(crate) fn set_deployment(&mut self, id: DeploymentId, now: Option<Rc<Deployment>>) {
        self.version += 1;
        match now {
            Some(object) => drop(self.deployments.insert(id, object)),
            None => drop(self.deployments.remove(&id)),
        }
    }

    /// The ReplicaSets that this Deployment controls.
    pub(crate) fn controlled_by(
        &self,
        deployment: Uid,
    ) -> impl Iterator<Item = (ReplicaSetId, &Rc<ReplicaSet>)> {
        self.replica_sets
            .iter()
            .filter(move |(_, r)| r.meta.is_controlled_by(deployment))
            .map(|(id, r)| (*id, r))
    }
}
