//! Containers: what they run, with what, and what they may do.

use super::Type;

pub(super) const TYPES: &[Type] = &[
    (
        "Container",
        "",
        "name string Its name in the Pod.\n\
         image string What it runs.\n\
         imagePullPolicy string|IfNotPresent|Always|Never Always, IfNotPresent or Never: whether the image is \
         fetched though the Node has it.\n\
         command []string What is run in the place of the image's own program.\n\
         args []string What that program is given.\n\
         ports []ContainerPort On which ports it listens.\n\
         env []EnvVar Environment variables.\n\
         resources ResourceRequirements What it needs, and what it may use at most.\n\
         readinessProbe Probe Asks whether it can serve. While it cannot, the Service sends nothing to the Pod.\n\
         livenessProbe Probe Asks whether it still works. If not, it is restarted.\n\
         startupProbe Probe Asks whether it has started. Until it has, the other probes wait.\n\
         lifecycle Lifecycle What is done after its start and before its end.\n\
         volumeMounts []VolumeMount Which volumes it sees, and where.\n\
         envFrom []EnvFromSource ConfigMaps and Secrets of which each key becomes a variable.\n\
         workingDir string In which folder it runs.\n\
         restartPolicy string|Always|Never|OnFailure Always makes a sidecar of an init container.\n\
         securityContext SecurityContext As whom it runs, and what it may do.\n\
         terminationMessagePath string The file with its last words; /dev/termination-log if nothing is said.\n\
         terminationMessagePolicy string|File|FallbackToLogsOnError Whether its log stands in for a file that is \
         empty.\n\
         stdin boolean Whether it can be given input.\n\
         stdinOnce boolean Whether its input ends with the first who gave it.\n\
         tty boolean Whether it has a terminal.\n\
         - resizePolicy restartPolicyRules volumeDevices",
    ),
    (
        "ContainerPort",
        "",
        "containerPort int32 The port.\n\
         name string A name for it, which Services and probes can use.\n\
         protocol string|TCP|UDP|SCTP TCP, UDP or SCTP.\n\
         hostPort int32 The same port on the Node.\n\
         hostIP string The address of the Node for it.",
    ),
    (
        "ResourceRequirements",
        "",
        "requests map[string]Quantity What the scheduler sets aside for it.\n\
         limits map[string]Quantity What it may use at most.\n\
         - claims",
    ),
    (
        "SecurityContext",
        "",
        "runAsUser int64 The number of the user.\n\
         runAsGroup int64 The number of the group.\n\
         runAsNonRoot boolean Whether root is refused.\n\
         readOnlyRootFilesystem boolean Whether it can write only to volumes.\n\
         allowPrivilegeEscalation boolean Whether it can gain rights.\n\
         privileged boolean Whether it may do whatever the Node may.\n\
         capabilities Capabilities Rights that it gets or loses.\n\
         procMount string|Default|Unmasked What it sees of /proc.\n\
         seccompProfile SeccompProfile Which system calls it may make.\n\
         - seLinuxOptions windowsOptions appArmorProfile",
    ),
    (
        "Capabilities",
        "",
        "add []string Rights that it gets.\n\
         drop []string Rights that it loses.",
    ),
    (
        "SeccompProfile",
        "",
        "type string|RuntimeDefault|Unconfined|Localhost Whose profile.\n\
         localhostProfile string A file on the Node.",
    ),
];
