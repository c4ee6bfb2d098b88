//! What is said about a moment: the title, the sentence, and the cards of cause and effect.

use super::format;
use super::scene::Lane;
use super::sentence::{Effect, Told, tell};
use super::tally::{Group, Tally};
use super::versions::{Version, image_of};
use crate::locale as text;
use crate::locale::{cards, say, stage};
use rollout_engine::api::{ConditionReason, Deployment, Kind, ProbeType};
use rollout_engine::decision::{Decision, Rule};
use rollout_engine::snapshot::{PodView, Snapshot};
use rollout_engine::{SimDuration, SimTime};
use std::rc::Rc;

/// The words of a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Story {
    /// At most 60 characters.
    pub(crate) title: String,
    pub(crate) sentence: String,
    /// Said with weight, after the sentence.
    pub(crate) weight: String,
    pub(crate) cards: Vec<Card>,
    /// The rollout cannot go on by itself.
    pub(crate) stuck: bool,
    /// The Deployment is as it should be.
    pub(crate) complete: bool,
}

/// A card of the chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Card {
    pub(crate) kind: CardKind,
    /// The word between the card before and this one.
    pub(crate) joined_by: text::Text,
    pub(crate) number: Option<u32>,
    pub(crate) title: String,
    pub(crate) bad: bool,
    pub(crate) told: Option<Box<Told>>,
    pub(crate) lines: Vec<String>,
    pub(crate) effect: Option<Effect>,
    pub(crate) note: Option<String>,
    /// When it will be.
    pub(crate) due: Option<SimTime>,
}

/// How a card stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CardKind {
    /// What has been.
    #[default]
    Past,
    /// What is.
    Now,
    /// What comes.
    Next,
}

/// What a story is told from.
pub(crate) struct Facts<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) deployment: Option<&'a Deployment>,
    /// Its lanes.
    pub(crate) lanes: &'a [Lane],
    /// Those of other Deployments too.
    pub(crate) all_lanes: &'a [Lane],
    /// Up to now, oldest first.
    pub(crate) decisions: &'a [Rc<Decision>],
    /// The latest thing that a person did: when, and in few words.
    pub(crate) act: Option<&'a ActTold>,
    /// The next numbered decision, if one will come by itself.
    pub(crate) next: Option<&'a Decision>,
    /// The Pod that is ready or available by then, for which the decision waits.
    pub(crate) next_cause: Option<&'a str>,
    /// The Pod that will be available before that, or without any further decision, and when.
    pub(crate) next_available: Option<(SimTime, &'a str)>,
    /// When the rollout, unless it gets on, counts as failed.
    pub(crate) deadline: Option<SimTime>,
    pub(crate) opens_at: SimTime,
    /// When the rollout that was last asked for began.
    pub(crate) rollout_since: Option<SimTime>,
}

/// What a person did, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ActTold {
    pub(crate) at: SimTime,
    pub(crate) title: String,
    pub(crate) words: String,
    /// The same on the command line; empty if there is no such command.
    pub(crate) kubectl: String,
    /// It sends the users to other Pods.
    pub(crate) sends_users: bool,
}

/// A flag on the timeline has room for so many letters.
const SHORT: i32 = 26;

impl ActTold {
    /// What is so now, to name a future after it: `image 2.0.0`, `maxSurge 2`.
    pub(crate) fn named(&self) -> String {
        let change = self.words.rsplit_once(" → ").and_then(|(was, is)| Some((was.split_once(": ")?.0, is)));
        change.map_or_else(|| self.short(), |(field, is)| [field, " ", is].concat())
    }

    /// In as few words as a flag on the timeline has room for.
    pub(crate) fn short(&self) -> String {
        let words = self.words.strip_prefix("kubectl ").unwrap_or(&self.words);
        match words.rsplit_once("→ ") {
            Some((what, new)) if what.starts_with("image") => new.to_owned(),
            _ if words.is_empty() => self.title.clone(),
            _ => format::fit(words, SHORT, 10),
        }
    }
}

