//! What `kubectl get` prints of an object where that takes more than reading a field
//! (`pkg/printers/internalversion/printers.go`, `apimachinery/pkg/util/duration`).

use crate::api::{
    ConditionStatus, Container, ContainerRestartPolicy, ContainerState, ContainerStatus, Pod,
    PodConditionType,
};
use crate::time::Timestamp;
use std::borrow::Cow;

/// READY, STATUS and RESTARTS of a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodRow<'a> {
    /// Containers that are ready and running.
    pub ready: u32,
    /// Containers in the spec, sidecars included.
    pub containers: u32,
    /// STATUS
    pub status: Cow<'a, str>,
    /// How often containers were started again: of the init containers, while they have not done.
    pub restarts: u32,
    /// When the last of them ended before it was started again.
    pub restarted_at: Option<Timestamp>,
}

/// What the row is made from.
#[derive(Clone, Copy, Debug)]
pub struct PodFacts<'a> {
    /// `status.phase`
    pub phase: &'a str,
    /// `status.reason`: stands in for the phase.
    pub reason: Option<&'a str>,
    /// The PodScheduled condition's reason is `SchedulingGated`.
    pub scheduling_gated: bool,
    /// The Initialized condition is True.
    pub initialized: bool,
    /// The Ready condition is True.
    pub ready: bool,
    /// Its deletion has been asked for.
    pub being_deleted: bool,
    /// Containers in the spec, sidecars included.
    pub containers: u32,
    /// Init containers in the spec.
    pub init_containers: u32,
}

/// What a container's status adds.
#[derive(Clone, Copy, Debug)]
pub struct ContainerFacts<'a> {
    /// An init container that goes on running beside the others.
    pub sidecar: bool,
    /// `started`
    pub started: bool,
    /// `ready`
    pub ready: bool,
    /// `restartCount`
    pub restart_count: u32,
    /// `state`
    pub state: StateFacts<'a>,
    /// `lastState.terminated.finishedAt`
    pub last_finished_at: Option<Timestamp>,
}

/// A container's state, as far as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFacts<'a> {
    /// None is known yet.
    None,
    /// `waiting`, with its reason; empty if there is none.
    Waiting(&'a str),
    /// `running`
    Running,
    /// `terminated`, with its reason (empty if there is none) and exit code.
    Terminated(&'a str, i32),
}

impl Pod {
    /// What `kubectl get pods` prints of it.
    pub fn printed_row(&self) -> PodRow<'_> {
        let is_true = |kind| self.status.condition(kind).is_some_and(|c| c.status == ConditionStatus::True);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let spec = &self.template.spec;
        let sidecar = |c: &Container| c.restart_policy == Some(ContainerRestartPolicy::Always);
        let sidecars = spec.init_containers.iter().filter(|c| sidecar(c)).count();
        let facts = PodFacts {
            phase: self.status.phase.as_str(),
            reason: None,
            scheduling_gated: false,
            initialized: is_true(PodConditionType::Initialized),
            ready: is_true(PodConditionType::Ready),
            being_deleted: self.meta.is_being_deleted(),
            containers: count(spec.containers.len() + sidecars),
            init_containers: count(spec.init_containers.len()),
        };
        let statuses = self.status.init_container_statuses.iter().zip(&spec.init_containers);
        let init: Vec<ContainerFacts<'_>> =
            statuses.map(|(status, spec)| ContainerFacts::of(status, sidecar(spec))).collect();
        let statuses = self.status.container_statuses.iter();
        let regular: Vec<ContainerFacts<'_>> = statuses.map(|s| ContainerFacts::of(s, false)).collect();
        pod_row(facts, &init, &regular)
    }
}

impl<'a> ContainerFacts<'a> {
    fn of(status: &'a ContainerStatus, sidecar: bool) -> Self {
        Self {
            sidecar,
            started: status.started,
            ready: status.ready,
            restart_count: status.restart_count,
            state: match &status.state {
                ContainerState::Waiting { reason, .. } => StateFacts::Waiting(reason),
                ContainerState::Running { .. } => StateFacts::Running,
                ContainerState::Terminated(ended) => StateFacts::Terminated(ended.reason, ended.exit_code),
            },
            last_finished_at: status.last_state.as_ref().map(|ended| ended.finished_at),
        }
    }
}

