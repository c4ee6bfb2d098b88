//! The run behind the page: a timeline of the engine, the manifest that goes with each of its moments, and what a person did.

mod command_line;
mod compare;
mod forecast;
mod forks;
mod in_step;
mod lesson;
mod reading;
mod recorded;
mod script;
#[cfg(test)]
mod tests;
mod told;

use self::command_line::Following;
pub(crate) use self::command_line::{Said, files, line_of};
pub(crate) use self::compare::{Comparison, Facts, Side, Sides};
use self::forecast::Forecast;
pub(crate) use self::forks::{Branch, Forks, Future, Step};
pub(crate) use self::lesson::Difficulty;
use self::lesson::UnderWay;
use self::reading::Shown;
use self::recorded::Recorded;
use crate::locale as text;
use crate::shared::Shared;
use crate::start;
use crate::state::Problem;
use crate::view::scene::Rows;
use crate::view::story::ActTold;
use crate::view::versions::{Versions, image_of};
use course::SETTLING;
use kubectl::Applying;
use manifest::Manifest;
use rollout_engine::api::{Deployment, Event, Kind, Name};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{
    Applied, Command, Fault, Latencies, Propagation, Scenario, SimDuration, SimTime, Timeline, Workload,
};
use std::cell::Cell;
use std::rc::Rc;

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// `kubectl apply` of this text.
    Apply(Rc<str>),
    /// `kubectl rollout undo` of a Deployment.
    Undo(Name, Option<i64>),
    /// `kubectl rollout restart` of a Deployment.
    Restart(Name),
    /// `kubectl delete pod`
    DeletePod(Name),
    /// Lets a Pod's program misbehave.
    Fault(Name, Fault),
    /// Takes a Pod's label of this key off.
    LabelOff(Name, Name),
    /// Lets a node take no more Pods, or again.
    Cordon(Name, bool),
    /// Says how an image behaves.
    Workload(Name, Box<Workload>),
    /// A line of kubectl, and the text that its files were made of if it read any.
    Kubectl { line: Rc<str>, text: Option<Rc<str>> },
    /// Says who calls.
    Traffic(TrafficSpec),
    /// Says how long things take.
    Latencies(Latencies),
}

/// Why something was refused.
pub(crate) type Refusal = Vec<Problem>;

/// See the module.
pub(crate) struct Lab {
    timeline: Timeline,
    /// The manifest that the run started from.
    first: Rc<str>,
    /// What was done, when, and what the manifest was after it.
    acts: Vec<Done>,
    /// The Deployment that is told about, if it is not the first.
    focus: Option<Name>,
    versions: Versions,
    rows: Rows,
    offered: Vec<Name>,
    forks: Forks,
    /// What was taken back, the latest last.
    taken_back: Vec<Done>,
    /// The next decision, found by running ahead: it holds until something is decided or done.
    forecast: Option<Forecast>,
    shown: Option<Shown>,
    notices: Shared<Vec<Problem>>,
    following: Following,
    /// What was refused of the latest act although the rest of it was done, and which of its commands it was.
    refused: Vec<(usize, Problem)>,
    /// How often something was done, or taken back, or another future was chosen.
    changes: u32,
    /// Which of all runs since the page was opened this is.
    run: u32,
    /// What links say of its start; empty: it follows from the manifest.
    origin: Vec<(&'static str, String)>,
    /// The lesson that this run belongs to.
    lesson: Option<UnderWay>,
    /// The recording that is shown in its place.
    recorded: Option<Box<Recorded>>,
}

/// Something that was done.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    pub(crate) at: SimTime,
    pub(crate) act: Act,
    pub(crate) told: ActTold,
    /// The Deployments that it changed.
    changes: Vec<Name>,
    /// Whether it applied a text as a whole: then that is what Git says.
    whole: bool,
    manifest: Rc<str>,
}

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

/// How far the next decision is looked for while a command goes on.
const LOOK_AHEAD: SimDuration = SimDuration::millis(3_600_000);

impl Done {
    /// The manifest after it.
    pub(crate) fn manifest(&self) -> &str {
        &self.manifest
    }
}

