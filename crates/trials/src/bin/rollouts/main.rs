//! Measures rollouts natively: `rollouts PODS …` prints a line of JSON for each.

#[cfg(not(target_arch = "wasm32"))]
mod heap;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    native::main();
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::heap;
    use cpu_time::ThreadTime;
    use trials::rollout::{Phase, created, is_rolled_out, run_to_rest, set_image};

    pub(super) fn main() {
        for argument in std::env::args().skip(1) {
            let Ok(pods) = argument.parse() else {
                eprintln!("\"{argument}\" is no number of Pods");
                std::process::exit(2);
            };
            println!("{}", measure(pods));
        }
    }

    fn measure(pods: i32) -> String {
        let empty = heap::in_use();
        let started = ThreadTime::now();
        let mut simulation = created(pods);
        let creation = run_to_rest(&mut simulation);
        let created_in = started.elapsed();
        let at_rest = heap::in_use() - empty;
        // Short rollouts are measured several times over, from copies, and the quickest counts: the others were disturbed.
        let repeats = (20_000 / pods.max(1)).clamp(3, 200);
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
        let before = heap::in_use() - empty;
        heap::forget_peak();
        roll(&mut simulation);
        let (peak, after) = (heap::peak() - empty, heap::in_use() - empty);
        format!(
            concat!(
                r#"{{"pods":{},"creation_us":{},"creation_ms":{},"creation_events":{},"rollout_us":{},"rollout_ms":{},"events":{},"#,
                r#""most_pods":{},"heap_at_rest":{},"heap_before":{},"heap_after":{},"heap_peak":{}}}"#
            ),
            pods,
            created_in.as_micros(),
            creation.simulated_ms,
            creation.events,
            took,
            phase.simulated_ms,
            phase.events,
            phase.most_pods,
            at_rest,
            before,
            after,
            peak,
        )
    }

    /// Microseconds for which this thread was running: what others do on the machine does not count.
    fn roll(simulation: &mut rollout_engine::Simulation) -> (u128, Phase) {
        let started = ThreadTime::now();
        // A refusal would show at the end: the rollout would not be there.
        let _ = simulation.apply(&set_image());
        let phase = run_to_rest(simulation);
        (started.elapsed().as_micros(), phase)
    }
}
