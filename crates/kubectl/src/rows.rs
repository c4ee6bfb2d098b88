//! What `kubectl get` and the API server print of each type of object (`pkg/printers/internalversion/printers.go`).

use crate::item::{Item, is_new_event};
use crate::resource::Type;
use rollout_engine::api::{
    Container, EndpointSlice, EventSource, LabelSelector, Labels, SelectorOperator, Service, ServiceType,
};
use rollout_engine::order::sort_by;
use rollout_engine::printed::human_duration;
use rollout_engine::{SimTime, Simulation, Timestamp};
use std::net::Ipv4Addr;
use std::rc::Rc;

pub(crate) const NONE: &str = "<none>";

/// The columns of a type; those with a `+` are for `-o wide`.
pub(crate) fn columns(ty: Type) -> &'static [&'static str] {
    match ty {
        Type::Pod => &[
            "NAME",
            "READY",
            "STATUS",
            "RESTARTS",
            "AGE",
            "+IP",
            "+NODE",
            "+NOMINATED NODE",
            "+READINESS GATES",
        ],
        Type::Service => &["NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE", "+SELECTOR"],
        Type::Deployment => {
            &["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE", "+CONTAINERS", "+IMAGES", "+SELECTOR"]
        }
        Type::ReplicaSet => {
            &["NAME", "DESIRED", "CURRENT", "READY", "AGE", "+CONTAINERS", "+IMAGES", "+SELECTOR"]
        }
        Type::Endpoints => &["NAME", "ENDPOINTS", "AGE"],
        Type::EndpointSlice => &["NAME", "ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE"],
        Type::Event => &[
            "LAST SEEN",
            "TYPE",
            "REASON",
            "OBJECT",
            "+SUBOBJECT",
            "+SOURCE",
            "MESSAGE",
            "+FIRST SEEN",
            "+COUNT",
            "+NAME",
        ],
        Type::Node => &[
            "NAME",
            "STATUS",
            "ROLES",
            "AGE",
            "VERSION",
            "+INTERNAL-IP",
            "+EXTERNAL-IP",
            "+OS-IMAGE",
            "+KERNEL-VERSION",
            "+CONTAINER-RUNTIME",
        ],
    }
}

/// The version of Kubernetes that the lab does as.
pub(crate) const VERSION: &str = "v1.37.2";

/// The cells of an object, one for each of its type's columns.
pub(crate) fn cells(item: &Item, wide: bool, cluster: &Simulation) -> Vec<String> {
    let name = || item.name().to_string();
    let age = item.created(cluster).map_or_else(|| "<unknown>".to_owned(), |created| age(cluster, created));
    match item {
        Item::Pod(pod) => {
            let row = pod.printed_row();
            let mut restarts = row.restarts.to_string();
            if let Some(at) = row.restarted_at.filter(|_| row.restarts > 0) {
                restarts.extend([" (", &*self::age(cluster, at), " ago)"]);
            }
            let ready = [&*row.ready.to_string(), "/", &row.containers.to_string()].concat();
            let mut cells = vec![name(), ready, row.status.into_owned(), restarts, age];
            // There may be many Pods.
            if wide {
                cells.extend([
                    pod.status.pod_ip.map_or_else(none, address),
                    pod.node_name.as_ref().map_or_else(none, ToString::to_string),
                    none(),
                    none(),
                ]);
            }
            cells
        }
        Item::Service(service) => {
            let spec = &service.spec;
            let kind = spec.service_type;
            let cluster_ip = spec.cluster_ip.as_deref().filter(|ip| !ip.is_empty()).unwrap_or(NONE);
            let external = if kind == ServiceType::LoadBalancer { "<pending>" } else { NONE };
            vec![
                name(),
                kind.as_str().to_owned(),
                cluster_ip.to_owned(),
                external.to_owned(),
                service_ports(service),
                age,
                labels(&spec.selector),
            ]
        }
        Item::Deployment(deployment) => {
            let (spec, status) = (&deployment.spec, &deployment.status);
            let containers = &spec.template.spec.containers;
            vec![
                name(),
                [&*status.ready_replicas.to_string(), "/", &spec.replicas.to_string()].concat(),
                status.updated_replicas.to_string(),
                status.available_replicas.to_string(),
                age,
                names(containers),
                images(containers),
                selector(&spec.selector),
            ]
        }
        Item::ReplicaSet(replica_set) => {
            let (spec, status) = (&replica_set.spec, &replica_set.status);
            let containers = &spec.template.spec.containers;
            vec![
                name(),
                spec.replicas.to_string(),
                status.replicas.to_string(),
                status.ready_replicas.to_string(),
                age,
                names(containers),
                images(containers),
                selector(&spec.selector),
            ]
        }
        Item::Endpoints(_, slices) => {
            let endpoints = ready_endpoints(slices);
            vec![name(), more_than_three(&endpoints, NONE), age]
        }
        Item::EndpointSlice(slice) => {
            let ports: Vec<String> = slice.ports.iter().map(ToString::to_string).collect();
            let addresses: Vec<String> = slice.endpoints.iter().map(|e| address(e.address)).collect();
            vec![
                name(),
                "IPv4".to_owned(),
                more_than_three(&ports, "<unset>"),
                more_than_three(&addresses, "<unset>"),
                age,
            ]
        }
        Item::Event(event, event_name) => {
            let object =
                [&*event.object.kind.as_str().to_ascii_lowercase(), "/", &event.object.name].concat();
            let part = event.container.as_ref().map(|c| field_path(c)).unwrap_or_default();
            let mut source = event.source.as_str().to_owned();
            if let Some(host) = host(cluster, item) {
                source.extend([", ", &*host]);
            }
            vec![
                since(cluster, event.last_at),
                event.kind.as_str().to_owned(),
                event.reason.to_owned(),
                object,
                part,
                source,
                event.message.trim().to_owned(),
                since(cluster, event.first_at),
                event.count.to_string(),
                event_name.to_string(),
            ]
        }
        Item::Node(node, number) => {
            let mut status = "Ready".to_owned();
            if node.unschedulable {
                status.push_str(",SchedulingDisabled");
            }
            let unknown = || "<unknown>".to_owned();
            vec![
                name(),
                status,
                roles(&node.labels),
                age,
                VERSION.to_owned(),
                node_address(*number),
                none(),
                unknown(),
                unknown(),
                unknown(),
            ]
        }
    }
}

