//! The present as the page needs it: what has not changed since the last time is the same.

use super::{Done, Future, Lab};
use crate::shared::Shared;
use crate::state::{Ghost, Reading};
use crate::view::chart::{ChartSample, SetCount};
use crate::view::scene::{self, Lane, Owner, Scene};
use crate::view::story::{self, Facts};
use crate::view::waiting::waits;
use rollout_engine::api::{Kind, Name, Uid};
use rollout_engine::decision::Decision;
use rollout_engine::{Sample, SimDuration, SimTime, Snapshot};
use std::borrow::Cow;
use std::rc::Rc;

/// What was made of the present, kept as long as it is the same.
pub(super) struct Shown {
    snapshot: Snapshot,
    acts: usize,
    scene: Shared<Scene>,
    sampled: (usize, SimTime, usize),
    samples: Shared<Vec<ChartSample>>,
    /// The Deployment that the samples are of.
    charted: Option<Uid>,
    decisions: Shared<Vec<(u32, SimTime)>>,
    changes: u32,
    left: Option<Ghost>,
    futures: Shared<Vec<Future>>,
    marks: Shared<Vec<(SimTime, String)>>,
}

impl Lab {
    /// The present, as the page needs it. What has not changed is the same as before.
    pub(crate) fn read(&mut self) -> Reading {
        if self.is_recorded() {
            let manifest = self.manifest();
            if let Some(recorded) = &mut self.recorded {
                return recorded.read(&manifest);
            }
        }
        let snapshot = self.timeline.snapshot();
        let acts = self.done().len();
        let scene = match &self.shown {
            Some(shown) if shown.acts == acts && looks_the_same(&shown.snapshot, &snapshot) => {
                shown.scene.clone()
            }
            _ => Shared::new(self.scene(&snapshot)),
        };
        let known = self.timeline.samples();
        let sampled =
            (known.len(), known.last().map_or(SimTime::ZERO, |s| s.at), self.timeline.decisions().len());
        let (samples, decisions) = match &self.shown {
            Some(shown) if shown.sampled == sampled => (shown.samples.clone(), shown.decisions.clone()),
            _ => (Shared::new(self.charted(known)), Shared::new(self.numbered())),
        };
        let (left, futures) = match &self.shown {
            Some(shown) if shown.changes == self.changes => (shown.left.clone(), shown.futures.clone()),
            _ => {
                let left = self.ghost().map(|(id, at, s)| Ghost { id, at, samples: Shared::new(s) });
                (left, Shared::new(self.futures()))
            }
        };
        let marks = match &self.shown {
            Some(shown) if shown.changes == self.changes => shown.marks.clone(),
            _ => Shared::new(self.acts.iter().map(|d| (d.at, d.told.short())).collect()),
        };
        let lesson = self.lesson_shown();
        let reading = Reading {
            recorded: None,
            lesson: lesson.map(Rc::new),
            can_take_back: acts > 0,
            can_do_again: !self.taken_back.is_empty(),
            left: left.clone(),
            futures: futures.clone(),
            marks: marks.clone(),
            now: self.timeline.now(),
            end: self.timeline.end(),
            scene: scene.clone(),
            samples: samples.clone(),
            decisions: decisions.clone(),
            decided: self.timeline.decided(),
            manifest: self.manifest(),
            notices: self.notices.clone(),
            at_rest: self.timeline.is_at_rest(),
            at_start: self.timeline.now() <= self.timeline.scenario().opens_at,
        };
        self.shown = Some(Shown {
            snapshot,
            acts,
            scene,
            sampled,
            samples,
            charted: self.deployment().map(|d| d.meta.uid),
            decisions,
            changes: self.changes,
            left,
            futures,
            marks,
        });
        reading
    }

    fn numbered(&self) -> Vec<(u32, SimTime)> {
        self.timeline.decisions().iter().filter_map(|d| d.number.map(|n| (n, d.at))).collect()
    }

    /// What the chart shows of these samples. While nothing is done they only become more, and the last may change.
    fn charted(&self, known: &[Sample]) -> Vec<ChartSample> {
        let told = self.deployment().map(|d| d.meta.uid);
        let same = |shown: &&Shown| shown.changes == self.changes && shown.charted == told;
        let before = self.shown.as_ref().filter(same).map_or(&[][..], |shown| &shown.samples[..]);
        let kept = &before[..before.len().saturating_sub(1).min(known.len())];
        let mut all = Vec::with_capacity(known.len());
        all.extend_from_slice(kept);
        all.extend(self.chart(&known[kept.len()..]));
        all
    }

    pub(super) fn chart(&self, samples: &[Sample]) -> Vec<ChartSample> {
        let count = |n: i32| u32::try_from(n).unwrap_or(0);
        let told = self.deployment().map(|d| d.meta.uid);
        // A Deployment that was deleted and made again is another one, but still the one.
        let limits = |s: &Sample| {
            let own = s.limits.iter().find(|l| Some(l.owner) == told);
            own.or(s.limits.first().filter(|_| s.limits.len() == 1)).copied()
        };
        samples
            .iter()
            .map(|s| ChartSample {
                at: s.at,
                sets: s
                    .sets
                    .iter()
                    .filter(|set| set.owner == limits(s).map(|l| l.owner))
                    .map(|set| SetCount {
                        version: self.versions.of_hash(hash_of(&set.name)),
                        available: count(set.available),
                        waiting: count(set.active - set.available),
                        leaving: count(set.terminating),
                    })
                    .collect(),
                ceiling: limits(s).map_or(0, |l| l.ceiling),
                floor: limits(s).map_or(0, |l| l.floor),
                failed: s.failed,
            })
            .collect()
    }

