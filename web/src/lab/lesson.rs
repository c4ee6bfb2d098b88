//! A lesson under way: its guide watches the run of the lab and does what the lesson does, as acts like any other. A person may change
//! whatever they like meanwhile, go back, or let the clock run; the guide goes by what is true.

use super::{Act, Done, Lab};
use crate::state::{LessonShown, Stars};
use course::{Deed, Guide, Lesson, LessonKind, Reached, Walk, edited, pod_for_fault, with_names};
use manifest::Edit;
use rollout_engine::{SimDuration, SimTime};
use std::rc::Rc;

/// No lesson takes longer.
const LONGEST: SimDuration = SimDuration::millis(2 * 3_600_000);

/// See the module.
pub(crate) struct UnderWay {
    guide: Guide,
    /// Up to when the guide has watched, and how often something had been done by then.
    watched: SimTime,
    changes: u32,
    /// The moments that are known to come.
    known: Vec<Reached>,
    /// The one that is shown; none: what comes before the first.
    at: Option<usize>,
    /// When the lesson's own acts were done.
    deeds: Vec<SimTime>,
    /// How many moments there are, as long as nobody has changed anything; and what the one who knows how needs.
    usual: Usual,
    /// What was answered: the place of a choice, or a number.
    answer: Option<i64>,
    difficulty: Difficulty,
    /// How many hints have been asked for.
    hints: usize,
    over: bool,
    /// When a challenge's goal was first reached.
    solved_at: Option<SimTime>,
    /// The run that was left for it.
    left: Box<Lab>,
}

#[derive(Clone, Default)]
struct Usual {
    /// Which of the lesson's moments come, one after the other.
    moments: Vec<usize>,
    acts: usize,
    took: SimDuration,
    failed: i64,
}

/// How a challenge is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Difficulty {
    #[default]
    Hints,
    NoHints,
    /// Without hints, and with other numbers than those in the book: those of this place among them, if they are said.
    OtherNumbers(Option<usize>),
}

impl Difficulty {
    /// As links say it: `hints`, `none`, `numbers`, or `numbers/1` and so on.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "hints" => Some(Self::Hints),
            "none" => Some(Self::NoHints),
            "numbers" => Some(Self::OtherNumbers(None)),
            _ => {
                let nth: usize = text.strip_prefix("numbers/")?.parse().ok()?;
                Some(Self::OtherNumbers(Some(nth.checked_sub(1)?)))
            }
        }
    }

    /// What a link says of it; nothing where it is as usual.
    fn written(self) -> Option<String> {
        match self {
            Self::Hints => None,
            Self::NoHints => Some("none".to_owned()),
            Self::OtherNumbers(nth) => {
                Some(nth.map_or_else(|| "numbers".to_owned(), |nth| format!("numbers/{}", nth + 1)))
            }
        }
    }

    /// With numbers that are said.
    fn settled(self, lesson: &Lesson, lab: &Lab) -> Self {
        let Self::OtherNumbers(nth) = self else { return self };
        // Any will do: those that the moment makes it.
        let nth = nth.unwrap_or_else(|| usize::try_from(lab.timeline.now().0).unwrap_or(0));
        Self::OtherNumbers(nth.checked_rem(lesson.variations.len()))
    }

    /// What it changes.
    fn changes(self, lesson: &Lesson) -> &[Edit] {
        let Self::OtherNumbers(Some(nth)) = self else { return &[] };
        lesson.variations.get(nth).map_or(&[], Vec::as_slice)
    }
}

/// What ends a stretch of a guided run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    AtMoment,
    AtDecision,
    Never,
}

