//! Asking a Pod's programs (`prober/worker.go`, `prober_manager.go`). A worker looks at each tick; where no look can change anything
//! until the program's answers do, the ticks until then are left out.

use super::Shared;
use super::agenda::Task;
use super::container::Instance;
use super::pod_worker::{Activity, PodWorker, spec_at};
use super::probe_words::{self, joined};
use super::probe_worker::{Look, ProbeResult, ProbeWorker, Probed, timeout};
use super::program::Answer;
use crate::api::{EventType, Handler, PodTemplateSpec, Probe, ProbeType};
use crate::log::RuntimeAct;
use crate::time::{SimDuration, SimTime};
use crate::world::World;
use std::rc::Rc;

/// From a sync to the look that it triggers.
const TRIGGERED: SimDuration = SimDuration::millis(5);

impl Instance {
    pub(super) fn probe_worker(&self, kind: ProbeType) -> Option<&ProbeWorker> {
        self.probes.iter().find(|p| p.kind == kind)
    }

    fn probe_worker_mut(&mut self, kind: ProbeType) -> Option<&mut ProbeWorker> {
        self.probes.iter_mut().find(|p| p.kind == kind)
    }

    /// What a worker finds in the status.
    fn probed(&self, world: &World, pod_ended: bool) -> Probed {
        if pod_ended {
            return Probed::PodEnded;
        }
        let Some(record) = self.told.newest else { return Probed::Nothing };
        if record.ended.is_some() {
            return Probed::Stopped(record.attempt, true);
        }
        // The delay counts in whole seconds from a start whose fraction was cut off.
        let started_at = world.calendar.timestamp(record.started_at).0;
        let age_seconds = world.calendar.unix_ms(world.now).div_euclid(1000) - started_at;
        Probed::Running { attempt: record.attempt, started: self.is_started(), age_seconds }
    }
}

impl PodWorker {
    /// Every sync has those asked that have started and are not ready.
    pub(super) fn trigger_readiness(&mut self, world: &mut World) {
        let at = world.now + TRIGGERED;
        for i in self.places() {
            let Some(c) = self.instance(i) else { continue };
            let Some(record) = c.told.running().filter(|_| c.is_started()) else { continue };
            let Some(worker) = c.probe_worker_mut(ProbeType::Readiness) else { continue };
            if worker.result_for(record.attempt) == Some(ProbeResult::Success) {
                continue;
            }
            if worker.asked_at.is_some() {
                worker.triggered = true;
                continue;
            }
            worker.restart_ticker(at);
            self.plan_look(world, i, ProbeType::Readiness, at);
        }
    }

    fn plan_look(&mut self, world: &mut World, i: u16, kind: ProbeType, at: SimTime) {
        self.agenda.drop_all(|task| *task == Task::Probe(i, kind));
        self.plan(world, at, Task::Probe(i, kind));
    }

    /// New workers look at their first tick.
    pub(super) fn plan_first_looks(&mut self, world: &mut World, i: u16) {
        let now = world.now;
        let template = Rc::clone(&self.template);
        for kind in [ProbeType::Startup, ProbeType::Readiness, ProbeType::Liveness] {
            let worker = self.containers.get(usize::from(i)).and_then(|c| c.probe_worker(kind)).copied();
            if let Some((worker, probe)) = worker.zip(probe_at(&template, i, kind)) {
                let at = worker.tick_after(now, probe);
                self.plan_look(world, i, kind, at);
            }
        }
    }

    /// A worker looks.
    pub(super) fn probe(&mut self, world: &mut World, node: &mut Shared, i: u16, kind: ProbeType) {
        let ending = matches!(self.activity, Activity::Ending);
        let ended = matches!(self.activity, Activity::Ended);
        let template = Rc::clone(&self.template);
        let Some(probe) = probe_at(&template, i, kind) else { return };
        let Some(c) = self.instance(i) else { return };
        let probed = c.probed(world, ended);
        let Some(worker) = c.probe_worker_mut(kind) else { return };
        worker.last_at = world.now;
        if worker.meet(probed) {
            self.result_changed(world, node, kind, false);
        }
        // The sync may have begun the Pod's end.
        let Some(worker) = self.instance(i).and_then(|c| c.probe_worker_mut(kind)) else { return };
        let Look { stored, ask, ends } = worker.look(probe, probed, ending);
        if ask {
            self.ask(world, node, i, kind, probe);
            return;
        }
        if stored {
            self.result_changed(world, node, kind, true);
        }
        if !ends {
            self.plan_next_look(world, i, kind, probe);
        }
    }

    fn ask(&mut self, world: &mut World, node: &mut Shared, i: u16, kind: ProbeType, probe: &Probe) {
        let now = world.now;
        let Some((c, spec)) = self.containers.get(usize::from(i)).zip(self.spec(i)) else { return };
        let (answer, takes) = c.answer(kind, &probe.handler, spec, timeout(probe), now);
        let act = c.runtime.running().and_then(|r| runtime_act(&probe.handler, r.attempt, answer));
        if let Some(act) = act {
            self.log(world, act);
        }
        if let Some(worker) = self.instance(i).and_then(|c| c.probe_worker_mut(kind)) {
            worker.asked_at = Some(now);
            worker.is_outdated = false;
            worker.answer = answer;
        }
        if takes == SimDuration::ZERO {
            self.answered(world, node, i, kind);
        } else {
            self.plan(world, now + takes, Task::Answered(i, kind));
        }
    }

