//! `cargo xtask test`: everything, layer by layer.
use std::process::{Command as Process, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use lexopt::prelude::*;

use crate::say::say;
use crate::toolchain::{Choice, TARGET, Toolchain};
use crate::{Command, build, debian, size, trials_page, workspace};

pub(crate) const COMMAND: Command = Command {
    name: "test",
    summary: "runs everything: format, lints, unit and property tests, size, end-to-end in real browsers",
    help: "\
  --quick    format, lints and unit tests only
  LAYER ...  only these layers: format, lints, unit, site, e2e

Chromium and its driver, Firefox and WebKit are installed with apt-get where they are missing and that is permitted.",
    run,
};

/// One layer of tests.
struct Layer {
    name: &'static str,
    /// Whether it belongs to `--quick`.
    quick: bool,
    /// Runs it and says in a few words what it found, such as `12 tests`.
    run: fn() -> Result<String>,
}

/// What fails fastest comes first.
const LAYERS: &[Layer] = &[
    Layer { name: "format", quick: true, run: format },
    Layer { name: "lints", quick: true, run: lints },
    Layer { name: "unit", quick: true, run: unit },
    Layer { name: "site", quick: false, run: site },
    Layer { name: "e2e", quick: false, run: e2e },
];

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let (mut quick, mut wanted) = (false, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("quick") => quick = true,
            Value(name) => wanted.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    for name in &wanted {
        let names: Vec<_> = LAYERS.iter().map(|layer| layer.name).collect();
        ensure!(
            names.contains(&name.as_str()),
            "there is no layer \"{name}\"; there is: {}",
            names.join(", ")
        );
    }
    let chosen = LAYERS.iter().filter(|layer| {
        if wanted.is_empty() { layer.quick || !quick } else { wanted.iter().any(|name| name == layer.name) }
    });
    let started = Instant::now();
    let mut failed = Vec::new();
    let mut lines = Vec::new();
    for layer in chosen {
        say(format!("{} ...", layer.name));
        let begun = Instant::now();
        let (verdict, found) = match (layer.run)() {
            Ok(found) => ("ok", found),
            Err(error) => {
                failed.push(layer.name);
                ("FAILED", format!("{error:#}"))
            }
        };
        lines.push(format!("{:<8}{verdict:<8}{:>7.1} s  {found}", layer.name, begun.elapsed().as_secs_f64()));
    }
    for line in lines {
        println!("{line}");
    }
    println!("{:<16}{:>7.1} s", "all", started.elapsed().as_secs_f64());
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}

fn format() -> Result<String> {
    ensure_component("fmt", "rustfmt")?;
    cargo(&["fmt", "--all", "--check"])?;
    Ok(String::new())
}

fn lints() -> Result<String> {
    ensure_component("clippy", "clippy")?;
    cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])?;
    // The page once more as the browser gets it, where the compiler that has the lints also has the target.
    if Toolchain::find(Choice::Any)? != Toolchain::Installed {
        return Ok("the page natively only".into());
    }
    let mut clippy = workspace::cargo();
    clippy.args(["clippy", "--quiet", "--package", "web", "--target", TARGET, "--target-dir"]);
    check(clippy.arg(workspace::wasm_target()).args(["--", "--deny", "warnings"]))?;
    Ok(String::new())
}

fn unit() -> Result<String> {
    cargo(&["test", "--quiet", "--workspace", "--exclude", "e2e"]).map(|output| passed(&output))
}

/// The site is built and fits its budget.
fn site() -> Result<String> {
    size::check(&build::everything(&Toolchain::find(Choice::Any)?)?.site)
}

/// Browsers by a program and the package that has it: the one that nearly all tests use ...
const CHROMIUM: &[(&str, &str)] = &[("chromium", "chromium"), ("chromedriver", "chromium-driver")];

/// ... and those in which the main path is tried too, wherever they can be had.
const OTHER_BROWSERS: &[(&str, &str)] =
    &[("firefox-esr", "firefox-esr"), ("WebKitWebDriver", "webkit2gtk-driver"), ("Xvfb", "xvfb")];

fn e2e() -> Result<String> {
    if !absent(CHROMIUM).is_empty() {
        ensure!(debian::has_apt(), "Chromium and chromedriver must be on PATH for the end-to-end tests");
        debian::install(&absent(CHROMIUM), "to test in a real browser")?;
    }
    if !absent(OTHER_BROWSERS).is_empty()
        && debian::has_apt()
        && let Err(error) = debian::install(&absent(OTHER_BROWSERS), "to try the main path in other browsers")
    {
        say(format!("{error:#}; going on without"));
    }
    trials_page::build(&Toolchain::find(Choice::Any)?)?;
    ensure!(
        workspace::dist().join("index.html").exists(),
        "there is no site in dist/; `cargo xtask build` makes it"
    );
    let mut tests = workspace::cargo();
    // One that fails does not hide the next.
    tests.args(["test", "--quiet", "--no-fail-fast", "--package", "e2e"]);
    if absent(OTHER_BROWSERS).is_empty() {
        // Then they have to be tried.
        tests.env("ROLLOUT_LAB_ALL_BROWSERS", "1");
    }
    check(&mut tests).map(|output| passed(&output))
}

/// The packages of those that cannot be started.
fn absent(browsers: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    browsers.iter().filter(|(program, _)| !on_path(program)).map(|(_, package)| *package).collect()
}

/// Whether a program of this name can be started.
fn on_path(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

fn ensure_component(subcommand: &str, component: &str) -> Result<()> {
    let output = workspace::cargo().args([subcommand, "--version"]).output();
    let there = output.is_ok_and(|output| output.status.success());
    ensure!(there, "cargo {subcommand} is missing; run: rustup component add {component}");
    Ok(())
}

fn cargo(arguments: &[&str]) -> Result<String> {
    check(workspace::cargo().args(arguments))
}

/// Runs a command, shows what it says of mistakes at once and the rest when it fails, and returns the rest.
fn check(command: &mut Process) -> Result<String> {
    // A test that fails says why; where that was written is in the message, not in fifty frames of the test runner.
    command.env("RUST_LIB_BACKTRACE", "0");
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("running {command:?}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        println!("{text}");
        bail!("see above");
    }
    Ok(text)
}

/// How many tests passed, from the lines `test result: ok. 3 passed; …`.
fn passed(output: &str) -> String {
    let counts = output.lines().filter_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next());
    let total: u32 = counts.filter_map(|count| count.parse::<u32>().ok()).sum();
    format!("{total} tests")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tests_of_all_packages_are_added_up() {
        let output = "running 3 tests\n...\ntest result: ok. 3 passed; 0 failed; 0 ignored\n\ntest result: ok. 12 passed; 0 failed\n";
        assert_eq!(passed(output), "15 tests");
    }
}
