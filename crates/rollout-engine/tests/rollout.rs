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
    let (first, commands) = (timeline.end(), timeline.commands().to_vec());
    timeline.seek(SimTime(60_200));
    let undo = Command::Undo { deployment: "web".into(), to_revision: None };
    assert_eq!(timeline.apply(undo), Ok(Applied::Changed));
    while timeline.next_decision() {}
    let sets = timeline.snapshot().replica_sets;
    assert_eq!((sets[0].object.spec.replicas, sets[0].revision), (3, Some(3)));
    assert_eq!(timeline.commands().len(), commands.len() + 1);
    // The future that was left is found again from its commands.
    let mut timeline = Timeline::new(scenario(3));
    for (at, command) in commands {
        timeline.seek(at);
        timeline.apply(command).expect("it was accepted before");
    }
    timeline.seek(first);
    assert_eq!(timeline.snapshot().replica_sets[1].object.spec.replicas, 3);
}

#[test]
fn a_selector_that_misses_its_template_is_refused() {
    let mut timeline = Timeline::new(scenario(1));
    let mut other = deployment("web:2.0.0", 1);
    Rc::make_mut(&mut other.spec.template).labels = [("app", "other")].into_iter().collect();
    let refused = timeline.apply(Command::UpdateDeployment(Box::new(other)));
    assert_eq!(refused, Err(ApiError::SelectorMissesTemplate { deployment: "web".into() }));
}

/// However late a ReplicaSet hears that its Deployment waits for it to go, or a Deployment that it is to go itself: what was created
/// meanwhile goes too.
#[test]
fn what_is_created_while_its_owner_waits_to_go_is_collected() {
    let scale = Command::Scale { kind: Kind::Deployment, name: "web".into(), replicas: 20 };
    let image =
        Command::SetImage { deployment: "web".into(), container: "web".into(), image: "web:2.0.0".into() };
    let delete = Command::Delete {
        kind: Kind::Deployment,
        name: "web".into(),
        propagation: Propagation::Foreground,
        grace_period_seconds: None,
    };
    for change in [scale, image] {
        for later in 0..80 {
            let mut simulation = Simulation::new(&scenario(3), Recording::default());
            simulation.run_until(SimTime(60_000));
            simulation.apply(&change).expect("it is accepted");
            simulation.run_until(SimTime(60_000 + later));
            simulation.apply(&delete).expect("it is accepted");
            simulation.run_until(SimTime(300_000));
            let left =
                (simulation.deployments().len(), simulation.replica_sets().len(), simulation.pod_count());
            assert_eq!(left, (0, 0, 0), "deleted {later} ms after {change:?}");
        }
    }
}