    pub(super) fn answered(&mut self, world: &mut World, node: &mut Shared, i: u16, kind: ProbeType) {
        let template = Rc::clone(&self.template);
        let Some(probe) = probe_at(&template, i, kind) else { return };
        let Some(worker) = self.instance(i).and_then(|c| c.probe_worker_mut(kind)) else { return };
        let Some(asked_at) = worker.asked_at.take() else { return };
        let answer = worker.answer;
        let triggered = std::mem::take(&mut worker.triggered);
        let passed = answer == Answer::Passed;
        let result = if passed { ProbeResult::Success } else { ProbeResult::Failure };
        // What could not be asked does not count.
        let stored = answer != Answer::Error && worker.count(probe, result);
        if !passed && let Some(spec) = self.spec(i) {
            let words = probe_words::failed(kind, probe, spec, answer, self.ip);
            self.tell(world, i, EventType::Warning, "Unhealthy", &[&words]);
        }
        if stored {
            self.result_changed(world, node, kind, !passed);
        }
        // A tick that has gone by meanwhile is made up for at once.
        let now = world.now;
        let Some(worker) = self.instance(i).and_then(|c| c.probe_worker_mut(kind)) else { return };
        if triggered {
            worker.restart_ticker(now);
            self.plan_look(world, i, kind, now);
        } else if worker.tick_after(asked_at, probe) <= now {
            self.plan_look(world, i, kind, now);
        } else {
            self.plan_next_look(world, i, kind, probe);
        }
    }

    /// A stored result has changed: readiness shows in the status at once; then comes a sync, but for liveness only if it failed.
    fn result_changed(&mut self, world: &mut World, node: &mut Shared, kind: ProbeType, failed: bool) {
        if kind != ProbeType::Liveness {
            self.write_status(world);
        }
        if kind != ProbeType::Liveness || failed {
            self.wake(world, node);
        }
    }

    fn plan_next_look(&mut self, world: &mut World, i: u16, kind: ProbeType, probe: &Probe) {
        let now = world.now;
        // A look that is planned already is one that a sync has just triggered.
        if self.agenda.contains(|task| *task == Task::Probe(i, kind)) {
            return;
        }
        let Some(c) = self.containers.get(usize::from(i)) else { return };
        let Some(worker) = c.probe_worker(kind) else { return };
        let next = worker.tick_after(now, probe);
        let at = match c.told.newest {
            Some(told) if is_quiet(c, worker, told.attempt, world) => {
                c.next_change(worker.last_at).map(|change| worker.tick_from(change, probe).max(next))
            }
            Some(told) if worker.is_on_hold(told.attempt) => None,
            _ => Some(next),
        };
        if let Some(at) = at {
            self.plan(world, at, Task::Probe(i, kind));
        }
    }

    /// The program answers otherwise from now on, or there is another one: its probes come with their next ticks again.
    pub(super) fn ask_again(&mut self, world: &mut World, i: u16) {
        let ends = matches!(self.activity, Activity::Ending | Activity::Ended);
        let template = Rc::clone(&self.template);
        for kind in [ProbeType::Startup, ProbeType::Readiness, ProbeType::Liveness] {
            let Some(probe) = probe_at(&template, i, kind) else { continue };
            let Some(worker) = self.instance(i).and_then(|c| c.probe_worker_mut(kind)) else { continue };
            worker.is_outdated = true;
            if worker.asked_at.is_some() || ends && kind != ProbeType::Readiness {
                continue;
            }
            let next = worker.tick_after(world.now, probe);
            if self.agenda.at(|task| *task == Task::Probe(i, kind)).is_none_or(|at| at > next) {
                self.plan_look(world, i, kind, next);
            }
        }
    }

    /// A Pod that ends is not killed because of its probes.
    pub(super) fn stop_liveness_and_startup(&mut self) {
        let stops = |kind: ProbeType| kind != ProbeType::Readiness;
        self.agenda
            .drop_all(|task| matches!(task, Task::Probe(_, kind) | Task::Answered(_, kind) if stops(*kind)));
    }

    /// Whether a planned look will find what the last one found.
    pub(super) fn is_probe_at_rest(&self, i: u16, kind: ProbeType) -> bool {
        let Some(c) = self.containers.get(usize::from(i)) else { return true };
        let Some((worker, told)) = c.probe_worker(kind).zip(c.told.newest) else { return false };
        worker.is_settled(told.attempt) && c.next_change(worker.last_at).is_none()
    }
}

fn probe_at(template: &PodTemplateSpec, i: u16, kind: ProbeType) -> Option<&Probe> {
    spec_at(template, i).and_then(|spec| spec.probe(kind))
}

/// Whether looks need not be made: the probe passes, and nobody counts the requests.
fn is_quiet(c: &Instance, worker: &ProbeWorker, attempt: u32, world: &World) -> bool {
    !world.recording.runtime
        && c.told == c.runtime
        && worker.is_settled(attempt)
        && worker.result_for(attempt) == Some(ProbeResult::Success)
}

fn runtime_act(handler: &Handler, attempt: u32, answer: Answer) -> Option<RuntimeAct> {
    match (handler, answer) {
        (Handler::HttpGet(get), Answer::Passed) => {
            Some(RuntimeAct::Request { attempt, path: Rc::clone(&get.path), status: 200 })
        }
        (Handler::HttpGet(get), Answer::Status(status)) => {
            Some(RuntimeAct::Request { attempt, path: Rc::clone(&get.path), status })
        }
        (Handler::HttpGet(get), Answer::Nothing) => {
            Some(RuntimeAct::Request { attempt, path: Rc::clone(&get.path), status: 0 })
        }
        (Handler::Exec { command }, _) => Some(RuntimeAct::Exec {
            attempt,
            command: joined(command).into(),
            exit_code: i32::from(answer != Answer::Passed),
        }),
        _ => None,
    }
}
