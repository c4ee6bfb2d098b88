//! Writes of Deployments (`pkg/registry/apps/deployment/strategy.go`).

use super::{Change, Cluster, Refusal, Stored};
use crate::api::{Annotations, Deployment, DeploymentSpec, DeploymentStatus, Finalizer, Labels, ObjectMeta};
use crate::command::Propagation;
use crate::id::DeploymentId;
use crate::world::World;
use std::rc::Rc;

impl World {
    /// Creates a Deployment.
    pub(crate) fn create_deployment(
        &mut self,
        meta: &ObjectMeta,
        spec: DeploymentSpec,
    ) -> Result<DeploymentId, Refusal> {
        if self.cluster.deployment_named(&meta.name).is_some() {
            return Err(Refusal::AlreadyExists);
        }
        let mut meta = meta.clone();
        meta.uid = Cluster::new_uid(&mut self.rng);
        meta.generation = 1;
        meta.resource_version = self.cluster.next_version();
        meta.creation_timestamp = self.timestamp();
        let object = Rc::new(Deployment { meta, spec, status: DeploymentStatus::default() });
        let order = self.cluster.next_order();
        let id = self.cluster.deployments.insert(Stored { object: Rc::clone(&object), order });
        self.stored(Change::Deployment(id, None, Some(object)));
        Ok(id)
    }

    /// Replaces labels, annotations and spec; the generation grows with annotations and spec. Whether anything changed.
    pub(crate) fn update_deployment(
        &mut self,
        id: DeploymentId,
        labels: Labels,
        annotations: Annotations,
        spec: DeploymentSpec,
    ) -> Result<bool, Refusal> {
        self.write_deployment(id, None, |d| {
            if d.spec != spec || d.meta.annotations != annotations {
                d.meta.generation += 1;
            }
            d.meta.labels = labels;
            d.meta.annotations = annotations;
            d.spec = spec;
        })
    }

    /// Replaces the status and the annotations through the status subresource: the generation stays.
    pub(crate) fn update_deployment_status(
        &mut self,
        id: DeploymentId,
        version: u64,
        status: DeploymentStatus,
        annotations: Annotations,
    ) -> Result<bool, Refusal> {
        self.write_deployment(id, Some(version), |d| {
            d.status = status;
            d.meta.annotations = annotations;
        })
    }

    /// Asks for a Deployment's deletion. It goes at once, unless its dependents come first.
    pub(crate) fn delete_deployment(
        &mut self,
        id: DeploymentId,
        propagation: Propagation,
    ) -> Result<(), Refusal> {
        let finalizer = match propagation {
            Propagation::Background => return self.remove_deployment(id),
            Propagation::Foreground => Finalizer::ForegroundDeletion,
            Propagation::Orphan => Finalizer::Orphan,
        };
        let now = self.timestamp();
        self.write_deployment(id, None, |d| {
            if d.meta.deletion_timestamp.is_none() {
                d.meta.deletion_timestamp = Some(now);
                d.meta.deletion_grace_period_seconds = Some(0);
                d.meta.generation += 1;
                d.meta.finalizers.push(finalizer);
            }
        })?;
        Ok(())
    }

    /// Takes a Deployment out.
    pub(crate) fn remove_deployment(&mut self, id: DeploymentId) -> Result<(), Refusal> {
        let gone = self.cluster.deployments.remove(id).ok_or(Refusal::NotFound)?;
        self.cluster.next_version();
        self.stored(Change::Deployment(id, Some(gone.object), None));
        Ok(())
    }

    fn write_deployment(
        &mut self,
        id: DeploymentId,
        version: Option<u64>,
        change: impl FnOnce(&mut Deployment),
    ) -> Result<bool, Refusal> {
        let next = self.cluster.next_version();
        let stored = self.cluster.deployments.get_mut(id).ok_or(Refusal::NotFound)?;
        if version.is_some_and(|v| v != stored.object.meta.resource_version) {
            return Err(Refusal::Conflict);
        }
        let before = Rc::clone(&stored.object);
        change(Rc::make_mut(&mut stored.object));
        if *before == *stored.object {
            stored.object = before;
            return Ok(false);
        }
        Rc::make_mut(&mut stored.object).meta.resource_version = next;
        let after = Rc::clone(&stored.object);
        self.stored(Change::Deployment(id, Some(before), Some(after)));
        Ok(true)
    }
}
