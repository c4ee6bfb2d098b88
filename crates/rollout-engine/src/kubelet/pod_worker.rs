//! One Pod's worker: from the sandbox to the removal (`pkg/kubelet/pod_workers.go`, `kuberuntime`).

use super::Shared;
use super::container::{Answer, Instance, Serving, Stage};
use super::crash_loop_back_off::{KUBELET, in_words};
use super::image_pull::{self, Pull};
use super::pleg::{AFTER_ERROR, due, listing_after};
use super::probe_worker::{Look, ProbeResult, Probed, timeout};
use super::status;
use crate::api::{
    Container, ContainerTerminated, EventSource, EventType, Handler, Kind, Name, ObjectRef, Pod,
    PodTemplateSpec, Probe, ProbeType, PullPolicy,
};
use crate::command::Fault;
use crate::id::{NodeId, PodId};
use crate::log::{Happening, RuntimeAct};
use crate::node::{NodeDetail, NodeTask};
use crate::recorder::EventKey;
use crate::snapshot::{Lamp, PodWait, ProbeView};
use crate::time::{SimDuration, SimTime};
use crate::world::{Planned, World};
use std::rc::Rc;

/// From the binding seen to the sandbox made, and from the image to the program started: what the recordings show.
const SANDBOX: SimDuration = SimDuration::millis(25);
const START: SimDuration = SimDuration::millis(15);
/// From the start of a container to its first, triggered readiness probe.
const TRIGGERED: SimDuration = SimDuration::millis(10);
/// A program that is killed is given this long at least after SIGTERM.
const LEAST_GRACE_SECONDS: i64 = 2;

/// What a kubelet has planned for a Pod. Containers are meant by their place in the spec, with the number of their start.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KubeletTask {
    /// The sandbox is made; images are pulled or there.
    Begin,
    /// A pull has ended.
    Pulled(u16, Pull),
    /// A pull is tried again.
    PullAgain(u16),
    /// A container starts.
    Start(u16),
    /// A program exits by itself, with this code.
    Exit(u16, u32, i32),
    /// A listing shows that a program has exited.
    Notice(u16, u32),
    /// A probe is due.
    Probe(u16, u8),
    /// The program is told to stop, with so many seconds until it is killed.
    Term(u16, u32, i64),
    /// The program is killed.
    Kill(u16, u32),
    /// Everything has stopped: the Pod goes.
    Remove,
}

impl KubeletTask {
    /// Whether it goes on for ever without changing anything by itself.
    pub(crate) fn is_background(self) -> bool {
        false
    }
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct PodWorker {
    id: PodId,
    node: NodeId,
    key: EventKey,
    template: Rc<PodTemplateSpec>,
    containers: Vec<Instance>,
    has_sandbox: bool,
    ip: u32,
    running_at: Option<SimTime>,
    /// Since when it is being stopped, and until when its preStop hook and its program may take.
    stopping: Option<Stopping>,
}

#[derive(Clone, Copy, Debug)]
struct Stopping {
    hook_until: SimTime,
    killed_at: SimTime,
}

impl PodWorker {
    pub(super) fn begin(world: &mut World, id: PodId, node: NodeId, pod: &Pod) -> Self {
        let at = world.now + SANDBOX;
        world.plan(at, Planned::Node(id, NodeTask::Kubelet(KubeletTask::Begin)));
        let object = ObjectRef { kind: Kind::Pod, name: Rc::clone(&pod.meta.name) };
        let containers = pod.template.spec.containers.iter().map(|c| Instance::new(c, at)).collect();
        Self {
            id,
            node,
            key: EventKey { object, uid: pod.meta.uid, pod: Some(id) },
            template: Rc::clone(&pod.template),
            containers,
            has_sandbox: false,
            ip: world.cluster.new_pod_ip(),
            running_at: None,
            stopping: None,
        }
    }

    fn plan(&self, world: &mut World, at: SimTime, task: KubeletTask) {
        world.plan(at, Planned::Node(self.id, NodeTask::Kubelet(task)));
    }

    fn spec(&self, i: u16) -> Option<Container> {
        self.template.spec.containers.get(usize::from(i)).cloned()
    }

    fn instance(&mut self, i: u16) -> Option<&mut Instance> {
        self.containers.get_mut(usize::from(i))
    }

