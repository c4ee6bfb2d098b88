//! A rollout of any number of Pods: the default strategy, a Service, both probes, healthy images, room on every node.

use crate::objects::{WEB, deployment, node, service};
use rollout_engine::SortedMap;
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{Command, Latencies, NodeMode, Recording, Scenario, SimTime, Simulation, Workload};

const NODES: usize = 3;

/// The scenario: the Deployment is about to be created.
pub fn scenario(pods: i32) -> Scenario {
    Scenario {
        start_unix_ms: 1_795_460_000_000,
        seed: 1,
        namespace: "default".into(),
        // Old, new and leaving Pods at once, all on one node: none will ever wait for room.
        nodes: (1..=NODES).map(|n| node(n, i64::from(pods) * 4 + 100)).collect(),
        deployments: vec![deployment("web:1.0.0", pods)],
        services: vec![service()],
        workloads: SortedMap::new(),
        default_workload: Workload::default(),
        traffic: TrafficSpec::default(),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: SimTime(0),
    }
}

/// The command that starts the rollout.
pub fn set_image() -> Command {
    Command::SetImage { deployment: WEB.into(), container: WEB.into(), image: "web:2.0.0".into() }
}

/// A Deployment of so many Pods, just asked for. Of what happens, the decisions are recorded, as in the lab.
pub fn created(pods: i32) -> Simulation {
    Simulation::new(&scenario(pods), Recording { decisions: true, ..Recording::default() })
}

/// What a phase of a rollout came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Phase {
    /// How long it took in the cluster: milliseconds of simulated time until all wanted Pods were there, available and alone.
    pub simulated_ms: u64,
    /// How many things happened in the engine until everything was at rest: see [`Simulation::happened`].
    pub events: u64,
    /// The most Pods there were at a time.
    pub most_pods: usize,
}

/// Lets everything come to pass until the cluster rests.
pub fn run_to_rest(simulation: &mut Simulation) -> Phase {
    let (begun_at, begun_events) = (simulation.now().0, simulation.happened());
    let mut most_pods = simulation.pod_count();
    while !simulation.is_at_rest() && simulation.step() {
        most_pods = most_pods.max(simulation.pod_count());
        if simulation.steps().is_multiple_of(1024) {
            simulation.drain_log();
        }
    }
    simulation.drain_log();
    let events = simulation.happened() - begun_events;
    Phase { simulated_ms: simulation.now().0 - begun_at, events, most_pods }
}

/// Whether the rollout has come to its end: so many Pods of the new image, all available, and no other.
pub fn is_rolled_out(simulation: &Simulation, pods: i32) -> bool {
    let deployments = simulation.deployments();
    let Some(status) = deployments.first().map(|d| &d.status) else { return false };
    status.available_replicas == pods
        && status.updated_replicas == pods
        && simulation
            .pods()
            .iter()
            .all(|(_, p)| p.template.spec.containers.iter().all(|c| &*c.image == "web:2.0.0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rolls_out() {
        let mut simulation = created(20);
        run_to_rest(&mut simulation);
        assert_eq!(simulation.pod_count(), 20);
        assert!(!is_rolled_out(&simulation, 20));
        assert!(simulation.apply(&set_image()).is_ok());
        let phase = run_to_rest(&mut simulation);
        assert!(is_rolled_out(&simulation, 20), "{phase:?}");
        assert!(phase.most_pods >= 25 && phase.simulated_ms > 1000, "{phase:?}");
    }
}
