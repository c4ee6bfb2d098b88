//! A container: as its runtime has it, as the kubelet last saw it, and as the status tells it. The three differ for up to a second.

use super::back_off::BackOffEntry;
use super::image_pull::Pull;
use super::probe_worker::{ProbeResult, ProbeWorker};
use crate::api::{Container, ContainerRestartPolicy, ProbeType};
use crate::command::Fault;
use crate::short::Short;
use crate::time::SimTime;
use crate::workload::Workload;
use std::rc::Rc;

/// One start of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// Its number, from 0.
    pub(super) attempt: u32,
    pub(super) started_at: SimTime,
    pub(super) ended: Option<Ended>,
}

/// How and when it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ended {
    pub(super) at: SimTime,
    pub(super) code: i32,
    pub(super) reason: Reason,
}

/// The `reason` that the status gives for an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Completed,
    Error,
    OutOfMemory,
}

impl Reason {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "Completed",
            Self::Error => "Error",
            Self::OutOfMemory => "OOMKilled",
        }
    }
}

/// The newest start of a container, and the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Records {
    pub(super) newest: Option<Record>,
    pub(super) before: Option<Record>,
}

impl Records {
    /// The start that runs.
    pub(super) fn running(&self) -> Option<Record> {
        self.newest.filter(|r| r.ended.is_none())
    }

    /// When the newest start that has ended did so.
    pub(super) fn last_exit(&self) -> Option<SimTime> {
        [self.newest, self.before].into_iter().flatten().find_map(|r| r.ended).map(|ended| ended.at)
    }

    /// Whether the newest start has ended well.
    pub(super) fn has_completed(&self) -> bool {
        self.newest.and_then(|r| r.ended).is_some_and(|ended| ended.code == 0)
    }
}

/// Why a container does not start: the waiting reason and message.
pub(super) type Why = (&'static str, Rc<str>);

/// What a container is in its Pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It has to end well before those after it start.
    Init,
    /// An init container that goes on running beside the others.
    Sidecar,
    /// One of `containers`.
    Regular,
}

/// A container that is being stopped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    pub(super) phase: StopPhase,
    /// Seconds of grace that are left.
    pub(super) grace: i64,
    /// Until when this phase may last.
    pub(super) until: SimTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StopPhase {
    /// Its preStop hook runs.
    PreStop,
    /// A sidecar waits for the containers that need it, since then.
    Turn(SimTime),
    /// It has been told to stop.
    Told,
}

/// What is remembered of a container that did not start, or did not go on running.
#[derive(Clone, Debug, Default)]
pub(super) struct Trouble {
    /// Why the last start failed.
    pub(super) why: Option<Why>,
    /// Why it waits as the status tells it.
    pub(super) told_why: Option<Why>,
    pub(super) restart_back_off: Option<BackOffEntry>,
    pub(super) pull_back_off: Option<BackOffEntry>,
}

/// One container of a Pod.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    pub(super) role: Role,
    /// What the runtime has.
    pub(super) runtime: Records,
    /// What the last listing showed.
    pub(super) listed: Records,
    /// What the status says.
    pub(super) told: Records,
    /// How its program behaves, and what ails it.
    pub(super) workload: Rc<Workload>,
    pub(super) fault: Fault,
    /// When the program was told to stop.
    pub(super) told_to_stop: Option<SimTime>,
    /// It has been told to stop, and only answers what it had begun.
    pub(super) port_closed: bool,
    pub(super) stop: Option<Stop>,
    /// Boxed: most containers have none.
    pub(super) trouble: Option<Box<Trouble>>,
    /// Its image is being pulled.
    pub(super) pull: Option<Box<Pull>>,
    /// None before the Pod's first sync.
    pub(super) probes: Short<ProbeWorker, 2>,
}

impl Instance {
    /// One that has not been started: nothing is asked of its program yet.
    pub(super) fn new(container: &Container, init: bool, workload: &Rc<Workload>) -> Self {
        let role = match container.restart_policy {
            _ if !init => Role::Regular,
            Some(ContainerRestartPolicy::Always) => Role::Sidecar,
            _ => Role::Init,
        };
        Self {
            role,
            runtime: Records::default(),
            listed: Records::default(),
            told: Records::default(),
            workload: Rc::clone(workload),
            fault: Fault::None,
            told_to_stop: None,
            port_closed: false,
            stop: None,
            trouble: None,
            pull: None,
            probes: Short::default(),
        }
    }

    /// Why the last start failed.
    pub(super) fn why(&self) -> Option<&Why> {
        self.trouble.as_ref().and_then(|t| t.why.as_ref())
    }

    /// Why it waits as the status tells it.
    pub(super) fn told_why(&self) -> Option<&Why> {
        self.trouble.as_ref().and_then(|t| t.told_why.as_ref())
    }

    /// A place for what goes wrong.
    pub(super) fn trouble(&mut self) -> &mut Trouble {
        self.trouble.get_or_insert_default()
    }

    /// The stored result of a probe for a start; nothing without such a probe.
    fn result(&self, kind: ProbeType, attempt: u32) -> Option<Option<ProbeResult>> {
        self.probes.iter().find(|p| p.kind == kind).map(|p| p.result_for(attempt))
    }

    /// Whether it is to be killed and started again, and because of which probe.
    pub(super) fn failed_probe(&self) -> Option<ProbeType> {
        let attempt = self.listed.running()?.attempt;
        [ProbeType::Liveness, ProbeType::Startup]
            .into_iter()
            .find(|kind| self.result(*kind, attempt) == Some(Some(ProbeResult::Failure)))
    }

    fn passes(&self, kind: ProbeType, attempt: u32) -> bool {
        self.result(kind, attempt).is_none_or(|r| r == Some(ProbeResult::Success))
    }

    /// `started` as the status tells it: running, and past its startup probe.
    pub(super) fn is_started(&self) -> bool {
        self.told.running().is_some_and(|r| self.passes(ProbeType::Startup, r.attempt))
    }

    /// The same as far as the last listing shows.
    pub(super) fn is_listed_started(&self) -> bool {
        self.listed.running().is_some_and(|r| self.passes(ProbeType::Startup, r.attempt))
    }

    /// `ready` as the status tells it: started, and its readiness probe says so. An init container is ready when it has done.
    pub(super) fn is_ready(&self) -> bool {
        match self.role {
            Role::Init => self.told.has_completed(),
            _ => {
                self.is_started()
                    && self.told.running().is_some_and(|r| self.passes(ProbeType::Readiness, r.attempt))
            }
        }
    }
}
