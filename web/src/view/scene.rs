//! One moment of the run as the page needs it: the snapshot sorted by owner, with colours, rows and words.

use super::format;
use super::gauge::Limits;
use super::story::Story;
use super::tally::Tally;
use super::versions::{Version, Versions, image_of};
use super::waiting::Wait;
use crate::state::Selected;
use rollout_engine::api::{Deployment, Labels, Name, Uid};
use rollout_engine::controller::deployment::replicas::{max_surge, min_available};
use rollout_engine::decision::{Decision, DecisionOutcome};
use rollout_engine::id::PodId;
use rollout_engine::snapshot::{PodView, ReplicaSetView, ServiceView, Snapshot};
use rollout_engine::{SimTime, SortedMap};
use std::ops::Range;
use std::rc::Rc;

/// A moment, ready to be drawn.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) snapshot: Snapshot,
    /// The Deployments on the stage, one below the other.
    pub(crate) owners: Vec<Owner>,
    /// The place among them of the one that is told about.
    pub(crate) focus: usize,
    /// The lanes of all of them, in their order, and then those of ReplicaSets and Pods without a Deployment.
    pub(crate) lanes: Vec<Lane>,
    pub(crate) versions: Versions,
    /// Images that one may choose from.
    pub(crate) offered: Vec<Name>,
    pub(crate) story: Story,
    /// What is waited for.
    pub(crate) waits: Vec<Wait>,
    /// When each of the latest decisions was taken, with its number.
    pub(crate) cuts: Vec<(u32, SimTime)>,
    pub(crate) opens_at: SimTime,
    /// It is of a recording, which says nothing of Services and users.
    pub(crate) is_recorded: bool,
    pub(crate) requests_per_second: u64,
    /// The Services that users call, by name; none: the first.
    pub(crate) called: Vec<Option<Name>>,
}

/// A Deployment on the stage.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    pub(crate) deployment: Rc<Deployment>,
    pub(crate) limits: Limits,
    /// Its lanes among those of the scene.
    pub(crate) lanes: Range<usize>,
}

/// A ReplicaSet on the stage, and its Pods; or Pods without one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lane {
    pub(crate) uid: Uid,
    /// Of the ReplicaSet; where it is gone, what its Pods still say of it.
    pub(crate) name: Name,
    /// Whether the ReplicaSet is there.
    pub(crate) is_there: bool,
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
    /// It has no Pods and wants none, and no rollout is under way in which it has a part: a thin strip.
    pub(crate) thin: bool,
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
    fn is_empty(&self) -> bool {
        self.wants == 0 && self.pods.is_empty()
    }
}

impl Scene {
    /// The Deployment that is told about.
    pub(crate) fn owner(&self) -> Option<&Owner> {
        self.owners.get(self.focus)
    }

    pub(crate) fn deployment(&self) -> Option<&Rc<Deployment>> {
        self.owner().map(|o| &o.deployment)
    }

    pub(crate) fn limits(&self) -> Limits {
        self.owner().map_or_else(Limits::default, |o| o.limits)
    }

    /// The lanes of a Deployment.
    pub(crate) fn lanes_of(&self, owner: &Owner) -> &[Lane] {
        self.lanes.get(owner.lanes.clone()).unwrap_or(&[])
    }

    /// The lanes of the Deployment that is told about.
    pub(crate) fn own_lanes(&self) -> &[Lane] {
        self.owner().map_or(&[], |o| self.lanes_of(o))
    }

    /// The lanes that no Deployment on the stage has.
    pub(crate) fn left_alone(&self) -> &[Lane] {
        let first = self.owners.last().map_or(0, |owner| owner.lanes.end);
        self.lanes.get(first..).unwrap_or(&[])
    }

    /// Its newest lane.
    pub(crate) fn new_lane(&self) -> Option<&Lane> {
        self.own_lanes().iter().rfind(|l| l.is_new)
    }

    /// The Deployment that a chosen thing belongs to.
    pub(crate) fn owner_of(&self, selected: Selected) -> Option<&Owner> {
        let lane = |fits: &dyn Fn(&Lane) -> bool| {
            let at = self.lanes.iter().position(fits)?;
            self.owners.iter().find(|o| o.lanes.contains(&at))
        };
        match selected {
            Selected::Deployment(uid) => self.owners.iter().find(|o| o.deployment.meta.uid == uid),
            Selected::ReplicaSet(uid) => lane(&|l| l.uid == uid),
            Selected::Pod(uid) => lane(&|l| l.pods.iter().any(|p| p.object.meta.uid == uid)),
            Selected::Service(_) => None,
        }
    }

    /// Whether some proxy sends requests to a Pod that no Service has as a ready endpoint any more.
    pub(crate) fn is_still_routed(&self, pod: PodId) -> bool {
        self.snapshot.services.iter().any(|s| s.still_routed.contains(&pod))
    }

    /// The first Service that leads to the Pods of a template with these labels.
    pub(crate) fn service_for(&self, labels: &Labels) -> Option<&ServiceView> {
        self.snapshot.services.iter().find(|s| selects(&s.object.spec.selector, labels))
    }

    /// The Pod of this UID, and its lane.
    pub(crate) fn pod(&self, uid: Uid) -> Option<(&Lane, &Rc<PodView>)> {
        self.lanes.iter().find_map(|l| l.pods.iter().find(|p| p.object.meta.uid == uid).map(|p| (l, p)))
    }

    /// The Pods of the Deployment that is told about.
    pub(crate) fn tally(&self) -> Tally {
        total(self.own_lanes())
    }
}

