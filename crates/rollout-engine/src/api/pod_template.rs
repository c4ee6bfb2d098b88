//! The Pod template: what a ReplicaSet's Pods are made from.

use super::{Annotations, Container, Labels, Name, PodSecurityContext, Volume};

/// The label that tells one ReplicaSet's Pods from another's.
pub const POD_TEMPLATE_HASH: &str = "pod-template-hash";

/// `spec.template`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodTemplateSpec {
    /// `metadata.labels`
    pub labels: Labels,
    /// `metadata.annotations`
    pub annotations: Annotations,
    /// `spec`
    pub spec: PodSpec,
}

/// `spec` of a Pod, with defaults filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodSpec {
    /// `volumes`
    pub volumes: Vec<Volume>,
    /// `initContainers`
    pub init_containers: Vec<Container>,
    /// `containers`
    pub containers: Vec<Container>,
    /// `terminationGracePeriodSeconds`
    pub termination_grace_period_seconds: i64,
    /// `nodeSelector`
    pub node_selector: Labels,
    /// `serviceAccountName`; none for the default one.
    pub service_account_name: Option<Name>,
    /// `automountServiceAccountToken`
    pub automount_service_account_token: Option<bool>,
    /// `dnsPolicy`; none for `ClusterFirst`.
    pub dns_policy: Option<Name>,
    /// `hostNetwork`
    pub host_network: bool,
    /// `hostPID`
    pub host_pid: bool,
    /// `hostIPC`
    pub host_ipc: bool,
    /// `shareProcessNamespace`
    pub share_process_namespace: Option<bool>,
    /// `securityContext`
    pub security_context: PodSecurityContext,
    /// `imagePullSecrets[].name`
    pub image_pull_secrets: Vec<Name>,
    /// `hostname`; empty if none.
    pub hostname: Name,
    /// `subdomain`; empty if none.
    pub subdomain: Name,
    /// `schedulerName`; none for `default-scheduler`.
    pub scheduler_name: Option<Name>,
    /// `tolerations`
    pub tolerations: Vec<Toleration>,
    /// `hostAliases`
    pub host_aliases: Vec<HostAlias>,
    /// `priorityClassName`; empty if none.
    pub priority_class_name: Name,
    /// `enableServiceLinks`
    pub enable_service_links: Option<bool>,
    /// Fields of the template that the lab does not model, by their paths (`spec.affinity`), as canonical JSON; empty
    /// if there are none. Two templates that differ in them are different, but the hash is then not the real one.
    pub unmodelled: String,
}

/// `tolerations[]`
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Toleration {
    /// `key`; empty for every taint.
    pub key: Name,
    /// `operator`; empty means `Equal`.
    pub operator: Name,
    /// `value`
    pub value: Name,
    /// `effect`; empty for every effect.
    pub effect: Name,
    /// `tolerationSeconds`
    pub toleration_seconds: Option<i64>,
}

/// `hostAliases[]`
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostAlias {
    /// `ip`
    pub ip: Name,
    /// `hostnames`
    pub hostnames: Vec<Name>,
}

impl PodTemplateSpec {
    /// Whether two templates make the same Pods: all but the label `pod-template-hash` is compared
    /// (`pkg/controller/deployment/util`, `EqualIgnoreHash`).
    pub fn equals_ignoring_hash(&self, other: &Self) -> bool {
        fn bare(labels: &Labels) -> impl Iterator<Item = (&Name, &Name)> {
            labels.iter().filter(|(k, _)| &***k != POD_TEMPLATE_HASH)
        }
        self.spec == other.spec
            && self.annotations == other.annotations
            && bare(&self.labels).eq(bare(&other.labels))
    }
}
