//! The counts at one moment, for a chart over time.

use crate::api::Name;
use crate::controller::deployment::replicas::{max_surge, min_available};
use crate::id::ReplicaSetId;
use crate::simulation::Simulation;
use crate::time::SimTime;
use crate::traffic::Ledger;
use std::rc::Rc;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// When.
    pub at: SimTime,
    /// ReplicaSets that have Pods, oldest first.
    pub sets: Rc<[SetSample]>,
    /// `replicas + maxSurge`, all Deployments together.
    pub ceiling: i32,
    /// `replicas − maxUnavailable`, all Deployments together.
    pub floor: i32,
    /// What had become of the requests.
    pub ledger: Rc<Ledger>,
    pub(super) version: u64,
}

/// The Pods of one ReplicaSet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetSample {
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
        let deployments = simulation.deployments();
        let sum = |f: &dyn Fn(&crate::api::DeploymentSpec) -> i32| {
            deployments.iter().fold(0, |sum: i32, d| sum.saturating_add(f(&d.spec)))
        };
        Self {
            at: simulation.now(),
            sets: simulation.set_samples().into(),
            ceiling: sum(&|s| s.replicas.saturating_add(max_surge(s))),
            floor: sum(&min_available),
            ledger: simulation.ledger(),
            version: simulation.version(),
        }
    }

    pub(super) fn same_counts(&self, other: &Self) -> bool {
        self.sets == other.sets
            && (self.ceiling, self.floor) == (other.ceiling, other.floor)
            && self.ledger.failed == other.ledger.failed
    }
}
