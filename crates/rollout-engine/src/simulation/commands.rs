//! What commands do: each is stored in the instant in which it is applied.

use super::Simulation;
use crate::api::{Deployment, DeploymentSpec, Kind, Name, ObjectMeta, PodTemplateSpec, StringMap};
use crate::cluster::Refusal;
use crate::command::{ApiError, Applied, Command};
use crate::id::DeploymentId;
use crate::world::World;
use std::rc::Rc;

/// The template annotation of `kubectl rollout restart`.
const RESTARTED_AT: &str = "kubectl.kubernetes.io/restartedAt";

impl Simulation {
    /// Carries out a command now.
    ///
    /// # Errors
    /// If the API server, or kubectl on its behalf, would refuse it; nothing has changed then.
    pub fn apply(&mut self, command: &Command) -> Result<Applied, ApiError> {
        let applied = self.carry_out(command)?;
        self.steps += 1;
        self.commands += 1;
        Ok(applied)
    }

    fn carry_out(&mut self, command: &Command) -> Result<Applied, ApiError> {
        match command {
            Command::CreateDeployment(new) => {
                fits_its_template(new)?;
                let created = self.world.create_deployment(&new.meta, new.spec.clone());
                created.map(|_| Applied::Changed).map_err(|r| refused(&r, Kind::Deployment, &new.meta.name))
            }
            Command::UpdateDeployment(new) => {
                fits_its_template(new)?;
                let id = self.deployment(&new.meta.name)?;
                if self.deployment_spec(id).is_some_and(|old| old.selector != new.spec.selector) {
                    return Err(ApiError::SelectorIsImmutable { deployment: Rc::clone(&new.meta.name) });
                }
                let (labels, annotations) = (new.meta.labels.clone(), new.meta.annotations.clone());
                let changed = self.world.update_deployment(id, labels, annotations, new.spec.clone());
                self.answer(changed, &new.meta.name)
            }
            Command::CreateService(new) => {
                let created = self.world.create_service(&new.meta, new.spec.clone());
                created.map(|_| Applied::Changed).map_err(|r| refused(&r, Kind::Service, &new.meta.name))
            }
            Command::UpdateService(new) => {
                let id = self.world.cluster.service_named(&new.meta.name);
                let id = id.ok_or_else(|| not_found(Kind::Service, &new.meta.name))?;
                let (labels, annotations) = (new.meta.labels.clone(), new.meta.annotations.clone());
                let changed = self.world.update_service(id, labels, annotations, new.spec.clone());
                changed.map(applied).map_err(|r| refused(&r, Kind::Service, &new.meta.name))
            }
            Command::Delete { kind, name, propagation, grace_period_seconds } => {
                let cluster = &self.world.cluster;
                let done = match kind {
                    Kind::Deployment => cluster
                        .deployment_named(name)
                        .map(|id| self.world.delete_deployment(id, *propagation)),
                    Kind::ReplicaSet => cluster
                        .replica_set_named(name)
                        .map(|id| self.world.delete_replica_set(id, *propagation)),
                    Kind::Pod => {
                        cluster.pod_named(name).map(|id| self.world.delete_pod(id, *grace_period_seconds))
                    }
                    Kind::Service => cluster.service_named(name).map(|id| self.world.remove_service(id)),
                    Kind::EndpointSlice | Kind::Node => None,
                };
                let done = done.unwrap_or(Err(Refusal::NotFound));
                done.map(|()| Applied::Changed).map_err(|r| refused(&r, *kind, name))
            }
            Command::SetImage { deployment, container, image } => self.edit(deployment, |spec| {
                let template = Rc::make_mut(&mut spec.template);
                let found = template.spec.containers.iter_mut().find(|c| c.name == *container);
                let found =
                    found.ok_or_else(|| ApiError::UnknownContainer { container: Rc::clone(container) })?;
                found.image = Rc::clone(image);
                Ok(())
            }),
            Command::Scale { kind, name, replicas } => self.scale(*kind, name, *replicas),
            Command::SetPaused { deployment, paused } => self.edit(deployment, |spec| {
                if spec.paused == *paused {
                    return Err(ApiError::PausedAlready {
                        deployment: Rc::clone(deployment),
                        paused: *paused,
                    });
                }
                spec.paused = *paused;
                Ok(())
            }),
            Command::Undo { deployment, to_revision } => self.undo(deployment, *to_revision),
            Command::Restart { deployment } => self.restart(deployment),
            Command::SetMetadata { kind, name, labels, annotations } => {
                self.set_metadata(*kind, name, labels, annotations)
            }
            Command::SetCordoned { node, cordoned } => {
                let id = self.world.cluster.node_named(node).ok_or_else(|| not_found(Kind::Node, node))?;
                Ok(applied(self.world.update_node(id, |n| n.unschedulable = *cordoned)))
            }
            Command::SetFault { pod, fault } => {
                let id = self.world.cluster.pod_named(pod).ok_or_else(|| not_found(Kind::Pod, pod))?;
                if self.nodes.set_fault(&mut self.world, id, *fault) {
                    self.traffic.look_again(id);
                    Ok(Applied::Changed)
                } else {
                    Err(ApiError::WrongNodeMode)
                }
            }
            Command::SetWorkload { image, workload } => {
                if self.nodes.set_workload(image, workload) {
                    Ok(Applied::Changed)
                } else {
                    Err(ApiError::WrongNodeMode)
                }
            }
            Command::SetTraffic(spec) => Ok(applied(self.traffic.set(&self.world, spec))),
            Command::SetLatencies(latencies) => {
                let changed = self.world.latencies != *latencies;
                self.world.latencies = *latencies;
                Ok(applied(changed))
            }
            Command::NodeChange { pod, change } => {
                let id = self.world.cluster.pod_named(pod).ok_or_else(|| not_found(Kind::Pod, pod))?;
                if self.nodes.change(&mut self.world, id, *change) {
                    Ok(Applied::Changed)
                } else {
                    Err(ApiError::WrongNodeMode)
                }
            }
        }
    }