/// The row of a Pod with these init containers and containers.
pub fn pod_row<'a>(
    pod: PodFacts<'a>,
    init_containers: &[ContainerFacts<'a>],
    containers: &[ContainerFacts<'a>],
) -> PodRow<'a> {
    let phase = if pod.scheduling_gated { "SchedulingGated" } else { pod.reason.unwrap_or(pod.phase) };
    let passed = init_containers.iter().take_while(|c| c.has_passed());
    let ready_sidecars = count(passed, |c| c.sidecar && is_ready_and_running(c));
    let blocking = if pod.initialized { None } else { initializing(pod.init_containers, init_containers) };
    let (restarted, ready, status): (Vec<&ContainerFacts<'a>>, u32, Cow<'a, str>) = match blocking {
        Some(status) => (init_containers.iter().collect(), ready_sidecars, status),
        None => {
            let ready = count(containers.iter(), is_ready_and_running);
            let status = container_status(pod, containers, ready > 0).unwrap_or(Cow::Borrowed(phase));
            let sidecars = init_containers.iter().filter(|c| c.sidecar);
            (sidecars.chain(containers).collect(), ready + ready_sidecars, status)
        }
    };
    let status = match pod.being_deleted {
        true if pod.reason == Some("NodeLost") => Cow::Borrowed("Unknown"),
        true if !matches!(pod.phase, "Succeeded" | "Failed") => Cow::Borrowed("Terminating"),
        _ => status,
    };
    PodRow {
        ready,
        containers: pod.containers,
        status,
        restarts: restarted.iter().map(|c| c.restart_count).sum(),
        restarted_at: restarted.iter().filter_map(|c| c.last_finished_at).max(),
    }
}

/// What the first init container says that has not done its work.
fn initializing<'a>(of: u32, init_containers: &[ContainerFacts<'a>]) -> Option<Cow<'a, str>> {
    let (done, blocking) = (0u32..).zip(init_containers).find(|(_, c)| !c.has_passed())?;
    Some(Cow::Owned(match blocking.state {
        StateFacts::Terminated("", code) => format!("Init:ExitCode:{code}"),
        StateFacts::Terminated(reason, _) => format!("Init:{reason}"),
        StateFacts::Waiting(reason) if !matches!(reason, "" | "PodInitializing") => format!("Init:{reason}"),
        _ => format!("Init:{done}/{of}"),
    }))
}

/// What the containers say: the first one's word wins, and `Completed` is not the whole truth while something runs.
fn container_status<'a>(
    pod: PodFacts<'a>,
    containers: &[ContainerFacts<'a>],
    some_run: bool,
) -> Option<Cow<'a, str>> {
    let word = |container: &ContainerFacts<'a>| match container.state {
        StateFacts::Waiting("") | StateFacts::None | StateFacts::Running => None,
        StateFacts::Terminated("", code) => Some(Cow::Owned(format!("ExitCode:{code}"))),
        StateFacts::Waiting(reason) | StateFacts::Terminated(reason, _) => Some(Cow::Borrowed(reason)),
    };
    let first = containers.iter().find_map(word)?;
    if first != "Completed" || !some_run {
        return Some(first);
    }
    if pod.ready {
        return Some(Cow::Borrowed("Running"));
    }
    let failed = containers.iter().find(|c| matches!(c.state, StateFacts::Terminated(_, code) if code != 0));
    Some(failed.and_then(word).unwrap_or(Cow::Borrowed("NotReady")))
}

impl ContainerFacts<'_> {
    /// Whether an init container holds up no other any more.
    fn has_passed(&self) -> bool {
        matches!(self.state, StateFacts::Terminated(_, 0)) || self.sidecar && self.started
    }
}

fn is_ready_and_running(container: &ContainerFacts<'_>) -> bool {
    container.ready && container.state == StateFacts::Running
}

fn count<'a, 'b: 'a>(
    containers: impl Iterator<Item = &'a ContainerFacts<'b>>,
    which: impl Fn(&ContainerFacts<'b>) -> bool,
) -> u32 {
    u32::try_from(containers.filter(|c| which(c)).count()).unwrap_or(u32::MAX)
}

/// AGE: a length of time in at most two units, coarser the longer it is. Up to two seconds of the future count as now.
pub fn human_duration(milliseconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    const YEAR: i64 = 365 * DAY;
    if milliseconds <= -2000 {
        return "<invalid>".into();
    }
    let seconds = (milliseconds / 1000).max(0);
    let one = |unit: i64, name: &str| format!("{}{name}", seconds / unit);
    let two = |unit: i64, name: &str, part: i64, part_name: &str| match seconds % unit / part {
        0 => one(unit, name),
        parts => format!("{}{name}{parts}{part_name}", seconds / unit),
    };
    match seconds {
        s if s < 2 * MINUTE => one(1, "s"),
        s if s < 10 * MINUTE => two(MINUTE, "m", 1, "s"),
        s if s < 3 * HOUR => one(MINUTE, "m"),
        s if s < 8 * HOUR => two(HOUR, "h", MINUTE, "m"),
        s if s < 2 * DAY => one(HOUR, "h"),
        s if s < 8 * DAY => two(DAY, "d", HOUR, "h"),
        s if s < 2 * YEAR => one(DAY, "d"),
        s if s < 8 * YEAR => two(YEAR, "y", DAY, "d"),
        _ => one(YEAR, "y"),
    }
}