impl Lab {
    /// A lesson's run, in place of this one.
    ///
    /// # Errors
    /// What is wrong with the lesson's start.
    pub(crate) fn begin(&mut self, lesson: &Rc<Lesson>, difficulty: Difficulty) -> Result<(), String> {
        let difficulty = difficulty.settled(lesson, self);
        let changes = difficulty.changes(lesson);
        let text = lesson.start.text(changes)?;
        let scenario = lesson.start.scenario(&text)?;
        let lab = Self::of(&text, scenario, Vec::new());
        let usual = Walk::through(lesson, changes).map(|walked| Usual {
            moments: walked.reached.iter().map(|reached| reached.moment).collect(),
            acts: lesson.solution.len(),
            took: walked.timeline.now().since(walked.timeline.scenario().opens_at),
            failed: i64::try_from(walked.timeline.snapshot().ledger.failed_in_all()).unwrap_or(i64::MAX),
        });
        let before = std::mem::replace(self, lab);
        // A lesson begun within a lesson: what was left is still the lab's own run.
        let left = match before.lesson {
            Some(under_way) => under_way.left,
            None => Box::new(before),
        };
        let mut guide = Guide::new(Rc::clone(lesson), false);
        guide.look(&self.timeline);
        self.lesson = Some(UnderWay {
            known: guide.reached().to_vec(),
            guide,
            watched: self.timeline.now(),
            changes: self.changes,
            at: None,
            deeds: Vec::new(),
            usual: usual.unwrap_or_default(),
            answer: None,
            difficulty,
            hints: 0,
            over: false,
            solved_at: None,
            left,
        });
        self.shown = None;
        Ok(())
    }

    /// Back to the run that was left for the lesson.
    pub(crate) fn leave_lesson(&mut self) {
        if let Some(under_way) = self.lesson.take() {
            *self = *under_way.left;
            self.shown = None;
        }
    }

    /// Whether this is a lesson's run.
    pub(crate) fn in_lesson(&self) -> bool {
        self.lesson.is_some()
    }

    /// The lesson's name and the moment that is shown, as in links: `rolling-update/3`.
    pub(crate) fn lesson_place(&self) -> Option<String> {
        let under_way = self.lesson.as_ref()?;
        let at = under_way.at.map_or(0, |at| at + 1);
        Some(format!("{}/{at}", under_way.guide.lesson().id))
    }

    /// How the lesson is set, as in links; nothing where it is as usual.
    pub(crate) fn lesson_difficulty(&self) -> Option<String> {
        self.lesson.as_ref()?.difficulty.written()
    }

    /// Whether the lesson itself did this.
    pub(crate) fn is_of_lesson(&self, done: &Done) -> bool {
        self.lesson.as_ref().is_some_and(|under_way| under_way.deeds.contains(&done.at))
    }

    /// Whether the present is the instant in which the moment that is shown came, or the opening before the first.
    pub(crate) fn is_at_moment(&self) -> bool {
        let Some(under_way) = &self.lesson else { return false };
        let shown = under_way.at.and_then(|at| under_way.known.get(at));
        self.timeline.now() == shown.map_or(self.timeline.scenario().opens_at, |reached| reached.at)
    }

    /// Goes to a moment by its number, counted from 1; 0 is what comes before the first.
    pub(crate) fn go_to_moment(&mut self, number: usize) {
        let at = |lab: &Self| lab.lesson.as_ref().and_then(|l| l.at).map_or(0, |at| at + 1);
        while at(self) > number {
            self.moment_before();
        }
        while at(self) < number && self.next_moment() {}
    }

    /// Goes on to the next moment; whether there was one.
    pub(crate) fn next_moment(&mut self) -> bool {
        let Some(under_way) = &mut self.lesson else { return false };
        let next = under_way.at.map_or(0, |at| at + 1);
        if under_way.changes == self.changes
            && let Some(reached) = under_way.known.get(next)
        {
            under_way.at = Some(next);
            let at = reached.at;
            self.seek(at);
            return true;
        }
        let known = under_way.known.len();
        let frontier = under_way.watched;
        if under_way.changes == self.changes && frontier > self.timeline.now() {
            self.seek(frontier);
        }
        let found = self.guided(None, Stop::AtMoment);
        if let Some(under_way) = &mut self.lesson {
            under_way.at =
                if found { Some(known.min(under_way.known.len().saturating_sub(1))) } else { under_way.at };
        }
        found
    }

