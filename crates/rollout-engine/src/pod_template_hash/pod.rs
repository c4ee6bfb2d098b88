//! The template and the Pod in it.

use super::go_text::{GoText, NIL, Pointer, Slice};
use crate::api::{HostAlias, Name, PodSpec, PodTemplateSpec, Toleration};
use std::fmt::{self, Display, Formatter, Write};

impl Display for GoText<&PodTemplateSpec> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let PodTemplateSpec { labels, annotations, spec } = self.0;
        write!(
            f,
            "(v1.PodTemplateSpec){{ObjectMeta:(v1.ObjectMeta){{Name:(string) GenerateName:(string) \
             Namespace:(string) SelfLink:(string) UID:(types.UID) ResourceVersion:(string) Generation:(int64)0 \
             CreationTimestamp:(v1.Time){{Time:(time.Time){{wall:(uint64)0 ext:(int64)0 \
             loc:(*time.Location)<nil>}}}} DeletionTimestamp:(*v1.Time)<nil> \
             DeletionGracePeriodSeconds:(*int64)<nil> Labels:(map[string]string){} \
             Annotations:(map[string]string){} OwnerReferences:([]v1.OwnerReference)<nil> \
             Finalizers:([]string)<nil> ManagedFields:([]v1.ManagedFieldsEntry)<nil>}} Spec:(v1.PodSpec){}}}",
            GoText(labels),
            GoText(annotations),
            GoText(spec)
        )
    }
}

impl Display for GoText<&PodSpec> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let spec = self.0;
        let account = spec.service_account_name.as_deref().unwrap_or("");
        write!(
            f,
            "{{Volumes:([]v1.Volume){} InitContainers:([]v1.Container){} Containers:([]v1.Container){} \
             EphemeralContainers:([]v1.EphemeralContainer)<nil> RestartPolicy:(v1.RestartPolicy)Always \
             TerminationGracePeriodSeconds:(*int64){} ActiveDeadlineSeconds:(*int64)<nil> \
             DNSPolicy:(v1.DNSPolicy){} NodeSelector:(map[string]string){} ServiceAccountName:(string){account} \
             DeprecatedServiceAccount:(string){account} AutomountServiceAccountToken:(*bool){} NodeName:(string) \
             HostNetwork:(bool){} HostPID:(bool){} HostIPC:(bool){} ShareProcessNamespace:(*bool){} \
             SecurityContext:(*v1.PodSecurityContext){} ",
            Slice(&spec.volumes),
            Slice(&spec.init_containers),
            Slice(&spec.containers),
            spec.termination_grace_period_seconds,
            spec.dns_policy.as_deref().unwrap_or("ClusterFirst"),
            GoText(&spec.node_selector),
            Pointer(spec.automount_service_account_token),
            spec.host_network,
            spec.host_pid,
            spec.host_ipc,
            Pointer(spec.share_process_namespace),
            GoText(&spec.security_context),
        )?;
        write!(
            f,
            "ImagePullSecrets:([]v1.LocalObjectReference){} Hostname:(string){} Subdomain:(string){} \
             Affinity:(*v1.Affinity)<nil> SchedulerName:(string){} Tolerations:([]v1.Toleration){} \
             HostAliases:([]v1.HostAlias){} PriorityClassName:(string){} Priority:(*int32)<nil> \
             DNSConfig:(*v1.PodDNSConfig)<nil> ReadinessGates:([]v1.PodReadinessGate)<nil> \
             RuntimeClassName:(*string)<nil> EnableServiceLinks:(*bool){} \
             PreemptionPolicy:(*v1.PreemptionPolicy)<nil> Overhead:(v1.ResourceList)<nil> \
             TopologySpreadConstraints:([]v1.TopologySpreadConstraint)<nil> SetHostnameAsFQDN:(*bool)<nil> \
             OS:(*v1.PodOS)<nil> HostUsers:(*bool)<nil> SchedulingGates:([]v1.PodSchedulingGate)<nil> \
             ResourceClaims:([]v1.PodResourceClaim)<nil> Resources:(*v1.ResourceRequirements)<nil> \
             HostnameOverride:(*string)<nil> SchedulingGroup:(*v1.PodSchedulingGroup)<nil> \
             EvictionResponders:([]v1.EvictionResponder)<nil>}}",
            References(&spec.image_pull_secrets),
            spec.hostname,
            spec.subdomain,
            spec.scheduler_name.as_deref().unwrap_or("default-scheduler"),
            Slice(&spec.tolerations),
            Slice(&spec.host_aliases),
            spec.priority_class_name,
            Pointer(spec.enable_service_links),
        )
    }
}

/// `imagePullSecrets`
struct References<'a>(&'a [Name]);

impl Display for References<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NIL);
        }
        for (i, name) in self.0.iter().enumerate() {
            write!(f, "{}{{Name:(string){name}}}", if i == 0 { '[' } else { ' ' })?;
        }
        f.write_char(']')
    }
}

impl Display for GoText<&Toleration> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Toleration { key, operator, value, effect, toleration_seconds } = self.0;
        write!(
            f,
            "{{Key:(string){key} Operator:(v1.TolerationOperator){operator} Value:(string){value} \
             Effect:(v1.TaintEffect){effect} TolerationSeconds:(*int64){}}}",
            Pointer(*toleration_seconds)
        )
    }
}

impl Display for GoText<&HostAlias> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{{IP:(string){} Hostnames:([]string){}}}", self.0.ip, Slice(&self.0.hostnames))
    }
}
