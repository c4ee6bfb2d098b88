//! The Deployment controller (`pkg/controller/deployment/deployment_controller.go`).

pub mod annotations;
mod history;
pub(crate) mod plan;
mod progress;
mod recreate;
pub mod replicas;
mod rollback;
mod rolling;
pub mod scale;
pub mod sync;

use self::plan::{Basis, Call, Note, OnRefusal, Plan, Verb, WakeUp};
use self::sync::View;
use super::work_queue::WorkItem;
use crate::SortedMap;
use crate::api::{
    ConditionReason, ConditionStatus, Deployment, DeploymentConditionType, EventSource, EventType, Kind,
    ObjectRef, Pod, ReplicaSet, Uid,
};
use crate::cluster::Refusal;
use crate::command::Propagation;
use crate::id::{DeploymentId, ReplicaSetId};
use crate::recorder::EventKey;
use crate::world::{Planned, Work, World};
use std::rc::Rc;

/// A failing key is dropped after so many tries, until something wakes it.
const MOST_RETRIES: u32 = 15;

/// The controller's keys and the syncs under way.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeploymentController {
    keys: SortedMap<DeploymentId, Key>,
}

#[derive(Clone, Debug, Default)]
struct Key {
    work: WorkItem,
    /// The sync under way: what is left of it.
    plan: Plan,
    seen: Option<Rc<Deployment>>,
    /// The version that this sync wrote last of a ReplicaSet.
    own_write: Option<(ReplicaSetId, u64)>,
    /// The steps that were last considered and not taken: only news is logged.
    notes: Vec<Note>,
}

impl DeploymentController {
    /// A Deployment has changed in the cache.
    pub(crate) fn on_deployment(&mut self, world: &mut World, id: DeploymentId, gone: bool) {
        if gone {
            self.keys.remove(&id);
            return;
        }
        self.wake(world, id);
    }

    /// A ReplicaSet has changed in the cache.
    pub(crate) fn on_replica_set(
        &mut self,
        world: &mut World,
        before: Option<&ReplicaSet>,
        now: Option<&ReplicaSet>,
    ) {
        let owner = |r: &ReplicaSet| r.meta.owner.as_ref().map(|o| o.uid);
        let owners = [before.and_then(owner), now.and_then(owner)];
        for uid in owners.iter().flatten() {
            self.wake_owner(world, *uid);
            if owners[0] == owners[1] {
                break;
            }
        }
        let Some(now) = now.filter(|r| r.meta.owner.is_none()) else { return };
        let news = before.is_none_or(|b| b.meta.labels != now.meta.labels || b.meta.owner != now.meta.owner);
        if !news {
            return;
        }
        let fitting: Vec<DeploymentId> = world
            .cache
            .deployments
            .iter()
            .filter(|(_, d)| !d.spec.selector.is_empty() && d.spec.selector.matches(&now.meta.labels))
            .map(|(id, _)| *id)
            .collect();
        for id in fitting {
            self.wake(world, id);
        }
    }

    /// A Pod has gone from the cache: Recreate waits for that.
    pub(crate) fn on_pod_gone(&mut self, world: &mut World, owner: Option<ReplicaSetId>, pod: &Pod) {
        let replica_set = owner.and_then(|o| world.cache.replica_sets.get(&o)).map(Rc::clone);
        let found = match replica_set.as_ref().and_then(|r| r.meta.owner.as_ref()) {
            Some(owner) => deployment_of(world, owner.uid),
            None => world
                .cache
                .deployments
                .iter()
                .find(|(_, d)| !d.spec.selector.is_empty() && d.spec.selector.matches(&pod.meta.labels))
                .map(|(id, d)| (*id, Rc::clone(d))),
        };
        let Some((id, deployment)) = found else { return };
        if deployment.spec.strategy == crate::api::DeploymentStrategy::Recreate {
            self.wake(world, id);
        }
    }

    fn wake_owner(&mut self, world: &mut World, uid: Uid) {
        if let Some((id, _)) = deployment_of(world, uid) {
            self.wake(world, id);
        }
    }

    fn wake(&mut self, world: &mut World, id: DeploymentId) {
        if self.keys.entry(id).or_default().work.wake() {
            world.plan(world.now, Planned::Deployment(id, Work::Start));
        }
    }

    /// Whether some Deployment is to be looked at again though nothing has changed: its progress deadline runs.
    pub(crate) fn will_wake(&self) -> bool {
        self.keys.values().any(|key| key.work.will_wake())
    }

    /// Goes on with a key.
    pub(crate) fn work(&mut self, world: &mut World, id: DeploymentId, work: Work) {
        let Some(key) = self.keys.get_mut(&id) else { return };
        match work {
            Work::Wake => {
                if key.work.woken(world.now) {
                    world.plan(world.now, Planned::Deployment(id, Work::Start));
                }
            }
            Work::Start => key.start(world, id),
            Work::Answer => key.answer(world, id),
        }
    }
}

fn deployment_of(world: &World, uid: Uid) -> Option<(DeploymentId, Rc<Deployment>)> {
    world.cache.deployments.iter().find(|(_, d)| d.meta.uid == uid).map(|(id, d)| (*id, Rc::clone(d)))
}

