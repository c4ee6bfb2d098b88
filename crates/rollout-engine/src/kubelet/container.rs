//! A container as its runtime knows it, and the program in it.

use super::crash_loop_back_off::BackOffEntry;
use super::probe_worker::{ProbeResult, ProbeWorker};
use crate::api::{Container, ContainerTerminated, Handler, Name, ProbeType};
use crate::command::Fault;
use crate::time::{SimDuration, SimTime};
use crate::workload::Workload;
use std::rc::Rc;

/// What a container is doing.
#[derive(Clone, Debug)]
pub(super) enum Stage {
    /// Waiting, for this reason, with these words.
    Waiting(&'static str, Option<Name>),
    /// The program runs since then.
    Running(SimTime),
    /// The program ended then, with this code.
    Exited { at: SimTime, started: SimTime, code: i32, reason: &'static str },
}

/// One container of a Pod.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    pub(super) stage: Stage,
    /// The number of the container that runs, ran last, or will run first.
    pub(super) attempt: u32,
    pub(super) restarts: u32,
    pub(super) workload: Rc<Workload>,
    pub(super) fault: Fault,
    /// When the program was told to stop.
    pub(super) told_to_stop: Option<SimTime>,
    /// It has been told to stop, and only answers what it had begun.
    pub(super) port_closed: bool,
    pub(super) last: Option<ContainerTerminated>,
    pub(super) restart_back_off: Option<BackOffEntry>,
    pub(super) pull_back_off: Option<BackOffEntry>,
    /// Since when the program has been asked to restart: the end of the wait.
    pub(super) waits_until: Option<SimTime>,
    pub(super) probes: Vec<ProbeWorker>,
    /// A program to be replaced, because it failed its liveness or startup probe.
    pub(super) replace: bool,
}

/// How a program serves requests.
#[derive(Clone, Debug)]
pub(crate) struct Serving {
    /// It accepts connections.
    pub(crate) listens: bool,
    /// It does what it is there for: its readiness path would answer 200.
    pub(crate) serves: bool,
    /// It has been told to stop.
    pub(crate) told_to_stop: bool,
    /// It answers.
    pub(crate) answers: bool,
    /// Its image.
    pub(crate) image: Name,
    /// How it behaves.
    pub(crate) workload: Rc<Workload>,
    /// When this will be otherwise if nothing happens.
    pub(crate) changes_at: Option<SimTime>,
}

impl Instance {
    pub(super) fn new(container: &Container, now: SimTime) -> Self {
        let kinds = [ProbeType::Startup, ProbeType::Readiness, ProbeType::Liveness];
        Self {
            stage: Stage::Waiting("ContainerCreating", None),
            attempt: 0,
            restarts: 0,
            workload: Rc::default(),
            fault: Fault::None,
            told_to_stop: None,
            port_closed: false,
            last: None,
            restart_back_off: None,
            pull_back_off: None,
            waits_until: None,
            probes: kinds
                .into_iter()
                .filter(|k| container.probe(*k).is_some())
                .map(|k| ProbeWorker::new(k, now))
                .collect(),
            replace: false,
        }
    }

    pub(super) fn running_since(&self) -> Option<SimTime> {
        match self.stage {
            Stage::Running(since) => Some(since),
            _ => None,
        }
    }

    pub(super) fn result(&self, kind: ProbeType) -> Option<Option<ProbeResult>> {
        self.probes.iter().find(|p| p.kind == kind).map(|p| p.result_for(self.attempt))
    }

    /// `started`: running, and past its startup probe.
    pub(super) fn is_started(&self) -> bool {
        self.running_since().is_some()
            && self.result(ProbeType::Startup).is_none_or(|r| r == Some(ProbeResult::Success))
    }

    /// `ready`: started, and its readiness probe says so.
    pub(super) fn is_ready(&self) -> bool {
        self.is_started() && self.result(ProbeType::Readiness).is_none_or(|r| r == Some(ProbeResult::Success))
    }

    /// Whether the program accepts connections at `now`.
    pub(super) fn listens(&self, now: SimTime) -> bool {
        let Some(since) = self.running_since() else { return false };
        let age = now.since(since);
        let stopped = self.port_closed || (self.told_to_stop.is_some() && !self.workload.drains);
        self.workload.listens_after.is_some_and(|after| age >= after) && !stopped
    }

    /// Whether the program answers at `now`.
    pub(super) fn hangs(&self, now: SimTime) -> bool {
        let Some(since) = self.running_since() else { return false };
        self.fault == Fault::Hangs || self.workload.hangs_at.is_some_and(|at| now.since(since) >= at)
    }

    /// What the program answers a probe at `now`.
    pub(super) fn answer(&self, kind: ProbeType, handler: &Handler, now: SimTime) -> Answer {
        if let Handler::Exec { command } = handler {
            let fails = command.first().is_some_and(|c| &**c == "false")
                || (self.fault == Fault::NotReady && kind == ProbeType::Readiness);
            return if fails { Answer::ExecFailed } else { Answer::Passed };
        }
        if !self.listens(now) {
            return Answer::Refused;
        }
        if matches!(handler, Handler::TcpSocket { .. }) {
            return Answer::Passed;
        }
        if self.hangs(now) {
            return Answer::Nothing;
        }
        let age = self.running_since().map_or(SimDuration::ZERO, |since| now.since(since));
        let path = match handler {
            Handler::HttpGet(get) => &*get.path,
            _ => "/",
        };
        match path.split('?').next().unwrap_or(path) {
            "/missing" => Answer::Status(404),
            "/live" | "/livez" | "/healthz" if self.workload.live_until.is_some_and(|until| age >= until) => {
                Answer::Status(500)
            }
            "/live" | "/livez" => Answer::Passed,
            // Any other path says whether the program is ready, as a program's own front page does.
            _ if kind == ProbeType::Liveness && !path.starts_with("/ready") => {
                if self.workload.live_until.is_some_and(|until| age >= until) {
                    Answer::Status(500)
                } else {
                    Answer::Passed
                }
            }
            _ if self.is_unready(age) => Answer::Status(503),
            _ => Answer::Passed,
        }
    }

    pub(super) fn is_unready(&self, age: SimDuration) -> bool {
        let w = &self.workload;
        self.fault == Fault::NotReady
            || w.ready_after.is_none_or(|after| age < after)
            || w.unready_between.iter().any(|(from, to)| age >= *from && age < *to)
    }

    /// When, after `now`, the program's answers may change next by themselves.
    pub(super) fn next_change(&self, now: SimTime) -> Option<SimTime> {
        let since = self.running_since()?;
        let w = &self.workload;
        let moments = [w.listens_after, w.ready_after, w.live_until, w.hangs_at].into_iter().flatten();
        let spans = w.unready_between.iter().flat_map(|(from, to)| [*from, *to]);
        moments.chain(spans).map(|after| since + after).filter(|at| *at > now).min()
    }
}

/// What came of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Passed,
    Status(u32),
    Refused,
    Nothing,
    ExecFailed,
}