/// Decisions so close together are one burst: controllers act within milliseconds.
const BURST: SimDuration = SimDuration::millis(400);

/// Tells the story of a moment.
pub(crate) fn story(f: &Facts<'_>) -> Story {
    let Some(deployment) = f.deployment else {
        let (title, sentence) = without_deployment(sum(f.all_lanes.iter()));
        return Story { title, sentence, ..Story::default() };
    };
    let old = sum(f.lanes.iter().filter(|l| !l.is_new));
    let new = sum(f.lanes.iter().filter(|l| l.is_new));
    let wanted = u32::try_from(deployment.spec.replicas).unwrap_or(0);
    let complete = new.available() == wanted && old.staying() == 0 && new.staying() == wanted;
    let moment = Moment { deployment, old, new, wanted, complete, burst: burst(f) };
    let goes_on = f.next.is_some_and(|d| d.rule != Rule::Progress) || f.next_available.is_some();
    let stuck =
        !complete && !goes_on && !deployment.spec.paused && moment.burst_is_over(f) && old.leaving() == 0;
    let (title, sentence) = headline(f, &moment, stuck);
    let cards = if stuck { stuck_cards(f) } else { cards_of(f, &moment) };
    Story { title, sentence, weight: weight(f, complete, stuck), cards, stuck, complete }
}

/// What is said where there is none: Pods may be there all the same.
fn without_deployment(left: Tally) -> (String, String) {
    match (left.staying(), left.leaving()) {
        (0, 0) => (say::NOTHING_DEPLOYED.to_owned(), say::NOTHING_DEPLOYED_HOW.to_owned()),
        (0, leaving) => (say::ending_without_deployment(leaving), say::ENDING_WITHOUT_DEPLOYMENT.to_owned()),
        (staying, _) => (say::left_without_deployment(staying), say::LEFT_WITHOUT_DEPLOYMENT.to_owned()),
    }
}

struct Moment<'a> {
    deployment: &'a Deployment,
    old: Tally,
    new: Tally,
    wanted: u32,
    complete: bool,
    burst: Vec<Rc<Decision>>,
}

impl Moment<'_> {
    /// The last decision is known, and no act has come since.
    fn burst_is_over(&self, f: &Facts<'_>) -> bool {
        self.burst.last().is_none_or(|d| f.snapshot.time.since(d.at) > BURST)
            && f.act.is_none_or(|a| f.snapshot.time.since(a.at) > BURST)
    }
}

fn sum<'a>(lanes: impl Iterator<Item = &'a Lane>) -> Tally {
    lanes.fold(Tally::default(), |t, l| t.plus(l.tally))
}

/// The latest decisions of the Deployment that changed something, close together and not older than the latest act.
fn burst(f: &Facts<'_>) -> Vec<Rc<Decision>> {
    let since = f.act.map_or(f.opens_at, |a| a.at);
    let counts = |d: &&Rc<Decision>| d.number.is_some() && d.object.kind == Kind::Deployment;
    let Some(last) = f.decisions.iter().rposition(|d| counts(&d)).filter(|i| f.decisions[*i].at >= since)
    else {
        return Vec::new();
    };
    let end = f.decisions[last].at;
    let together = |d: &&Rc<Decision>| counts(d) && end.since(d.at) <= BURST && d.at >= since;
    let first = f.decisions.partition_point(|d| end.since(d.at) > BURST);
    f.decisions[first..=last].iter().filter(together).cloned().collect()
}

