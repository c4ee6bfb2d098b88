//! The objects that trials are made of.

use rollout_engine::api::{
    Container, ContainerPort, Deployment, DeploymentSpec, DeploymentStatus, DeploymentStrategy, Handler,
    HttpGetAction, IntOrString, LabelSelector, Labels, Node, ObjectMeta, PodSpec, PodTemplateSpec, Probe,
    Protocol, Service, ServicePort, ServiceSpec,
};
use std::rc::Rc;

/// The name of the Deployment, its Service and its container.
pub const WEB: &str = "web";

/// The port on which the container listens.
const PORT: i32 = 8080;

/// An HTTP probe with the API server's defaults.
pub fn http_probe(path: &str) -> Probe {
    Probe {
        handler: Handler::HttpGet(HttpGetAction {
            path: path.into(),
            port: IntOrString::Int(PORT),
            host: "".into(),
            scheme: "HTTP".into(),
            http_headers: Vec::new(),
        }),
        initial_delay_seconds: 0,
        timeout_seconds: 1,
        period_seconds: 10,
        success_threshold: 1,
        failure_threshold: 3,
        termination_grace_period_seconds: None,
    }
}

/// A Deployment of this image and size, its strategy the default one, with both probes.
pub fn deployment(image: &str, replicas: i32) -> Deployment {
    let labels: Labels = [("app", WEB)].into_iter().collect();
    let container = Container {
        name: WEB.into(),
        image: image.into(),
        ports: vec![ContainerPort {
            container_port: PORT,
            protocol: Protocol::Tcp,
            ..ContainerPort::default()
        }],
        readiness_probe: Some(http_probe("/ready")),
        liveness_probe: Some(http_probe("/healthz")),
        ..Container::default()
    };
    let spec =
        PodSpec { containers: vec![container], termination_grace_period_seconds: 30, ..PodSpec::default() };
    Deployment {
        meta: ObjectMeta::named(WEB),
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

/// The Service before the Deployment's Pods.
pub fn service() -> Service {
    let port = ServicePort {
        name: "".into(),
        protocol: Protocol::Tcp,
        port: 80,
        target_port: IntOrString::Int(PORT),
        node_port: 0,
    };
    let selector = [("app", WEB)].into_iter().collect();
    Service {
        meta: ObjectMeta::named(WEB),
        spec: ServiceSpec { selector, ports: vec![port], ..ServiceSpec::default() },
    }
}

/// The nth node, with room for so many Pods.
pub fn node(n: usize, pods: i64) -> Node {
    let name = format!("node-{n}");
    Node {
        labels: [("kubernetes.io/hostname", name.as_str())].into_iter().collect(),
        name: name.into(),
        unschedulable: false,
        allocatable_cpu_milli: pods.saturating_mul(1000),
        allocatable_memory: pods.saturating_mul(1 << 30),
        allocatable_pods: pods,
    }
}