    fn scene(&mut self, snapshot: &Snapshot) -> Scene {
        self.versions.learn(snapshot);
        let next = self.forecast();
        let next_cause = self.forecast.as_ref().and_then(|f| f.cause.clone());
        let next_available = self.next_available();
        let mut rows = std::mem::take(&mut self.rows);
        let decided = self.timeline.decided();
        let decisions = self.timeline.decisions().get(..decided).unwrap_or(&[]);
        let named = self.deployment().map(|d| Rc::clone(&d.meta.name));
        let changes =
            |d: &&Done| d.told.sends_users || d.changes.iter().any(|name| Some(name) == named.as_ref());
        let act = self.done().iter().rfind(changes).map(|d| d.told.clone());
        // What belongs to the latest act or follows it.
        let latest =
            decisions.iter().rposition(|d| act.as_ref().is_some_and(|a| d.at < a.at)).map_or(0, |i| i + 1);
        let opens_at = self.timeline.scenario().opens_at;
        let latest = recent(decisions.get(latest..).unwrap_or(&[]));
        let (owners, lanes) = scene::sort(snapshot, &self.versions, &mut rows, latest);
        let focus = owners.iter().position(|o| Some(&o.deployment.meta.name) == self.focus.as_ref());
        let focus = focus.unwrap_or(0);
        let owner = owners.get(focus);
        let deployment = owner.map(|o| Rc::clone(&o.deployment));
        let own = owner.and_then(|o| lanes.get(o.lanes.clone())).unwrap_or(&[]);
        let decisions = decisions_of(owner, own, owners.len(), decisions);
        let decisions = &*decisions;
        let next_available = next_available.filter(|(_, pod)| own.iter().any(|l| pod.starts_with(&*l.name)));
        let deadline = deployment.as_deref().and_then(|d| self.deadline(d));
        let facts = Facts {
            snapshot,
            deployment: deployment.as_deref(),
            lanes: own,
            all_lanes: &lanes,
            decisions,
            act: act.as_ref(),
            next: next.as_deref(),
            next_cause: next_cause.as_deref(),
            next_available: next_available.as_ref().map(|(at, pod)| (*at, &**pod)),
            deadline,
            opens_at,
            rollout_since: act.as_ref().map(|a| a.at),
        };
        let story = story::story(&facts);
        let waits = waits(&facts, &story);
        let cuts = latest.iter().filter_map(|d| d.number.map(|n| (n, d.at))).collect();
        let traffic = self.traffic();
        let calls = traffic.clients.iter().filter(|c| c.requests_per_second > 0);
        let called = calls.map(|c| c.service.clone()).collect();
        let scene = Scene {
            snapshot: snapshot.clone(),
            owners,
            focus,
            lanes,
            versions: self.versions.clone(),
            offered: self.offered(),
            story,
            waits,
            cuts,
            opens_at,
            is_recorded: false,
            requests_per_second: traffic.requests_per_second(),
            called,
        };
        self.rows = rows;
        scene
    }

    /// Images to choose from: those that the run started with, and those that were used since.
    fn offered(&self) -> Vec<Name> {
        let mut offered = self.offered.clone();
        for image in self.versions.images() {
            if !offered.contains(image) {
                offered.push(image.clone());
            }
        }
        offered
    }
}

/// The decisions about a Deployment and its ReplicaSets: where there is but one Deployment, all.
fn decisions_of<'a>(
    owner: Option<&Owner>,
    lanes: &[Lane],
    owners: usize,
    all: &'a [Rc<Decision>],
) -> Cow<'a, [Rc<Decision>]> {
    let Some(owner) = owner.filter(|_| owners > 1) else { return Cow::Borrowed(all) };
    let name = &owner.deployment.meta.name;
    let about = |d: &&Rc<Decision>| match d.object.kind {
        Kind::Deployment => d.object.name == *name,
        _ => lanes.iter().any(|l| l.name == d.object.name),
    };
    Cow::Owned(all.iter().filter(about).cloned().collect())
}

/// The decisions that are shown as the latest: numbered, and close to the last.
fn recent(decisions: &[Rc<Decision>]) -> &[Rc<Decision>] {
    let Some(last) = decisions.iter().rfind(|d| d.number.is_some()) else { return &[] };
    let first = decisions.partition_point(|d| last.at.since(d.at) > SimDuration::millis(400));
    decisions.get(first..).unwrap_or(&[])
}

/// Whether two snapshots are drawn alike but for the time.
fn looks_the_same(a: &Snapshot, b: &Snapshot) -> bool {
    a.decisions == b.decisions
        && a.ledger == b.ledger
        && a.pods == b.pods
        && a.replica_sets == b.replica_sets
        && a.deployments == b.deployments
        && a.services == b.services
        && a.nodes == b.nodes
        && a.in_flight == b.in_flight
}

/// The template hash in a ReplicaSet's name.
fn hash_of(name: &str) -> &str {
    name.rsplit('-').next().unwrap_or(name)
}
