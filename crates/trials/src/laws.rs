//! What must hold in every run, whatever happens.

use crate::arithmetic;
use crate::random::Temper;
use rollout_engine::api::{
    Deployment, DeploymentStrategy, EndpointSlice, ObjectMeta, Pod, ReplicaSet, ServiceType, Uid,
};
use rollout_engine::controller::deployment::replicas::{is_complete, max_surge, min_available};
use rollout_engine::controller::endpoint_slice;
use rollout_engine::controller::replica_set::status::is_available;
use rollout_engine::id::PodId;
use rollout_engine::snapshot::PodWait;
use rollout_engine::{
    Calendar, Change, Decision, DecisionOutcome, Happening, Rule, Scenario, SimDuration, SimTime, Simulation,
};
use std::collections::{BTreeMap, BTreeSet};

/// So long after a person has changed something, controllers may act on what they had seen before.
const BLIND_FOR: SimDuration = SimDuration::millis(2000);
/// So long may a status count Pods that are told to go already, and what was decided by it be under way.
const STATUS_LAGS: SimDuration = SimDuration::millis(200);
/// The books are audited every so many steps.
const AUDITED_EVERY: u64 = 64;
/// A Pod that is told to go has gone so many seconds after its grace period at the latest.
const OVERTIME: i64 = 6;

/// Holds a run against the laws, as it goes.
#[derive(Debug)]
pub struct Laws {
    temper: Temper,
    calendar: Calendar,
    scripted: bool,
    pods: BTreeMap<PodId, Uid>,
    seen: BTreeSet<Uid>,
    version: u64,
    disturbed_at: SimTime,
    /// When there was last something that takes the real controller below its floor.
    misled_at: SimTime,
    /// Deployments whose floor has been reached, and when: once that has been seen, it holds.
    standing: BTreeMap<Uid, SimTime>,
    steps: u64,
}

impl Laws {
    /// The laws for runs of a scenario.
    pub fn new(scenario: &Scenario, temper: Temper) -> Self {
        Self {
            temper,
            calendar: Calendar { start_unix_ms: scenario.start_unix_ms },
            scripted: scenario.node_mode != rollout_engine::NodeMode::Kubelet,
            pods: BTreeMap::new(),
            seen: BTreeSet::new(),
            version: 0,
            disturbed_at: SimTime::ZERO,
            misled_at: SimTime::ZERO,
            standing: BTreeMap::new(),
            steps: 0,
        }
    }

    /// A person has changed something.
    pub fn disturbed(&mut self, at: SimTime) {
        self.disturbed_at = at;
    }

    /// Holds what has just happened, in one step, against the laws.
    ///
    /// # Errors
    /// The law that was broken, and by what.
    pub fn step(&mut self, simulation: &Simulation, happened: &[Happening]) -> Result<(), String> {
        let writes: Vec<Change> = happened
            .iter()
            .filter_map(|h| match h {
                Happening::Stored { change, .. } => Some(change.clone()),
                _ => None,
            })
            .collect();
        for change in &writes {
            self.stored(change)?;
        }
        for happening in happened {
            if let Happening::Decision(decision) = happening {
                arithmetic::check(decision, &writes, &|name| {
                    let pods = simulation.pods();
                    pods.iter().any(|(_, p)| p.meta.name == *name && p.meta.is_being_deleted())
                })?;
                self.ceiling(simulation, decision)?;
            }
        }
        if self.temper == Temper::Calm && !writes.is_empty() {
            self.floor(simulation)?;
        }
        self.steps += 1;
        if self.steps.is_multiple_of(AUDITED_EVERY) {
            simulation.audit()?;
        }
        Ok(())
    }

    fn stored(&mut self, change: &Change) -> Result<(), String> {
        match change {
            Change::Pod(id, before, now) => self.pod(*id, before.as_deref(), now.as_deref()),
            Change::ReplicaSet(_, before, Some(now)) => {
                self.newer(&now.meta)?;
                replica_set(before.as_deref(), now)
            }
            Change::Deployment(_, before, Some(now)) => {
                self.newer(&now.meta)?;
                deployment(before.as_deref(), now)
            }
            Change::EndpointSlice(_, _, Some(now)) => {
                self.newer(&now.meta)?;
                let pods: BTreeSet<PodId> = now.endpoints.iter().map(|e| e.pod).collect();
                law(pods.len() == now.endpoints.len() && pods.len() <= 100, || {
                    format!("{} holds a Pod twice, or too many", now.meta.name)
                })
            }
            _ => Ok(()),
        }
    }

