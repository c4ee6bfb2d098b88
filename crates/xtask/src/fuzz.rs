//! `cargo xtask fuzz`: random command lines and manifests for the lab's kubectl.

use anyhow::{Context as _, Result, ensure};
use lexopt::prelude::*;

use crate::{Command, workspace};

pub(crate) const COMMAND: Command = Command {
    name: "fuzz",
    summary: "tries the lab's kubectl on random lines and manifests, as many as one asks for",
    help: "cargo xtask fuzz N [SEED]\n\nNone may panic, and none may take longer than 50 ms.",
    run,
};

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let mut passed_on = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(number) => passed_on.push(number.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    ensure!(!passed_on.is_empty(), "say how many random lines: cargo xtask fuzz 100000");
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--profile", "trials", "--package", "fuzz", "--"]);
    let status = cargo.args(passed_on).status().context("running cargo")?;
    ensure!(status.success(), "some line panics or is slow: see above");
    Ok(())
}
