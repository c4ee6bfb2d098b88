//! Node.

use super::{Labels, Name};

/// `v1` Node, as far as scheduling and display need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// `metadata.name`
    pub name: Name,
    /// `metadata.labels`
    pub labels: Labels,
    /// `spec.unschedulable`: cordoned.
    pub unschedulable: bool,
    /// `status.allocatable.cpu` in thousandths of a CPU.
    pub allocatable_cpu_milli: i64,
    /// `status.allocatable.memory` in bytes.
    pub allocatable_memory: i64,
    /// `status.allocatable.pods`
    pub allocatable_pods: i64,
}