    /// No Pod comes twice, none goes without having been there, and no write goes back.
    fn pod(&mut self, id: PodId, before: Option<&Pod>, now: Option<&Pod>) -> Result<(), String> {
        let known = self.pods.get(&id).copied();
        if known != before.map(|p| p.meta.uid) {
            return Err(format!("a Pod of {id:?} was {known:?} and is said to have been {before:?}"));
        }
        let Some(now) = now else {
            self.pods.remove(&id);
            return Ok(());
        };
        self.newer(&now.meta)?;
        match before {
            None => law(self.seen.insert(now.meta.uid), || format!("{} comes twice", now.meta.name))?,
            Some(before) => {
                let stays_deleted = !before.meta.is_being_deleted() || now.meta.is_being_deleted();
                let stays_ended =
                    !before.status.phase.is_terminal() || now.status.phase == before.status.phase;
                let stays_bound = before.node_name.is_none() || now.node_name == before.node_name;
                law(before.meta.uid == now.meta.uid && stays_deleted && stays_ended && stays_bound, || {
                    format!("{} goes back from {before:?} to {now:?}", now.meta.name)
                })?;
            }
        }
        self.pods.insert(id, now.meta.uid);
        Ok(())
    }

    fn newer(&mut self, meta: &ObjectMeta) -> Result<(), String> {
        let before = std::mem::replace(&mut self.version, meta.resource_version);
        law(self.version > before, || format!("{} has version {} after {before}", meta.name, self.version))
    }

    /// What the controller makes larger stays under the ceiling.
    fn ceiling(&self, simulation: &Simulation, decision: &Decision) -> Result<(), String> {
        let grows = match decision.outcome {
            DecisionOutcome::Scaled { from, to, .. } => decision.rule == Rule::ScaleUpNew && to > from,
            DecisionOutcome::Created { replicas, .. } => replicas > 0,
            _ => false,
        };
        if !grows || simulation.now() < self.disturbed_at + BLIND_FOR {
            return Ok(());
        }
        let deployments = simulation.deployments();
        let Some(of) = deployments.iter().find(|d| d.meta.name == decision.object.name) else {
            return Ok(());
        };
        let total: i32 = own(simulation, of).map(|r| r.spec.replicas).sum();
        let ceiling = of.spec.replicas.saturating_add(max_surge(&of.spec));
        law(total <= ceiling, || format!("{total} Pods are wanted over a ceiling of {ceiling}: {decision:?}"))
    }

    /// Once so many Pods are available, the controller keeps so many: in a calm run nothing else takes any.
    ///
    /// Three things take the real one below its floor, and are let pass while they last (`rolling.go`, `controller_utils.go`):
    /// - Some Pod is Ready and not available yet, because of minReadySeconds. An old ReplicaSet is shrunk by the number of its
    ///   unavailable Pods, but which of them go is ranked by Ready and by who shares a node: so available ones may.
    /// - The status of an old ReplicaSet that has just been scaled to 0 lags behind and tells of available Pods still. They count for
    ///   how many more may go, while nothing tells the controller that this status is behind: only of old ones that are to have
    ///   Pods does it compare the two, and then it shrinks none. So this matters where a third ReplicaSet has Pods.
    /// - A person has just turned the rollout round. The ReplicaSet that was shrunk a moment ago is the new one now, whose lagging
    ///   status is not compared either.
    ///
    /// And what has just been reached is not known yet: a ReplicaSet chooses whom to delete by its cache, in which a Pod that became
    /// Ready a moment ago goes before those that are known to be (`controller_utils.go`, `ActivePodsWithRanks`).
    fn floor(&mut self, simulation: &Simulation) -> Result<(), String> {
        let now_ms = self.calendar.unix_ms(simulation.now());
        let pods = simulation.pods();
        for deployment in simulation.deployments() {
            let with_pods =
                || own(simulation, deployment).filter(|r| r.spec.replicas > 0 || r.status.replicas > 0);
            let lags = with_pods().any(|r| r.spec.replicas == 0 && r.status.available_replicas > 0);
            let owners: BTreeSet<Uid> = own(simulation, deployment).map(|r| r.meta.uid).collect();
            let ready = pods.iter().filter(|(_, p)| {
                let ours = p.meta.owner.as_ref().is_some_and(|o| owners.contains(&o.uid));
                ours && p.is_active() && p.is_ready()
            });
            let wait = deployment.spec.min_ready_seconds;
            let available = ready.clone().filter(|(_, p)| is_available(p, wait, now_ms)).count();
            if lags && with_pods().count() > 2 || available < ready.count() {
                self.misled_at = simulation.now();
            }
            if deployment.spec.strategy == DeploymentStrategy::Recreate
                || simulation.now() < self.misled_at.max(self.disturbed_at) + STATUS_LAGS
            {
                self.standing.remove(&deployment.meta.uid);
                continue;
            }
            let floor = min_available(&deployment.spec);
            if i32::try_from(available).unwrap_or(i32::MAX) >= floor {
                self.standing.entry(deployment.meta.uid).or_insert(simulation.now());
            } else if let Some(since) = self.standing.remove(&deployment.meta.uid)
                && since + STATUS_LAGS <= simulation.now()
            {
                return Err(format!("{available} Pods are available under a floor of {floor}"));
            }
        }
        Ok(())
    }