    /// Goes back to the moment before.
    pub(crate) fn moment_before(&mut self) {
        let Some(under_way) = &mut self.lesson else { return };
        under_way.over = false;
        let before = under_way.at.and_then(|at| at.checked_sub(1));
        under_way.at = before;
        let at = before.and_then(|at| under_way.known.get(at)).map(|reached| reached.at);
        self.seek(at.unwrap_or(self.timeline.scenario().opens_at));
    }

    /// Answers the lesson's question.
    pub(crate) fn answer(&mut self, answer: i64) {
        if let Some(under_way) = &mut self.lesson {
            under_way.answer = Some(answer);
        }
    }

    /// Asks for one hint more, where there are any.
    pub(crate) fn hint(&mut self) {
        if let Some(under_way) = &mut self.lesson
            && under_way.difficulty == Difficulty::Hints
        {
            under_way.hints += 1;
        }
    }

    /// Lets `by` pass in a lesson's run. With `pacing`, only up to the next decision.
    pub(super) fn run_lesson(&mut self, by: SimDuration, pacing: bool) -> bool {
        self.guided(Some(self.timeline.now() + by), if pacing { Stop::AtDecision } else { Stop::Never })
    }

    /// As far as the next decision of a lesson's run.
    pub(super) fn next_decision_of_lesson(&mut self) -> bool {
        self.guided(None, Stop::AtDecision)
    }

    /// Something was done by a person, not by the lesson.
    pub(super) fn acted(&mut self) {
        let now = self.timeline.now();
        if let Some(under_way) = &mut self.lesson
            && under_way.changes.wrapping_add(1) == self.changes
            && under_way.watched == now
        {
            // Nothing was missed and nothing is left behind, so the guide need not begin anew.
            under_way.guide.acted();
            under_way.changes = self.changes;
        }
    }

    /// Goes on with the guide until a time (else until the lesson is over) or a stop; whether it was the stop.
    fn guided(&mut self, time: Option<SimTime>, stop: Stop) -> bool {
        let until = time.unwrap_or(self.timeline.now() + LONGEST);
        let Some(mut under_way) = self.lesson.take() else { return false };
        under_way.catch_up(self);
        let (known, decided) = (under_way.known.len(), self.timeline.simulation().decisions());
        let stopped = loop {
            if under_way.do_what_is_due(self) {
                under_way.look(self);
                continue;
            }
            let stopped = match stop {
                Stop::AtMoment => under_way.known.len() > known,
                Stop::AtDecision => self.timeline.simulation().decisions() != decided,
                Stop::Never => false,
            };
            under_way.over = under_way.is_over(self);
            if stopped || self.timeline.now() >= until || (under_way.over && time.is_none()) {
                break stopped;
            }
            let pause = under_way.guide.look_again_at(&self.timeline).min(until);
            if !self.step_by(pause) {
                self.pass(pause);
            }
            under_way.look(self);
        };
        if stop != Stop::AtMoment {
            under_way.follow(self.timeline.now());
        }
        self.lesson = Some(under_way);
        stopped
    }