fn none() -> String {
    NONE.to_owned()
}

/// Where an Event's source runs, if Events say so.
fn host(cluster: &Simulation, item: &Item) -> Option<String> {
    let Item::Event(event, _) = item else { return None };
    match event.source {
        EventSource::Kubelet => {
            cluster.pod_named(&event.object.name)?.node_name.as_ref().map(ToString::to_string)
        }
        _ if is_new_event(event) => Some(event.source.as_str().to_owned()),
        _ => None,
    }
}

/// `spec.containers{web}`
pub(crate) fn field_path(container: &str) -> String {
    ["spec.containers{", container, "}"].concat()
}

/// How long ago a stored time was.
pub(crate) fn age(cluster: &Simulation, at: Timestamp) -> String {
    let now = cluster.calendar().unix_ms(cluster.now());
    human_duration(now.saturating_sub(at.0.saturating_mul(1000)))
}

/// How long ago a moment was, its fraction of a second cut off as Events do.
pub(crate) fn since(cluster: &Simulation, at: SimTime) -> String {
    age(cluster, cluster.calendar().timestamp(at))
}

/// An IPv4 address.
pub(crate) fn address(bits: u32) -> String {
    Ipv4Addr::from_bits(bits).to_string()
}

/// The address of a Node.
pub(crate) fn node_address(number: usize) -> String {
    ["10.244.255.", &(number + 10).to_string()].concat()
}

fn roles(labels: &Labels) -> String {
    let roles: Vec<&str> =
        labels.keys().filter_map(|key| key.strip_prefix("node-role.kubernetes.io/")).collect();
    if roles.is_empty() { none() } else { roles.join(",") }
}

fn names(containers: &[Container]) -> String {
    containers.iter().map(|c| &*c.name).collect::<Vec<_>>().join(",")
}

fn images(containers: &[Container]) -> String {
    containers.iter().map(|c| &*c.image).collect::<Vec<_>>().join(",")
}

/// `80/TCP,443:30443/TCP`
fn service_ports(service: &Service) -> String {
    let mut text = String::new();
    for port in &service.spec.ports {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&port.port.to_string());
        if port.node_port != 0 {
            text.extend([":", &port.node_port.to_string()]);
        }
        text.extend(["/", port.protocol.as_str()]);
    }
    if text.is_empty() { none() } else { text }
}

/// `address:port` of the endpoints that are ready, by address.
pub(crate) fn ready_endpoints(slices: &[Rc<EndpointSlice>]) -> Vec<String> {
    let mut ready: Vec<(u32, i32)> = Vec::new();
    for slice in slices {
        for endpoint in slice.endpoints.iter().filter(|e| e.conditions.ready) {
            ready.extend(slice.ports.iter().map(|port| (endpoint.address, *port)));
        }
    }
    ready.sort_unstable();
    ready.iter().map(|(bits, port)| [&*address(*bits), ":", &port.to_string()].concat()).collect()
}

/// The first three, and how many more there are.
pub(crate) fn more_than_three(all: &[String], empty: &str) -> String {
    let first = all.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(",");
    match all.len() {
        0 => empty.to_owned(),
        1..=3 => first,
        length => [&*first, " + ", &(length - 3).to_string(), " more..."].concat(),
    }
}

/// `app=web,tier=db`
pub(crate) fn labels(labels: &Labels) -> String {
    let pairs: Vec<String> = labels.iter().map(|(key, value)| [&**key, "=", value].concat()).collect();
    if pairs.is_empty() { none() } else { pairs.join(",") }
}

/// A selector as text: `app=web,tier in (a,b)`.
pub(crate) fn selector(selector: &LabelSelector) -> String {
    let mut parts: Vec<(&str, String)> =
        selector.match_labels.iter().map(|(key, value)| (&**key, [&**key, "=", value].concat())).collect();
    for part in &selector.match_expressions {
        let key = &*part.key;
        let mut values: Vec<&str> = part.values.iter().map(|v| &**v).collect();
        values.sort_unstable();
        let values = values.join(",");
        let text = match part.operator {
            SelectorOperator::In => [key, " in (", &values, ")"].concat(),
            SelectorOperator::NotIn => [key, " notin (", &values, ")"].concat(),
            SelectorOperator::Exists => key.to_owned(),
            SelectorOperator::DoesNotExist => ["!", key].concat(),
        };
        parts.push((key, text));
    }
    sort_by(&mut parts, |a, b| a.0.cmp(b.0));
    let parts: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
    if parts.is_empty() { none() } else { parts.join(",") }
}
