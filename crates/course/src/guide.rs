//! Watches a run on behalf of a lesson: which of its moments have come, and what is to be done next. Whoever drives the run may
//! change whatever they like; the guide goes by what is true.

use crate::facts::Facts;
use crate::lesson::{Act, Deed, Lesson, When};
use rollout_engine::{SimDuration, SimTime, Timeline};
use std::rc::Rc;

/// At least so often it has to be looked at what holds.
pub const LOOK_EVERY: SimDuration = SimDuration::millis(1_000);
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

/// See the module.
#[derive(Clone, Debug)]
pub struct Guide {
    lesson: Rc<Lesson>,
    facts: Facts,
    solving: bool,
    /// How many of the lesson's acts have been done.
    done: usize,
    /// The round of each moment that is looked for next.
    rounds: Vec<i64>,
    reached: Vec<Reached>,
}

impl Guide {
    /// A guide at the start of a lesson's run. `solving`: what solves a challenge is done too.
    pub fn new(lesson: Rc<Lesson>, solving: bool) -> Self {
        let rounds = vec![1; lesson.moments.len()];
        Self { lesson, facts: Facts::default(), solving, done: 0, rounds, reached: Vec::new() }
    }

    /// Its lesson.
    pub fn lesson(&self) -> &Rc<Lesson> {
        &self.lesson
    }

    /// What is true, as of the last look.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The moments that have come, in the order in which they came.
    pub fn reached(&self) -> &[Reached] {
        &self.reached
    }

    /// Takes in what is true now, and notes the moments that have come with it.
    pub fn look(&mut self, timeline: &Timeline) {
        self.facts.observe(timeline);
        for (at, moment) in self.lesson.moments.iter().enumerate() {
            let Some(round) = self.rounds.get_mut(at) else { continue };
            loop {
                let last =
                    moment.rounds.as_ref().map_or(1, |n| n.value(&self.facts, *round)).min(MOST_ROUNDS);
                if *round > last || !moment.holds.holds(&self.facts, *round) {
                    break;
                }
                self.reached.push(Reached { moment: at, round: *round, at: timeline.now() });
                *round += 1;
            }
        }
    }

    /// What is due to be done now; it counts as done then.
    pub fn due(&mut self, timeline: &Timeline) -> Option<Deed> {
        let act = self.next_act().filter(|act| self.holds(&act.when, timeline))?;
        let deed = act.deed.clone();
        self.done += 1;
        self.facts.act();
        Some(deed)
    }

    /// How many of the lesson's acts have been done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Somebody has done something of their own.
    pub fn acted(&mut self) {
        self.facts.act();
    }

    /// Whether everything holds that has to hold at its end: a challenge's goal.
    pub fn goal_is_reached(&self) -> bool {
        self.lesson.expect.iter().all(|(_, expression)| expression.holds(&self.facts, 1))
    }

    /// The answers to its question that are right now, by their places; the number, if one is asked for.
    pub fn right_answers(&self) -> (Vec<usize>, Option<i64>) {
        let Some(ask) = &self.lesson.ask else { return (Vec::new(), None) };
        let right = ask.choices.iter().enumerate().filter(|(_, choice)| choice.holds.holds(&self.facts, 1));
        (right.map(|(at, _)| at).collect(), ask.number.as_ref().map(|n| n.value(&self.facts, 1)))
    }

    /// What was done has been refused.
    pub fn refused(&mut self) {
        self.facts.refuse();
    }

    /// Whether the lesson is over.
    pub fn is_over(&self, timeline: &Timeline) -> bool {
        self.next_act().is_none() && self.holds(&self.lesson.until, timeline)
    }

    /// The latest moment at which it has to look again, if nothing happens before.
    pub fn look_again_at(&self, timeline: &Timeline) -> SimTime {
        let soon = timeline.now() + LOOK_EVERY;
        match self.next_act().map_or(&self.lesson.until, |act| &act.when) {
            When::At(after) => soon.min(timeline.scenario().opens_at + *after),
            _ => soon,
        }
    }

    fn next_act(&self) -> Option<&Act> {
        let solution = if self.solving { &*self.lesson.solution } else { &[] };
        self.lesson.acts.iter().chain(solution).nth(self.done)
    }

    fn holds(&self, when: &When, timeline: &Timeline) -> bool {
        match when {
            When::At(after) => timeline.now() >= timeline.scenario().opens_at + *after,
            When::Holds(expression) => expression.holds(&self.facts, 1),
            When::AtRest => timeline.is_at_rest(),
        }
    }
}