    /// What the page shows of the lesson.
    pub(super) fn lesson_shown(&mut self) -> Option<LessonShown> {
        let now = self.timeline.now();
        let changes = self.changes;
        let own_acts = self.acts.len();
        let under_way = self.lesson.as_mut()?;
        if under_way.changes == changes {
            under_way.follow(now);
        }
        let lesson = Rc::clone(under_way.guide.lesson());
        let reached = under_way.at.and_then(|at| under_way.known.get(at)).copied();
        let moment = reached.and_then(|r| lesson.moments.get(r.moment));
        let watching = under_way.watched == now && under_way.changes == changes;
        let over = under_way.over && watching;
        let solved_at = under_way.solved_at.filter(|_| watching);
        let untouched = under_way.deeds.len() == own_acts;
        let usual = Some(&under_way.usual.moments).filter(|moments| untouched && !moments.is_empty());
        let next = under_way.at.map_or(0, |at| at + 1);
        let next = under_way
            .known
            .get(next)
            .map(|reached| reached.moment)
            .or(usual.and_then(|m| m.get(next).copied()));
        let next = next.and_then(|at| lesson.moments.get(at)).map(|moment| moment.title.clone());
        let total = usual.map(Vec::len);
        let (right, number) = under_way.guide.right_answers();
        let given = under_way.answer;
        let verdict = (over && lesson.ask.is_some() && given.is_some()).then(|| match number {
            Some(number) => given == Some(number),
            None => right.iter().any(|at| i64::try_from(*at).ok() == given),
        });
        let right_answer = lesson.ask.as_ref().filter(|_| over).map(|ask| match number {
            Some(number) => number.to_string(),
            None => {
                right.first().and_then(|at| ask.choices.get(*at)).map_or_else(String::new, |c| c.say.clone())
            }
        });
        let stars = solved_at.map(|at| Stars {
            few_changes: own_acts.saturating_sub(under_way.deeds.len()) <= under_way.usual.acts,
            fast: at.since(self.timeline.scenario().opens_at) <= under_way.usual.took,
            nothing_failed: i64::try_from(self.timeline.snapshot().ledger.failed_in_all())
                .unwrap_or(i64::MAX)
                <= under_way.usual.failed,
        });
        Some(LessonShown {
            heading: moment.map_or_else(|| lesson.title.clone(), |m| m.title.clone()),
            text: moment.map_or_else(|| lesson.intro.clone(), |m| m.text.clone()),
            note: moment.map_or_else(String::new, |m| m.note.clone()),
            next,
            at: under_way.at.map_or(0, |at| at + 1),
            known: under_way.known.len(),
            total,
            over,
            answer: given,
            verdict,
            right_answer,
            hints: lesson.hints.get(..under_way.hints.min(lesson.hints.len())).unwrap_or(&[]).to_vec(),
            may_ask_for_hint: under_way.difficulty == Difficulty::Hints
                && under_way.hints < lesson.hints.len(),
            stars,
            lesson,
        })
    }
}

impl UnderWay {
    /// Takes in what is true now.
    fn look(&mut self, lab: &Lab) {
        self.guide.look(&lab.timeline);
        self.learn(lab.timeline.now(), lab.changes);
    }

    fn learn(&mut self, now: SimTime, changes: u32) {
        self.watched = now;
        self.changes = changes;
        let challenge = self.guide.lesson().kind == LessonKind::Challenge;
        if challenge && self.solved_at.is_none() && self.guide.goal_is_reached() {
            self.solved_at = Some(now);
        }
        if self.guide.reached().len() > self.known.len() {
            self.known = self.guide.reached().to_vec();
        }
    }

    /// Does what the lesson does now; whether there was something.
    fn do_what_is_due(&mut self, lab: &mut Lab) -> bool {
        let Some(deed) = self.guide.due(&lab.timeline) else { return false };
        let at = self.guide.done() - 1;
        let now = lab.timeline.now();
        // In a past that is known, it will be done again by itself.
        if self.deeds.get(at).is_some_and(|done| *done >= now) {
            return true;
        }
        self.deeds.truncate(at);
        self.deeds.push(now);
        if carry_out(lab, &deed).is_err() {
            self.guide.refused();
        }
        true
    }

