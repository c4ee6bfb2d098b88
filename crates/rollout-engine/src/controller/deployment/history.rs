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
        let mut cleanable: Vec<&Held> = old.iter().filter(|r| !r.object.meta.is_being_deleted()).collect();
        let excess = i64::try_from(cleanable.len()).unwrap_or(i64::MAX) - i64::from(limit);
        if excess <= 0 {
            return;
        }
        cleanable.sort_by(|a, b| match (revision(&a.object), revision(&b.object)) {
            (Some(a), Some(b)) => a.cmp(&b),
            // Stable, and they come oldest first.
            _ => std::cmp::Ordering::Equal,
        });
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
