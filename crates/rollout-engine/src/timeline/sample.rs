//! The counts at one moment, for a chart over time.

use crate::api::{Deployment, Name, Uid};
use crate::controller::deployment::replicas::{max_surge, min_available};
use crate::id::ReplicaSetId;
use crate::simulation::Simulation;
use crate::time::SimTime;
use crate::traffic::Failures;
use std::rc::Rc;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// When.
    pub at: SimTime,
    /// ReplicaSets that have Pods, oldest first.
    pub sets: Rc<[SetSample]>,
    /// What each Deployment may do, in order of creation.
    pub limits: Rc<[LimitsSample]>,
    /// How many requests had failed.
    pub failed: Failures,
    pub(super) version: u64,
}

/// How many Pods a Deployment may and must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitsSample {
    /// The Deployment.
    pub owner: Uid,
    /// `replicas + maxSurge`
    pub ceiling: i32,
    /// `replicas − maxUnavailable`
    pub floor: i32,
}

/// The Pods of one ReplicaSet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetSample {
    /// The Deployment that controls it.
    pub owner: Option<Uid>,
    /// Its place.
    pub id: ReplicaSetId,
    /// Its name.
    pub name: Name,
    /// Ready for minReadySeconds.
    pub available: i32,
    /// Ready.
    pub ready: i32,
    /// Running.
    pub running: i32,
    /// Neither ended nor being deleted.
    pub active: i32,
    /// Being deleted.
    pub terminating: i32,
}

impl Sample {
    pub(super) fn of(simulation: &Simulation) -> Self {
        let limits = |d: &Rc<Deployment>| LimitsSample {
            owner: d.meta.uid,
            ceiling: d.spec.replicas.saturating_add(max_surge(&d.spec)),
            floor: min_available(&d.spec),
        };
        Self {
            at: simulation.now(),
            sets: simulation.set_samples().into(),
            limits: simulation.deployments().into_iter().map(limits).collect(),
            failed: simulation.ledger().failed,
            version: simulation.version(),
        }
    }

    pub(super) fn same_counts(&self, other: &Self) -> bool {
        self.sets == other.sets && self.limits == other.limits && self.failed == other.failed
    }
}