    /// Holds the end of a run against the laws: `rests` if nothing is to come any more.
    ///
    /// # Errors
    /// The law that was broken.
    pub fn end(&self, simulation: &Simulation, rests: bool) -> Result<(), String> {
        simulation.audit()?;
        let pods = simulation.pods();
        let live: BTreeMap<PodId, Uid> = pods.iter().map(|(id, p)| (*id, p.meta.uid)).collect();
        law(live == self.pods, || "the Pods that are there are not those that came and did not go".into())?;
        let names: BTreeSet<_> = pods.iter().map(|(_, p)| &p.meta.name).collect();
        law(names.len() == pods.len(), || "two Pods have one name".into())?;
        if !self.scripted {
            let late = pods.iter().find(|(id, p)| self.is_late(simulation, *id, p));
            law(late.is_none(), || format!("a Pod does not go: {late:?}"))?;
        }
        if !rests {
            return self.restless(simulation);
        }
        self.statuses(simulation)?;
        self.endpoints(simulation)?;
        owners(simulation)?;
        if self.temper == Temper::Calm {
            for deployment in simulation.deployments() {
                let done = is_complete(deployment, &deployment.status)
                    && own(simulation, deployment).filter(|r| r.spec.replicas > 0).count() <= 1;
                law(done, || format!("a calm rollout has come to no end: {deployment:?}"))?;
            }
        }
        Ok(())
    }

    /// Whether a Pod should have gone. A sync under way ends first, and with it a pull, which may wait for those of other Pods: there
    /// is one at a time on a node (`image_manager.go`, `pod_workers.go`). What it starts then has the whole grace period.
    fn is_late(&self, simulation: &Simulation, id: PodId, pod: &Pod) -> bool {
        let (Some(deadline), Some(view)) = (pod.meta.deletion_timestamp, simulation.pod_view(id)) else {
            return false;
        };
        let grace = pod.meta.deletion_grace_period_seconds.unwrap_or(0);
        let since_start = view.running_at.map_or(0, |at| self.calendar.timestamp(at).0 + grace);
        let pulls = matches!(view.wait, PodWait::Image(_));
        !pulls && deadline.0.max(since_start) + OVERTIME < simulation.timestamp().0
    }

    /// Something goes on for ever only where something is wrong.
    fn restless(&self, simulation: &Simulation) -> Result<(), String> {
        let now_ms = self.calendar.unix_ms(simulation.now());
        let troubled = simulation.pods().iter().any(|(_, p)| {
            !is_available(p, 0, now_ms) || p.status.container_statuses.iter().any(|c| c.restart_count > 0)
        });
        let failing = simulation.replica_sets().iter().any(|r| r.status.replica_failure.is_some());
        law(self.temper == Temper::Wild && (troubled || failing), || {
            "it does not come to rest, and nothing is wrong".into()
        })
    }

    /// Every status is what a count from scratch gives.
    fn statuses(&self, simulation: &Simulation) -> Result<(), String> {
        let now_ms = self.calendar.unix_ms(simulation.now());
        let pods = simulation.pods();
        for replica_set in simulation.replica_sets() {
            let own: Vec<&Pod> = pods
                .iter()
                .map(|(_, p)| &***p)
                .filter(|p| p.meta.is_controlled_by(replica_set.meta.uid))
                .collect();
            let count = |fits: &dyn Fn(&Pod) -> bool| {
                i32::try_from(own.iter().filter(|p| fits(p)).count()).unwrap_or(i32::MAX)
            };
            let minimum = replica_set.spec.min_ready_seconds;
            let counted = (
                count(&Pod::is_active),
                count(&|p| p.is_active() && p.is_ready()),
                count(&|p| p.is_active() && is_available(p, minimum, now_ms)),
                Some(count(&Pod::is_terminating)),
            );
            let s = &replica_set.status;
            let told = (s.replicas, s.ready_replicas, s.available_replicas, s.terminating_replicas);
            law(told == counted, || {
                format!("{} says {told:?}, there are {counted:?}", replica_set.meta.name)
            })?;
            let wanted = replica_set.spec.replicas;
            let settled = counted.0 == wanted || replica_set.meta.is_being_deleted();
            law(settled, || format!("{} rests at {} of {wanted} Pods", replica_set.meta.name, counted.0))?;
        }
        for deployment in simulation.deployments() {
            let sum = |of: &dyn Fn(&ReplicaSet) -> i32| own(simulation, deployment).map(of).sum::<i32>();
            let available = sum(&|r| r.status.available_replicas);
            let counted = (
                sum(&|r| r.status.replicas),
                sum(&|r| r.status.ready_replicas),
                available,
                (sum(&|r| r.spec.replicas) - available).max(0),
            );
            let s = &deployment.status;
            let told = (s.replicas, s.ready_replicas, s.available_replicas, s.unavailable_replicas);
            law(told == counted, || {
                format!("{} says {told:?}, there are {counted:?}", deployment.meta.name)
            })?;
            law(s.observed_generation == deployment.meta.generation, || {
                format!("{} has not been looked at", deployment.meta.name)
            })?;
        }
        Ok(())
    }

