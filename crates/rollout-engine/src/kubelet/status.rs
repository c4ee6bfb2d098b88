//! The status of a Pod as its kubelet writes it (`pkg/kubelet/kubelet_pods.go`, `status/generate.go`).

use super::container::{Instance, Record, Role};
use super::pod_worker::{Activity, PodWorker};
use crate::api::{
    ConditionStatus, Container, ContainerState, ContainerStatus, ContainerTerminated, Few, Name,
    PodCondition, PodConditionType, PodConditions, PodPhase, PodStatus, Why,
};
use crate::time::{Calendar, Timestamp};
use crate::world::World;
use std::rc::Rc;

/// What stands around the status that containers lack, before their names.
const NAMES_BEGIN: &str = "containers with ";
const NAMES_FOLLOW: &str = " status: [";

/// What is to be written.
pub(super) struct Status {
    phase: PodPhase,
    init_containers: Vec<ContainerStatus>,
    containers: Few<ContainerStatus>,
    has_sandbox: bool,
    not_initialized: Option<Rc<Why>>,
    not_ready: Option<Rc<Why>>,
    ip: u32,
    now: Timestamp,
}

/// The status that follows from what the last sync saw, and from the probes.
pub(super) fn of(worker: &PodWorker, world: &mut World) -> Status {
    let ended = matches!(worker.activity, Activity::Ended);
    let spec = &worker.template.spec;
    let (init, regular) = worker.containers.split_at(worker.init_count().min(worker.containers.len()));
    // What a container waits for that has not been started yet.
    let first = if init.is_empty() { "ContainerCreating" } else { "PodInitializing" };
    let calendar = world.calendar;
    let status_of = |(spec, c): (&Container, &Instance)| ContainerStatus {
        name: Rc::clone(&spec.name),
        image: Rc::clone(&spec.image),
        ready: c.is_ready(),
        started: c.is_started(),
        restart_count: c.told.newest.map_or(0, |r| r.attempt),
        state: state(c, first, worker.grace.is_some(), ended, calendar),
        last_state: last_state(c, worker.grace.is_some(), calendar).map(Box::new),
    };
    let init_containers: Vec<ContainerStatus> =
        spec.init_containers.iter().zip(init).map(status_of).collect();
    let containers: Few<ContainerStatus> = spec.containers.iter().zip(regular).map(status_of).collect();
    let phase = phase(&containers, ended);
    // Where the containers have begun, those before them had done.
    let has_begun = regular.iter().any(|c| c.told.newest.is_some());
    let told = || init_containers.iter().zip(init);
    let incomplete = told().filter(|(status, c)| {
        !has_begun && !(if c.role == Role::Sidecar { status.started } else { status.ready })
    });
    let incomplete = incomplete.map(|(status, _)| &status.name);
    let sidecars = told().filter(|(_, c)| c.role == Role::Sidecar).map(|(status, _)| status);
    let unready = sidecars.chain(containers.iter()).filter(|c| !c.ready).map(|c| &c.name);
    let none = std::iter::empty::<&Name>;
    let not_ready = match phase {
        PodPhase::Failed => Some(why(world, "PodFailed", "", none())),
        PodPhase::Succeeded => Some(why(world, "PodCompleted", "", none())),
        _ if unready.clone().next().is_none() => None,
        _ => Some(why(world, "ContainersNotReady", "unready", unready)),
    };
    let not_initialized = (incomplete.clone().next().is_some() && !phase.is_terminal())
        .then(|| why(world, "ContainersNotInitialized", "incomplete", incomplete));
    Status {
        phase,
        init_containers,
        containers,
        has_sandbox: worker.has_sandbox,
        not_initialized,
        not_ready,
        ip: worker.ip,
        now: world.timestamp(),
    }
}

/// Why a condition does not hold: shared with the last Pod of which the same was said. `names`: which containers have the status
/// that is `lacking`, if it is about containers.
fn why<'a>(
    world: &mut World,
    reason: &'static str,
    lacking: &str,
    names: impl Iterator<Item = &'a Name> + Clone,
) -> Rc<Why> {
    let is_same = |known: &Why| {
        let Some(message) = known.message.as_deref() else { return lacking.is_empty() };
        // What stands before the names follows from the reason.
        let begun = NAMES_BEGIN.len() + lacking.len() + NAMES_FOLLOW.len();
        let rest = names.clone().try_fold(message.get(begun..).unwrap_or_default(), |rest, name| {
            rest.strip_prefix(&**name).and_then(|rest| rest.strip_prefix([' ', ']']))
        });
        rest.is_some_and(str::is_empty)
    };
    if let Some(known) = world.said_last.get(reason).filter(|known| is_same(known)) {
        return Rc::clone(known);
    }
    let message = (!lacking.is_empty()).then(|| {
        let names: Vec<&str> = names.map(|name| &**name).collect();
        [NAMES_BEGIN, lacking, NAMES_FOLLOW, &names.join(" "), "]"].concat().into()
    });
    let why = Rc::new(Why { reason, message });
    world.said_last.insert(reason, Rc::clone(&why));
    why
}

