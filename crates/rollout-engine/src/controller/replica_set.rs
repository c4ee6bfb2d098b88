//! The ReplicaSet controller (`pkg/controller/replicaset/replica_set.go`): as many Pods as are wanted, and what they count for.

pub mod deletion_order;
pub mod status;

use self::status::Counts;
use super::work_queue::WorkItem;
use crate::api::{
    EventSource, EventType, Kind, Name, ObjectRef, OwnerReference, Pod, ReplicaSet, ReplicaSetStatus,
};
use crate::cluster::Refusal;
use crate::decision::{DecisionOutcome, Equation, Rule, Term};
use crate::id::{PodId, ReplicaSetId};
use crate::number_map::NumberSet;
use crate::recorder::EventKey;
use crate::sorted::SortedMap;
use crate::time::{SimDuration, SimTime};
use crate::world::{Planned, Work, World};
use std::collections::VecDeque;
use std::rc::Rc;

/// No sync creates or deletes more Pods than that.
const BURST_REPLICAS: i32 = 500;
/// What a sync has done is expected to be seen within this time.
const EXPECTATIONS_LAST: SimDuration = SimDuration::millis(300_000);

/// The controller's keys and the syncs under way.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReplicaSetController {
    keys: SortedMap<ReplicaSetId, Key>,
}

#[derive(Clone, Debug, Default)]
struct Key {
    work: WorkItem,
    calls: VecDeque<Call>,
    seen: Option<Rc<ReplicaSet>>,
    expectations: Expectations,
    /// The first error of the sync under way.
    error: Option<Rc<str>>,
    /// The difference that the sync found: active Pods less wanted ones.
    excess: i32,
    /// The counts as they were when the sync started; the status is written from them at its end.
    counts: Option<Counts>,
}

/// What has been done and not been seen yet.
#[derive(Clone, Debug, Default)]
struct Expectations {
    creations: i32,
    deletions: NumberSet<PodId>,
    until: SimTime,
}

#[derive(Clone, Debug)]
enum Call {
    /// Makes a Pod ours.
    Adopt(PodId),
    /// Lets go of a Pod whose labels do not match any more.
    Release(PodId),
    /// Creates so many Pods side by side; so many are left after them.
    Create { count: i32, left: i32 },
    /// Deletes these Pods side by side.
    Delete(Vec<PodId>),
    /// Writes the status, if the ReplicaSet is still at this version; after a conflict it is read and written once more.
    WriteStatus { version: u64, status: Box<ReplicaSetStatus>, last_try: bool },
    /// Reads the ReplicaSet after a conflict.
    Read,
}

impl ReplicaSetController {
    /// A ReplicaSet has changed in the cache.
    pub(crate) fn on_replica_set(&mut self, world: &mut World, id: ReplicaSetId, gone: bool) {
        if gone {
            self.keys.remove(&id);
            return;
        }
        self.wake(world, id);
    }

    /// A Pod has changed in the cache; the ReplicaSets that controlled it before, and now.
    pub(crate) fn on_pod(
        &mut self,
        world: &mut World,
        id: PodId,
        before: Option<&Pod>,
        now: Option<&Pod>,
        [old_owner, new_owner]: [Option<ReplicaSetId>; 2],
    ) {
        let turned_ready = now.is_some_and(Pod::is_ready) && before.is_some_and(|b| !b.is_ready());
        for owner in [old_owner, new_owner.filter(|o| Some(*o) != old_owner)].into_iter().flatten() {
            let Some(key) = self.keys.get_mut(&owner) else { continue };
            if before.is_none() {
                key.expectations.creations = (key.expectations.creations - 1).max(0);
            }
            if now.is_none_or(|p| p.meta.is_being_deleted()) {
                key.expectations.deletions.remove(id);
            }
            // A Pod that becomes Ready will be available later.
            if turned_ready && let Some(replica_set) = world.cache.replica_sets.get(&owner) {
                let wait = replica_set.spec.min_ready_seconds;
                if wait > 0 {
                    let at = world.now + SimDuration::seconds(i64::from(wait));
                    key.wake_at(world, owner, at);
                }
            }
            if !key.work.is_awake() {
                self.wake(world, owner);
            }
        }
        let Some(now) = now.filter(|p| p.meta.owner.is_none()) else { return };
        let news = before.is_none_or(|b| b.meta.labels != now.meta.labels || b.meta.owner != now.meta.owner);
        if !news {
            return;
        }
        let fitting: Vec<ReplicaSetId> = world
            .cache
            .replica_sets
            .iter()
            .filter(|(_, r)| r.spec.selector.matches(&now.meta.labels))
            .map(|(id, _)| *id)
            .collect();
        for id in fitting {
            self.wake(world, id);
        }
    }

