//! Measures rollouts natively: `rollouts PODS …` prints a line of JSON for each, `rollouts --memory PODS …` with the heap's peak.
#![allow(clippy::disallowed_types, reason = "a native tool that measures time; the engine reads no clock")]

use cpu_time::ThreadTime;
use rollout_engine::Simulation;
use trials::rollout::{Phase, created, is_rolled_out, run_to_rest, set_image};

fn main() {
    for argument in std::env::args().skip(1) {
        let Ok(pods) = argument.parse() else {
            eprintln!("\"{argument}\" is no number of Pods");
            std::process::exit(2);
        };
        println!("{}", measure(pods));
    }
}

fn measure(pods: i32) -> String {
    let started = ThreadTime::now();
    let mut simulation = created(pods);
    let creation = run_to_rest(&mut simulation);
    let created_in = started.elapsed();
    // Short rollouts are measured several times over, from copies, and the quickest counts: the others were disturbed.
    let repeats = (20_000 / pods.max(1)).clamp(1, 200);
    let mut best = None;
    for _ in 0..repeats {
        let mut copy = simulation.clone();
        let (took, phase) = roll(&mut copy);
        assert!(is_rolled_out(&copy, pods), "the rollout of {pods} Pods came to no end: {phase:?}");
        if best.is_none_or(|(t, _)| took < t) {
            best = Some((took, phase));
        }
    }
    let (took, phase) = best.unwrap_or_default();
    format!(
        r#"{{"pods":{pods},"creation_us":{},"creation_ms":{},"rollout_us":{took},"rollout_ms":{},"steps":{},"most_pods":{}}}"#,
        created_in.as_micros(),
        creation.simulated_ms,
        phase.simulated_ms,
        phase.steps,
        phase.most_pods,
    )
}

fn roll(simulation: &mut Simulation) -> (u128, Phase) {
    let started = ThreadTime::now();
    // A refusal would show at the end: the rollout would not be there.
    let _ = simulation.apply(&set_image());
    let phase = run_to_rest(simulation);
    (started.elapsed().as_micros(), phase)
}
