//! What a person (or a script) does to the cluster.

use crate::api::{Deployment, Kind, Name, Service};
use crate::scenario::Latencies;
use crate::time::Timestamp;
use crate::traffic::TrafficSpec;
use crate::workload::Workload;
use std::fmt;

/// One act. It is stored by the API server in the instant in which it is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Creates a Deployment; its `status`, UID and times are the server's.
    CreateDeployment(Box<Deployment>),
    /// Replaces a Deployment's labels, annotations and spec.
    UpdateDeployment(Box<Deployment>),
    /// Creates a Service.
    CreateService(Box<Service>),
    /// Replaces a Service's labels, annotations and spec.
    UpdateService(Box<Service>),
    /// `kubectl delete`
    Delete {
        /// What kind of object.
        kind: Kind,
        /// Which one.
        name: Name,
        /// What becomes of what it owns.
        propagation: Propagation,
        /// `--grace-period`, for Pods.
        grace_period_seconds: Option<i64>,
    },
    /// `kubectl set image`
    SetImage {
        /// The Deployment.
        deployment: Name,
        /// The container.
        container: Name,
        /// The new image.
        image: Name,
    },
    /// `kubectl scale`
    Scale {
        /// The Deployment or ReplicaSet.
        kind: Kind,
        /// Its name.
        name: Name,
        /// The new number.
        replicas: i32,
    },
    /// `kubectl rollout pause` and `resume`
    SetPaused {
        /// The Deployment.
        deployment: Name,
        /// Whether it is to pause.
        paused: bool,
    },
    /// `kubectl rollout undo`
    Undo {
        /// The Deployment.
        deployment: Name,
        /// `--to-revision`; none: the one before.
        to_revision: Option<i64>,
    },
    /// `kubectl rollout restart`
    Restart {
        /// The Deployment.
        deployment: Name,
    },
    /// `kubectl label` and `kubectl annotate`: changes labels and annotations in one write.
    SetMetadata {
        /// What kind of object.
        kind: Kind,
        /// Which one.
        name: Name,
        /// Labels by key; without a value one is removed.
        labels: Vec<(Name, Option<Name>)>,
        /// Annotations by key; without a value one is removed.
        annotations: Vec<(Name, Option<Name>)>,
    },
    /// `kubectl cordon` and `uncordon`
    SetCordoned {
        /// The node.
        node: Name,
        /// Whether it is to take no more Pods.
        cordoned: bool,
    },
    /// Makes one Pod's program misbehave, or well again.
    SetFault {
        /// The Pod.
        pod: Name,
        /// How.
        fault: Fault,
    },
    /// Says how an image behaves from its next start on.
    SetWorkload {
        /// The image.
        image: Name,
        /// Its behaviour.
        workload: Box<Workload>,
    },
    /// Says who calls from now on.
    SetTraffic(TrafficSpec),
    /// Says how long things take from now on.
    SetLatencies(Latencies),
    /// A change that a scripted node makes to one of its Pods.
    NodeChange {
        /// The Pod.
        pod: Name,
        /// The change.
        change: NodeChange,
    },
}

/// What becomes of what a deleted object owns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Propagation {
    /// It is deleted after its owner.
    #[default]
    Background,
    /// It is deleted before its owner.
    Foreground,
    /// It stays, without an owner.
    Orphan,
}

/// How one Pod's program misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// As its [`Workload`] says.
    None,
    /// Its readiness path answers 503.
    NotReady,
    /// It accepts connections and never answers.
    Hangs,
    /// It exits now, with this code.
    Exits(i32),
}

/// A change that a scripted node makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeChange {
    /// The Pod turns Ready; the condition's lastTransitionTime.
    Ready(Timestamp),
    /// The Pod turns not Ready; the condition's lastTransitionTime.
    Unready(Timestamp),
    /// The Pod's containers have stopped: the object goes.
    Gone,
}