    fn tell(
        &self,
        world: &mut World,
        container: Option<&Name>,
        kind: EventType,
        reason: &'static str,
        words: impl Into<Rc<str>>,
    ) {
        let words: Rc<str> = words.into();
        world.record_container_event(&self.key, container, EventSource::Kubelet, kind, reason, &words);
    }

    fn log(&self, world: &mut World, act: RuntimeAct) {
        if world.recording.runtime {
            let pod_name = Rc::clone(&self.key.object.name);
            world.log.push(Happening::Runtime { at: world.now, pod: self.id, pod_name, act });
        }
    }

    pub(super) fn work(&mut self, world: &mut World, node: &mut Shared, task: KubeletTask) {
        match task {
            KubeletTask::Begin => self.make_sandbox(world, node),
            KubeletTask::Pulled(i, pull) => self.pulled(world, node, i, pull),
            KubeletTask::PullAgain(i) => self.pull_again(world, node, i),
            KubeletTask::Start(i) => self.start(world, node, i),
            KubeletTask::Exit(i, attempt, code) => self.exit(world, i, attempt, code),
            KubeletTask::Notice(i, attempt) => self.notice(world, i, attempt),
            KubeletTask::Probe(i, kind) => self.probe(world, i, kind),
            KubeletTask::Term(i, attempt, grace) => self.term(world, i, attempt, grace),
            KubeletTask::Kill(i, attempt) => self.kill(world, i, attempt),
            KubeletTask::Remove => drop(world.remove_pod(self.id)),
        }
    }

    fn make_sandbox(&mut self, world: &mut World, node: &mut Shared) {
        if self.stopping.is_some() {
            return;
        }
        self.has_sandbox = true;
        self.log(world, RuntimeAct::Sandbox);
        for i in self.places() {
            self.have_image(world, node, i);
        }
        self.write_status(world);
    }

    fn places(&self) -> Vec<u16> {
        (0..self.containers.len()).filter_map(|i| u16::try_from(i).ok()).collect()
    }

    /// Sees to it that the image is there, then starts the container.
    fn have_image(&mut self, world: &mut World, node: &mut Shared, i: u16) {
        let Some(spec) = self.spec(i) else { return };
        let present = node.images.is_present(self.node, &spec.image);
        match (present, spec.image_pull_policy) {
            (true, PullPolicy::IfNotPresent | PullPolicy::Never) => {
                let words = format!(
                    "Container image \"{}\" already present on machine and can be accessed by the pod",
                    spec.image
                );
                self.tell(world, Some(&spec.name), EventType::Normal, "Pulled", words);
                let at = world.now + START;
                self.plan(world, at, KubeletTask::Start(i));
            }
            (false, PullPolicy::Never) => {
                let words =
                    format!("Container image \"{}\" is not present with pull policy of Never", spec.image);
                self.tell(world, Some(&spec.name), EventType::Warning, "ErrImageNeverPull", words.as_str());
                self.tell(world, Some(&spec.name), EventType::Warning, "Failed", "Error: ErrImageNeverPull");
                if let Some(c) = self.instance(i) {
                    c.stage = Stage::Waiting("ErrImageNeverPull", Some(words.into()));
                }
                let at = due(world.now, AFTER_ERROR);
                self.plan(world, at, KubeletTask::PullAgain(i));
            }
            _ => {
                self.tell(
                    world,
                    Some(&spec.name),
                    EventType::Normal,
                    "Pulling",
                    format!("Pulling image \"{}\"", spec.image),
                );
                self.log(world, RuntimeAct::Pull { image: Rc::clone(&spec.image) });
                let workload = node.workload(&spec.image);
                let pull = node.images.pull(world.now, self.node, &workload);
                self.plan(world, pull.ends_at, KubeletTask::Pulled(i, pull));
            }
        }
    }