fn state(
    c: &Instance,
    first: &'static str,
    is_stopping: bool,
    pod_ended: bool,
    calendar: Calendar,
) -> ContainerState {
    let why = c.told_why().filter(|_| !is_stopping || c.told.newest.is_none());
    let waiting = |(reason, message): &super::container::Why| ContainerState::Waiting {
        reason,
        message: Some(Rc::clone(message)),
    };
    match c.told.newest {
        Some(Record { started_at, ended: None, .. }) => {
            ContainerState::Running { started_at: calendar.timestamp(started_at) }
        }
        Some(record) => match why.filter(|_| !(c.role == Role::Init && c.told.has_completed())) {
            Some(why) => waiting(why),
            None => terminated(record, calendar)
                .map_or(ContainerState::Waiting { reason: first, message: None }, ContainerState::Terminated),
        },
        None if pod_ended => ContainerState::Terminated(ContainerTerminated {
            exit_code: 137,
            reason: "ContainerStatusUnknown",
            started_at: Timestamp::default(),
            finished_at: Timestamp::default(),
        }),
        None => why.map_or(ContainerState::Waiting { reason: first, message: None }, waiting),
    }
}

fn terminated(record: Record, calendar: Calendar) -> Option<ContainerTerminated> {
    record.ended.map(|ended| ContainerTerminated {
        exit_code: ended.code,
        reason: ended.reason.as_str(),
        started_at: calendar.timestamp(record.started_at),
        finished_at: calendar.timestamp(ended.at),
    })
}

/// The last termination that `state` does not show.
fn last_state(c: &Instance, is_stopping: bool, calendar: Calendar) -> Option<ContainerTerminated> {
    let newest = c.told.newest?;
    let shown = newest.ended.is_none() || c.told_why().is_none() || is_stopping;
    terminated(if shown { c.told.before? } else { newest }, calendar)
}

fn phase(containers: &[ContainerStatus], pod_ended: bool) -> PodPhase {
    if pod_ended {
        let clean =
            containers.iter().all(|c| matches!(&c.state, ContainerState::Terminated(t) if t.exit_code == 0));
        return if clean { PodPhase::Succeeded } else { PodPhase::Failed };
    }
    let never_ran =
        |c: &ContainerStatus| matches!(c.state, ContainerState::Waiting { .. }) && c.last_state.is_none();
    if containers.iter().any(never_ran) { PodPhase::Pending } else { PodPhase::Running }
}

impl Status {
    /// What is written over the status before; a Pod that has ended stays so.
    pub(super) fn after(self, before: &PodStatus) -> PodStatus {
        let scheduled = before.condition(PodConditionType::PodScheduled).cloned();
        let no_sandbox = || Rc::new(Why { reason: "PodSandboxNotReady", message: None });
        let conditions = [
            (PodConditionType::PodReadyToStartContainers, (!self.has_sandbox).then(no_sandbox)),
            (PodConditionType::Initialized, self.not_initialized),
            (PodConditionType::Ready, self.not_ready.clone()),
            (PodConditionType::ContainersReady, self.not_ready),
        ];
        let mut written = PodConditions::default();
        for (kind, why) in conditions {
            let status = if why.is_none() { ConditionStatus::True } else { ConditionStatus::False };
            let known = before.condition(kind).filter(|c| c.status == status);
            let last_transition_time = known.map_or(self.now, |c| c.last_transition_time);
            written.set(PodCondition { kind, status, why, last_transition_time });
        }
        if let Some(scheduled) = scheduled {
            written.set(scheduled);
        }
        PodStatus {
            phase: if before.phase.is_terminal() { before.phase } else { self.phase },
            conditions: written,
            init_container_statuses: self.init_containers,
            container_statuses: self.containers,
            pod_ip: before.pod_ip.or(self.has_sandbox.then_some(self.ip)),
            start_time: before.start_time.or(Some(self.now)),
        }
    }
}
