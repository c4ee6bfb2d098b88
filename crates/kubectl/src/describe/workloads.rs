//! Deployments, ReplicaSets, Services, their endpoints, and Nodes.

use super::{Text, controlled_by, mail_date, template};
use crate::item::slices_of;
use crate::rows::{address, labels, node_address, ready_endpoints, selector};
use rollout_engine::Simulation;
use rollout_engine::api::{
    Deployment, DeploymentStrategy, EndpointSlice, IntOrString, Node, Pod, PodPhase, Quantity,
    QuantityFormat, ReplicaSet, Service, ServiceType,
};
use rollout_engine::order::sort_by;
use std::rc::Rc;

pub(super) fn deployment(text: &mut Text, deployment: &Deployment, cluster: &Simulation) {
    let (meta, spec, status) = (&deployment.meta, &deployment.spec, &deployment.status);
    text.name(meta, cluster);
    text.field(0, "CreationTimestamp", &mail_date(meta.creation_timestamp));
    text.labels("", "Labels", &meta.labels);
    text.annotations("", &meta.annotations, None);
    text.field(0, "Selector", &selector(&spec.selector));
    text.field(
        0,
        "Replicas",
        &format!(
            "{} desired | {} updated | {} total | {} available | {} unavailable",
            spec.replicas,
            status.updated_replicas,
            status.replicas,
            status.available_replicas,
            status.unavailable_replicas
        ),
    );
    let (kind, rolling) = match spec.strategy {
        DeploymentStrategy::Recreate => ("Recreate", None),
        DeploymentStrategy::RollingUpdate { max_unavailable, max_surge } => {
            ("RollingUpdate", Some(format!("{max_unavailable} max unavailable, {max_surge} max surge")))
        }
    };
    text.field(0, "StrategyType", kind);
    text.number(0, "MinReadySeconds", spec.min_ready_seconds.into());
    if let Some(rolling) = rolling {
        text.field(0, "RollingUpdateStrategy", &rolling);
    }
    template::describe(text, &spec.template, None);
    let conditions =
        status.conditions.iter().map(|c| (c.kind.as_str(), c.status.as_str(), c.reason.as_str()));
    self::conditions(text, conditions);
    let mut owned: Vec<&Rc<ReplicaSet>> =
        cluster.replica_sets().into_iter().filter(|r| r.meta.is_controlled_by(meta.uid)).collect();
    sort_by(&mut owned, |a, b| {
        (a.meta.creation_timestamp, &a.meta.name).cmp(&(b.meta.creation_timestamp, &b.meta.name))
    });
    let is_new = |r: &&&Rc<ReplicaSet>| r.spec.template.equals_ignoring_hash(&spec.template);
    let new = owned.iter().find(is_new).copied();
    let others = owned.iter().filter(|r| new.is_none_or(|new| !Rc::ptr_eq(new, r))).copied();
    text.field(0, "OldReplicaSets", &sizes(others));
    text.field(0, "NewReplicaSet", &sizes(new.into_iter()));
}

fn sizes<'a>(replica_sets: impl Iterator<Item = &'a Rc<ReplicaSet>>) -> String {
    let shown: Vec<String> = replica_sets
        .map(|r| format!("{} ({}/{} replicas created)", r.meta.name, r.status.replicas, r.spec.replicas))
        .collect();
    if shown.is_empty() { "<none>".to_owned() } else { shown.join(", ") }
}

fn conditions<'a>(text: &mut Text, conditions: impl Iterator<Item = (&'a str, &'a str, &'a str)>) {
    for (i, (kind, status, reason)) in conditions.enumerate() {
        if i == 0 {
            text.line(0, &["Conditions:"]);
            text.line(1, &["Type\tStatus\tReason"]);
            text.line(1, &["----\t------\t------"]);
        }
        text.line(1, &[kind, " \t", status, "\t", reason]);
    }
}

