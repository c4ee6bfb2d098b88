//! The cluster that the tests call: a Deployment of four Pods and its Service, which roll from one image to the next.

use rollout_engine::api::*;
use rollout_engine::traffic::{Client, Ledger, Outcome, TrafficSpec};
use rollout_engine::*;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(crate) const OLD: &str = "web:1.0.0";
pub(crate) const NEW: &str = "web:2.0.0";
pub(crate) const OPENS_AT: SimTime = SimTime(60_000);

pub(crate) fn ms(ms: u64) -> SimDuration {
    SimDuration::millis(ms)
}

pub(crate) fn probe(handler: Handler) -> Probe {
    Probe {
        handler,
        initial_delay_seconds: 0,
        timeout_seconds: 1,
        period_seconds: 1,
        success_threshold: 1,
        failure_threshold: 3,
        termination_grace_period_seconds: None,
    }
}

pub(crate) fn http(path: &str) -> Probe {
    probe(Handler::HttpGet(HttpGetAction {
        path: path.into(),
        port: IntOrString::Int(8080),
        host: "".into(),
        scheme: "HTTP".into(),
        http_headers: Vec::new(),
    }))
}

/// A probe that passes as soon as the port is open.
pub(crate) fn tcp() -> Probe {
    probe(Handler::TcpSocket { port: IntOrString::Int(8080), host: "".into() })
}

fn service() -> Service {
    let port = ServicePort {
        name: "".into(),
        protocol: Protocol::Tcp,
        port: 80,
        target_port: IntOrString::Int(8080),
        node_port: 0,
    };
    let selector = [("app", "web")].into_iter().collect();
    Service {
        meta: ObjectMeta::named("web"),
        spec: ServiceSpec { selector, ports: vec![port], ..ServiceSpec::default() },
    }
}

fn deployment() -> Deployment {
    let labels: Labels = [("app", "web")].into_iter().collect();
    let container = Container {
        name: "web".into(),
        image: OLD.into(),
        readiness_probe: Some(http("/ready")),
        ..Container::default()
    };
    let spec =
        PodSpec { containers: vec![container], termination_grace_period_seconds: 30, ..PodSpec::default() };
    Deployment {
        meta: ObjectMeta::named("web"),
        spec: DeploymentSpec {
            replicas: 4,
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

/// A healthy program that takes its time to start and to end, asked whether it is ready, called 200 times a second.
pub(crate) fn scenario() -> Scenario {
    let node = |n: u32| {
        let name = format!("node-{n}");
        Node {
            labels: [("kubernetes.io/hostname", name.as_str())].into_iter().collect(),
            name: name.into(),
            unschedulable: false,
            allocatable_cpu_milli: 64_000,
            allocatable_memory: 256 << 30,
            allocatable_pods: 110,
        }
    };
    Scenario {
        start_unix_ms: 1_795_460_000_000,
        seed: 7,
        namespace: "default".into(),
        nodes: (1..=3).map(node).collect(),
        deployments: vec![deployment()],
        services: vec![service()],
        workloads: SortedMap::new(),
        default_workload: healthy(),
        traffic: TrafficSpec::rate(200),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: OPENS_AT,
    }
}

pub(crate) fn healthy() -> Workload {
    Workload {
        listens_after: Some(ms(500)),
        ready_after: Some(ms(3_000)),
        stops_after: ms(3_000),
        ..Workload::default()
    }
}

pub(crate) fn container(scenario: &mut Scenario) -> &mut Container {
    &mut Rc::make_mut(&mut scenario.deployments[0].spec.template).spec.containers[0]
}

pub(crate) fn client(scenario: &mut Scenario) -> &mut Client {
    &mut scenario.traffic.clients[0]
}

pub(crate) fn pre_stop(scenario: &mut Scenario, seconds: i64) {
    let pre_stop = Some(Handler::Sleep { seconds });
    container(scenario).lifecycle = Some(Lifecycle { pre_stop, ..Lifecycle::default() });
}

pub(crate) fn set_image() -> Command {
    Command::SetImage { deployment: "web".into(), container: "web".into(), image: NEW.into() }
}

/// The run with a rollout one second after the opening, until `seconds` after that.
pub(crate) fn rolled(scenario: Scenario, seconds: i64) -> Timeline {
    let mut timeline = Timeline::new(scenario);
    timeline.run_until(OPENS_AT + ms(1_000));
    assert_eq!(timeline.apply(set_image()), Ok(Applied::Changed));
    let until = timeline.now() + SimDuration::seconds(seconds);
    timeline.run_until(until);
    timeline
}

pub(crate) fn ledger(timeline: &Timeline) -> Rc<Ledger> {
    timeline.simulation().ledger()
}

pub(crate) fn failures(ledger: &Ledger) -> BTreeMap<Outcome, u64> {
    ledger.failures().collect()
}
