//! `cargo xtask bench`: how long rollouts take, natively and in wasm, and how much of the heap a Pod takes.
use std::collections::BTreeMap;
use std::process::{Command as Process, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use lexopt::prelude::*;
use loopback::{Answer, Server};
use serde_json::Value as Json;

use crate::say::say;
use crate::toolchain::{Choice, Toolchain};
use crate::{Command, trials_page, workspace};

pub(crate) const COMMAND: Command = Command {
    name: "bench",
    summary: "measures rollouts of 10 to 100,000 Pods, natively and in wasm, and holds them against their limits",
    help: "\
cargo xtask bench [--native] [PODS ...]

  PODS        sizes of Deployments (default 10 100 1000 10000 100000)
  --native    leave out wasm, which is measured in Chromium

A rollout replaces every Pod: default strategy, a Service, readiness and liveness probe. Its events are the versions of objects that
reach the caches, each counted, and what the controllers, the scheduler and the nodes then do: every step of theirs, an answer of the
API server too. Traffic is a simulated minute of 1,000 Pods that are called 1,000 times a second, at rest and while they roll out.",
    run,
};

const SIZES: [u32; 5] = [10, 100, 1000, 10_000, 100_000];
/// How long real rollouts take.
const WALL_CLOCK: &str = "tests/recordings/wall-clock.json";
/// The limits: milliseconds for 10,000 Pods, and bytes for each Pod that lives.
const MOST_MS_NATIVE: f64 = 50.0;
const MOST_MS_WASM: f64 = 100.0;
/// Pods, requests per second, and seconds of the traffic that is measured, and the milliseconds that it may take, rollout included.
const TRAFFIC: [u32; 3] = [1000, 1000, 60];
const MOST_MS_TRAFFIC_NATIVE: f64 = 100.0;
const MOST_MS_TRAFFIC_WASM: f64 = 300.0;
const MOST_BYTES_PER_POD: f64 = 2048.0;
/// An event among 100,000 Pods may take so many times as long as one among 100.
const MOST_GROWTH: f64 = 2.0;
/// No page is waited for longer.
const PATIENCE: Duration = Duration::from_secs(300);

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let (mut sizes, mut wasm) = (Vec::new(), true);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("native") => wasm = false,
            Value(size) => sizes.push(size.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if sizes.is_empty() {
        sizes = SIZES.into();
    }
    let real = wall_clock()?;
    let mut over = Vec::new();
    let native = native(&sizes)?;
    say_table("native", &native, &real);
    check("native", &native, MOST_MS_NATIVE, &mut over);
    traffic("native", &measured_by("traffic", &TRAFFIC)?, MOST_MS_TRAFFIC_NATIVE, &mut over);
    if wasm {
        let (called, wasm): (Vec<Json>, Vec<Json>) =
            in_chromium(&sizes)?.into_iter().partition(|row| !row["requests"].is_null());
        say_table("wasm", &wasm, &real);
        check("wasm", &wasm, MOST_MS_WASM, &mut over);
        traffic("wasm", &called, MOST_MS_TRAFFIC_WASM, &mut over);
    }
    ensure!(over.is_empty(), "{}", over.join("; "));
    Ok(())
}

/// Seconds that a real rollout takes, by replicas.
fn wall_clock() -> Result<BTreeMap<u64, f64>> {
    let text = std::fs::read_to_string(workspace::root().join(WALL_CLOCK)).context(WALL_CLOCK)?;
    let read: Json = serde_json::from_str(&text).context(WALL_CLOCK)?;
    let rows = read["rollouts"].as_array().with_context(|| format!("{WALL_CLOCK}: no list `rollouts`"))?;
    Ok(rows
        .iter()
        .filter_map(|row| Some((row["replicas"].as_u64()?, row["rollOverSeconds"].as_f64()?)))
        .collect())
}

fn native(sizes: &[u32]) -> Result<Vec<Json>> {
    say("Building the trials natively ...");
    measured_by("rollouts", sizes)
}

/// Prints what users who call cost, and holds it against its limit.
fn traffic(place: &str, rows: &[Json], most_ms: f64, over: &mut Vec<String>) {
    for row in rows {
        let ms = |what: &str| row[what].as_f64().unwrap_or_default() / 1000.0;
        let (still, rolling) = (ms("still_us"), ms("rollout_us"));
        let (pods, requests) = (&row["pods"], &row["requests"]);
        say(format!(
            "{place} traffic: {requests} requests to {pods} Pods in {still:.1} ms, in a rollout {rolling:.1} ms"
        ));
        if rolling > most_ms {
            over.push(format!(
                "{requests} requests in a rollout take {rolling:.0} ms in {place}, not {most_ms:.0}"
            ));
        }
    }
}

/// The lines that a program of the trials prints.
fn measured_by(program: &str, numbers: &[u32]) -> Result<Vec<Json>> {
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--release", "--package", "trials", "--bin", program, "--"]);
    let output = cargo.args(numbers.iter().map(u32::to_string)).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "{program} could not be measured");
    let text = String::from_utf8(output.stdout)?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// Measures in a page of its own, which tells what it finds by asking for an address.
fn in_chromium(sizes: &[u32]) -> Result<Vec<Json>> {
    trials_page::build(&Toolchain::find(Choice::Any)?)?;
    let (tell, told) = channel();
    let server = Server::start_with(trials_page::folder(), 0, move |path| {
        let said = path.strip_prefix("/-/told/")?;
        let _ = tell.send(said.to_owned());
        Some(Answer::ok("text/plain", ""))
    })?;
    let profile = workspace::wasm_target().join("profile");
    let mut chromium = Process::new("chromium")
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-dev-shm-usage",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("{}?pods={}&traffic={}", server.url(), listed(sizes), listed(&TRAFFIC)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("starting Chromium; `cargo xtask test e2e` installs it, --native leaves it out")?;
    let measured = listen(&told);
    chromium.kill()?;
    chromium.wait()?;
    // It is Chromium's own, and nothing in it is of use later.
    let _ = std::fs::remove_dir_all(profile);
    measured
}

fn listed(numbers: &[u32]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    numbers.join(",")
}

fn listen(told: &Receiver<String>) -> Result<Vec<Json>> {
    let mut measured = Vec::new();
    loop {
        let said = told.recv_timeout(PATIENCE).context("the page says nothing")?;
        if said == "end" {
            return Ok(measured);
        }
        measured
            .push(serde_json::from_str(&decoded(&said)).with_context(|| format!("the page says {said}"))?);
    }
}

/// A text in which `%22` stands for a quotation mark, and so on.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes: Vec<u8> = parts.next().unwrap_or_default().into();
    for part in parts {
        let (code, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.extend(u8::from_str_radix(code, 16));
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn number(row: &Json, name: &str) -> f64 {
    row[name].as_f64().unwrap_or(f64::NAN)
}

fn ns_per_event(row: &Json) -> f64 {
    number(row, "rollout_us") * 1000.0 / number(row, "events")
}

/// Bytes for each Pod that lives: natively the heap as it is in use, in wasm the memory that the page has taken and never gives back.
fn bytes_per_pod(row: &Json) -> f64 {
    let heap = if row["heap_at_rest"].is_null() { "memory" } else { "heap_at_rest" };
    number(row, heap) / number(row, "pods")
}

fn say_table(place: &str, rows: &[Json], real: &BTreeMap<u64, f64>) {
    println!(
        "{place:<10}{:>12}{:>12}{:>10}{:>12}{:>14}{:>20}",
        "created", "rolled", "events", "ns/event", "bytes/Pod", "times the real one"
    );
    for row in rows {
        let pods = row["pods"].as_u64().unwrap_or(0);
        let ratio = real.get(&pods).map_or_else(
            || "not measured".to_owned(),
            |seconds| format!("{:.0}", seconds * 1e6 / number(row, "rollout_us")),
        );
        println!(
            "{pods:<10}{:>9.2} ms{:>9.2} ms{:>10}{:>12.0}{:>14.0}{ratio:>20}",
            number(row, "creation_us") / 1000.0,
            number(row, "rollout_us") / 1000.0,
            number(row, "events"),
            ns_per_event(row),
            bytes_per_pod(row),
        );
    }
    println!();
}

/// Holds what was measured against the limits.
fn check(place: &str, rows: &[Json], most_ms: f64, over: &mut Vec<String>) {
    let of = |pods: u64| rows.iter().find(|row| row["pods"] == pods);
    if let Some(row) = of(10_000) {
        let ms = number(row, "rollout_us") / 1000.0;
        if ms > most_ms {
            over.push(format!("10,000 Pods take {ms:.0} ms in {place}, not {most_ms:.0}"));
        }
        let bytes = bytes_per_pod(row);
        if place == "native" && bytes > MOST_BYTES_PER_POD {
            over.push(format!("a Pod takes {bytes:.0} bytes in {place}, not {MOST_BYTES_PER_POD:.0}"));
        }
    }
    if let (Some(few), Some(many)) = (of(100), of(100_000)) {
        let growth = ns_per_event(many) / ns_per_event(few);
        if growth > MOST_GROWTH {
            over.push(format!(
                "an event among 100,000 Pods takes {growth:.1} times as long as among 100 in {place}"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_decoded() {
        assert_eq!(decoded("%7B%22pods%22%3A1%7D"), "{\"pods\":1}");
        assert_eq!(decoded("plain"), "plain");
    }

    #[test]
    fn limits_are_held() {
        let row = |pods: u32, us: u32| serde_json::json!({ "pods": pods, "rollout_us": us, "events": pods, "heap_at_rest": pods * 3000 });
        let mut over = Vec::new();
        check("native", &[row(100, 100), row(10_000, 60_000), row(100_000, 300_000)], 50.0, &mut over);
        assert_eq!(over.len(), 3, "{over:?}");
        over.clear();
        check("wasm", &[row(100, 100), row(10_000, 40_000), row(100_000, 150_000)], 50.0, &mut over);
        assert_eq!(over, Vec::<String>::new());
    }
}
