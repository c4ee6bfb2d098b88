//! What differs between two moments, and why as far as the numbers show it.

use super::{Change, Edited, Why};
use crate::cluster::{Cluster, Deployment, Named, Pod, ReplicaSet};
use rollout_engine::order::sort_by_key;
use std::rc::Rc;

/// What differs between two moments.
pub(crate) fn between(old: &Cluster, new: &Cluster) -> Vec<Change> {
    let mut out = Vec::new();
    for (was, is) in pairs(&old.deployments, &new.deployments) {
        deployment(&mut out, was, is);
    }
    for (was, is) in pairs(&old.pods, &new.pods) {
        let Some(was) = was else { continue };
        let name = || is.name.clone();
        match (was.ready, is.ready) {
            (false, true) => out.push(Change::Ready(name())),
            (true, false) if !is.leaving => out.push(Change::Unready(name())),
            _ if was.status != is.status && !is.leaving => {
                out.push(Change::Status(name(), is.status.clone()));
            }
            _ => {}
        }
    }
    // Where several sizes are seen to change at once, what shrinks makes room for what grows.
    let mut sizes: Vec<(&str, &str, i64)> =
        old.replica_sets.iter().map(|r| (&*r.name, &*r.owner, r.replicas)).collect();
    let resized =
        |(was, is): &(Option<&ReplicaSet>, &ReplicaSet)| was.map(|r| r.replicas) != Some(is.replicas);
    let mut resized: Vec<_> = pairs(&old.replica_sets, &new.replica_sets).filter(resized).collect();
    sort_by_key(&mut resized, |(was, is)| was.is_none_or(|was| is.replicas > was.replicas));
    for (was, is) in resized {
        let why = why(old, new, &sizes, is);
        out.push(Change::Scaled {
            name: is.name.clone(),
            from: was.map(|r| r.replicas),
            to: is.replicas,
            why,
        });
        sizes.retain(|s| s.0 != is.name);
        sizes.push((&is.name, &is.owner, is.replicas));
    }
    for (was, is) in pairs(&old.pods, &new.pods) {
        match was {
            None => out.push(Change::Created(is.name.clone())),
            Some(was) if is.leaving && !was.leaving => out.push(Change::Leaving(is.name.clone())),
            Some(_) => {}
        }
    }
    gone(&mut out, "Pod", &old.pods, &new.pods);
    gone(&mut out, "ReplicaSet", &old.replica_sets, &new.replica_sets);
    gone(&mut out, "Deployment", &old.deployments, &new.deployments);
    out
}

/// The objects that are new or others, each with what it was. Objects keep their order, so that each is looked for behind the last.
fn pairs<'a, T: Named>(old: &'a [Rc<T>], new: &'a [Rc<T>]) -> impl Iterator<Item = (Option<&'a T>, &'a T)> {
    let mut rest = old;
    new.iter().filter_map(move |is| {
        let at = rest.iter().position(|o| Rc::ptr_eq(o, is) || o.name() == is.name());
        let was = at.and_then(|at| rest.get(at));
        rest = at.and_then(|at| rest.get(at + 1..)).unwrap_or(rest);
        let same = was.is_some_and(|was| Rc::ptr_eq(was, is));
        (!same).then_some((was.map(|w| &**w), &**is))
    })
}

fn gone<T: Named>(out: &mut Vec<Change>, kind: &'static str, old: &[Rc<T>], new: &[Rc<T>]) {
    let mut rest = new;
    for was in old {
        match rest.iter().position(|n| n.name() == was.name()) {
            Some(at) => rest = rest.get(at + 1..).unwrap_or(&[]),
            // It may have been put behind the others.
            None if new.iter().any(|n| n.name() == was.name()) => {}
            None => out.push(Change::Gone(kind, was.name().to_owned())),
        }
    }
}

fn deployment(out: &mut Vec<Change>, was: Option<&Deployment>, is: &Deployment) {
    let mut edited = |what| out.push(Change::Deployed { name: is.name.clone(), what });
    match was {
        None => edited(Edited::Created(is.image.clone(), is.replicas)),
        Some(was) => {
            if was.image != is.image {
                edited(Edited::Image(was.image.clone(), is.image.clone()));
            }
            if was.replicas != is.replicas {
                edited(Edited::Replicas(was.replicas, is.replicas));
            }
            if was.paused != is.paused {
                edited(Edited::Paused(is.paused));
            }
        }
    }
    let reason = was.map_or("", |w| w.progress.0.as_str());
    if is.progress.0 != reason && !is.progress.0.is_empty() {
        let (reason, message) = is.progress.clone();
        out.push(Change::Progress { name: is.name.clone(), reason, message });
    }
}

/// Why a ReplicaSet got its size: what the numbers of that moment leave as the reason. `sizes` are names, owners and sizes before.
fn why(old: &Cluster, new: &Cluster, sizes: &[(&str, &str, i64)], is: &ReplicaSet) -> Option<Why> {
    let owner = new.deployments.iter().find(|d| d.name == is.owner)?;
    let own = || sizes.iter().filter(|s| s.1 == is.owner);
    let before = own().find(|s| s.0 == is.name).map_or(0, |s| s.2);
    if own().all(|s| s.0 == is.name || s.2 == 0) && is.replicas == owner.replicas {
        return Some(Why::Wanted(owner.replicas));
    }
    let total: i64 = own().map(|s| s.2).sum();
    // Who has become ready since counts, and who has been taken away for it.
    let ready = |(nth, p): &(usize, &Rc<Pod>)| {
        // Most often it was in the same place.
        let same = |o: &&Rc<Pod>| o.name == p.name;
        let old_one = || old.pods.get(*nth).filter(same).or_else(|| old.pods.iter().find(same));
        let was = || old_one().is_some_and(|o| o.ready && !o.leaving);
        (if p.leaving { was() } else { p.ready }) && own().any(|s| s.0 == p.owner)
    };
    let available = i64::try_from(new.pods.iter().enumerate().filter(ready).count()).ok()?;
    if is.replicas > before {
        let ceiling = owner.ceiling.filter(|c| total + is.replicas - before <= *c)?;
        return Some(Why::Room { total, ceiling });
    }
    let floor = owner.floor.filter(|floor| available > *floor)?;
    Some(Why::Spare { available, floor })
}
