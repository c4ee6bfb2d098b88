//! A rollout from beginning to end, through the public verbs.

use rollout_engine::SortedMap;
use rollout_engine::api::*;
use rollout_engine::*;
use std::rc::Rc;

fn deployment(image: &str, replicas: i32) -> Deployment {
    let labels: Labels = [("app", "web")].into_iter().collect();
    let container = Container { name: "web".into(), image: image.into(), ..Container::default() };
    let spec =
        PodSpec { containers: vec![container], termination_grace_period_seconds: 30, ..PodSpec::default() };
    Deployment {
        meta: ObjectMeta::named("web"),
        spec: DeploymentSpec {
            replicas,
            selector: LabelSelector { match_labels: labels.clone(), ..LabelSelector::default() },
            template: Rc::new(PodTemplateSpec { labels, spec, ..PodTemplateSpec::default() }),
            strategy: DeploymentStrategy::default(),
            min_ready_seconds: 0,
            revision_history_limit: 10,
            paused: false,
            progress_deadline_seconds: 600,
        },
        status: DeploymentStatus::default(),
    }
}

fn node(name: &str) -> Node {
    Node {
        name: name.into(),
        labels: [("kubernetes.io/hostname", name)].into_iter().collect(),
        unschedulable: false,
        allocatable_cpu_milli: 64_000,
        allocatable_memory: 256 << 30,
        allocatable_pods: 110,
    }
}

fn scenario(replicas: i32) -> Scenario {
    Scenario {
        start_unix_ms: 1_795_460_000_000,
        seed: 7,
        namespace: "default".into(),
        nodes: vec![node("node-1"), node("node-2"), node("node-3")],
        deployments: vec![deployment("web:1.0.0", replicas)],
        services: Vec::new(),
        workloads: SortedMap::new(),
        default_workload: Workload::default(),
        traffic: traffic::TrafficSpec::default(),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: SimTime(60_000),
    }
}

fn roll(timeline: &mut Timeline) -> Vec<(i32, i32)> {
    let image =
        Command::SetImage { deployment: "web".into(), container: "web".into(), image: "web:2.0.0".into() };
    assert_eq!(timeline.apply(image), Ok(Applied::Changed));
    let mut sizes = Vec::new();
    while timeline.next_decision() {
        let sets = timeline.snapshot().replica_sets;
        sizes.push((sets[0].object.spec.replicas, sets[1].object.spec.replicas));
    }
    sizes
}

#[test]
fn three_pods_roll_one_by_one() {
    let mut timeline = Timeline::new(scenario(3));
    let opened = timeline.snapshot();
    assert_eq!(opened.deployments[0].status.available_replicas, 3);
    assert_eq!(roll(&mut timeline), [(3, 1), (2, 1), (2, 2), (1, 2), (1, 3), (0, 3)]);
    assert!(timeline.is_at_rest());
    assert_eq!(
        timeline.snapshot().deployments[0].status.progressing_reason(),
        Some(ConditionReason::NewReplicaSetAvailable)
    );
}

#[test]
fn going_back_is_the_same_as_replaying() {
    let mut timeline = Timeline::new(scenario(10));
    roll(&mut timeline);
    let end = timeline.end();
    let mut moments = Vec::new();
    for at in (60_000..=end.0).step_by(37) {
        timeline.seek(SimTime(at));
        moments.push(timeline.snapshot());
    }
    for moment in moments.iter().rev() {
        timeline.seek(moment.time);
        assert_eq!(timeline.snapshot(), *moment);
    }
    while timeline.back() {}
    assert_eq!(timeline.now(), SimTime(60_000));
}

#[test]
fn the_pod_whose_deletion_costs_least_goes_first() {
    let mut timeline = Timeline::new(scenario(3));
    timeline.seek(SimTime(60_000));
    let cheap = timeline.snapshot().pods.get(1).map(|p| Rc::clone(&p.object.meta.name)).expect("three Pods");
    let cost = ("controller.kubernetes.io/pod-deletion-cost".into(), Some("-5".into()));
    for command in [
        Command::SetMetadata {
            kind: Kind::Pod,
            name: Rc::clone(&cheap),
            labels: vec![],
            annotations: vec![cost],
        },
        Command::Scale { kind: Kind::Deployment, name: "web".into(), replicas: 2 },
    ] {
        timeline.apply(command).expect("it is accepted");
    }
    timeline.seek(SimTime(61_000));
    let mut left = timeline.snapshot().pods;
    left.retain(|p| !p.object.meta.is_being_deleted());
    assert_eq!(left.len(), 2);
    assert!(left.iter().all(|p| p.object.meta.name != cheap), "the cheap one has gone");
}

