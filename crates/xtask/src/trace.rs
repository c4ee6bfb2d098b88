//! `cargo xtask trace`: what the engine does with the inputs of a recording.

use std::io::Write as _;
use std::path::PathBuf;

use ::conformance::recording::Recording;
use anyhow::{Context as _, Result};
use lexopt::prelude::*;

use crate::Command;

pub(crate) const COMMAND: Command = Command {
    name: "trace",
    summary: "play the inputs of a recording on the engine and print what happens, in the recording's own format",
    help: "cargo xtask trace FILE",
    run,
};

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let mut file: Option<PathBuf> = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(path) if file.is_none() => file = Some(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = file.context("name the recording to play: cargo xtask trace FILE")?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match Recording::read(&file)? {
        Recording::ControlPlane(recording) => {
            serde_json::to_writer(&mut out, &::conformance::trace::control_plane(&recording))?
        }
        Recording::PodLife(recording) => {
            serde_json::to_writer(&mut out, &::conformance::trace::pod_life(&recording))?
        }
    }
    writeln!(out)?;
    out.flush()?;
    Ok(())
}
