//! A cluster to try command lines on.

use kubectl::{Outcome, Request, run};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{Latencies, NodeMode, Recording, Scenario, SimTime, Simulation, Workload};

/// Two empty nodes; the lab's time begins on 23 November 2026 at 19:00.
pub(crate) fn empty() -> Simulation {
    Simulation::new(&nothing(), Recording::default())
}

/// What an empty cluster starts from.
pub(crate) fn nothing() -> Scenario {
    let node = |n: usize| rollout_engine::api::Node {
        name: format!("node-{n}").into(),
        labels: Default::default(),
        unschedulable: false,
        allocatable_cpu_milli: 64_000,
        allocatable_memory: 256 << 30,
        allocatable_pods: 100_000,
    };
    Scenario {
        start_unix_ms: 1_795_460_400_000,
        seed: 1,
        namespace: "default".into(),
        nodes: (1..=2).map(node).collect(),
        deployments: Vec::new(),
        services: Vec::new(),
        workloads: Default::default(),
        default_workload: Workload::default(),
        traffic: TrafficSpec::default(),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: SimTime::ZERO,
    }
}

/// Carries out a line, its commands included.
pub(crate) fn act(cluster: &mut Simulation, line: &str, stdin: &str) -> Outcome {
    let outcome = run(Request { line, stdin, files: &[] }, cluster);
    for command in &outcome.commands {
        cluster.apply(command).unwrap_or_else(|error| panic!("{line}: {error}"));
    }
    outcome
}

/// Lets the lab's time pass.
#[allow(dead_code, reason = "not every set of tests waits")]
pub(crate) fn wait(cluster: &mut Simulation, seconds: u64) {
    let until = SimTime(cluster.now().0 + seconds * 1000);
    cluster.run_until(until);
}
