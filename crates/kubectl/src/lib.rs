//! A kubectl command line in, commands for the engine and what a terminal would show out.
//!
//! As in the real one, the client does the thinking: it reads the objects, works out what they should be, and sends that.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod applying;
mod complete;
mod describe;
mod explain;
mod filter;
mod flags;
mod item;
mod jsonpath;
mod merge;
mod outcome;
mod print;
mod resource;
mod rows;
mod running;
mod shell;
mod sort;
mod store;
mod table;
mod unified;
mod verb;

pub use applying::{Applying, applying, as_applied, left_alone};
pub use complete::{Candidate, CandidateKind, Completion, complete};
pub use explain::{Suggestion, Suggestions, suggest};
pub use outcome::Outcome;
pub use running::{Printed, Running};
pub use unified::{Line, compared};

use rollout_engine::Simulation;

/// What a person typed, and what the command can read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// The line, with or without the word `kubectl` (or `k`) at its beginning.
    pub line: &'a str,
    /// Standard input: what `-f -` reads.
    pub stdin: &'a str,
    /// Files by name: what `-f NAME` reads.
    pub files: &'a [(&'a str, &'a str)],
}

/// Carries out a command line against a cluster. Nothing is changed: the outcome holds the commands that would.
pub fn run(request: Request<'_>, cluster: &Simulation) -> Outcome {
    let mut commands = match shell::split(request.line) {
        Ok(commands) => commands.into_iter(),
        Err(error) => return Outcome::failed(&error),
    };
    let first = commands.next().unwrap_or_default();
    let mut filters = Vec::new();
    for words in commands {
        match filter::Filter::read(&words) {
            Ok(filter) => filters.push(filter),
            Err(error) => return Outcome { exit_code: 127, ..Outcome::failed(&error) },
        }
    }
    let mut outcome = match first.split_first() {
        None => Outcome::default(),
        Some((word, rest)) if word == "watch" => match running::Repeat::read(rest, cluster) {
            Ok(repeat) => Outcome { running: Some(Box::new(Running::repeat(repeat))), ..Outcome::default() },
            Err(error) => Outcome::failed(&error),
        },
        Some(_) => verb::run(&first, &request, cluster),
    };
    if let Some(running) = &mut outcome.running {
        outcome.stdout = running.pipe(filters, &outcome.stdout);
        return outcome;
    }
    for mut filter in filters {
        outcome.stdout = filter.feed(&outcome.stdout);
        let (rest, code) = filter.finish();
        outcome.stdout.push_str(&rest);
        outcome.exit_code = code;
    }
    outcome
}
