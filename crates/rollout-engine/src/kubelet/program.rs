//! The program in a container: what it answers, and when it does something by itself. Its image's `Workload` says how it behaves.

use super::agenda::Ending;
use super::container::{Instance, Role};
use crate::api::{Container, Handler, IntOrString, Name, ProbeType};
use crate::command::Fault;
use crate::time::{SimDuration, SimTime};
use crate::workload::Workload;
use std::rc::Rc;

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

/// What came of asking a program something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Passed,
    /// An HTTP status that is not good.
    Status(u32),
    Refused,
    /// It accepts and never answers.
    Nothing,
    /// The command failed.
    ExecFailed,
    /// The command took longer than it may.
    ExecTimedOut,
    /// The gRPC service says that it does not serve.
    NotServing,
    /// It could not be asked at all: no such port, or nothing to run a command in.
    Error,
}

impl Instance {
    pub(super) fn running_since(&self) -> Option<SimTime> {
        self.runtime.running().map(|r| r.started_at)
    }

    /// Whether the program accepts connections at `now`.
    pub(super) fn listens(&self, now: SimTime) -> bool {
        let Some(since) = self.running_since() else { return false };
        let stopped = self.port_closed || self.told_to_stop.is_some() && !self.workload.drains;
        self.workload.listens_after.is_some_and(|after| now >= since + after) && !stopped
    }

    /// Whether the program does not answer at `now`.
    pub(super) fn hangs(&self, now: SimTime) -> bool {
        let Some(since) = self.running_since() else { return false };
        self.fault == Fault::Hangs || self.workload.hangs_at.is_some_and(|at| now >= since + at)
    }

    pub(super) fn is_unready(&self, age: SimDuration) -> bool {
        let w = &self.workload;
        self.fault == Fault::NotReady
            || w.ready_after.is_none_or(|after| age < after)
            || w.unready_between.iter().any(|(from, to)| age >= *from && age < *to)
    }

    /// How, and how long after its start, a start with this number ends by itself.
    pub(super) fn ends_by_itself(&self, attempt: u32, spec: &Container) -> Option<(SimDuration, Ending)> {
        let w = &self.workload;
        let settled = w.crashes.is_some_and(|n| attempt >= n);
        let exits = w.exits_after.filter(|_| !settled).map(|after| (after, Ending::Code(w.exit_code)));
        // An init container has done when another program would begin to serve.
        let done = w.ready_after.filter(|_| self.role == Role::Init && (w.exits_after.is_none() || settled));
        let done = done.map(|after| (after, Ending::Code(0)));
        let starved = w.out_of_memory_after(spec).map(|after| (after, Ending::OutOfMemory));
        [exits, done, starved].into_iter().flatten().min_by_key(|(after, _)| *after)
    }

    /// What the program answers a probe that is made at `now`, and how long it takes; at most `timeout`.
    pub(super) fn answer(
        &self,
        kind: ProbeType,
        handler: &Handler,
        spec: &Container,
        timeout: SimDuration,
        now: SimTime,
    ) -> (Answer, SimDuration) {
        let at_once = SimDuration::ZERO;
        let (port, path) = match handler {
            Handler::Exec { command } => return self.run(kind, command, timeout),
            Handler::HttpGet(get) => (number(&get.port, spec), &*get.path),
            Handler::TcpSocket { port, .. } => (number(port, spec), ""),
            Handler::Grpc { port, .. } => (Some(*port), "/ready"),
            Handler::Sleep { .. } => return (Answer::Passed, at_once),
        };
        let Some(port) = port else { return (Answer::Error, at_once) };
        // A program listens on the ports that its container declares; where none is, on whichever is asked.
        let listens = self.listens(now)
            && (spec.ports.is_empty() || spec.ports.iter().any(|p| p.container_port == port));
        match handler {
            Handler::TcpSocket { .. } if listens => return (Answer::Passed, at_once),
            // gRPC tries to connect for as long as it may.
            Handler::Grpc { .. } if !listens => return (Answer::Refused, timeout),
            _ if !listens => return (Answer::Refused, at_once),
            _ if self.hangs(now) => return (Answer::Nothing, timeout),
            _ => {}
        }
        let age = self.running_since().map_or(at_once, |since| now.since(since));
        let dead = self.workload.live_until.is_some_and(|until| age >= until);
        let answer = match path.split('?').next().unwrap_or(path) {
            "/missing" => Answer::Status(404),
            "/live" | "/livez" => {
                if dead {
                    Answer::Status(500)
                } else {
                    Answer::Passed
                }
            }
            "/healthz" if dead => Answer::Status(500),
            // Any other path says whether the program is ready, as a program's own front page does.
            path if kind == ProbeType::Liveness && !path.starts_with("/ready") => {
                if dead {
                    Answer::Status(500)
                } else {
                    Answer::Passed
                }
            }
            _ if !self.is_unready(age) => Answer::Passed,
            _ if matches!(handler, Handler::Grpc { .. }) => Answer::NotServing,
            _ => Answer::Status(503),
        };
        (answer, at_once)
    }

    /// Runs a command: `false` fails, `sleep` takes its time, all others do well at once.
    fn run(&self, kind: ProbeType, command: &[Name], timeout: SimDuration) -> (Answer, SimDuration) {
        if self.running_since().is_none() {
            return (Answer::Error, SimDuration::ZERO);
        }
        let takes = sleeps(command);
        if takes >= timeout {
            return (Answer::ExecTimedOut, timeout);
        }
        let fails = is_false(command) || (self.fault == Fault::NotReady && kind == ProbeType::Readiness);
        (if fails { Answer::ExecFailed } else { Answer::Passed }, takes)
    }

    /// How long a hook takes that is called at `now`, and whether it fails.
    pub(super) fn hook(&self, hook: &Handler, spec: &Container, now: SimTime) -> (SimDuration, bool) {
        match hook {
            Handler::Sleep { seconds } => (SimDuration::seconds(*seconds), false),
            Handler::Exec { command } => (sleeps(command), is_false(command)),
            other => {
                let patience = SimDuration::seconds(i64::from(u32::MAX));
                let (answer, takes) = self.answer(ProbeType::Liveness, other, spec, patience, now);
                // A hook asks whether it is answered at all, not what.
                (takes, matches!(answer, Answer::Refused | Answer::Error | Answer::Nothing))
            }
        }
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

/// A port's number; none if the container has no port of this name.
pub(super) fn number(port: &IntOrString, spec: &Container) -> Option<i32> {
    match port {
        IntOrString::Int(n) => Some(*n),
        IntOrString::Text(name) => spec.ports.iter().find(|p| p.name == *name).map(|p| p.container_port),
    }
}

fn is_false(command: &[Name]) -> bool {
    command.first().is_some_and(|c| &**c == "false")
}

/// How long a command sleeps.
fn sleeps(command: &[Name]) -> SimDuration {
    match command {
        [first, seconds, ..] if &**first == "sleep" => SimDuration::seconds(seconds.parse().unwrap_or(0)),
        _ => SimDuration::ZERO,
    }
}
