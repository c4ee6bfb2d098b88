//! Goes through a lesson by itself, from its start to its end.

use crate::facts::Facts;
use crate::guide::{Guide, Reached};
use crate::lesson::{Deed, Lesson};
use crate::start::edited;
use manifest::Edit;
use rollout_engine::api::Name;
use rollout_engine::{Command, Fault, SimDuration, Timeline};
use std::rc::Rc;

/// No lesson takes longer.
const LONGEST: SimDuration = SimDuration::millis(2 * 3_600_000);

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
pub struct Walk {
    guide: Guide,
    timeline: Timeline,
    manifest: String,
    printed: Vec<String>,
}

impl Walk {
    /// Goes through a lesson to its end, with these further changes of the Deployment; of a challenge, with what solves it.
    ///
    /// # Errors
    /// What is wrong with its start.
    pub fn through(lesson: &Rc<Lesson>, changes: &[Edit]) -> Result<Walked, String> {
        let manifest = lesson.start.text(changes)?;
        let timeline = Timeline::new(lesson.start.scenario(&manifest)?);
        let mut walk =
            Self { guide: Guide::new(Rc::clone(lesson), true), timeline, manifest, printed: Vec::new() };
        walk.guide.look(&walk.timeline);
        let limit = walk.timeline.now() + LONGEST;
        while walk.timeline.now() < limit && !walk.guide.is_over(&walk.timeline) {
            walk.go_on();
        }
        let Self { guide, timeline, printed, .. } = walk;
        Ok(Walked { reached: guide.reached().to_vec(), facts: guide.facts().clone(), timeline, printed })
    }

    /// Does what is due, or lets the next thing come to pass.
    fn go_on(&mut self) {
        if let Some(deed) = self.guide.due(&self.timeline) {
            self.carry_out(&deed);
        } else {
            // Where nothing happens, time passes all the same, and may be what is waited for.
            let pause = self.guide.look_again_at(&self.timeline);
            if self.timeline.simulation().next_event_at().is_some_and(|next| next <= pause) {
                self.timeline.step();
            } else {
                self.timeline.run_until(pause);
            }
        }
        self.guide.look(&self.timeline);
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
        let Some(pod) = pod_for_fault(&self.timeline) else { return };
        self.command(Command::SetFault { pod, fault });
    }

    fn kubectl(&mut self, line: &str, stdin: &str) {
        let line = with_names(line, &self.timeline);
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

    fn command(&mut self, command: Command) {
        if let Err(error) = self.timeline.apply(command) {
            self.refuse(error.to_string());
        }
    }

    fn refuse(&mut self, words: String) {
        self.guide.refused();
        self.printed.push(words);
    }
}

/// A line of a lesson, with the names of Pods in it.
pub fn with_names(line: &str, timeline: &Timeline) -> String {
    let mut named = line.to_owned();
    for (word, new) in [("$OLD", false), ("$NEW", true)] {
        if let Some(pod) = named.contains(word).then(|| pod(timeline, new)).flatten() {
            named = named.replace(word, &pod);
        }
    }
    named
}

/// The Pod whose program misbehaves when a lesson says that one does: a new one, if there is one.
pub fn pod_for_fault(timeline: &Timeline) -> Option<Name> {
    pod(timeline, true).or_else(|| pod(timeline, false))
}

/// The oldest new Pod, or the oldest old one, that is not leaving.
fn pod(timeline: &Timeline, new: bool) -> Option<Name> {
    let snapshot = timeline.snapshot();
    let is_new = |id| snapshot.replica_sets.iter().any(|set| Some(set.id) == id && set.is_new);
    let found = snapshot
        .pods
        .iter()
        .find(|pod| is_new(pod.replica_set) == new && !pod.object.meta.is_being_deleted())?;
    Some(Rc::clone(&found.object.meta.name))
}