    /// Watches what happened without the guide. If the past is another one now, all of it.
    fn catch_up(&mut self, lab: &Lab) {
        let now = lab.timeline.now();
        let same_past = self.changes == lab.changes;
        if same_past && self.watched == now {
            return;
        }
        let mut timeline = lab.timeline.clone();
        if !same_past || self.watched > now {
            self.guide = Guide::new(Rc::clone(self.guide.lesson()), false);
            timeline.seek(timeline.scenario().opens_at);
            self.guide.look(&timeline);
            if !same_past {
                self.deeds.retain(|at| *at <= now && lab.acts.iter().any(|done| done.at == *at));
                self.known.clear();
                self.solved_at = None;
            }
        } else {
            timeline.seek(self.watched);
        }
        let deeds = self.deeds.clone();
        let mut own = lab.acts.iter().map(|done| done.at).filter(|at| !deeds.contains(at)).peekable();
        while own.peek().is_some_and(|at| *at < timeline.now()) {
            own.next();
            if !same_past || self.watched > now {
                self.guide.acted();
            }
        }
        while timeline.now() < now {
            while self.guide.due(&timeline).is_some() {}
            let pause = self.guide.look_again_at(&timeline).min(now);
            let command = timeline.commands().iter().map(|(at, _)| *at).find(|at| *at > timeline.now());
            let pause = command.map_or(pause, |at| at.min(pause));
            if timeline.simulation().next_event_at().is_some_and(|next| next <= pause) {
                timeline.step();
            } else {
                timeline.run_until(pause);
            }
            while own.peek().is_some_and(|at| *at <= timeline.now()) {
                own.next();
                self.guide.acted();
            }
            self.guide.look(&timeline);
            self.learn(timeline.now(), lab.changes);
        }
        self.learn(now, lab.changes);
        self.at = self.at.filter(|_| !self.known.is_empty()).map(|at| at.min(self.known.len() - 1));
    }

    /// Whether nothing more is to come.
    fn is_over(&self, lab: &Lab) -> bool {
        match self.guide.lesson().kind {
            LessonKind::Challenge => self.guide.goal_is_reached(),
            _ => self.guide.is_over(&lab.timeline),
        }
    }

    /// Shows the moment that is the latest at this time. Of those that came at the same instant, the one that was shown stays.
    fn follow(&mut self, now: SimTime) {
        let shown = self.at.and_then(|at| self.known.get(at)).map(|reached| reached.at);
        let next = self.at.map_or(0, |at| at + 1);
        let fits = match shown {
            None => self.known.first().is_none_or(|first| first.at >= now),
            Some(at) => at <= now && self.known.get(next).is_none_or(|next| next.at > now || at == now),
        };
        if !fits {
            self.at = self.known.partition_point(|reached| reached.at <= now).checked_sub(1);
        }
    }
}