impl Lab {
    /// A new run with the objects of this manifest.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn new(manifest: &str) -> Result<Self, Refusal> {
        Self::seeded(manifest, None)
    }

    /// A new run whose chance has this seed.
    ///
    /// # Errors
    /// If the manifest cannot be read.
    pub(crate) fn seeded(manifest: &str, seed: Option<u64>) -> Result<Self, Refusal> {
        Ok(Self::with(manifest, read(manifest)?, seed))
    }

    fn with(manifest: &str, read: Manifest, seed: Option<u64>) -> Self {
        let notices = notices(&read);
        let mut scenario = start::scenario(read);
        scenario.seed = seed.unwrap_or(scenario.seed);
        kubectl::as_applied(&mut scenario, manifest);
        Self::of(manifest, scenario, notices)
    }

    /// A run of this scenario, which goes with this manifest.
    fn of(manifest: &str, scenario: Scenario, notices: Vec<Problem>) -> Self {
        let image = scenario.deployments.first().map_or_else(
            || read(manifest).ok().and_then(|m| Some(image_of(&m.deployments.first()?.spec.template))),
            |d| Some(image_of(&d.spec.template)),
        );
        let image = image.unwrap_or_else(|| "".into());
        let mut lab = Self {
            timeline: Timeline::new(scenario),
            first: manifest.into(),
            acts: Vec::new(),
            focus: None,
            versions: Versions::default(),
            rows: Rows::default(),
            offered: start::offered(&image),
            forks: Forks::default(),
            taken_back: Vec::new(),
            forecast: None,
            shown: None,
            notices: Shared::new(notices),
            following: Following::default(),
            refused: Vec::new(),
            changes: 0,
            run: RUNS.replace(RUNS.get() + 1),
            origin: Vec::new(),
            lesson: None,
            recorded: None,
        };
        lab.versions.learn(&lab.timeline.snapshot());
        lab
    }

    /// Says again what was done: in another language.
    pub(crate) fn tell_again(&mut self) {
        if let Some(recorded) = &mut self.recorded {
            recorded.tell_again();
        }
        let before = std::iter::once(&self.first).chain(self.acts.iter().map(|d| &d.manifest));
        let told: Vec<ActTold> =
            before.zip(&self.acts).map(|(before, d)| self.told(&d.act, before, &d.manifest, d.at)).collect();
        for (done, told) in self.acts.iter_mut().zip(told) {
            done.told = told;
        }
        self.forecast = None;
        self.shown = None;
    }

    /// Another number for every run, and after every change of one.
    pub(crate) fn version(&self) -> u32 {
        (self.run << 16).wrapping_add(self.changes)
    }

    /// What links say of its start.
    pub(crate) fn origin(&self) -> Vec<(&'static str, String)> {
        if self.origin.is_empty() { crate::link::origin_of(&self.first) } else { self.origin.clone() }
    }

    pub(crate) fn set_origin(&mut self, origin: Vec<(&'static str, String)>) {
        self.origin = origin;
    }

    pub(crate) fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// What was done up to now.
    pub(crate) fn done(&self) -> &[Done] {
        let now = self.timeline.now();
        let n = self.acts.partition_point(|d| d.at <= now);
        self.acts.get(..n).unwrap_or(&[])
    }

    /// The manifest that the run started from, and everything that was done since.
    pub(crate) fn record(&self) -> (&str, &[Done]) {
        (&self.first, &self.acts)
    }

    /// The manifest as the cluster was last given it.
    pub(crate) fn manifest(&self) -> Rc<str> {
        self.done().last().map_or_else(|| Rc::clone(&self.first), |d| Rc::clone(&d.manifest))
    }

    /// The Deployment that is told about: the one that was chosen last, else the first.
    pub(crate) fn deployment(&self) -> Option<Rc<Deployment>> {
        let all = self.timeline.simulation().deployments();
        let chosen = all.iter().find(|d| Some(&d.meta.name) == self.focus.as_ref());
        chosen.or(all.first()).map(|d| Rc::clone(d))
    }

    /// Tells about this Deployment from now on; whether that is another one.
    pub(crate) fn focus_on(&mut self, name: &Name) -> bool {
        if let Some(recorded) = &mut self.recorded {
            return recorded.focus_on(name);
        }
        let news = self.deployment().is_some_and(|d| d.meta.name != *name);
        if news {
            self.focus = Some(Rc::clone(name));
            self.shown = None;
        }
        news
    }

    /// How an image behaves at this moment.
    pub(crate) fn workload(&self, image: &str) -> Workload {
        let set = self.done().iter().rev().find_map(|d| match &d.act {
            Act::Workload(i, workload) if &**i == image => Some((**workload).clone()),
            _ => None,
        });
        let scenario = self.timeline.scenario();
        set.or_else(|| scenario.workloads.get(image).cloned())
            .unwrap_or_else(|| scenario.default_workload.clone())
    }

    pub(crate) fn traffic(&self) -> TrafficSpec {
        let set = self.done().iter().rev().find_map(|d| match &d.act {
            Act::Traffic(traffic) => Some(traffic.clone()),
            _ => None,
        });
        set.unwrap_or_else(|| self.timeline.scenario().traffic.clone())
    }

    pub(crate) fn latencies(&self) -> Latencies {
        let set = self.done().iter().rev().find_map(|d| match &d.act {
            Act::Latencies(latencies) => Some(*latencies),
            _ => None,
        });
        set.unwrap_or(self.timeline.scenario().latencies)
    }

    /// Does something now. If it is done in the past, what lay ahead is left. As with kubectl, what is refused of several objects
    /// does not stop the others: [`Self::refused`] tells of it.
    ///
    /// # Errors
    /// If all of it is refused; then nothing has changed.
    pub(crate) fn act(&mut self, act: Act) -> Result<(), Refusal> {
        if self.is_recorded() {
            return Err(Self::refused_by_recording());
        }
        let before = self.manifest();
        let (commands, refused) = self.commands(&act)?;
        let mut refused: Vec<(usize, Problem)> = refused.into_iter().map(|p| (0, p)).collect();
        let old = self.timeline.snapshot().deployments;
        let (left, end) = (self.ahead(), self.timeline.end());
        let mut changed = false;
        for (i, command) in commands.into_iter().enumerate() {
            match self.timeline.apply(command) {
                Ok(applied) => changed |= applied == Applied::Changed,
                Err(error) => refused.push((i, Problem { at: None, message: error.to_string() })),
            }
        }
        if !changed && !refused.is_empty() {
            return Err(refused.into_iter().map(|(_, problem)| problem).collect());
        }
        let at = self.timeline.now();
        let known = self.done().len();
        let (manifest, whole) = match &act {
            Act::Apply(text) if refused.is_empty() => (self.rewritten(text, None), true),
            Act::Kubectl { text: Some(text), .. } => {
                let manifest = self.rewritten(&before, Some(text));
                let whole = manifest == *text;
                (manifest, whole)
            }
            Act::Apply(_) | Act::Undo(..) | Act::Restart(_) | Act::Kubectl { .. } => {
                (self.rewritten(&before, None), false)
            }
            _ => (Rc::clone(&before), false),
        };
        self.refused = refused;
        // A text that only says what is so already is news for Git alone.
        let is_news = matches!(&act, Act::Apply(text) if *text != before || *text != self.in_git());
        if !changed && !is_news {
            return Ok(());
        }
        if let Some(left) = left.filter(|_| changed || self.acts.len() > known) {
            self.leave(left, end);
        }
        self.acts.truncate(known);
        let new = self.timeline.snapshot().deployments;
        let changes = changed_between(&old, &new);
        // What is changed is told about.
        if let [name] = &*changes {
            self.focus_on(name);
        }
        let told = self.told(&act, &before, &manifest, at);
        self.taken_back.clear();
        // A text that has not changed is kept once.
        let manifest = if manifest == before { before } else { manifest };
        self.acts.push(Done { at, act, told, changes, whole, manifest });
        self.forecast = None;
        self.changes += 1;
        self.acted();
        Ok(())
    }

    /// What was refused of the latest act although the rest of it was done.
    pub(crate) fn refused(&self) -> Refusal {
        self.refused.iter().map(|(_, problem)| problem.clone()).collect()
    }

    /// What applying a text now would come to.
    ///
    /// # Errors
    /// What keeps all of it from being applied.
    pub(crate) fn applying(&self, text: &str) -> Result<(Vec<Applying>, Refusal), Refusal> {
        if text.len() > manifest::MAX_BYTES {
            return Err(plain(&text::yaml::TOO_LONG));
        }
        match kubectl::applying(text, self.timeline.simulation()) {
            Ok((objects, refused)) => Ok((objects, refused.iter().map(problem).collect())),
            Err(error) => Err(vec![problem(&error)]),
        }
    }

    /// What would be refused of a text if it were applied now.
    pub(crate) fn problems(&self, text: &str) -> Refusal {
        self.applying(text).map_or_else(|whole| whole, |(_, refused)| refused)
    }

    /// Takes the latest act up to now back, as if it had never been done; whether there was one.
    pub(crate) fn take_back(&mut self) -> bool {
        if self.is_recorded() {
            return false;
        }
        let Some(last) = self.done().last().cloned() else { return false };
        let kept: Vec<Step> = self.done().iter().rev().skip(1).rev().map(Step::from).collect();
        let Some(mut lab) = self.rebuilt(&kept) else { return false };
        lab.seek(last.at);
        if self.acts.len() > self.done().len() {
            self.leave(self.ahead().unwrap_or_default(), self.timeline.end());
        }
        self.taken_back.push(last);
        self.put_in(lab);
        true
    }

    /// Does once more what was taken back last, when it was done.
    pub(crate) fn do_again(&mut self) -> bool {
        if self.is_recorded() {
            return false;
        }
        let Some(done) = self.taken_back.pop() else { return false };
        let rest = std::mem::take(&mut self.taken_back);
        self.seek(done.at);
        let did = self.act(done.act).is_ok();
        self.taken_back = rest;
        did
    }

    /// What an act comes to for the engine, and what is refused of it.
    fn commands(&self, act: &Act) -> Result<(Vec<Command>, Refusal), Refusal> {
        let commands = match act {
            Act::Apply(text) => {
                let (objects, refused) = self.applying(text)?;
                return Ok((objects.into_iter().filter_map(Applying::command).collect(), refused));
            }
            Act::Undo(name, to_revision) => {
                vec![Command::Undo { deployment: name.clone(), to_revision: *to_revision }]
            }
            Act::Restart(name) => vec![Command::Restart { deployment: name.clone() }],
            Act::DeletePod(pod) => vec![Command::Delete {
                kind: Kind::Pod,
                name: pod.clone(),
                propagation: Propagation::Background,
                grace_period_seconds: None,
            }],
            Act::Fault(pod, fault) => vec![Command::SetFault { pod: pod.clone(), fault: *fault }],
            Act::LabelOff(pod, key) => vec![Command::SetMetadata {
                kind: Kind::Pod,
                name: pod.clone(),
                labels: vec![(key.clone(), None)],
                annotations: Vec::new(),
            }],
            Act::Cordon(node, cordoned) => {
                vec![Command::SetCordoned { node: node.clone(), cordoned: *cordoned }]
            }
            Act::Kubectl { line, text } => command_line::as_commands(self, line, text.as_deref())?,
            Act::Workload(image, workload) => {
                vec![Command::SetWorkload { image: image.clone(), workload: workload.clone() }]
            }
            Act::Traffic(traffic) => vec![Command::SetTraffic(traffic.clone())],
            Act::Latencies(latencies) => vec![Command::SetLatencies(*latencies)],
        };
        Ok((commands, Vec::new()))
    }

    /// A run without objects.
    pub(crate) fn empty() -> Self {
        Self::with("", Manifest::default(), None)
    }

    /// The manifest after the cluster was changed: the text that was `given`, or the one `before`, or that with what has changed
    /// in it, whichever says what is so now.
    fn rewritten(&self, before: &Rc<str>, given: Option<&Rc<str>>) -> Rc<str> {
        let objects = in_step::objects(&self.timeline.snapshot());
        let mut texts = given.into_iter().chain([before]);
        match texts.find(|text| in_step::says(text, &objects)) {
            Some(text) => Rc::clone(text),
            None => in_step::follow(before, &objects).into(),
        }
    }

    pub(crate) fn seek(&mut self, to: SimTime) {
        if let Some(recorded) = &mut self.recorded {
            return recorded.seek(to);
        }
        if to < self.timeline.now() {
            self.lose();
        }
        if self.is_following() { self.pass(to) } else { self.timeline.seek(to) }
    }

    /// What Git says: the manifest that was applied last. An undo is not in it.
    pub(crate) fn in_git(&self) -> Rc<str> {
        let applied = |d: &Done| match &d.act {
            Act::Apply(text) | Act::Kubectl { text: Some(text), .. } if d.whole => Some(Rc::clone(text)),
            _ => None,
        };
        self.done().iter().rev().find_map(applied).unwrap_or_else(|| Rc::clone(&self.first))
    }

    /// Events up to now, the oldest first.
    pub(crate) fn events(&self) -> Vec<Rc<Event>> {
        self.timeline.simulation().events()
    }

    /// The command line of the latest act that has one.
    pub(crate) fn last_kubectl(&self) -> Option<&str> {
        self.done().iter().rev().map(|d| d.told.kubectl.as_str()).find(|k| !k.is_empty())
    }

    /// Goes on to the next numbered decision; whether there was one.
    pub(crate) fn next_decision(&mut self) -> bool {
        if let Some(recorded) = &mut self.recorded {
            return recorded.next_decision();
        }
        if self.in_lesson() {
            let found = self.next_decision_of_lesson();
            self.settle();
            return found;
        }
        if !self.is_following() {
            let found = self.timeline.next_decision();
            self.settle();
            return found;
        }
        let before = self.timeline.simulation().decisions();
        let limit = self.timeline.now() + LOOK_AHEAD;
        while self.is_following() && self.timeline.simulation().decisions() == before && self.step_by(limit) {
        }
        self.settle();
        self.timeline.simulation().decisions() != before
    }

    /// When something was done or decided, with what it led to, from the start to the end of what is known.
    pub(crate) fn turning_points(&self) -> Vec<SimTime> {
        let end = self.timeline.end().max(self.timeline.now());
        let decided =
            self.timeline.decisions().iter().filter(|d| d.number.is_some()).map(|d| d.at + SETTLING);
        let done = self.acts.iter().map(|d| d.at + SETTLING);
        let mut all: Vec<SimTime> = decided.chain(done).filter(|at| *at < end).collect();
        all.extend([self.timeline.scenario().opens_at, end]);
        all.sort_unstable();
        // What follows at once is seen with it.
        let mut out: Vec<SimTime> = Vec::new();
        for at in all {
            match out.last_mut() {
                Some(last) if at.since(*last) <= SETTLING => *last = at,
                _ => out.push(at),
            }
        }
        out
    }

    /// Goes back to the numbered decision before the last.
    pub(crate) fn back(&mut self) -> bool {
        if let Some(recorded) = &mut self.recorded {
            return recorded.back();
        }
        self.lose();
        let now = self.timeline.now();
        let decided = self.timeline.decided();
        let last =
            self.timeline.decisions().get(..decided).unwrap_or(&[]).iter().rfind(|d| d.number.is_some());
        let settled = last.is_some_and(|d| d.at < now && now.since(d.at) <= SETTLING);
        let mut moved = self.timeline.back();
        if settled {
            moved = self.timeline.back();
        }
        self.settle();
        moved
    }

    /// Lets a moment pass, so that what a decision led to is seen too, unless another decision comes in it.
    fn settle(&mut self) {
        let until = self.timeline.now() + SETTLING;
        let next = self.forecast();
        if self.timeline.now() > self.timeline.scenario().opens_at && next.is_none_or(|d| d.at > until) {
            self.pass(until);
        }
    }

    /// Lets `by` pass. With `pacing`, only up to the next numbered decision, if one is made before; whether one was.
    pub(crate) fn run(&mut self, by: SimDuration, pacing: bool) -> bool {
        if let Some(recorded) = &mut self.recorded {
            return recorded.run(by, pacing);
        }
        if self.in_lesson() {
            return self.run_lesson(by, pacing);
        }
        let until = self.timeline.now() + by;
        if !pacing {
            self.pass(until);
            return false;
        }
        let before = self.timeline.simulation().decisions();
        let followed = self.is_following();
        while self.step_by(until) {
            if self.timeline.simulation().decisions() != before {
                return true;
            }
            if followed && !self.is_following() {
                return false;
            }
        }
        self.pass(until);
        self.timeline.simulation().decisions() != before
    }
}

