//! What becomes of the Events that components send (`staging/src/k8s.io/client-go/tools/record`): they are combined, counted,
//! and, when there are too many, dropped.

use crate::SortedMap;
use crate::api::{Event, EventSource, EventType, Name, ObjectRef, Uid};
use crate::id::PodId;
use crate::short::Short;
use crate::time::{SimDuration, SimTime};
use std::rc::Rc;

/// From this many different messages on, further ones are combined.
const COMBINED_FROM: usize = 10;
/// A group of similar messages is forgotten after this long without one.
const GROUP_FORGOTTEN_AFTER: SimDuration = SimDuration::millis(600_000);
/// How many Events of one source, object and type may be sent in a burst.
const BURST: u32 = 25;
/// One more may be sent after each such span.
const REFILL_EVERY: SimDuration = SimDuration::millis(300_000);
/// Events are kept this long.
const KEPT_FOR: SimDuration = SimDuration::millis(3_600_000);
/// What stands before the message of combined Events.
pub(crate) const COMBINED: &str = "(combined from similar events): ";

/// Stands in a message for the name of the object that it is about: so many can share the same words.
pub(crate) const OWN_NAME: &str = "\0";
/// So many words are remembered, for the next Event to share.
const WORDINGS: usize = 24;

/// How often what has expired is swept out.
const SWEPT_EVERY: SimDuration = SimDuration::millis(600_000);

/// What an Event is about.
#[derive(Clone, Debug)]
pub(crate) struct EventKey {
    pub(crate) object: ObjectRef,
    pub(crate) uid: Uid,
    /// Its place, if it is a Pod: there are many of those.
    pub(crate) pod: Option<PodId>,
}

/// The Events of the last hour, and what the recorders remember of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder {
    /// Those of Pods, by slot; those of the slot's earlier Pods are `past`. Copies of a run share what has not changed since.
    pods: Vec<Option<Rc<ObjectEvents>>>,
    past: Vec<ObjectEvents>,
    others: SortedMap<Uid, ObjectEvents>,
    wordings: Wordings,
    written: u32,
    swept_at: SimTime,
}

/// The last words that were new: most Pods have the same told of them.
#[derive(Clone, Debug, Default)]
struct Wordings(Vec<Rc<Words>>);

/// The Events of one object.
#[derive(Clone, Debug, Default)]
struct ObjectEvents {
    object: Option<ObjectRef>,
    uid: Uid,
    events: Short<Kept, 6>,
    /// As long as no reason has come twice, this follows from the Events.
    filter: Option<Box<Filter>>,
}

/// An Event that is kept.
#[derive(Clone, Debug)]
struct Kept {
    words: Rc<Words>,
    last_at: SimTime,
    /// Boxed: most are sent once.
    repeated: Option<Box<Repeated>>,
    /// Counts all that were written: the order within a moment.
    number: u32,
}

/// What is counted of an Event that was sent more than once.
#[derive(Clone, Copy, Debug)]
struct Repeated {
    first_at: SimTime,
    /// How often it was sent or dropped, and how often when it was last written.
    count: u32,
    shown: u32,
}

/// What an Event says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    container: Option<Name>,
    source: EventSource,
    kind: EventType,
    reason: &'static str,
    message: Rc<str>,
}

/// What decides whether an Event is sent, and in which words.
#[derive(Clone, Debug, Default)]
struct Filter {
    buckets: Vec<Bucket>,
    groups: Vec<Group>,
}

/// The spam filter's tokens for one source and type.
#[derive(Clone, Debug)]
struct Bucket {
    source: EventSource,
    kind: EventType,
    tokens: u32,
    refilled_at: SimTime,
}

/// Events that are alike in source, type and reason.
#[derive(Clone, Debug)]
struct Group {
    source: EventSource,
    kind: EventType,
    reason: &'static str,
    /// The messages, as numbers that stand for them.
    messages: Vec<u64>,
    last_at: SimTime,
}

/// What makes two Events alike: source, type and reason.
type Like = (EventSource, EventType, &'static str);

/// What becomes of an Event.
#[derive(Clone, Copy, Debug)]
struct Verdict {
    /// It is one of many that share one message.
    combined: bool,
    /// It is sent.
    admitted: bool,
}

/// A message, given in parts. Its length and its end tell it from most others.
#[derive(Clone, Copy, Debug)]
struct Message<'a> {
    parts: &'a [&'a str],
    len: usize,
    end: Option<&'a u8>,
}

