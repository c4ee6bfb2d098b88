//! What there is at a moment: as much of the objects as is told and drawn.

use std::rc::Rc;

/// All objects of a moment, each in order of its first appearance. What does not change is shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// The Deployments.
    pub deployments: Vec<Rc<Deployment>>,
    /// The ReplicaSets.
    pub replica_sets: Vec<Rc<ReplicaSet>>,
    /// The Pods.
    pub pods: Vec<Rc<Pod>>,
}

/// A Deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deployment {
    /// `metadata.name`
    pub name: String,
    /// The image of its first container.
    pub image: String,
    /// `spec.replicas`
    pub replicas: i64,
    /// The most Pods that may exist, if its strategy says so and it is known.
    pub ceiling: Option<i64>,
    /// The fewest that must be available, likewise.
    pub floor: Option<i64>,
    /// `spec.paused`
    pub paused: bool,
    /// `status.availableReplicas`
    pub available: i64,
    /// Reason and message of the condition `Progressing`.
    pub progress: (String, String),
}

/// A ReplicaSet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplicaSet {
    /// `metadata.name`
    pub name: String,
    /// The name of the Deployment that owns it.
    pub owner: String,
    /// The image of its first container.
    pub image: String,
    /// `spec.replicas`
    pub replicas: i64,
}

/// The hash in a ReplicaSet's name: what follows the name of its Deployment.
pub fn hash_in(name: &str) -> &str {
    name.rsplit_once('-').map_or(name, |(_, hash)| hash)
}

/// A Pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pod {
    /// `metadata.name`
    pub name: String,
    /// The name of the ReplicaSet that owns it.
    pub owner: String,
    /// What it is doing, as `kubectl get pods` would say: `Running`, `ContainerCreating`, `CrashLoopBackOff`.
    pub status: String,
    /// Whether its condition `Ready` is true.
    pub ready: bool,
    /// Whether its deletion was asked for.
    pub leaving: bool,
    /// How often its containers were started again.
    pub restarts: i64,
}

/// An object of a kind.
pub(crate) trait Named: PartialEq {
    fn name(&self) -> &str;
}

impl Named for Deployment {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for ReplicaSet {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for Pod {
    fn name(&self) -> &str {
        &self.name
    }
}

/// Puts an object in the place of the one of its name.
pub(crate) fn put<T: Named>(all: &mut Vec<Rc<T>>, object: T) {
    match all.iter_mut().find(|o| o.name() == object.name()) {
        Some(old) if **old == object => {}
        Some(old) => *old = Rc::new(object),
        None => all.push(Rc::new(object)),
    }
}

/// Takes the object of this name out.
pub(crate) fn take_out<T: Named>(all: &mut Vec<Rc<T>>, name: &str) {
    all.retain(|o| o.name() != name);
}