    fn wake(&mut self, world: &mut World, id: ReplicaSetId) {
        if !world.cache.replica_sets.contains_key(&id) {
            return;
        }
        if self.keys.entry(id).or_default().work.wake() {
            world.plan(world.now, Planned::ReplicaSet(id, Work::Start));
        }
    }

    /// Whether some ReplicaSet is to be looked at again though nothing has changed: Pods will be available, or a failure is retried.
    pub(crate) fn will_wake(&self) -> bool {
        self.keys.values().any(|key| key.work.will_wake())
    }

    /// Goes on with a key.
    pub(crate) fn work(&mut self, world: &mut World, id: ReplicaSetId, work: Work) {
        let Some(key) = self.keys.get_mut(&id) else { return };
        match work {
            Work::Wake => {
                if key.work.woken(world.now) {
                    world.plan(world.now, Planned::ReplicaSet(id, Work::Start));
                }
            }
            Work::Start => key.start(world, id),
            Work::Answer => key.answer(world, id),
        }
    }
}

impl Expectations {
    fn are_met(&self, now: SimTime) -> bool {
        (self.creations <= 0 && self.deletions.is_empty()) || now >= self.until
    }
}

impl Key {
    fn start(&mut self, world: &mut World, id: ReplicaSetId) {
        self.work.start();
        self.error = None;
        self.calls.clear();
        let Some(replica_set) = world.cache.replica_sets.get(&id).map(Rc::clone) else {
            let _ = self.work.end();
            return;
        };
        let counts = self.claim(world, id, &replica_set);
        self.excess = counts.active - replica_set.spec.replicas;
        if self.expectations.are_met(world.now) && !replica_set.meta.is_being_deleted() {
            self.plan_replicas(world, id, &replica_set);
        }
        self.counts = Some(counts);
        self.seen = Some(replica_set);
        self.next(world, id);
    }

    /// Sorts out which Pods are ours: plans adoptions and releases, and counts what is ours then.
    fn claim(&mut self, world: &World, id: ReplicaSetId, replica_set: &ReplicaSet) -> Counts {
        let now_ms = world.calendar.unix_ms(world.now);
        let mut counts = Counts::of(world.cache.groups.get(&id), replica_set, now_ms);
        if let Some(group) = world.cache.groups.get(&id) {
            for pod in group.misfits.iter() {
                if let Some(cached) = world.cache.pods.get(pod) {
                    counts.take_away(&cached.object, replica_set, now_ms);
                }
                if !replica_set.meta.is_being_deleted() {
                    self.calls.push_back(Call::Release(pod));
                }
            }
        }
        if replica_set.meta.is_being_deleted() {
            return counts;
        }
        for pod in world.cache.orphans.iter() {
            let Some(cached) = world.cache.pods.get(pod) else { continue };
            if replica_set.spec.selector.matches(&cached.object.meta.labels) {
                counts.add(&cached.object, replica_set, now_ms);
                self.calls.push_back(Call::Adopt(pod));
            }
        }
        counts
    }

    fn plan_replicas(&mut self, world: &mut World, id: ReplicaSetId, replica_set: &ReplicaSet) {
        let until = world.now + EXPECTATIONS_LAST;
        if self.excess < 0 {
            let missing = self.excess.saturating_neg().min(BURST_REPLICAS);
            self.expectations = Expectations { creations: missing, deletions: NumberSet::new(), until };
            self.calls.push_back(Call::Create { count: 1, left: missing - 1 });
        } else if self.excess > 0 {
            let going = deletion_order::choose(world, id, replica_set, self.excess.min(BURST_REPLICAS));
            self.expectations =
                Expectations { creations: 0, deletions: going.iter().copied().collect(), until };
            self.calls.push_back(Call::Delete(going));
        }
    }

