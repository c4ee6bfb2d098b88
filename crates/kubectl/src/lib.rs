//! A kubectl command line in, commands for the engine and what a terminal would show out.
//!
//! As in the real one, the client does the thinking: it reads the objects, works out what they should be, and sends that.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod flags;
mod merge;
mod objects;
mod outcome;

mod resource;
mod shell;
mod store;
mod verb;

pub use objects::Objects;
pub use outcome::Outcome;

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

/// Carries out a command line against these objects. Nothing is changed: the outcome holds the commands that would.
pub fn run(request: Request<'_>, objects: &Objects<'_>) -> Outcome {
    match shell::split(request.line) {
        Ok(words) => verb::run(&words, &request, objects),
        Err(error) => Outcome::failed(error),
    }
}
