//! Users who call at any rate: what a simulated minute of it costs.

use crate::rollout::{run_to_rest, scenario, set_image};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{Recording, SimDuration, Simulation};

/// A Deployment of so many Pods that are all there, about to be called so often.
pub fn served(pods: i32, requests_per_second: u32) -> Simulation {
    let mut scenario = scenario(pods);
    // Programs that end at once, as many do: so that requests fail, too.
    scenario.default_workload.drains = false;
    let mut simulation = Simulation::new(&scenario, Recording { decisions: true, ..Recording::default() });
    run_to_rest(&mut simulation);
    // It is refused by nobody.
    let _ = simulation.apply(&rollout_engine::Command::SetTraffic(TrafficSpec::rate(requests_per_second)));
    simulation
}

/// Lets so much time pass; how many requests were sent in it.
pub fn run_for(simulation: &mut Simulation, time: SimDuration) -> u64 {
    let before = simulation.ledger().sent;
    let until = simulation.now() + time;
    simulation.run_until(until);
    simulation.drain_log();
    simulation.ledger().sent - before
}

/// The same with a rollout that begins at once.
pub fn roll_for(simulation: &mut Simulation, time: SimDuration) -> u64 {
    // A refusal would show: nothing would fail.
    let _ = simulation.apply(&set_image());
    run_for(simulation, time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_sent_at_their_rate_and_some_fail_in_a_rollout() {
        for rate in [1000, 5_000, 1 << 20] {
            let mut simulation = served(10, rate);
            let minute = SimDuration::seconds(60);
            assert_eq!(run_for(&mut simulation, minute), 60 * u64::from(rate));
            assert_eq!(simulation.ledger().failed_in_all(), 0);
            assert_eq!(roll_for(&mut simulation, minute), 60 * u64::from(rate));
            let ledger = simulation.ledger();
            assert!(ledger.failed_in_all() > 0, "{ledger:?}");
        }
    }
}
