//! `cargo xtask fuzz`: random command lines and manifests for the lab's kubectl, random links for the page.

use anyhow::{Context, Result, ensure};
use lexopt::prelude::*;

use crate::{Command, workspace};

pub(crate) const COMMAND: Command = Command {
    name: "fuzz",
    summary: "tries the lab's kubectl on random lines and manifests, or the page on random links",
    help: "cargo xtask fuzz N [SEED]          N lines and manifests\ncargo xtask fuzz links [N] [SEED]  N links, a million if nothing is said\n\nNone may panic, and none may take longer than 50 ms.",
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
    if let [links, numbers @ ..] = &*passed_on
        && links == "links"
    {
        let number = |at: usize, otherwise: u64| {
            let number = numbers.get(at).map_or(Ok(otherwise), |n| n.parse());
            number.context("say it with numbers: cargo xtask fuzz links 1000000")
        };
        let (n, seed) = (number(0, 1_000_000)?, number(1, 2)?);
        let test =
            "test --quiet --profile trials --package web --lib -- --nocapture hostile_links_open_something";
        cargo.args(test.split(' ')).env("LINKS", n.to_string()).env("LINKS_SEED", seed.to_string());
        return workspace::run(&mut cargo, "some link panics or is slow: see above");
    }
    cargo.args(["run", "--quiet", "--profile", "trials", "--package", "fuzz", "--"]).args(passed_on);
    workspace::run(&mut cargo, "some line panics or is slow: see above")
}
