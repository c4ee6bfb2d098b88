//! What the table holds. A line is a field: its name, its type with the words that it may have, what it means. Before the name,
//! `-` marks what is kept without being modelled, `~` what only the server writes, `=` what says what the object is; alone,
//! they stand before names that are not explained.

/// Types by their names in Go: what each is, and its fields.
pub(super) const TYPES: &[(&str, &str, &str)] = &[
    (
        "",
        "",
        "=apiVersion string|apps/v1|v1 Which version of the API: apps/v1 for a Deployment, v1 for a Service.\n\
         =kind string|Deployment|Service What it is: Deployment or Service.",
    ),
    (
        "Deployment",
        "Keeps a number of equal Pods running, and replaces them step by step when their template changes.",
        "=apiVersion string|apps/v1 Which version of the API.\n\
         =kind string|Deployment What it is.\n\
         metadata ObjectMeta Name, labels and annotations.\n\
         spec DeploymentSpec What is wanted.\n\
         ~status DeploymentStatus What was last observed. Only the controller writes it.",
    ),
    (
        "DeploymentSpec",
        "",
        "replicas int32 How many Pods are wanted; 1 if nothing is said.\n\
         selector LabelSelector Which Pods are the Deployment's. It must match the template's labels, and cannot \
         be changed.\n\
         template PodTemplateSpec What its Pods look like. Each different template becomes a ReplicaSet.\n\
         strategy DeploymentStrategy How old Pods are replaced by new ones.\n\
         minReadySeconds int32 For how long a Pod must be Ready before it counts as available.\n\
         revisionHistoryLimit int32 How many old ReplicaSets are kept to go back to; 10 if nothing is said.\n\
         paused boolean Whether changes of the template wait.\n\
         progressDeadlineSeconds int32 After how long without progress a rollout counts as failed; 600 if nothing \
         is said. Nothing is stopped or undone then.",
    ),
    (
        "DeploymentStrategy",
        "",
        "type string|RollingUpdate|Recreate RollingUpdate (new Pods come while old ones go) or Recreate (all old \
         Pods go first).\n\
         rollingUpdate RollingUpdateDeployment How far a rolling update may go beyond and below the wanted number.",
    ),
    (
        "RollingUpdateDeployment",
        "",
        "maxSurge IntOrString How many Pods there may be beyond the wanted number, as a number or a share, \
         rounded up; 25% if nothing is said.\n\
         maxUnavailable IntOrString How many of the wanted number may be unavailable, as a number or a share, \
         rounded down; 25% if nothing is said.",
    ),
    (
        "DeploymentStatus",
        "",
        "observedGeneration int64 The last generation of the spec that the controller has seen.\n\
         replicas int32 How many Pods there are, of all ReplicaSets; those on their way out do not count.\n\
         updatedReplicas int32 How many of them have the present template.\n\
         readyReplicas int32 How many are Ready.\n\
         availableReplicas int32 How many have been Ready for minReadySeconds.\n\
         unavailableReplicas int32 How many are still missing.\n\
         terminatingReplicas int32 How many are on their way out.\n\
         collisionCount int32 How often the name of a new ReplicaSet was taken.\n\
         conditions []DeploymentCondition Available, Progressing and ReplicaFailure, the one that changed last at \
         the end.",
    ),
    (
        "DeploymentCondition",
        "",
        "type string Which condition.\n\
         status string True, False or Unknown.\n\
         reason string Why, in one word.\n\
         message string Why, in a sentence.\n\
         lastUpdateTime Time When it was last written; the progress deadline counts from here.\n\
         lastTransitionTime Time When its status last changed.",
    ),
    (
        "ReplicaSet",
        "Keeps a number of Pods of one template running. Deployments make and size them.",
        "=apiVersion string|apps/v1 Which version of the API.\n\
         =kind string|ReplicaSet What it is.\n\
         metadata ObjectMeta Name, labels and annotations; the annotations hold the revision.\n\
         spec ReplicaSetSpec What is wanted.\n\
         ~status ReplicaSetStatus What was last observed.",
    ),
    (
        "ReplicaSetSpec",
        "",
        "replicas int32 How many Pods are wanted.\n\
         minReadySeconds int32 For how long a Pod must be Ready before it counts as available.\n\
         selector LabelSelector Which Pods are its own.\n\
         template PodTemplateSpec What its Pods look like.",
    ),
    (
        "ReplicaSetStatus",
        "",
        "replicas int32 How many Pods there are.\n\
         fullyLabeledReplicas int32 How many have all labels of the template.\n\
         readyReplicas int32 How many are Ready.\n\
         availableReplicas int32 How many have been Ready for minReadySeconds.\n\
         terminatingReplicas int32 How many are on their way out.\n\
         observedGeneration int64 The last generation of the spec that the controller has seen.",
    ),
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
        "EnvVar",
        "",
        "name string The variable.\n\
         value string Its value.\n\
         valueFrom EnvVarSource Where its value comes from instead.",
    ),
    (
        "ResourceRequirements",
        "",
        "requests map[string]Quantity What the scheduler sets aside for it.\n\
         limits map[string]Quantity What it may use at most.\n\
         - claims",
    ),
    (
        "Probe",
        "",
        "httpGet HTTPGetAction Asks over HTTP; an answer from 200 to 399 is a success.\n\
         tcpSocket TCPSocketAction Opens a connection.\n\
         exec ExecAction Runs a command in the container; exit code 0 is a success.\n\
         grpc GRPCAction Asks over gRPC.\n\
         initialDelaySeconds int32 How long after the start it first asks.\n\
         periodSeconds int32 How often it asks; every 10 s if nothing is said.\n\
         timeoutSeconds int32 After how long no answer is a failure; 1 s if nothing is said.\n\
         successThreshold int32 How many successes in a row it takes; 1 but for readiness.\n\
         failureThreshold int32 How many failures in a row it takes; 3 if nothing is said.\n\
         terminationGracePeriodSeconds int64 How long the container may take to stop when this probe has failed.",
    ),
    (
        "HTTPGetAction",
        "",
        "path string The path, / if nothing is said.\n\
         port IntOrString The port, by number or name.\n\
         host string The host; the Pod's own address if nothing is said.\n\
         scheme string|HTTP|HTTPS HTTP or HTTPS.\n\
         httpHeaders []HTTPHeader Headers that are sent along.\n\
         - protocol",
    ),
    (
        "TCPSocketAction",
        "",
        "port IntOrString The port, by number or name.\n\
         host string The host; the Pod's own address if nothing is said.",
    ),
    ("ExecAction", "", "command []string The command and its arguments; no shell is involved."),
    (
        "Lifecycle",
        "",
        "postStart LifecycleHandler Done right after the start; the container does not count as running before it \
         has ended.\n\
         preStop LifecycleHandler Done before SIGTERM is sent. It uses up the grace period.\n\
         stopSignal string The signal that asks it to stop; the image's own if nothing is said.",
    ),
    (
        "LifecycleHandler",
        "",
        "exec ExecAction Runs a command in the container.\n\
         httpGet HTTPGetAction Asks over HTTP.\n\
         tcpSocket TCPSocketAction Opens a connection.\n\
         sleep SleepAction Waits.",
    ),
    ("SleepAction", "", "seconds int64 For how long."),
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
        "Service",
        "One address in front of the Pods that its selector matches and that are Ready.",
        "=apiVersion string|v1 Which version of the API.\n\
         =kind string|Service What it is.\n\
         metadata ObjectMeta Name, labels and annotations.\n\
         spec ServiceSpec What is wanted.\n\
         ~status ServiceStatus What was last observed.",
    ),
    (
        "ServiceSpec",
        "",
        "type string|ClusterIP|NodePort|LoadBalancer|ExternalName ClusterIP, NodePort, LoadBalancer or \
         ExternalName.\n\
         selector map[string]string Labels of the Pods behind it.\n\
         ports []ServicePort The ports under which it is called.\n\
         clusterIP string Its address; None for a Service without one.\n\
         sessionAffinity string|None|ClientIP ClientIP sends a caller to the same Pod again; None if nothing is \
         said.\n\
         publishNotReadyAddresses boolean Whether Pods that are not Ready are endpoints too.\n\
         internalTrafficPolicy string|Cluster|Local Cluster, or Local: only Pods on the caller's Node.\n\
         externalTrafficPolicy string|Cluster|Local Cluster, or Local: only Pods on the Node that was called.\n\
         sessionAffinityConfig SessionAffinityConfig For how long a caller is remembered.\n\
         - externalIPs loadBalancerIP loadBalancerSourceRanges externalName healthCheckNodePort \
         allocateLoadBalancerNodePorts loadBalancerClass trafficDistribution\n\
         ~ clusterIPs ipFamilies ipFamilyPolicy",
    ),
    (
        "ServicePort",
        "",
        "port int32 The port of the Service.\n\
         targetPort IntOrString The port of the Pods, by number or name; the same if nothing is said.\n\
         nodePort int32 The port on every Node, for NodePort and LoadBalancer.\n\
         protocol string|TCP|UDP|SCTP TCP, UDP or SCTP.\n\
         name string A name; needed where there are several.\n\
         - appProtocol",
    ),
    (
        "ObjectMeta",
        "",
        "name string The name, the only one of its kind in the namespace.\n\
         namespace string The namespace.\n\
         labels map[string]string What selectors look at.\n\
         annotations map[string]string Notes of people and programs.\n\
         ~uid string Its identity: another object of the same name has another.\n\
         ~generation int64 Grows with every change of the spec.\n\
         ~resourceVersion string Grows with every write.\n\
         ~creationTimestamp Time When it was created.\n\
         ~deletionTimestamp Time Since when, and for a Pod until when, it is on its way out.\n\
         -ownerReferences []Object Whose it is: it goes when its owner goes.\n\
         - generateName finalizers\n\
         ~ deletionGracePeriodSeconds managedFields selfLink",
    ),
    (
        "LabelSelector",
        "",
        "matchLabels map[string]string Labels that must be there.\n\
         matchExpressions []LabelSelectorRequirement More conditions; all must hold.",
    ),
    (
        "LabelSelectorRequirement",
        "",
        "key string The label.\n\
         operator string|In|NotIn|Exists|DoesNotExist In, NotIn, Exists or DoesNotExist.\n\
         values []string Values, for In and NotIn.",
    ),
    ("ServiceStatus", "", "loadBalancer Object The addresses of load balancers; the lab has none."),
    (
        "EnvVarSource",
        "",
        "fieldRef ObjectFieldSelector A field of the Pod.\n\
         resourceFieldRef ResourceFieldSelector A request or limit of a container.\n\
         configMapKeyRef ConfigMapKeySelector A key of a ConfigMap.\n\
         secretKeyRef SecretKeySelector A key of a Secret.\n\
         - fileKeyRef",
    ),
    (
        "ObjectFieldSelector",
        "",
        "fieldPath string Which field, as metadata.name.\n\
         apiVersion string|v1 In which version of the API.",
    ),
    (
        "ResourceFieldSelector",
        "",
        "resource string Which amount, as limits.cpu.\n\
         containerName string Of which container.\n\
         divisor Quantity In which unit.",
    ),
    (
        "ConfigMapKeySelector",
        "",
        "name string Which ConfigMap.\n\
         key string Which key of it.\n\
         optional boolean Whether it may be missing.",
    ),
    (
        "SecretKeySelector",
        "",
        "name string Which Secret.\n\
         key string Which key of it.\n\
         optional boolean Whether it may be missing.",
    ),
    (
        "EnvFromSource",
        "",
        "prefix string What is put before each key.\n\
         configMapRef ConfigMapEnvSource A ConfigMap.\n\
         secretRef SecretEnvSource A Secret.",
    ),
    (
        "ConfigMapEnvSource",
        "",
        "name string Which ConfigMap.\n\
         optional boolean Whether it may be missing.",
    ),
    (
        "SecretEnvSource",
        "",
        "name string Which Secret.\n\
         optional boolean Whether it may be missing.",
    ),
    (
        "HTTPHeader",
        "",
        "name string Its name.\n\
         value string Its value.",
    ),
    (
        "GRPCAction",
        "",
        "port int32 The port, by number.\n\
         service string The name that is asked for.\n\
         - mode",
    ),
    (
        "Volume",
        "",
        "name string Its name in the Pod.\n\
         emptyDir EmptyDirVolumeSource An empty folder that goes with the Pod.\n\
         configMap ConfigMapVolumeSource The keys of a ConfigMap as files.\n\
         secret SecretVolumeSource The keys of a Secret as files.\n\
         hostPath HostPathVolumeSource A folder of the Node.\n\
         persistentVolumeClaim PersistentVolumeClaimVolumeSource Storage that outlives the Pod.\n\
         - gcePersistentDisk awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs flocker \
         downwardAPI fc azureFile vsphereVolume quobyte azureDisk photonPersistentDisk projected portworxVolume \
         scaleIO storageos csi ephemeral image",
    ),
    (
        "EmptyDirVolumeSource",
        "",
        "medium string|Memory Memory keeps it in memory.\n\
         sizeLimit Quantity How much it may hold.\n\
         - mode",
    ),
    (
        "ConfigMapVolumeSource",
        "",
        "name string Which ConfigMap.\n\
         items []KeyToPath Which of its keys; all if nothing is said.\n\
         defaultMode int32 The mode of the files; 420, octal 0644, if nothing is said.\n\
         optional boolean Whether it may be missing.\n\
         - defaultUser",
    ),
    (
        "SecretVolumeSource",
        "",
        "secretName string Which Secret.\n\
         items []KeyToPath Which of its keys; all if nothing is said.\n\
         defaultMode int32 The mode of the files; 420, octal 0644, if nothing is said.\n\
         optional boolean Whether it may be missing.\n\
         - defaultUser",
    ),
    (
        "KeyToPath",
        "",
        "key string Which key.\n\
         path string The file.\n\
         mode int32 The mode of the file.\n\
         - user",
    ),
    (
        "HostPathVolumeSource",
        "",
        "path string Which folder.\n\
         type string What must be there.",
    ),
    (
        "PersistentVolumeClaimVolumeSource",
        "",
        "claimName string The claim.\n\
         readOnly boolean Whether it can only be read.",
    ),
    (
        "VolumeMount",
        "",
        "name string Which volume.\n\
         mountPath string Where it is seen.\n\
         subPath string Which folder of it.\n\
         subPathExpr string The same, with variables.\n\
         readOnly boolean Whether it can only be read.\n\
         recursiveReadOnly string|Disabled|IfPossible|Enabled Whether what is mounted below it can only be read \
         as well.\n\
         mountPropagation string|None|HostToContainer|Bidirectional Who sees what is mounted later.\n\
         - bindMountOptions",
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
    ("SessionAffinityConfig", "", "clientIP ClientIPConfig How callers are told apart."),
    ("ClientIPConfig", "", "timeoutSeconds int32 For how long; 10800 if nothing is said."),
];
