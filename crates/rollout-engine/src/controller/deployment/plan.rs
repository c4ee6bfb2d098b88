//! What a sync of the Deployment controller is going to do: API calls, one after the other, each with the decision behind it.
//! A sync reads the cache once, at its start, so all of it is known then; only refusals can cut it short.

use crate::api::{
    Annotations, ConditionReason, Deployment, DeploymentStatus, EventType, ObjectMeta, ReplicaSetSpec,
};
use crate::decision::{DecisionOutcome, Equation, Rule};
use crate::id::ReplicaSetId;
use crate::time::SimDuration;
use std::collections::VecDeque;
use std::rc::Rc;

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) calls: VecDeque<Call>,
    /// Steps considered and not taken.
    pub(crate) notes: Vec<Note>,
    pub(crate) wake: WakeUp,
}

/// When the key is to be looked at again though nothing has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum WakeUp {
    /// Never.
    #[default]
    None,
    /// After this long.
    After(SimDuration),
    /// Soon, as after a failure.
    RateLimited,
}

/// A decision that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) rule: Rule,
    pub(crate) equation: Equation,
    pub(crate) outcome: DecisionOutcome,
}

/// One call to the API server.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) verb: Verb,
    /// Logged once the call has gone well.
    pub(crate) note: Option<Note>,
    /// Sent once the call has gone well: type, reason, message.
    pub(crate) event: Option<(EventType, &'static str, Rc<str>)>,
    /// What a refusal means.
    pub(crate) on_refusal: OnRefusal,
}

/// What a refusal of a call means for its sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnRefusal {
    /// The sync fails, and is tried again.
    Fail,
    /// The calls of the shrink step that are left are dropped; the sync goes on.
    AbandonShrink,
}

/// What a write is based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// The version that the sync saw.
    Seen(u64),
    /// The version that this sync itself wrote last.
    OwnWrite,
}

/// What the API server is asked for.
#[derive(Clone, Debug)]
pub(crate) enum Verb {
    /// Makes a ReplicaSet ours.
    Adopt(ReplicaSetId),
    /// Lets go of a ReplicaSet whose labels do not match any more.
    Release(ReplicaSetId),
    /// Creates the new ReplicaSet.
    Create(Box<(ObjectMeta, ReplicaSetSpec)>),
    /// Writes the new ReplicaSet's annotations and minReadySeconds.
    Annotate { id: ReplicaSetId, version: u64, annotations: Annotations, min_ready_seconds: i32 },
    /// Resizes a ReplicaSet and notes what for.
    Scale { id: ReplicaSetId, basis: Basis, replicas: i32, annotations: Annotations },
    /// Deletes an old ReplicaSet.
    Delete(ReplicaSetId),
    /// Writes the Deployment's status, and its annotations with it.
    WriteStatus { version: u64, status: Box<DeploymentStatus>, annotations: Annotations },
    /// Writes the Deployment itself: the legacy rollback.
    WriteSpec { version: u64, deployment: Box<Deployment> },
}

impl Call {
    pub(crate) fn new(verb: Verb) -> Self {
        Self { verb, note: None, event: None, on_refusal: OnRefusal::Fail }
    }

    pub(crate) fn because(mut self, rule: Rule, equation: Equation, outcome: DecisionOutcome) -> Self {
        self.note = Some(Note { rule, equation, outcome });
        self
    }

    pub(crate) fn telling(
        mut self,
        kind: EventType,
        reason: &'static str,
        message: impl Into<Rc<str>>,
    ) -> Self {
        self.event = Some((kind, reason, message.into()));
        self
    }
}

/// The reason that stands in a note of progress.
pub(crate) fn progress_note(reason: ConditionReason, equation: Equation) -> Note {
    Note { rule: Rule::Progress, equation, outcome: DecisionOutcome::Progressing(reason) }
}
