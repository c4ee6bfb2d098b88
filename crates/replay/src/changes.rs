//! What happened between two moments, and why as far as the numbers show it.

use crate::cluster::{Cluster, Deployment, Named, Pod, ReplicaSet};
use std::fmt;
use std::rc::Rc;

/// Something that happened. Its text is a plain sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A command was given.
    Command(String),
    /// A Deployment is new, or wants something else.
    Deployed {
        /// The Deployment.
        name: String,
        /// What of it.
        what: Edited,
    },
    /// A ReplicaSet was created, or its size changed.
    Scaled {
        /// The ReplicaSet.
        name: String,
        /// Its size before; none if it was created.
        from: Option<i64>,
        /// Its size now.
        to: i64,
        /// Why, if the numbers show it.
        why: Option<Why>,
    },
    /// The condition `Progressing` has another reason.
    Progress {
        /// The Deployment.
        name: String,
        /// `reason`
        reason: String,
        /// `message`
        message: String,
    },
    /// A Pod has come.
    Created(String),
    /// A Pod became ready.
    Ready(String),
    /// A Pod is not ready any more.
    Unready(String),
    /// A Pod has another STATUS.
    Status(String, String),
    /// A Pod is being deleted.
    Leaving(String),
    /// An object is gone.
    Gone(&'static str, String),
    /// An Event of type `Warning`.
    Warning(String),
}

/// What of a Deployment is other than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is new, with this image and so many replicas.
    Created(String, i64),
    /// The image, from and to.
    Image(String, String),
    /// The replicas, from and to.
    Replicas(i64, i64),
    /// It was paused, or resumed.
    Paused(bool),
}

/// The rule behind a ReplicaSet's new size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// There was room under the ceiling: so many Pods were wanted of all ReplicaSets, and so many may be.
    Room {
        /// Wanted of all before.
        total: i64,
        /// The most that may be.
        ceiling: i64,
    },
    /// More were available than the floor.
    Spare {
        /// Available Pods.
        available: i64,
        /// The fewest that must be.
        floor: i64,
    },
    /// The Deployment wants another number.
    Wanted(i64),
}

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
    resized.sort_by_key(|(was, is)| was.is_none_or(|was| is.replicas > was.replicas));
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

/// The objects that are new or others, each with what it was.
fn pairs<'a, T: Named>(old: &'a [Rc<T>], new: &'a [Rc<T>]) -> impl Iterator<Item = (Option<&'a T>, &'a T)> {
    new.iter().filter_map(|is| {
        let was = old.iter().find(|o| o.name() == is.name());
        let same = was.is_some_and(|was| Rc::ptr_eq(was, is));
        (!same).then_some((was.map(|w| &**w), &**is))
    })
}

fn gone<T: Named>(out: &mut Vec<Change>, kind: &'static str, old: &[Rc<T>], new: &[Rc<T>]) {
    // Most often the two are the same in all places.
    if old.len() <= new.len() && old.iter().zip(new).all(|(o, n)| o.name() == n.name()) {
        return;
    }
    let gone = old.iter().filter(|o| !new.iter().any(|n| n.name() == o.name()));
    out.extend(gone.map(|o| Change::Gone(kind, o.name().to_owned())));
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
    let ready = |p: &&Rc<Pod>| {
        let was = || old.pods.iter().any(|o| o.name == p.name && o.ready && !o.leaving);
        (if p.leaving { was() } else { p.ready }) && own().any(|s| s.0 == p.owner)
    };
    let available = i64::try_from(new.pods.iter().filter(ready).count()).ok()?;
    if is.replicas > before {
        let ceiling = owner.ceiling.filter(|c| total + is.replicas - before <= *c)?;
        return Some(Why::Room { total, ceiling });
    }
    let floor = owner.floor.filter(|floor| available > *floor)?;
    Some(Why::Spare { available, floor })
}

fn pods(n: i64) -> String {
    if n == 1 { "1 Pod".to_owned() } else { format!("{n} Pods") }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(line) => write!(f, "Somebody runs: {line}"),
            Self::Deployed { name, what } => match what {
                Edited::Created(image, n) if image.is_empty() => {
                    write!(f, "Deployment {name} is there: it wants {}.", pods(*n))
                }
                Edited::Created(image, n) => {
                    write!(f, "Deployment {name} is there: it wants {} of {image}.", pods(*n))
                }
                Edited::Image(from, to) if from.is_empty() => {
                    write!(f, "The image of Deployment {name} is {to}.")
                }
                Edited::Image(from, to) => {
                    write!(f, "The image of Deployment {name} is changed from {from} to {to}.")
                }
                Edited::Replicas(from, to) => write!(f, "Deployment {name} is scaled from {from} to {to}."),
                Edited::Paused(true) => write!(f, "Deployment {name} is paused."),
                Edited::Paused(false) => write!(f, "Deployment {name} goes on."),
            },
            Self::Scaled { name, from, to, why } => {
                match from {
                    None => write!(f, "The Deployment creates ReplicaSet {name} for {}", pods(*to))?,
                    Some(from) => write!(f, "The Deployment scales ReplicaSet {name} from {from} to {to}")?,
                }
                match why {
                    None => write!(f, "."),
                    Some(Why::Room { total, ceiling }) => {
                        write!(f, ": {ceiling} may exist, and {total} were wanted.")
                    }
                    Some(Why::Spare { available, floor }) => {
                        write!(f, ": {available} were ready, and {floor} must be available.")
                    }
                    Some(Why::Wanted(n)) => write!(f, ": the Deployment wants {n}."),
                }
            }
            Self::Progress { name, reason, message } => {
                write!(f, "Deployment {name} says {reason}: {message}")
            }
            Self::Created(name) => write!(f, "Pod {name} is created."),
            Self::Ready(name) => write!(f, "Pod {name} became ready."),
            Self::Unready(name) => write!(f, "Pod {name} is not ready any more."),
            Self::Status(name, status) => write!(f, "Pod {name}: {status}."),
            Self::Leaving(name) => write!(f, "Pod {name} is being deleted."),
            Self::Gone(kind, name) => write!(f, "{kind} {name} is gone."),
            Self::Warning(message) => write!(f, "Warning: {message}"),
        }
    }
}
