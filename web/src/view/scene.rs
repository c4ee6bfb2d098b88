//! One moment of the run as the page needs it: the snapshot sorted by owner, with colours, rows and words.

use super::format;
use super::gauge::Limits;
use super::story::Story;
use super::tally::Tally;
use super::versions::{Version, Versions, image_of};
use super::waiting::Wait;
use rollout_engine::api::{Deployment, Labels, Name, Uid};
use rollout_engine::decision::{Decision, DecisionOutcome};
use rollout_engine::snapshot::{PodView, ServiceView, Snapshot};
use rollout_engine::{SimTime, SortedMap};
use std::rc::Rc;

/// A moment, ready to be drawn.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) snapshot: Snapshot,
    /// The Deployment on the stage.
    pub(crate) deployment: Option<Rc<Deployment>>,
    pub(crate) lanes: Vec<Lane>,
    /// The Service on the stage.
    pub(crate) service: Option<ServiceView>,
    pub(crate) limits: Limits,
    pub(crate) versions: Versions,
    /// Images that one may choose from.
    pub(crate) offered: Vec<Name>,
    pub(crate) story: Story,
    /// What is waited for.
    pub(crate) waits: Vec<Wait>,
    /// When each of the latest decisions was taken, with its number.
    pub(crate) cuts: Vec<(u32, SimTime)>,
    pub(crate) opens_at: SimTime,
    pub(crate) requests_per_second: u64,
    /// Nothing was done and nothing decided yet.
    pub(crate) untouched: bool,
}

/// A ReplicaSet of the Deployment on the stage, and its Pods.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    pub(crate) uid: Uid,
    pub(crate) name: Name,
    pub(crate) revision: i64,
    pub(crate) hash: Name,
    pub(crate) is_new: bool,
    pub(crate) version: Version,
    pub(crate) image: Name,
    pub(crate) tag: String,
    pub(crate) wants: i32,
    pub(crate) pods: Vec<Rc<PodView>>,
    /// The row of each Pod.
    pub(crate) slots: Vec<usize>,
    /// Rows to keep room for.
    pub(crate) room: i32,
    pub(crate) tally: Tally,
    /// The latest decision about its size.
    pub(crate) step: Option<Step>,
}

/// A change of a ReplicaSet's size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) number: Option<u32>,
    pub(crate) from: i32,
    pub(crate) to: i32,
}

impl Lane {
    /// It has no Pods and wants none.
    pub(crate) fn is_thin(&self) -> bool {
        self.wants == 0 && self.pods.is_empty()
    }
}

impl Scene {
    /// The newest lane.
    pub(crate) fn new_lane(&self) -> Option<&Lane> {
        self.lanes.iter().rfind(|l| l.is_new)
    }

    /// The Pod of this UID, and its lane.
    pub(crate) fn pod(&self, uid: Uid) -> Option<(&Lane, &Rc<PodView>)> {
        self.lanes.iter().find_map(|l| l.pods.iter().find(|p| p.object.meta.uid == uid).map(|p| (l, p)))
    }

    pub(crate) fn tally(&self) -> Tally {
        self.lanes.iter().fold(Tally::default(), |sum, l| sum.plus(l.tally))
    }
}

/// So many Pods of a ReplicaSet are never drawn as rows.
const MANY: usize = 30;

/// Which row each Pod has. A Pod keeps its row for life, also when time is wound back and forth.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    by_pod: SortedMap<Uid, u32>,
    most: SortedMap<Uid, u32>,
}