/// Why the API server said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// There is no such object.
    NotFound {
        /// Its kind.
        kind: Kind,
        /// Its name.
        name: Name,
    },
    /// There is such an object already.
    AlreadyExists {
        /// Its kind.
        kind: Kind,
        /// Its name.
        name: Name,
    },
    /// There is no such container in the template.
    UnknownContainer {
        /// The container.
        container: Name,
    },
    /// A selector may not be changed.
    SelectorIsImmutable {
        /// The Deployment.
        deployment: Name,
    },
    /// A Deployment's selector has to match the labels of its template: else it would create ReplicaSets for ever.
    SelectorMissesTemplate {
        /// The Deployment.
        deployment: Name,
    },
    /// The number may not be below 0.
    NegativeReplicas {
        /// The number asked for.
        replicas: i32,
    },
    /// `rollout pause` of a paused Deployment, `resume` of one that is not.
    PausedAlready {
        /// The Deployment.
        deployment: Name,
        /// What it already is.
        paused: bool,
    },
    /// `rollout undo` and `rollout restart` of a paused Deployment.
    Paused {
        /// The Deployment.
        deployment: Name,
        /// Whether it was to be restarted (else rolled back).
        restart: bool,
    },
    /// `rollout undo` to a revision that is not in the history.
    UnknownRevision {
        /// The revision asked for.
        revision: i64,
    },
    /// `rollout undo` where there is nothing to go back to.
    NoHistory {
        /// The Deployment.
        deployment: Name,
    },
    /// `rollout restart` twice in a second.
    RestartedAlready {
        /// The Deployment.
        deployment: Name,
    },
    /// The nodes are not scripted, or are, so this cannot be asked of them.
    WrongNodeMode,
}

impl Kind {
    /// The kind as the API server names it in errors: `deployments.apps`.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Deployment => "deployments.apps",
            Self::ReplicaSet => "replicasets.apps",
            Self::Pod => "pods",
            Self::Service => "services",
            Self::EndpointSlice => "endpointslices.discovery.k8s.io",
            Self::Node => "nodes",
        }
    }
}

impl fmt::Display for ApiError {
    /// In the words of the API server and of kubectl.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { kind, name } => write!(f, "{} \"{name}\" not found", kind.resource()),
            Self::AlreadyExists { kind, name } => write!(f, "{} \"{name}\" already exists", kind.resource()),
            Self::UnknownContainer { container } => write!(f, "unable to find container named \"{container}\""),
            Self::SelectorIsImmutable { deployment } => {
                write!(f, "Deployment.apps \"{deployment}\" is invalid: spec.selector: field is immutable")
            }
            Self::SelectorMissesTemplate { deployment } => write!(
                f,
                "Deployment.apps \"{deployment}\" is invalid: spec.template.metadata.labels: \
                 `selector` does not match template `labels`"
            ),
            Self::NegativeReplicas { replicas } => {
                write!(f, "spec.replicas: Invalid value: {replicas}: must be greater than or equal to 0")
            }
            Self::PausedAlready { deployment, paused: true } => {
                write!(f, "deployments.apps \"{deployment}\" is already paused")
            }
            Self::PausedAlready { deployment, paused: false } => write!(f, "deployments.apps \"{deployment}\" is not paused"),
            Self::Paused { deployment, restart: true } => write!(
                f,
                "deployments.apps \"{deployment}\" can't restart paused deployment (run rollout resume first)"
            ),
            Self::Paused { restart: false, .. } => f.write_str(
                "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
            ),
            Self::UnknownRevision { revision } => write!(f, "unable to find specified revision {revision} in history"),
            Self::NoHistory { deployment } => write!(f, "no rollout history found for deployment \"{deployment}\""),
            Self::RestartedAlready { deployment } => write!(
                f,
                "failed to create patch for {deployment}: if restart has already been triggered within the past second, \
                 please wait before attempting to trigger another"
            ),
            Self::WrongNodeMode => f.write_str("the nodes of this scenario cannot be asked for that"),
        }
    }
}

/// What an accepted command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was stored.
    Changed,
    /// Everything was so already.
    Unchanged,
    /// `rollout undo`: the template of this revision is the current one.
    SkippedRollback,
}
