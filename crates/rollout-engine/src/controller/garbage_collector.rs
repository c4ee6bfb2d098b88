//! What becomes of what a deleted object owned (`pkg/controller/garbagecollector`).

use crate::api::{Deployment, Finalizer, Pod, ReplicaSet, Uid};
use crate::cluster::{PodRecord, Stored};
use crate::command::Propagation;
use crate::id::{DeploymentId, PodId, ReplicaSetId};
use crate::time::{SimDuration, SimTime};
use crate::world::{Planned, World};
use std::collections::VecDeque;

/// How long orphaning goes on after the owner references have gone, in API calls.
const ORPHANING_CALLS: u64 = 3;

/// What is left to do, by the time at which it is stored.
#[derive(Clone, Debug, Default)]
pub(crate) struct GarbageCollector {
    tasks: VecDeque<(SimTime, Task)>,
}

#[derive(Clone, Copy, Debug)]
enum Task {
    DeleteReplicaSet(ReplicaSetId, Propagation),
    DeletePod(PodId),
    DeleteSlices,
    FreeReplicaSets(Uid),
    FreePods(ReplicaSetId),
    RemoveDeployment(DeploymentId),
    RemoveReplicaSet(ReplicaSetId),
}

impl GarbageCollector {
    fn soon(&mut self, world: &mut World, task: Task) {
        let at = world.answer_at();
        self.at(world, at, task);
    }

    fn at(&mut self, world: &mut World, at: SimTime, task: Task) {
        let place = self.tasks.partition_point(|(t, _)| *t <= at);
        self.tasks.insert(place, (at, task));
        world.plan(at, Planned::Collect);
    }

    /// Does what is due.
    pub(crate) fn work(&mut self, world: &mut World) {
        while let Some((at, task)) = self.tasks.front().copied()
            && at <= world.now
        {
            self.tasks.pop_front();
            // What has gone meanwhile needs no collecting: refusals are of no interest.
            match task {
                Task::DeleteReplicaSet(id, how) => drop(world.delete_replica_set(id, how)),
                Task::DeletePod(id) => drop(world.delete_pod(id, None)),
                Task::DeleteSlices => {
                    let orphaned: Vec<_> = world
                        .cluster
                        .slices
                        .iter()
                        .filter(|(_, s)| {
                            s.object.meta.owner.as_ref().is_some_and(|o| !service_lives(world, o.uid))
                        })
                        .map(|(slice, _)| slice)
                        .collect();
                    for slice in orphaned {
                        drop(world.remove_slice(slice));
                    }
                }
                Task::FreeReplicaSets(uid) => {
                    for (id, _) in replica_sets_of(world, uid) {
                        drop(world.update_replica_set(id, None, |r| r.meta.owner = None));
                    }
                }
                Task::FreePods(id) => {
                    for pod in pods_of(world, id) {
                        drop(world.update_pod(pod, |p| p.meta.owner = None));
                    }
                }
                Task::RemoveDeployment(id) => drop(world.remove_deployment(id)),
                Task::RemoveReplicaSet(id) => drop(world.remove_replica_set(id)),
            }
        }
    }

    /// A Deployment has changed in the cache.
    pub(crate) fn on_deployment(
        &mut self,
        world: &mut World,
        id: DeploymentId,
        before: Option<&Deployment>,
        now: Option<&Deployment>,
    ) {
        let Some(now) = now else {
            let Some(gone) = before else { return };
            for (replica_set, _) in replica_sets_of(world, gone.meta.uid) {
                self.soon(world, Task::DeleteReplicaSet(replica_set, Propagation::Background));
            }
            return;
        };
        if !now.meta.is_being_deleted() || before.is_some_and(|b| b.meta.is_being_deleted()) {
            return;
        }
        if now.meta.finalizers.contains(&Finalizer::Orphan) {
            self.soon(world, Task::FreeReplicaSets(now.meta.uid));
            let calls = SimDuration::millis(world.latencies.api_call.0).times(1 + ORPHANING_CALLS);
            let at = world.now + calls;
            self.at(world, at, Task::RemoveDeployment(id));
        } else {
            let replica_sets = replica_sets_of(world, now.meta.uid);
            if replica_sets.is_empty() {
                self.soon(world, Task::RemoveDeployment(id));
            }
            for (replica_set, has_pods) in replica_sets {
                self.delete_replica_set(world, replica_set, has_pods);
            }
        }
    }

