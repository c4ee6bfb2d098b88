//! A run that can be gone through forwards and backwards, and forked: the scenario, the commands with their times, and checkpoints
//! from which any moment is found again by replaying.

mod sample;

pub use sample::{LimitsSample, Sample, SetSample};

use crate::command::{ApiError, Applied, Command};
use crate::decision::SharedDecision;
use crate::log::{Happening, Recording};
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::snapshot::Snapshot;
use crate::time::{SimDuration, SimTime};
use std::rc::Rc;

/// At least so many steps lie between two checkpoints; more where a checkpoint is large.
const STEPS_BETWEEN_CHECKPOINTS: u64 = 512;
/// More checkpoints are not kept: every other one is dropped.
const MOST_CHECKPOINTS: usize = 12;
/// While nothing else happens, failed requests are counted so often, and so many times at most.
const SAMPLED_EVERY: SimDuration = SimDuration::millis(250);
const MOST_SAMPLES_OF_CALLS: u64 = 1000;
/// How far [`Timeline::next_decision`] looks ahead: longer than any usual progress deadline.
const LOOK_AHEAD: SimDuration = SimDuration::millis(3_600_000);

/// See the module. A command at a time takes effect after everything that comes to pass by itself up to and at that time.
#[derive(Clone, Debug)]
pub struct Timeline {
    scenario: Scenario,
    run: Run,
    present: Simulation,
}

/// What is known of a run: it can all be found again from the commands.
#[derive(Clone, Debug, Default)]
struct Run {
    commands: Vec<(SimTime, Command)>,
    checkpoints: Vec<Checkpoint>,
    /// Decisions with the number of steps after which they were known.
    decisions: Vec<SharedDecision>,
    decided_after: Vec<u64>,
    samples: Vec<Sample>,
    /// How far it has been recorded, in steps and in time.
    steps: u64,
    end: SimTime,
    checkpoint_spacing: u64,
}

#[derive(Clone, Debug)]
struct Checkpoint {
    simulation: Simulation,
    /// How many of the commands have been carried out.
    commands: usize,
}

impl Timeline {
    /// A run from the scenario's start, at the time at which it opens.
    pub fn new(scenario: Scenario) -> Self {
        let recording = Recording { decisions: true, ..Recording::default() };
        let present = Simulation::new(&scenario, recording);
        let mut timeline = Self { scenario, run: Run::default(), present };
        timeline.run.checkpoint_spacing = STEPS_BETWEEN_CHECKPOINTS;
        let opens_at = timeline.scenario.opens_at;
        timeline.present.run_until(opens_at);
        // The past before the opening is given: only what comes after it is told.
        timeline.present.drain_log();
        timeline.run.steps = timeline.present.steps();
        timeline.run.end = opens_at;
        timeline.checkpoint();
        timeline.run.samples.push(Sample::of(&timeline.present));
        timeline
    }

    /// What the run started from.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The cluster now.
    pub fn simulation(&self) -> &Simulation {
        &self.present
    }

    /// The cluster now, to be drawn.
    pub fn snapshot(&self) -> Snapshot {
        self.present.snapshot()
    }

    /// The present.
    pub fn now(&self) -> SimTime {
        self.present.now()
    }

    /// The furthest time that is known.
    pub fn end(&self) -> SimTime {
        self.run.end
    }

    /// All decisions that are known, also those that lie ahead.
    pub fn decisions(&self) -> &[SharedDecision] {
        &self.run.decisions
    }

    /// How many of [`Self::decisions`] have been made by now.
    pub fn decided(&self) -> usize {
        let now = self.present.steps();
        self.run.decided_after.partition_point(|steps| *steps <= now)
    }

    /// All commands with their times, also those that lie ahead.
    pub fn commands(&self) -> &[(SimTime, Command)] {
        &self.run.commands
    }

    /// The counts at every change, as far as they are known.
    pub fn samples(&self) -> &[Sample] {
        &self.run.samples
    }

