//! One sync of a Pod (`kubelet.go` SyncPod, `kuberuntime_manager.go`): the status first, as it was before; then what has to go, then
//! what has to start, one thing after the other.

use super::Shared;
use super::agenda::Task;
use super::container::{Instance, Role};
use super::pleg::{AFTER_ERROR, SYNC_FREQUENCY, due};
use super::pod_worker::{Activity, PodWorker, spec_at};
use super::probe_worker::{ProbeResult, ProbeWorker};
use crate::api::ProbeType;
use crate::log::RuntimeAct;
use crate::short::Short;
use crate::time::SimDuration;
use crate::world::World;

/// A sync under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Sync {
    steps: Short<Step, 1>,
    /// The step that takes time.
    pub(super) under_way: Option<Step>,
    /// It has made, started or killed something.
    pub(super) did_something: bool,
    /// A step failed.
    failed: bool,
    /// A container waits in its restart back-off for so long.
    backs_off: Option<SimDuration>,
}

/// A thing to do in a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A container is killed because of its probe.
    Kill(u16, ProbeType),
    /// A container is started.
    Start(u16),
    /// A container is killed because its postStart hook failed.
    Undo(u16),
}

impl Sync {
    /// A step failed.
    pub(super) fn fail(&mut self) {
        self.failed = true;
    }

    /// A container waits in its restart back-off for so long.
    pub(super) fn back_off(&mut self, left: SimDuration) {
        let left = left.min(SYNC_FREQUENCY);
        self.backs_off = Some(self.backs_off.map_or(left, |other| other.min(left)));
    }

    /// After how long it is to be tried again, if it did not end well.
    fn put_off(&self) -> Option<SimDuration> {
        if self.failed { Some(AFTER_ERROR) } else { self.backs_off }
    }

    /// Nothing more is started.
    pub(super) fn give_up(&mut self) {
        self.steps = Short::default();
    }
}

impl PodWorker {
    pub(super) fn sync(&mut self, world: &mut World, node: &mut Shared) {
        self.sync_begins();
        // What else the status tells is written when it changes.
        let mut tells_more = !self.has_sandbox;
        for i in self.places() {
            let Some(c) = self.instance(i) else { continue };
            let is_news = c.told != c.listed;
            c.told = c.listed;
            tells_more |= is_news || c.told_why() != c.why();
            if let Some(trouble) = &mut c.trouble {
                trouble.told_why.clone_from(&trouble.why);
            }
            if is_news {
                self.ask_again(world, i);
            }
        }
        if self.grace.is_some() {
            self.begin_ending(world, node);
            return;
        }
        let makes_sandbox = !self.has_sandbox;
        if makes_sandbox {
            self.has_sandbox = true;
            self.log(world, RuntimeAct::Sandbox);
            self.plan_listing(world);
        }
        if tells_more {
            self.write_status(world);
        }
        self.trigger_readiness(world);
        self.create_probe_workers(world);
        let steps = self.steps();
        if steps.is_empty() {
            self.activity = Activity::Idle;
            self.sync_done(world, node, makes_sandbox, None);
            return;
        }
        let sync = Sync { steps, did_something: makes_sandbox, ..Sync::default() };
        self.activity = Activity::Syncing(sync);
        self.go_on(world, node);
    }

    /// One worker for each probe; not for init containers, which are not probed.
    fn create_probe_workers(&mut self, world: &mut World) {
        let kinds = [ProbeType::Startup, ProbeType::Readiness, ProbeType::Liveness];
        for i in self.places() {
            let Some(c) = self.containers.get_mut(usize::from(i)) else { continue };
            if c.role == Role::Init || !c.probes.is_empty() {
                continue;
            }
            let Some(spec) = spec_at(&self.template, i) else { continue };
            let probed = kinds.iter().filter(|kind| spec.probe(**kind).is_some());
            c.probes = probed.map(|kind| ProbeWorker::new(*kind, world.now)).collect();
            self.plan_first_looks(world, i);
        }
    }

    /// What is to be done, by the last listing.
    fn steps(&self) -> Short<Step, 1> {
        let mut steps = Short::default();
        for (i, c) in self.places().zip(&self.containers) {
            if let Some(probe) = c.failed_probe() {
                steps.push(Step::Kill(i, probe));
            }
        }
        let stopped = |c: &Instance| c.listed.running().is_none() || c.failed_probe().is_some();
        let (init, regular) = self.containers.split_at(self.init_count().min(self.containers.len()));
        let has_begun = regular.iter().any(|c| c.listed.newest.is_some());
        for (i, c) in self.places().zip(init) {
            let is_done = match c.role {
                Role::Init => has_begun || c.listed.has_completed(),
                _ => !stopped(c) && (has_begun || c.is_listed_started()),
            };
            if is_done {
                continue;
            }
            if stopped(c) {
                steps.push(Step::Start(i));
            }
            if !has_begun {
                return steps;
            }
        }
        let regular = self.places().zip(&self.containers).skip(self.init_count());
        for (i, _) in regular.filter(|(_, c)| stopped(c)) {
            steps.push(Step::Start(i));
        }
        steps
    }

    /// Goes on with the sync until a step takes time.
    pub(super) fn go_on(&mut self, world: &mut World, node: &mut Shared) {
        loop {
            let Activity::Syncing(sync) = &mut self.activity else { return };
            let Some(step) = sync.steps.remove(0) else { break };
            sync.under_way = Some(step);
            let is_done = match step {
                Step::Kill(i, probe) => self.kill_unhealthy(world, node, i, probe),
                Step::Start(i) => self.start(world, node, i),
                Step::Undo(_) => true,
            };
            if !is_done {
                return;
            }
        }
        let Activity::Syncing(sync) = std::mem::replace(&mut self.activity, Activity::Idle) else { return };
        self.sync_done(world, node, sync.did_something, sync.put_off());
    }

    /// All steps have been taken. It is to be tried again after so long, if it did not end well.
    fn sync_done(
        &mut self,
        world: &mut World,
        node: &mut Shared,
        did_something: bool,
        put_off: Option<SimDuration>,
    ) {
        self.is_failing = put_off.is_some();
        // Where all is well, another sync would find nothing to do; only who is not ready is asked again by it.
        if let Some(wait) = put_off.or_else(|| self.is_unready().then_some(SYNC_FREQUENCY)) {
            self.plan(world, due(world.now, wait), Task::Resync);
        }
        self.sync_ended(world, node, did_something && put_off.is_none());
    }

    /// The step under way is done.
    pub(super) fn step_done(&mut self, world: &mut World, node: &mut Shared) {
        if let Activity::Syncing(sync) = &mut self.activity {
            sync.under_way = None;
            sync.did_something = true;
            self.go_on(world, node);
        }
    }

    /// Whether it has a readiness probe that has not passed.
    fn is_unready(&self) -> bool {
        self.containers.iter().any(|c| {
            c.told.running().is_some_and(|r| {
                let mut probes = c.probes.iter();
                probes.any(|p| {
                    p.kind == ProbeType::Readiness && p.result_for(r.attempt) != Some(ProbeResult::Success)
                })
            })
        })
    }
}
