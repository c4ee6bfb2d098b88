//! What a Pod and its containers may do on their node. The lab keeps it; nothing in the simulation depends on it.

use super::Name;

/// `securityContext` of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityContext {
    /// `capabilities`
    pub capabilities: Option<Capabilities>,
    /// `privileged`
    pub privileged: Option<bool>,
    /// `runAsUser`
    pub run_as_user: Option<i64>,
    /// `runAsGroup`
    pub run_as_group: Option<i64>,
    /// `runAsNonRoot`
    pub run_as_non_root: Option<bool>,
    /// `readOnlyRootFilesystem`
    pub read_only_root_filesystem: Option<bool>,
    /// `allowPrivilegeEscalation`
    pub allow_privilege_escalation: Option<bool>,
    /// `procMount`
    pub proc_mount: Option<Name>,
    /// `seccompProfile`
    pub seccomp_profile: Option<SeccompProfile>,
}

/// `capabilities`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// `add`
    pub add: Vec<Name>,
    /// `drop`
    pub drop: Vec<Name>,
}

/// `seccompProfile`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeccompProfile {
    /// `type`
    pub kind: Name,
    /// `localhostProfile`
    pub localhost_profile: Option<Name>,
}

/// `securityContext` of a Pod; it is always there, if only as `{}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodSecurityContext {
    /// `runAsUser`
    pub run_as_user: Option<i64>,
    /// `runAsGroup`
    pub run_as_group: Option<i64>,
    /// `runAsNonRoot`
    pub run_as_non_root: Option<bool>,
    /// `supplementalGroups`
    pub supplemental_groups: Vec<i64>,
    /// `supplementalGroupsPolicy`
    pub supplemental_groups_policy: Option<Name>,
    /// `fsGroup`
    pub fs_group: Option<i64>,
    /// `sysctls`: names and values.
    pub sysctls: Vec<(Name, Name)>,
    /// `fsGroupChangePolicy`
    pub fs_group_change_policy: Option<Name>,
    /// `seccompProfile`
    pub seccomp_profile: Option<SeccompProfile>,
}
