//! A copy of a run that goes ahead of it.

use rollout_engine::{SimDuration, SimTime, Simulation};

/// In so short a time controllers have done what a decision leads to; decisions that close together are one step.
pub const SETTLING: SimDuration = SimDuration::millis(60);

/// How far a copy of the run goes ahead, in steps and in time.
const MOST_STEPS: u32 = 20_000;
const LOOK_AHEAD: SimDuration = SimDuration::millis(3_600_000);

/// What a copy of the run comes to.
pub(super) struct Ahead {
    pub(super) run: Simulation,
    steps: u32,
}

impl Ahead {
    pub(super) fn of(present: &Simulation) -> Self {
        let mut run = present.clone();
        run.drain_log();
        Self { run, steps: 0 }
    }

    /// Goes on until it holds; whether it came to that.
    pub(super) fn until(&mut self, from: SimTime, holds: impl Fn(&Simulation) -> bool) -> bool {
        let limit = from + LOOK_AHEAD;
        loop {
            if holds(&self.run) {
                return true;
            }
            self.steps += 1;
            let next = self.run.next_event_at().filter(|at| *at <= limit);
            if self.steps > MOST_STEPS || self.run.is_at_rest() || next.is_none() || !self.run.step() {
                return false;
            }
        }
    }

    /// Goes on until the next decision and what follows from it have come to pass; whether there was one.
    pub(super) fn next_step(&mut self) -> bool {
        let from = self.run.now();
        let decided = self.run.decisions();
        if !self.until(from, |run| run.decisions() != decided) {
            return false;
        }
        let mut until = self.run.now() + SETTLING;
        while self.run.next_event_at().is_some_and(|at| at <= until) && self.steps < MOST_STEPS {
            let before = self.run.decisions();
            self.steps += 1;
            self.run.step();
            if self.run.decisions() != before {
                until = self.run.now() + SETTLING;
            }
        }
        self.run.run_until(until);
        true
    }
}
