//! `cargo xtask serve`: builds, serves on the loopback address, rebuilds on change and lets the page reload.
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};
use lexopt::prelude::*;
use loopback::{Answer, Server};

use crate::build::{self, Names, Profile};
use crate::say::say;
use crate::shell::Shell;
use crate::toolchain::{Choice, Toolchain};
use crate::{Command, page, workspace};

pub(crate) const COMMAND: Command = Command {
    name: "serve",
    summary: "builds the lab, opens it in the browser and rebuilds it on every change",
    help: "\
  --port N    listen on this port (default 8080; a free one when it is taken)
  --no-open   only print the address
  --debian    compile with Debian's packages even where rustup has the wasm target",
    run,
};

/// What the page is made of; a change in any of it means a new build.
const SOURCES: &[&str] = &["web", "crates", "index.html", "Cargo.toml", "Cargo.lock"];

/// How often the sources are looked at, and how long a page waits before it asks again whether there is a new build.
const LOOK_EVERY: Duration = Duration::from_millis(250);
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(20);

/// The page asks here, with the number of the build it is made from at the end, and is answered when there is another.
const QUESTION: &str = "/-/build/";

/// The script that asks. In `serve` only.
const RELOAD: &str = "/-/reload.js";

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let (mut port, mut open, mut choice) = (8080, true, Choice::Any);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => port = arguments.value()?.parse()?,
            Long("no-open") => open = false,
            Long("debian") => choice = Choice::Debian,
            other => return Err(other.unexpected().into()),
        }
    }
    let toolchain = Toolchain::find(choice)?;
    say("Building the lab (the first time takes a few minutes) ...");
    let mut seen = newest_change();
    let latest = Arc::new(LatestBuild::default());
    latest.announce(build_for_serving(&toolchain)?);

    let answering = Arc::clone(&latest);
    let server = Server::start_with(folder(), port, move |path| {
        if path == RELOAD {
            return Some(Answer::ok("text/javascript; charset=utf-8", include_str!("reload.js")));
        }
        let known = path.strip_prefix(QUESTION)?.parse().ok()?;
        Some(Answer::ok("text/plain; charset=utf-8", answering.other_than(known).to_string()))
    })
    .context("opening a port on the loopback address")?;
    println!("The lab is at {} (Ctrl+C ends it)", server.url());
    if open && !open_browser(&server.url()) {
        println!("Open that address in a browser.");
    }

    loop {
        thread::sleep(LOOK_EVERY);
        let newest = newest_change();
        if newest == seen {
            continue;
        }
        seen = newest;
        say("Changed; building ...");
        match build_for_serving(&toolchain) {
            Ok(build) => latest.announce(build),
            Err(error) => say(format!("{error:#}; the page stays as it was")),
        }
    }
}

fn folder() -> std::path::PathBuf {
    workspace::wasm_target().join("served")
}

/// Builds and returns the build's number.
fn build_for_serving(toolchain: &Toolchain) -> Result<u64> {
    let started = Instant::now();
    let program = build::bind(&build::compile(toolchain, Profile::Serve, "web")?, Names::Kept)?;
    // The time, so that a page which outlived the server it came from asks with a number that no later server uses.
    let number = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_millis().try_into()?;
    let mut files =
        page::assemble(Shell::read(workspace::root())?, program, Some(&format!("{RELOAD}?build={number}")));
    files.push(page::embed_script());
    build::write(&files, &folder())?;
    say(format!("Built in {:.1} s.", started.elapsed().as_secs_f64()));
    Ok(number)
}

/// The number of the latest build, and a bell for those who wait for the next.
#[derive(Default)]
struct LatestBuild {
    number: Mutex<u64>,
    changed: Condvar,
}

impl LatestBuild {
    fn announce(&self, number: u64) {
        *self.number.lock().unwrap_or_else(PoisonError::into_inner) = number;
        self.changed.notify_all();
    }

    /// The number as soon as it is not `known`, or after a while as it is.
    fn other_than(&self, known: u64) -> u64 {
        let number = self.number.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(number, ASK_AGAIN_AFTER, |number| *number == known);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// When any source was last changed, and how many there are (so that a removed file counts as a change).
fn newest_change() -> (Option<SystemTime>, usize) {
    let mut found = (None, 0);
    for source in SOURCES {
        look(&workspace::root().join(source), &mut found);
    }
    found
}

fn look(path: &Path, found: &mut (Option<SystemTime>, usize)) {
    let Ok(about) = path.metadata() else { return };
    if about.is_file() {
        found.0 = found.0.max(about.modified().ok());
        found.1 += 1;
        return;
    }
    let Ok(entries) = path.read_dir() else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name() != "target") {
        look(&entry.path(), found);
    }
}

/// Opens the address with the desktop's own opener; `false` where there is none.
fn open_browser(url: &str) -> bool {
    let has_screen = cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if !has_screen {
        return false;
    }
    let quiet = |opener| {
        Process::new(opener)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
    };
    quiet(opener).is_ok_and(|status| status.success())
}
