//! Random starting points.

use super::template::template;
use super::{IMAGES, NAMES, Temper, duration};
use crate::choices::Choices;
use crate::objects::{self, node};
use rollout_engine::api::{
    Deployment, DeploymentSpec, DeploymentStatus, DeploymentStrategy, IntOrPercent, LabelSelector, Labels,
    NO_LIMIT, ObjectMeta, Service, ServiceType,
};
use rollout_engine::traffic::{Causes, Client, Retries, TrafficSpec};
use rollout_engine::{Latencies, NodeMode, Scenario, Script, SimDuration, SimTime, Workload};
use std::rc::Rc;

/// A random scenario.
pub fn scenario(choices: &mut Choices, temper: Temper) -> Scenario {
    let wild = temper == Temper::Wild;
    let deployments = 1 + usize::from(choices.once_in(6));
    let nodes = choices.between(1, 4);
    let room = if wild && choices.once_in(5) { i64::from(choices.between(1, 5)) } else { 1000 };
    let mut scenario = Scenario {
        start_unix_ms: 1_795_460_000_000 + i64::from(choices.below(1000)),
        seed: u64::from(choices.below(1 << 16)),
        namespace: "default".into(),
        nodes: (1..=nodes).filter_map(|n| usize::try_from(n).ok()).map(|n| node(n, room)).collect(),
        deployments: Vec::new(),
        services: Vec::new(),
        workloads: IMAGES.iter().map(|image| ((*image).into(), workload(choices, temper))).collect(),
        default_workload: Workload::default(),
        traffic: TrafficSpec::default(),
        latencies: if choices.once_in(4) { latencies(choices) } else { Latencies::default() },
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: SimTime(0),
    };
    for name in NAMES.iter().take(deployments) {
        scenario.deployments.push(deployment(choices, temper, name));
        if !choices.once_in(4) {
            scenario.services.push(service(choices, temper, name));
        }
    }
    if choices.once_in(5) {
        scenario.traffic = traffic(choices);
    }
    if wild && choices.once_in(8) {
        scenario.pod_quota = Some(choices.below(8));
    }
    if wild && choices.once_in(6) {
        let running_after = SimDuration::millis(u64::from(choices.below(40)) + 2);
        scenario.node_mode = NodeMode::Scripted(Script { running_after, ..Script::default() });
    }
    scenario
}

/// A random Deployment of this name.
pub(super) fn deployment(choices: &mut Choices, temper: Temper, name: &str) -> Deployment {
    let labels: Labels = [("app", name)].into_iter().collect();
    Deployment {
        meta: ObjectMeta::named(name),
        spec: DeploymentSpec {
            replicas: replicas(choices),
            selector: LabelSelector { match_labels: labels, ..LabelSelector::default() },
            template: Rc::new(template(choices, temper, name)),
            strategy: strategy(choices),
            min_ready_seconds: choices.one_of(&[0, 0, 1, 3, 30]).unwrap_or(0),
            revision_history_limit: choices.one_of(&[10, 0, 1, 2, NO_LIMIT]).unwrap_or(10),
            paused: temper == Temper::Wild && choices.once_in(10),
            progress_deadline_seconds: choices.one_of(&[600, 31, 45, NO_LIMIT]).unwrap_or(600),
        },
        status: DeploymentStatus::default(),
    }
}

pub(super) fn replicas(choices: &mut Choices) -> i32 {
    if choices.once_in(40) { choices.between(13, 60) } else { choices.between(0, 10) }
}

pub(super) fn strategy(choices: &mut Choices) -> DeploymentStrategy {
    let amount = |choices: &mut Choices, most_percent: i32| {
        if choices.once_in(2) {
            IntOrPercent::Percent(choices.between(0, most_percent))
        } else {
            IntOrPercent::Int(choices.between(0, 4))
        }
    };
    match choices.below(5) {
        0 | 1 => DeploymentStrategy::default(),
        2 => DeploymentStrategy::Recreate,
        _ => {
            let (max_surge, mut max_unavailable) = (amount(choices, 150), amount(choices, 100));
            let none = |a: IntOrPercent| matches!(a, IntOrPercent::Int(0) | IntOrPercent::Percent(0));
            if none(max_surge) && none(max_unavailable) {
                // The API server would refuse it.
                max_unavailable = IntOrPercent::Int(1);
            }
            DeploymentStrategy::RollingUpdate { max_unavailable, max_surge }
        }
    }
}

