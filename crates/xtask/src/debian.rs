//! Installs Debian packages, where that is permitted.
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::say::say;

/// Whether this system has Debian's package manager.
pub(crate) fn has_apt() -> bool {
    succeeds(Command::new("apt-get").arg("--version"))
}

/// Installs `packages`, saying so and `why`.
///
/// # Errors
/// One line with the command to run, where neither root nor a password-free sudo is at hand or the installation failed.
pub(crate) fn install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = format!("sudo apt-get update && sudo apt-get install --yes {list}");
    let sudo: &[&str] = if is_root() {
        &[]
    } else if succeeds(Command::new("sudo").args(["--non-interactive", "true"])) {
        &["sudo", "--non-interactive"]
    } else {
        bail!("{list} must be installed {why}, and installing needs root; run: {by_hand}");
    };
    say(format!("Installing with apt-get, {why}: {list}"));
    apt_get(sudo, &["update", "--quiet=2"]);
    if !apt_get(sudo, &[&["install", "--yes", "--quiet=2", "--no-install-recommends"], packages].concat()) {
        bail!("apt-get could not install {list} ({why}); run: {by_hand}");
    }
    Ok(())
}

fn apt_get(sudo: &[&str], arguments: &[&str]) -> bool {
    let mut words = sudo.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    let Some(program) = words.next() else { return false };
    succeeds(Command::new(program).args(words).args(arguments))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Runs silently; `false` also where there is no such program.
fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}
