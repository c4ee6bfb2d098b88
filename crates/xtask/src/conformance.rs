//! `cargo xtask conformance`: does the engine do what the real thing did?

use std::path::{Path, PathBuf};

use ::conformance::recording::Recording;
use ::conformance::{judge, trace};
use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::{Command, workspace};

pub(crate) const COMMAND: Command = Command {
    name: "conformance",
    summary: "hold the engine against recordings of the real thing",
    help: "cargo xtask conformance [--kubectl] DIR...\n\
           \n  DIR         folders of recordings, or single files; by default those of the project\
           \n  --kubectl   compare what kubectl printed, instead of what the cluster did",
    run,
};

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let (mut places, mut kubectl): (Vec<PathBuf>, bool) = (Vec::new(), false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("kubectl") => kubectl = true,
            Value(path) => places.push(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    if places.is_empty() {
        places = workspace::RECORDINGS.map(|folder| workspace::root().join(folder)).into();
    }
    let mut files = Vec::new();
    for place in &places {
        files.extend(recordings(place)?);
    }
    if files.is_empty() {
        bail!(
            "there is no recording (*.json) in {}",
            places.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
        );
    }
    let tallies: Vec<Tally> = files.iter().map(|file| survive(file, kubectl)).collect();
    let (right, all) =
        tallies.iter().fold((0, 0), |(right, all), tally| (right + tally.right, all + tally.all));
    println!("{right} of {all} {} reproduced", if kubectl { "outputs" } else { "recordings" });
    if right < all {
        bail!("{} not reproduced", all - right);
    }
    Ok(())
}

/// The recordings in a folder, by name; or the one file.
fn recordings(place: &Path) -> Result<Vec<PathBuf>> {
    if !place.is_dir() {
        return Ok(vec![place.to_owned()]);
    }
    workspace::json_files(place)
}

/// How much of a recording is reproduced.
#[derive(Default)]
struct Tally {
    right: usize,
    all: usize,
}

/// Judges one file; should the engine break on it, the others are judged all the same.
fn survive(file: &Path, kubectl: bool) -> Tally {
    std::panic::catch_unwind(|| one(file, kubectl)).unwrap_or_else(|_| {
        println!("{}: the engine broke on it", file.display());
        Tally { right: 0, all: 1 }
    })
}

/// Judges one file and says so on a line.
fn one(file: &Path, kubectl: bool) -> Tally {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let recording = match Recording::read(file) {
        Ok(recording) => recording,
        Err(error) => {
            println!("{name}: {error}");
            return Tally { right: 0, all: 1 };
        }
    };
    let (all, differences) = match (&recording, kubectl) {
        (Recording::ControlPlane(recording), false) => {
            (1, judge::control_plane(recording, &trace::control_plane(recording)))
        }
        (Recording::PodLife(recording), false) => {
            (1, judge::pod_life(recording, &trace::pod_life(recording)))
        }
        (Recording::ControlPlane(recording), true) => {
            let printed = judge::kubectl(recording, &trace::control_plane(recording));
            (printed.outputs, printed.differences)
        }
        // What commands print is compared where the clock stands still while they run.
        (Recording::PodLife(_), true) => return Tally::default(),
    };
    let Some(first) = differences.first() else {
        println!("{name}: ok");
        return Tally { right: all, all };
    };
    let more = match differences.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    println!("{name}: {first}{more}");
    let wrong = if kubectl { differences.len() } else { all };
    Tally { right: all - wrong, all }
}
