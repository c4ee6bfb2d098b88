//! Users: who calls, how often, and what became of every request.

mod outcome;

pub use outcome::{Ledger, Outcome};

use crate::api::{EndpointSlice, Name};
use crate::id::{EndpointSliceId, PodId, ServiceId};
use crate::snapshot::RequestView;
use crate::time::{SimDuration, SimTime};
use crate::world::World;
use std::rc::Rc;

/// Who calls, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficSpec {
    /// The Service that is called; none: the first there is.
    pub service: Option<Name>,
    /// Requests per second, all clients together; 0: nobody calls.
    pub requests_per_second: u32,
    /// How long a client waits for its answer.
    pub timeout: SimDuration,
    /// How often a client tries again after a failure.
    pub retries: u32,
}

impl Default for TrafficSpec {
    fn default() -> Self {
        Self { service: None, requests_per_second: 0, timeout: SimDuration::millis(2000), retries: 0 }
    }
}

/// The users, and what the network does with their requests.
#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    spec: TrafficSpec,
    ledger: Rc<Ledger>,
}

/// What the traffic has planned.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TrafficTask {}

impl Traffic {
    pub(crate) fn new(spec: &TrafficSpec) -> Self {
        Self { spec: spec.clone(), ledger: Rc::default() }
    }

    /// Says who calls from now on; whether that is news.
    pub(crate) fn set(&mut self, _world: &mut World, spec: &TrafficSpec) -> bool {
        let changed = self.spec != *spec;
        self.spec = spec.clone();
        changed
    }

    pub(crate) fn work(&mut self, _world: &mut World, task: TrafficTask) {
        match task {}
    }

    /// An EndpointSlice has changed: the proxies of all nodes will hear of it.
    pub(crate) fn on_endpoint_slice(
        &mut self,
        _world: &mut World,
        _id: EndpointSliceId,
        _before: Option<&EndpointSlice>,
        _now: Option<&EndpointSlice>,
    ) {
    }

    pub(crate) fn ledger(&self) -> Rc<Ledger> {
        Rc::clone(&self.ledger)
    }

    /// How many requests have failed.
    pub(crate) fn failures(&self) -> u64 {
        self.ledger.failed.values().sum()
    }

    pub(crate) fn in_flight(&self, _now: SimTime) -> Vec<RequestView> {
        Vec::new()
    }

    /// Pods that some node's proxy still sends to though they are no ready endpoints any more.
    pub(crate) fn still_routed(&self, _service: ServiceId, _ready: &[PodId]) -> Vec<PodId> {
        Vec::new()
    }
}