    pub(super) fn deployment(&self, name: &Name) -> Result<DeploymentId, ApiError> {
        self.world.cluster.deployment_named(name).ok_or_else(|| not_found(Kind::Deployment, name))
    }

    fn deployment_spec(&self, id: DeploymentId) -> Option<&DeploymentSpec> {
        self.world.cluster.deployments.get(id).map(|d| &d.object.spec)
    }

    /// Changes the spec of a Deployment.
    fn edit(
        &mut self,
        name: &Name,
        change: impl FnOnce(&mut DeploymentSpec) -> Result<(), ApiError>,
    ) -> Result<Applied, ApiError> {
        let id = self.deployment(name)?;
        let Some(stored) = self.world.cluster.deployments.get(id) else {
            return Err(not_found(Kind::Deployment, name));
        };
        let object = Rc::clone(&stored.object);
        let mut spec = object.spec.clone();
        change(&mut spec)?;
        let changed = self.world.update_deployment(
            id,
            object.meta.labels.clone(),
            object.meta.annotations.clone(),
            spec,
        );
        self.answer(changed, name)
    }

    fn scale(&mut self, kind: Kind, name: &Name, replicas: i32) -> Result<Applied, ApiError> {
        if replicas < 0 {
            return Err(ApiError::NegativeReplicas { replicas });
        }
        if kind != Kind::ReplicaSet {
            return self.edit(name, |spec| {
                spec.replicas = replicas;
                Ok(())
            });
        }
        let id = self.world.cluster.replica_set_named(name).ok_or_else(|| not_found(kind, name))?;
        let before = self.world.cluster.replica_sets.get(id).map(|r| r.object.spec.replicas);
        let written = self.world.update_replica_set(id, None, |r| r.spec.replicas = replicas);
        written.map(|_| applied(before != Some(replicas))).map_err(|r| refused(&r, kind, name))
    }

