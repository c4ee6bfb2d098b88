//! Two futures side by side.

use super::super::{Text, decimal, fill, plural, tell};
use crate::lab::Facts;
use rollout_engine::SimDuration;

pub(crate) const TITLE: Text = Text("Compare two futures");
pub(crate) const FIRST: Text = Text("Above");
pub(crate) const SECOND: Text = Text("Below");
pub(crate) const CANNOT: Text = Text("With this setting something that was done would be refused.");
pub(crate) const FINISHED: Text = Text("Rollout finished after");
pub(crate) const EXTRA: Text = Text("Extra Pods at most");
pub(crate) const MOST: Text = Text("Pods at most, with those leaving");
pub(crate) const FEWEST: Text = Text("Available Pods at least");
pub(crate) const FAILED: Text = Text("Failed requests");
pub(crate) const NOW_AVAILABLE: Text = Text("At this moment: available");
pub(crate) const NOW_WAITING: Text = Text("At this moment: not yet available");
pub(crate) const NOW_LEAVING: Text = Text("At this moment: leaving");

pub(crate) fn same_with(setting: &str) -> String {
    fill("the one above, with other {}", &[&setting])
}
pub(crate) fn with(future: &str, setting: &str, value: &str) -> String {
    fill("{}, with {} {}", &[&future, &setting, &value])
}

pub(crate) fn finished(after: Option<SimDuration>) -> String {
    after.map_or_else(|| tell("does not finish").to_owned(), seconds)
}

/// `12.3 s`
fn seconds(length: SimDuration) -> String {
    let tenths = (length.0 + 50) / 100;
    let mut out = (tenths / 10).to_string();
    out.push(decimal());
    out.push_str(&(tenths % 10).to_string());
    out.push_str(" s");
    out
}

/// What the second does otherwise.
pub(crate) fn sentence(second: &str, a: &Facts, b: &Facts) -> String {
    let finish = match (a.finished, b.finished) {
        (Some(a), Some(b)) if a.0 / 100 == b.0 / 100 => {
            fill("finishes at the same time, after {}", &[&seconds(a)])
        }
        (Some(a), Some(b)) => {
            let by = seconds(SimDuration(a.0.abs_diff(b.0)));
            let form = if b < a {
                "finishes {} sooner ({} instead of {})"
            } else {
                "finishes {} later ({} instead of {})"
            };
            fill(form, &[&by, &seconds(b), &seconds(a)])
        }
        (None, Some(b)) => fill("finishes after {}, the one above does not", &[&seconds(b)]),
        (Some(a), None) => fill("does not finish, the one above does after {}", &[&seconds(a)]),
        (None, None) => tell("does not finish in either").to_owned(),
    };
    let clauses = [
        number(a.extra, b.extra, "1 extra Pod at most", "{} extra Pods at most"),
        number(a.failed, b.failed, "1 failed request", "{} failed requests"),
        number(a.fewest, b.fewest, "1 Pod available at least", "{} Pods available at least"),
    ];
    fill("With {} the rollout {}: {}, {}, {}.", &[&second, &finish, &clauses[0], &clauses[1], &clauses[2]])
}

/// A number, and what it is in the other.
fn number(a: i64, b: i64, one: &'static str, more: &'static str) -> String {
    let said = plural(b.unsigned_abs(), one, more, &[&b]);
    if a == b { said } else { fill("{} (not {})", &[&said, &a]) }
}