/// A random Service in front of the Pods of this name.
pub(super) fn service(choices: &mut Choices, temper: Temper, name: &str) -> Service {
    let mut made = objects::service();
    made.meta = ObjectMeta::named(name);
    made.spec.selector = [("app", name)].into_iter().collect();
    made.spec.publish_not_ready_addresses = choices.once_in(8);
    if temper == Temper::Wild && choices.once_in(12) {
        made.spec.service_type = ServiceType::ExternalName;
    }
    made
}

/// One or two clients, more or less patient.
pub(super) fn traffic(choices: &mut Choices) -> TrafficSpec {
    let clients = 1 + usize::from(choices.once_in(4));
    let client = |choices: &mut Choices| Client {
        service: choices.once_in(4).then(|| choices.one_of(&NAMES).unwrap_or("web").into()),
        requests_per_second: if choices.once_in(9) { 10_000 } else { choices.below(60) },
        addresses: 1 + choices.below(3),
        timeout: duration(choices) + SimDuration::millis(1),
        retries: Retries {
            times: choices.below(3),
            after: duration(choices),
            on: choices.one_of(&[Causes::ALL, Causes::NOT_DELIVERED]).unwrap_or(Causes::ALL),
        },
        keep_alive: choices.once_in(4),
        ..Client::default()
    };
    TrafficSpec { clients: (0..clients).map(|_| client(choices)).collect() }
}

pub(super) fn latencies(choices: &mut Choices) -> Latencies {
    let api_call = 1 + u64::from(choices.below(9));
    Latencies {
        api_call: SimDuration::millis(api_call),
        watch: SimDuration::millis(u64::from(choices.below(10)).min(api_call)),
        proxy_min_sync_period: duration(choices),
        proxy_sync: duration(choices).min(SimDuration::millis(400)),
        proxy_watch: SimDuration::millis(u64::from(choices.below(10))),
    }
}

/// How an image behaves: more often well than not.
pub(super) fn workload(choices: &mut Choices, temper: Temper) -> Workload {
    let mut made = Workload::default();
    if choices.once_in(2) {
        made.pull_for = duration(choices);
        made.ready_after = Some(duration(choices).min(SimDuration::millis(7000)));
        made.stops_after = duration(choices);
        made.drains = !choices.once_in(4);
        made.serves_for = duration(choices);
    }
    if temper == Temper::Calm {
        // Nodes pull one image after the other, for each Pod anew.
        made.pull_for = made.pull_for.min(SimDuration::millis(1000));
        return made;
    }
    if !choices.once_in(3) {
        return made;
    }
    match choices.below(12) {
        0 => made.pull_failures = 1 + choices.below(3),
        1 => made.pull_failures = u32::MAX,
        2 => made.ready_after = None,
        3 => made.listens_after = choices.once_in(2).then(|| duration(choices)),
        4 => {
            let from = duration(choices);
            made.unready_between = vec![(from, from + duration(choices))];
        }
        5 => made.live_until = Some(duration(choices)),
        6 => made.hangs_at = Some(duration(choices)),
        7 => made.exits_after = Some(duration(choices)),
        8 => {
            made.exits_after = Some(duration(choices));
            made.exit_code = 0;
            made.crashes = Some(1 + choices.below(3));
        }
        9 => made.memory_mib_per_second = Some(choices.below(200)),
        10 => made.ignores_sigterm = true,
        _ => {
            made.capacity = Some(1 + choices.below(2));
            made.breaks_api = choices.once_in(2);
        }
    }
    made
}