    fn next(&mut self, world: &mut World, id: ReplicaSetId) {
        if self.calls.is_empty()
            && let (Some(counts), Some(seen)) = (self.counts.take(), &self.seen)
        {
            let status = counts.status(seen, self.error.as_ref(), self.excess, world.timestamp());
            if status != seen.status {
                let version = seen.meta.resource_version;
                self.calls.push_back(Call::WriteStatus {
                    version,
                    status: Box::new(status),
                    last_try: false,
                });
            }
        }
        if self.calls.is_empty() {
            self.end(world, id);
            return;
        }
        let at = world.answer_at();
        world.plan(at, Planned::ReplicaSet(id, Work::Answer));
    }

    /// The API server answers the first of the calls that are left.
    fn answer(&mut self, world: &mut World, id: ReplicaSetId) {
        let (Some(call), Some(seen)) = (self.calls.pop_front(), self.seen.clone()) else { return };
        match call {
            Call::Adopt(pod) => self.adopt(world, id, &seen, pod),
            Call::Release(pod) => {
                let uid = seen.meta.uid;
                // A Pod that has gone meanwhile needs no release.
                let _ = world.update_pod(pod, |p| {
                    if p.meta.is_controlled_by(uid) {
                        p.meta.owner = None;
                    }
                });
            }
            Call::Create { count, left } => self.create(world, id, &seen, count, left),
            Call::Delete(pods) => self.delete(world, &seen, &pods),
            Call::WriteStatus { version, status, last_try } => {
                self.write_status(world, id, version, status, last_try);
            }
            Call::Read => {}
        }
        self.next(world, id);
    }

    fn adopt(&mut self, world: &mut World, id: ReplicaSetId, seen: &ReplicaSet, pod: PodId) {
        // A live look at the owner confirms that it may adopt.
        let live = world.cluster.replica_sets.get(id);
        let may = live.is_some_and(|r| !r.object.meta.is_being_deleted());
        let owner = owner_reference(seen);
        let adopted = may && world.update_pod(pod, |p| p.meta.owner = Some(owner)).is_ok();
        if !adopted {
            self.error.get_or_insert_with(|| "the Pod cannot be adopted".into());
            self.calls.clear();
        }
    }

    fn create(&mut self, world: &mut World, id: ReplicaSetId, seen: &ReplicaSet, batch: i32, left: i32) {
        let owner = owner_reference(seen);
        let mut names: Vec<Name> = Vec::new();
        for _ in 0..batch {
            match world.create_pod(id, &owner, &seen.spec.template) {
                Ok(pod) => {
                    let Some(record) = world.cluster.pods.get(pod) else { continue };
                    let name = Rc::clone(&record.object.meta.name);
                    tell(world, seen, EventType::Normal, "SuccessfulCreate", &["Created pod: ", &name]);
                    names.push(name);
                }
                Err(refusal) => {
                    let words = words_of(&refusal);
                    tell(world, seen, EventType::Warning, "FailedCreate", &["Error creating: ", &words]);
                    self.expectations.creations -= 1;
                    self.error.get_or_insert(words);
                }
            }
        }
        if !names.is_empty() {
            let made = i64::from(count(names.len()));
            let equation = Equation::of(&[
                (true, Term::OwnReplicas, i64::from(seen.spec.replicas)),
                (false, Term::ActivePods, i64::from(seen.spec.replicas + self.excess)),
            ])
            .limited(Term::Remaining, made);
            let object = ObjectRef { kind: Kind::ReplicaSet, name: Rc::clone(&seen.meta.name) };
            world.decide(object, Rule::CreatePods, equation, DecisionOutcome::PodsCreated(names));
        }
        // Slow start: each batch twice the last, and none after one that failed.
        if self.error.is_some() {
            self.expectations.creations -= left;
        } else if left > 0 {
            let next = (batch * 2).min(left);
            self.calls.push_front(Call::Create { count: next, left: left - next });
        }
    }

