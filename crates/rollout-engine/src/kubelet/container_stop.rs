//! Stopping a container (`kuberuntime_container.go` killContainer): preStop, SIGTERM, SIGKILL.

use super::Shared;
use super::agenda::{Ending, Task};
use super::container::{Role, Stop, StopPhase};
use super::pod_worker::{Activity, PodWorker};
use super::probe_words::joined;
use super::sync::Step;
use crate::api::{EventType, Handler, ProbeType};
use crate::log::RuntimeAct;
use crate::time::{SimDuration, SimTime};
use crate::world::World;
use std::rc::Rc;

/// A program is given this many seconds at least after SIGTERM.
const LEAST_GRACE: i64 = 2;
/// From the end of the grace period to the program killed.
const KILL: SimDuration = SimDuration::millis(10);

impl PodWorker {
    /// A container whose probe has failed is killed; whether that is done already.
    pub(super) fn kill_unhealthy(
        &mut self,
        world: &mut World,
        node: &mut Shared,
        i: u16,
        kind: ProbeType,
    ) -> bool {
        let Some(spec) = self.spec(i) else { return true };
        let which = if kind == ProbeType::Startup { "startup" } else { "liveness" };
        let name = Rc::clone(&spec.name);
        let of_probe = spec.probe(kind).and_then(|p| p.termination_grace_period_seconds);
        let grace = of_probe.unwrap_or(self.template.spec.termination_grace_period_seconds);
        self.kill(
            world,
            node,
            i,
            grace,
            &["Container ", &name, " failed ", which, " probe, will be restarted"],
        )
    }

    /// Stops a container; whether that is done already.
    pub(super) fn kill(
        &mut self,
        world: &mut World,
        node: &mut Shared,
        i: u16,
        grace: i64,
        words: &[&str],
    ) -> bool {
        self.tell(world, i, EventType::Normal, "Killing", words);
        let now = world.now;
        let Some((c, spec)) = self.containers.get(usize::from(i)).zip(self.spec(i)) else { return true };
        let Some(attempt) = c.runtime.running().map(|r| r.attempt) else { return true };
        let hook = spec.lifecycle.as_ref().and_then(|l| l.pre_stop.as_ref()).filter(|_| grace > 0);
        let Some(hook) = hook else {
            return self.hook_over(world, node, i, grace);
        };
        let (takes, failed) = c.hook(hook, spec, now);
        let most = SimDuration::seconds(grace);
        let act = match hook {
            Handler::Exec { command } => Some(RuntimeAct::Exec {
                attempt,
                command: joined(command).into(),
                exit_code: i32::from(failed),
            }),
            _ => None,
        };
        if let Some(act) = act {
            self.log(world, act);
        }
        let until = now + takes.min(most);
        // A hook that is cut off has not failed.
        let failed = failed && takes <= most;
        if let Some(c) = self.instance(i) {
            let used = i64::try_from(takes.min(most).0 / 1000).unwrap_or(grace);
            c.stop = Some(Stop { phase: StopPhase::PreStop, grace: grace - used, until });
        }
        if until == now {
            return self.after_pre_stop(world, node, i, failed);
        }
        self.plan(world, until, Task::PreStopDone(i, attempt, failed));
        false
    }

    pub(super) fn pre_stop_done(
        &mut self,
        world: &mut World,
        node: &mut Shared,
        i: u16,
        attempt: u32,
        failed: bool,
    ) {
        let is_meant = |c: &&mut super::container::Instance| {
            c.runtime.newest.is_some_and(|r| r.attempt == attempt)
                && c.stop.as_ref().is_some_and(|stop| stop.phase == StopPhase::PreStop)
        };
        if self.instance(i).filter(is_meant).is_some() && self.after_pre_stop(world, node, i, failed) {
            self.stopped(world, node, i);
        }
    }

    fn after_pre_stop(&mut self, world: &mut World, node: &mut Shared, i: u16, failed: bool) -> bool {
        if failed {
            self.tell(world, i, EventType::Warning, "FailedPreStopHook", &["PreStopHook failed"]);
        }
        let grace = self.instance(i).and_then(|c| c.stop.as_ref()).map_or(0, |stop| stop.grace);
        self.hook_over(world, node, i, grace)
    }

    /// The hook is over: a sidecar of a Pod that ends waits for its turn, all others are told to stop; whether it has stopped.
    fn hook_over(&mut self, world: &mut World, node: &mut Shared, i: u16, grace: i64) -> bool {
        let now = world.now;
        if !matches!(self.activity, Activity::Ending) || self.has_turn(i) || grace <= 0 {
            return self.tell_to_stop(world, node, i, grace);
        }
        let until = now + SimDuration::seconds(grace);
        let Some(c) = self.instance(i) else { return true };
        c.stop = Some(Stop { phase: StopPhase::Turn(now), grace, until });
        let Some(record) = c.runtime.running() else { return true };
        self.plan(world, until, Task::TurnOver(i, record.attempt));
        false
    }