    fn pulled(&mut self, world: &mut World, node: &mut Shared, i: u16, pull: Pull) {
        let Some(spec) = self.spec(i) else { return };
        let workload = node.workload(&spec.image);
        if node.images.pulled(self.node, &spec.image, &workload) {
            self.tell(
                world,
                Some(&spec.name),
                EventType::Normal,
                "Pulled",
                image_pull::success(&spec.image, pull),
            );
            let at = world.now + START;
            self.plan(world, at, KubeletTask::Start(i));
            return;
        }
        let why = image_pull::not_found(&spec.image);
        let words = format!("Failed to pull image \"{}\": {why}", spec.image);
        self.tell(world, Some(&spec.name), EventType::Warning, "Failed", words);
        self.tell(world, Some(&spec.name), EventType::Warning, "Failed", "Error: ErrImagePull");
        let now = world.now;
        if let Some(c) = self.instance(i) {
            c.pull_back_off = Some(KUBELET.next(c.pull_back_off, now, now));
            c.stage = Stage::Waiting("ErrImagePull", Some(why.into()));
        }
        self.write_status(world);
        self.plan_pull_again(world, i);
    }

    fn plan_pull_again(&mut self, world: &mut World, i: u16) {
        let at = due(world.now, AFTER_ERROR);
        if let Some(c) = self.instance(i) {
            c.waits_until = Some(at);
        }
        self.plan(world, at, KubeletTask::PullAgain(i));
    }

    fn pull_again(&mut self, world: &mut World, node: &mut Shared, i: u16) {
        if self.stopping.is_some() {
            return;
        }
        let Some(spec) = self.spec(i) else { return };
        let now = world.now;
        let Some(c) = self.instance(i) else { return };
        let entry = c.pull_back_off;
        if let Some(entry) = entry
            && KUBELET.left(Some(entry), entry.last_use, now).is_some()
        {
            let words = format!("Back-off pulling image \"{}\"", spec.image);
            if let Stage::Waiting(reason, Some(why)) = &mut c.stage
                && *reason == "ErrImagePull"
            {
                *reason = "ImagePullBackOff";
                *why = format!("{words}: ErrImagePull: {why}").into();
            }
            self.tell(world, Some(&spec.name), EventType::Normal, "BackOff", words);
            self.tell(world, Some(&spec.name), EventType::Warning, "Failed", "Error: ImagePullBackOff");
            self.write_status(world);
            self.plan_pull_again(world, i);
            return;
        }
        self.have_image(world, node, i);
    }

    fn start(&mut self, world: &mut World, node: &mut Shared, i: u16) {
        if self.stopping.is_some() {
            return;
        }
        let Some(spec) = self.spec(i) else { return };
        let workload = node.workload(&spec.image);
        let now = world.now;
        let calendar = world.calendar;
        let Some(c) = self.instance(i) else { return };
        if let Stage::Exited { at, started, code, reason } = c.stage {
            c.last = Some(ContainerTerminated {
                exit_code: code,
                reason,
                started_at: calendar.timestamp(started),
                finished_at: calendar.timestamp(at),
            });
        }
        if c.last.is_some() {
            c.attempt += 1;
            c.restarts += 1;
        }
        c.workload = workload;
        c.stage = Stage::Running(now);
        c.told_to_stop = None;
        c.port_closed = false;
        c.waits_until = None;
        c.replace = false;
        let attempt = c.attempt;
        let crash_ends = c.workload.crashes.is_some_and(|n| attempt >= n);
        let exits =
            c.workload.exits_after.filter(|_| !crash_ends).map(|after| (now + after, c.workload.exit_code));
        let killed = c.workload.out_of_memory_after.map(|after| (now + after, 137));
        let first = [exits, killed].into_iter().flatten().min();
        self.running_at.get_or_insert(now);
        self.tell(world, Some(&spec.name), EventType::Normal, "Created", "Container created");
        self.tell(world, Some(&spec.name), EventType::Normal, "Started", "Container started");
        self.log(world, RuntimeAct::Start { attempt, image: Rc::clone(&spec.image) });
        if let Some((at, code)) = first {
            self.plan(world, at, KubeletTask::Exit(i, attempt, code));
        }
        if let Some(hook) = spec.lifecycle.as_ref().and_then(|l| l.post_start.as_ref())
            && matches!(hook, Handler::Exec { command } if command.first().is_some_and(|c| &**c == "false"))
        {
            self.tell(
                world,
                Some(&spec.name),
                EventType::Warning,
                "FailedPostStartHook",
                "PostStartHook failed",
            );
            self.tell(world, Some(&spec.name), EventType::Normal, "Killing", "FailedPostStartHook");
            self.plan(world, now, KubeletTask::Exit(i, attempt, 137));
        }
        self.meet_probes(world, i);
        self.write_status(world);
    }

