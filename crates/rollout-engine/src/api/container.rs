//! A container as the Pod template describes it.

use super::{Lifecycle, Name, Probe, ProbeType, Protocol};
use std::collections::BTreeMap;

/// `imagePullPolicy`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PullPolicy {
    /// `Always`
    Always,
    /// `IfNotPresent`
    #[default]
    IfNotPresent,
    /// `Never`
    Never,
}

/// `ports[]`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContainerPort {
    /// `name`; empty if none.
    pub name: Name,
    /// `hostPort`; 0 if none.
    pub host_port: i32,
    /// `containerPort`
    pub container_port: i32,
    /// `protocol`
    pub protocol: Protocol,
    /// `hostIP`; empty if none.
    pub host_ip: Name,
}

/// `resources`: quantities as they were written, by resource name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceRequirements {
    /// `limits`
    pub limits: BTreeMap<Name, Name>,
    /// `requests`
    pub requests: BTreeMap<Name, Name>,
}

/// `containers[]`, with defaults filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// `name`
    pub name: Name,
    /// `image`
    pub image: Name,
    /// `command`
    pub command: Vec<Name>,
    /// `args`
    pub args: Vec<Name>,
    /// `workingDir`; empty if none.
    pub working_dir: Name,
    /// `ports`
    pub ports: Vec<ContainerPort>,
    /// `resources`
    pub resources: ResourceRequirements,
    /// `livenessProbe`
    pub liveness_probe: Option<Probe>,
    /// `readinessProbe`
    pub readiness_probe: Option<Probe>,
    /// `startupProbe`
    pub startup_probe: Option<Probe>,
    /// `lifecycle`
    pub lifecycle: Option<Lifecycle>,
    /// `imagePullPolicy`
    pub image_pull_policy: PullPolicy,
}

impl Container {
    /// The probe of this type.
    pub fn probe(&self, probe: ProbeType) -> Option<&Probe> {
        match probe {
            ProbeType::Startup => self.startup_probe.as_ref(),
            ProbeType::Readiness => self.readiness_probe.as_ref(),
            ProbeType::Liveness => self.liveness_probe.as_ref(),
        }
    }
}
