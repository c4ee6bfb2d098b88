//! The clusters in which the recordings were made.

use crate::recording::control_plane;
use crate::recording::pod_life;
use rollout_engine::SortedMap;
use rollout_engine::api::{Name, Node, Uid};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{
    Latencies, NodeMode, Scenario, Script, ScriptedPod, SimDuration, SimTime, Taken, Timestamp, Workload,
};
use std::collections::BTreeSet;

/// From the binding of a Pod to its being Running, where the node is a script.
const RUNNING_AFTER: SimDuration = SimDuration::millis(20);
const GIB: i64 = 1 << 30;

/// Three nodes played by a script.
pub(super) fn control_plane(recording: &control_plane::Recording) -> Scenario {
    let mut pods: SortedMap<Name, Vec<ScriptedPod>> = SortedMap::new();
    let mut nodes = SortedMap::new();
    for pod in &recording.pods {
        let uid = Uid::parse(&pod.uid).unwrap_or_default();
        nodes.extend(pod.node.as_deref().map(|node| (uid, Name::from(node))));
        pods.entry(pod.replica_set.as_str().into()).or_default().push(ScriptedPod {
            name: pod.name.as_str().into(),
            uid,
            created: Some(Timestamp(pod.created.as_second())),
        });
    }
    let workloads = recording
        .images
        .iter()
        .map(|(image, behaviour)| (image.as_str().into(), scripted(behaviour)))
        .collect();
    Scenario {
        start_unix_ms: recording.clock.map_or(0, jiff::Timestamp::as_millisecond),
        workloads,
        node_mode: NodeMode::Scripted(Script {
            pods,
            nodes,
            taken: taken(&recording.steps),
            running_after: RUNNING_AFTER,
        }),
        ..cluster(3)
    }
}

/// Which Pods were taken after each input. Where Pods came at the same time, or went from several ReplicaSets, who shares whose node
/// was only half known to the real controllers.
fn taken(steps: &[control_plane::Step]) -> Vec<Taken> {
    let mut taken = Vec::new();
    for span in steps.split_inclusive(|step| step.rest.is_some()) {
        let pods: Vec<Name> =
            span.iter().flat_map(|step| &step.deleted).map(|name| name.as_str().into()).collect();
        let replica_sets: BTreeSet<&str> = pods
            .iter()
            .filter_map(|name| name.rsplit_once('-'))
            .map(|(replica_set, _)| replica_set)
            .collect();
        let despite_neighbours = replica_sets.len() > 1 || span.iter().any(|step| !step.created.is_empty());
        taken.extend(span.first().map(|first| Taken { from: SimTime(first.t), pods, despite_neighbours }));
    }
    taken
}

/// What the script does with an image that does not run; readiness comes from outside.
fn scripted(behaviour: &control_plane::ImageBehaviour) -> Workload {
    Workload {
        pull_failures: if behaviour.pull.is_some() { u32::MAX } else { 0 },
        exits_after: (behaviour.crash == Some(true)).then_some(SimDuration::ZERO),
        ..Workload::default()
    }
}

/// Two nodes with kubelets.
pub(super) fn pod_life(recording: &pod_life::Recording) -> Scenario {
    let workloads =
        recording.workloads.iter().map(|(image, workload)| (image.as_str().into(), behaviour(workload)));
    Scenario { workloads: workloads.collect(), ..cluster(2) }
}

fn behaviour(workload: &pod_life::Workload) -> Workload {
    let after = |ms: Option<u64>| SimDuration::millis(ms.unwrap_or(0));
    let healthy = Workload::default();
    Workload {
        pull_for: after(workload.pull_ms),
        pull_failures: match (workload.pull_fail, workload.pull_fail_times) {
            (_, Some(times)) => times,
            (Some(true), None) => u32::MAX,
            _ => 0,
        },
        listens_after: (workload.never_listens != Some(true)).then(|| after(workload.listen_after_ms)),
        ready_after: (workload.never_ready != Some(true)).then(|| after(workload.ready_after_ms)),
        unready_between: workload
            .not_ready
            .iter()
            .flatten()
            .map(|&(from, to)| (SimDuration::millis(from), SimDuration::millis(to)))
            .collect(),
        live_until: workload.live_until_ms.map(SimDuration::millis),
        hangs_at: workload.hang_at_ms.map(SimDuration::millis),
        exits_after: workload.exit_after_ms.map(SimDuration::millis),
        exit_code: workload.exit_code.unwrap_or(0),
        crashes: workload.crash_times,
        stops_after: after(workload.term_ms),
        stop_exit_code: workload.term_exit.unwrap_or(0),
        ignores_sigterm: workload.ignores_term == Some(true),
        ..healthy
    }
}

fn cluster(nodes: usize) -> Scenario {
    let node = |n: usize| Node {
        name: format!("node-{n}").into(),
        labels: Default::default(),
        unschedulable: false,
        allocatable_cpu_milli: 64_000,
        allocatable_memory: 256 * GIB,
        allocatable_pods: 110,
    };
    Scenario {
        start_unix_ms: 0,
        seed: 1,
        namespace: "default".into(),
        nodes: (1..=nodes).map(node).collect(),
        deployments: Vec::new(),
        services: Vec::new(),
        workloads: SortedMap::new(),
        default_workload: Workload::default(),
        traffic: TrafficSpec::default(),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: SimTime::ZERO,
    }
}