    fn set_metadata(
        &mut self,
        kind: Kind,
        name: &Name,
        labels: &[(Name, Option<Name>)],
        annotations: &[(Name, Option<Name>)],
    ) -> Result<Applied, ApiError> {
        let world = &mut self.world;
        let change = |meta: &mut ObjectMeta| {
            set_all(&mut meta.labels, labels);
            set_all(&mut meta.annotations, annotations);
        };
        let changed = match kind {
            Kind::Deployment => {
                let id = world.cluster.deployment_named(name);
                let stored =
                    id.and_then(|id| Some((id, Rc::clone(&world.cluster.deployments.get(id)?.object))));
                stored.map(|(id, object)| {
                    let mut meta = object.meta.clone();
                    change(&mut meta);
                    world.update_deployment(id, meta.labels, meta.annotations, object.spec.clone())
                })
            }
            Kind::ReplicaSet => world.cluster.replica_set_named(name).map(|id| {
                let version = |world: &World| {
                    world.cluster.replica_sets.get(id).map(|r| r.object.meta.resource_version)
                };
                let before = version(world);
                let written = world.update_replica_set(id, None, |r| change(&mut r.meta));
                written.map(|after| before != Some(after))
            }),
            Kind::Pod => {
                let id = world.cluster.pod_named(name);
                id.map(|id| world.update_pod(id, |pod| change(&mut pod.meta)))
            }
            Kind::Service => {
                let id = world.cluster.service_named(name);
                let stored = id.and_then(|id| Some((id, Rc::clone(&world.cluster.services.get(id)?.object))));
                stored.map(|(id, object)| {
                    let mut meta = object.meta.clone();
                    change(&mut meta);
                    world.update_service(id, meta.labels, meta.annotations, object.spec.clone())
                })
            }
            Kind::Node => {
                let id = world.cluster.node_named(name);
                id.map(|id| Ok(world.update_node(id, |node| set_all(&mut node.labels, labels))))
            }
            Kind::EndpointSlice => None,
        };
        let changed = changed.unwrap_or(Err(Refusal::NotFound));
        changed.map(applied).map_err(|r| refused(&r, kind, name))
    }

    fn restart(&mut self, deployment: &Name) -> Result<Applied, ApiError> {
        let now: Name = self.world.timestamp().to_string().into();
        self.edit(deployment, |spec| {
            if spec.paused {
                return Err(ApiError::Paused { deployment: Rc::clone(deployment), restart: true });
            }
            if spec.template.annotations.get(RESTARTED_AT) == Some(&now) {
                return Err(ApiError::RestartedAlready { deployment: Rc::clone(deployment) });
            }
            let template: &mut PodTemplateSpec = Rc::make_mut(&mut spec.template);
            template.annotations.set(RESTARTED_AT, now);
            Ok(())
        })
    }

    pub(super) fn answer(&self, changed: Result<bool, Refusal>, name: &Name) -> Result<Applied, ApiError> {
        changed.map(applied).map_err(|r| refused(&r, Kind::Deployment, name))
    }
}

fn set_all(map: &mut StringMap, changes: &[(Name, Option<Name>)]) {
    for (key, value) in changes {
        match value {
            Some(value) => map.set(key, Rc::clone(value)),
            None => map.unset(key),
        }
    }
}

fn fits_its_template(new: &Deployment) -> Result<(), ApiError> {
    if new.spec.selector.matches(&new.spec.template.labels) {
        return Ok(());
    }
    Err(ApiError::SelectorMissesTemplate { deployment: Rc::clone(&new.meta.name) })
}

fn applied(changed: bool) -> Applied {
    if changed { Applied::Changed } else { Applied::Unchanged }
}

pub(super) fn not_found(kind: Kind, name: &Name) -> ApiError {
    ApiError::NotFound { kind, name: Rc::clone(name) }
}

fn refused(refusal: &Refusal, kind: Kind, name: &Name) -> ApiError {
    match refusal {
        Refusal::AlreadyExists => ApiError::AlreadyExists { kind, name: Rc::clone(name) },
        Refusal::NotFound | Refusal::Conflict | Refusal::Forbidden(_) => not_found(kind, name),
    }
}
