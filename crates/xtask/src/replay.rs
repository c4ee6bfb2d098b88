//! `cargo xtask replay`: what happened in a recording of a real cluster, sentence by sentence.

use std::io::Read as _;

use anyhow::{Context as _, Result, anyhow};

use crate::Command;
use crate::file_argument::only_file;

pub(crate) const COMMAND: Command = Command {
    name: "replay",
    summary: "tell what happened in a recording of a real cluster",
    help: "cargo xtask replay FILE\n\
           \n  FILE   what kubectl get deploy,rs,pods,events -o json (or, kind by kind, with -w) printed, or one of our recordings;\
           \n         - reads it from the standard input",
    run,
};

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let file = only_file(arguments, "recording to tell", COMMAND.name)?;
    let name = file.display().to_string();
    let mut bytes = Vec::new();
    if name == "-" {
        // One byte more than is read tells that there is more.
        std::io::stdin().take(replay::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    } else {
        let size = std::fs::metadata(&file).with_context(|| format!("reading {name}"))?.len();
        replay::check_size(size).map_err(|refusal| anyhow!("{name}: {refusal}"))?;
        bytes = std::fs::read(&file).with_context(|| format!("reading {name}"))?;
    }
    let text = String::from_utf8(bytes).map_err(|_| anyhow!("{name}: this is no UTF-8 text"))?;
    let replay = replay::read(&text).map_err(|refusal| anyhow!("{name}: {refusal}"))?;
    if !replay.about.is_empty() {
        println!("{}", replay.about);
    }
    for moment in &replay.moments {
        for change in &moment.changes {
            println!("{:>5}.{:03}  {change}", moment.at_ms / 1000, moment.at_ms % 1000);
        }
    }
    Ok(())
}