    fn delete(&mut self, world: &mut World, seen: &ReplicaSet, pods: &[PodId]) {
        let mut names: Vec<Name> = Vec::new();
        for pod in pods {
            let Some(name) = world.cluster.pods.get(*pod).map(|p| Rc::clone(&p.object.meta.name)) else {
                // It has gone already: neither an Event nor an error.
                self.expectations.deletions.remove(*pod);
                continue;
            };
            if world.delete_pod(*pod, None).is_ok() {
                tell(world, seen, EventType::Normal, "SuccessfulDelete", &["Deleted pod: ", &name]);
                names.push(name);
            }
        }
        if names.is_empty() {
            return;
        }
        let equation = Equation::of(&[
            (true, Term::ActivePods, i64::from(seen.spec.replicas + self.excess)),
            (false, Term::OwnReplicas, i64::from(seen.spec.replicas)),
        ])
        .limited(Term::Remaining, i64::from(count(names.len())));
        let object = ObjectRef { kind: Kind::ReplicaSet, name: Rc::clone(&seen.meta.name) };
        world.decide(object, Rule::DeletePods, equation, DecisionOutcome::PodsDeleted(names));
    }

    fn write_status(
        &mut self,
        world: &mut World,
        id: ReplicaSetId,
        version: u64,
        status: Box<ReplicaSetStatus>,
        last_try: bool,
    ) {
        let refusal = world.update_replica_set_status(id, version, ReplicaSetStatus::clone(&status)).err();
        match refusal {
            Some(Refusal::Conflict) if !last_try => {
                let Some(live) = world.cluster.replica_sets.get(id) else { return };
                let version = live.object.meta.resource_version;
                self.calls.push_back(Call::Read);
                self.calls.push_back(Call::WriteStatus { version, status, last_try: true });
            }
            Some(_) => {
                self.error.get_or_insert_with(|| "conflict".into());
            }
            None => {}
        }
    }

    fn end(&mut self, world: &mut World, id: ReplicaSetId) {
        if self.error.is_some() {
            if let Some(wait) = self.work.failed(None) {
                let at = world.now + wait;
                self.wake_at(world, id, at);
            }
        } else {
            self.work.succeeded();
            self.wake_for_availability(world, id);
        }
        if self.work.end() {
            world.plan(world.now, Planned::ReplicaSet(id, Work::Start));
        }
    }

    /// While Ready Pods are not available yet: looks again when the first of them will be.
    fn wake_for_availability(&mut self, world: &mut World, id: ReplicaSetId) {
        let (Some(seen), Some(group)) = (&self.seen, world.cache.groups.get(&id)) else {
            self.work.sleep();
            return;
        };
        let wait = seen.spec.min_ready_seconds;
        let now_ms = world.calendar.unix_ms(world.now);
        if wait <= 0 || group.ready() == group.available(wait, now_ms) {
            // A retry that is still planned would find nothing.
            self.work.sleep();
            return;
        }
        let left =
            group.next_available_ms(wait, now_ms).map_or(i64::from(wait) * 1000, |at| (at - now_ms).max(0));
        let at = world.now + SimDuration::millis(u64::try_from(left).unwrap_or(0));
        self.wake_at(world, id, at);
    }

    fn wake_at(&mut self, world: &mut World, id: ReplicaSetId, at: SimTime) {
        if self.work.wake_later(at) {
            world.plan(at, Planned::ReplicaSet(id, Work::Wake));
        }
    }
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn words_of(refusal: &Refusal) -> Rc<str> {
    match refusal {
        Refusal::Forbidden(words) => Rc::clone(words),
        _ => "the object has changed".into(),
    }
}

fn owner_reference(replica_set: &ReplicaSet) -> Rc<OwnerReference> {
    Rc::new(OwnerReference {
        kind: Kind::ReplicaSet,
        name: Rc::clone(&replica_set.meta.name),
        uid: replica_set.meta.uid,
    })
}

fn tell(
    world: &mut World,
    replica_set: &ReplicaSet,
    kind: EventType,
    reason: &'static str,
    message: &[&str],
) {
    let object = ObjectRef { kind: Kind::ReplicaSet, name: Rc::clone(&replica_set.meta.name) };
    let key = EventKey { object, uid: replica_set.meta.uid, pod: None };
    world.record_event(&key, EventSource::ReplicaSetController, kind, reason, message);
}
