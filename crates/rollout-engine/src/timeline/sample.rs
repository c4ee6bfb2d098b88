//! The counts at one moment, for a chart over time.

use crate::api::Name;
use crate::controller::deployment::replicas::{max_surge, min_available};
use crate::id::ReplicaSetId;
use crate::simulation::Simulation;
use crate::time::SimTime;
use crate::traffic::Ledger;
use std::rc::Rc;

/// See the module. Of several Deployments it is about the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// When.
    pub at: SimTime,
    /// ReplicaSets that have Pods, oldest first.
    pub sets: Rc<[SetSample]>,
    /// `replicas + maxSurge`
    pub ceiling: i32,
    /// `replicas − maxUnavailable`
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
        let first = deployments.first();
        Self {
            at: simulation.now(),
            sets: simulation.set_samples(first.map(|d| d.meta.uid)).into(),
            ceiling: first.map_or(0, |d| d.spec.replicas.saturating_add(max_surge(&d.spec))),
            floor: first.map_or(0, |d| min_available(&d.spec)),
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
