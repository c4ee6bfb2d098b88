//! The judge: does a trace say the same as a recording of the real thing?
//!
//! A verdict is a list of differences, each a sentence that names the place, what was recorded and what the trace has instead; an
//! empty list means that the recording is reproduced.

mod control_plane;
mod difference;
mod kubectl;
mod pod_life;

pub use control_plane::control_plane;
pub use kubectl::{Printed, kubectl};
pub use pod_life::{against, pod_life};

use fancy_regex::Regex;

/// Compiles a fixed table of patterns and what stands in place of their matches.
fn patterns(table: &[(&str, &'static str)]) -> Vec<(Regex, &'static str)> {
    table
        .iter()
        .map(|&(pattern, name)| (Regex::new(pattern).expect("the pattern is fixed and tested"), name))
        .collect()
}

/// A text in which every match of a pattern, one after the other, is replaced.
fn replaced(patterns: &[(Regex, &str)], text: &str) -> String {
    patterns
        .iter()
        .fold(text.to_owned(), |text, (pattern, name)| pattern.replace_all(&text, *name).into_owned())
}
