//! A probe worker (`prober/worker.go`): one for each container and probe type, with a ticker that goes on through restarts.

use super::program::Answer;
use crate::api::{Probe, ProbeType};
use crate::time::{SimDuration, SimTime};

/// What a worker has stored for a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProbeResult {
    Unknown,
    Success,
    Failure,
}

/// See the module.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProbeWorker {
    pub(super) kind: ProbeType,
    /// Ticks lie a whole number of periods after this.
    base: SimTime,
    /// The start of the container that the result is of.
    seen: Option<u32>,
    result: ProbeResult,
    last: Option<ProbeResult>,
    run: u32,
    on_hold: bool,
    /// Since when an answer is awaited, and which one it will be.
    pub(super) asked_at: Option<SimTime>,
    pub(super) answer: Answer,
    /// It was triggered while it awaited an answer.
    pub(super) triggered: bool,
    /// The program may answer otherwise than it did last.
    pub(super) is_outdated: bool,
    /// When the last try was begun.
    pub(super) last_at: SimTime,
}

/// What the status says of the container that is probed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Probed {
    /// Nothing: it has no status yet, or was never started.
    Nothing,
    /// Its Pod has ended for good.
    PodEnded,
    /// It does not run; whether it may be started again.
    Stopped(u32, bool),
    /// It runs.
    Running {
        /// The number of its start.
        attempt: u32,
        /// It has passed its startup probe, if it has one.
        started: bool,
        /// Whole seconds since its `startedAt`.
        age_seconds: i64,
    },
}

/// What a worker makes of a look at the status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// The result has changed.
    pub(crate) stored: bool,
    /// The container is to be asked.
    pub(crate) ask: bool,
    /// The worker has nothing more to do.
    pub(crate) ends: bool,
}

/// Time between two ticks; 0 means the default.
pub(crate) fn period(probe: &Probe) -> SimDuration {
    SimDuration::seconds(if probe.period_seconds <= 0 { 10 } else { i64::from(probe.period_seconds) })
}

/// How long an answer is waited for; 0 means the default.
pub(crate) fn timeout(probe: &Probe) -> SimDuration {
    SimDuration::seconds(i64::from(probe.timeout_seconds.max(1)))
}

/// How many answers of a kind it takes; 0 means the default.
pub(crate) fn threshold(probe: &Probe, failing: bool) -> u32 {
    let (set, default) = if failing { (probe.failure_threshold, 3) } else { (probe.success_threshold, 1) };
    u32::try_from(set).ok().filter(|n| *n > 0).unwrap_or(default)
}

fn initial(kind: ProbeType) -> ProbeResult {
    match kind {
        ProbeType::Liveness => ProbeResult::Success,
        ProbeType::Readiness => ProbeResult::Failure,
        ProbeType::Startup => ProbeResult::Unknown,
    }
}

impl ProbeWorker {
    pub(crate) fn new(kind: ProbeType, now: SimTime) -> Self {
        Self {
            kind,
            base: now,
            seen: None,
            result: initial(kind),
            last: None,
            run: 0,
            on_hold: false,
            asked_at: None,
            answer: Answer::Passed,
            triggered: false,
            is_outdated: false,
            last_at: now,
        }
    }

    /// The result for a start of the container; none if it has not been looked at yet.
    pub(crate) fn result_for(&self, attempt: u32) -> Option<ProbeResult> {
        (self.seen == Some(attempt)).then_some(self.result)
    }

    pub(crate) fn is_on_hold(&self, attempt: u32) -> bool {
        self.on_hold && self.seen == Some(attempt)
    }

    /// Answers of one kind in a row, and whether they are failures.
    pub(crate) fn run(&self) -> (u32, bool) {
        (self.run, self.last == Some(ProbeResult::Failure))
    }

    /// Whether nothing can change as long as the answers do not.
    pub(super) fn is_settled(&self, attempt: u32) -> bool {
        self.is_on_hold(attempt)
            || !self.is_outdated && self.result_for(attempt).is_some_and(|r| self.last == Some(r))
    }

    /// The ticker starts anew.
    pub(super) fn restart_ticker(&mut self, now: SimTime) {
        self.base = now;
    }

    /// The first tick at or after `t`.
    pub(super) fn tick_from(&self, t: SimTime, probe: &Probe) -> SimTime {
        let period = period(probe).0.max(1);
        let ticks = t.since(self.base).0.div_ceil(period).max(1);
        self.base + SimDuration(ticks.saturating_mul(period))
    }

    /// The first tick after `t`.
    pub(super) fn tick_after(&self, t: SimTime, probe: &Probe) -> SimTime {
        self.tick_from(t + SimDuration(1), probe)
    }

    /// Sees a start of the container for the first time; whether that is a change of the result that the kubelet acts on.
    pub(crate) fn meet(&mut self, probed: Probed) -> bool {
        let (Probed::Running { attempt, .. } | Probed::Stopped(attempt, _)) = probed else { return false };
        if self.seen == Some(attempt) {
            return false;
        }
        self.seen = Some(attempt);
        self.result = initial(self.kind);
        self.on_hold = false;
        self.kind != ProbeType::Liveness
    }

    /// Looks whether the container, met before, is to be asked now.
    pub(crate) fn look(&mut self, probe: &Probe, probed: Probed, being_deleted: bool) -> Look {
        const NOTHING: Look = Look { stored: false, ask: false, ends: false };
        let (started, age_seconds) = match probed {
            Probed::Nothing => return NOTHING,
            Probed::PodEnded => return Look { ends: true, ..NOTHING },
            // A Pod on its way out is not killed because of its probes.
            Probed::Running { .. } if being_deleted && self.kind != ProbeType::Readiness => {
                return Look { stored: self.store(ProbeResult::Success), ends: true, ask: false };
            }
            _ if self.on_hold => return NOTHING,
            Probed::Stopped(_, starts_again) => {
                return Look { stored: self.store(ProbeResult::Failure), ask: false, ends: !starts_again };
            }
            Probed::Running { started, age_seconds, .. } => (started, age_seconds),
        };
        if age_seconds < i64::from(probe.initial_delay_seconds) {
            return NOTHING;
        }
        Look { ask: started != (self.kind == ProbeType::Startup), ..NOTHING }
    }

    /// Counts an answer; whether the result has changed.
    pub(crate) fn count(&mut self, probe: &Probe, answer: ProbeResult) -> bool {
        self.run = if self.last == Some(answer) { self.run.saturating_add(1) } else { 1 };
        self.last = Some(answer);
        let failed = answer == ProbeResult::Failure;
        if self.run < threshold(probe, failed) {
            return false;
        }
        let stored = self.store(answer);
        if self.kind == ProbeType::Startup || self.kind == ProbeType::Liveness && failed {
            // Nothing more is to be learnt until there is another container.
            self.on_hold = true;
            self.run = 0;
        }
        stored
    }

    fn store(&mut self, result: ProbeResult) -> bool {
        let changed = self.result != result;
        self.result = result;
        changed
    }
}