    /// Whether nothing will change by itself any more but for users calling and probes being answered as before.
    pub fn is_at_rest(&self) -> bool {
        self.present.is_at_rest()
    }

    /// Carries out a command now. What lay ahead is forgotten: who wants it back keeps its commands.
    ///
    /// # Errors
    /// If it would be refused; the run is unchanged then.
    pub fn apply(&mut self, command: Command) -> Result<Applied, ApiError> {
        // A command comes after everything of its instant: so that its time says it all.
        self.run_until(self.now());
        let before = self.present.clone();
        let applied = match self.present.apply(&command) {
            Ok(applied) => applied,
            Err(error) => {
                self.present = before;
                return Err(error);
            }
        };
        if applied != Applied::Changed {
            self.present = before;
            return Ok(applied);
        }
        if self.run.steps > before.steps() || self.run.commands.iter().any(|(at, _)| *at > self.now()) {
            self.fork(before.steps());
        }
        self.run.commands.push((self.now(), command));
        self.note();
        Ok(applied)
    }

    /// Forgets what lies ahead of `steps`.
    fn fork(&mut self, steps: u64) {
        let now = self.now();
        let run = &mut self.run;
        run.checkpoints.retain(|c| c.simulation.steps() <= steps);
        let done = run.checkpoints.last().map_or(0, |c| c.commands);
        let kept = done + run.commands.iter().skip(done).take_while(|(at, _)| *at <= now).count();
        run.commands.truncate(kept);
        let decided = run.decided_after.partition_point(|s| *s <= steps);
        run.decisions.truncate(decided);
        run.decided_after.truncate(decided);
        run.samples.retain(|s| s.at <= now);
        run.steps = steps;
        run.end = now;
    }

    /// Lets everything come to pass up to and at `until`, which becomes the present.
    pub fn run_until(&mut self, until: SimTime) {
        while self.advance(until) {}
        self.let_call(until);
        self.present.run_until(until);
        if until >= self.run.end {
            self.run.end = until;
            self.sample();
        }
    }

    /// Lets the next thing come to pass; whether there was one.
    pub fn step(&mut self) -> bool {
        self.advance(SimTime(u64::MAX))
    }

    /// Goes on until the next numbered decision has been made; whether one was. If none comes, goes on until everything rests.
    pub fn next_decision(&mut self) -> bool {
        let before = self.present.decisions();
        let limit = self.now() + LOOK_AHEAD;
        while self.present.decisions() == before && !self.rests_for_good() && self.advance(limit) {}
        self.present.decisions() > before
    }

    fn rests_for_good(&self) -> bool {
        let commands_ahead = self.run.commands.len() > self.commands_done();
        self.present.is_at_rest() && !commands_ahead
    }

    /// Goes back to just after the numbered decision before the last, or to the opening; whether there was anywhere to go.
    pub fn back(&mut self) -> bool {
        let now = self.present.steps();
        let mut earlier = self
            .run
            .decisions
            .iter()
            .zip(&self.run.decided_after)
            .filter(|(d, _)| d.number.is_some())
            .map(|(_, steps)| *steps)
            .filter(|steps| *steps < now)
            .collect::<Vec<u64>>();
        earlier.dedup();
        let start = self.run.checkpoints.first().map_or(0, |c| c.simulation.steps());
        if now <= start {
            return false;
        }
        self.seek_step(earlier.last().copied().unwrap_or(start));
        true
    }

    /// Goes to a time: everything up to and at it has come to pass.
    pub fn seek(&mut self, to: SimTime) {
        let to = to.max(self.scenario.opens_at);
        if to < self.now() || self.checkpoint_before(|c| c.simulation.now() <= to) > self.present.steps() {
            self.restore(|c| c.simulation.now() <= to);
        }
        self.run_until(to);
    }

    fn seek_step(&mut self, steps: u64) {
        self.restore(|c| c.simulation.steps() <= steps);
        while self.present.steps() < steps && self.advance(SimTime(u64::MAX)) {}
    }

