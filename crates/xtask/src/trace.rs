//! `cargo xtask trace`: what the engine does with the inputs of a recording.

use std::io::Write as _;

use ::conformance::recording::{Recording, control_plane, pod_life};
use anyhow::Result;

use crate::Command;
use crate::file_argument::only_file;

pub(crate) const COMMAND: Command = Command {
    name: "trace",
    summary: "play the inputs of a recording on the engine and print what happens, in the recording's own format",
    help: "cargo xtask trace FILE",
    run,
};

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let file = only_file(arguments, "recording to play", COMMAND.name)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    // The recording, with what the engine did in the place of what the real thing did.
    match Recording::read(&file)? {
        Recording::ControlPlane(recording) => {
            let steps = ::conformance::trace::control_plane(&recording).steps;
            serde_json::to_writer(&mut out, &control_plane::Recording { steps, ..recording })?;
        }
        Recording::PodLife(recording) => {
            let runs = ::conformance::trace::pod_life(&recording).runs;
            serde_json::to_writer(&mut out, &pod_life::Recording { runs, ..recording })?;
        }
    }
    writeln!(out)?;
    out.flush()?;
    Ok(())
}