fn capitalised(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn headline(f: &Facts<'_>, m: &Moment<'_>, stuck: bool) -> (String, String) {
    let all = m.old.plus(m.new);
    if m.deployment.spec.paused && !m.complete {
        return (say::PAUSED.to_owned(), say::PAUSED_WHY.to_owned());
    }
    if let Some(act) = f.act.filter(|a| a.sends_users && m.burst.is_empty() && m.complete) {
        return (act.title.clone(), stage::SENT.to_owned());
    }
    if let Some(act) = f.act.filter(|a| m.burst.is_empty() && f.snapshot.time.since(a.at) <= BURST) {
        return (act.title.clone(), say::SEES_IT_SOON.to_owned());
    }
    if stuck {
        let exceeded =
            m.deployment.status.progressing_reason() == Some(ConditionReason::ProgressDeadlineExceeded);
        let title = if exceeded { say::DEADLINE } else { say::WHY_NOTHING };
        let sentence = if exceeded { say::DEADLINE_WHY.to_owned() } else { why_stuck(m.new, all) };
        return (title.to_owned(), sentence);
    }
    if m.complete {
        return at_rest(f, m, all);
    }
    let mut pieces = Vec::new();
    if m.old.leaving() > 0 {
        pieces.push(say::leaving(m.old.leaving(), true));
    }
    let coming = m.new;
    if coming.get(Group::NotReady) > 0 {
        pieces.push(say::coming(coming.get(Group::NotReady), true));
    }
    if coming.get(Group::Creating) + coming.get(Group::Pending) > 0 {
        pieces.push(say::coming(coming.get(Group::Creating) + coming.get(Group::Pending), false));
    }
    if coming.get(Group::Settling) > 0 {
        pieces.push(say::settling(coming.get(Group::Settling)));
    }
    pieces.truncate(2);
    let title = match pieces.join(", ") {
        one if one.is_empty() && all.available() > m.wanted => say::to_spare(all.available() - m.wanted),
        one if one.is_empty() => say::being_pulled_up(all.available(), m.deployment.spec.replicas),
        both if both.chars().count() <= 59 => capitalised(&both) + ".",
        _ => pieces.first().map(|p| capitalised(p) + ".").unwrap_or_default(),
    };
    let sentence = match m.burst.last() {
        Some(d) => tell(d, &find(f.lanes)).reason.to_owned(),
        None if f.act.is_none() => say::MADE_UP_FOR.to_owned(),
        None => String::new(),
    };
    (title, sentence)
}

fn at_rest(f: &Facts<'_>, m: &Moment<'_>, all: Tally) -> (String, String) {
    if m.wanted == 0 {
        return (say::SCALED_TO_ZERO.to_owned(), say::as_wanted(0));
    }
    let untouched = f.act.is_none() && f.decisions.iter().all(|d| d.number.is_none());
    if untouched && f.snapshot.services.iter().all(|s| s.ready.is_empty()) {
        return (say::unreached(m.wanted), say::UNREACHED_WHY.to_owned());
    }
    if let (true, Some(together)) = (untouched, together(f)) {
        let (answer, wait) = together;
        return match wait {
            0 if f.snapshot.services.len() > 1 => (say::answer_your_users(answer), say::FOLLOW.to_owned()),
            0 => (say::answer_your_users(answer), stage::SHARED_WHY.to_owned()),
            wait => (stage::stand_by(answer, wait), stage::STAND_BY_WHY.to_owned()),
        };
    }
    if untouched {
        return (say::answer_your_users(m.wanted), say::FOLLOW.to_owned());
    }
    let tag = f.lanes.iter().rfind(|l| l.is_new).map_or("", |l| l.tag.as_str());
    let title = say::all_run(m.wanted, tag);
    let sentence = match (f.rollout_since, f.decisions.iter().rfind(|d| d.number.is_some())) {
        (Some(since), Some(last)) if last.at >= since => {
            let count = f.decisions.iter().filter(|d| d.number.is_some() && d.at >= since).count();
            let until = f
                .lanes
                .iter()
                .filter(|l| l.is_new)
                .flat_map(|l| &l.pods)
                .filter_map(|p| p.available_at)
                .max();
            let end = until.unwrap_or(last.at).max(last.at).min(f.snapshot.time);
            say::took(&format::span(end.since(since)), u32::try_from(count).unwrap_or(0))
        }
        _ => say::as_wanted(all.available()),
    };
    (title, sentence)
}

/// Of several Deployments: how many Pods answer the users, and how many are available and do not.
fn together(f: &Facts<'_>) -> Option<(u32, u32)> {
    if f.snapshot.deployments.len() < 2 {
        return None;
    }
    let mut ready: Vec<_> = f.snapshot.services.iter().flat_map(|s| &s.ready).collect();
    ready.sort_unstable();
    ready.dedup();
    let answer = u32::try_from(ready.len()).unwrap_or(u32::MAX);
    let available: u32 = f.all_lanes.iter().map(|l| l.tally.available()).sum();
    Some((answer, available.saturating_sub(answer)))
}

fn why_stuck(new: Tally, all: Tally) -> String {
    if all.available() == 0 && new.failing() == 0 && new.get(Group::NotReady) == 0 {
        return say::NOBODY_ANSWERS_WHY.to_owned();
    }
    let subject = if new.get(Group::NoImage) > 0 {
        say::cannot_start(new.get(Group::NoImage))
    } else if new.get(Group::Crashing) > 0 {
        say::keeps_crashing(new.get(Group::Crashing))
    } else if new.get(Group::NotReady) > 0 {
        say::never_ready(new.get(Group::NotReady))
    } else if new.get(Group::Pending) > 0 {
        say::no_node(new.get(Group::Pending))
    } else {
        say::still_created(new.get(Group::Creating).max(1))
    };
    subject + " " + &say::LIMITS_FORBID
}

fn weight(f: &Facts<'_>, complete: bool, stuck: bool) -> String {
    let ledger = &f.snapshot.ledger;
    let failed = ledger.failed_in_all();
    if failed > 0 {
        return say::calls_failed(failed, ledger.sent);
    }
    let touched = f.act.is_some() && ledger.sent > 0;
    match (touched, stuck, complete) {
        (true, true, _) => say::STILL_SERVED.to_owned(),
        (true, ..) => say::USERS_NOTICE_NOTHING.to_owned(),
        _ => String::new(),
    }
}

/// Looks up a ReplicaSet among the lanes.
pub(crate) fn find(lanes: &[Lane]) -> impl Fn(&str) -> Option<(Version, i64)> + '_ {
    |name| lanes.iter().find(|l| &*l.name == name).map(|l| (l.version, l.revision))
}

