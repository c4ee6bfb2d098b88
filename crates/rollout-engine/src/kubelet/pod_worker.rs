//! One Pod's worker (`pkg/kubelet/pod_workers.go`): what wakes it, and when it may sync. A sync acts on the last listing of the
//! Pod's containers, which has to be newer than the end of the sync before; what wakes the Pod meanwhile makes one further sync.

use super::Shared;
use super::agenda::{Agenda, Ending, Task};
use super::container::{Ended, Instance, Reason, Role, StopPhase};
use super::pleg::{is_listed, listing_after};
use super::status;
use super::sync::Sync;
use crate::api::{Container, EventSource, EventType, Kind, Name, ObjectRef, Pod, PodTemplateSpec, Uid};
use crate::command::Fault;
use crate::id::{NodeId, PodId};
use crate::log::{Happening, RuntimeAct};
use crate::node::NodeTask;
use crate::recorder::EventKey;
use crate::time::{SimDuration, SimTime};
use crate::workload::Workload;
use crate::world::{Planned, World};
use std::rc::Rc;

/// From the binding seen to the sandbox made: what the recordings show.
const SANDBOX: SimDuration = SimDuration::millis(12);

/// What a worker is doing.
#[derive(Clone, Debug)]
pub(super) enum Activity {
    /// It may sync as soon as something wakes it.
    Idle,
    /// It is awake and waits for a listing that is new enough.
    Waiting,
    /// A sync is held up by something that takes time.
    Syncing(Sync),
    /// It stops all containers.
    Ending,
    /// All have stopped.
    Ended,
}

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct PodWorker {
    pub(super) id: PodId,
    pub(super) node: NodeId,
    pub(super) name: Name,
    pub(super) uid: Uid,
    pub(super) template: Rc<PodTemplateSpec>,
    /// Init containers, then containers.
    pub(super) containers: Vec<Instance>,
    pub(super) agenda: Agenda,
    pub(super) activity: Activity,
    /// Something has woken it during a sync.
    pub(super) pending: bool,
    synced_at: Option<SimTime>,
    /// It has been listed by itself since its last sync.
    freshly_listed: bool,
    pub(super) has_sandbox: bool,
    sandbox_listed: bool,
    pub(super) ip: u32,
    /// The grace period in seconds, once it is to stop.
    pub(super) grace: Option<i64>,
    /// The object has gone: nothing that it says is stored any more.
    pub(super) is_gone: bool,
    pub(super) running_at: Option<SimTime>,
    /// The last sync failed.
    pub(super) is_failing: bool,
    /// It is among those that will change by themselves.
    pub(super) counts_as_busy: bool,
}

/// The container in this place: init containers come first.
pub(super) fn spec_at(template: &PodTemplateSpec, i: u16) -> Option<&Container> {
    let (i, init) = (usize::from(i), &template.spec.init_containers);
    match i.checked_sub(init.len()) {
        None => init.get(i),
        Some(i) => template.spec.containers.get(i),
    }
}

impl PodWorker {
    pub(super) fn begin(
        world: &mut World,
        id: PodId,
        node: NodeId,
        pod: &Pod,
        workload: &Rc<Workload>,
    ) -> Self {
        let spec = &pod.template.spec;
        let init = spec.init_containers.iter().map(|c| Instance::new(c, true, workload));
        let regular = spec.containers.iter().map(|c| Instance::new(c, false, workload));
        let mut worker = Self {
            id,
            node,
            name: Rc::clone(&pod.meta.name),
            uid: pod.meta.uid,
            template: Rc::clone(&pod.template),
            containers: init.chain(regular).collect(),
            agenda: Agenda::default(),
            activity: Activity::Waiting,
            pending: false,
            synced_at: None,
            freshly_listed: false,
            has_sandbox: false,
            sandbox_listed: false,
            ip: world.cluster.new_pod_ip(),
            grace: None,
            is_gone: false,
            running_at: None,
            is_failing: false,
            counts_as_busy: true,
        };
        worker.plan(world, world.now + SANDBOX, Task::Begin);
        worker
    }

    pub(super) fn plan(&mut self, world: &mut World, at: SimTime, task: Task) {
        self.agenda.push(at, task);
        self.wake_at(world, at);
    }

    pub(super) fn init_count(&self) -> usize {
        self.template.spec.init_containers.len()
    }

