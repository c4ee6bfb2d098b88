//! What can be said of a run's state in a number: the facts that lessons ask for.
//!
//! *New* is whatever belongs to a ReplicaSet with its Deployment's present template, *old* is the rest.

use rollout_engine::api::{ConditionReason, ConditionStatus, DeploymentConditionType, Uid};
use rollout_engine::controller::deployment::replicas::{
    is_complete, max_surge, max_unavailable, min_available,
};
use rollout_engine::snapshot::{Lamp, PodStage, PodView, ReplicaSetView, Snapshot};
use rollout_engine::traffic::Outcome;
use rollout_engine::{SimTime, SortedMap, Timeline};

/// Counts of Pods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pods {
    created: i64,
    exist: i64,
    counted: i64,
    running: i64,
    ready: i64,
    available: i64,
    leaving: i64,
    gone: i64,
    stuck: i64,
    wants: i64,
    endpoints: i64,
    answered: i64,
}

/// The state of a run, in numbers.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    new: Pods,
    old: Pods,
    /// Of the Deployments after the first, a canary for one; counted among the new and old ones too.
    other: Pods,
    single: Single,
    /// How many requests had failed when the present revision began, and the ReplicaSet that it began with.
    failed_before: (Option<Uid>, i64),
    /// Which ReplicaSet every Pod that ever was belonged to.
    seen: SortedMap<Uid, Option<Uid>>,
    acts: i64,
    refused: i64,
}

#[derive(Clone, Debug, Default)]
struct Single {
    time_ms: i64,
    deployments: i64,
    replica_sets: i64,
    replicas: i64,
    other_replicas: i64,
    stale: i64,
    surge: i64,
    unavailable: i64,
    ceiling: i64,
    floor: i64,
    revision: i64,
    paused: i64,
    complete: i64,
    exceeded: i64,
    available: i64,
    at_rest: i64,
    restarts: i64,
    hung: i64,
    causes: i64,
    distinct_causes: i64,
    sent: i64,
    failed: Vec<(Outcome, i64)>,
    least_available: Option<i64>,
    most_exist: i64,
    most_counted: i64,
    most_live_versions: i64,
}

