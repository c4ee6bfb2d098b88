//! Deployments, ReplicaSets and Services.

use super::metadata::{object, selector_tree};
use super::template::{port_tree, template_tree};
use super::{Detail, Fields, put_unmodelled};
use crate::tree::Tree;
use rollout_engine::api::{
    Deployment, DeploymentCondition, DeploymentStatus, DeploymentStrategy, IntOrPercent, IntOrString, Kind,
    ReplicaFailure, ReplicaSet, ReplicaSetStatus, Service, ServicePort, ServiceType, TrafficPolicy,
};

/// A Deployment.
pub fn deployment_tree(deployment: &Deployment, detail: Detail<'_>) -> Tree {
    let spec = &deployment.spec;
    let mut fields = Fields::new(detail);
    fields.set("replicas", spec.replicas).flag("paused", spec.paused);
    if let Some(strategy) = strategy_tree(spec.strategy, detail) {
        fields.set("strategy", strategy);
    }
    fields
        .count("minReadySeconds", spec.min_ready_seconds)
        .unless("progressDeadlineSeconds", spec.progress_deadline_seconds, 600)
        .unless("revisionHistoryLimit", spec.revision_history_limit, 10)
        .set("selector", selector_tree(&spec.selector))
        .set("template", template_tree(&spec.template, detail));
    let mut object = object(Kind::Deployment, &deployment.meta, detail);
    object.set("spec", fields.done());
    if matches!(detail, Detail::Stored { .. }) {
        object.set("status", deployment_status(&deployment.status));
    }
    object.done()
}

fn bound(bound: IntOrPercent) -> Tree {
    match bound {
        IntOrPercent::Int(n) => n.into(),
        IntOrPercent::Percent(_) => bound.to_string().into(),
    }
}

fn strategy_tree(strategy: DeploymentStrategy, detail: Detail<'_>) -> Option<Tree> {
    if strategy == DeploymentStrategy::default() && !detail.has_defaults() {
        return None;
    }
    let mut fields = Fields::new(detail);
    match strategy {
        DeploymentStrategy::Recreate => {
            fields.set("type", "Recreate");
        }
        DeploymentStrategy::RollingUpdate { max_unavailable, max_surge } => {
            let quarter = || bound(IntOrPercent::Percent(25));
            let mut rolling = Fields::new(detail);
            rolling.unless("maxSurge", bound(max_surge), quarter());
            rolling.unless("maxUnavailable", bound(max_unavailable), quarter());
            fields.set("type", "RollingUpdate").set("rollingUpdate", rolling.done());
        }
    }
    Some(fields.done())
}

fn deployment_status(status: &DeploymentStatus) -> Tree {
    let condition = |condition: &DeploymentCondition| {
        let mut fields = Fields::new(Detail::Brief);
        fields
            .set("type", condition.kind.as_str())
            .set("status", condition.status.as_str())
            .set("reason", condition.reason.as_str())
            .set("message", &condition.message)
            .set("lastUpdateTime", condition.last_update_time.to_string())
            .set("lastTransitionTime", condition.last_transition_time.to_string());
        fields.done()
    };
    let mut fields = Fields::new(Detail::Brief);
    fields
        .count("observedGeneration", status.observed_generation)
        .count("replicas", status.replicas)
        .count("updatedReplicas", status.updated_replicas)
        .count("readyReplicas", status.ready_replicas)
        .count("availableReplicas", status.available_replicas)
        .count("unavailableReplicas", status.unavailable_replicas)
        .some("terminatingReplicas", status.terminating_replicas)
        .some("collisionCount", status.collision_count)
        .list("conditions", status.conditions.iter().map(condition));
    fields.done()
}

/// A ReplicaSet.
pub fn replica_set_tree(replica_set: &ReplicaSet, detail: Detail<'_>) -> Tree {
    let spec = &replica_set.spec;
    let mut fields = Fields::new(detail);
    fields
        .set("replicas", spec.replicas)
        .count("minReadySeconds", spec.min_ready_seconds)
        .set("selector", selector_tree(&spec.selector))
        .set("template", template_tree(&spec.template, detail));
    let mut object = object(Kind::ReplicaSet, &replica_set.meta, detail);
    object.set("spec", fields.done());
    if matches!(detail, Detail::Stored { .. }) {
        object.set("status", replica_set_status(&replica_set.status));
    }
    object.done()
}

fn replica_set_status(status: &ReplicaSetStatus) -> Tree {
    let failure = |failure: &ReplicaFailure| {
        let mut fields = Fields::new(Detail::Brief);
        fields
            .set("type", "ReplicaFailure")
            .set("status", failure.status.as_str())
            .set("reason", failure.reason.as_str())
            .set("message", &failure.message)
            .set("lastTransitionTime", failure.last_transition_time.to_string());
        fields.done()
    };
    let mut fields = Fields::new(Detail::Brief);
    fields
        .set("replicas", status.replicas)
        .count("fullyLabeledReplicas", status.fully_labeled_replicas)
        .count("readyReplicas", status.ready_replicas)
        .count("availableReplicas", status.available_replicas)
        .some("terminatingReplicas", status.terminating_replicas)
        .count("observedGeneration", status.observed_generation)
        .list("conditions", status.replica_failure.iter().map(failure));
    fields.done()
}

/// A Service.
pub fn service_tree(service: &Service, detail: Detail<'_>) -> Tree {
    let spec = &service.spec;
    let mut fields = Fields::new(detail);
    fields
        .unless("type", spec.service_type.as_str(), ServiceType::ClusterIp.as_str())
        .some("clusterIP", spec.cluster_ip.as_ref())
        .texts_by_key("selector", &spec.selector)
        .list("ports", spec.ports.iter().map(|p| service_port(p, detail)))
        .flag("publishNotReadyAddresses", spec.publish_not_ready_addresses);
    let affinity = spec.client_ip_affinity_seconds;
    fields.unless("sessionAffinity", if affinity.is_some() { "ClientIP" } else { "None" }, "None");
    if let Some(seconds) = affinity.filter(|s| detail.has_defaults() || *s != 10_800) {
        let mut config = Tree::map();
        config.put("clientIP.timeoutSeconds", seconds.into());
        fields.set("sessionAffinityConfig", config);
    }
    let is_external = matches!(spec.service_type, ServiceType::NodePort | ServiceType::LoadBalancer);
    let cluster = TrafficPolicy::Cluster.as_str();
    if spec.service_type != ServiceType::ExternalName || spec.internal_traffic_policy == TrafficPolicy::Local
    {
        fields.unless("internalTrafficPolicy", spec.internal_traffic_policy.as_str(), cluster);
    }
    if is_external || spec.external_traffic_policy == TrafficPolicy::Local {
        fields.unless("externalTrafficPolicy", spec.external_traffic_policy.as_str(), cluster);
    }
    let mut tree = fields.done();
    put_unmodelled(&mut tree, &spec.unmodelled);
    let mut object = object(Kind::Service, &service.meta, detail);
    object.set("spec", tree);
    if matches!(detail, Detail::Stored { .. }) {
        let mut status = Tree::map();
        status.set("loadBalancer", Tree::map());
        object.set("status", status);
    }
    object.done()
}

fn service_port(port: &ServicePort, detail: Detail<'_>) -> Tree {
    let mut fields = Fields::new(detail);
    fields
        .filled("name", &port.name)
        .unless("protocol", port.protocol.as_str(), "TCP")
        .set("port", port.port)
        .unless("targetPort", port_tree(&port.target_port), port_tree(&IntOrString::Int(port.port)))
        .count("nodePort", port.node_port);
    fields.done()
}