    /// Every probe worker sees the new container; the readiness worker is triggered, the others come with their next tick.
    fn meet_probes(&mut self, world: &mut World, i: u16) {
        let Some(spec) = self.spec(i) else { return };
        let now = world.now;
        let mut plans = Vec::new();
        if let Some(c) = self.instance(i) {
            let probed =
                Probed { attempt: c.attempt, running: true, started: c.is_started(), age_seconds: 0 };
            let has_startup = c.result(ProbeType::Startup).is_some();
            for worker in &mut c.probes {
                let Some(probe) = spec.probe(worker.kind) else { continue };
                worker.meet(probed);
                let triggered =
                    worker.kind == ProbeType::Readiness && !has_startup && probe.initial_delay_seconds <= 0;
                if triggered {
                    worker.restart_ticker(now + TRIGGERED);
                }
                let at = if triggered { now + TRIGGERED } else { worker.tick_after(now, probe) };
                worker.next_at = Some(at);
                plans.push((at, worker.kind));
            }
        }
        for (at, kind) in plans {
            self.plan(world, at, KubeletTask::Probe(i, kind as u8));
        }
    }

    fn probe(&mut self, world: &mut World, i: u16, kind: u8) {
        let Some(spec) = self.spec(i) else { return };
        let (now, calendar, ip) = (world.now, world.calendar, self.ip);
        let stopping = self.stopping.is_some();
        let Some(c) = self.instance(i) else { return };
        let Some(at) = c.probes.iter().position(|p| p.kind as u8 == kind) else { return };
        let Some(mut worker) = c.probes.get(at).copied() else { return };
        let Some(probe) = spec.probe(worker.kind) else { return };
        if worker.next_at != Some(now) || (stopping && worker.kind != ProbeType::Readiness) {
            return;
        }
        let Some(since) = c.running_since() else { return };
        worker.next_at = None;
        let age_seconds = calendar.unix_ms(now).div_euclid(1000) - calendar.timestamp(since).0;
        // The delay counts in whole seconds from a start whose fraction was cut off.
        let probed = Probed { attempt: c.attempt, running: true, started: c.is_started(), age_seconds };
        let Look { ask, .. } = worker.look(probe, probed);
        let mut failed = None;
        let mut stored = false;
        let mut act = None;
        if ask {
            worker.last_at = now;
            let answer = c.answer(worker.kind, &probe.handler, now);
            act = runtime_act(&probe.handler, c.attempt, answer);
            let passed = answer == Answer::Passed;
            stored = worker.count(probe, if passed { ProbeResult::Success } else { ProbeResult::Failure });
            failed = (!passed).then(|| words(worker.kind, probe, &spec, answer, ip));
        }
        let attempt = c.attempt;
        // While nothing can change as long as the answers do not, the next tick that matters comes with the next change of those.
        let settled = ask && worker.is_settled(attempt) && failed.is_none() && !world.recording.runtime;
        let next = if worker.is_on_hold(attempt) {
            None
        } else if settled {
            c.next_change(now)
                .map(|change| worker.tick_from(change, probe).max(worker.tick_after(now, probe)))
        } else {
            Some(worker.tick_after(now, probe))
        };
        worker.next_at = next;
        let probe_kind = worker.kind;
        let killing = stored && !stopping && failed.is_some() && probe_kind != ProbeType::Readiness;
        let startup_passed = stored && failed.is_none() && probe_kind == ProbeType::Startup;
        if let Some(place) = c.probes.get_mut(at) {
            *place = worker;
        }
        if let Some(act) = act {
            self.log(world, act);
        }
        if let Some(words) = failed {
            self.tell(world, Some(&spec.name), EventType::Warning, "Unhealthy", words);
        }
        if let Some(next) = next {
            self.plan(world, next, KubeletTask::Probe(i, kind));
        }
        if startup_passed {
            self.ask_readiness(world, i, &spec);
        }
        if stored {
            self.write_status(world);
        }
        if killing {
            self.kill_unhealthy(world, i, &spec, probe_kind, probe);
        }
    }