/// A fact's name, and how it is read off.
type Name = (&'static str, fn(&Facts) -> i64);

/// Every fact.
pub const NAMES: &[Name] = &[
    // Milliseconds since the run opened.
    ("time", |f| f.single.time_ms),
    ("deployments", |f| f.single.deployments),
    ("replicasets", |f| f.single.replica_sets),
    // `spec.replicas` of the first Deployment, and the limits in Pods.
    ("replicas", |f| f.single.replicas),
    ("surge", |f| f.single.surge),
    ("unavailable", |f| f.single.unavailable),
    ("ceiling", |f| f.single.ceiling),
    ("floor", |f| f.single.floor),
    ("revision", |f| f.single.revision),
    ("paused", |f| f.single.paused),
    // The rollout has come to its end; its progress deadline is exceeded; Available is True; nothing changes by itself any more.
    ("complete", |f| f.single.complete),
    ("exceeded", |f| f.single.exceeded),
    ("isavailable", |f| f.single.available),
    ("atrest", |f| f.single.at_rest),
    ("restarts", |f| f.single.restarts),
    ("hung", |f| f.single.hung),
    // ReplicaSets with a change cause, and how many different ones there are.
    ("causes", |f| f.single.causes),
    ("causes.distinct", |f| f.single.distinct_causes),
    // How many acts there have been, and how many of them were refused.
    ("acts", |f| f.acts),
    ("refused", |f| f.refused),
    ("new.wants", |f| f.new.wants),
    ("new.created", |f| f.new.created),
    ("new.exist", |f| f.new.exist),
    ("new.running", |f| f.new.running),
    ("new.ready", |f| f.new.ready),
    ("new.available", |f| f.new.available),
    ("new.leaving", |f| f.new.leaving),
    ("new.gone", |f| f.new.gone),
    ("new.stuck", |f| f.new.stuck),
    ("new.endpoints", |f| f.new.endpoints),
    ("new.answered", |f| f.new.answered),
    ("old.wants", |f| f.old.wants),
    ("old.created", |f| f.old.created),
    ("old.exist", |f| f.old.exist),
    ("old.running", |f| f.old.running),
    ("old.ready", |f| f.old.ready),
    ("old.available", |f| f.old.available),
    ("old.leaving", |f| f.old.leaving),
    ("old.gone", |f| f.old.gone),
    ("old.stuck", |f| f.old.stuck),
    ("old.endpoints", |f| f.old.endpoints),
    ("old.answered", |f| f.old.answered),
    ("all.wants", |f| f.old.wants + f.new.wants),
    ("all.created", |f| f.old.created + f.new.created),
    ("all.exist", |f| f.old.exist + f.new.exist),
    ("all.ready", |f| f.old.ready + f.new.ready),
    ("all.available", |f| f.old.available + f.new.available),
    ("all.leaving", |f| f.old.leaving + f.new.leaving),
    ("all.gone", |f| f.old.gone + f.new.gone),
    ("all.endpoints", |f| f.old.endpoints + f.new.endpoints),
    // Of the Deployments after the first.
    ("other.replicas", |f| f.single.other_replicas),
    ("other.exist", |f| f.other.exist),
    ("other.available", |f| f.other.available),
    ("other.endpoints", |f| f.other.endpoints),
    // Pods that some node still sends to, though they are no ready endpoints any more.
    ("stale", |f| f.single.stale),
    // Over the run so far.
    ("least.available", |f| f.single.least_available.unwrap_or(0)),
    ("most.exist", |f| f.single.most_exist),
    ("most.counted", |f| f.single.most_counted),
    // How many versions had a Pod in the Service at the same time, at most.
    ("most.versions", |f| f.single.most_live_versions),
    ("sent", |f| f.single.sent),
    ("failed", Facts::failed_in_all),
    // Since the first Deployment has had its present revision.
    ("failed.rollout", |f| f.failed_in_all() - f.failed_before.1),
    ("failed.noendpoint", |f| f.failed(Outcome::NoEndpoint)),
    ("failed.refused", |f| f.failed(Outcome::ConnectionRefused)),
    ("failed.reset", |f| f.failed(Outcome::Reset)),
    ("failed.notserving", |f| f.failed(Outcome::NotServingYet)),
    ("failed.wrongversion", |f| f.failed(Outcome::WrongVersion)),
    ("failed.timeout", |f| f.failed(Outcome::Timeout)),
];

impl Facts {
    /// The value of a fact by its place in [`NAMES`].
    pub(crate) fn value(&self, at: usize) -> i64 {
        NAMES.get(at).map_or(0, |(_, read)| read(self))
    }

    fn failed_in_all(&self) -> i64 {
        self.single.failed.iter().map(|(_, n)| n).sum()
    }

    fn failed(&self, outcome: Outcome) -> i64 {
        self.single.failed.iter().find(|(cause, _)| *cause == outcome).map_or(0, |(_, n)| *n)
    }

    /// Something has been done.
    pub(crate) fn act(&mut self) {
        self.acts += 1;
    }

    /// What was done has been refused.
    pub(crate) fn refuse(&mut self) {
        self.refused += 1;
    }

    /// Takes in the present of a run.
    pub(crate) fn observe(&mut self, timeline: &Timeline) {
        let snapshot = timeline.snapshot();
        self.count_pods(&snapshot);
        self.read_deployment(&snapshot);
        let counted = self.old.counted + self.new.counted;
        let available = self.old.available + self.new.available;
        let live_versions = i64::from(self.old.endpoints > 0) + i64::from(self.new.endpoints > 0);
        let single = &mut self.single;
        single.time_ms = ms(snapshot.time) - ms(timeline.scenario().opens_at);
        single.deployments = count(snapshot.deployments.len());
        single.replica_sets = count(snapshot.replica_sets.len());
        let mut causes: Vec<&str> = snapshot
            .replica_sets
            .iter()
            .filter_map(|set| set.object.meta.annotations.text("kubernetes.io/change-cause"))
            .collect();
        single.causes = count(causes.len());
        causes.sort_unstable();
        causes.dedup();
        single.distinct_causes = count(causes.len());
        single.at_rest = i64::from(timeline.is_at_rest());
        single.sent = i64::try_from(snapshot.ledger.sent).unwrap_or(i64::MAX);
        single.failed = snapshot
            .ledger
            .failures()
            .map(|(cause, n)| (cause, i64::try_from(n).unwrap_or(i64::MAX)))
            .collect();
        let revision = newest_set(&snapshot).map(|set| set.object.meta.uid);
        if self.failed_before.0 != revision {
            self.failed_before = (revision, self.failed_in_all());
        }
        let single = &mut self.single;
        if single.least_available.is_some() || available >= single.replicas {
            single.least_available = Some(single.least_available.unwrap_or(available).min(available));
        }
        single.most_exist = single.most_exist.max(count(snapshot.pods.len()));
        single.most_counted = single.most_counted.max(counted);
        single.most_live_versions = single.most_live_versions.max(live_versions);
    }

    fn count_pods(&mut self, snapshot: &Snapshot) {
        let (mut new, mut old, mut other) = (Pods::default(), Pods::default(), Pods::default());
        for set in &snapshot.replica_sets {
            let side = if set.is_new { &mut new } else { &mut old };
            side.wants += i64::from(set.object.spec.replicas);
        }
        let set_of = |pod: &PodView| snapshot.replica_sets.iter().find(|set| Some(set.id) == pod.replica_set);
        for pod in &snapshot.pods {
            let owner = set_of(pod).map(|set| set.object.meta.uid);
            let known = self.seen.entry(pod.object.meta.uid).or_insert(owner);
            if owner.is_some() {
                *known = owner;
            }
        }
        let is_new = |uid: Option<Uid>| {
            snapshot.replica_sets.iter().any(|set| Some(set.object.meta.uid) == uid && set.is_new)
        };
        for owner in self.seen.values() {
            if is_new(*owner) {
                new.created += 1;
            } else {
                old.created += 1;
            }
        }
        let first = snapshot.deployments.first().map(|d| d.meta.uid);
        let is_other = |pod: &PodView| {
            let owner = set_of(pod).and_then(|set| set.object.meta.owner.as_ref());
            owner.is_some_and(|owner| Some(owner.uid) != first)
        };
        for pod in &snapshot.pods {
            let owner = self.seen.get(&pod.object.meta.uid).copied().flatten();
            let side = if is_new(owner) { &mut new } else { &mut old };
            side.add(pod);
            if is_other(pod) {
                other.add(pod);
            }
        }
        for service in &snapshot.services {
            for id in &service.ready {
                let pod = snapshot.pods.iter().find(|pod| pod.id == *id);
                let owner = pod.and_then(|p| self.seen.get(&p.object.meta.uid).copied().flatten());
                let side = if is_new(owner) { &mut new } else { &mut old };
                side.endpoints += 1;
                other.endpoints += i64::from(pod.is_some_and(|pod| is_other(pod)));
            }
        }
        let deployment = snapshot.deployments.first();
        let images = deployment.map(|d| &d.spec.template.spec.containers);
        for (image, answered) in &snapshot.ledger.answered {
            let is_new = images.is_some_and(|c| c.iter().any(|c| c.image == *image));
            let side = if is_new { &mut new } else { &mut old };
            side.answered += i64::try_from(*answered).unwrap_or(i64::MAX);
        }
        for side in [&mut new, &mut old] {
            side.gone = side.created - side.exist;
        }
        (self.new, self.old, self.other) = (new, old, other);
        self.single.stale = snapshot.services.iter().map(|service| count(service.still_routed.len())).sum();
        self.single.restarts = snapshot.pods.iter().map(|pod| i64::from(pod.restarts)).sum();
        self.single.hung = count(snapshot.pods.iter().filter(|pod| pod.stage == PodStage::Hung).count());
    }

    fn read_deployment(&mut self, snapshot: &Snapshot) {
        let single = &mut self.single;
        single.other_replicas =
            snapshot.deployments.iter().skip(1).map(|other| i64::from(other.spec.replicas)).sum();
        let Some(deployment) = snapshot.deployments.first() else {
            single.replicas = 0;
            return;
        };
        let (spec, status) = (&deployment.spec, &deployment.status);
        single.replicas = i64::from(spec.replicas);
        single.surge = i64::from(max_surge(spec));
        single.unavailable = i64::from(max_unavailable(spec));
        single.ceiling = single.replicas + single.surge;
        single.floor = i64::from(min_available(spec));
        single.paused = i64::from(spec.paused);
        single.complete = i64::from(is_complete(deployment, status));
        let reason = status.progressing_reason();
        single.exceeded = i64::from(reason == Some(ConditionReason::ProgressDeadlineExceeded));
        let available = status.condition(DeploymentConditionType::Available);
        single.available = i64::from(available.is_some_and(|c| c.status == ConditionStatus::True));
        single.revision = newest_set(snapshot).and_then(|set| set.revision).unwrap_or(0);
    }
}

/// The ReplicaSet with the first Deployment's present template.
fn newest_set(snapshot: &Snapshot) -> Option<&ReplicaSetView> {
    let first = snapshot.deployments.first()?.meta.uid;
    let is_its = |set: &&ReplicaSetView| set.object.meta.owner.as_ref().is_some_and(|o| o.uid == first);
    snapshot.replica_sets.iter().find(|set| set.is_new && is_its(set))
}

impl Pods {
    fn add(&mut self, pod: &PodView) {
        let leaving = pod.object.meta.is_being_deleted();
        self.exist += 1;
        self.leaving += i64::from(leaving);
        if leaving || pod.stage == PodStage::Ended {
            return;
        }
        self.counted += 1;
        self.running += i64::from(pod.running_at.is_some());
        self.ready += i64::from(pod.readiness == Lamp::Pass && pod.ready_at.is_some());
        self.available += i64::from(matches!(pod.stage, PodStage::Available | PodStage::Hung));
        self.stuck += i64::from(matches!(pod.stage, PodStage::CrashLoop | PodStage::ImageFailure));
    }
}

fn ms(time: SimTime) -> i64 {
    i64::try_from(time.0).unwrap_or(i64::MAX)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