    /// Whether nothing that needs this sidecar runs any more: the containers, and the sidecars after it.
    fn has_turn(&self, i: u16) -> bool {
        let is_sidecar = self.containers.get(usize::from(i)).is_some_and(|c| c.role == Role::Sidecar);
        let after = self.containers.iter().skip(usize::from(i) + 1);
        !is_sidecar || after.filter(|c| c.role != Role::Init).all(|c| c.runtime.running().is_none())
    }

    /// Sidecars whose turn has come are told to stop.
    pub(super) fn give_turns(&mut self, world: &mut World, node: &mut Shared) {
        for i in self.places() {
            let Some(Stop { phase: StopPhase::Turn(since), grace, .. }) =
                self.instance(i).and_then(|c| c.stop)
            else {
                continue;
            };
            if !self.has_turn(i) {
                continue;
            }
            let waited = i64::try_from(world.now.since(since).0 / 1000).unwrap_or(grace);
            if self.tell_to_stop(world, node, i, grace - waited) {
                self.stopped(world, node, i);
            }
        }
    }

    pub(super) fn turn_over(&mut self, world: &mut World, node: &mut Shared, i: u16, attempt: u32) {
        let waits = self.instance(i).is_some_and(|c| {
            c.runtime.running().is_some_and(|r| r.attempt == attempt)
                && c.stop.as_ref().is_some_and(|stop| matches!(stop.phase, StopPhase::Turn(_)))
        });
        if waits && self.tell_to_stop(world, node, i, 0) {
            self.stopped(world, node, i);
        }
    }

    /// SIGTERM; whether the program has ended already.
    fn tell_to_stop(&mut self, world: &mut World, _: &mut Shared, i: u16, grace: i64) -> bool {
        let now = world.now;
        let grace = grace.max(LEAST_GRACE);
        let until = now + SimDuration::seconds(grace);
        let Some(c) = self.instance(i) else { return true };
        let Some(attempt) = c.runtime.running().map(|r| r.attempt) else {
            c.stop = None;
            return true;
        };
        c.told_to_stop = Some(now);
        c.stop = Some(Stop { phase: StopPhase::Told, grace, until });
        let (drains, ignores) = (c.workload.drains, c.workload.ignores_sigterm);
        let by_itself = (now + c.workload.stops_after, Ending::Code(c.workload.stop_exit_code));
        let (at, ending) =
            if ignores || by_itself.0 > until { (until + KILL, Ending::Killed) } else { by_itself };
        if !drains {
            world.programs_cut.push(self.id);
        }
        self.log(world, RuntimeAct::Term { attempt, timeout_seconds: grace });
        self.plan(world, at, Task::Exit(i, attempt, ending));
        if !drains {
            self.ask_again(world, i);
        }
        false
    }

    /// Whether this is the end of a program that was told to stop, by itself, and answers before what it has begun.
    pub(super) fn drains(&self, i: u16, attempt: u32, ending: Ending) -> bool {
        let is_first = usize::from(i) == self.init_count();
        self.containers.get(usize::from(i)).filter(|_| is_first).is_some_and(|c| {
            matches!(ending, Ending::Code(_))
                && c.runtime.running().is_some_and(|r| r.attempt == attempt)
                && c.stop.as_ref().is_some_and(|stop| stop.phase == StopPhase::Told)
                && c.workload.drains
        })
    }

    /// A program that drains closes its port, and exits when it has answered what it had begun, if it is not killed before.
    pub(super) fn exit_drained(
        &mut self,
        world: &mut World,
        node: &mut Shared,
        i: u16,
        attempt: u32,
        ending: Ending,
        busy_until: Option<SimTime>,
    ) {
        let Some(until_killed) = self.instance(i).and_then(|c| c.stop.as_ref()).map(|stop| stop.until) else {
            return;
        };
        let Some(until) = busy_until.filter(|until| *until > world.now) else {
            self.exit(world, node, i, attempt, ending);
            return;
        };
        if let Some(c) = self.instance(i) {
            c.port_closed = true;
        }
        let killed_at = until_killed + KILL;
        let (at, ending) = if until > killed_at { (killed_at, Ending::Killed) } else { (until, ending) };
        self.plan(world, at, Task::Exit(i, attempt, ending));
        self.ask_again(world, i);
    }

    /// A container that was to stop has done so.
    pub(super) fn stopped(&mut self, world: &mut World, node: &mut Shared, i: u16) {
        if let Some(c) = self.instance(i) {
            c.stop = None;
        }
        match &self.activity {
            Activity::Ending => {
                self.give_turns(world, node);
                self.end_if_all_stopped(world);
            }
            Activity::Syncing(sync) if matches!(sync.under_way, Some(Step::Kill(of, _) | Step::Undo(of)) if of == i) =>
            {
                self.step_done(world, node);
            }
            _ => {}
        }
    }
}
