//! The spec of a Pod template.

use super::fields::{Fields, Schema, invalid_value};
use super::{container, security, volume};
use crate::tree::Tree;
use rollout_engine::api::{Handler, HostAlias, PodSpec, Toleration};

static POD_SPEC: Schema = Schema {
    go: "PodSpec",
    unmodelled: "ephemeralContainers nodeName affinity priority dnsConfig readinessGates runtimeClassName \
                 preemptionPolicy overhead topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates \
                 resourceClaims resources hostnameOverride schedulingGroup evictionResponders",
    ignored: "",
};
static TOLERATION: Schema = Schema { go: "Toleration", unmodelled: "", ignored: "" };
static HOST_ALIAS: Schema = Schema { go: "HostAlias", unmodelled: "", ignored: "" };
static REFERENCE: Schema = Schema { go: "LocalObjectReference", unmodelled: "", ignored: "" };

/// Reads `spec` of a template.
pub(super) fn read(template: &Fields<'_>) -> PodSpec {
    let empty = Tree::map();
    match template.object("spec", &POD_SPEC) {
        Some(fields) => pod_spec(&fields),
        None => pod_spec(&Fields::below(&empty, &template.path_of("spec"), &POD_SPEC, template.report)),
    }
}

fn pod_spec(fields: &Fields<'_>) -> PodSpec {
    let volumes = volume::volumes(fields);
    let mut names = Vec::new();
    let containers = container::read(fields, "containers", &volumes, &mut names);
    if containers.is_empty() {
        fields.invalid("containers", "Required value");
    }
    let init_containers = container::read(fields, "initContainers", &volumes, &mut names);
    let grace = fields.int64("terminationGracePeriodSeconds").unwrap_or(30);
    if grace < 0 {
        let message = invalid_value(&grace.into(), "must be greater than or equal to 0");
        fields.invalid("terminationGracePeriodSeconds", message);
    }
    for (i, container) in containers.iter().enumerate() {
        let hook = container.lifecycle.as_ref().and_then(|lifecycle| lifecycle.pre_stop.as_ref());
        if let Some(Handler::Sleep { seconds }) = hook
            && !(0..=grace).contains(seconds)
        {
            let detail =
                format!("must be non-negative and less than terminationGracePeriodSeconds ({grace})");
            let message = invalid_value(&(*seconds).into(), &detail);
            fields.invalid(&format!("containers[{i}].lifecycle.preStop.sleep"), message);
        }
    }
    let restart_policy = fields.text_or_empty("restartPolicy");
    if !restart_policy.is_empty() && *restart_policy != *"Always" {
        let shown = crate::write::to_json(&Tree::from(&restart_policy));
        let message = format!("Unsupported value: {shown}: supported values: \"Always\"");
        fields.invalid("restartPolicy", message);
    }
    if fields.int64("activeDeadlineSeconds").is_some() {
        fields.invalid(
            "activeDeadlineSeconds",
            "Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported",
        );
    }
    let account = fields.filled("serviceAccountName").or(fields.filled("serviceAccount"));
    let _ = fields.text("serviceAccount");
    let spec = PodSpec {
        volumes,
        init_containers,
        containers,
        termination_grace_period_seconds: grace,
        node_selector: fields.texts_by_key("nodeSelector"),
        service_account_name: account,
        automount_service_account_token: fields.boolean("automountServiceAccountToken"),
        dns_policy: fields.filled("dnsPolicy").filter(|policy| **policy != *"ClusterFirst"),
        host_network: fields.flag("hostNetwork"),
        host_pid: fields.flag("hostPID"),
        host_ipc: fields.flag("hostIPC"),
        share_process_namespace: fields.boolean("shareProcessNamespace"),
        security_context: security::of_pod(fields),
        image_pull_secrets: fields.objects("imagePullSecrets", &REFERENCE).iter().map(reference).collect(),
        hostname: fields.text_or_empty("hostname"),
        subdomain: fields.text_or_empty("subdomain"),
        scheduler_name: fields.filled("schedulerName").filter(|name| **name != *"default-scheduler"),
        tolerations: fields.objects("tolerations", &TOLERATION).iter().map(toleration).collect(),
        host_aliases: fields.objects("hostAliases", &HOST_ALIAS).iter().map(host_alias).collect(),
        priority_class_name: fields.text_or_empty("priorityClassName"),
        enable_service_links: fields.boolean("enableServiceLinks"),
        // The template fills it in, when all has been read.
        unmodelled: String::new(),
    };
    fields.finish();
    spec
}

fn reference(fields: &Fields<'_>) -> rollout_engine::api::Name {
    let name = fields.text_or_empty("name");
    fields.finish();
    name
}

fn toleration(fields: &Fields<'_>) -> Toleration {
    let toleration = Toleration {
        key: fields.text_or_empty("key"),
        operator: fields.text_or_empty("operator"),
        value: fields.text_or_empty("value"),
        effect: fields.text_or_empty("effect"),
        toleration_seconds: fields.int64("tolerationSeconds"),
    };
    fields.finish();
    toleration
}

fn host_alias(fields: &Fields<'_>) -> HostAlias {
    let alias = HostAlias { ip: fields.text_or_empty("ip"), hostnames: fields.texts("hostnames") };
    fields.finish();
    alias
}
