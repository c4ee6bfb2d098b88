//! The tree of futures: acting in the past leaves what lay ahead, which stays as a branch that can be named, returned to, compared and
//! removed. A branch is everything that was done in it, from the start; that finds it again.

use super::{Act, Done, Lab};
use crate::locale::forks as words;
use crate::view::chart::ChartSample;
use rollout_engine::{Sample, SimTime};
use std::rc::Rc;

/// More are not kept: the oldest without a name goes.
const MOST: usize = 12;

/// Something that was done in a branch.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) at: SimTime,
    pub(crate) act: Act,
    /// In few words.
    pub(crate) words: Rc<str>,
}

impl From<&Done> for Step {
    fn from(done: &Done) -> Self {
        Self { at: done.at, act: done.act.clone(), words: done.told.named().into() }
    }
}

/// Whether the same was done at the same time.
impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && self.act == other.act
    }
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Branch {
    pub(crate) id: u32,
    /// If a person has named it.
    pub(crate) name: Option<Rc<str>>,
    /// What was done; of the branch that the lab is in, the lab knows.
    pub(crate) steps: Vec<Step>,
    /// How far it was known.
    pub(crate) end: SimTime,
}

/// All branches, in the order in which they began.
pub(crate) struct Forks {
    pub(crate) branches: Vec<Branch>,
    /// The one that the lab is in.
    pub(crate) current: u32,
    next: u32,
    /// What lay ahead in the one that was left last: which, since when, and its counts.
    ghost: Option<(u32, SimTime, Vec<Sample>)>,
}

impl Default for Forks {
    fn default() -> Self {
        Self::of(vec![Branch::default()], 0)
    }
}

impl Forks {
    /// These branches; the lab is in that of this id.
    pub(crate) fn of(branches: Vec<Branch>, current: u32) -> Self {
        let next = branches.iter().map(|b| b.id).max().map_or(0, |id| id + 1);
        Self { branches, current, next, ghost: None }
    }

    /// The current one is left with these steps for a new one.
    fn leave(&mut self, steps: Vec<Step>, end: SimTime) {
        let left = self.current;
        self.put(left, steps, end);
        self.current = self.next;
        self.next += 1;
        self.branches.push(Branch { id: self.current, ..Branch::default() });
        if self.branches.len() > MOST {
            let may_go = |b: &Branch| b.id != left && b.id != self.current;
            let oldest = self.branches.iter().position(|b| may_go(b) && b.name.is_none());
            let oldest = oldest.or_else(|| self.branches.iter().position(may_go));
            oldest.map(|at| self.branches.remove(at));
        }
    }

    fn put(&mut self, id: u32, steps: Vec<Step>, end: SimTime) {
        if let Some(branch) = self.branches.iter_mut().find(|b| b.id == id) {
            (branch.steps, branch.end) = (steps, end);
        }
    }
}

/// A branch, as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Future {
    pub(crate) id: u32,
    pub(crate) name: Rc<str>,
    /// How many forks lie before it.
    pub(crate) depth: usize,
    /// When it parted from the one above it; none of the first.
    pub(crate) parted: Option<SimTime>,
    pub(crate) current: bool,
}

