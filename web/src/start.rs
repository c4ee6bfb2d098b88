//! What the lab starts from: the manifest, how its images behave, who calls.

use rollout_engine::SortedMap;
use rollout_engine::api::{Labels, Name, Node};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{Latencies, NodeMode, Scenario, SimDuration, SimTime, Workload};

/// The workshop's own manifest.
pub(crate) const WORKSHOP: &str = include_str!("../scenarios/workshop.yaml");

/// 23 November 2026, 10:00 UTC: any day will do, but it is always the same.
const START_UNIX_MS: i64 = 1_795_428_000_000;

/// The page opens when everything has been running for two minutes.
const OPENS_AT: SimTime = SimTime(120_000);

/// A scenario with these objects in a cluster of three nodes.
pub(crate) fn scenario(manifest: manifest::Manifest) -> Scenario {
    Scenario {
        start_unix_ms: START_UNIX_MS,
        seed: 7,
        namespace: "default".into(),
        nodes: (1..=3).map(node).collect(),
        deployments: manifest.deployments,
        services: manifest.services,
        workloads: SortedMap::new(),
        default_workload: healthy(),
        traffic: TrafficSpec::rate(12),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: OPENS_AT,
    }
}

fn node(n: u32) -> Node {
    Node {
        name: format!("node-{n}").into(),
        labels: Labels::default(),
        unschedulable: false,
        allocatable_cpu_milli: 4_000_000,
        allocatable_memory: 16 << 40,
        allocatable_pods: 10_000,
    }
}

/// A program that takes its time and behaves well.
pub(crate) fn healthy() -> Workload {
    Workload {
        pull_for: SimDuration::millis(900),
        listens_after: Some(SimDuration::millis(1_000)),
        ready_after: Some(SimDuration::millis(4_000)),
        stops_after: SimDuration::millis(4_000),
        ..Workload::default()
    }
}

/// How many ways of behaving have a name.
const PRESETS: u32 = 11;

/// How an image may behave, by name: the names are in the locale, in the same order.
pub(crate) fn presets() -> impl Iterator<Item = Workload> {
    (0..PRESETS).map(preset)
}

fn preset(n: u32) -> Workload {
    let ms = |ms| Some(SimDuration::millis(ms));
    let mut w = healthy();
    match n {
        1 => (w.listens_after, w.ready_after) = (ms(15_000), ms(25_000)),
        2 => w.ready_after = None,
        3 => (w.exits_after, w.listens_after, w.ready_after) = (ms(800), None, None),
        4 => w.exits_after = ms(20_000),
        5 => w.hangs_at = ms(15_000),
        6 => (w.stops_after, w.drains) = (SimDuration::millis(0), false),
        7 => w.ignores_sigterm = true,
        8 => w.out_of_memory_after = ms(30_000),
        9 => w.breaks_api = true,
        10 => w.pull_failures = u32::MAX,
        _ => {}
    }
    w
}

/// Images that the Spec panel offers for a Deployment of this image: its own and the versions after it.
pub(crate) fn offered(image: &str) -> Vec<Name> {
    let Some((name, tag)) = image.rsplit_once(':') else { return vec![image.into()] };
    let mut parts: Vec<&str> = tag.split('.').collect();
    let Some(major) = parts.first().and_then(|p| p.parse::<u32>().ok()).filter(|m| *m < 1_000_000) else {
        return vec![image.into()];
    };
    let rest = parts.split_off(1);
    // 1.14.2 is followed by 1.15.2; 1.0.0 by 2.0.0.
    let minor = rest.first().and_then(|p| p.parse::<u32>().ok()).filter(|m| *m > 0);
    (0..3)
        .map(|n| {
            let numbers = match minor {
                Some(minor) => {
                    let mut numbers = vec![major.to_string(), (minor + n).to_string()];
                    numbers.extend(rest.iter().skip(1).map(|p| (*p).to_owned()));
                    numbers
                }
                None => {
                    let mut numbers = vec![(major + n).to_string()];
                    numbers.extend(rest.iter().map(|p| (*p).to_owned()));
                    numbers
                }
            };
            format!("{name}:{}", numbers.join(".")).into()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_versions_are_offered() {
        let check = |image, expected: &[&str]| {
            let found = offered(image);
            assert_eq!(found.iter().map(|i| &**i).collect::<Vec<_>>(), expected);
        };
        check("web:1.0.0", &["web:1.0.0", "web:2.0.0", "web:3.0.0"]);
        check("nginx:1.14.2", &["nginx:1.14.2", "nginx:1.15.2", "nginx:1.16.2"]);
        check("nginx:7", &["nginx:7", "nginx:8", "nginx:9"]);
        check("nginx", &["nginx"]);
        check("nginx:latest", &["nginx:latest"]);
    }

    #[test]
    fn there_are_as_many_presets_as_names() {
        assert_eq!(presets().count(), crate::locale::workload::PRESETS.len());
    }
}
