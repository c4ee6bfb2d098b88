//! Lessons: what the workshop shows, what learners get wrong, what they are asked to bring about. Each is a data file: a start, what
//! is done, the moments to be seen, and what has to hold. Nothing in it is drawn: a moment is a state of a real run, found by what
//! is true of it, so it is found too when somebody has changed the numbers.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod check;
mod expression;
mod facts;
mod guesses;
mod guide;
mod lesson;
mod predict;
mod read;
mod start;
mod walk;

pub use check::check;
pub use expression::{Expression, Operator};
pub use facts::{Facts, NAMES};
pub use guesses::{Count, Guess, Guesses};
pub use guide::{Guide, LOOK_EVERY, Reached};
pub use lesson::{Act, Ask, Choice, Deed, Lesson, LessonKind, Moment, When};
pub use predict::{Answer, Concept, Question, SETTLING, question};
pub use read::{LessonError, read};
pub use start::{SCENARIO_NAMES, SCENARIOS, Start, WORKSHOP, edited, manifest_of, scenario};
pub use walk::{Walk, Walked, pod_for_fault, with_names};

/// The files of the course, by name: every one holds a lesson or several.
pub const FILES: &[(&str, &str)] = &[
    ("tour.yaml", include_str!("../data/tour.yaml")),
    ("experiments.yaml", include_str!("../data/experiments.yaml")),
    ("challenges.yaml", include_str!("../data/challenges.yaml")),
];

/// All lessons of the course, in the order of its files.
/// What cannot be read is left out; a test sees to it that nothing is.
pub fn lessons() -> Vec<std::rc::Rc<Lesson>> {
    FILES.iter().flat_map(|(_, text)| read(text).unwrap_or_default()).collect()
}