impl<'a> Message<'a> {
    fn of(parts: &'a [&'a str]) -> Self {
        let len = parts.iter().map(|part| part.len()).sum();
        Self { parts, len, end: parts.last().and_then(|part| part.as_bytes().last()) }
    }

    fn is(self, text: &str) -> bool {
        if text.len() != self.len || text.as_bytes().last() != self.end {
            return false;
        }
        let rest = self.parts.iter().try_fold(text, |rest, part| rest.strip_prefix(part));
        rest.is_some_and(str::is_empty)
    }

    /// A number that stands for it (FNV-1a).
    fn hash(self) -> u64 {
        self.parts
            .iter()
            .flat_map(|part| part.bytes())
            .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
    }
}

impl Recorder {
    /// Sends an Event, whose message is given in parts; what was written, or nothing if it was dropped.
    #[expect(clippy::too_many_arguments, reason = "an Event has that many parts")]
    pub(crate) fn record(
        &mut self,
        now: SimTime,
        key: &EventKey,
        container: Option<&Name>,
        source: EventSource,
        kind: EventType,
        reason: &'static str,
        message: &[&str],
    ) -> Option<Written<'_>> {
        self.sweep(now);
        let (like, message) = ((source, kind, reason), Message::of(message));
        // Kubelets and controllers are several processes, but for one object each source is one of them.
        let Self { pods, past, others, wordings, written, .. } = self;
        let object = object_of(pods, past, others, key)?;
        object.expire(now);
        let mut verdict = Verdict { combined: false, admitted: true };
        let is_first = !object.events.iter().any(|e| e.words.is_like(like));
        if object.filter.is_some() || !is_first {
            let filter = object.filter.get_or_insert_with(|| Box::new(Filter::after(object.events.iter())));
            verdict = filter.pass(now, like, message.hash());
        }
        let same = |e: &Kept| {
            let words = &*e.words;
            if verdict.combined {
                words.is_like(like) && words.message.starts_with(COMBINED)
            } else {
                words.are(container, like, message)
            }
        };
        let known = if is_first { None } else { object.events.iter().position(same) };
        if !verdict.admitted {
            // It is counted all the same.
            if let Some(event) = known.and_then(|at| object.events.iter_mut().nth(at)) {
                event.repeated().count += 1;
            }
            return None;
        }
        let words = if verdict.combined {
            wordings.of(container, like, Message::of(&[&[COMBINED], message.parts].concat()))
        } else {
            wordings.of(container, like, message)
        };
        *written = written.wrapping_add(1);
        let number = *written;
        match known.and_then(|at| object.events.iter_mut().nth(at)) {
            Some(event) => {
                let repeated = event.repeated();
                repeated.count += 1;
                repeated.shown = repeated.count;
                event.words = words;
                event.last_at = now;
                event.number = number;
            }
            // A Pod that comes up and goes without trouble has as many as have room in the list itself.
            None => object.events.push(Kept { words, last_at: now, repeated: None, number }),
        }
        let kept = match known {
            Some(at) => object.events.iter().nth(at),
            None => object.events.iter().last(),
        };
        let (object, kept) = (object.object.as_ref()?, kept?);
        Some(Written { object, kept })
    }

    /// All Events that are kept, in the order in which they were last written.
    pub(crate) fn events(&self, now: SimTime) -> Vec<Rc<Event>> {
        let pods = self.pods.iter().flatten().map(|pod| &**pod);
        let objects = self.others.values().chain(&self.past).chain(pods);
        let all = objects.filter_map(|o| Some((o.object.as_ref()?, &o.events)));
        let written = all.flat_map(|(object, events)| events.iter().map(|kept| Written { object, kept }));
        let mut written: Vec<Written<'_>> = written.filter(|w| !w.kept.is_old(now)).collect();
        written.sort_unstable_by_key(|w| (w.kept.last_at, w.kept.number));
        written.iter().map(Written::event).collect()
    }

    fn sweep(&mut self, now: SimTime) {
        if now.since(self.swept_at) < SWEPT_EVERY {
            return;
        }
        self.swept_at = now;
        let pods = self.pods.iter_mut().flatten().map(Rc::make_mut);
        for object in self.others.values_mut().chain(&mut self.past).chain(pods) {
            object.expire(now);
        }
        self.others.retain(|_, o| !o.events.is_empty());
        self.past.retain(|o| !o.events.is_empty());
    }
}

