//! Measures traffic natively: `traffic PODS REQUESTS_PER_SECOND SECONDS` prints a line of JSON.
#![allow(clippy::disallowed_types, reason = "a native tool that measures time; the engine reads no clock")]

use rollout_engine::{SimDuration, Simulation};
use std::time::Instant;
use trials::traffic::{roll_for, run_for, served};

const REPEATS: usize = 5;

fn main() {
    let arguments: Vec<i64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let [pods, rate, seconds] = arguments[..] else {
        eprintln!("usage: traffic PODS REQUESTS_PER_SECOND SECONDS");
        std::process::exit(2);
    };
    let rate = u32::try_from(rate).unwrap_or(0);
    let quiet = served(i32::try_from(pods).unwrap_or(0), 0);
    let called = served(i32::try_from(pods).unwrap_or(0), rate);
    let time = SimDuration::seconds(seconds);
    let (still, sent) = best(&called, time, run_for);
    let (rollout_alone, _) = best(&quiet, time, roll_for);
    let (rollout, _) = best(&called, time, roll_for);
    println!(
        r#"{{"pods":{pods},"requests":{sent},"still_us":{still},"rollout_alone_us":{rollout_alone},"rollout_us":{rollout}}}"#
    );
}

/// The quickest of several runs: the others were disturbed.
fn best(of: &Simulation, time: SimDuration, run: fn(&mut Simulation, SimDuration) -> u64) -> (u128, u64) {
    let once = |_| {
        let mut copy = of.clone();
        let started = Instant::now();
        let sent = run(&mut copy, time);
        (started.elapsed().as_micros(), sent)
    };
    (0..REPEATS).map(once).min().unwrap_or_default()
}