    /// A ReplicaSet has changed in the cache.
    pub(crate) fn on_replica_set(
        &mut self,
        world: &mut World,
        id: ReplicaSetId,
        before: Option<&ReplicaSet>,
        now: Option<&ReplicaSet>,
    ) {
        let Some(now) = now else {
            for pod in pods_of(world, id) {
                self.soon(world, Task::DeletePod(pod));
            }
            if let Some(owner) = before.and_then(|b| b.meta.owner.as_ref()) {
                self.release_waiting_deployment(world, owner.uid);
            }
            return;
        };
        // An owner that has gone takes with it what was created for it a moment later.
        if before.is_none()
            && let Some(owner) = &now.meta.owner
            && !world.cluster.deployments.iter().any(|(_, d)| d.object.meta.uid == owner.uid)
        {
            self.soon(world, Task::DeleteReplicaSet(id, Propagation::Background));
        }
        if !now.meta.is_being_deleted() || before.is_some_and(|b| b.meta.is_being_deleted()) {
            return;
        }
        if now.meta.finalizers.contains(&Finalizer::Orphan) {
            self.soon(world, Task::FreePods(id));
            let calls = SimDuration::millis(world.latencies.api_call.0).times(1 + ORPHANING_CALLS);
            let at = world.now + calls;
            self.at(world, at, Task::RemoveReplicaSet(id));
            return;
        }
        let pods = pods_of(world, id);
        if pods.is_empty() {
            self.soon(world, Task::RemoveReplicaSet(id));
        }
        for pod in pods {
            self.soon(world, Task::DeletePod(pod));
        }
    }

    /// A Pod has changed in the cache.
    pub(crate) fn on_pod(&mut self, world: &mut World, id: PodId, before: Option<&Pod>, now: Option<&Pod>) {
        let owner =
            |p: &Pod| p.meta.owner.as_ref().and_then(|o| world.cluster.replica_set_of.get(&o.uid).copied());
        match now {
            None => {
                let Some(owner) = before.and_then(owner) else { return };
                let waits = world
                    .cluster
                    .replica_sets
                    .get(owner)
                    .is_some_and(|r| r.object.meta.finalizers.contains(&Finalizer::ForegroundDeletion));
                if !waits {
                    return;
                }
                let left = pods_of(world, owner);
                if left.is_empty() {
                    self.soon(world, Task::RemoveReplicaSet(owner));
                }
                // A waiting owner is looked at again whenever a dependent goes: one that came meanwhile is told to go now.
                for pod in left {
                    let stays = |p: &PodRecord| !p.object.meta.is_being_deleted();
                    if world.cluster.pods.get(pod).is_some_and(stays) {
                        self.soon(world, Task::DeletePod(pod));
                    }
                }
            }
            Some(pod) if before.is_none() => {
                let Some(owner) = owner(pod) else { return };
                if world.cluster.replica_sets.get(owner).is_none() {
                    self.soon(world, Task::DeletePod(id));
                }
            }
            Some(_) => {}
        }
    }

    /// A Service has gone from the cache.
    pub(crate) fn on_service_gone(&mut self, world: &mut World) {
        self.soon(world, Task::DeleteSlices);
    }

    /// Deletes a ReplicaSet that its Deployment waits for.
    fn delete_replica_set(&mut self, world: &mut World, id: ReplicaSetId, has_pods: bool) {
        let how = if has_pods { Propagation::Foreground } else { Propagation::Background };
        self.soon(world, Task::DeleteReplicaSet(id, how));
    }

    fn release_waiting_deployment(&mut self, world: &mut World, uid: Uid) {
        let waiting = world
            .cluster
            .deployments
            .iter()
            .find(|(_, d)| {
                d.object.meta.uid == uid && d.object.meta.finalizers.contains(&Finalizer::ForegroundDeletion)
            })
            .map(|(id, _)| id);
        let Some(id) = waiting else { return };
        let left = replica_sets_of(world, uid);
        if left.is_empty() {
            self.soon(world, Task::RemoveDeployment(id));
        }
        for (replica_set, has_pods) in left {
            let stays = |r: &Stored<ReplicaSet>| !r.object.meta.is_being_deleted();
            if world.cluster.replica_sets.get(replica_set).is_some_and(stays) {
                self.delete_replica_set(world, replica_set, has_pods);
            }
        }
    }
}

fn service_lives(world: &World, uid: Uid) -> bool {
    world.cluster.services.iter().any(|(_, s)| s.object.meta.uid == uid)
}

/// The ReplicaSets that this Deployment owns, and whether they have Pods.
fn replica_sets_of(world: &World, uid: Uid) -> Vec<(ReplicaSetId, bool)> {
    world
        .cluster
        .replica_sets
        .iter()
        .filter(|(_, r)| r.object.meta.is_controlled_by(uid))
        .map(|(id, _)| (id, !pods_of(world, id).is_empty()))
        .collect()
}

fn pods_of(world: &World, id: ReplicaSetId) -> Vec<PodId> {
    let Some(group) = world.cache.groups.get(&id) else { return Vec::new() };
    group.pods.iter().filter(|p| world.cluster.pods.get(*p).is_some()).collect()
}