fn decision_card(decision: &Decision, f: &Facts<'_>, kind: CardKind, joined_by: text::Text) -> Card {
    let told = tell(decision, &find(f.all_lanes));
    Card {
        kind,
        joined_by,
        number: told.number,
        title: told.title.clone(),
        effect: told.effect.clone(),
        told: Some(Box::new(told)),
        ..Card::default()
    }
}

fn cards_of(f: &Facts<'_>, m: &Moment<'_>) -> Vec<Card> {
    if m.burst.is_empty() {
        return quiet_cards(f, m);
    }
    let mut cards: Vec<Card> = cause(f, m).into_iter().collect();
    let shown = &m.burst[m.burst.len().saturating_sub(2)..];
    for (i, decision) in shown.iter().enumerate() {
        let last = i + 1 == shown.len();
        cards.push(decision_card(decision, f, if last { CardKind::Now } else { CardKind::Past }, text::SO));
    }
    if let Some(first) = cards.first_mut() {
        first.joined_by = text::Text::default();
    }
    if m.complete && f.next.is_none() {
        if let Some(now) = cards.last_mut() {
            now.kind = CardKind::Past;
        }
        // Another number of the same Pods is no rollout.
        let scaled = m.burst.last().is_some_and(|d| d.rule == Rule::ScaleActive);
        let (title, line) =
            if scaled { (cards::SCALED, cards::SCALED_HOW) } else { (cards::ROLLED, cards::ROLLED_HOW) };
        cards.push(Card {
            kind: CardKind::Now,
            joined_by: text::SO,
            title: title.to_owned(),
            lines: vec![line.to_owned()],
            ..Card::default()
        });
    } else {
        cards.push(next_card(f, m));
    }
    cards
}

