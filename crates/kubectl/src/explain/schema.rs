//! The types of the API that the lab models: their fields, and what each means.

/// A field of a type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) text: &'static str,
}

/// The fields of a type; none of one that is plain or not known.
pub(super) fn fields(kind: &str) -> Vec<Field> {
    let found = KINDS.iter().find(|(name, _, _)| *name == kind);
    let lines = found.map_or("", |(_, _, fields)| fields).lines();
    lines
        .filter_map(|line| {
            let mut parts = line.splitn(3, ' ');
            Some(Field { name: parts.next()?, kind: parts.next()?, text: parts.next()? })
        })
        .collect()
}

/// What a type is.
pub(super) fn text_of(kind: &str) -> &'static str {
    KINDS
        .iter()
        .find(|(name, _, _)| *name == kind)
        .map_or("The lab shows this type, but does not explain its fields.", |(_, text, _)| text)
}

/// Types: name, what it is, and a line for each field: name, type, meaning.
pub(super) const KINDS: &[(&str, &str, &str)] = &[
    (
        "Deployment",
        "Keeps a number of equal Pods running, and replaces them step by step when their template changes.",
        "metadata ObjectMeta Name, labels and annotations.\n\
         spec DeploymentSpec What is wanted.\n\
         status DeploymentStatus What was last observed. Only the controller writes it.",
    ),
    (
        "DeploymentSpec",
        "",
        "replicas integer How many Pods are wanted; 1 if nothing is said.\n\
         selector LabelSelector Which Pods are the Deployment's. It must match the template's labels, and cannot be changed.\n\
         template PodTemplateSpec What its Pods look like. Each different template becomes a ReplicaSet.\n\
         strategy DeploymentStrategy How old Pods are replaced by new ones.\n\
         minReadySeconds integer For how long a Pod must be Ready before it counts as available.\n\
         revisionHistoryLimit integer How many old ReplicaSets are kept to go back to; 10 if nothing is said.\n\
         paused boolean Whether changes of the template wait.\n\
         progressDeadlineSeconds integer After how long without progress a rollout counts as failed; 600 if nothing is said. \
         Nothing is stopped or undone then.",
    ),
    (
        "DeploymentStrategy",
        "",
        "type string RollingUpdate (new Pods come while old ones go) or Recreate (all old Pods go first).\n\
         rollingUpdate RollingUpdateDeployment How far a rolling update may go beyond and below the wanted number.",
    ),
    (
        "RollingUpdateDeployment",
        "",
        "maxSurge IntOrString How many Pods there may be beyond the wanted number, as a number or a share, rounded up; 25% if \
         nothing is said.\n\
         maxUnavailable IntOrString How many of the wanted number may be unavailable, as a number or a share, rounded down; 25% \
         if nothing is said.",
    ),
    (
        "DeploymentStatus",
        "",
        "observedGeneration integer The last generation of the spec that the controller has seen.\n\
         replicas integer How many Pods there are, of all ReplicaSets; those on their way out do not count.\n\
         updatedReplicas integer How many of them have the present template.\n\
         readyReplicas integer How many are Ready.\n\
         availableReplicas integer How many have been Ready for minReadySeconds.\n\
         unavailableReplicas integer How many are still missing.\n\
         terminatingReplicas integer How many are on their way out.\n\
         collisionCount integer How often the name of a new ReplicaSet was taken.\n\
         conditions []DeploymentCondition Available, Progressing and ReplicaFailure, the one that changed last at the end.",
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
        "metadata ObjectMeta Name, labels and annotations; the annotations hold the revision.\n\
         spec ReplicaSetSpec What is wanted.\n\
         status ReplicaSetStatus What was last observed.",
    ),
    (
        "ReplicaSetSpec",
        "",
        "replicas integer How many Pods are wanted.\n\
         minReadySeconds integer For how long a Pod must be Ready before it counts as available.\n\
         selector LabelSelector Which Pods are its own.\n\
         template PodTemplateSpec What its Pods look like.",
    ),
    (
        "ReplicaSetStatus",
        "",
        "replicas integer How many Pods there are.\n\
         fullyLabeledReplicas integer How many have all labels of the template.\n\
         readyReplicas integer How many are Ready.\n\
         availableReplicas integer How many have been Ready for minReadySeconds.\n\
         terminatingReplicas integer How many are on their way out.\n\
         observedGeneration integer The last generation of the spec that the controller has seen.",
    ),
    (
        "Pod",
        "One or more containers that run together on one Node.",
        "metadata ObjectMeta Name, labels and annotations.\n\
         spec PodSpec What is to run.\n\
         status PodStatus What was last observed.",
    ),
    (
        "PodTemplateSpec",
        "",
        "metadata ObjectMeta Labels and annotations of the Pods.\nspec PodSpec What is to run in them.",
    ),
    (
        "PodSpec",
        "",
        "containers []Container The containers, at least one.\n\
         initContainers []Container Containers that run to their end first, one after the other.\n\
         terminationGracePeriodSeconds integer How long a Pod may take to stop before it is killed; 30 if nothing is said.\n\
         restartPolicy string Always, in a Deployment.\n\
         nodeName string The Node it runs on; the scheduler fills it in.\n\
         nodeSelector map[string]string Labels that its Node must have.\n\
         tolerations []Object Taints that do not keep it away from a Node.\n\
         volumes []Object What its containers can mount.\n\
         serviceAccountName string Under which account it talks to the API.",
    ),
    (
        "Container",
        "",
        "name string Its name in the Pod.\n\
         image string What it runs.\n\
         imagePullPolicy string Always, IfNotPresent or Never: whether the image is fetched though the Node has it.\n\
         command []string What is run in the place of the image's own program.\n\
         args []string What that program is given.\n\
         ports []ContainerPort On which ports it listens.\n\
         env []EnvVar Environment variables.\n\
         resources ResourceRequirements What it needs, and what it may use at most.\n\
         readinessProbe Probe Asks whether it can serve. While it cannot, the Service sends nothing to the Pod.\n\
         livenessProbe Probe Asks whether it still works. If not, it is restarted.\n\
         startupProbe Probe Asks whether it has started. Until it has, the other probes wait.\n\
         lifecycle Lifecycle What is done after its start and before its end.\n\
         volumeMounts []Object Which volumes it sees, and where.",
    ),
    (
        "ContainerPort",
        "",
        "containerPort integer The port.\n\
         name string A name for it, which Services and probes can use.\n\
         protocol string TCP, UDP or SCTP.\n\
         hostPort integer The same port on the Node.",
    ),
    (
        "EnvVar",
        "",
        "name string The variable.\nvalue string Its value.\nvalueFrom Object Where its value comes from instead.",
    ),
    (
        "ResourceRequirements",
        "",
        "requests map[string]Quantity What the scheduler sets aside for it.\n\
         limits map[string]Quantity What it may use at most.",
    ),
    (
        "Probe",
        "",
        "httpGet HTTPGetAction Asks over HTTP; an answer from 200 to 399 is a success.\n\
         tcpSocket TCPSocketAction Opens a connection.\n\
         exec ExecAction Runs a command in the container; exit code 0 is a success.\n\
         grpc Object Asks over gRPC.\n\
         initialDelaySeconds integer How long after the start it first asks.\n\
         periodSeconds integer How often it asks; every 10 s if nothing is said.\n\
         timeoutSeconds integer After how long no answer is a failure; 1 s if nothing is said.\n\
         successThreshold integer How many successes in a row it takes; 1 but for readiness.\n\
         failureThreshold integer How many failures in a row it takes; 3 if nothing is said.\n\
         terminationGracePeriodSeconds integer How long the container may take to stop when this probe has failed.",
    ),
    (
        "HTTPGetAction",
        "",
        "path string The path, / if nothing is said.\n\
         port IntOrString The port, by number or name.\n\
         host string The host; the Pod's own address if nothing is said.\n\
         scheme string HTTP or HTTPS.\n\
         httpHeaders []Object Headers that are sent along.",
    ),
    (
        "TCPSocketAction",
        "",
        "port IntOrString The port, by number or name.\nhost string The host; the Pod's own address if nothing is said.",
    ),
    ("ExecAction", "", "command []string The command and its arguments; no shell is involved."),
    (
        "Lifecycle",
        "",
        "postStart LifecycleHandler Done right after the start; the container does not count as running before it has ended.\n\
         preStop LifecycleHandler Done before SIGTERM is sent. It uses up the grace period.",
    ),
    (
        "LifecycleHandler",
        "",
        "exec ExecAction Runs a command in the container.\n\
         httpGet HTTPGetAction Asks over HTTP.\n\
         sleep SleepAction Waits.",
    ),
    ("SleepAction", "", "seconds integer For how long."),
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
        "metadata ObjectMeta Name, labels and annotations.\n\
         spec ServiceSpec What is wanted.",
    ),
    (
        "ServiceSpec",
        "",
        "type string ClusterIP, NodePort, LoadBalancer or ExternalName.\n\
         selector map[string]string Labels of the Pods behind it.\n\
         ports []ServicePort The ports under which it is called.\n\
         clusterIP string Its address; None for a Service without one.\n\
         sessionAffinity string ClientIP sends a caller to the same Pod again; None if nothing is said.\n\
         publishNotReadyAddresses boolean Whether Pods that are not Ready are endpoints too.\n\
         internalTrafficPolicy string Cluster, or Local: only Pods on the caller's Node.\n\
         externalTrafficPolicy string Cluster, or Local: only Pods on the Node that was called.",
    ),
    (
        "ServicePort",
        "",
        "port integer The port of the Service.\n\
         targetPort IntOrString The port of the Pods, by number or name; the same if nothing is said.\n\
         nodePort integer The port on every Node, for NodePort and LoadBalancer.\n\
         protocol string TCP, UDP or SCTP.\n\
         name string A name; needed where there are several.",
    ),
    (
        "ObjectMeta",
        "",
        "name string The name, the only one of its kind in the namespace.\n\
         namespace string The namespace.\n\
         labels map[string]string What selectors look at.\n\
         annotations map[string]string Notes of people and programs.\n\
         uid string Its identity: another object of the same name has another.\n\
         generation integer Grows with every change of the spec.\n\
         resourceVersion string Grows with every write.\n\
         creationTimestamp Time When it was created.\n\
         deletionTimestamp Time Since when, and for a Pod until when, it is on its way out.\n\
         ownerReferences []Object Whose it is: it goes when its owner goes.",
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
         operator string In, NotIn, Exists or DoesNotExist.\n\
         values []string Values, for In and NotIn.",
    ),
];
