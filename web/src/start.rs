//! What the lab starts from: the manifest, how its images behave, who calls.

use rollout_engine::SortedMap;
use rollout_engine::api::{Labels, Name, Node};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{Latencies, NodeMode, Preset, Scenario, SimTime};

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
        default_workload: Preset::Healthy.workload(),
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
}