impl Rows {
    /// The rows of a lane's Pods and how many rows the lane needs; `expected` are kept free for Pods to come.
    fn place(&mut self, lane: Uid, pods: &[Rc<PodView>], expected: usize) -> (Vec<usize>, usize) {
        if pods.len() >= MANY {
            // They have no rows of their own.
            let most = pods.len().max(expected).max(self.most.get(&lane).copied().unwrap_or(0) as usize);
            self.most.insert(lane, u32::try_from(most).unwrap_or(u32::MAX));
            return (Vec::new(), most);
        }
        let mut taken: Vec<usize> = Vec::with_capacity(pods.len());
        let known = |rows: &Self, pod: &PodView| Some(*rows.by_pod.get(&pod.object.meta.uid)? as usize);
        let held: Vec<Option<usize>> = pods.iter().map(|p| known(self, p)).collect();
        let mut used: Vec<bool> = Vec::new();
        let mut use_up = |slot: usize| {
            if used.len() <= slot {
                used.resize(slot + 1, false);
            }
            !std::mem::replace(&mut used[slot], true)
        };
        for slot in held.iter().flatten() {
            use_up(*slot);
        }
        let mut free = 0;
        for (pod, slot) in pods.iter().zip(held) {
            let slot = slot.filter(|s| !taken.contains(s)).unwrap_or_else(|| {
                while !use_up(free) {
                    free += 1;
                }
                free
            });
            self.by_pod.insert(pod.object.meta.uid, u32::try_from(slot).unwrap_or(u32::MAX));
            taken.push(slot);
        }
        let top = taken.iter().max().map_or(0, |s| s + 1).max(expected);
        let most = if pods.is_empty() {
            expected
        } else {
            top.max(self.most.get(&lane).copied().unwrap_or(0) as usize)
        };
        self.most.insert(lane, u32::try_from(most).unwrap_or(u32::MAX));
        (taken, most)
    }
}

/// A scene but for its words.
pub(crate) struct Sorted {
    pub(crate) deployment: Option<Rc<Deployment>>,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) service: Option<ServiceView>,
}

/// Sorts a snapshot around its first Deployment.
pub(crate) fn sort(
    snapshot: &Snapshot,
    versions: &Versions,
    rows: &mut Rows,
    latest: &[Rc<Decision>],
) -> Sorted {
    let deployment = snapshot.deployments.first().cloned();
    let Some(owner) = &deployment else {
        return Sorted { deployment, lanes: Vec::new(), service: snapshot.services.first().cloned() };
    };
    let mut lanes: Vec<Lane> = snapshot
        .replica_sets
        .iter()
        .filter(|set| set.object.meta.is_controlled_by(owner.meta.uid))
        .map(|set| {
            let pods: Vec<_> =
                snapshot.pods.iter().filter(|p| p.replica_set == Some(set.id)).cloned().collect();
            let image = image_of(&set.object.spec.template);
            Lane {
                uid: set.object.meta.uid,
                name: set.object.meta.name.clone(),
                revision: set.revision.unwrap_or(0),
                hash: set.hash.clone(),
                is_new: set.is_new,
                version: versions.of_hash(&set.hash),
                tag: format::tag(&image).to_owned(),
                image,
                wants: set.object.spec.replicas,
                tally: Tally::of(&pods),
                slots: Vec::new(),
                room: 0,
                step: latest.iter().rev().find_map(|d| step(d, &set.object.meta.name)),
                pods,
            }
        })
        .collect();
    let rolling = lanes.iter().filter(|l| !l.is_thin()).count() > 1;
    for lane in &mut lanes {
        // In a rollout the new ReplicaSet will have as many as the Deployment wants.
        let expected = if lane.is_new && rolling { owner.spec.replicas.max(lane.wants) } else { lane.wants };
        let expected = usize::try_from(expected).unwrap_or(0);
        let (slots, room) = rows.place(lane.uid, &lane.pods, expected);
        lane.slots = slots;
        lane.room = i32::try_from(room).unwrap_or(i32::MAX);
    }
    let labels = &owner.spec.template.labels;
    let selects = |s: &&ServiceView| selects(&s.object.spec.selector, labels);
    let service = snapshot.services.iter().find(selects).cloned();
    Sorted { deployment, lanes, service }
}

fn selects(selector: &Labels, labels: &Labels) -> bool {
    !selector.is_empty() && labels.includes(selector)
}

fn step(decision: &Decision, name: &str) -> Option<Step> {
    match &decision.outcome {
        DecisionOutcome::Scaled { replica_set, from, to } if &**replica_set == name => {
            Some(Step { number: decision.number, from: *from, to: *to })
        }
        DecisionOutcome::Created { replica_set, replicas } if &**replica_set == name => {
            Some(Step { number: decision.number, from: 0, to: *replicas })
        }
        _ => None,
    }
}
