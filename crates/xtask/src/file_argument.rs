//! The argument of a subcommand that reads one file and takes nothing else.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use lexopt::prelude::*;

/// The one file that is named; `what` says what is in it, `name` is the subcommand's.
///
/// # Errors
/// When none is named, or something else besides.
pub(crate) fn only_file(arguments: &mut lexopt::Parser, what: &str, name: &str) -> Result<PathBuf> {
    let mut file: Option<PathBuf> = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(path) if file.is_none() => file = Some(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    file.with_context(|| format!("name the {what}: cargo xtask {name} FILE"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_is_named_and_nothing_else() {
        let check = |given: &[&str], expected: Result<&str, &str>| {
            let found = only_file(&mut lexopt::Parser::from_args(given), "recording", "trace");
            let found = found.map(|file| file.display().to_string()).map_err(|error| error.to_string());
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{given:?}");
        };
        check(&["a.json"], Ok("a.json"));
        check(&["-"], Ok("-"));
        check(&[], Err("name the recording: cargo xtask trace FILE"));
        check(&["a.json", "b.json"], Err("unexpected argument \"b.json\""));
        check(&["--all"], Err("invalid option '--all'"));
    }
}