pub(super) fn replica_set(text: &mut Text, replica_set: &ReplicaSet, cluster: &Simulation) {
    let (meta, spec, status) = (&replica_set.meta, &replica_set.spec, &replica_set.status);
    text.name(meta, cluster);
    text.field(0, "Selector", &selector(&spec.selector));
    text.labels("", "Labels", &meta.labels);
    text.annotations("", &meta.annotations, None);
    controlled_by(text, meta);
    text.field(0, "Replicas", &format!("{} current / {} desired", status.replicas, spec.replicas));
    let mut phases = [0_u32; 4];
    for (_, pod) in cluster.pods() {
        let place = match pod.status.phase {
            PodPhase::Running => 0,
            PodPhase::Pending => 1,
            PodPhase::Succeeded => 2,
            PodPhase::Failed => 3,
            PodPhase::Unknown => continue,
        };
        if pod.meta.is_controlled_by(meta.uid)
            && let Some(count) = phases.get_mut(place)
        {
            *count += 1;
        }
    }
    let [running, waiting, succeeded, failed] = phases;
    text.field(
        0,
        "Pods Status",
        &format!("{running} Running / {waiting} Waiting / {succeeded} Succeeded / {failed} Failed"),
    );
    template::describe(text, &spec.template, None);
    let failure = status.replica_failure.iter();
    conditions(text, failure.map(|f| ("ReplicaFailure", f.status.as_str(), f.reason.as_str())));
}

pub(super) fn service(text: &mut Text, service: &Service, cluster: &Simulation) {
    let (meta, spec) = (&service.meta, &service.spec);
    text.name(meta, cluster);
    text.labels("", "Labels", &meta.labels);
    text.annotations("", &meta.annotations, None);
    text.field(0, "Selector", &labels(&spec.selector));
    text.field(0, "Type", spec.service_type.as_str());
    let ip = spec.cluster_ip.as_deref().unwrap_or("<none>");
    if spec.service_type != ServiceType::ExternalName {
        text.field(0, "IP Family Policy", "SingleStack");
        text.field(0, "IP Families", "IPv4");
        text.field(0, "IP", ip);
        text.field(0, "IPs", ip);
    }
    let slices = slices_of(cluster, &meta.name);
    for port in &spec.ports {
        let name = if port.name.is_empty() { "<unset>" } else { &port.name };
        let protocol = port.protocol.as_str();
        text.field(0, "Port", &format!("{name}\t{}/{protocol}", port.port));
        let target = match &port.target_port {
            IntOrString::Int(number) => number.to_string(),
            IntOrString::Text(name) => name.to_string(),
        };
        text.field(0, "TargetPort", &[&*target, "/", protocol].concat());
        if port.node_port != 0 {
            text.field(0, "NodePort", &format!("{name}\t{}/{protocol}", port.node_port));
        }
        text.field(0, "Endpoints", &endpoints_of_port(service, port, &slices));
    }
    let affinity = if spec.client_ip_affinity_seconds.is_some() { "ClientIP" } else { "None" };
    text.field(0, "Session Affinity", affinity);
    if matches!(spec.service_type, ServiceType::NodePort | ServiceType::LoadBalancer) {
        text.field(0, "External Traffic Policy", spec.external_traffic_policy.as_str());
    }
    if spec.service_type != ServiceType::ExternalName {
        text.field(0, "Internal Traffic Policy", spec.internal_traffic_policy.as_str());
    }
}

/// The ready endpoints behind a port: the first three, and how many there are beyond those looked at.
fn endpoints_of_port(
    service: &Service,
    port: &rollout_engine::api::ServicePort,
    slices: &[Rc<EndpointSlice>],
) -> String {
    let place = service.spec.ports.iter().position(|p| p == port).unwrap_or(0);
    let mut shown: Vec<String> = Vec::new();
    let (mut ready, mut beyond) = (0_usize, false);
    for slice in slices {
        let Some(number) = slice.ports.get(place) else { continue };
        for endpoint in &slice.endpoints {
            if shown.len() == 3 {
                beyond = true;
            }
            if endpoint.conditions.ready {
                ready += 1;
                if shown.len() < 3 {
                    shown.push([&*address(endpoint.address), ":", &number.to_string()].concat());
                }
            }
        }
    }
    let mut text = shown.join(",");
    if beyond {
        text.extend([" + ", &(ready - shown.len()).to_string(), " more..."]);
    }
    text
}

