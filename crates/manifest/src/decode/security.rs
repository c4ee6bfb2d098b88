//! Security contexts: kept, never acted upon.

use super::fields::Fields;
use rollout_engine::api::{Capabilities, PodSecurityContext, SeccompProfile, SecurityContext};

/// A container's.
pub(super) fn of_container(container: &Fields<'_>) -> Option<SecurityContext> {
    let fields = container.object("securityContext")?;
    let capabilities = fields.object("capabilities").map(|capabilities| Capabilities {
        add: capabilities.texts("add"),
        drop: capabilities.texts("drop"),
    });
    Some(SecurityContext {
        capabilities,
        privileged: fields.boolean("privileged"),
        run_as_user: fields.int64("runAsUser"),
        run_as_group: fields.int64("runAsGroup"),
        run_as_non_root: fields.boolean("runAsNonRoot"),
        read_only_root_filesystem: fields.boolean("readOnlyRootFilesystem"),
        allow_privilege_escalation: fields.boolean("allowPrivilegeEscalation"),
        proc_mount: fields.text("procMount"),
        seccomp_profile: seccomp_profile(&fields),
    })
}

/// A Pod's.
pub(super) fn of_pod(pod: &Fields<'_>) -> PodSecurityContext {
    let fields = pod.object_or_empty("securityContext");
    PodSecurityContext {
        run_as_user: fields.int64("runAsUser"),
        run_as_group: fields.int64("runAsGroup"),
        run_as_non_root: fields.boolean("runAsNonRoot"),
        supplemental_groups: fields.int64s("supplementalGroups"),
        supplemental_groups_policy: fields.text("supplementalGroupsPolicy"),
        fs_group: fields.int64("fsGroup"),
        sysctls: fields.pairs("sysctls"),
        fs_group_change_policy: fields.text("fsGroupChangePolicy"),
        seccomp_profile: seccomp_profile(&fields),
    }
}

fn seccomp_profile(fields: &Fields<'_>) -> Option<SeccompProfile> {
    let profile = fields.object("seccompProfile")?;
    Some(SeccompProfile {
        kind: profile.text_or_empty("type"),
        localhost_profile: profile.text("localhostProfile"),
    })
}
