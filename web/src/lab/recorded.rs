//! A recording of a real cluster in place of the run: gone through like one, and changed by nothing. The run that is left for it
//! stays as it is.

use super::{Lab, Problem, Refusal};
use crate::locale::recorded as words;
use crate::shared::Shared;
use crate::state::{Reading, RecordedShown};
use crate::view::chart::{ChartSample, SetCount};
use crate::view::scene::{self, Rows, Scene};
use crate::view::story::{Card, CardKind, Story};
use crate::view::versions::Versions;
use replay::{Change, Moment, Replay, hash_in};
use rollout_engine::api::Name;
use rollout_engine::{SimDuration, SimTime};
use std::rc::Rc;

/// See the module.
pub(super) struct Recorded {
    replay: Replay,
    /// Of the file.
    name: Rc<str>,
    now: SimTime,
    focus: Option<Name>,
    versions: Versions,
    rows: Rows,
    /// Every change with its time, in words.
    told: Shared<Vec<(SimTime, String)>>,
    /// Each new size of a ReplicaSet, numbered.
    numbered: Shared<Vec<(u32, SimTime)>>,
    /// The chart of the Deployment that is told about.
    samples: Option<Shared<Vec<ChartSample>>>,
    /// What is drawn of the moment that was shown last.
    shown: Option<(usize, Shared<Scene>)>,
}

impl Recorded {
    fn new(name: &str, replay: Replay) -> Self {
        let changes = || replay.moments.iter().flat_map(|m| m.changes.iter().map(|c| (SimTime(m.at_ms), c)));
        let told = changes().map(|(at, change)| (at, change.to_string())).collect();
        let sized = changes().filter(|(_, change)| matches!(change, Change::Scaled { .. }));
        let numbered = (1..).zip(sized).map(|(n, (at, _))| (n, at)).collect();
        let mut versions = Versions::default();
        for (nth, moment) in replay.moments.iter().enumerate() {
            if nth == 0 || moment.changes.iter().any(|c| matches!(c, Change::Scaled { from: None, .. })) {
                versions.learn(&replay.snapshot(nth));
            }
        }
        Self {
            name: name.into(),
            now: replay.moments.first().map_or(SimTime::ZERO, |m| SimTime(m.at_ms)),
            focus: None,
            versions,
            rows: Rows::default(),
            told: Shared::new(told),
            numbered: Shared::new(numbered),
            samples: None,
            shown: None,
            replay,
        }
    }

    fn end(&self) -> SimTime {
        self.replay.moments.last().map_or(SimTime::ZERO, |m| SimTime(m.at_ms))
    }

    /// The moment that is now.
    fn nth(&self) -> usize {
        self.replay.moments.partition_point(|m| m.at_ms <= self.now.0).saturating_sub(1)
    }

    fn next_size(&self) -> Option<SimTime> {
        self.numbered.iter().map(|(_, at)| *at).find(|at| *at > self.now)
    }

    fn scene(&mut self, nth: usize) -> Scene {
        let snapshot = self.replay.snapshot(nth);
        let (owners, lanes) = scene::sort(&snapshot, &self.versions, &mut self.rows, &[]);
        let focus = owners.iter().position(|o| Some(&o.deployment.meta.name) == self.focus.as_ref());
        Scene {
            story: self.story(nth),
            snapshot,
            owners,
            focus: focus.unwrap_or(0),
            lanes,
            versions: self.versions.clone(),
            offered: Vec::new(),
            waits: Vec::new(),
            cuts: Vec::new(),
            opens_at: SimTime::ZERO,
            is_recorded: true,
            requests_per_second: 0,
            called: Vec::new(),
        }
    }

    /// What is said of a moment: its first change, and what follows from or comes with it; before it and after it the decisions.
    fn story(&self, nth: usize) -> Story {
        let Some(moment) = self.replay.moments.get(nth) else { return Story::default() };
        let mut sentences = moment.changes.iter().map(ToString::to_string);
        let first = sentences.next().unwrap_or_default();
        let (title, why) = split(&first);
        let rest: Vec<String> = sentences.take(2).collect();
        let sentence = why.map(str::to_owned).into_iter().chain(rest).collect::<Vec<_>>().join(" ");
        // The size that was set last, and that which comes next.
        let moments = &self.replay.moments;
        let last = moments.iter().take(nth + 1).rev().find_map(|m| size_of(m, CardKind::Now));
        let next = moments.iter().skip(nth + 1).find_map(|m| size_of(m, CardKind::Next));
        let cards = last.into_iter().chain(next).collect();
        Story { title: title.to_owned(), sentence, cards, ..Story::default() }
    }

    fn samples(&mut self) -> Shared<Vec<ChartSample>> {
        if let Some(samples) = &self.samples {
            return samples.clone();
        }
        let mut all = self.replay.moments.iter().flat_map(|m| &m.cluster.deployments);
        let name = match &self.focus {
            Some(name) => name.to_string(),
            None => all.next().map_or_else(String::new, |d| d.name.clone()),
        };
        let samples: Vec<_> = self.replay.moments.iter().map(|m| sample(m, &name, &self.versions)).collect();
        let samples = Shared::new(samples);
        self.samples = Some(samples.clone());
        samples
    }
}

/// The first new size of a ReplicaSet in a moment, as a card.
fn size_of(moment: &Moment, kind: CardKind) -> Option<Card> {
    moment.changes.iter().find_map(|change| {
        let Change::Scaled { name, from, to, .. } = change else { return None };
        let sentence = change.to_string();
        let mut title = words::size(hash_in(name), *from, *to);
        if kind == CardKind::Next {
            title.insert_str(0, &words::NEXT);
        }
        let lines = split(&sentence).1.map(str::to_owned).into_iter().collect();
        Some(Card { kind, title, lines, ..Card::default() })
    })
}