    /// The startup probe has passed: readiness is asked at once.
    fn ask_readiness(&mut self, world: &mut World, i: u16, spec: &Container) {
        let now = world.now;
        let Some(c) = self.instance(i) else { return };
        let Some(worker) = c.probes.iter_mut().find(|p| p.kind == ProbeType::Readiness) else { return };
        if spec.readiness_probe.as_ref().is_none_or(|p| p.initial_delay_seconds > 0) {
            return;
        }
        let at = now + TRIGGERED;
        worker.restart_ticker(at);
        worker.next_at = Some(at);
        self.plan(world, at, KubeletTask::Probe(i, ProbeType::Readiness as u8));
    }

    fn kill_unhealthy(
        &mut self,
        world: &mut World,
        i: u16,
        spec: &Container,
        kind: ProbeType,
        probe: &Probe,
    ) {
        let which = if kind == ProbeType::Startup { "startup" } else { "liveness" };
        let words = format!("Container {} failed {which} probe, will be restarted", spec.name);
        self.tell(world, Some(&spec.name), EventType::Normal, "Killing", words);
        let grace = probe
            .termination_grace_period_seconds
            .unwrap_or(self.template.spec.termination_grace_period_seconds);
        let Some(c) = self.instance(i) else { return };
        c.replace = true;
        let attempt = c.attempt;
        let now = world.now;
        self.plan(world, now, KubeletTask::Term(i, attempt, grace.max(LEAST_GRACE_SECONDS)));
    }

    /// Stops all containers of a Pod that is being deleted. A later, shorter grace period does not hurry what is under way.
    pub(super) fn terminate(&mut self, world: &mut World, pod: &Pod) {
        if self.stopping.is_some() {
            return;
        }
        let now = world.now;
        let grace = pod.meta.deletion_grace_period_seconds.unwrap_or(0).max(1);
        let mut hook_until = now;
        let mut running = false;
        for i in self.places() {
            let Some(spec) = self.spec(i) else { continue };
            let Some(c) = self.instance(i) else { continue };
            if c.running_since().is_none() {
                continue;
            }
            running = true;
            let attempt = c.attempt;
            let hook = spec.lifecycle.as_ref().and_then(|l| l.pre_stop.as_ref());
            let used = hook_seconds(hook).min(grace);
            let left = (grace - used).max(LEAST_GRACE_SECONDS);
            let at = now + SimDuration::seconds(used);
            hook_until = hook_until.max(at);
            self.tell(
                world,
                Some(&spec.name),
                EventType::Normal,
                "Killing",
                format!("Stopping container {}", spec.name),
            );
            if matches!(hook, Some(Handler::Exec { command }) if command.first().is_some_and(|c| &**c == "false"))
            {
                self.tell(
                    world,
                    Some(&spec.name),
                    EventType::Warning,
                    "FailedPreStopHook",
                    "PreStopHook failed",
                );
            }
            self.plan(world, at, KubeletTask::Term(i, attempt, left));
        }
        let killed_at = hook_until + SimDuration::seconds(grace.max(LEAST_GRACE_SECONDS));
        self.stopping = Some(Stopping { hook_until, killed_at });
        if !running {
            self.all_stopped(world);
        }
    }

    fn term(&mut self, world: &mut World, i: u16, attempt: u32, grace: i64) {
        let now = world.now;
        let Some(c) = self.instance(i) else { return };
        if c.attempt != attempt || c.running_since().is_none() {
            return;
        }
        c.told_to_stop = Some(now);
        if !c.workload.drains {
            world.programs_cut.push(self.id);
        }
        let Some(c) = self.instance(i) else { return };
        let (stops_after, code, ignores) = (
            c.workload.stops_after,
            c.workload.stop_exit_code,
            c.workload.ignores_sigterm || c.fault == Fault::Hangs,
        );
        let killed_at = now + SimDuration::seconds(grace);
        if let Some(stopping) = &mut self.stopping {
            stopping.killed_at = killed_at;
        }
        self.log(world, RuntimeAct::Term { attempt, timeout_seconds: grace });
        if ignores || now + stops_after > killed_at {
            self.plan(world, killed_at, KubeletTask::Kill(i, attempt));
        } else {
            self.plan(world, now + stops_after, KubeletTask::Exit(i, attempt, code));
        }
    }

    fn kill(&mut self, world: &mut World, i: u16, attempt: u32) {
        self.exit(world, i, attempt, 137);
    }