/// Where the Events of an object are kept.
fn object_of<'a>(
    pods: &'a mut Vec<Option<Rc<ObjectEvents>>>,
    past: &mut Vec<ObjectEvents>,
    others: &'a mut SortedMap<Uid, ObjectEvents>,
    key: &EventKey,
) -> Option<&'a mut ObjectEvents> {
    let Some(pod) = key.pod else {
        let object = others.entry(key.uid).or_default();
        object.begin(key);
        return Some(object);
    };
    let slot = pod.slot as usize;
    if pods.len() <= slot {
        pods.resize_with(slot + 1, || None);
    }
    let place = pods.get_mut(slot)?;
    if let Some(gone) = place.take_if(|object| object.uid != key.uid)
        && !gone.events.is_empty()
    {
        past.push(ObjectEvents { filter: None, ..Rc::unwrap_or_clone(gone) });
    }
    let object = Rc::make_mut(place.get_or_insert_default());
    object.begin(key);
    Some(object)
}

impl Wordings {
    /// These words, shared with an Event shortly before, if that said the same.
    fn of(&mut self, container: Option<&Name>, like: Like, message: Message<'_>) -> Rc<Words> {
        let Self(known) = self;
        if let Some(at) = known.iter().rposition(|w| w.are(container, like, message)) {
            // It will soon be said again.
            let last = known.len() - 1;
            known.swap(at, last);
            if let Some(same) = known.last() {
                return Rc::clone(same);
            }
        }
        let (source, kind, reason) = like;
        let container = container.map(Rc::clone);
        let words =
            Rc::new(Words { container, source, kind, reason, message: message.parts.concat().into() });
        if known.len() >= WORDINGS {
            known.remove(0);
        }
        known.push(Rc::clone(&words));
        words
    }
}

/// An Event that was written, and what it is about.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    object: &'a ObjectRef,
    kept: &'a Kept,
}

impl Written<'_> {
    /// The Event as the API shows it.
    pub(crate) fn event(&self) -> Rc<Event> {
        let Kept { words, last_at, repeated, .. } = self.kept;
        let (first_at, count) = repeated.as_ref().map_or((*last_at, 1), |r| (r.first_at, r.shown));
        Rc::new(Event {
            object: self.object.clone(),
            container: words.container.clone(),
            source: words.source,
            kind: words.kind,
            reason: words.reason,
            message: match words.message.contains(OWN_NAME) {
                true => words.message.replace(OWN_NAME, &self.object.name).into(),
                false => Rc::clone(&words.message),
            },
            count,
            first_at,
            last_at: *last_at,
        })
    }
}

impl ObjectEvents {
    fn begin(&mut self, key: &EventKey) {
        if self.object.is_none() {
            self.object = Some(key.object.clone());
            self.uid = key.uid;
        }
    }

    fn expire(&mut self, now: SimTime) {
        let some_may = now.since(SimTime::ZERO) > KEPT_FOR;
        if some_may && self.events.iter().any(|e| e.is_old(now)) {
            self.events.retain(|e| !e.is_old(now));
        }
    }
}

impl Kept {
    /// Its counts: so far it was sent once.
    fn repeated(&mut self) -> &mut Repeated {
        let first_at = self.last_at;
        self.repeated.get_or_insert_with(|| Box::new(Repeated { first_at, count: 1, shown: 1 }))
    }

    fn is_old(&self, now: SimTime) -> bool {
        now.since(self.last_at) > KEPT_FOR
    }
}

impl Words {
    /// Whether they say this.
    fn are(&self, container: Option<&Name>, like: Like, message: Message<'_>) -> bool {
        message.is(&self.message) && self.is_like(like) && self.container.as_ref() == container
    }

    /// Alike in all but the message.
    fn is_like(&self, like: Like) -> bool {
        (self.source, self.kind, self.reason) == like
    }
}