pub(super) fn endpoint_slice(text: &mut Text, slice: &EndpointSlice, cluster: &Simulation) {
    text.name(&slice.meta, cluster);
    text.labels("", "Labels", &slice.meta.labels);
    text.annotations("", &slice.meta.annotations, None);
    text.field(0, "AddressType", "IPv4");
    if slice.ports.is_empty() {
        text.line(0, &["Ports: <unset>"]);
    } else {
        text.line(0, &["Ports:"]);
        text.line(1, &["Name\tPort\tProtocol"]);
        text.line(1, &["----\t----\t--------"]);
    }
    for port in &slice.ports {
        text.line(1, &["<unset>\t", &port.to_string(), "\tTCP"]);
    }
    if slice.endpoints.is_empty() {
        text.line(0, &["Endpoints: <none>"]);
        return;
    }
    text.line(0, &["Endpoints:"]);
    for endpoint in &slice.endpoints {
        text.field(1, "- Addresses", &address(endpoint.address));
        text.line(2, &["Conditions:"]);
        text.field(3, "Ready", if endpoint.conditions.ready { "true" } else { "false" });
        text.field(2, "Hostname", "<unset>");
        text.field(2, "TargetRef", &["Pod/", &*endpoint.pod_name].concat());
        text.field(2, "NodeName", &endpoint.node);
        text.field(2, "Zone", "<unset>");
    }
}

pub(super) fn endpoints(
    text: &mut Text,
    service: &Service,
    slices: &[Rc<EndpointSlice>],
    cluster: &Simulation,
) {
    text.name(&service.meta, cluster);
    text.labels("", "Labels", &service.meta.labels);
    text.field(0, "Annotations", "<none>");
    text.line(0, &["Subsets:"]);
    let list = |ready: bool| {
        let all = slices.iter().flat_map(|s| &s.endpoints);
        let fits = all.filter(|e| e.conditions.ready == ready && (ready || !e.conditions.terminating));
        let shown: Vec<String> = fits.map(|e| address(e.address)).collect();
        if shown.is_empty() { "<none>".to_owned() } else { shown.join(",") }
    };
    if !ready_endpoints(slices).is_empty() || slices.iter().any(|s| !s.endpoints.is_empty()) {
        text.field(1, "Addresses", &list(true));
        text.field(1, "NotReadyAddresses", &list(false));
        text.line(1, &["Ports:"]);
        text.line(2, &["Name\tPort\tProtocol"]);
        text.line(2, &["----\t----\t--------"]);
        for port in slices.iter().take(1).flat_map(|s| &s.ports) {
            text.line(2, &["<unset>\t", &port.to_string(), "\tTCP"]);
        }
        text.line(0, &[""]);
    }
}

pub(super) fn node(text: &mut Text, node: &Node, number: usize, cluster: &Simulation) {
    text.field(0, "Name", &node.name);
    text.labels("", "Labels", &node.labels);
    let taints = if node.unschedulable { "node.kubernetes.io/unschedulable:NoSchedule" } else { "<none>" };
    text.field(0, "Taints", taints);
    text.field(0, "Unschedulable", if node.unschedulable { "true" } else { "false" });
    text.line(0, &["Addresses:"]);
    text.field(1, "InternalIP", &node_address(number));
    text.line(0, &["Allocatable:"]);
    let amount = |value: i64, scale: i32, format: QuantityFormat| {
        Quantity { value, scale, format, keeps_text: false }.to_string()
    };
    text.field(1, "cpu", &amount(node.allocatable_cpu_milli, -3, QuantityFormat::DecimalSi));
    text.field(1, "memory", &amount(node.allocatable_memory, 0, QuantityFormat::BinarySi));
    text.number(1, "pods", node.allocatable_pods);
    let pods: Vec<Rc<Pod>> = cluster
        .pods()
        .into_iter()
        .filter(|(_, p)| p.node_name.as_ref() == Some(&node.name) && !p.status.phase.is_terminal())
        .map(|(_, p)| Rc::clone(p))
        .collect();
    text.line(0, &["Non-terminated Pods:\t(", &pods.len().to_string(), " in total)"]);
    text.line(1, &["Name\tStatus"]);
    text.line(1, &["----\t------"]);
    let mut names: Vec<(&str, String)> =
        pods.iter().map(|p| (&*p.meta.name, p.printed_row().status.into_owned())).collect();
    names.sort_unstable();
    for (name, status) in names {
        text.line(1, &[name, "\t", &status]);
    }
}
