//! Pods.

use super::template::{containers, tolerations, volumes};
use super::{Text, controlled_by, mail_date};
use crate::item::items;
use crate::resource::Type;
use crate::rows::{address, age, node_address};
use manifest::{container_ids, pod_tolerations, quality_of_service};
use rollout_engine::Simulation;
use rollout_engine::api::{ContainerStatus, Pod};

pub(super) fn pod(text: &mut Text, pod: &Pod, cluster: &Simulation) {
    let (meta, spec, status) = (&pod.meta, &pod.template.spec, &pod.status);
    text.name(meta, cluster);
    text.field(0, "Priority", "0");
    if !spec.priority_class_name.is_empty() {
        text.field(0, "Priority Class Name", &spec.priority_class_name);
    }
    if let Some(account) = &spec.service_account_name {
        text.field(0, "Service Account", account);
    }
    match &pod.node_name {
        None => text.field(0, "Node", "<none>"),
        Some(name) => {
            let number = items(cluster, Type::Node, Some(name)).pop().map_or(0, |item| match item {
                crate::item::Item::Node(_, number) => number,
                _ => 0,
            });
            text.field(0, "Node", &[&**name, "/", &node_address(number)].concat());
        }
    }
    if let Some(start) = status.start_time {
        text.field(0, "Start Time", &mail_date(start));
    }
    text.labels("", "Labels", &meta.labels);
    text.annotations("", &meta.annotations, None);
    match (meta.deletion_timestamp, status.phase.is_terminal()) {
        (Some(deadline), false) => {
            text.field(0, "Status", &["Terminating (lasts ", &age(cluster, deadline), ")"].concat());
            let grace = meta.deletion_grace_period_seconds.unwrap_or(0);
            text.field(0, "Termination Grace Period", &[&*grace.to_string(), "s"].concat());
        }
        _ => text.field(0, "Status", status.phase.as_str()),
    }
    match status.pod_ip.map(address) {
        Some(ip) => {
            text.field(0, "IP", &ip);
            text.line(0, &["IPs:"]);
            text.field(1, "IP", &ip);
        }
        None => {
            text.field(0, "IP", "");
            text.field(0, "IPs", "<none>");
        }
    }
    controlled_by(text, meta);
    let ids = |status: &ContainerStatus| container_ids(pod, status, cluster.namespace());
    if !spec.init_containers.is_empty() {
        let statuses = &status.init_container_statuses;
        containers(text, "Init Containers", &spec.init_containers, statuses, "", Some(&ids));
    }
    containers(text, "Containers", &spec.containers, &status.container_statuses, "", Some(&ids));
    if status.conditions.iter().next().is_some() {
        text.line(0, &["Conditions:"]);
        text.line(1, &["Type\tStatus"]);
    }
    for condition in status.conditions.iter() {
        text.line(1, &[condition.kind.as_str(), " \t", condition.status.as_str(), " "]);
    }
    volumes(text, &spec.volumes, "");
    text.field(0, "QoS Class", quality_of_service(&spec.containers));
    text.labels("", "Node-Selectors", &spec.node_selector);
    tolerations(text, "", &pod_tolerations(&spec.tolerations));
}
