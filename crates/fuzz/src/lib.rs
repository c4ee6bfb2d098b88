//! Random command lines and manifests for the lab's kubectl: none may make it panic, none may take long.
#![allow(clippy::disallowed_types, reason = "a native tool that measures time; the engine reads no clock")]

pub mod lines;
pub mod texts;

use cpu_time::ThreadTime;
use kubectl::{Request, complete, run};
use rollout_engine::api::Node;
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{
    Latencies, NodeMode, Recording, Scenario, SimDuration, SimRng, SimTime, Simulation, Workload,
};
use std::time::Duration;

/// No line may take longer.
pub const LONGEST: Duration = Duration::from_millis(50);

/// A line that took longest, and how long.
#[derive(Clone, Debug, Default)]
pub struct Slowest {
    /// The line and its standard input.
    pub line: String,
    /// How long it took.
    pub took: Duration,
}

/// Tries so many random lines; the slowest of them. What makes a line panic is told by `about`, which is called before each.
pub fn tries(seed: u64, lines: u64, mut about: impl FnMut(&str, &str)) -> Slowest {
    let mut rng = SimRng::new(seed);
    let base = cluster();
    let mut cluster = base.clone();
    let mut slowest = Slowest::default();
    for n in 0..lines {
        if n % 200 == 0 {
            cluster = base.clone();
        }
        let line = lines::line(&mut rng);
        let stdin =
            if line.contains('-') && rng.below(2) == 0 { texts::manifest(&mut rng) } else { String::new() };
        about(&line, &stdin);
        let mut took = once(&line, &stdin, &mut cluster, &mut rng);
        if took > LONGEST {
            // The machine may have been busy with something else: what is slow is slow again.
            took = took.min(once(&line, &stdin, &mut cluster.clone(), &mut rng));
        }
        if took > slowest.took {
            slowest = Slowest { line: [&*line, "\n", &stdin].concat(), took };
        }
        if cluster.deployments().iter().any(|d| d.spec.replicas > 30) || cluster.pod_count() > 100 {
            cluster = base.clone();
        }
    }
    slowest
}

fn once(line: &str, stdin: &str, cluster: &mut Simulation, rng: &mut SimRng) -> Duration {
    let files = [("web.yaml", texts::WEB)];
    let started = ThreadTime::now();
    let outcome = run(Request { line, stdin, files: &files }, cluster);
    let cursor = usize::try_from(rng.below(line.len() as u64 + 2)).unwrap_or(0);
    let _ = complete(line, cursor, cluster, &["web.yaml"]);
    // What the page asks at every letter that is typed into a manifest.
    if let Ok((objects, _)) = kubectl::applying(stdin, cluster) {
        let _ = kubectl::left_alone(&objects, cluster);
        for object in &objects {
            let (before, after) = object.texts();
            let _ = kubectl::compared(&before, &after);
        }
    }
    let _ = manifest::defaults(stdin);
    let cursor = usize::try_from(rng.below(stdin.len() as u64 + 2)).unwrap_or(0);
    let _ = kubectl::suggest(stdin, cursor, &["web:1.0.0"]);
    let took = started.elapsed();
    let mut running = outcome.running;
    if rng.below(4) == 0 {
        let large = cluster.deployments().iter().any(|d| d.spec.replicas > 30);
        for command in &outcome.commands {
            let _ = cluster.apply(command);
        }
        let grew = cluster.deployments().iter().any(|d| d.spec.replicas > 30);
        if let Some(running) = &mut running {
            let _ = running.look(cluster);
        }
        if !large && !grew {
            let until = cluster.now() + SimDuration::millis(rng.below(4000));
            cluster.run_until(until);
        }
    }
    if let Some(mut running) = running {
        let _ = running.look(cluster);
        let _ = running.wakes_at();
        let _ = running.look(cluster);
        let _ = running.interrupt();
    }
    took
}

/// A cluster with a rollout behind it and a broken one under way.
#[must_use]
pub fn cluster() -> Simulation {
    let node = |n: usize| Node {
        name: format!("node-{n}").into(),
        labels: Default::default(),
        unschedulable: false,
        allocatable_cpu_milli: 64_000,
        allocatable_memory: 256 << 30,
        allocatable_pods: 110,
    };
    let bad = Workload { pull_failures: u32::MAX, ..Workload::default() };
    let scenario = Scenario {
        start_unix_ms: 1_795_460_400_000,
        seed: 1,
        namespace: "default".into(),
        nodes: (1..=2).map(node).collect(),
        deployments: Vec::new(),
        services: Vec::new(),
        workloads: [("web:bad".into(), bad)].into_iter().collect(),
        default_workload: Workload::default(),
        traffic: TrafficSpec::default(),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: SimTime::ZERO,
    };
    let mut cluster = Simulation::new(&scenario, Recording::default());
    for (line, stdin) in [
        ("apply -f -", texts::WEB),
        ("set image deployment/web web=web:2.0.0", ""),
        ("annotate deployment/web kubernetes.io/change-cause=two", ""),
        ("set image deployment/web web=web:bad", ""),
    ] {
        let outcome = run(Request { line, stdin, files: &[] }, &cluster);
        for command in &outcome.commands {
            let _ = cluster.apply(command);
        }
        let until = cluster.now() + SimDuration::millis(20_000);
        cluster.run_until(until);
    }
    cluster
}
