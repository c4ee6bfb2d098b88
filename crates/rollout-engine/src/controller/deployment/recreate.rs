//! Recreate (`pkg/controller/deployment/recreate.go`): everything old goes, and is gone, before anything new comes.

use super::replicas::is_complete;
use super::sync::{Held, Sync};
use crate::decision::{Equation, Rule, Term};

impl Sync {
    /// One sync of a Deployment with this strategy.
    pub(crate) fn recreate(&mut self) {
        let roles = self.find(false);
        let mut scaled = false;
        for old in roles.old.iter().filter(|r| r.replicas() > 0) {
            let equation = Equation::of(&[(true, Term::OwnReplicas, i64::from(old.replicas()))]);
            let note = Self::scaling_note(Rule::RecreateScaleDown, equation, old, 0);
            scaled |= self.scale_and_tell(old, Self::seen(old), 0, note);
        }
        if scaled {
            self.write_rollout_status(&roles);
            return;
        }
        let still_there = self.old_pods_running(&roles.old);
        if still_there > 0 {
            self.note(
                Rule::RecreateWait,
                Equation::of(&[(true, Term::OldPodsRunning, i64::from(still_there))]),
            );
            self.write_rollout_status(&roles);
            return;
        }
        let roles = if roles.new.is_some() { roles } else { self.find(true) };
        if let Some(new) = &roles.new {
            let to = self.deployment.spec.replicas;
            let equation = Equation::of(&[
                (true, Term::Replicas, i64::from(to)),
                (false, Term::OwnReplicas, i64::from(new.replicas())),
            ]);
            let note = Self::scaling_note(Rule::RecreateScaleUp, equation, new, to);
            self.scale_and_tell(new, Self::seen(new), to, note);
        }
        if is_complete(&self.deployment, &self.status) {
            self.clean_up_history(&roles.old);
        }
        self.write_rollout_status(&roles);
    }

    /// How many old ReplicaSets' Pods are still there: those that the status counts, or else one for each ReplicaSet with Pods that
    /// have not ended (leaving ones too).
    pub(crate) fn old_pods_running(&self, old: &[Held]) -> i32 {
        let counted = old.iter().map(|r| r.object.status.replicas).fold(0, i32::saturating_add);
        let leaving =
            old.iter().filter(|r| r.id.is_some_and(|id| self.with_running_pods.contains(&id))).count();
        if counted > 0 { counted } else { i32::try_from(leaving).unwrap_or(i32::MAX) }
    }
}