impl Key {
    fn start(&mut self, world: &mut World, id: DeploymentId) {
        self.work.start();
        self.own_write = None;
        let Some(deployment) = world.cache.deployments.get(&id).map(Rc::clone) else {
            let _ = self.work.end();
            return;
        };
        self.plan = sync::plan(view(world, &deployment));
        self.seen = Some(deployment);
        let notes = std::mem::take(&mut self.plan.notes);
        for note in &notes {
            if !self.notes.contains(note) {
                self.log(world, note.clone());
            }
        }
        self.notes = notes;
        self.next(world, id);
    }

    fn next(&mut self, world: &mut World, id: DeploymentId) {
        if self.plan.calls.is_empty() {
            self.succeed(world, id);
            return;
        }
        let at = world.answer_at();
        world.plan(at, Planned::Deployment(id, Work::Answer));
    }

    /// The API server answers the first of the calls that are left.
    fn answer(&mut self, world: &mut World, id: DeploymentId) {
        let Some(call) = self.plan.calls.pop_front() else { return };
        let Some(seen) = self.seen.clone() else { return };
        match self.carry_out(world, id, &seen, &call) {
            Ok(false) => self.next(world, id),
            Ok(true) => {
                if let Some((kind, reason, message)) = call.event {
                    tell(world, &seen, kind, reason, &message);
                }
                if let Some(note) = call.note {
                    self.log(world, note);
                }
                self.next(world, id);
            }
            Err(refusal) => self.refused(world, id, &seen, call, &refusal),
        }
    }

    fn refused(
        &mut self,
        world: &mut World,
        id: DeploymentId,
        seen: &Deployment,
        call: Call,
        refusal: &Refusal,
    ) {
        if call.on_refusal == OnRefusal::AbandonShrink {
            self.plan.calls.retain(|c| c.on_refusal != OnRefusal::AbandonShrink);
            self.next(world, id);
            return;
        }
        if let Verb::Create(new) = &call.verb {
            let mut status = seen.status.clone();
            let mut kept_for_later = true;
            match refusal {
                Refusal::AlreadyExists if is_ours(world, seen, &new.0.name, &new.1.template) => {
                    kept_for_later = false;
                }
                // Another template has the same hash: with a higher count the next hash is another one.
                Refusal::AlreadyExists => {
                    status.collision_count = Some(status.collision_count.unwrap_or(0) + 1);
                }
                _ => {
                    let words = refusal_words(refusal);
                    let message = format!("Failed to create new replica set \"{}\": {words}", new.0.name);
                    tell(world, seen, EventType::Warning, "ReplicaSetCreateError", &message);
                    if replicas::has_progress_deadline(&seen.spec) {
                        let condition = replicas::condition(
                            DeploymentConditionType::Progressing,
                            ConditionStatus::False,
                            ConditionReason::ReplicaSetCreateError,
                            message,
                            world.timestamp(),
                        );
                        replicas::set_condition(&mut status.conditions, condition);
                    }
                }
            }
            if kept_for_later && status != seen.status {
                // This one write is still made, whatever becomes of it.
                let version = seen.meta.resource_version;
                let annotations = seen.meta.annotations.clone();
                let _ = world.update_deployment_status(id, version, status, annotations);
            }
        }
        self.fail(world, id);
    }

    /// Whether anything was to be done.
    fn carry_out(
        &mut self,
        world: &mut World,
        id: DeploymentId,
        seen: &Deployment,
        call: &Call,
    ) -> Result<bool, Refusal> {
        match &call.verb {
            Verb::Adopt(replica_set) => {
                // A live look at the owner confirms that it may adopt.
                let live = world.cluster.deployments.get(id).ok_or(Refusal::NotFound)?;
                if live.object.meta.is_being_deleted() || live.object.meta.uid != seen.meta.uid {
                    return Err(Refusal::Conflict);
                }
                let owner = owner_reference(seen);
                world.update_replica_set(*replica_set, None, |r| r.meta.owner = Some(owner)).map(|_| true)
            }
            Verb::Release(replica_set) => {
                let uid = seen.meta.uid;
                let released = world.update_replica_set(*replica_set, None, |r| {
                    if r.meta.is_controlled_by(uid) {
                        r.meta.owner = None;
                    }
                });
                match released {
                    Err(Refusal::NotFound) => Ok(false),
                    other => other.map(|_| true),
                }
            }
            Verb::Create(new) => world.create_replica_set(&new.0, new.1.clone()).map(|_| true),
            Verb::Annotate { id, version, annotations, min_ready_seconds } => world
                .update_replica_set(*id, Some(*version), |r| {
                    r.meta.annotations.clone_from(annotations);
                    r.spec.min_ready_seconds = *min_ready_seconds;
                })
                .map(|_| true),
            Verb::Scale { id, basis, replicas, annotations } => {
                let version = match (basis, self.own_write) {
                    (Basis::Seen(version), _) => *version,
                    (Basis::OwnWrite, Some((written, version))) if written == *id => version,
                    (Basis::OwnWrite, _) => return Err(Refusal::Conflict),
                };
                let version = world.update_replica_set(*id, Some(version), |r| {
                    r.meta.annotations.clone_from(annotations);
                    r.spec.replicas = *replicas;
                })?;
                self.own_write = Some((*id, version));
                Ok(true)
            }
            Verb::Delete(replica_set) => {
                match world.delete_replica_set(*replica_set, Propagation::Background) {
                    Err(Refusal::NotFound) => Ok(false),
                    other => other.map(|()| true),
                }
            }
            Verb::WriteStatus { version, status, annotations } => world
                .update_deployment_status(
                    id,
                    *version,
                    DeploymentStatusBox::clone(status),
                    annotations.clone(),
                )
                .map(|_| true),
            Verb::WriteSpec { version, deployment } => {
                let live = world.cluster.deployments.get(id).ok_or(Refusal::NotFound)?;
                if live.object.meta.resource_version != *version {
                    return Err(Refusal::Conflict);
                }
                let Deployment { meta, spec, .. } = &**deployment;
                world
                    .update_deployment(id, meta.labels.clone(), meta.annotations.clone(), spec.clone())
                    .map(|_| true)
            }
        }
    }