    /// The endpoints of every Service are what its Pods come to.
    fn endpoints(&self, simulation: &Simulation) -> Result<(), String> {
        for service in simulation.services() {
            let spec = &service.spec;
            if spec.selector.is_empty() || spec.service_type == ServiceType::ExternalName {
                continue;
            }
            let fitting =
                simulation.pods().into_iter().filter(|(_, p)| p.meta.labels.includes(&spec.selector));
            let wanted: BTreeMap<PodId, _> = fitting
                .filter(|(_, p)| endpoint_slice::address(p).is_some())
                .map(|(id, p)| {
                    let (ready, leaving) = (p.is_ready(), p.meta.is_being_deleted());
                    (id, endpoint_slice::conditions(ready, leaving, spec.publish_not_ready_addresses))
                })
                .collect();
            let slices = simulation.endpoint_slices();
            let own = slices
                .iter()
                .filter(|s: &&&std::rc::Rc<EndpointSlice>| s.meta.is_controlled_by(service.meta.uid));
            let stored: Vec<_> =
                own.flat_map(|s| s.endpoints.iter().map(|e| (e.pod, e.conditions))).collect();
            let found: BTreeMap<PodId, _> = stored.iter().copied().collect();
            law(found == wanted && stored.len() == found.len(), || {
                format!("{} has the endpoints {stored:?}, its Pods come to {wanted:?}", service.meta.name)
            })?;
        }
        Ok(())
    }
}

/// Every owner that is named is there.
fn owners(simulation: &Simulation) -> Result<(), String> {
    let deployments: BTreeSet<Uid> = simulation.deployments().iter().map(|d| d.meta.uid).collect();
    let replica_sets = simulation.replica_sets();
    let sets: BTreeSet<Uid> = replica_sets.iter().map(|r| r.meta.uid).collect();
    let lost =
        replica_sets.iter().find(|r| r.meta.owner.as_ref().is_some_and(|o| !deployments.contains(&o.uid)));
    law(lost.is_none(), || format!("a ReplicaSet outlives its owner: {lost:?}"))?;
    let pods = simulation.pods();
    let lost = pods.iter().find(|(_, p)| {
        p.meta.owner.as_ref().is_some_and(|o| !sets.contains(&o.uid)) && !p.meta.is_being_deleted()
    });
    law(lost.is_none(), || format!("a Pod outlives its owner: {lost:?}"))
}

fn own<'a>(simulation: &'a Simulation, deployment: &Deployment) -> impl Iterator<Item = &'a ReplicaSet> {
    let uid = deployment.meta.uid;
    simulation.replica_sets().into_iter().map(|r| &**r).filter(move |r| r.meta.is_controlled_by(uid))
}

fn replica_set(before: Option<&ReplicaSet>, now: &ReplicaSet) -> Result<(), String> {
    let s = &now.status;
    let ordered = 0 <= s.available_replicas
        && s.available_replicas <= s.ready_replicas
        && s.ready_replicas <= s.replicas
        && 0 <= s.fully_labeled_replicas
        && s.fully_labeled_replicas <= s.replicas
        && s.observed_generation <= now.meta.generation;
    let onwards = before.is_none_or(|b| b.meta.generation <= now.meta.generation);
    law(ordered && onwards && now.spec.replicas >= 0, || format!("impossible: {now:?} after {before:?}"))
}

fn deployment(before: Option<&Deployment>, now: &Deployment) -> Result<(), String> {
    let s = &now.status;
    let ordered = 0 <= s.available_replicas
        && s.available_replicas <= s.ready_replicas
        && s.ready_replicas <= s.replicas
        && s.updated_replicas <= s.replicas
        && 0 <= s.updated_replicas
        && s.unavailable_replicas >= 0
        && s.observed_generation <= now.meta.generation;
    let onwards = before.is_none_or(|b| {
        b.meta.generation <= now.meta.generation && b.status.collision_count <= s.collision_count
    });
    law(ordered && onwards, || format!("impossible: {now:?} after {before:?}"))
}

fn law(holds: bool, broken: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(broken()) }
}