    fn exit(&mut self, world: &mut World, i: u16, attempt: u32, code: i32) {
        let now = world.now;
        let Some(c) = self.instance(i) else { return };
        let Some(started) = c.running_since().filter(|_| c.attempt == attempt) else { return };
        let out_of_memory =
            c.workload.out_of_memory_after.is_some_and(|after| started + after == now) && code == 137;
        let reason = match code {
            0 => "Completed",
            _ if out_of_memory => "OOMKilled",
            _ => "Error",
        };
        c.stage = Stage::Exited { at: now, started, code, reason };
        let replaced = c.replace;
        world.programs_cut.push(self.id);
        self.log(world, RuntimeAct::Exit { attempt, exit_code: code });
        if self.stopping.is_some() {
            if self.containers.iter().all(|c| c.running_since().is_none()) {
                self.all_stopped(world);
            }
            return;
        }
        // A program that the kubelet itself has killed is missed at once; another's exit shows with the next listing.
        let at = if replaced { now } else { listing_after(now) };
        self.plan(world, at, KubeletTask::Notice(i, attempt));
    }

    /// Whether this is the exit of a program that was told to stop, by itself, and drains before.
    pub(super) fn exits_drained(&self, task: KubeletTask) -> bool {
        let KubeletTask::Exit(i, attempt, _) = task else { return false };
        let Some(c) = self.containers.get(usize::from(i)).filter(|_| i == 0) else { return false };
        c.attempt == attempt && self.stopping.is_some() && c.told_to_stop.is_some() && c.workload.drains
    }

    /// A program that drains closes its port, and exits when it has answered what it had begun, if it is not killed before.
    pub(super) fn finish_first(
        &mut self,
        world: &mut World,
        task: KubeletTask,
        busy_until: Option<SimTime>,
    ) -> bool {
        let (Some(stopping), KubeletTask::Exit(i, attempt, _)) = (self.stopping, task) else { return false };
        let Some(until) = busy_until.filter(|at| *at > world.now) else { return false };
        if let Some(c) = self.instance(i) {
            c.port_closed = true;
        }
        if until > stopping.killed_at {
            self.plan(world, stopping.killed_at, KubeletTask::Kill(i, attempt));
        } else {
            self.plan(world, until, task);
        }
        true
    }

    /// Starts the container again, or lets it wait.
    fn notice(&mut self, world: &mut World, i: u16, attempt: u32) {
        if self.stopping.is_some() {
            return;
        }
        let Some(spec) = self.spec(i) else { return };
        let now = world.now;
        let pod_uid = self.key.uid;
        let pod_name = Rc::clone(&self.key.object.name);
        let namespace = Rc::clone(&world.cluster.namespace);
        let Some(c) = self.instance(i) else { return };
        let Stage::Exited { at: finished, .. } = c.stage else { return };
        if c.attempt != attempt {
            return;
        }
        // After a kill by the kubelet, what counts is the exit before it: a whole life ago.
        let since = if c.replace {
            c.last.map_or(SimTime::ZERO, |l| world.calendar.instant(l.finished_at))
        } else {
            finished
        };
        let first_kill = c.replace && c.last.is_none();
        match KUBELET.left(c.restart_back_off, since, now).filter(|_| !first_kill) {
            Some(left) => {
                let wait = c.restart_back_off.map_or(left, |e| e.wait);
                let words = format!(
                    "back-off {} restarting failed container={} pod={pod_name}_{namespace}({pod_uid})",
                    in_words(wait),
                    spec.name
                );
                let at = due(now, left);
                if let Stage::Exited { at: finished, started, code, reason } = c.stage {
                    c.last = Some(ContainerTerminated {
                        exit_code: code,
                        reason,
                        started_at: world.calendar.timestamp(started),
                        finished_at: world.calendar.timestamp(finished),
                    });
                }
                c.stage = Stage::Waiting("CrashLoopBackOff", Some(words.into()));
                c.waits_until = Some(at);
                c.restart_back_off = c.restart_back_off.map(|e| KUBELET.next(Some(e), finished, at));
                let told = format!(
                    "Back-off restarting failed container {} in pod {pod_name}_{namespace}({pod_uid})",
                    spec.name
                );
                self.tell(world, Some(&spec.name), EventType::Warning, "BackOff", told);
                self.write_status(world);
                self.plan(world, at, KubeletTask::Start(i));
            }
            None => {
                if !first_kill {
                    c.restart_back_off = Some(KUBELET.next(c.restart_back_off, since, now));
                }
                self.write_status(world);
                self.plan(world, now + START, KubeletTask::Start(i));
            }
        }
    }