/// The names of the Deployments that are new, others, or gone.
fn changed_between(old: &[Rc<Deployment>], new: &[Rc<Deployment>]) -> Vec<Name> {
    let differs = |all: &[Rc<Deployment>], d: &Rc<Deployment>| {
        !all.iter().any(|o| o.meta.uid == d.meta.uid && o.spec == d.spec)
    };
    let gone = old.iter().filter(|d| !new.iter().any(|n| n.meta.name == d.meta.name));
    let news = new.iter().filter(|d| differs(old, d));
    news.chain(gone).map(|d| Rc::clone(&d.meta.name)).collect()
}

fn read(manifest: &str) -> Result<Manifest, Refusal> {
    if manifest.len() > manifest::MAX_BYTES {
        return Err(plain(&text::yaml::TOO_LONG));
    }
    manifest::read(manifest).map_err(|errors| errors.iter().map(problem).collect())
}

fn problem(error: &manifest::ManifestError) -> Problem {
    Problem { at: place(error.mark), message: error.cause() }
}

fn notices(manifest: &Manifest) -> Vec<Problem> {
    let notice = |n: &manifest::Notice| Problem { at: place(n.mark), message: n.message.clone() };
    manifest.notices.iter().map(notice).collect()
}

/// Line and column, where there is one.
fn place(mark: manifest::Mark) -> Option<(u32, u32)> {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (mark.line > 0).then(|| (number(mark.line), number(mark.column)))
}

fn plain(message: &str) -> Refusal {
    vec![Problem { at: None, message: message.to_owned() }]
}
