//! The tour, experiments and challenges; questions before decisions; presenting.

use super::super::{Text, fill, tell};
use course::LessonKind;

pub(crate) const LESSONS: Text = Text("Lessons");
pub(crate) const NEXT_MOMENT: Text = Text("Next");
pub(crate) const MOMENT_BEFORE: Text = Text("Previous");
pub(crate) const ASK_ME: Text = Text("Ask me before each step");
pub(crate) const RUN: Text = Text("Run it");
pub(crate) const LEAVE: Text = Text("Back to the lab");
pub(crate) const HINT: Text = Text("A hint");
pub(crate) const AGAIN: Text = Text("Once more");
pub(crate) const DIFFICULTY: Text = Text("Challenges");
pub(crate) const DIFFICULTIES: [Text; 3] =
    [Text("with hints"), Text("without hints"), Text("with other numbers")];
pub(crate) const YOUR_ANSWER: Text = Text("Your answer");
pub(crate) const RIGHT: Text = Text("Just so.");
pub(crate) const GOAL_REACHED: Text = Text("The goal is reached.");
pub(crate) const SOLVE_IT: Text = Text("Do what you think is needed. The goal is checked on the run.");

/// What goes by a kind of lesson.
pub(crate) fn kind(kind: LessonKind) -> &'static str {
    tell(match kind {
        LessonKind::Tour => "Guided tour",
        LessonKind::Experiment => "Experiments",
        LessonKind::Challenge => "Challenges",
    })
}
pub(crate) fn place(at: usize, total: Option<usize>) -> String {
    match total {
        Some(total) => fill("{} of {}", &[&at, &total]),
        None => fill("moment {}", &[&at]),
    }
}
pub(crate) fn next_chapter(title: &str) -> String {
    fill("Next: {}", &[&title])
}
pub(crate) fn not_so(right: &str) -> String {
    fill("Not so. It is: {}", &[&right])
}
/// What the three stars are for.
pub(crate) fn star(at: usize, won: bool) -> &'static str {
    tell(match (at, won) {
        (0, true) => "few changes",
        (0, false) => "more changes than needed",
        (1, true) => "fast",
        (1, false) => "it can be faster",
        (_, true) => "as few failed requests as can be",
        (_, false) => "more failed requests than needed",
    })
}
