//! `kubectl rollout undo`: the client takes the template of an earlier ReplicaSet (`kubectl/pkg/polymorphichelpers/rollback.go`).

use super::Simulation;
use super::commands::not_found;
use crate::api::{Kind, Name, POD_TEMPLATE_HASH, PodTemplateSpec, ReplicaSet};
use crate::command::{ApiError, Applied};
use crate::controller::deployment::annotations::{is_own, revision};
use crate::order::sort_by_key;
use std::rc::Rc;

impl Simulation {
    pub(super) fn undo(&mut self, name: &Name, to_revision: Option<i64>) -> Result<Applied, ApiError> {
        let id = self.deployment(name)?;
        let Some(stored) = self.world.cluster.deployments.get(id) else {
            return Err(not_found(Kind::Deployment, name));
        };
        let deployment = Rc::clone(&stored.object);
        let owned: Vec<Rc<ReplicaSet>> = self
            .world
            .cluster
            .replica_sets
            .iter()
            .filter(|(_, r)| r.object.meta.is_controlled_by(deployment.meta.uid))
            .map(|(_, r)| Rc::clone(&r.object))
            .collect();
        let target = match to_revision.filter(|r| *r > 0) {
            Some(wanted) => owned
                .iter()
                .find(|r| revision(r) == Some(wanted))
                .ok_or(ApiError::UnknownRevision { revision: wanted })?,
            None => {
                second_highest(&owned).ok_or_else(|| ApiError::NoHistory { deployment: Rc::clone(name) })?
            }
        };
        if deployment.spec.paused {
            return Err(ApiError::Paused { deployment: Rc::clone(name), restart: false });
        }
        if target.spec.template.equals_ignoring_hash(&deployment.spec.template) {
            return Ok(Applied::SkippedRollback);
        }
        let mut template = PodTemplateSpec::clone(&target.spec.template);
        template.labels.unset(POD_TEMPLATE_HASH);
        let mut spec = deployment.spec.clone();
        spec.template = Rc::new(template);
        // What the controller and kubectl keep books in stays; everything else comes from the ReplicaSet.
        let own = deployment.meta.annotations.iter().filter(|(k, _)| is_own(k));
        let theirs = target.meta.annotations.iter().filter(|(k, _)| !is_own(k));
        let annotations = own.chain(theirs).map(|(k, v)| (Name::clone(k), Name::clone(v))).collect();
        let changed = self.world.update_deployment(id, deployment.meta.labels.clone(), annotations, spec);
        self.answer(changed, name)
    }
}

/// The ReplicaSet with the second-highest revision; those without one do not count.
fn second_highest(owned: &[Rc<ReplicaSet>]) -> Option<&Rc<ReplicaSet>> {
    let mut ranked: Vec<(i64, &Rc<ReplicaSet>)> =
        owned.iter().filter_map(|r| revision(r).map(|n| (n, r))).collect();
    sort_by_key(&mut ranked, |(n, _)| *n);
    ranked.iter().rev().nth(1).map(|(_, r)| *r)
}