/// How much is the same at the beginning.
fn shared(a: &[Step], b: &[Step]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// When two part: with the first act that only one of them has.
pub(super) fn parting(a: &[Step], b: &[Step]) -> Option<SimTime> {
    let n = shared(a, b);
    a.get(n).into_iter().chain(b.get(n)).map(|s| s.at).min()
}

/// What was done, in few words.
fn in_words(own: &[Step]) -> String {
    const SAID: usize = 2;
    let mut said = own.iter().take(SAID).map(|s| &*s.words).collect::<Vec<_>>().join(", ");
    if own.len() > SAID {
        said.push_str(&words::and_more(own.len() - SAID));
    }
    said
}

impl Lab {
    /// What lies ahead of the present and is worth keeping: acts, or decisions.
    pub(super) fn ahead(&self) -> Option<Vec<Sample>> {
        let t = &self.timeline;
        let decided = t.decisions().get(t.decided()..).unwrap_or(&[]).iter().any(|d| d.number.is_some());
        (decided || self.acts.len() > self.done().len()).then(|| self.samples_from(t.now()))
    }

    fn samples_from(&self, at: SimTime) -> Vec<Sample> {
        let samples = self.timeline.samples();
        let first = samples.partition_point(|s| s.at <= at).saturating_sub(1);
        samples.get(first..).unwrap_or(&[]).to_vec()
    }

    /// Keeps what was done in the future that is left now, with what [`Self::ahead`] found of it.
    pub(super) fn leave(&mut self, left: Vec<Sample>, end: SimTime) {
        self.forks.ghost = Some((self.forks.current, self.timeline.now(), left));
        self.forks.leave(self.acts.iter().map(Step::from).collect(), end);
    }

    /// All steps of a branch.
    pub(crate) fn steps(&self, id: u32) -> Vec<Step> {
        if id == self.forks.current {
            return self.acts.iter().map(Step::from).collect();
        }
        self.forks.branches.iter().find(|b| b.id == id).map(|b| b.steps.clone()).unwrap_or_default()
    }

    pub(crate) fn forks(&self) -> &Forks {
        &self.forks
    }

    /// As they were kept.
    pub(crate) fn set_forks(&mut self, forks: Forks) {
        self.forks = forks;
    }

    /// The branches as a tree: each below the one that it has most in common with.
    pub(crate) fn futures(&self) -> Vec<Future> {
        let all: Vec<(&Branch, Vec<Step>)> =
            self.forks.branches.iter().map(|b| (b, self.steps(b.id))).collect();
        let mut out: Vec<Future> = Vec::new();
        for (i, (branch, steps)) in all.iter().enumerate() {
            // Of several with as much in common the first, from which the others came too.
            let above = all[..i].iter().rev().max_by_key(|(_, other)| shared(other, steps));
            let common = above.map_or(0, |(_, other)| shared(other, steps));
            let said = in_words(&steps[common..]);
            let name = branch.name.clone().unwrap_or_else(|| match (said.is_empty(), above) {
                (false, _) => said.into(),
                (true, None) => (&*words::NOTHING_DONE).into(),
                (true, Some(_)) => (&*words::NOTHING_MORE).into(),
            });
            let at = above.and_then(|(b, _)| out.iter().position(|f| f.id == b.id));
            let depth = at.map_or(0, |at| out[at].depth + 1);
            // After all that have parted from the same one before.
            let place =
                at.map_or(0, |at| (at + 1..out.len()).find(|j| out[*j].depth < depth).unwrap_or(out.len()));
            let parted = above.and_then(|(_, other)| parting(other, steps));
            let current = branch.id == self.forks.current;
            out.insert(place, Future { id: branch.id, name, depth, parted, current });
        }
        out
    }

    /// The outline of the future that was left last: since when, and its counts.
    pub(super) fn ghost(&self) -> Option<(u32, SimTime, Vec<ChartSample>)> {
        let (id, at, samples) = self.forks.ghost.as_ref()?;
        Some((*id, *at, self.chart(samples)))
    }

    /// The branch that was left last, if there is one.
    pub(crate) fn left_last(&self) -> Option<u32> {
        self.forks.ghost.as_ref().map(|g| g.0)
    }

    /// Returns to a branch, at the moment in which it parted from the one that the lab is in; that can be returned to in its turn.
    pub(crate) fn return_to(&mut self, id: u32) -> bool {
        let (steps, own) = (self.steps(id), self.steps(self.forks.current));
        let Some(end) =
            self.forks.branches.iter().find(|b| b.id == id && id != self.forks.current).map(|b| b.end)
        else {
            return false;
        };
        let at = parting(&own, &steps).unwrap_or(self.timeline.now());
        let Some(mut lab) = self.rebuilt(&steps) else { return false };
        lab.seek(end);
        lab.seek(at);
        let (left, known) = (self.samples_from(at), self.timeline.end());
        let from = self.forks.current;
        self.forks.put(from, own, known);
        self.forks.ghost = Some((from, at, left));
        self.forks.current = id;
        self.put_in(lab);
        true
    }

    /// Forgets a branch; not the one that the lab is in.
    pub(crate) fn forget(&mut self, id: u32) {
        if id != self.forks.current {
            self.forks.branches.retain(|b| b.id != id);
            self.forks.ghost = self.forks.ghost.take().filter(|g| g.0 != id);
            self.shown = None;
        }
    }

    /// Names a branch; without a name it is called after what was done in it.
    pub(crate) fn name(&mut self, id: u32, name: &str) {
        if let Some(branch) = self.forks.branches.iter_mut().find(|b| b.id == id) {
            let name: String = name.trim().chars().take(60).collect();
            branch.name = (!name.is_empty()).then(|| name.into());
            self.shown = None;
        }
    }

    /// The run once more from its start, in which these things are done; none if one of them is refused.
    pub(super) fn rebuilt(&self, steps: &[Step]) -> Option<Self> {
        let notices = self.notices.iter().cloned().collect();
        let mut lab = Self::of(&self.first, self.timeline.scenario().clone(), notices);
        for step in steps {
            lab.seek(step.at);
            lab.act(step.act.clone()).ok()?;
        }
        Some(lab)
    }

    /// Takes a rebuilt run in place of this one. Colours, rows, branches, and what was taken back stay as they are.
    pub(super) fn put_in(&mut self, mut lab: Self) {
        self.lose();
        std::mem::swap(&mut lab.versions, &mut self.versions);
        std::mem::swap(&mut lab.rows, &mut self.rows);
        std::mem::swap(&mut lab.focus, &mut self.focus);
        std::mem::swap(&mut lab.taken_back, &mut self.taken_back);
        std::mem::swap(&mut lab.following, &mut self.following);
        std::mem::swap(&mut lab.forks, &mut self.forks);
        std::mem::swap(&mut lab.origin, &mut self.origin);
        std::mem::swap(&mut lab.lesson, &mut self.lesson);
        lab.changes = self.changes + 1;
        *self = lab;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits::{Edit, edited};

    fn lab() -> Lab {
        Lab::new(crate::start::WORKSHOP).expect("the workshop's manifest is valid")
    }

    fn image(lab: &mut Lab, at: u64, image: &str) {
        lab.seek(SimTime(at));
        let text = edited(lab, "web", &Edit::Image(image.into())).expect("it can be changed");
        lab.act(Act::Apply(text.into())).expect("it is accepted");
    }

    /// Name, depth, seconds after the opening at which it parted, whether it is the current one.
    fn tree(lab: &Lab) -> Vec<(String, usize, Option<u64>, bool)> {
        let futures = lab.futures().into_iter();
        futures
            .map(|f| (f.name.to_string(), f.depth, f.parted.map(|t| t.0 / 1000 - 120), f.current))
            .collect()
    }

    fn row(
        name: &str,
        depth: usize,
        parted: Option<u64>,
        current: bool,
    ) -> (String, usize, Option<u64>, bool) {
        (name.to_owned(), depth, parted, current)
    }

    #[test]
    fn acts_in_the_past_make_a_tree() {
        let mut lab = lab();
        assert_eq!(tree(&lab), [row("nothing done", 0, None, true)]);
        image(&mut lab, 120_000, "web:2.0.0");
        lab.seek(SimTime(150_000));
        image(&mut lab, 126_000, "web:3.0.0");
        image(&mut lab, 130_000, "web:1.0.0");
        image(&mut lab, 128_000, "web:2.0.0");
        lab.seek(SimTime(150_000));
        let grown = [
            row("image 2.0.0", 0, None, false),
            row("image 3.0.0, image 1.0.0", 1, Some(6), false),
            row("image 2.0.0", 2, Some(8), true),
        ];
        assert_eq!(tree(&lab), grown);
        let there = lab.timeline().snapshot();
        // Back to the first: nothing of the others is in it, and all of them stay.
        assert!(lab.return_to(0));
        assert_eq!(
            (lab.timeline().now(), lab.timeline().end(), lab.done().len()),
            (SimTime(126_000), SimTime(150_000), 1)
        );
        assert_eq!(tree(&lab).iter().map(|r| r.3).collect::<Vec<_>>(), [true, false, false]);
        lab.name(0, "  as planned ");
        assert_eq!(tree(&lab)[0].0, "as planned");
        assert!(lab.return_to(2));
        lab.seek(SimTime(150_000));
        assert_eq!(lab.timeline().snapshot(), there, "the same run as before");
        lab.forget(2);
        assert_eq!(tree(&lab).len(), 3, "the one that is shown stays");
        lab.forget(0);
        assert_eq!(tree(&lab).iter().map(|r| r.1).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn undo_and_redo_leave_the_branches_as_they_are() {
        let mut lab = lab();
        image(&mut lab, 120_000, "web:2.0.0");
        image(&mut lab, 140_000, "web:3.0.0");
        image(&mut lab, 126_000, "web:1.0.0");
        assert!(lab.take_back());
        assert_eq!(tree(&lab)[1], row("nothing more done", 1, Some(20), true));
        assert!(lab.do_again());
        assert_eq!(
            tree(&lab),
            [row("image 2.0.0, image 3.0.0", 0, None, false), row("image 1.0.0", 1, Some(6), true)]
        );
        // Taking back in the past keeps what came after it as a branch.
        assert!(lab.return_to(0));
        lab.seek(SimTime(130_000));
        assert!(lab.take_back());
        assert_eq!(lab.futures().len(), 3);
        assert!(lab.return_to(0));
        assert_eq!(lab.record().1.len(), 2);
    }

    #[test]
    fn not_more_than_some_are_kept() {
        let mut lab = lab();
        for i in 0..40_u64 {
            image(&mut lab, 160_000 - i * 100, "web:2.0.0");
        }
        assert_eq!(lab.futures().len(), MOST);
        assert!(lab.futures().iter().any(|f| f.current));
    }

    #[test]
    fn time_without_acts_or_decisions_is_no_future() {
        let mut lab = lab();
        lab.seek(SimTime(200_000));
        image(&mut lab, 150_000, "web:2.0.0");
        assert_eq!(tree(&lab), [row("image 2.0.0", 0, None, true)]);
    }
}
