//! Questions before each step.

use super::super::{Text, fill, tell};
use course::{Answer, Concept};

pub(crate) const TITLE: Text = Text("A guess first");
pub(crate) const OFF: Text = Text("Do not ask any more");
pub(crate) const TALLY: Text = Text("What you guessed");
pub(crate) const NOTHING_TO_ASK: Text =
    Text("Nothing more comes by itself. Change something, and you are asked before each step.");
pub(crate) const A_POD: Text = Text("a Pod that is gone");

/// The question.
pub(crate) fn question(concept: Concept) -> &'static str {
    tell(match concept {
        Concept::Count => "How many Pods will there be after the next step, without those that leave?",
        Concept::Order => "What comes next?",
        Concept::Leaving => "Which Pod is told to go next? Point at it.",
        Concept::Traffic => "Who answers the users after the next step?",
        Concept::End => "Will this rollout come to its end?",
        Concept::Failures => "Will a request fail before it is over?",
    })
}

/// An answer without numbers and names.
pub(crate) fn plain(answer: &Answer) -> &'static str {
    tell(match answer {
        Answer::NewComes => "a new Pod comes",
        Answer::OldGoes => "an old Pod goes",
        Answer::Both => "both at once",
        Answer::Neither => "neither",
        Answer::Yes => "yes",
        _ => "no",
    })
}

/// Who answers.
pub(crate) fn answering(tags: &[&str]) -> String {
    match tags {
        [] => tell("nobody").to_owned(),
        [one] => fill("only {}", &[one]),
        [one, other, ..] => fill("{} and {}", &[one, other]),
    }
}

pub(crate) fn you_say(answer: &str) -> String {
    fill("You say: {}. Go on and see.", &[&answer])
}

pub(crate) fn verdict(right: bool, answer: &str) -> String {
    fill(if right { "Just so: {}." } else { "Not so. It was: {}." }, &[&answer])
}

pub(crate) fn tally(right: u32, guessed: u32) -> String {
    fill("{} of {} right", &[&right, &guessed])
}

/// What a concept is called.
pub(crate) fn concept(concept: Concept) -> &'static str {
    tell(match concept {
        Concept::Count => "How many Pods there are",
        Concept::Order => "What comes first",
        Concept::Leaving => "Which Pod goes",
        Concept::Traffic => "Who answers",
        Concept::End => "Whether a rollout comes to its end",
        Concept::Failures => "Whether users notice",
    })
}

/// What to know about it.
pub(crate) fn explained(concept: Concept) -> &'static str {
    tell(match concept {
        Concept::Count => {
            "Pods may come up to replicas plus maxSurge. One that leaves no longer counts, though it is still there."
        }
        Concept::Order => {
            "As long as there is room under the ceiling, a new Pod comes. As long as more are available than the floor, an old one goes."
        }
        Concept::Leaving => "An old Pod goes, and before all others one that is not available anyway.",
        Concept::Traffic => "A Service sends to every ready Pod with its labels, whichever version it is.",
        Concept::End => {
            "It goes on only as new Pods become available. If they do not, it stops, and nothing turns it back by itself."
        }
        Concept::Failures => {
            "A Pod that exits at once is still sent requests for a moment, until every node knows."
        }
    })
}
