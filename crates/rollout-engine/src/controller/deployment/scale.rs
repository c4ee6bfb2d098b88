//! A change of `replicas`, and everything while paused (`pkg/controller/deployment/sync.go`): settled before any rollout step.

use super::annotations::{DESIRED_REPLICAS, MAX_REPLICAS, non_negative};
use super::replicas::max_surge;
use super::sync::{Held, Roles, Sync};
use crate::api::{DeploymentStrategy, ReplicaSet};
use crate::decision::{Equation, Rule, Term};
use crate::order::sort_by;

impl Sync {
    /// Whether some active ReplicaSet was sized for another number of replicas.
    pub(crate) fn is_scaling_event(&self, roles: &Roles) -> bool {
        let wanted = self.deployment.spec.replicas;
        let sized_for = |r: &Held| non_negative(&r.object.meta.annotations, DESIRED_REPLICAS);
        roles.all().filter(|r| r.replicas() > 0).any(|r| sized_for(r).is_some_and(|n| n != wanted))
    }

    /// The whole sync, where only sizes are to be settled.
    pub(crate) fn scale_path(&mut self) {
        let roles = self.find(false);
        self.settle_sizes(&roles);
        if self.deployment.spec.paused {
            self.note(Rule::Paused, Equation::default());
            self.clean_up_history(&roles.old);
        }
        self.write_status_only(&roles);
    }

    fn settle_sizes(&mut self, roles: &Roles) {
        let wanted = self.deployment.spec.replicas;
        if let Some(only) = active_or_latest(roles) {
            let equation = Equation::of(&[
                (true, Term::Replicas, i64::from(wanted)),
                (false, Term::OwnReplicas, i64::from(only.replicas())),
            ]);
            let note = Self::scaling_note(Rule::ScaleActive, equation, only, wanted);
            self.scale_and_tell(only, Self::seen(only), wanted, note);
            return;
        }
        if roles.new.as_ref().is_some_and(|new| is_saturated(wanted, &new.object)) {
            for old in roles.old.iter().filter(|r| r.replicas() > 0) {
                let equation = Equation::of(&[(true, Term::OwnReplicas, i64::from(old.replicas()))]);
                let note = Self::scaling_note(Rule::ScaleDownSaturated, equation, old, 0);
                self.scale_and_tell(old, Self::seen(old), 0, note);
            }
            return;
        }
        if matches!(self.deployment.spec.strategy, DeploymentStrategy::RollingUpdate { .. }) {
            self.scale_proportionally(roles);
        }
    }

    fn scale_proportionally(&mut self, roles: &Roles) {
        let spec = &self.deployment.spec;
        let surge = max_surge(spec);
        let ceiling = spec.replicas.saturating_add(surge);
        let allowed = if spec.replicas > 0 { ceiling } else { 0 };
        let mut active: Vec<&Held> = roles.all().filter(|r| r.replicas() > 0).collect();
        let total = active.iter().map(|r| i64::from(r.replicas())).sum::<i64>();
        let to_add = i64::from(allowed) - total;
        let growing = to_add > 0;
        sort_by(&mut active, |a, b| {
            let age = |r: &Held| (r.object.meta.creation_timestamp, r.name());
            let by_size = b.replicas().cmp(&a.replicas());
            by_size.then_with(|| if growing { age(b).cmp(&age(a)) } else { age(a).cmp(&age(b)) })
        });
        let status_replicas = self.status.replicas;
        let mut added = 0;
        let mut sizes: Vec<(i32, Equation)> = Vec::with_capacity(active.len());
        for target in &active {
            let own = i64::from(target.replicas());
            let left = to_add - added;
            let fraction = i64::from(share(&target.object, spec.replicas, surge, status_replicas)) - own;
            let change = if left == 0 || own == 0 {
                0
            } else if to_add > 0 {
                fraction.min(left)
            } else {
                fraction.max(left)
            };
            added += change;
            // How many come, or else how many go.
            let equation =
                Equation::of(&[(growing, Term::Share, own + fraction), (!growing, Term::OwnReplicas, own)])
                    .limited(Term::Remaining, if growing { left } else { -left });
            sizes.push((i32::try_from(own + change).unwrap_or(i32::MAX), equation));
        }
        // What rounding has left over goes to the first, the largest.
        if let Some((size, equation)) = sizes.first_mut() {
            let leftover = to_add - added;
            if leftover != 0 {
                *size = i32::try_from((i64::from(*size) + leftover).max(0)).unwrap_or(i32::MAX);
                equation.add(Term::Remaining, if growing { leftover } else { -leftover });
                equation.limits.clear();
            }
        }
        for (target, (to, equation)) in active.into_iter().zip(sizes) {
            let note = Self::scaling_note(Rule::ScaleProportionally, equation, target, to);
            self.scale(target, Self::seen(target), to, Some(note));
        }
    }
}

/// The one ReplicaSet that takes a new size alone: the only active one or, where none is active, the newest.
fn active_or_latest(roles: &Roles) -> Option<&Held> {
    let mut active = roles.all().filter(|r| r.replicas() > 0);
    match (active.next(), active.next()) {
        (None, _) => roles.new.as_ref().or_else(|| roles.old.last()),
        (Some(only), None) => Some(only),
        (Some(_), Some(_)) => None,
    }
}

/// Whether a ReplicaSet has all that the Deployment wants, and all of it available.
pub fn is_saturated(wanted: i32, replica_set: &ReplicaSet) -> bool {
    let sized_for = non_negative(&replica_set.meta.annotations, DESIRED_REPLICAS);
    replica_set.spec.replicas == wanted
        && sized_for == Some(wanted)
        && replica_set.status.available_replicas == wanted
}

/// A ReplicaSet's share of the new total: its size times the new ceiling over the one it was sized for, rounded half away from zero.
pub fn share(replica_set: &ReplicaSet, wanted: i32, surge: i32, status_replicas: i32) -> i32 {
    if wanted == 0 {
        return 0;
    }
    let own = i64::from(replica_set.spec.replicas);
    let known = non_negative(&replica_set.meta.annotations, MAX_REPLICAS).filter(|n| *n > 0);
    let sized_for = i64::from(known.unwrap_or(status_replicas));
    if sized_for == 0 {
        return replica_set.spec.replicas;
    }
    let scaled = own * (i64::from(wanted) + i64::from(surge));
    i32::try_from((2 * scaled + sized_for).div_euclid(2 * sized_for)).unwrap_or(i32::MAX)
}
