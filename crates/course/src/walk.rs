//! Runs a lesson: what it does is done when its time has come, and the moments are noted in which what it wants seen first holds.

use crate::facts::Facts;
use crate::lesson::{Act, Deed, Lesson, When};
use crate::start::edited;
use manifest::Edit;
use rollout_engine::api::Name;
use rollout_engine::{Command, Fault, SimDuration, SimTime, Timeline};
use std::collections::VecDeque;
use std::rc::Rc;

/// No lesson takes longer.
const LONGEST: SimDuration = SimDuration::millis(2 * 3_600_000);
/// At least so often it is looked at what holds.
const LOOK_EVERY: SimDuration = SimDuration::millis(1_000);
/// More rounds of a moment are not looked for.
const MOST_ROUNDS: i64 = 100;

/// A moment that has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Its place in [`Lesson::moments`].
    pub moment: usize,
    /// Its round, counted from 1.
    pub round: i64,
    /// When.
    pub at: SimTime,
}

/// A lesson that has been gone through.
#[derive(Debug)]
pub struct Walked {
    /// The moments, in the order in which they came.
    pub reached: Vec<Reached>,
    /// What is true at its end.
    pub facts: Facts,
    /// The run.
    pub timeline: Timeline,
    /// What the acts printed, with the words of refusals.
    pub printed: Vec<String>,
}

/// A lesson under way.
#[derive(Debug)]
pub struct Walk<'l> {
    lesson: &'l Lesson,
    timeline: Timeline,
    facts: Facts,
    acts: VecDeque<&'l Act>,
    manifest: String,
    reached: Vec<Reached>,
    /// The round of each moment that is looked for next.
    rounds: Vec<i64>,
    printed: Vec<String>,
}

impl<'l> Walk<'l> {
    /// Goes through a lesson to its end, with these further changes of the Deployment; of a challenge, with what solves it.
    ///
    /// # Errors
    /// What is wrong with its start.
    pub fn through(lesson: &'l Lesson, changes: &[Edit]) -> Result<Walked, String> {
        let manifest = lesson.start.text(changes)?;
        let timeline = Timeline::new(lesson.start.scenario(&manifest)?);
        let mut walk = Self {
            lesson,
            timeline,
            facts: Facts::default(),
            acts: lesson.acts.iter().chain(&lesson.solution).collect(),
            manifest,
            reached: Vec::new(),
            rounds: vec![1; lesson.moments.len()],
            printed: Vec::new(),
        };
        walk.look();
        let limit = walk.timeline.now() + LONGEST;
        while walk.timeline.now() < limit && walk.go_on() {}
        let Walk { reached, facts, timeline, printed, .. } = walk;
        Ok(Walked { reached, facts, timeline, printed })
    }

    /// Does what is due, or lets the next thing come to pass; whether the lesson goes on.
    fn go_on(&mut self) -> bool {
        if let Some(act) = self.acts.front().copied()
            && self.is_due(&act.when)
        {
            self.acts.pop_front();
            self.facts.act();
            self.carry_out(&act.deed);
            self.look();
            return true;
        }
        if self.acts.is_empty() && self.is_due(&self.lesson.until) {
            return false;
        }
        // Where nothing happens, time passes all the same, and may be what is waited for.
        let mut pause = self.timeline.now() + LOOK_EVERY;
        if let When::At(after) = self.acts.front().map_or(&self.lesson.until, |act| &act.when) {
            pause = pause.min(self.timeline.scenario().opens_at + *after);
        }
        if self.timeline.simulation().next_event_at().is_some_and(|next| next <= pause) {
            self.timeline.step();
        } else {
            self.timeline.run_until(pause);
        }
        self.look();
        true
    }

    fn is_due(&self, when: &When) -> bool {
        match when {
            When::At(after) => self.timeline.now() >= self.timeline.scenario().opens_at + *after,
            When::Holds(expression) => expression.holds(&self.facts, 1),
            When::AtRest => self.timeline.is_at_rest(),
        }
    }

    /// Takes in what is true now, and notes the moments that have come with it.
    fn look(&mut self) {
        self.facts.observe(&self.timeline);
        for (at, moment) in self.lesson.moments.iter().enumerate() {
            let Some(round) = self.rounds.get_mut(at) else { continue };
            loop {
                let last =
                    moment.rounds.as_ref().map_or(1, |n| n.value(&self.facts, *round)).min(MOST_ROUNDS);
                if *round > last || !moment.holds.holds(&self.facts, *round) {
                    break;
                }
                self.reached.push(Reached { moment: at, round: *round, at: self.timeline.now() });
                *round += 1;
            }
        }
    }

    fn carry_out(&mut self, deed: &Deed) {
        match deed {
            Deed::Kubectl { line, stdin } => self.kubectl(line, stdin),
            Deed::Edit(edits) => match edited(&self.manifest, edits) {
                Ok(text) => self.apply(text),
                Err(message) => self.refuse(message),
            },
            Deed::Fault(fault) => self.fault(*fault),
        }
    }

    fn apply(&mut self, text: String) {
        let before = self.printed.len();
        self.kubectl("apply -f -", &text);
        if self.printed.len() == before {
            self.manifest = text;
        }
    }

    fn fault(&mut self, fault: Fault) {
        let Some(pod) = self.pod(true).or_else(|| self.pod(false)) else { return };
        self.command(Command::SetFault { pod, fault });
    }

    fn kubectl(&mut self, line: &str, stdin: &str) {
        let line = self.named(line);
        let stdin = if stdin.is_empty() { &self.manifest } else { stdin };
        let outcome =
            kubectl::run(kubectl::Request { line: &line, stdin, files: &[] }, self.timeline.simulation());
        if outcome.exit_code != 0 {
            self.refuse(outcome.stderr);
            return;
        }
        for command in outcome.commands {
            self.command(command);
        }
    }

    /// The line, with the names of Pods in it.
    fn named(&self, line: &str) -> String {
        let mut named = line.to_owned();
        for (word, pod) in [("$OLD", self.pod(false)), ("$NEW", self.pod(true))] {
            if let Some(pod) = pod {
                named = named.replace(word, &pod);
            }
        }
        named
    }

    /// The oldest new Pod, or the oldest old one, that is not leaving.
    fn pod(&self, new: bool) -> Option<Name> {
        let snapshot = self.timeline.snapshot();
        let is_new = |id| snapshot.replica_sets.iter().any(|set| Some(set.id) == id && set.is_new);
        let found = snapshot
            .pods
            .iter()
            .find(|pod| is_new(pod.replica_set) == new && !pod.object.meta.is_being_deleted())?;
        Some(Rc::clone(&found.object.meta.name))
    }

    fn command(&mut self, command: Command) {
        if let Err(error) = self.timeline.apply(command) {
            self.refuse(error.to_string());
        }
    }

    fn refuse(&mut self, words: String) {
        self.facts.refuse();
        self.printed.push(words);
    }
}
