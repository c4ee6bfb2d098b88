//! As whom containers run, and what they may do.

use super::go_text::{GoText, Pointer, Slice, pointer};
use crate::api::{Capabilities, PodSecurityContext, SeccompProfile, SecurityContext};
use std::fmt::{self, Display, Formatter};

impl Display for GoText<&SecurityContext> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let s = self.0;
        write!(
            f,
            "{{Capabilities:(*v1.Capabilities){} Privileged:(*bool){} SELinuxOptions:(*v1.SELinuxOptions)<nil> \
             WindowsOptions:(*v1.WindowsSecurityContextOptions)<nil> RunAsUser:(*int64){} RunAsGroup:(*int64){} \
             RunAsNonRoot:(*bool){} ReadOnlyRootFilesystem:(*bool){} AllowPrivilegeEscalation:(*bool){} \
             ProcMount:(*v1.ProcMountType){} SeccompProfile:(*v1.SeccompProfile){} \
             AppArmorProfile:(*v1.AppArmorProfile)<nil>}}",
            pointer(&s.capabilities),
            Pointer(s.privileged),
            Pointer(s.run_as_user),
            Pointer(s.run_as_group),
            Pointer(s.run_as_non_root),
            Pointer(s.read_only_root_filesystem),
            Pointer(s.allow_privilege_escalation),
            pointer(&s.proc_mount),
            pointer(&s.seccomp_profile)
        )
    }
}

impl Display for GoText<&PodSecurityContext> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let s = self.0;
        write!(
            f,
            "{{SELinuxOptions:(*v1.SELinuxOptions)<nil> WindowsOptions:(*v1.WindowsSecurityContextOptions)<nil> \
             RunAsUser:(*int64){} RunAsGroup:(*int64){} RunAsNonRoot:(*bool){} SupplementalGroups:([]int64){} \
             SupplementalGroupsPolicy:(*v1.SupplementalGroupsPolicy){} FSGroup:(*int64){} Sysctls:([]v1.Sysctl){} \
             FSGroupChangePolicy:(*v1.PodFSGroupChangePolicy){} SeccompProfile:(*v1.SeccompProfile){} \
             AppArmorProfile:(*v1.AppArmorProfile)<nil> SELinuxChangePolicy:(*v1.PodSELinuxChangePolicy)<nil>}}",
            Pointer(s.run_as_user),
            Pointer(s.run_as_group),
            Pointer(s.run_as_non_root),
            Slice(&s.supplemental_groups),
            pointer(&s.supplemental_groups_policy),
            Pointer(s.fs_group),
            Slice(&s.sysctls),
            pointer(&s.fs_group_change_policy),
            pointer(&s.seccomp_profile)
        )
    }
}

impl Display for GoText<&Capabilities> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Capabilities { add, drop } = self.0;
        write!(f, "{{Add:([]v1.Capability){} Drop:([]v1.Capability){}}}", Slice(add), Slice(drop))
    }
}

impl Display for GoText<&SeccompProfile> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let SeccompProfile { kind, localhost_profile } = self.0;
        write!(
            f,
            "{{Type:(v1.SeccompProfileType){kind} LocalhostProfile:(*string){}}}",
            pointer(localhost_profile)
        )
    }
}
