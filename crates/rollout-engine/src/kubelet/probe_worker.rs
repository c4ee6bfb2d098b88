//! A probe worker (`prober/worker.go`): one for each container and probe type, with a ticker that goes on through restarts.

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
    /// The container that the result is of, by its number.
    seen: Option<u32>,
    result: ProbeResult,
    last: Option<ProbeResult>,
    run: u32,
    on_hold: bool,
    /// The next tick that matters.
    pub(super) next_at: Option<SimTime>,
    /// When a try was last begun.
    pub(super) last_at: SimTime,
}

/// What the status says of the container that is probed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probed {
    /// The container's number.
    pub(crate) attempt: u32,
    pub(crate) running: bool,
    pub(crate) started: bool,
    /// Whole seconds since its `startedAt`.
    pub(crate) age_seconds: i64,
}

/// What a worker makes of a look at the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// The result has changed.
    pub(crate) stored: bool,
    /// The container is to be asked.
    pub(crate) ask: bool,
}

/// The period in milliseconds; 0 means the default.
pub(crate) fn period(probe: &Probe) -> SimDuration {
    SimDuration::seconds(if probe.period_seconds <= 0 { 10 } else { i64::from(probe.period_seconds) })
}

/// How long an answer is waited for; 0 means the default.
pub(crate) fn timeout(probe: &Probe) -> SimDuration {
    SimDuration::seconds(i64::from(probe.timeout_seconds.max(1)))
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
            next_at: None,
            last_at: now,
        }
    }

    /// The result for a container; none if it has not been looked at yet.
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
        self.result_for(attempt).is_some() && self.last == Some(self.result)
    }

    /// The ticker starts anew.
    pub(super) fn restart_ticker(&mut self, now: SimTime) {
        self.base = now;
    }

    /// The first tick at or after `t`.
    pub(super) fn tick_from(&self, t: SimTime, probe: &Probe) -> SimTime {
        let period = period(probe).0.max(1);
        let gone = t.since(self.base).0;
        let ticks = gone.div_ceil(period).max(1);
        self.base + SimDuration(ticks.saturating_mul(period))
    }

    /// The first tick after `t`.
    pub(super) fn tick_after(&self, t: SimTime, probe: &Probe) -> SimTime {
        self.tick_from(t + SimDuration(1), probe)
    }

    /// Sees a container for the first time; whether that is a change of the result which a sync follows.
    pub(crate) fn meet(&mut self, probed: Probed) -> bool {
        if self.seen == Some(probed.attempt) {
            return false;
        }
        self.seen = Some(probed.attempt);
        self.result = initial(self.kind);
        self.on_hold = false;
        self.kind != ProbeType::Liveness
    }

    /// Looks whether the container, met before, is to be asked now.
    pub(crate) fn look(&mut self, probe: &Probe, probed: Probed) -> Look {
        const NOTHING: Look = Look { stored: false, ask: false };
        if self.on_hold {
            return NOTHING;
        }
        if !probed.running {
            let stored = self.result != ProbeResult::Failure;
            self.result = ProbeResult::Failure;
            return Look { stored, ask: false };
        }
        if probed.age_seconds < i64::from(probe.initial_delay_seconds) {
            return NOTHING;
        }
        Look { stored: false, ask: probed.started != (self.kind == ProbeType::Startup) }
    }

    /// Counts an answer; whether the result has changed.
    pub(crate) fn count(&mut self, probe: &Probe, answer: ProbeResult) -> bool {
        self.run = if self.last == Some(answer) { self.run.saturating_add(1) } else { 1 };
        self.last = Some(answer);
        let threshold =
            if answer == ProbeResult::Failure { probe.failure_threshold } else { probe.success_threshold };
        if self.run < u32::try_from(threshold).unwrap_or(0) {
            return false;
        }
        let stored = self.result != answer;
        self.result = answer;
        let failed = answer == ProbeResult::Failure;
        if self.kind == ProbeType::Startup || self.kind == ProbeType::Liveness && failed {
            // Nothing more is to be learnt until there is another container.
            self.on_hold = true;
            self.run = 0;
        }
        stored
    }
}
