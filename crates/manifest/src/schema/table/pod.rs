//! Pods: where and as whom they run.

use super::Type;

pub(super) const TYPES: &[Type] = &[
    (
        "Pod",
        "One or more containers that run together on one Node.",
        "=apiVersion string|v1 Which version of the API.\n\
         =kind string|Pod What it is.\n\
         metadata ObjectMeta Name, labels and annotations.\n\
         spec PodSpec What is to run.\n\
         ~status PodStatus What was last observed.",
    ),
    (
        "PodTemplateSpec",
        "",
        "metadata ObjectMeta Labels and annotations of the Pods.\n\
         spec PodSpec What is to run in them.",
    ),
    (
        "PodSpec",
        "",
        "containers []Container The containers, at least one.\n\
         initContainers []Container Containers that run to their end first, one after the other.\n\
         terminationGracePeriodSeconds int64 How long a Pod may take to stop before it is killed; 30 if nothing \
         is said.\n\
         restartPolicy string|Always Always, in a Deployment.\n\
         -nodeName string The Node it runs on; the scheduler fills it in.\n\
         nodeSelector map[string]string Labels that its Node must have.\n\
         tolerations []Toleration Taints that do not keep it away from a Node.\n\
         volumes []Volume What its containers can mount.\n\
         serviceAccountName string Under which account it talks to the API.\n\
         serviceAccount string The old name of serviceAccountName.\n\
         automountServiceAccountToken boolean Whether the containers see a token for the API.\n\
         activeDeadlineSeconds int64 After how long it is stopped; not for Pods of a Deployment.\n\
         securityContext PodSecurityContext As whom its containers run.\n\
         imagePullSecrets []LocalObjectReference Secrets with which its images are fetched.\n\
         hostname string Its host name; its own name if nothing is said.\n\
         subdomain string The Service under which its host name is known.\n\
         hostAliases []HostAlias More lines for /etc/hosts.\n\
         hostNetwork boolean Whether it shares the network of its Node.\n\
         hostPID boolean Whether it sees the processes of its Node.\n\
         hostIPC boolean Whether it shares memory with programs of its Node.\n\
         shareProcessNamespace boolean Whether its containers see the processes of each other.\n\
         dnsPolicy string|ClusterFirst|ClusterFirstWithHostNet|Default|None Whom it asks for names.\n\
         schedulerName string Who finds a Node for it; default-scheduler if nothing is said.\n\
         priorityClassName string How important it is where room is short.\n\
         enableServiceLinks boolean Whether it gets the addresses of Services as environment variables.\n\
         - ephemeralContainers affinity priority dnsConfig readinessGates runtimeClassName preemptionPolicy \
         overhead topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates resourceClaims \
         resources hostnameOverride schedulingGroup evictionResponders",
    ),
    (
        "PodStatus",
        "",
        "phase string Pending, Running, Succeeded, Failed or Unknown.\n\
         conditions []Object PodScheduled, Initialized, ContainersReady, Ready and more.\n\
         containerStatuses []Object How each container does.\n\
         podIP string Its address.\n\
         startTime Time When its Node took it on.",
    ),
    (
        "Toleration",
        "",
        "key string The taint; any if empty.\n\
         operator string|Equal|Exists Whether the value counts.\n\
         value string The value of the taint.\n\
         effect string|NoSchedule|PreferNoSchedule|NoExecute Which effect; any if empty.\n\
         tolerationSeconds int64 For how long, where the effect is NoExecute.",
    ),
    (
        "HostAlias",
        "",
        "ip string The address.\n\
         hostnames []string Its names.",
    ),
    ("LocalObjectReference", "", "name string Its name."),
    (
        "PodSecurityContext",
        "",
        "runAsUser int64 The number of the user.\n\
         runAsGroup int64 The number of the group.\n\
         runAsNonRoot boolean Whether root is refused.\n\
         fsGroup int64 The group of the files of volumes.\n\
         fsGroupChangePolicy string|Always|OnRootMismatch When their group is changed.\n\
         supplementalGroups []int64 More groups.\n\
         supplementalGroupsPolicy string|Merge|Strict Whether groups of the image count.\n\
         sysctls []Sysctl Settings of the kernel.\n\
         seccompProfile SeccompProfile Which system calls they may make.\n\
         - seLinuxOptions windowsOptions appArmorProfile seLinuxChangePolicy",
    ),
    (
        "Sysctl",
        "",
        "name string The setting.\n\
         value string Its value.",
    ),
];