/// What a sentence says, and why.
fn split(sentence: &str) -> (&str, Option<&str>) {
    match sentence.split_once(": ").filter(|(_, why)| !why.starts_with("kubectl ")) {
        Some((what, why)) => (what, Some(why)),
        None => (sentence, None),
    }
}

/// What the chart shows of a moment.
fn sample(moment: &Moment, owner: &str, versions: &Versions) -> ChartSample {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let cluster = &moment.cluster;
    let sets = cluster.replica_sets.iter().filter(|set| set.owner == owner).map(|set| {
        let own = || cluster.pods.iter().filter(|p| p.owner == set.name);
        let staying = own().filter(|p| !p.leaving).count();
        let ready = own().filter(|p| !p.leaving && p.ready).count();
        SetCount {
            version: versions.of_hash(hash_in(&set.name)),
            available: count(ready),
            waiting: count(staying - ready),
            leaving: count(own().count() - staying),
        }
    });
    let limit = |limit: Option<i64>, without: i64| i32::try_from(limit.unwrap_or(without)).unwrap_or(0);
    let deployment = cluster.deployments.iter().find(|d| d.name == owner);
    ChartSample {
        at: SimTime(moment.at_ms),
        sets: sets.collect(),
        ceiling: deployment.map_or(0, |d| limit(d.ceiling, d.replicas)),
        floor: deployment.map_or(0, |d| limit(d.floor, d.replicas)),
        ..ChartSample::default()
    }
}

impl Lab {
    /// Shows a recording in place of the run.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub(crate) fn open_recording(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        let replay = replay::read(text).map_err(|refusal| {
            let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let at = refusal.at.map(|(line, column)| (place(line), place(column)));
            Problem { at, message: refusal.problem }
        })?;
        self.recorded = Some(Box::new(Recorded::new(name, replay)));
        Ok(())
    }

    pub(crate) fn is_recorded(&self) -> bool {
        self.recorded.is_some()
    }

    /// Whether it is a recording, and at its end.
    pub(crate) fn has_ended(&self) -> bool {
        self.recorded.as_ref().is_some_and(|recorded| recorded.now >= recorded.end())
    }

    /// Back to the run that was left for a recording.
    pub(crate) fn leave_recording(&mut self) {
        self.recorded = None;
        self.shown = None;
    }

    /// What is said to whoever would change a recording.
    pub(super) fn refused_by_recording() -> Refusal {
        vec![Problem { at: None, message: words::NOTHING_CHANGES.to_owned() }]
    }

    /// The furthest time that is known.
    pub(crate) fn end(&self) -> SimTime {
        self.recorded.as_ref().map_or_else(|| self.timeline.end(), |recorded| recorded.end())
    }
}

impl Recorded {
    /// In another language.
    pub(super) fn tell_again(&mut self) {
        self.shown = None;
    }

    pub(super) fn seek(&mut self, to: SimTime) {
        self.now = to.min(self.end());
    }

    pub(super) fn focus_on(&mut self, name: &Name) -> bool {
        let news = self.focus.as_ref() != Some(name);
        if news {
            self.focus = Some(Rc::clone(name));
            (self.samples, self.shown) = (None, None);
        }
        news
    }

    /// Goes on to the next new size of a ReplicaSet, else to the end; whether there was one.
    pub(super) fn next_decision(&mut self) -> bool {
        let next = self.next_size();
        self.now = next.unwrap_or_else(|| self.end());
        next.is_some()
    }

    /// Goes back to the new size before, else to the beginning.
    pub(super) fn back(&mut self) -> bool {
        let before = self.numbered.iter().rev().map(|(_, at)| *at).find(|at| *at < self.now);
        self.now = before.unwrap_or(SimTime::ZERO);
        before.is_some()
    }

    /// Lets `by` pass. With `pacing`, only up to the next new size; whether one came.
    pub(super) fn run(&mut self, by: SimDuration, pacing: bool) -> bool {
        let until = (self.now + by).min(self.end());
        let next = self.next_size().filter(|at| pacing && *at <= until);
        self.now = next.unwrap_or(until);
        next.is_some()
    }

    pub(super) fn read(&mut self, manifest: &Rc<str>) -> Reading {
        let nth = self.nth();
        let scene = match &self.shown {
            Some((shown, scene)) if *shown == nth => scene.clone(),
            _ => Shared::new(self.scene(nth)),
        };
        self.shown = Some((nth, scene.clone()));
        let told_by_now = self.told.partition_point(|(at, _)| *at <= self.now);
        Reading {
            recorded: Some(Rc::new(RecordedShown {
                name: Rc::clone(&self.name),
                about: self.replay.about.as_str().into(),
                told: self.told.clone(),
                by_now: told_by_now,
            })),
            lesson: None,
            can_take_back: false,
            can_do_again: false,
            left: None,
            futures: Shared::new(Vec::new()),
            marks: Shared::new(self.commands()),
            now: self.now,
            end: self.end(),
            samples: self.samples(),
            decisions: self.numbered.clone(),
            decided: self.numbered.partition_point(|(_, at)| *at <= self.now),
            manifest: Rc::clone(manifest),
            notices: Shared::new(Vec::new()),
            at_rest: self.now >= self.end(),
            at_start: self.now == SimTime::ZERO,
            scene,
        }
    }

    fn commands(&self) -> Vec<(SimTime, String)> {
        let changes =
            self.replay.moments.iter().flat_map(|m| m.changes.iter().map(|c| (SimTime(m.at_ms), c)));
        let commands = changes.filter_map(|(at, change)| match change {
            Change::Command(line) => Some((at, line.strip_prefix("kubectl ").unwrap_or(line).to_owned())),
            _ => None,
        });
        commands.collect()
    }
}
