//! Old ReplicaSets beyond `revisionHistoryLimit` are deleted (`pkg/controller/deployment/sync.go`, `cleanupDeployment`).

use super::annotations::revision;
use super::plan::{Call, Verb};
use super::sync::{Held, Sync};
use crate::api::NO_LIMIT;
use crate::decision::{DecisionOutcome, Equation, Rule, Term};

impl Sync {
    /// Plans the deletions. One that cannot be deleted uses up its place all the same.
    pub(crate) fn clean_up_history(&mut self, old: &[Held]) {
        let limit = self.deployment.spec.revision_history_limit;
        if limit == NO_LIMIT {
            return;
        }
        let cleanable: Vec<&Held> = old.iter().filter(|r| !r.object.meta.is_being_deleted()).collect();
        let excess = i64::try_from(cleanable.len()).unwrap_or(i64::MAX) - i64::from(limit);
        if excess <= 0 {
            return;
        }
        let cleanable = by_revision(cleanable);
        let equation = Equation::of(&[
            (true, Term::OldReplicaSets, i64::try_from(cleanable.len()).unwrap_or(i64::MAX)),
            (false, Term::RevisionHistoryLimit, i64::from(limit)),
        ]);
        for target in cleanable.into_iter().take(usize::try_from(excess).unwrap_or(0)) {
            let object = &target.object;
            let busy = object.status.replicas != 0
                || object.spec.replicas != 0
                || object.meta.generation > object.status.observed_generation;
            let Some(id) = target.id.filter(|_| !busy) else { continue };
            let outcome = DecisionOutcome::Deleted { replica_set: target.name() };
            self.call(Call::new(Verb::Delete(id)).because(Rule::CleanUpHistory, equation.clone(), outcome));
        }
    }
}

/// Oldest revision first; equal ones, and those that are no number, stay in their order of age. Put in one by one, since with such
/// revisions this is no total order, which the library's sorts demand.
fn by_revision(replica_sets: Vec<&Held>) -> Vec<&Held> {
    let mut ordered: Vec<&Held> = Vec::with_capacity(replica_sets.len());
    for target in replica_sets {
        let own = revision(&target.object);
        let goes_after = |other: &&Held| match (revision(&other.object), own) {
            (Some(other), Some(own)) => other <= own,
            _ => true,
        };
        let at = ordered.iter().rposition(goes_after).map_or(0, |i| i + 1);
        ordered.insert(at, target);
    }
    ordered
}
