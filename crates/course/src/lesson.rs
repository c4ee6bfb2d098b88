//! A lesson, as its file says it.

use crate::expression::Expression;
use crate::start::Start;
use manifest::Edit;
use rollout_engine::SimDuration;

/// What a lesson is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonKind {
    /// A chapter of the tour.
    Tour,
    /// One thing that learners get wrong, tried out.
    Experiment,
    /// A goal to be reached.
    Challenge,
}

/// A lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// The line of its file at which it begins.
    pub line: usize,
    /// Its name in links.
    pub id: String,
    /// What it is for.
    pub kind: LessonKind,
    /// Its title.
    pub title: String,
    /// What comes before it: the question, or what is commonly believed.
    pub intro: String,
    /// What its run starts from.
    pub start: Start,
    /// What is done, in this order.
    pub acts: Vec<Act>,
    /// What is to be seen.
    pub moments: Vec<Moment>,
    /// What is asked before it runs.
    pub ask: Option<Ask>,
    /// What was seen, said afterwards.
    pub seen: String,
    /// What has to hold at its end: what `seen` says, or the goal.
    pub expect: Vec<(String, Expression)>,
    /// When it ends.
    pub until: When,
    /// Other numbers with which all of it has to hold too: changes of the Deployment.
    pub variations: Vec<Vec<Edit>>,
    /// Hints, from the faintest on.
    pub hints: Vec<String>,
    /// What a person would do who knows how: for challenges, whose `acts` are their set-up.
    pub solution: Vec<Act>,
}

/// When something is done, or something ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// So long after the opening.
    At(SimDuration),
    /// As soon as this holds.
    Holds(Expression),
    /// When nothing changes by itself any more.
    AtRest,
}

/// Something that is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// When.
    pub when: When,
    /// What.
    pub deed: Deed,
}

/// What is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// A command line, and what `-f -` reads.
    Kubectl {
        /// The line. `$OLD` and `$NEW` stand for the names of the oldest old Pod and of the oldest new one.
        line: String,
        /// Standard input.
        stdin: String,
    },
    /// The objects are applied again with these changes of the Deployment.
    Edit(Vec<Edit>),
    /// A Pod's program misbehaves from now on: `hangs` or `not-ready`.
    Fault(rollout_engine::Fault),
}

/// Something to be seen: the state in which it first holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Its name in links.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is to be said about it.
    pub text: String,
    /// What only the one who presents it sees: what to ask, what to point at.
    pub note: String,
    /// The slides that it replaces, such as `1.3`: the first for round 1, and so on.
    pub slides: Vec<String>,
    /// What is true of it.
    pub holds: Expression,
    /// It comes once for each round up to this number; once, without it.
    pub rounds: Option<Expression>,
}

/// A question that the run itself answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The question.
    pub question: String,
    /// What can be chosen; none where a number is asked for.
    pub choices: Vec<Choice>,
    /// The number, as the run comes to it.
    pub number: Option<Expression>,
}

/// An answer that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its words.
    pub say: String,
    /// It is right if this holds at the end.
    pub holds: Expression,
}
