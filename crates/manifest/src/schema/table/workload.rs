//! Deployments, what they are made of, and what they make.

use super::Type;

pub(super) const TYPES: &[Type] = &[
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
];
