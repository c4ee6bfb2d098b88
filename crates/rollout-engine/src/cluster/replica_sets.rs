//! Writes of ReplicaSets (`pkg/registry/apps/replicaset/strategy.go`).

use super::{Change, Cluster, Refusal, Stored};
use crate::api::{Finalizer, ObjectMeta, ReplicaSet, ReplicaSetSpec, ReplicaSetStatus};
use crate::command::Propagation;
use crate::id::ReplicaSetId;
use crate::world::World;
use std::rc::Rc;

impl World {
    /// Creates a ReplicaSet.
    pub(crate) fn create_replica_set(
        &mut self,
        meta: &ObjectMeta,
        spec: ReplicaSetSpec,
    ) -> Result<ReplicaSetId, Refusal> {
        if self.cluster.replica_set_named(&meta.name).is_some() {
            return Err(Refusal::AlreadyExists);
        }
        let mut meta = meta.clone();
        meta.uid = Cluster::new_uid(&mut self.rng);
        meta.generation = 1;
        meta.resource_version = self.cluster.next_version();
        meta.creation_timestamp = self.timestamp();
        let uid = meta.uid;
        let object = Rc::new(ReplicaSet { meta, spec, status: ReplicaSetStatus::default() });
        let order = self.cluster.next_order();
        let id = self.cluster.replica_sets.insert(Stored { object: Rc::clone(&object), order });
        self.cluster.replica_set_of.insert(uid, id);
        self.stored(Change::ReplicaSet(id, None, Some(object)));
        Ok(id)
    }

    /// Changes a ReplicaSet, if it is still at this version; the generation grows with the spec. Gives the new version.
    pub(crate) fn update_replica_set(
        &mut self,
        id: ReplicaSetId,
        version: Option<u64>,
        change: impl FnOnce(&mut ReplicaSet),
    ) -> Result<u64, Refusal> {
        self.write_replica_set(id, version, |r| {
            let spec = r.spec.clone();
            change(r);
            if r.spec != spec {
                r.meta.generation += 1;
            }
        })
    }

    /// Replaces the status.
    pub(crate) fn update_replica_set_status(
        &mut self,
        id: ReplicaSetId,
        version: u64,
        status: ReplicaSetStatus,
    ) -> Result<u64, Refusal> {
        self.write_replica_set(id, Some(version), |r| r.status = status)
    }

    /// Asks for a ReplicaSet's deletion. It goes at once, unless its dependents come first.
    pub(crate) fn delete_replica_set(
        &mut self,
        id: ReplicaSetId,
        propagation: Propagation,
    ) -> Result<(), Refusal> {
        let finalizer = match propagation {
            Propagation::Background => return self.remove_replica_set(id),
            Propagation::Foreground => Finalizer::ForegroundDeletion,
            Propagation::Orphan => Finalizer::Orphan,
        };
        let now = self.timestamp();
        self.write_replica_set(id, None, |r| {
            if r.meta.deletion_timestamp.is_none() {
                r.meta.deletion_timestamp = Some(now);
                r.meta.deletion_grace_period_seconds = Some(0);
                r.meta.generation += 1;
                r.meta.finalizers.push(finalizer);
            }
        })?;
        Ok(())
    }

    /// Takes a ReplicaSet out.
    pub(crate) fn remove_replica_set(&mut self, id: ReplicaSetId) -> Result<(), Refusal> {
        let gone = self.cluster.replica_sets.remove(id).ok_or(Refusal::NotFound)?;
        self.cluster.next_version();
        self.stored(Change::ReplicaSet(id, Some(gone.object), None));
        Ok(())
    }

    fn write_replica_set(
        &mut self,
        id: ReplicaSetId,
        version: Option<u64>,
        change: impl FnOnce(&mut ReplicaSet),
    ) -> Result<u64, Refusal> {
        let next = self.cluster.next_version();
        let stored = self.cluster.replica_sets.get_mut(id).ok_or(Refusal::NotFound)?;
        if version.is_some_and(|v| v != stored.object.meta.resource_version) {
            return Err(Refusal::Conflict);
        }
        let before = Rc::clone(&stored.object);
        change(Rc::make_mut(&mut stored.object));
        if *before == *stored.object {
            stored.object = before;
            return Ok(stored.object.meta.resource_version);
        }
        Rc::make_mut(&mut stored.object).meta.resource_version = next;
        let after = Rc::clone(&stored.object);
        self.stored(Change::ReplicaSet(id, Some(before), Some(after)));
        Ok(next)
    }
}
