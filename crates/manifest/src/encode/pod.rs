//! Pods.

use super::metadata::object;
use super::template::pod_spec_tree;
use super::{Detail, Fields, put_unmodelled};
use crate::tree::Tree;
use rollout_engine::api::{
    ContainerState, ContainerStatus, ContainerTerminated, Kind, Pod, PodCondition, PodStatus,
};
use std::net::Ipv4Addr;

/// A Pod.
pub fn pod_tree(pod: &Pod, detail: Detail<'_>) -> Tree {
    let mut spec = Tree::map();
    spec.set("spec", pod_spec_tree(&pod.template.spec, detail));
    put_unmodelled(&mut spec, &pod.template.spec.unmodelled);
    let mut spec = spec.get("spec").cloned().unwrap_or_default();
    if let Some(node) = &pod.node_name {
        spec.set("nodeName", node);
    }
    let mut object = object(Kind::Pod, &pod.meta, detail);
    object.set("spec", spec);
    if matches!(detail, Detail::Stored { .. }) {
        object.set("status", status(&pod.status));
    }
    object.done()
}

fn plain() -> Fields {
    Fields::new(Detail::Brief)
}

fn status(status: &PodStatus) -> Tree {
    let mut fields = plain();
    fields
        .set("phase", status.phase.as_str())
        .list("conditions", status.conditions.iter().map(condition))
        .list("initContainerStatuses", status.init_container_statuses.iter().map(container_status))
        .list("containerStatuses", status.container_statuses.iter().map(container_status));
    if let Some(ip) = status.pod_ip {
        let text = Ipv4Addr::from_bits(ip).to_string();
        let mut address = plain();
        address.set("ip", text.clone());
        fields.set("podIP", text).list("podIPs", [address.done()]);
    }
    fields.some("startTime", status.start_time.map(|t| t.to_string()));
    fields.done()
}

fn condition(condition: &PodCondition) -> Tree {
    let mut fields = plain();
    fields
        .set("type", condition.kind.as_str())
        .set("status", condition.status.as_str())
        .some("reason", condition.reason)
        .some("message", condition.message.as_ref())
        .set("lastTransitionTime", condition.last_transition_time.to_string());
    fields.done()
}

fn container_status(status: &ContainerStatus) -> Tree {
    let mut last = plain();
    if let Some(terminated_before) = &status.last_state {
        last.set("terminated", terminated(terminated_before));
    }
    let mut fields = plain();
    fields
        .set("name", &status.name)
        .set("image", &status.image)
        .set("ready", status.ready)
        .set("started", status.started)
        .set("restartCount", i64::from(status.restart_count))
        .set("state", state(&status.state))
        .set("lastState", last.done());
    fields.done()
}

fn state(state: &ContainerState) -> Tree {
    let mut inner = plain();
    let key = match state {
        ContainerState::Waiting { reason, message } => {
            inner.set("reason", *reason).some("message", message.as_ref());
            "waiting"
        }
        ContainerState::Running { started_at } => {
            inner.set("startedAt", started_at.to_string());
            "running"
        }
        ContainerState::Terminated(t) => {
            inner.tree = terminated(t);
            "terminated"
        }
    };
    let mut fields = plain();
    fields.set(key, inner.done());
    fields.done()
}

fn terminated(terminated: &ContainerTerminated) -> Tree {
    let mut fields = plain();
    fields
        .set("exitCode", terminated.exit_code)
        .set("reason", terminated.reason)
        .set("startedAt", terminated.started_at.to_string())
        .set("finishedAt", terminated.finished_at.to_string());
    fields.done()
}