    /// The container in this place.
    pub(super) fn spec(&self, i: u16) -> Option<&Container> {
        spec_at(&self.template, i)
    }

    pub(super) fn instance(&mut self, i: u16) -> Option<&mut Instance> {
        self.containers.get_mut(usize::from(i))
    }

    pub(super) fn places(&self) -> std::ops::Range<u16> {
        0..u16::try_from(self.containers.len()).unwrap_or(u16::MAX)
    }

    /// Sends an Event on one of the Pod's containers; its message is given in parts.
    pub(super) fn tell(
        &self,
        world: &mut World,
        i: u16,
        kind: EventType,
        reason: &'static str,
        words: &[&str],
    ) {
        let container = self.spec(i).map(|spec| &spec.name);
        let object = ObjectRef { kind: Kind::Pod, name: Rc::clone(&self.name) };
        let key = EventKey { object, uid: self.uid, pod: Some(self.id) };
        world.record_container_event(&key, container, EventSource::Kubelet, kind, reason, words);
    }

    pub(super) fn log(&self, world: &mut World, act: RuntimeAct) {
        if world.recording.runtime {
            let pod_name = Rc::clone(&self.name);
            world.log.push(Happening::Runtime { at: world.now, pod: self.id, pod_name, act });
        }
    }

    /// Does what is due.
    pub(super) fn work(
        &mut self,
        world: &mut World,
        node: &mut Shared,
        busy_until: &dyn Fn() -> Option<SimTime>,
    ) {
        let woken_at = self.agenda.woken_at.filter(|at| *at > world.now);
        // What is planned meanwhile needs no waking of its own.
        self.agenda.woken_at = Some(SimTime::ZERO);
        let next = loop {
            match self.agenda.pop(world.now) {
                Ok(Task::Exit(i, attempt, ending)) if self.drains(i, attempt, ending) => {
                    self.exit_drained(world, node, i, attempt, ending, busy_until());
                }
                Ok(task) => self.carry_out(world, node, task),
                Err(next) => break next,
            }
        };
        self.agenda.woken_at = woken_at;
        if let Some(next) = next {
            self.wake_at(world, next);
        }
    }

    fn wake_at(&mut self, world: &mut World, at: SimTime) {
        if self.agenda.woken_at.is_none_or(|woken_at| at < woken_at) {
            self.agenda.woken_at = Some(at);
            world.plan(at, Planned::Node(self.id, NodeTask::Kubelet));
        }
    }

    fn carry_out(&mut self, world: &mut World, node: &mut Shared, task: Task) {
        match task {
            Task::Begin => self.sync(world, node),
            Task::List => self.list(world, node),
            Task::Resync => self.wake(world, node),
            Task::Pulled(i) => self.pulled(world, node, i),
            Task::Started(i) => self.started(world, node, i),
            Task::PostStartDone(i, failed) => self.post_start_done(world, node, i, failed),
            Task::PreStopDone(i, attempt, failed) => self.pre_stop_done(world, node, i, attempt, failed),
            Task::TurnOver(i, attempt) => self.turn_over(world, node, i, attempt),
            Task::Exit(i, attempt, ending) => self.exit(world, node, i, attempt, ending),
            Task::Probe(i, kind) => self.probe(world, node, i, kind),
            Task::Answered(i, kind) => self.answered(world, node, i, kind),
            Task::Remove => self.remove(world),
        }
    }

    /// Wakes it: it syncs when it can.
    pub(super) fn wake(&mut self, world: &mut World, node: &mut Shared) {
        match self.activity {
            Activity::Idle => {}
            _ => {
                self.pending = true;
                return;
            }
        }
        if self.freshly_listed || self.synced_at.is_none_or(|at| is_listed(at, world.now)) {
            self.sync(world, node);
        } else {
            self.await_listing(world);
        }
    }

    fn await_listing(&mut self, world: &mut World) {
        self.activity = Activity::Waiting;
        self.plan_listing(world);
    }

    /// Sees to it that the next listing looks at this Pod: there will be something to see, or somebody waits for it.
    pub(super) fn plan_listing(&mut self, world: &mut World) {
        if !self.agenda.contains(|task| *task == Task::List) {
            self.plan(world, listing_after(world.now), Task::List);
        }
    }

