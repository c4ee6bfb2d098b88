//! `cargo xtask soak`: random runs of the engine, held against what must always be true.

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::{Command, workspace};

pub(crate) const COMMAND: Command = Command {
    name: "soak",
    summary: "tries the engine on random clusters and acts, as many as one asks for",
    help: "\
cargo xtask soak N [FIRST_SEED]   N random runs
cargo xtask soak --case N,N,...   one of them again, as a failure prints it

Every run is held against the laws in crates/trials/src/laws.rs, run again, and gone through backwards. One that breaks a law
is made smaller as long as it does, and printed.",
    run,
};

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let mut passed_on = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("case") => passed_on.extend(["--case".to_owned(), arguments.value()?.string()?]),
            Value(number) => passed_on.push(number.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if passed_on.is_empty() {
        bail!("say how many random runs: cargo xtask soak 1000");
    }
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--profile", "trials", "--package", "trials", "--bin", "soak", "--"]);
    workspace::run(cargo.args(passed_on), "some run breaks a law: see above")
}
