//! A container as the Pod template describes it.

use super::{
    EnvFromSource, EnvVar, Lifecycle, Name, Probe, ProbeType, Protocol, SecurityContext, VolumeMount,
};
use crate::SortedMap;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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

/// `resources`: quantities in the form in which the API server stores them, by resource name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceRequirements {
    /// `limits`
    pub limits: SortedMap<Name, Name>,
    /// `requests`
    pub requests: SortedMap<Name, Name>,
}

/// `terminationMessagePolicy`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum TerminationMessagePolicy {
    /// `File`
    #[default]
    File,
    /// `FallbackToLogsOnError`
    FallbackToLogsOnError,
}

/// `restartPolicy` of a container: an init container that is `Always` restarted is a sidecar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerRestartPolicy {
    /// `Always`
    Always,
    /// `OnFailure`
    OnFailure,
    /// `Never`
    Never,
}

/// `containers[]`, with defaults filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// `name`
    pub name: Name,
    /// `image`; empty if the manifest names none.
    pub image: Name,
    /// `command`
    pub command: Vec<Name>,
    /// `args`
    pub args: Vec<Name>,
    /// `workingDir`; empty if none.
    pub working_dir: Name,
    /// `ports`
    pub ports: Vec<ContainerPort>,
    /// `envFrom`
    pub env_from: Vec<EnvFromSource>,
    /// `env`
    pub env: Vec<EnvVar>,
    /// `resources`
    pub resources: ResourceRequirements,
    /// `restartPolicy`
    pub restart_policy: Option<ContainerRestartPolicy>,
    /// `volumeMounts`
    pub volume_mounts: Vec<VolumeMount>,
    /// `livenessProbe`
    pub liveness_probe: Option<Probe>,
    /// `readinessProbe`
    pub readiness_probe: Option<Probe>,
    /// `startupProbe`
    pub startup_probe: Option<Probe>,
    /// `lifecycle`
    pub lifecycle: Option<Lifecycle>,
    /// `terminationMessagePath`; none for `/dev/termination-log`.
    pub termination_message_path: Option<Name>,
    /// `terminationMessagePolicy`
    pub termination_message_policy: TerminationMessagePolicy,
    /// `imagePullPolicy`
    pub image_pull_policy: PullPolicy,
    /// `securityContext`
    pub security_context: Option<SecurityContext>,
    /// `stdin`
    pub stdin: bool,
    /// `stdinOnce`
    pub stdin_once: bool,
    /// `tty`
    pub tty: bool,
}

impl PullPolicy {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::IfNotPresent => "IfNotPresent",
            Self::Never => "Never",
        }
    }
}

impl TerminationMessagePolicy {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::FallbackToLogsOnError => "FallbackToLogsOnError",
        }
    }
}

impl ContainerRestartPolicy {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::OnFailure => "OnFailure",
            Self::Never => "Never",
        }
    }
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
