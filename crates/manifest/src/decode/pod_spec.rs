//! The spec of a Pod template.

use super::NOT_NEGATIVE;
use super::fields::Fields;
use super::{container, security, volume};
use rollout_engine::api::{Handler, HostAlias, PodSpec, Toleration};

/// Reads `spec` of a template.
pub(super) fn read(template: &Fields<'_>) -> PodSpec {
    let fields = &template.object_or_empty("spec");
    let volumes = volume::volumes(fields);
    let mut names = Vec::new();
    let containers = container::read(fields, "containers", &volumes, &mut names);
    if containers.is_empty() {
        fields.invalid("containers", "Required value");
    }
    let init_containers = container::read(fields, "initContainers", &volumes, &mut names);
    let grace = fields.int64("terminationGracePeriodSeconds").unwrap_or(30);
    if grace < 0 {
        fields.bad_value("terminationGracePeriodSeconds", grace, NOT_NEGATIVE);
    }
    for (i, container) in containers.iter().enumerate() {
        let hook = container.lifecycle.as_ref().and_then(|lifecycle| lifecycle.pre_stop.as_ref());
        if let Some(Handler::Sleep { seconds }) = hook
            && !(0..=grace).contains(seconds)
        {
            let detail =
                format!("must be non-negative and less than terminationGracePeriodSeconds ({grace})");
            fields.bad_value(&format!("containers[{i}].lifecycle.preStop.sleep"), *seconds, &detail);
        }
    }
    let _ = fields.word("restartPolicy", "Always");
    if fields.int64("activeDeadlineSeconds").is_some() {
        fields.invalid(
            "activeDeadlineSeconds",
            "Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported",
        );
    }
    let account = fields.filled("serviceAccountName").or(fields.filled("serviceAccount"));
    PodSpec {
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
        image_pull_secrets: fields.all("imagePullSecrets", |reference| reference.text_or_empty("name")),
        hostname: fields.text_or_empty("hostname"),
        subdomain: fields.text_or_empty("subdomain"),
        scheduler_name: fields.filled("schedulerName").filter(|name| **name != *"default-scheduler"),
        tolerations: fields.all("tolerations", toleration),
        host_aliases: fields.all("hostAliases", host_alias),
        priority_class_name: fields.text_or_empty("priorityClassName"),
        enable_service_links: fields.boolean("enableServiceLinks"),
        // The template fills it in, when all has been read.
        unmodelled: String::new(),
    }
}

fn toleration(fields: &Fields<'_>) -> Toleration {
    Toleration {
        key: fields.text_or_empty("key"),
        operator: fields.text_or_empty("operator"),
        value: fields.text_or_empty("value"),
        effect: fields.text_or_empty("effect"),
        toleration_seconds: fields.int64("tolerationSeconds"),
    }
}

fn host_alias(fields: &Fields<'_>) -> HostAlias {
    HostAlias { ip: fields.text_or_empty("ip"), hostnames: fields.texts("hostnames") }
}
