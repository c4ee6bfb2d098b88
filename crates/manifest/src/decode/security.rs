//! Security contexts: kept, never acted upon.

use super::fields::{Fields, Schema};
use rollout_engine::api::{Capabilities, PodSecurityContext, SeccompProfile, SecurityContext};

static SECURITY_CONTEXT: Schema = Schema {
    go: "SecurityContext",
    unmodelled: "seLinuxOptions windowsOptions appArmorProfile",
    ignored: "",
};
static CAPABILITIES: Schema = Schema { go: "Capabilities", unmodelled: "", ignored: "" };
static SECCOMP_PROFILE: Schema = Schema { go: "SeccompProfile", unmodelled: "", ignored: "" };
static POD_SECURITY_CONTEXT: Schema = Schema {
    go: "PodSecurityContext",
    unmodelled: "seLinuxOptions windowsOptions appArmorProfile seLinuxChangePolicy",
    ignored: "",
};
static SYSCTL: Schema = Schema { go: "Sysctl", unmodelled: "", ignored: "" };

/// A container's.
pub(super) fn of_container(container: &Fields<'_>) -> Option<SecurityContext> {
    let fields = container.object("securityContext", &SECURITY_CONTEXT)?;
    let context = SecurityContext {
        capabilities: fields.object("capabilities", &CAPABILITIES).map(|capabilities| {
            let read = Capabilities { add: capabilities.texts("add"), drop: capabilities.texts("drop") };
            capabilities.finish();
            read
        }),
        privileged: fields.boolean("privileged"),
        run_as_user: fields.int64("runAsUser"),
        run_as_group: fields.int64("runAsGroup"),
        run_as_non_root: fields.boolean("runAsNonRoot"),
        read_only_root_filesystem: fields.boolean("readOnlyRootFilesystem"),
        allow_privilege_escalation: fields.boolean("allowPrivilegeEscalation"),
        proc_mount: fields.text("procMount"),
        seccomp_profile: seccomp_profile(&fields),
    };
    fields.finish();
    Some(context)
}

/// A Pod's.
pub(super) fn of_pod(pod: &Fields<'_>) -> PodSecurityContext {
    let Some(fields) = pod.object("securityContext", &POD_SECURITY_CONTEXT) else {
        return PodSecurityContext::default();
    };
    let sysctl = |sysctl: &Fields<'_>| {
        let pair = (sysctl.text_or_empty("name"), sysctl.text_or_empty("value"));
        sysctl.finish();
        pair
    };
    let context = PodSecurityContext {
        run_as_user: fields.int64("runAsUser"),
        run_as_group: fields.int64("runAsGroup"),
        run_as_non_root: fields.boolean("runAsNonRoot"),
        supplemental_groups: fields.int64s("supplementalGroups"),
        supplemental_groups_policy: fields.text("supplementalGroupsPolicy"),
        fs_group: fields.int64("fsGroup"),
        sysctls: fields.objects("sysctls", &SYSCTL).iter().map(sysctl).collect(),
        fs_group_change_policy: fields.text("fsGroupChangePolicy"),
        seccomp_profile: seccomp_profile(&fields),
    };
    fields.finish();
    context
}

fn seccomp_profile(fields: &Fields<'_>) -> Option<SeccompProfile> {
    let profile = fields.object("seccompProfile", &SECCOMP_PROFILE)?;
    let read = SeccompProfile {
        kind: profile.text_or_empty("type"),
        localhost_profile: profile.text("localhostProfile"),
    };
    profile.finish();
    Some(read)
}