/// What comes next, as the engine itself finds out by running ahead.
fn next_card(f: &Facts<'_>, m: &Moment<'_>) -> Card {
    let decided = f.next.filter(|d| d.rule != Rule::Progress);
    if let (None, Some((at, pod))) = (decided, f.next_available) {
        let available = m.old.plus(m.new).available();
        let words = cards::then_available(available, available + 1);
        return Card {
            kind: CardKind::Next,
            joined_by: text::WAIT,
            title: cards::next_ready(format::own_part(pod)),
            effect: Some(Effect { version: None, words, change: None }),
            note: Some(cards::NO_DECISION.to_owned()),
            due: Some(at),
            ..Card::default()
        };
    }
    let Some(next) = f.next else {
        let lines = vec![cards::NOTHING_NEXT_HOW.to_owned()];
        return Card {
            kind: CardKind::Next,
            joined_by: text::WAIT,
            title: cards::NOTHING_NEXT.to_owned(),
            lines,
            ..Card::default()
        };
    };
    let mut card = decision_card(next, f, CardKind::Next, text::WAIT);
    card.due = Some(next.at);
    if let Some(pod) = f.next_cause.filter(|_| next.rule != Rule::Progress) {
        card.title = cards::next_ready(format::own_part(pod));
    }
    card
}

/// Before anything is decided: what is wanted, what there is, and what one may do.
fn quiet_cards(f: &Facts<'_>, m: &Moment<'_>) -> Vec<Card> {
    if let Some(act) = f.act {
        let lines = vec![act.words.clone()];
        let when = Some(format::clock(act.at.since(f.opens_at)));
        let kind = CardKind::Now;
        let done = Card { kind, title: cards::YOU_CHANGED.to_owned(), lines, note: when, ..Card::default() };
        return vec![done, next_card(f, m)];
    }
    let together = together(f);
    let (lines, available) = match together {
        Some((answer, wait)) => {
            let line = |d: &Rc<Deployment>| cards::replicas_of(d.spec.replicas, &image_of(&d.spec.template));
            (f.snapshot.deployments.iter().take(3).map(line).collect(), answer + wait)
        }
        None => {
            let image = f.lanes.iter().rfind(|l| l.is_new).map_or("", |l| &*l.image);
            (vec![cards::replicas_of(m.deployment.spec.replicas, image)], m.new.available())
        }
    };
    let wanted = Card { title: cards::WANTED.to_owned(), lines, ..Card::default() };
    if !m.complete {
        let lines = vec![text::pods(m.old.plus(m.new).available()) + " " + &text::AVAILABLE];
        let less = Card {
            joined_by: text::AND,
            kind: CardKind::Now,
            title: cards::THE_SAME.to_owned(),
            lines,
            ..Card::default()
        };
        return vec![wanted, less, next_card(f, m)];
    }
    let same = Card {
        joined_by: text::AND,
        kind: CardKind::Now,
        title: cards::THE_SAME.to_owned(),
        lines: vec![text::pods(available) + " " + &text::AVAILABLE, cards::NOTHING_TO_DO.to_owned()],
        ..Card::default()
    };
    let yours = Card {
        joined_by: text::SO,
        kind: CardKind::Next,
        title: cards::YOUR_TURN.to_owned(),
        lines: vec![match together {
            None => cards::YOUR_TURN_HOW.to_owned(),
            Some((_, 0)) => stage::SHARE_TURN.to_owned(),
            Some(_) => stage::SWITCH_TURN.to_owned(),
        }],
        ..Card::default()
    };
    vec![wanted, same, yours]
}

