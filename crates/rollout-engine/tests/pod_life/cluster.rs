//! One Pod of a Deployment, and what is printed of it.

use rollout_engine::api::*;
use rollout_engine::*;
use std::rc::Rc;

pub(crate) const IMAGE: &str = "web:1";
pub(crate) const SETUP: &str = "setup:1";
pub(crate) const PROXY: &str = "proxy:1";

pub(crate) fn ms(ms: u64) -> SimDuration {
    SimDuration::millis(ms)
}

pub(crate) fn container(name: &str, image: &str) -> Container {
    Container { name: name.into(), image: image.into(), ..Container::default() }
}

pub(crate) fn init_container(name: &str, image: &str) -> Container {
    container(name, image)
}

pub(crate) fn sidecar(name: &str, image: &str) -> Container {
    Container { restart_policy: Some(ContainerRestartPolicy::Always), ..container(name, image) }
}

/// A probe of `/ready` every second.
pub(crate) fn probe() -> Probe {
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

/// A cluster of one node with a Deployment of one Pod, whose programs start and stop at once.
pub(crate) fn scenario(change: impl FnOnce(&mut Scenario, &mut PodSpec)) -> Scenario {
    let labels: Labels = [("app", "web")].into_iter().collect();
    let mut spec = PodSpec {
        containers: vec![container("web", IMAGE)],
        termination_grace_period_seconds: 30,
        ..PodSpec::default()
    };
    let mut scenario = Scenario {
        start_unix_ms: 0,
        seed: 1,
        namespace: "default".into(),
        nodes: vec![Node {
            name: "node-1".into(),
            labels: Labels::default(),
            unschedulable: false,
            allocatable_cpu_milli: 64_000,
            allocatable_memory: 256 << 30,
            allocatable_pods: 110,
        }],
        deployments: Vec::new(),
        services: Vec::new(),
        workloads: SortedMap::new(),
        default_workload: Workload::default(),
        traffic: traffic::TrafficSpec::default(),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: SimTime::ZERO,
    };
    change(&mut scenario, &mut spec);
    scenario.deployments.push(Deployment {
        meta: ObjectMeta::named("web"),
        spec: DeploymentSpec {
            replicas: 1,
            selector: LabelSelector { match_labels: labels.clone(), ..LabelSelector::default() },
            template: Rc::new(PodTemplateSpec { labels, spec, ..PodTemplateSpec::default() }),
            strategy: DeploymentStrategy::default(),
            min_ready_seconds: 0,
            revision_history_limit: 10,
            paused: false,
            progress_deadline_seconds: 600,
        },
        status: DeploymentStatus::default(),
    });
    scenario
}

/// A run of which everything is recorded.
pub(crate) fn start(change: impl FnOnce(&mut Scenario, &mut PodSpec)) -> Simulation {
    Simulation::new(&scenario(change), Recording::ALL)
}

pub(crate) fn run(simulation: &mut Simulation, seconds: u64) {
    simulation.run_until(SimTime(seconds * 1000));
}

/// The name of the first Pod.
pub(crate) fn first_pod(simulation: &Simulation) -> Name {
    simulation.pods().first().map(|(_, pod)| Rc::clone(&pod.meta.name)).expect("a Pod")
}

pub(crate) fn delete(simulation: &mut Simulation, grace_period_seconds: Option<i64>) {
    let command = Command::Delete {
        kind: Kind::Pod,
        name: first_pod(simulation),
        propagation: Propagation::Background,
        grace_period_seconds,
    };
    assert_eq!(simulation.apply(&command), Ok(Applied::Changed));
}

/// What happened, with the first Pod's rows at each change: `READY STATUS RESTARTS`, and `gone`.
pub(crate) struct Story {
    pub(crate) rows: Vec<(u64, String)>,
    pub(crate) acts: Vec<(u64, log::RuntimeAct)>,
    pub(crate) events: Vec<Rc<Event>>,
}

pub(crate) fn story(simulation: &mut Simulation) -> Story {
    let mut story = Story { rows: Vec::new(), acts: Vec::new(), events: Vec::new() };
    let mut first = None;
    for happening in simulation.drain_log() {
        match happening {
            Happening::Stored { at, change: Change::Pod(id, _, now) } if *first.get_or_insert(id) == id => {
                let row = now.map_or("gone".to_owned(), |pod| {
                    let row = pod.printed_row();
                    format!("{}/{} {} {}", row.ready, row.containers, row.status, row.restarts)
                });
                if story.rows.last().is_none_or(|(_, last)| *last != row) {
                    story.rows.push((at.0, row));
                }
            }
            Happening::Runtime { at, pod, act, .. } if first == Some(pod) => story.acts.push((at.0, act)),
            Happening::Event { event, .. } => story.events.push(event),
            _ => {}
        }
    }
    story
}

impl Story {
    pub(crate) fn shows(&self, what: &str, rows: &[&str]) {
        let got: Vec<&str> = self.rows.iter().map(|(_, row)| &**row).collect();
        assert_eq!(got, rows, "{what}: {:?}", self.acts);
    }

    /// How often an Event of this reason was told of a Pod.
    pub(crate) fn count(&self, reason: &str) -> u32 {
        self.events
            .iter()
            .filter(|e| e.reason == reason && e.object.kind == Kind::Pod)
            .map(|e| e.count)
            .max()
            .unwrap_or(0)
    }
}