    /// The last program has ended: the final status, and soon the removal.
    fn all_stopped(&mut self, world: &mut World) {
        self.log(world, RuntimeAct::StopSandbox);
        self.write_status(world);
        let at = listing_after(world.now);
        self.plan(world, at, KubeletTask::Remove);
    }

    fn write_status(&mut self, world: &mut World) {
        let status = status::of(
            &self.template,
            &self.containers,
            self.has_sandbox,
            self.ip,
            self.stopping.is_some(),
            world,
        );
        // A Pod that has gone meanwhile needs no status.
        let _ = world.update_pod(self.id, |pod| status.write(pod));
    }

    pub(super) fn set_fault(&mut self, world: &mut World, fault: Fault) {
        let now = world.now;
        for i in self.places() {
            let Some(c) = self.instance(i) else { continue };
            let attempt = c.attempt;
            if let Fault::Exits(code) = fault {
                self.plan(world, now, KubeletTask::Exit(i, attempt, code));
                continue;
            }
            c.fault = fault;
            self.wake_probes(world, i);
        }
    }

    /// The program answers otherwise from now on: its probes come with their next ticks again.
    fn wake_probes(&mut self, world: &mut World, i: u16) {
        let Some(spec) = self.spec(i) else { return };
        let now = world.now;
        let mut plans = Vec::new();
        if let Some(c) = self.instance(i)
            && c.running_since().is_some()
        {
            let attempt = c.attempt;
            for worker in &mut c.probes {
                let Some(probe) = spec.probe(worker.kind).filter(|_| !worker.is_on_hold(attempt)) else {
                    continue;
                };
                let at = worker.tick_after(now, probe);
                if worker.next_at != Some(at) {
                    worker.next_at = Some(at);
                    plans.push((at, worker.kind));
                }
            }
        }
        for (at, kind) in plans {
            self.plan(world, at, KubeletTask::Probe(i, kind as u8));
        }
    }

    pub(super) fn serving(&self, now: SimTime) -> Option<Serving> {
        let (c, spec) = self.containers.first().zip(self.template.spec.containers.first())?;
        let since = c.running_since()?;
        Some(Serving {
            listens: c.listens(now),
            serves: c.workload.ready_after.is_none_or(|after| now.since(since) >= after),
            told_to_stop: c.told_to_stop.is_some(),
            answers: !c.hangs(now),
            image: Rc::clone(&spec.image),
            workload: Rc::clone(&c.workload),
            changes_at: c.next_change(now),
        })
    }

    pub(super) fn detail(&self, world: &World, pod: &Pod) -> NodeDetail {
        let now = world.now;
        let Some((c, spec)) = self.containers.first().zip(self.template.spec.containers.first()) else {
            return NodeDetail::default();
        };
        let lamp = |kind: ProbeType| match c.result(kind) {
            None => None,
            Some(_) if c.running_since().is_none() => Some(Lamp::Fail),
            Some(Some(ProbeResult::Success)) => Some(Lamp::Pass),
            Some(Some(ProbeResult::Failure)) => {
                let asked = c.probes.iter().any(|p| p.kind == kind && p.run().1 && p.run().0 > 0);
                Some(if asked && pod.ready_since().is_some() { Lamp::Fail } else { Lamp::Asking })
            }
            Some(_) => Some(Lamp::Asking),
        };
        let running = c.running_since().is_some();
        let readiness = match (running, lamp(ProbeType::Readiness)) {
            (_, Some(lamp)) if running => lamp,
            (true, None) if c.is_ready() => Lamp::Pass,
            (true, _) => Lamp::Asking,
            (false, _) if matches!(c.stage, Stage::Exited { .. }) || c.last.is_some() => Lamp::Fail,
            (false, _) => Lamp::None,
        };
        let liveness = if running || c.last.is_some() {
            lamp(ProbeType::Liveness).unwrap_or(Lamp::None)
        } else {
            Lamp::None
        };
        NodeDetail {
            readiness,
            liveness,
            wait: self.wait(c, now),
            probe: probe_view(c, spec, now),
            running_at: self.running_at,
            hung: c.hangs(now),
        }
    }

