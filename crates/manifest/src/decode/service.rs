//! Service: `pkg/apis/core/{v1/defaults,validation/validation}.go`.

use super::fields::Fields;
use super::{container, metadata, probe};
use crate::format::{dns_1035_label, dns_label, port_number};
use rollout_engine::api::{IntOrString, Service, ServicePort, ServiceSpec, ServiceType, TrafficPolicy};

/// Reads a Service.
pub(super) fn read(object: &Fields<'_>) -> Service {
    let meta = metadata::object_meta(object, dns_1035_label);
    let mut spec = spec(&object.object_or_empty("spec"));
    spec.unmodelled = object.report.kept_below("spec.");
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
    let selector = metadata::checked_labels(fields, "selector");
    if service_type == ServiceType::ExternalName && fields.get("externalName").is_none() {
        fields.invalid("externalName", "Required value");
    }
    ServiceSpec {
        service_type,
        selector,
        ports,
        cluster_ip,
        publish_not_ready_addresses: fields.flag("publishNotReadyAddresses"),
        client_ip_affinity_seconds: affinity(fields),
        internal_traffic_policy: policy(fields, "internalTrafficPolicy"),
        external_traffic_policy: policy(fields, "externalTrafficPolicy"),
        unmodelled: String::new(),
    }
}

fn service_type(fields: &Fields<'_>) -> ServiceType {
    match fields.word("type", "ClusterIP NodePort LoadBalancer ExternalName") {
        Some(1) => ServiceType::NodePort,
        Some(2) => ServiceType::LoadBalancer,
        Some(3) => ServiceType::ExternalName,
        _ => ServiceType::ClusterIp,
    }
}

fn policy(fields: &Fields<'_>, name: &str) -> TrafficPolicy {
    if fields.word(name, "Cluster Local") == Some(1) { TrafficPolicy::Local } else { TrafficPolicy::Cluster }
}

fn affinity(fields: &Fields<'_>) -> Option<i32> {
    let by_client = fields.word("sessionAffinity", "None ClientIP") == Some(1);
    let config = fields.object("sessionAffinityConfig");
    let seconds = config.as_ref().and_then(|config| {
        let client_ip = config.object("clientIP")?;
        let seconds = client_ip.int32("timeoutSeconds");
        if let Some(seconds) = seconds.filter(|s| !(1..=86_400).contains(s)) {
            client_ip.bad_value("timeoutSeconds", seconds, "must be greater than 0 and less than 86400");
        }
        seconds
    });
    if let Some(config) = config.filter(|_| !by_client) {
        config.invalid("", "Forbidden: must not be set when session affinity is None");
    }
    by_client.then(|| seconds.unwrap_or(10_800))
}

/// Node ports lie here (`--service-node-port-range`).
const NODE_PORTS: std::ops::RangeInclusive<i32> = 30_000..=32_767;

fn ports(spec: &Fields<'_>, service_type: ServiceType) -> Vec<ServicePort> {
    let needs_names = spec.list("ports").len() > 1;
    let mut ports: Vec<ServicePort> = Vec::new();
    spec.each("ports", &mut |fields| {
        let port = fields.int32("port").unwrap_or(0);
        let target_port = match fields.int_or_text("targetPort") {
            Some(IntOrString::Text(text)) if text.is_empty() => IntOrString::Int(port),
            Some(IntOrString::Int(0)) | None => IntOrString::Int(port),
            Some(target) => target,
        };
        let read = ServicePort {
            name: fields.text_or_empty("name"),
            protocol: container::protocol(fields),
            port,
            target_port,
            node_port: fields.int32("nodePort").unwrap_or(0),
        };
        if read.name.is_empty() && needs_names {
            fields.invalid("name", "Required value");
        } else if !read.name.is_empty() {
            if let Some(complaint) = dns_label(&read.name) {
                fields.bad_value("name", &read.name, &complaint);
            } else if ports.iter().any(|p| p.name == read.name) {
                container::duplicate(fields, &read.name);
            }
        }
        if let Some(complaint) = port_number(port) {
            fields.bad_value("port", port, &complaint);
        } else {
            probe::check_port(fields, "targetPort", &read.target_port);
        }
        let has_node_ports = matches!(service_type, ServiceType::NodePort | ServiceType::LoadBalancer);
        if read.node_port != 0 && !has_node_ports {
            let detail = format!("Forbidden: may not be used when `type` is '{}'", service_type.as_str());
            fields.invalid("nodePort", &detail);
        } else if read.node_port != 0 && !NODE_PORTS.contains(&read.node_port) {
            let detail = "provided port is not in the valid range. The range of valid ports is 30000-32767";
            fields.bad_value("nodePort", read.node_port, detail);
        }
        if ports.iter().any(|p| (p.protocol, p.port) == (read.protocol, port)) {
            // The API server shows its own structure here.
            let shown = format!(
                "{{\"Name\":\"\",\"Protocol\":\"{}\",\"AppProtocol\":null,\"Port\":{port},\"TargetPort\":0,\"NodePort\":0}}",
                read.protocol.as_str()
            );
            fields.invalid("", &["Duplicate value: ", &shown].concat());
        }
        ports.push(read);
    });
    ports
}
