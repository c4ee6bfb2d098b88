//! What all actors share: the time, the plan of what is to come, the API server with its objects, the controllers' cache, and the
//! log of what happened.

use crate::api::{EventSource, EventType, Name, Why};
use crate::cache::Cache;
use crate::cluster::{Change, Cluster};
use crate::decision::{Decision, DecisionOutcome, Equation, Rule};
use crate::id::{DeploymentId, PodId, ReplicaSetId, ServiceId};
use crate::log::{Happening, Recording};
use crate::queue::{EventQueue, Plannable};
use crate::recorder::{EventKey, Recorder};
use crate::rng::SimRng;
use crate::scenario::Latencies;
use crate::sorted::SortedMap;
use crate::spare::Spare;
use crate::time::{Calendar, SimTime, Timestamp};
use std::rc::Rc;

/// Something planned.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Planned {
    /// Stored versions reach the caches.
    Deliver,
    /// The Deployment controller works on a key.
    Deployment(DeploymentId, Work),
    /// The ReplicaSet controller works on a key.
    ReplicaSet(ReplicaSetId, Work),
    /// The EndpointSlice controller works on a key.
    Service(ServiceId, Work),
    /// The garbage collector looks at the dependents of an object that went.
    Collect,
    /// The scheduler's binding of a Pod is stored.
    Bind(PodId),
    /// A node does something to a Pod.
    Node(PodId, crate::node::NodeTask),
    /// The traffic or the network has something to do.
    Traffic(crate::traffic::TrafficTask),
}

impl Plannable for Planned {
    fn is_background(&self) -> bool {
        match self {
            // Those that still count are asked of the controllers.
            Self::Traffic(_) | Self::Deployment(_, Work::Wake) | Self::ReplicaSet(_, Work::Wake) => true,
            Self::Node(_, task) => task.is_background(),
            _ => false,
        }
    }
}

/// What a controller's worker does next for a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    /// A delayed wake-up is due, if it is still the one of this instant.
    Wake,
    /// The sync starts.
    Start,
    /// The API server answers the call under way.
    Answer,
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) now: SimTime,
    pub(crate) calendar: Calendar,
    pub(crate) opens_at: SimTime,
    pub(crate) latencies: Latencies,
    pub(crate) queue: EventQueue<Planned>,
    pub(crate) cluster: Cluster,
    pub(crate) spare: Spare,
    pub(crate) cache: Cache,
    pub(crate) recorder: Recorder,
    pub(crate) rng: SimRng,
    pub(crate) recording: Recording,
    pub(crate) log: Vec<Happening>,
    pub(crate) decisions: u32,
    /// What was last said of Pods that are not ready, by reason: most lack the same.
    pub(crate) said_last: SortedMap<&'static str, Rc<Why>>,
    /// Pods whose programs have just dropped what they were answering.
    pub(crate) programs_cut: Vec<PodId>,
}

impl World {
    /// The present as the API stores it.
    pub(crate) fn timestamp(&self) -> Timestamp {
        self.calendar.timestamp(self.now)
    }

    /// When an API call made now will be stored and answered.
    pub(crate) fn answer_at(&self) -> SimTime {
        self.now + self.latencies.api_call
    }

    pub(crate) fn plan(&mut self, at: SimTime, what: Planned) {
        self.queue.push(at, what);
    }

    /// Tells of a write to the API server; the caches will hear of it after their latency.
    pub(crate) fn stored(&mut self, change: Change) {
        if self.recording.writes {
            self.log.push(Happening::Stored { at: self.now, change: change.clone() });
        }
        let due = self.now + self.latencies.watch;
        if self.cluster.watch.push(due, change) {
            self.plan(due, Planned::Deliver);
        }
    }

    /// Records an Event, as the component's recorder does.
    pub(crate) fn record_event(
        &mut self,
        key: &EventKey,
        source: EventSource,
        kind: EventType,
        reason: &'static str,
        message: &[&str],
    ) {
        self.record_container_event(key, None, source, kind, reason, message);
    }

    /// Records an Event on one container of a Pod.
    pub(crate) fn record_container_event(
        &mut self,
        key: &EventKey,
        container: Option<&Name>,
        source: EventSource,
        kind: EventType,
        reason: &'static str,
        message: &[&str],
    ) {
        let written = self.recorder.record(self.now, key, container, source, kind, reason, message);
        if let Some(written) = written
            && self.recording.events
        {
            self.log.push(Happening::Event { at: self.now, event: written.event() });
        }
    }

    /// Logs a decision; it gets a number if it changed something.
    pub(crate) fn decide(
        &mut self,
        object: crate::api::ObjectRef,
        rule: Rule,
        equation: Equation,
        outcome: DecisionOutcome,
    ) {
        let counts = !matches!(outcome, DecisionOutcome::Nothing | DecisionOutcome::Progressing(_))
            && !matches!(
                rule,
                Rule::CreatePods | Rule::DeletePods | Rule::CleanUpHistory | Rule::ReuseReplicaSet
            )
            && self.now >= self.opens_at;
        self.decisions += u32::from(counts);
        if self.recording.decisions {
            let number = counts.then_some(self.decisions);
            let decision = Rc::new(Decision { number, at: self.now, object, rule, equation, outcome });
            self.log.push(Happening::Decision(decision));
        }
    }
}
