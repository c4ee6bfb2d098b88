//! Rolling update (`pkg/controller/deployment/rolling.go`): grow the new ReplicaSet up to the ceiling, or shrink the old ones down to
//! the floor; one direction a sync.

use super::plan::{Basis, Note, OnRefusal};
use super::replicas::{ReplicaCounts, is_complete, max_surge, min_available, new_replica_set_size};
use super::sync::{Held, Roles, Sync};
use crate::decision::{Equation, Rule, Term};
use crate::id::ReplicaSetId;

impl Sync {
    /// One sync of a Deployment with this strategy.
    pub(crate) fn roll(&mut self) {
        let roles = self.find(true);
        if self.grow_new(&roles) || self.shrink_old(&roles) {
            self.write_rollout_status(&roles);
            return;
        }
        if is_complete(&self.deployment, &self.status) {
            self.clean_up_history(&roles.old);
        }
        self.write_rollout_status(&roles);
    }

    fn grow_new(&mut self, roles: &Roles) -> bool {
        let Some(new) = &roles.new else { return false };
        let spec = &self.deployment.spec;
        let wanted = i64::from(spec.replicas);
        let own = i64::from(new.replicas());
        if own == wanted {
            return false;
        }
        if own > wanted {
            let equation = Equation::of(&[(true, Term::OwnReplicas, own), (false, Term::Replicas, wanted)]);
            let to = spec.replicas;
            let note = Self::scaling_note(Rule::ScaleDownNew, equation, new, to);
            return self.scale_and_tell(new, Self::seen(new), to, note);
        }
        let total = roles.total_replicas();
        let ceiling = spec.replicas.saturating_add(max_surge(spec));
        let equation = Equation::of(&[
            (true, Term::Ceiling, i64::from(ceiling)),
            (false, Term::TotalReplicas, i64::from(total)),
        ])
        .limited(Term::NewReplicas, wanted - own);
        let to = new_replica_set_size(spec, total, new.replicas());
        if to == new.replicas() {
            self.note(Rule::ScaleUpNew, equation);
            return false;
        }
        let note = Self::scaling_note(Rule::ScaleUpNew, equation, new, to);
        self.scale_and_tell(new, Self::seen(new), to, note)
    }

    fn shrink_old(&mut self, roles: &Roles) -> bool {
        let old_total: i32 = roles.old.iter().map(Held::replicas).fold(0, i32::saturating_add);
        if old_total == 0 {
            return false;
        }
        let counts = ReplicaCounts::of(roles.all().map(|r| &*r.object));
        let floor = i64::from(min_available(&self.deployment.spec));
        let new_unavailable = roles
            .new
            .as_ref()
            .map_or(0, |n| i64::from(n.replicas()) - i64::from(n.object.status.available_replicas));
        let may_go = Equation::of(&[
            (true, Term::TotalReplicas, i64::from(roles.total_replicas())),
            (false, Term::MinAvailable, floor),
            (false, Term::NewUnavailable, new_unavailable),
        ]);
        if may_go.result <= 0 {
            self.note(Rule::ScaleDownOld, may_go);
            return false;
        }
        let first = self.plan.calls.len();
        let Some((left, cleaned)) = self.clean_up_unhealthy(&roles.old, may_go.result) else {
            self.abandon_on_refusal(first);
            return false;
        };
        let healthy = self.scale_down_healthy(&left, i64::from(counts.available), floor, &may_go);
        self.abandon_on_refusal(first);
        if cleaned + healthy == 0 {
            let budget = Equation::of(&[
                (true, Term::Available, i64::from(counts.available)),
                (false, Term::MinAvailable, floor),
            ])
            .limited(Term::MaxScaledDown, may_go.result);
            self.note(Rule::ScaleDownOld, budget);
        }
        cleaned + healthy > 0
    }

    /// Old Pods that are not available go first; gives the old ReplicaSets as this leaves them, and how many Pods went. Nothing, if the
    /// status lags behind so far that the step is given up.
    pub(crate) fn clean_up_unhealthy(
        &mut self,
        old: &[Held],
        most: i64,
    ) -> Option<(Vec<(Held, Basis)>, i64)> {
        let mut gone = 0;
        let mut left = Vec::with_capacity(old.len());
        for target in old {
            let own = i64::from(target.replicas());
            let unhealthy = own - i64::from(target.object.status.available_replicas);
            if gone >= most || own == 0 || unhealthy == 0 {
                left.push((target.clone(), Self::seen(target)));
                continue;
            }
            if unhealthy < 0 {
                return None;
            }
            let count = unhealthy.min(most - gone);
            let to = target.replicas() - i32::try_from(count).unwrap_or(0);
            let equation = Equation::of(&[(true, Term::OldUnavailable, unhealthy)])
                .limited(Term::MaxScaledDown, most - gone);
            let note = Self::scaling_note(Rule::CleanUpUnhealthy, equation, target, to);
            self.scale_and_tell(target, Self::seen(target), to, note);
            gone += count;
            left.push((resized(target, to), Basis::OwnWrite));
        }
        Some((left, gone))
    }

    /// Available old Pods go as far as the floor allows; how many went.
    pub(crate) fn scale_down_healthy(
        &mut self,
        old: &[(Held, Basis)],
        available: i64,
        floor: i64,
        may_go: &Equation,
    ) -> i64 {
        let budget = available - floor;
        let mut gone = 0;
        for (target, basis) in old {
            let own = i64::from(target.replicas());
            if gone >= budget {
                break;
            }
            if own == 0 {
                continue;
            }
            let count = own.min(budget - gone);
            let to = target.replicas() - i32::try_from(count).unwrap_or(0);
            let mut terms = vec![(true, Term::Available, available), (false, Term::MinAvailable, floor)];
            if gone > 0 {
                terms.push((false, Term::AlreadyScaledDown, gone));
            }
            let equation = Equation::of(&terms).limited(Term::OwnReplicas, own);
            let note: Note = Self::scaling_note(Rule::ScaleDownOld, equation, target, to);
            self.scale_and_tell(target, *basis, to, note);
            gone += count;
        }
        debug_assert!(may_go.result > 0, "this step comes only where something may go");
        gone
    }

    /// From this call on, a refusal ends the shrinking but not the sync.
    fn abandon_on_refusal(&mut self, first: usize) {
        for call in self.plan.calls.iter_mut().skip(first) {
            call.on_refusal = OnRefusal::AbandonShrink;
        }
    }
}

/// The copy of a ReplicaSet after the sync's own write.
fn resized(target: &Held, to: i32) -> Held {
    let mut object = crate::api::ReplicaSet::clone(&target.object);
    object.spec.replicas = to;
    let id: Option<ReplicaSetId> = target.id;
    Held { id, object: object.into() }
}