/// What made the controller act: the latest thing that a person did or that happened to a Pod.
fn cause(f: &Facts<'_>, m: &Moment<'_>) -> Option<Card> {
    let until = m.burst.first()?.at;
    let mut best: Option<(SimTime, Card)> = None;
    let mut offer = |at: SimTime, card: Card| {
        if at <= until && best.as_ref().is_none_or(|(t, _)| at >= *t) {
            let note = Some(format::clock(at.since(f.opens_at)));
            best = Some((at, Card { note, ..card }));
        }
    };
    if let Some(act) = f.act {
        offer(
            act.at,
            Card { title: cards::YOU_CHANGED.to_owned(), lines: vec![act.words.clone()], ..Card::default() },
        );
    }
    for pod in f.lanes.iter().flat_map(|l| &l.pods) {
        let name = format::own_part(&pod.object.meta.name);
        let told = |title, line: text::Text| Card { title, lines: vec![line.to_owned()], ..Card::default() };
        if let Some(at) = pod.ready_at {
            let container = pod.object.template.spec.containers.first();
            let asked = container.is_some_and(|c| c.probe(ProbeType::Readiness).is_some());
            let how = if asked { cards::READY_AGAIN } else { cards::READY_UNASKED };
            offer(at, told(cards::became_ready(name), how));
        }
        if let Some(at) = pod.available_at.filter(|at| Some(*at) > pod.ready_at) {
            offer(at, told(cards::became_available(name), cards::AVAILABLE_NOW));
        }
    }
    best.map(|(_, card)| card)
}

/// Why nothing happens: the Pod that cannot go on, and the two steps that are not allowed.
fn stuck_cards(f: &Facts<'_>) -> Vec<Card> {
    let mut cards = Vec::new();
    if let Some((pod, tag)) = culprit(f.lanes) {
        let name = format::own_part(&pod.object.meta.name);
        let (title, line) = match Group::of(pod.stage) {
            Group::NoImage => (cards::cannot_start(name), cards::NO_IMAGE),
            Group::Crashing => (cards::crashes(name), cards::CRASHES),
            Group::Pending => (cards::cannot_start(name), cards::NO_NODE),
            Group::Creating => (cards::is_not_ready(name), cards::STILL_CREATED),
            _ => (cards::is_not_ready(name), cards::NOT_READY),
        };
        let note = Some(format!("{tag} · {}", format::clock(pod.created_at.since(f.opens_at))));
        cards.push(Card { title, bad: true, lines: vec![line.to_owned()], note, ..Card::default() });
    }
    for (rule, why) in [(Rule::ScaleUpNew, cards::AT_THE_CEILING), (Rule::ScaleDownOld, cards::ON_THE_FLOOR)]
    {
        let refused = f.decisions.iter().rfind(|d| d.rule == rule && d.number.is_none());
        if let Some(refused) = refused {
            let joined_by = if rule == Rule::ScaleUpNew { text::SO } else { text::AND };
            let mut card = decision_card(refused, f, CardKind::Past, joined_by);
            card.lines.push(why.to_owned());
            cards.push(card);
        }
    }
    let mut lines = vec![cards::NO_ROLLBACK.to_owned()];
    if let Some(deadline) = f.deadline {
        lines.push(cards::deadline_at(&format::clock_short(deadline.since(f.opens_at))));
    }
    let title = cards::IT_WAITS.to_owned();
    cards.push(Card { kind: CardKind::Now, joined_by: text::SO, title, lines, ..Card::default() });
    if let Some(first) = cards.first_mut() {
        first.joined_by = text::Text::default();
    }
    cards
}

/// The new Pod that holds the rollout up, and its tag.
pub(crate) fn culprit(lanes: &[Lane]) -> Option<(&Rc<PodView>, &str)> {
    let lane = lanes.iter().rfind(|l| l.is_new)?;
    let worst = |p: &&Rc<PodView>| match Group::of(p.stage) {
        Group::NoImage | Group::Crashing => 0,
        Group::NotReady => 1,
        Group::Pending | Group::Creating => 2,
        _ => 3,
    };
    lane.pods.iter().min_by_key(worst).filter(|p| worst(p) < 3).map(|p| (p, lane.tag.as_str()))
}
