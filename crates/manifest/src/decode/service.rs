//! Service: `pkg/apis/core/{v1/defaults,validation/validation}.go`.

use super::fields::{Fields, Schema, invalid_value};
use super::{container, metadata, probe};
use crate::format::{dns_1035_label, dns_label, port_number};
use crate::tree::Tree;
use rollout_engine::api::{IntOrString, Service, ServicePort, ServiceSpec, ServiceType, TrafficPolicy};

pub(super) static ROOT: Schema = Schema { go: "Service", unmodelled: "", ignored: "apiVersion kind status" };
static SPEC: Schema = Schema {
    go: "ServiceSpec",
    unmodelled: "externalIPs loadBalancerIP loadBalancerSourceRanges externalName healthCheckNodePort \
                 allocateLoadBalancerNodePorts loadBalancerClass trafficDistribution",
    // The lab has one address family; the server fills these in.
    ignored: "clusterIPs ipFamilies ipFamilyPolicy",
};
static PORT: Schema = Schema { go: "ServicePort", unmodelled: "appProtocol", ignored: "" };
static AFFINITY: Schema = Schema { go: "SessionAffinityConfig", unmodelled: "", ignored: "" };
static CLIENT_IP: Schema = Schema { go: "ClientIPConfig", unmodelled: "", ignored: "" };

/// Reads a Service.
pub(super) fn read(object: &Fields<'_>) -> Service {
    let meta = metadata::object_meta(object, dns_1035_label);
    let empty = Tree::map();
    let mut spec = match object.object("spec", &SPEC) {
        Some(fields) => spec(&fields),
        None => spec(&Fields::below(&empty, "spec", &SPEC, object.report)),
    };
    object.finish();
    spec.unmodelled = object.report.unmodelled_below("spec.");
    Service { meta, spec }
}

fn spec(fields: &Fields<'_>) -> ServiceSpec {
    let service_type = service_type(fields);
    let cluster_ip = fields.filled("clusterIP");
    let is_headless = cluster_ip.as_deref() == Some("None");
    let ports = ports(fields, service_type);
    if ports.is_empty() && !is_headless && service_type != ServiceType::ExternalName {
        fields.invalid("ports", "Required value");
    }
    let selector = fields.texts_by_key("selector");
    metadata::check_labels(fields.report, &fields.path_of("selector"), &selector);
    if service_type == ServiceType::ExternalName
        && fields.tree().get("externalName").is_none_or(Tree::is_null)
    {
        fields.invalid("externalName", "Required value");
    }
    let spec = ServiceSpec {
        service_type,
        selector,
        ports,
        cluster_ip,
        publish_not_ready_addresses: fields.flag("publishNotReadyAddresses"),
        client_ip_affinity_seconds: affinity(fields),
        internal_traffic_policy: policy(fields, "internalTrafficPolicy"),
        external_traffic_policy: policy(fields, "externalTrafficPolicy"),
        unmodelled: String::new(),
    };
    fields.finish();
    spec
}

/// The word of a field if it is one of these, else the first.
fn word<T: Copy>(fields: &Fields<'_>, name: &'static str, words: &[(&str, T)], default: T) -> T {
    let written = fields.text_or_empty(name);
    if written.is_empty() {
        return default;
    }
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == &*written) {
        return *value;
    }
    let mut allowed: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    allowed.sort();
    let shown = crate::write::to_json(&Tree::from(&written));
    fields.invalid(name, format!("Unsupported value: {shown}: supported values: {}", allowed.join(", ")));
    default
}

fn service_type(fields: &Fields<'_>) -> ServiceType {
    let types =
        [ServiceType::ClusterIp, ServiceType::NodePort, ServiceType::LoadBalancer, ServiceType::ExternalName];
    word(fields, "type", &types.map(|t| (t.as_str(), t)), ServiceType::ClusterIp)
}