    fn log(&self, world: &mut World, note: Note) {
        let Some(seen) = &self.seen else { return };
        let object = ObjectRef { kind: Kind::Deployment, name: Rc::clone(&seen.meta.name) };
        world.decide(object, note.rule, note.equation, note.outcome);
    }

    fn succeed(&mut self, world: &mut World, id: DeploymentId) {
        self.work.succeeded();
        match self.plan.wake {
            // The real queue would wake once more, and find nothing to do.
            WakeUp::None => self.work.sleep(),
            WakeUp::After(wait) => self.wake_later(world, id, wait),
            WakeUp::RateLimited => {
                let wait = self.work.rate_limited();
                self.wake_later(world, id, wait);
            }
        }
        self.end(world, id);
    }

    fn fail(&mut self, world: &mut World, id: DeploymentId) {
        self.plan = Plan::default();
        if let Some(wait) = self.work.failed(Some(MOST_RETRIES)) {
            self.wake_later(world, id, wait);
        }
        self.end(world, id);
    }

    fn wake_later(&mut self, world: &mut World, id: DeploymentId, wait: crate::time::SimDuration) {
        let at = world.now + wait;
        if self.work.wake_later(at) {
            world.plan(at, Planned::Deployment(id, Work::Wake));
        }
    }

    fn end(&mut self, world: &mut World, id: DeploymentId) {
        if self.work.end() {
            world.plan(world.now, Planned::Deployment(id, Work::Start));
        }
    }
}

type DeploymentStatusBox = crate::api::DeploymentStatus;

fn owner_reference(deployment: &Deployment) -> Rc<crate::api::OwnerReference> {
    Rc::new(crate::api::OwnerReference {
        kind: Kind::Deployment,
        name: Rc::clone(&deployment.meta.name),
        uid: deployment.meta.uid,
    })
}

/// Whether the ReplicaSet of this name is one that the Deployment controls, with the same template.
fn is_ours(
    world: &World,
    deployment: &Deployment,
    name: &str,
    template: &crate::api::PodTemplateSpec,
) -> bool {
    world
        .cache
        .controlled_by(deployment.meta.uid)
        .any(|(_, r)| &*r.meta.name == name && r.spec.template.equals_ignoring_hash(template))
}

fn refusal_words(refusal: &Refusal) -> Rc<str> {
    match refusal {
        Refusal::Forbidden(words) => Rc::clone(words),
        Refusal::Conflict => "conflict".into(),
        Refusal::NotFound => "not found".into(),
        Refusal::AlreadyExists => "already exists".into(),
    }
}

fn tell(world: &mut World, deployment: &Deployment, kind: EventType, reason: &'static str, message: &str) {
    let object = ObjectRef { kind: Kind::Deployment, name: Rc::clone(&deployment.meta.name) };
    let key = EventKey { object, uid: deployment.meta.uid, pod: None };
    world.record_event(&key, EventSource::DeploymentController, kind, reason, &[message]);
}

fn view(world: &World, deployment: &Rc<Deployment>) -> View {
    let cache = &world.cache;
    let candidates = cache
        .replica_sets
        .iter()
        .filter(|(_, r)| r.meta.owner.is_none() || r.meta.is_controlled_by(deployment.meta.uid))
        .map(|(id, r)| (*id, Rc::clone(r)))
        .collect();
    let recreating = deployment.spec.strategy == crate::api::DeploymentStrategy::Recreate;
    let running =
        |id: crate::id::PodId| cache.pods.get(id).is_some_and(|p| !p.object.status.phase.is_terminal());
    let with_running_pods = cache
        .groups
        .iter()
        .filter(|(_, group)| recreating && group.pods.iter().any(running))
        .map(|(id, _)| *id)
        .collect();
    View {
        deployment: Rc::clone(deployment),
        replica_sets: candidates,
        with_running_pods,
        now: world.timestamp(),
        now_ms: world.calendar.unix_ms(world.now),
    }
}