#[test]
fn acting_in_the_past_forks() {
    let mut timeline = Timeline::new(scenario(3));
    roll(&mut timeline);
    let first = timeline.end();
    timeline.seek(SimTime(60_500));
    let undo = Command::Undo { deployment: "web".into(), to_revision: None };
    assert_eq!(timeline.apply(undo), Ok(Applied::Changed));
    while timeline.next_decision() {}
    let sets = timeline.snapshot().replica_sets;
    assert_eq!((sets[0].object.spec.replicas, sets[0].revision), (3, Some(3)));
    assert!(timeline.return_to_ghost());
    timeline.seek(first);
    assert_eq!(timeline.snapshot().replica_sets[1].object.spec.replicas, 3);
}

/// Ten calls a millisecond through a rollout of images that start and stop like this; how many failed, by cause.
fn failures(workload: Workload, change: impl FnOnce(&mut PodSpec)) -> SortedMap<traffic::Outcome, u64> {
    let mut scenario = scenario(4);
    let labels: Labels = [("app", "web")].into_iter().collect();
    let port = ServicePort {
        name: "".into(),
        protocol: Protocol::Tcp,
        port: 80,
        target_port: IntOrString::Int(8080),
        node_port: 0,
    };
    scenario.services.push(Service {
        meta: ObjectMeta::named("web"),
        spec: ServiceSpec { selector: labels, ports: vec![port], ..ServiceSpec::default() },
    });
    change(&mut Rc::make_mut(&mut scenario.deployments[0].spec.template).spec);
    scenario.default_workload = workload;
    scenario.traffic = traffic::TrafficSpec { requests_per_second: 1000, ..traffic::TrafficSpec::default() };
    let mut timeline = Timeline::new(scenario);
    roll(&mut timeline);
    let end = timeline.end() + SimDuration::millis(10_000);
    timeline.run_until(end);
    let ledger = timeline.simulation().ledger();
    let answered: u64 = ledger.answered.values().sum();
    let failed: u64 = ledger.failed.values().sum();
    assert!(
        ledger.sent > 9_000 && ledger.sent - answered - failed < 100,
        "every request has an outcome: {ledger:?}"
    );
    ledger.failed.clone()
}

fn ready_after(ms: u64) -> Workload {
    let after = Some(SimDuration::millis(ms));
    Workload { listens_after: after, ready_after: after, ..Workload::default() }
}

fn readiness_probe() -> Probe {
    Probe {
        handler: Handler::HttpGet(HttpGetAction {
            path: "/ready".into(),
            port: IntOrString::Int(8080),
            host: "".into(),
            scheme: "HTTP".into(),
            http_headers: Vec::new(),
        }),
        initial_delay_seconds: 0,
        timeout_seconds: 1,
        period_seconds: 1,
        success_threshold: 1,
        failure_threshold: 3,
        termination_grace_period_seconds: None,
    }
}

#[test]
fn a_program_that_exits_at_once_fails_requests_unless_it_waits_for_the_proxies() {
    let exits_at_once = || Workload { drains: false, ..Workload::default() };
    let without = failures(exits_at_once(), |_| {});
    assert!(without.contains_key(&traffic::Outcome::ConnectionRefused), "{without:?}");
    let with = failures(exits_at_once(), |spec| {
        let pre_stop = Some(Handler::Sleep { seconds: 5 });
        spec.containers[0].lifecycle = Some(Lifecycle { pre_stop, ..Lifecycle::default() });
    });
    assert_eq!(with, SortedMap::new());
}

#[test]
fn a_slow_starter_fails_requests_unless_it_is_asked_whether_it_is_ready() {
    let graceful = || Workload { stops_after: SimDuration::millis(3000), ..ready_after(4000) };
    let without = failures(graceful(), |_| {});
    assert!(without.contains_key(&traffic::Outcome::NotServingYet), "{without:?}");
    let with = failures(graceful(), |spec| spec.containers[0].readiness_probe = Some(readiness_probe()));
    assert_eq!(with, SortedMap::new());
}

#[test]
fn it_does_not_matter_who_looks_when() {
    let run = |steps: u64| {
        let mut scenario = scenario(3);
        scenario.traffic =
            traffic::TrafficSpec { requests_per_second: 50, ..traffic::TrafficSpec::default() };
        let mut timeline = Timeline::new(scenario);
        roll(&mut timeline);
        timeline.seek(SimTime(60_000));
        while timeline.now() < SimTime(75_000) {
            timeline.run_until(timeline.now() + SimDuration(steps));
        }
        timeline.seek(SimTime(75_000));
        timeline.snapshot()
    };
    assert_eq!(run(7), run(5000));
}

#[test]
fn a_selector_that_misses_its_template_is_refused() {
    let mut timeline = Timeline::new(scenario(1));
    let mut other = deployment("web:2.0.0", 1);
    Rc::make_mut(&mut other.spec.template).labels = [("app", "other")].into_iter().collect();
    let refused = timeline.apply(Command::UpdateDeployment(Box::new(other)));
    assert_eq!(refused, Err(ApiError::SelectorMissesTemplate { deployment: "web".into() }));
}