/// What a lesson does, as an act.
fn carry_out(lab: &mut Lab, deed: &Deed) -> Result<(), super::Refusal> {
    let act = match deed {
        Deed::Kubectl { line, stdin } => {
            let text = if stdin.is_empty() { lab.manifest() } else { stdin.as_str().into() };
            let reads = line.contains("-f ");
            Act::Kubectl {
                line: format!("kubectl {}", with_names(line, &lab.timeline)).into(),
                text: reads.then_some(text),
            }
        }
        Deed::Edit(edits) => {
            let text = edited(&lab.manifest(), edits).map_err(|message| super::plain(&message))?;
            Act::Apply(text.into())
        }
        Deed::Fault(fault) => {
            let Some(pod) = pod_for_fault(&lab.timeline) else { return Ok(()) };
            Act::Fault(pod, *fault)
        }
    };
    lab.act(act)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(id: &str) -> Rc<Lesson> {
        course::lessons().into_iter().find(|l| l.id == id).expect("there is such a lesson")
    }

    fn begun(id: &str) -> Lab {
        let mut lab = Lab::new(crate::start::WORKSHOP).expect("it is valid");
        lab.begin(&lesson(id), Difficulty::Hints).expect("it begins");
        lab
    }

    fn headings(lab: &mut Lab) -> Vec<String> {
        let mut seen = Vec::new();
        while lab.next_moment() {
            seen.push(lab.lesson_shown().expect("it is under way").heading);
        }
        seen
    }

    #[test]
    fn every_lesson_comes_to_its_end_with_the_moments_that_a_walk_finds() {
        for lesson in course::lessons() {
            let mut lab = Lab::new(crate::start::WORKSHOP).expect("it is valid");
            lab.begin(&lesson, Difficulty::Hints).expect("it begins");
            if lesson.kind == LessonKind::Challenge {
                continue;
            }
            let seen = headings(&mut lab).len();
            let walked = Walk::through(&lesson, &[]).expect("it can be walked");
            assert_eq!(seen, walked.reached.len(), "{}", lesson.id);
            let shown = lab.lesson_shown().expect("it is under way");
            assert!(shown.over, "{} is not over", lesson.id);
            assert_eq!(shown.right_answer.is_some(), lesson.ask.is_some(), "{}", lesson.id);
        }
    }

    #[test]
    fn back_and_next_show_the_same() {
        let mut lab = begun("rolling-update");
        let all = headings(&mut lab);
        let times = |lab: &Lab| (lab.timeline().now(), lab.timeline().snapshot().pods.len());
        let end = times(&lab);
        for _ in 0..5 {
            lab.moment_before();
        }
        assert_eq!(lab.lesson_shown().map(|l| l.heading).as_ref(), all.get(all.len() - 6));
        assert_eq!(headings(&mut lab), all[all.len() - 5..]);
        // What was last seen, not what came after it.
        assert!(times(&lab) <= end);
        while lab.lesson_place().is_some_and(|p| !p.ends_with("/0")) {
            lab.moment_before();
        }
        assert_eq!(lab.timeline().now(), lab.timeline().scenario().opens_at);
        assert_eq!(headings(&mut lab), all);
    }

    #[test]
    fn with_other_numbers_there_are_other_moments() {
        let mut lab = begun("rolling-update");
        let usual = headings(&mut lab).len();
        let mut lab = begun("rolling-update");
        lab.next_moment();
        let scale = Act::Kubectl { line: "kubectl scale deploy/web --replicas=5".into(), text: None };
        lab.act(scale).expect("it is accepted");
        let more = 1 + headings(&mut lab).len();
        assert!(more > usual, "{more} moments");
        assert_eq!(lab.lesson_shown().map(|l| (l.over, l.total)), Some((true, None)));
    }

    #[test]
    fn a_change_in_the_past_takes_the_lesson_along() {
        let mut lab = begun("rolling-update");
        headings(&mut lab);
        while lab.lesson_place().is_some_and(|p| !p.ends_with("/6")) {
            lab.moment_before();
        }
        let surge = Act::Kubectl { line: "kubectl scale deploy/web --replicas=4".into(), text: None };
        lab.act(surge).expect("it is accepted");
        headings(&mut lab);
        assert_eq!(lab.done().len(), 2, "the image is set once");
        assert!(lab.lesson_shown().is_some_and(|l| l.over));
    }

    #[test]
    fn the_clock_carries_a_lesson_on() {
        let mut lab = begun("rolling-update");
        for _ in 0..4_000 {
            lab.run(SimDuration::millis(16), false);
        }
        let shown = lab.lesson_shown().expect("it is under way");
        assert!(shown.over && shown.at == shown.known && shown.known > 10, "{} of {}", shown.at, shown.known);
        lab.leave_lesson();
        assert!(!lab.in_lesson() && lab.done().is_empty());
    }

    #[test]
    fn a_challenge_is_judged_by_its_run() {
        let check = |lines: &[&str], stars: Option<(bool, bool, bool)>| {
            let mut lab = begun("save-the-day");
            lab.run(SimDuration::millis(20_000), false);
            for line in lines {
                let _ = lab.act(Act::Kubectl { line: (*line).into(), text: None });
                lab.run(SimDuration::millis(40_000), false);
            }
            let got = lab.lesson_shown().and_then(|l| l.stars);
            assert_eq!(got.map(|s| (s.few_changes, s.fast, s.nothing_failed)), stars, "{lines:?}");
        };
        check(&[], None);
        check(&["kubectl rollout undo deployment/web"], Some((true, true, true)));
        check(&["kubectl set image deployment/web web=web:1.0.0"], Some((true, true, true)));
        check(
            &["kubectl scale deploy/web --replicas=4", "kubectl rollout undo deployment/web"],
            Some((false, false, true)),
        );
    }

    #[test]
    fn a_question_is_answered_by_the_run() {
        let check = |answer, right| {
            let mut lab = begun("m3");
            lab.answer(answer);
            headings(&mut lab);
            assert_eq!(lab.lesson_shown().and_then(|l| l.verdict), Some(right), "{answer}");
        };
        check(0, false);
        check(1, true);
    }
}
