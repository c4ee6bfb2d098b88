//! Pods.

use super::metadata::object;
use super::template::{pod_spec_tree, toleration};
use super::{Detail, Fields, put_unmodelled};
use crate::tree::Tree;
use rollout_engine::api::{
    Container, ContainerState, ContainerStatus, ContainerTerminated, Kind, Pod, PodCondition, Toleration,
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
    if let Detail::Stored { namespace } = detail {
        // What the API server adds to every Pod.
        spec.set("priority", 0);
        spec.set("preemptionPolicy", "PreemptLowerPriority");
        spec.set("enableServiceLinks", pod.template.spec.enable_service_links.unwrap_or(true));
        let all = pod_tolerations(&pod.template.spec.tolerations);
        spec.set("tolerations", all.iter().map(toleration).collect::<Tree>());
        if let Some(owner) = &pod.meta.owner {
            object.tree.put("metadata.generateName", [&*owner.name, "-"].concat().into());
        }
        object.set("spec", spec).set("status", status(pod, namespace));
    } else {
        object.set("spec", spec);
    }
    object.done()
}

fn plain() -> Fields {
    Fields::new(Detail::Brief)
}

fn status(pod: &Pod, namespace: &str) -> Tree {
    let status = &pod.status;
    let container_status = |s: &ContainerStatus| container_status(pod, s, namespace);
    let mut fields = plain();
    fields
        .set("phase", status.phase.as_str())
        .set("qosClass", quality_of_service(&pod.template.spec.containers))
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
        .some("reason", condition.reason())
        .some("message", condition.message())
        .set("lastTransitionTime", condition.last_transition_time.to_string());
    fields.done()
}

fn container_status(pod: &Pod, status: &ContainerStatus, namespace: &str) -> Tree {
    let (id, image_id) = container_ids(pod, status, namespace);
    let mut last = plain();
    if let Some(terminated_before) = &status.last_state {
        last.set("terminated", terminated(terminated_before));
    }
    let mut fields = plain();
    fields
        .set("name", &status.name)
        .set("image", &status.image)
        .set("imageID", image_id)
        .some("containerID", (!id.is_empty()).then_some(id))
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

/// What the runtime calls a container and its image: nothing before it first ran.
pub fn container_ids(pod: &Pod, status: &ContainerStatus, namespace: &str) -> (String, String) {
    if matches!(status.state, ContainerState::Waiting { .. }) && status.last_state.is_none() {
        return (String::new(), String::new());
    }
    let (name, uid) = (&pod.meta.name, pod.meta.uid);
    let id = format!("lab://{name}_{namespace}_{uid}_0_{}_{}", status.name, status.restart_count);
    (id, status.image.to_string())
}

/// The tolerations of a Pod: the API server adds two.
pub fn pod_tolerations(tolerations: &[Toleration]) -> Vec<Toleration> {
    let mut all = tolerations.to_vec();
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
        let covers = |t: &Toleration| {
            (t.key.is_empty() || *t.key == *key) && (t.effect.is_empty() || &*t.effect == "NoExecute")
        };
        if !tolerations.iter().any(covers) {
            all.push(Toleration {
                key: key.into(),
                operator: "Exists".into(),
                effect: "NoExecute".into(),
                toleration_seconds: Some(300),
                ..Toleration::default()
            });
        }
    }
    all
}

/// The class of a Pod's quality of service, from its requests and limits of CPU and memory.
pub fn quality_of_service(containers: &[Container]) -> &'static str {
    let (mut some, mut all) = (false, true);
    for container in containers {
        let resources = &container.resources;
        for resource in ["cpu", "memory"] {
            let amount = |name: &str| name != "0";
            let limit = resources.limits.get(resource).filter(|a| amount(a));
            let request = resources.requests.get(resource).filter(|a| amount(a));
            some |= limit.is_some() || request.is_some();
            all &= limit.is_some() && request.is_none_or(|request| Some(request) == limit);
        }
    }
    match (some, all) {
        (false, _) => "BestEffort",
        (true, true) => "Guaranteed",
        (true, false) => "Burstable",
    }
}
