//! The only tool people run: `cargo xtask` builds, serves, tests and measures the lab.
//!
//! Each subcommand is a module with a `COMMAND` and is listed in [`COMMANDS`]; nothing else has to know of it.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a native tool: it measures time, waits for processes and reads the environment; the engine does not"
)]

mod bench;
mod build;
mod check_course;
mod conformance;
mod debian;
mod file_argument;
mod fuzz;
mod modelled;
mod one_file;
mod package;
mod page;
mod replay;
mod same_functions;
mod say;
mod scorm;
mod serve;
mod shell;
mod short_names;
mod size;
mod soak;
mod squeeze;
mod test;
mod toolchain;
mod trace;
mod trials_page;
mod workspace;
mod zip;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

/// One subcommand.
struct Command {
    /// What is typed.
    name: &'static str,
    /// One line for the list.
    summary: &'static str,
    /// What `cargo xtask NAME --help` says after the summary: the options, a line each.
    help: &'static str,
    /// Reads the arguments that are left and does the work.
    run: fn(&mut lexopt::Parser) -> Result<()>,
}

/// Every subcommand, in the order in which people meet them.
const COMMANDS: &[&Command] = &[
    &serve::COMMAND,
    &build::COMMAND,
    &package::COMMAND,
    &test::COMMAND,
    &size::COMMAND,
    &conformance::COMMAND,
    &trace::COMMAND,
    &replay::COMMAND,
    &check_course::COMMAND,
    &soak::COMMAND,
    &bench::COMMAND,
    &fuzz::COMMAND,
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // `{:#}` is the whole chain on one line.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let name = match arguments.next()? {
        None | Some(Short('h') | Long("help")) => return say_help(),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    if name == "help" {
        return say_help();
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        bail!("there is no `cargo xtask {name}`; there is: {}", names().join(", "));
    };
    // Asked for in any place, help is given and nothing else is done.
    if std::env::args().skip(2).take_while(|a| a != "--").any(|a| a == "--help" || a == "-h") {
        println!("cargo xtask {}: {}\n\n{}", command.name, command.summary, command.help.trim_end());
        return Ok(());
    }
    (command.run)(&mut arguments)
}

fn names() -> Vec<&'static str> {
    COMMANDS.iter().map(|command| command.name).collect()
}

fn say_help() -> Result<()> {
    println!("Builds, serves, tests and measures Rollout Lab.\n\nUsage: cargo xtask COMMAND [OPTIONS]\n");
    for command in COMMANDS {
        println!("  {:<12} {}", command.name, command.summary);
    }
    println!("\n`cargo xtask COMMAND --help` tells its options.");
    Ok(())
}
