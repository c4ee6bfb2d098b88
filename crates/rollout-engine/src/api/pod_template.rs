//! The Pod template: what a ReplicaSet's Pods are made from.

use super::{Annotations, Container, Labels, Name};

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
    /// Fields that the lab does not model, as canonical JSON; empty if there are none.
    /// Two templates that differ in them are different, but the hash is then not the real one.
    pub unmodelled: String,
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
