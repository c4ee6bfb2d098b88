//! Whether a lesson is true: it is gone through, with its own numbers and with its others.

use crate::facts::NAMES;
use crate::lesson::Lesson;
use crate::walk::{Walk, Walked};
use manifest::Edit;
use std::rc::Rc;

/// What is not true of a lesson: a sentence each; none, if all is well.
pub fn check(lesson: &Rc<Lesson>) -> Vec<String> {
    let own = [Vec::new()];
    own.iter().chain(&lesson.variations).flat_map(|changes| problems(lesson, changes)).collect()
}

fn problems(lesson: &Rc<Lesson>, changes: &[Edit]) -> Vec<String> {
    let fields: Vec<&str> = changes.iter().map(|edit| edit.path.as_str()).collect();
    let place = if fields.is_empty() { String::new() } else { format!(" with other {}", fields.join(", ")) };
    let place = format!("{}{place}", lesson.id);
    let walked = match Walk::through(lesson, changes) {
        Ok(walked) => walked,
        Err(error) => return vec![format!("{place}: {error}")],
    };
    let mut problems = Vec::new();
    for (at, moment) in lesson.moments.iter().enumerate() {
        if !walked.reached.iter().any(|reached| reached.moment == at) {
            problems.push(format!("{place}: the moment `{}` never comes; {}", moment.id, state(&walked)));
        }
    }
    for (text, expression) in &lesson.expect {
        if !expression.holds(&walked.facts, 1) {
            problems.push(format!("{place}: `{text}` does not hold at the end; {}", state(&walked)));
        }
    }
    if let Some(ask) = lesson.ask.as_ref().filter(|ask| ask.number.is_none()) {
        let right: Vec<&str> = ask
            .choices
            .iter()
            .filter(|choice| choice.holds.holds(&walked.facts, 1))
            .map(|choice| choice.say.as_str())
            .collect();
        if right.len() != 1 {
            problems.push(format!(
                "{place}: one answer has to be right, and {} are: {right:?}; {}",
                right.len(),
                state(&walked)
            ));
        }
    }
    problems
}

/// All facts at the end that are not 0, and what was refused.
fn state(walked: &Walked) -> String {
    let facts = NAMES.iter().map(|(name, read)| (name, read(&walked.facts))).filter(|(_, value)| *value != 0);
    let facts: Vec<String> = facts.map(|(name, value)| format!("{name}={value}")).collect();
    let printed: String =
        walked.printed.iter().map(|words| format!("; refused: {}", words.trim_end())).collect();
    facts.join(" ") + &printed
}