    /// The steps of the last checkpoint of which `fits` holds.
    fn checkpoint_before(&self, fits: impl Fn(&Checkpoint) -> bool) -> u64 {
        let at = self.run.checkpoints.partition_point(fits);
        at.checked_sub(1).and_then(|i| self.run.checkpoints.get(i)).map_or(0, |c| c.simulation.steps())
    }

    /// Goes back to the last checkpoint of which `fits` holds (it holds of all earlier ones).
    fn restore(&mut self, fits: impl Fn(&Checkpoint) -> bool) {
        let at = self.run.checkpoints.partition_point(fits).max(1) - 1;
        if let Some(checkpoint) = self.run.checkpoints.get(at) {
            self.present = checkpoint.simulation.clone();
        }
    }

    /// How many of the commands have been carried out in the present.
    fn commands_done(&self) -> usize {
        usize::try_from(self.present.commands()).unwrap_or(usize::MAX)
    }

    /// The next command or event, if it comes by `limit`; whether there was one.
    fn advance(&mut self, limit: SimTime) -> bool {
        let next = self.present.next_event_at();
        let command = self.run.commands.get(self.commands_done());
        match (command, next) {
            (Some((at, command)), next) if *at <= limit && next.is_none_or(|n| n > *at) => {
                let (at, command) = (*at, command.clone());
                self.let_call(at);
                self.present.run_until(at);
                // It went well when it was recorded, and the run is the same.
                let _ = self.present.apply(&command);
            }
            (_, Some(next)) if next <= limit => {
                self.let_call(next);
                self.present.step();
            }
            _ => return false,
        }
        self.note();
        true
    }

    /// Lets users call until just before `until`, up to which nothing else comes to pass; what fails is counted on the way.
    fn let_call(&mut self, until: SimTime) {
        let from = self.present.now().max(self.run.end);
        let every = SAMPLED_EVERY.max(SimDuration::millis(until.since(from).0 / MOST_SAMPLES_OF_CALLS));
        let mut at = from + every;
        while at < until {
            self.present.run_until(at);
            self.sample();
            at += every;
        }
    }

    /// Records what is news; what has been replayed is known.
    fn note(&mut self) {
        let log = self.present.drain_log();
        let steps = self.present.steps();
        if steps <= self.run.steps {
            return;
        }
        self.run.steps = steps;
        self.run.end = self.run.end.max(self.present.now());
        for happening in log {
            if let Happening::Decision(decision) = happening {
                self.run.decisions.push(decision);
                self.run.decided_after.push(steps);
            }
        }
        self.sample();
        let last = self.run.checkpoints.last().map_or(0, |c| c.simulation.steps());
        let size = u64::try_from(self.present.pod_count()).unwrap_or(u64::MAX);
        if steps.saturating_sub(last) >= self.run.checkpoint_spacing.max(4 * size) {
            self.checkpoint();
        }
    }

    fn sample(&mut self) {
        let Some(last) = self.run.samples.last_mut() else { return };
        if last.version == self.present.version() {
            return;
        }
        let mut sample = Sample::of(&self.present);
        if sample.limits == last.limits {
            sample.limits = Rc::clone(&last.limits);
        }
        if sample.same_counts(last) {
            last.version = sample.version;
        } else if last.at == sample.at {
            *last = sample;
        } else {
            self.run.samples.push(sample);
        }
    }

    fn checkpoint(&mut self) {
        let commands = self.commands_done();
        self.run.checkpoints.push(Checkpoint { simulation: self.present.clone(), commands });
        if self.run.checkpoints.len() <= MOST_CHECKPOINTS {
            return;
        }
        self.run.checkpoint_spacing = self.run.checkpoint_spacing.saturating_mul(2);
        let mut at = 0;
        self.run.checkpoints.retain(|_| {
            at += 1;
            at % 2 == 1
        });
    }
}