    /// All containers have been listed: who waits for that goes on, and a difference wakes the Pod.
    fn list(&mut self, world: &mut World, node: &mut Shared) {
        let differs = self.look_at_runtime();
        if matches!(self.activity, Activity::Waiting) {
            self.sync(world, node);
        }
        if differs {
            self.wake(world, node);
        }
    }

    /// Takes in what the runtime has; whether that is news.
    fn look_at_runtime(&mut self) -> bool {
        let mut differs = self.sandbox_listed != self.has_sandbox;
        self.sandbox_listed = self.has_sandbox;
        for c in &mut self.containers {
            differs |= c.listed != c.runtime;
            c.listed = c.runtime;
        }
        self.agenda.drop_all(|task| *task == Task::List);
        differs
    }

    /// A sync has ended. If it has done something, and well, this Pod alone is listed at once.
    pub(super) fn sync_ended(&mut self, world: &mut World, node: &mut Shared, lists: bool) {
        self.activity = Activity::Idle;
        self.synced_at = Some(world.now);
        self.freshly_listed = lists;
        let differs = lists && self.look_at_runtime();
        if std::mem::take(&mut self.pending) {
            self.wake(world, node);
        }
        if differs {
            self.wake(world, node);
        }
    }

    /// A sync begins: its listing is used up.
    pub(super) fn sync_begins(&mut self) {
        self.freshly_listed = false;
        self.agenda.drop_all(|task| *task == Task::Resync);
    }

    /// The object has been changed, or has gone: it is to stop within so many seconds.
    pub(super) fn stop(&mut self, world: &mut World, node: &mut Shared, grace: i64) {
        let first = self.grace.is_none();
        // A later, shorter grace period does not hurry what is under way.
        self.grace = Some(self.grace.map_or(grace, |before| before.min(grace)).max(1));
        if first {
            self.wake(world, node);
        }
    }

    /// A program ends.
    pub(super) fn exit(
        &mut self,
        world: &mut World,
        node: &mut Shared,
        i: u16,
        attempt: u32,
        ending: Ending,
    ) {
        let now = world.now;
        let Some(c) = self.instance(i) else { return };
        let Some(record) = c.runtime.newest.as_mut().filter(|r| r.attempt == attempt && r.ended.is_none())
        else {
            return;
        };
        let (code, reason) = match ending {
            Ending::Code(0) => (0, Reason::Completed),
            Ending::Code(code) => (code, Reason::Error),
            Ending::Killed => (137, Reason::Error),
            Ending::OutOfMemory => (137, Reason::OutOfMemory),
        };
        record.ended = Some(Ended { at: now, code, reason });
        let is_stopped = c.stop.as_ref().is_some_and(|stop| stop.phase != StopPhase::PreStop);
        self.agenda.drop_all(|task| matches!(task, Task::Exit(of, _, _) if *of == i));
        world.programs_cut.push(self.id);
        self.log(world, RuntimeAct::Exit { attempt, exit_code: code });
        self.plan_listing(world);
        self.ask_again(world, i);
        if is_stopped {
            self.stopped(world, node, i);
        } else {
            self.give_turns(world, node);
        }
    }

    pub(super) fn write_status(&mut self, world: &mut World) {
        if self.is_gone {
            return;
        }
        let status = status::of(self, world);
        // A Pod that has gone meanwhile needs no status.
        let _ = world.update_pod_status(self.id, |before| status.after(before));
    }

    /// Makes the Pod's program misbehave, or well again.
    pub(super) fn set_fault(&mut self, world: &mut World, fault: Fault) {
        for i in self.places() {
            let Some(c) = self.instance(i).filter(|c| c.role == Role::Regular) else { continue };
            if let Fault::Exits(code) = fault {
                if let Some(record) = c.runtime.running() {
                    self.plan(world, world.now, Task::Exit(i, record.attempt, Ending::Code(code)));
                }
                continue;
            }
            c.fault = fault;
            self.ask_again(world, i);
        }
    }

    /// Whether something is going to change by itself, apart from probes that are answered as before.
    pub(super) fn is_busy(&self) -> bool {
        let at_rest = |task: &Task| match task {
            Task::Resync => !self.is_failing,
            Task::Probe(i, kind) => self.is_probe_at_rest(*i, *kind),
            _ => false,
        };
        match self.activity {
            Activity::Idle => self.agenda.contains(|task| !at_rest(task)),
            Activity::Ended => self.agenda.next_at().is_some(),
            _ => true,
        }
    }
}
