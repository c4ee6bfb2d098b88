//! What we write as JSON is read by the official types of the Kubernetes API, and comes back without loss.

use k8s_openapi::api::apps::v1::{Deployment, ReplicaSet};
use k8s_openapi::api::core::v1::{Endpoints, Event, Node, Pod, Service};
use k8s_openapi::api::discovery::v1::EndpointSlice;
use k8s_openapi::serde::Serialize;
use k8s_openapi::serde::de::DeserializeOwned;
use manifest::{Detail, Tree, to_json};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{Command, Latencies, NodeMode, Recording, Scenario, SimTime, Simulation, Workload};
use serde_json::Value;
use std::rc::Rc;

/// Without what says nothing.
fn bare(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, bare(v))).collect()
        }
        Value::Array(items) => items.into_iter().map(bare).collect(),
        other => other,
    }
}

fn check<T: DeserializeOwned + Serialize>(tree: &Tree) {
    let json = to_json(tree);
    let written: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let read: T = serde_json::from_value(written.clone()).unwrap_or_else(|error| panic!("{error}: {json}"));
    let back = serde_json::to_value(&read).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(bare(back), bare(written));
}

#[test]
fn manifests_are_read_by_the_official_types() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/valid");
    let mut objects = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let Ok(manifest) = manifest::read(&text) else { continue };
        for detail in [Detail::Brief, Detail::Defaults, Detail::Stored { namespace: "default" }] {
            for deployment in &manifest.deployments {
                check::<Deployment>(&manifest::deployment_tree(deployment, detail));
                objects += 1;
            }
            for service in &manifest.services {
                check::<Service>(&manifest::service_tree(service, detail));
                objects += 1;
            }
        }
    }
    assert!(objects > 10, "{objects}");
}

const WEB: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}, annotations: {a: b}}
spec:
  replicas: 4
  minReadySeconds: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: web:1
        ports: [{containerPort: 8080}]
        readinessProbe: {httpGet: {path: /ready, port: 8080}}
        livenessProbe: {httpGet: {path: /live, port: 8080}, periodSeconds: 3}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
";

#[test]
fn what_the_cluster_holds_is_read_by_the_official_types() {
    let manifest = manifest::read(WEB).unwrap();
    let node = |n: usize| rollout_engine::api::Node {
        name: format!("node-{n}").into(),
        labels: [("kubernetes.io/hostname", "x")].into_iter().collect(),
        unschedulable: n == 2,
        allocatable_cpu_milli: 1500,
        allocatable_memory: 4 << 30,
        allocatable_pods: 110,
    };
    let crashing = Workload { exits_after: Some(rollout_engine::SimDuration::ZERO), ..Workload::default() };
    let scenario = Scenario {
        start_unix_ms: 1_795_460_400_123,
        seed: 1,
        namespace: "default".into(),
        nodes: (1..=2).map(node).collect(),
        deployments: manifest.deployments,
        services: manifest.services,
        workloads: [("web:2".into(), crashing)].into_iter().collect(),
        default_workload: Workload::default(),
        traffic: TrafficSpec::default(),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: SimTime::ZERO,
    };
    let mut cluster = Simulation::new(&scenario, Recording::default());
    cluster.run_until(SimTime(20_000));
    let (deployment, container, image) = ("web".into(), "web".into(), "web:2".into());
    cluster.apply(&Command::SetImage { deployment, container, image }).unwrap();
    let detail = Detail::Stored { namespace: "default" };
    for second in (20..140).step_by(3) {
        cluster.run_until(SimTime(second * 1000));
        for deployment in cluster.deployments() {
            check::<Deployment>(&manifest::deployment_tree(deployment, detail));
        }
        for replica_set in cluster.replica_sets() {
            check::<ReplicaSet>(&manifest::replica_set_tree(replica_set, detail));
        }
        for (_, pod) in cluster.pods() {
            check::<Pod>(&manifest::pod_tree(pod, detail));
        }
        let slices: Vec<_> = cluster.endpoint_slices().into_iter().cloned().collect();
        for slice in &slices {
            check::<EndpointSlice>(&manifest::endpoint_slice_tree(slice, detail));
        }
        for service in cluster.services() {
            check::<Service>(&manifest::service_tree(service, detail));
            check::<Endpoints>(&manifest::endpoints_tree(service, &slices, "default"));
        }
        for event in cluster.events() {
            let name = manifest::event_name(&event, cluster.calendar(), 0);
            check::<Event>(&manifest::event_tree(&event, &name, "default", cluster.calendar()));
        }
        for (i, node) in cluster.nodes().iter().enumerate() {
            check::<Node>(&manifest::node_tree(&Rc::clone(node), i + 1));
        }
    }
}