impl Filter {
    /// The filter through which these Events have gone, of which no two are alike.
    fn after<'a>(events: impl Iterator<Item = &'a Kept>) -> Self {
        let mut filter = Self::default();
        for Kept { words, last_at, .. } in events {
            filter.pass(
                *last_at,
                (words.source, words.kind, words.reason),
                Message::of(&[&words.message]).hash(),
            );
        }
        filter
    }

    /// Lets an Event pass, or not.
    fn pass(&mut self, now: SimTime, like: Like, message: u64) -> Verdict {
        Verdict { combined: self.combine(now, like, message), admitted: self.admit(now, like) }
    }

    /// Whether there have been too many messages, so that this one stands for several.
    fn combine(&mut self, now: SimTime, like: Like, message: u64) -> bool {
        let (source, kind, reason) = like;
        let Some(group) = self.groups.iter_mut().find(|g| (g.source, g.kind, g.reason) == like) else {
            self.groups.push(Group { source, kind, reason, messages: vec![message], last_at: now });
            return false;
        };
        if now.since(group.last_at) > GROUP_FORGOTTEN_AFTER {
            group.messages.clear();
        }
        group.last_at = now;
        if !group.messages.contains(&message) {
            group.messages.push(message);
        }
        if group.messages.len() < COMBINED_FROM {
            return false;
        }
        // Any one of those remembered is forgotten: the set has no order. Here it is the oldest.
        group.messages.remove(0);
        true
    }

    /// Whether the spam filter lets another Event through.
    fn admit(&mut self, now: SimTime, like: Like) -> bool {
        let (source, kind, _) = like;
        let at = self.buckets.iter().position(|b| (b.source, b.kind) == (source, kind));
        let Some(bucket) = at.and_then(|i| self.buckets.get_mut(i)) else {
            self.buckets.push(Bucket { source, kind, tokens: BURST - 1, refilled_at: now });
            return true;
        };
        let gained = now.since(bucket.refilled_at).0 / REFILL_EVERY.0;
        bucket.refilled_at += REFILL_EVERY.times(gained);
        bucket.tokens = bucket.tokens.saturating_add(u32::try_from(gained).unwrap_or(BURST)).min(BURST);
        if bucket.tokens == 0 {
            return false;
        }
        bucket.tokens -= 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Kind;

    fn record(recorder: &mut Recorder, seconds: u64, message: &str) -> Option<(String, u32)> {
        let object = ObjectRef { kind: Kind::Deployment, name: "web".into() };
        let key = EventKey { object, uid: Uid(1), pod: None };
        let at = SimTime(seconds * 1000);
        let (source, kind) = (EventSource::DeploymentController, EventType::Normal);
        recorder
            .record(at, &key, None, source, kind, "ScalingReplicaSet", &[message])
            .map(|w| w.event())
            .map(|e| (e.message.to_string(), e.count))
    }

    #[test]
    fn alike_are_counted_many_are_combined_too_many_are_dropped() {
        let mut recorder = Recorder::default();
        assert_eq!(record(&mut recorder, 0, "a"), Some(("a".to_owned(), 1)));
        assert_eq!(record(&mut recorder, 1, "a"), Some(("a".to_owned(), 2)));
        for n in 0..8 {
            assert_eq!(record(&mut recorder, 2, &n.to_string()), Some((n.to_string(), 1)));
        }
        assert_eq!(record(&mut recorder, 3, "x"), Some((format!("{COMBINED}x"), 1)));
        assert_eq!(record(&mut recorder, 3, "y"), Some((format!("{COMBINED}y"), 2)));
        for n in 1..=13 {
            assert_eq!(
                record(&mut recorder, 4, "y"),
                Some(("y".to_owned(), n)),
                "what is remembered passes unchanged"
            );
        }
        assert_eq!(record(&mut recorder, 4, "y"), None, "25 have been let through");
        assert!(record(&mut recorder, 301, "y").is_some(), "one comes back every five minutes");
        assert_eq!(recorder.events(SimTime(301_000)).len(), 11);
        assert!(record(&mut recorder, 4000, "z").is_some(), "a group is forgotten after ten minutes");
        assert_eq!(recorder.events(SimTime(4_000_000)).len(), 1, "Events expire after an hour");
    }
}