    fn wait(&self, c: &Instance, now: SimTime) -> PodWait {
        if let Some(stopping) = self.stopping {
            return match () {
                () if c.running_since().is_none() => PodWait::Removal,
                () if now < stopping.hook_until => PodWait::PreStop(stopping.hook_until),
                () => PodWait::Exit(stopping.killed_at),
            };
        }
        match (&c.stage, c.waits_until) {
            (Stage::Waiting("CrashLoopBackOff", _), Some(until)) => PodWait::CrashBackOff(until),
            (Stage::Waiting("ErrImagePull" | "ImagePullBackOff", _), Some(until)) => {
                PodWait::PullBackOff(until)
            }
            (Stage::Waiting(..), _) => PodWait::Image(now),
            (Stage::Running(_), _) if !c.is_started() => PodWait::Probe(ProbeType::Startup),
            (Stage::Running(_), _) if !c.is_ready() => PodWait::Probe(ProbeType::Readiness),
            _ => PodWait::Nothing,
        }
    }
}

fn probe_view(c: &Instance, spec: &Container, _now: SimTime) -> Option<ProbeView> {
    c.running_since()?;
    let awaited = if c.is_started() { ProbeType::Readiness } else { ProbeType::Startup };
    let failing_liveness = c.probes.iter().find(|p| p.kind == ProbeType::Liveness && p.run().1);
    let worker = c.probes.iter().find(|p| p.kind == awaited && !c.is_ready()).or(failing_liveness)?;
    let probe = spec.probe(worker.kind)?;
    let (run, failing) = worker.run();
    let threshold = if failing { probe.failure_threshold } else { probe.success_threshold };
    Some(ProbeView {
        probe: worker.kind,
        last_at: worker.last_at,
        next_at: worker.next_at?,
        run,
        threshold: u32::try_from(threshold).unwrap_or(0),
        failing,
    })
}

/// How long a preStop hook takes, in seconds.
fn hook_seconds(hook: Option<&Handler>) -> i64 {
    match hook {
        Some(Handler::Sleep { seconds }) => *seconds,
        Some(Handler::Exec { command }) if command.first().is_some_and(|c| &**c == "sleep") => {
            command.get(1).and_then(|s| s.parse().ok()).unwrap_or(0)
        }
        _ => 0,
    }
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
        (Handler::Exec { command }, _) => {
            let words: Vec<&str> = command.iter().map(|c| &**c).collect();
            Some(RuntimeAct::Exec {
                attempt,
                command: words.join(" ").into(),
                exit_code: i32::from(answer != Answer::Passed),
            })
        }
        _ => None,
    }
}

/// What the kubelet says of a probe that failed.
fn words(kind: ProbeType, probe: &Probe, spec: &Container, answer: Answer, ip: u32) -> String {
    let [a, b, c, d] = ip.to_be_bytes();
    let which = match kind {
        ProbeType::Startup => "Startup",
        ProbeType::Readiness => "Readiness",
        ProbeType::Liveness => "Liveness",
    };
    let number = |port: &crate::api::IntOrString| match port {
        crate::api::IntOrString::Int(n) => *n,
        crate::api::IntOrString::Text(name) => {
            spec.ports.iter().find(|p| p.name == *name).map_or(0, |p| p.container_port)
        }
    };
    let text = match (&probe.handler, answer) {
        (_, Answer::Status(code)) => format!("HTTP probe failed with statuscode: {code}"),
        (Handler::HttpGet(get), answer) => {
            let url = format!("Get \"http://{a}.{b}.{c}.{d}:{}{}\"", number(&get.port), get.path);
            if answer == Answer::Refused {
                format!("{url}: dial tcp {a}.{b}.{c}.{d}:{}: connect: connection refused", number(&get.port))
            } else {
                format!("{url}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)")
            }
        }
        (Handler::TcpSocket { port, .. }, _) => {
            format!("dial tcp {a}.{b}.{c}.{d}:{}: connect: connection refused", number(port))
        }
        (Handler::Grpc { port, .. }, _) => format!(
            "timeout: failed to connect service \"{a}.{b}.{c}.{d}:{port}\" within {}s: context deadline exceeded",
            timeout(probe).0 / 1000
        ),
        _ => String::new(),
    };
    format!("{which} probe failed: {text}")
}