/// The Pods of some lanes.
fn total(lanes: &[Lane]) -> Tally {
    lanes.iter().fold(Tally::default(), |sum, l| sum.plus(l.tally))
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
    /// The rows of a lane's Pods and how many rows the lane needs; `expected` are kept free for Pods to come. With `hold` a lane
    /// keeps its rows when its last Pod has gone.
    fn place(&mut self, lane: Uid, pods: &[Rc<PodView>], expected: usize, hold: bool) -> (Vec<usize>, usize) {
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
        let most = if pods.is_empty() && !hold {
            expected
        } else {
            top.max(self.most.get(&lane).copied().unwrap_or(0) as usize)
        };
        self.most.insert(lane, u32::try_from(most).unwrap_or(u32::MAX));
        (taken, most)
    }
}

/// Sorts a snapshot by its Deployments: their lanes one after the other, and then those of none.
pub(crate) fn sort(
    snapshot: &Snapshot,
    versions: &Versions,
    rows: &mut Rows,
    latest: &[Rc<Decision>],
) -> (Vec<Owner>, Vec<Lane>) {
    let mut all = Vec::new();
    let mut owners = Vec::new();
    for deployment in &snapshot.deployments {
        let first = all.len();
        let sets = snapshot.replica_sets.iter();
        let own = sets.filter(|set| set.object.meta.is_controlled_by(deployment.meta.uid));
        all.extend(own.map(|set| lane(set, snapshot, versions, latest)));
        let spec = &deployment.spec;
        let lanes = &mut all[first..];
        let wanted = u32::try_from(spec.replicas).unwrap_or(0);
        let new = lanes.iter().rfind(|l| l.is_new).map_or_else(Tally::default, |l| l.tally);
        let complete = new.available() == wanted && total(lanes).staying() == wanted;
        let rolling = lanes.iter().filter(|l| !l.is_empty()).count() > 1 || !complete;
        for lane in lanes.iter_mut() {
            // In a rollout the new ReplicaSet will have as many as the Deployment wants.
            let expected = if lane.is_new && rolling { spec.replicas.max(lane.wants) } else { lane.wants };
            let expected = usize::try_from(expected).unwrap_or(0);
            let (slots, room) = rows.place(lane.uid, &lane.pods, expected, !complete);
            lane.slots = slots;
            lane.room = i32::try_from(room).unwrap_or(i32::MAX);
            lane.thin = lane.is_empty() && room == 0;
        }
        owners.push(Owner {
            limits: Limits {
                replicas: spec.replicas,
                ceiling: spec.replicas.saturating_add(max_surge(spec)),
                floor: min_available(spec),
            },
            lanes: first..all.len(),
            deployment: Rc::clone(deployment),
        });
    }
    let first = all.len();
    let known =
        |set: &ReplicaSetView| owners.iter().any(|o| set.object.meta.is_controlled_by(o.deployment.meta.uid));
    let sets = snapshot.replica_sets.iter().filter(|set| !known(set));
    all.extend(sets.map(|set| lane(set, snapshot, versions, latest)));
    all.extend(without_set(snapshot, versions));
    for lane in &mut all[first..] {
        let (slots, room) = rows.place(lane.uid, &lane.pods, usize::try_from(lane.wants).unwrap_or(0), false);
        lane.slots = slots;
        lane.room = i32::try_from(room).unwrap_or(i32::MAX);
        lane.thin = lane.is_empty() && room == 0;
    }
    (owners, all)
}

/// The Pods that no ReplicaSet has: those whose ReplicaSet is gone together, and those that have none by their image.
fn without_set(snapshot: &Snapshot, versions: &Versions) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    let has_set = |pod: &PodView| snapshot.replica_sets.iter().any(|set| Some(set.id) == pod.replica_set);
    for pod in snapshot.pods.iter().filter(|p| !has_set(p)) {
        let image = image_of(&pod.object.template);
        let name = pod.object.meta.owner.as_ref().map_or_else(|| "".into(), |owner| owner.name.clone());
        if let Some(lane) = lanes.iter_mut().find(|lane| lane.name == name && lane.image == image) {
            lane.pods.push(Rc::clone(pod));
            continue;
        }
        let hash = pod.object.meta.labels.text("pod-template-hash").unwrap_or_default();
        lanes.push(Lane {
            uid: pod.object.meta.owner.as_ref().map_or(pod.object.meta.uid, |owner| owner.uid),
            name,
            is_there: false,
            version: versions.of_hash(hash),
            hash: hash.into(),
            tag: format::tag(&image).to_owned(),
            image,
            pods: vec![Rc::clone(pod)],
            ..Lane::default()
        });
    }
    for lane in &mut lanes {
        lane.tally = Tally::of(&lane.pods);
    }
    lanes
}

fn lane(set: &ReplicaSetView, snapshot: &Snapshot, versions: &Versions, latest: &[Rc<Decision>]) -> Lane {
    let pods: Vec<_> = snapshot.pods.iter().filter(|p| p.replica_set == Some(set.id)).cloned().collect();
    let image = image_of(&set.object.spec.template);
    Lane {
        uid: set.object.meta.uid,
        name: set.object.meta.name.clone(),
        is_there: true,
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
        thin: false,
        step: latest.iter().rev().find_map(|d| step(d, &set.object.meta.name)),
        pods,
    }
}

/// Whether a Service with this selector leads to Pods with these labels.
pub(crate) fn selects(selector: &Labels, labels: &Labels) -> bool {
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
