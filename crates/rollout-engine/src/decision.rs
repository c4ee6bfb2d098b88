//! Decisions: every step of a controller with the rule it followed and its arithmetic, as data.

use crate::api::{Name, ObjectRef};
use crate::time::SimTime;
use std::rc::Rc;

/// A step that a controller took, or could not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Counts the decisions that changed something, from the scenario's `opens_at` on; none for a step not taken.
    pub number: Option<u32>,
    /// When its effect was stored; for a step not taken, when it was considered.
    pub at: SimTime,
    /// Whose step it was: the Deployment or the ReplicaSet that was being synced.
    pub object: ObjectRef,
    /// What was decided by.
    pub rule: Rule,
    /// The arithmetic.
    pub equation: Equation,
    /// What came of it.
    pub outcome: DecisionOutcome,
}

/// The rules of the controllers. Their text is the page's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A template without a ReplicaSet gets one, as large as there is room under the ceiling.
    CreateReplicaSet,
    /// Rolling update: the new ReplicaSet may grow up to the ceiling.
    ScaleUpNew,
    /// The new ReplicaSet is larger than the Deployment wants.
    ScaleDownNew,
    /// Rolling update: how many old Pods may go, and whether any.
    ScaleDownOld,
    /// Rolling update: old Pods that are not available go first.
    CleanUpUnhealthy,
    /// Recreate: all old Pods go before a new one comes.
    RecreateScaleDown,
    /// Recreate: old Pods still run, so nothing is created.
    RecreateWait,
    /// Recreate: the new ReplicaSet gets its full size.
    RecreateScaleUp,
    /// The only active ReplicaSet takes the new number of replicas.
    ScaleActive,
    /// The new ReplicaSet is complete, so what is left of old ones goes.
    ScaleDownSaturated,
    /// Several ReplicaSets share a change of replicas in proportion.
    ScaleProportionally,
    /// Old ReplicaSets beyond `revisionHistoryLimit` are deleted.
    CleanUpHistory,
    /// A ReplicaSet of this template exists already: it is used again, under a new revision.
    ReuseReplicaSet,
    /// A paused Deployment takes no rollout step.
    Paused,
    /// The rollout went on, is complete, or has exceeded its deadline.
    Progress,
    /// A ReplicaSet has too few Pods.
    CreatePods,
    /// A ReplicaSet has too many Pods.
    DeletePods,
}

/// What a number in an equation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// The Deployment's `spec.replicas`.
    Replicas,
    /// `maxSurge`, resolved.
    MaxSurge,
    /// `maxUnavailable`, resolved.
    MaxUnavailable,
    /// `replicas + maxSurge`.
    Ceiling,
    /// `replicas − maxUnavailable`.
    MinAvailable,
    /// The sum of `spec.replicas` of all ReplicaSets.
    TotalReplicas,
    /// `spec.replicas` of the new ReplicaSet.
    NewReplicas,
    /// `spec.replicas` of the old ReplicaSets.
    OldReplicas,
    /// New Pods that are wanted but not available.
    NewUnavailable,
    /// Old Pods that are wanted but not available.
    OldUnavailable,
    /// The sum of `status.availableReplicas` of all ReplicaSets.
    Available,
    /// `status.updatedReplicas`.
    Updated,
    /// How many may go at most.
    MaxScaledDown,
    /// How many have gone already in this step.
    AlreadyScaledDown,
    /// `spec.replicas` of the ReplicaSet in question.
    OwnReplicas,
    /// The ReplicaSet's share of the new total, rounded.
    Share,
    /// What is left to give or take.
    Remaining,
    /// Old Pods that still run.
    OldPodsRunning,
    /// Old ReplicaSets.
    OldReplicaSets,
    /// `revisionHistoryLimit`
    RevisionHistoryLimit,
    /// Active Pods of the ReplicaSet.
    ActivePods,
    /// Seconds since the last progress.
    SecondsWithoutProgress,
    /// `progressDeadlineSeconds`
    ProgressDeadline,
    /// A revision number.
    Revision,
}

/// `t₁ ± t₂ ± … = result`, then held within `limits`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Equation {
    /// Terms with their sign in `value`'s favour: added if `plus`, else subtracted.
    pub terms: Vec<Operand>,
    /// What the terms come to.
    pub result: i64,
    /// The result may not exceed any of these.
    pub limits: Vec<(Term, i64)>,
}

/// One number of an equation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Added, or else subtracted.
    pub plus: bool,
    /// What it counts.
    pub term: Term,
    /// How many.
    pub value: i64,
}

/// What came of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// Nothing could be done.
    Nothing,
    /// A ReplicaSet was created.
    Created {
        /// Its name.
        replica_set: Name,
        /// Its size.
        replicas: i32,
    },
    /// A ReplicaSet's size was changed.
    Scaled {
        /// Its name.
        replica_set: Name,
        /// Its size before.
        from: i32,
        /// Its size after.
        to: i32,
    },
    /// A ReplicaSet was deleted.
    Deleted {
        /// Its name.
        replica_set: Name,
    },
    /// A ReplicaSet's revision was raised.
    Renumbered {
        /// Its name.
        replica_set: Name,
        /// Its revision before.
        from: i64,
        /// Its revision after.
        to: i64,
    },
    /// Pods were created.
    PodsCreated(Vec<Name>),
    /// Pods were told to go.
    PodsDeleted(Vec<Name>),
    /// The Progressing condition got this reason.
    Progressing(crate::api::ConditionReason),
}

impl Equation {
    /// An equation, its result worked out.
    pub fn of(terms: &[(bool, Term, i64)]) -> Self {
        let terms: Vec<Operand> =
            terms.iter().map(|&(plus, term, value)| Operand { plus, term, value }).collect();
        let result = terms.iter().map(|o| if o.plus { o.value } else { -o.value }).sum();
        Self { terms, result, limits: Vec::new() }
    }

    /// The same, not to exceed `value`.
    #[must_use]
    pub fn limited(mut self, term: Term, value: i64) -> Self {
        self.limits.push((term, value));
        self
    }

    /// One term more.
    pub(crate) fn add(&mut self, term: Term, value: i64) {
        self.terms.push(Operand { plus: true, term, value });
        self.result += value;
    }

    /// The result within its limits.
    pub fn limited_result(&self) -> i64 {
        self.limits.iter().fold(self.result, |r, (_, limit)| r.min(*limit))
    }

    /// The result within its limits, at least 0.
    pub fn bounded(&self) -> i64 {
        self.limited_result().max(0)
    }
}

/// Decisions are shared between the log, the snapshots and whoever shows them.
pub type SharedDecision = Rc<Decision>;