fn policy(fields: &Fields<'_>, name: &'static str) -> TrafficPolicy {
    word(
        fields,
        name,
        &[TrafficPolicy::Cluster, TrafficPolicy::Local].map(|p| (p.as_str(), p)),
        TrafficPolicy::Cluster,
    )
}

fn affinity(fields: &Fields<'_>) -> Option<i32> {
    let by_client = word(fields, "sessionAffinity", &[("None", false), ("ClientIP", true)], false);
    let config = fields.object("sessionAffinityConfig", &AFFINITY);
    let seconds = config.as_ref().and_then(|config| {
        let client_ip = config.object("clientIP", &CLIENT_IP)?;
        let seconds = client_ip.int32("timeoutSeconds");
        if let Some(seconds) = seconds.filter(|s| !(1..=86_400).contains(s)) {
            let message = invalid_value(&seconds.into(), "must be greater than 0 and less than 86400");
            client_ip.invalid("timeoutSeconds", message);
        }
        client_ip.finish();
        seconds
    });
    if let Some(config) = config {
        config.finish();
        if !by_client {
            config.invalid("", "Forbidden: must not be set when session affinity is None");
        }
    }
    by_client.then(|| seconds.unwrap_or(10_800))
}

/// Node ports lie here (`--service-node-port-range`).
const NODE_PORTS: std::ops::RangeInclusive<i32> = 30_000..=32_767;

fn ports(spec: &Fields<'_>, service_type: ServiceType) -> Vec<ServicePort> {
    let all = spec.objects("ports", &PORT);
    let needs_names = all.len() > 1;
    let mut ports: Vec<ServicePort> = Vec::with_capacity(all.len());
    for fields in all {
        let port = fields.int32("port").unwrap_or(0);
        let target_port = match fields.int_or_text("targetPort") {
            Some(IntOrString::Text(text)) if text.is_empty() => IntOrString::Int(port),
            Some(IntOrString::Int(0)) | None => IntOrString::Int(port),
            Some(target) => target,
        };
        let read = ServicePort {
            name: fields.text_or_empty("name"),
            protocol: container::protocol(&fields),
            port,
            target_port,
            node_port: fields.int32("nodePort").unwrap_or(0),
        };
        fields.finish();
        if read.name.is_empty() && needs_names {
            fields.invalid("name", "Required value");
        } else if !read.name.is_empty() {
            if let Some(complaint) = dns_label(&read.name) {
                fields.invalid("name", invalid_value(&(&read.name).into(), &complaint));
            } else if ports.iter().any(|p| p.name == read.name) {
                fields.invalid("name", format!("Duplicate value: \"{}\"", read.name));
            }
        }
        if let Some(complaint) = port_number(port) {
            fields.invalid("port", invalid_value(&port.into(), &complaint));
        } else {
            probe::check_port(&fields, "targetPort", &read.target_port);
        }
        let has_node_ports = matches!(service_type, ServiceType::NodePort | ServiceType::LoadBalancer);
        if read.node_port != 0 && !has_node_ports {
            let detail = format!("Forbidden: may not be used when `type` is '{}'", service_type.as_str());
            fields.invalid("nodePort", detail);
        } else if read.node_port != 0 && !NODE_PORTS.contains(&read.node_port) {
            let detail = "provided port is not in the valid range. The range of valid ports is 30000-32767";
            fields.invalid("nodePort", invalid_value(&read.node_port.into(), detail));
        }
        if ports.iter().any(|p| (p.protocol, p.port) == (read.protocol, port)) {
            // The API server shows its own structure here.
            let shown = format!(
                "{{\"Name\":\"\",\"Protocol\":\"{}\",\"AppProtocol\":null,\"Port\":{port},\"TargetPort\":0,\"NodePort\":0}}",
                read.protocol.as_str()
            );
            fields.invalid("", format!("Duplicate value: {shown}"));
        }
        ports.push(read);
    }
    ports
}
