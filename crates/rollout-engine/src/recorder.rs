//! What becomes of the Events that components send (`staging/src/k8s.io/client-go/tools/record`): they are combined, counted,
//! and, when there are too many, dropped.

use crate::SortedMap;
use crate::api::{Event, EventSource, EventType, Name, ObjectRef, Uid};
use crate::id::PodId;
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
    /// Those of Pods, by slot; those of the slot's earlier Pods are `past`.
    pods: Vec<ObjectEvents>,
    past: Vec<ObjectEvents>,
    others: SortedMap<Uid, ObjectEvents>,
    /// The last words of each reason: most Pods have the same told of them.
    words: SortedMap<&'static str, Rc<Words>>,
    written: u32,
    swept_at: SimTime,
}

/// The Events of one object.
#[derive(Clone, Debug, Default)]
struct ObjectEvents {
    object: Option<ObjectRef>,
    uid: Uid,
    events: Vec<Kept>,
    /// As long as no reason has come twice, this follows from the Events.
    filter: Option<Box<Filter>>,
}

/// An Event that is kept.
#[derive(Clone, Debug)]
struct Kept {
    words: Rc<Words>,
    first_at: SimTime,
    last_at: SimTime,
    count: u32,
    /// Counts all that were written: the order within a moment.
    number: u32,
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
    messages: Vec<Rc<str>>,
    last_at: SimTime,
}

impl Recorder {
    /// Sends an Event; what was written, or nothing if it was dropped.
    #[expect(clippy::too_many_arguments, reason = "an Event has that many parts")]
    pub(crate) fn record(
        &mut self,
        now: SimTime,
        key: &EventKey,
        container: Option<&Name>,
        source: EventSource,
        kind: EventType,
        reason: &'static str,
        message: &str,
    ) -> Option<Written<'_>> {
        self.sweep(now);
        let mut words = self.words(container, source, kind, reason, message);
        self.written = self.written.wrapping_add(1);
        let number = self.written;
        // Kubelets and controllers are several processes, but for one object each source is one of them.
        let object = self.object(key)?;
        object.expire(now);
        let mut admitted = true;
        let mut combined = false;
        if object.filter.is_some() || object.events.iter().any(|e| e.words.is_like(&words)) {
            let filter = object.filter.get_or_insert_with(|| Box::new(Filter::after(&object.events)));
            combined = filter.combine(now, &mut words);
            // A dropped Event has been counted all the same.
            admitted = filter.admit(now, &words);
        }
        let same = |e: &Kept| {
            if combined {
                e.words.is_like(&words) && e.words.message.starts_with(COMBINED)
            } else {
                e.words == words
            }
        };
        let at = match object.events.iter().position(same) {
            Some(at) => {
                if let Some(event) = object.events.get_mut(at) {
                    event.count += 1;
                    (event.last_at, event.number) = (now, number);
                    event.words = words;
                }
                at
            }
            None if admitted => {
                object.events.push(Kept { words, first_at: now, last_at: now, count: 1, number });
                object.events.len() - 1
            }
            None => return None,
        };
        let (object, kept) = (object.object.as_ref()?, object.events.get(at)?);
        admitted.then_some(Written { object, kept })
    }

    /// All Events that are kept, in the order in which they were last written.
    pub(crate) fn events(&self, now: SimTime) -> Vec<Rc<Event>> {
        let objects = self.others.values().chain(&self.past).chain(&self.pods);
        let all = objects.filter_map(|o| Some((o.object.as_ref()?, &o.events)));
        let written = all.flat_map(|(object, events)| events.iter().map(|kept| Written { object, kept }));
        let mut written: Vec<Written<'_>> = written.filter(|w| !w.kept.is_old(now)).collect();
        written.sort_unstable_by_key(|w| (w.kept.last_at, w.kept.number));
        written.iter().map(Written::event).collect()
    }

    /// The words, shared with the Event of this reason before, if that said the same.
    fn words(
        &mut self,
        container: Option<&Name>,
        source: EventSource,
        kind: EventType,
        reason: &'static str,
        message: &str,
    ) -> Rc<Words> {
        if let Some(last) = self.words.get(reason)
            && (last.source, last.kind, &*last.message) == (source, kind, message)
            && last.container.as_ref() == container
        {
            return Rc::clone(last);
        }
        let words = Rc::new(Words {
            container: container.map(Rc::clone),
            source,
            kind,
            reason,
            message: message.into(),
        });
        self.words.insert(reason, Rc::clone(&words));
        words
    }

    fn object(&mut self, key: &EventKey) -> Option<&mut ObjectEvents> {
        let Some(pod) = key.pod else {
            let object = self.others.entry(key.uid).or_default();
            object.begin(key);
            return Some(object);
        };
        let slot = pod.slot as usize;
        if self.pods.len() <= slot {
            self.pods.resize_with(slot + 1, ObjectEvents::default);
        }
        let object = self.pods.get_mut(slot)?;
        if object.uid != key.uid {
            let mut past = std::mem::take(object);
            past.events.shrink_to_fit();
            past.filter = None;
            if !past.events.is_empty() {
                self.past.push(past);
            }
        }
        object.begin(key);
        Some(object)
    }

    fn sweep(&mut self, now: SimTime) {
        if now.since(self.swept_at) < SWEPT_EVERY {
            return;
        }
        self.swept_at = now;
        for object in self.others.values_mut().chain(&mut self.past).chain(&mut self.pods) {
            object.expire(now);
        }
        self.others.retain(|_, o| !o.events.is_empty());
        self.past.retain(|o| !o.events.is_empty());
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
        let Kept { words, first_at, last_at, count, .. } = self.kept;
        Rc::new(Event {
            object: self.object.clone(),
            container: words.container.clone(),
            source: words.source,
            kind: words.kind,
            reason: words.reason,
            message: Rc::clone(&words.message),
            count: *count,
            first_at: *first_at,
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
        if self.events.iter().any(|e| e.is_old(now)) {
            self.events.retain(|e| !e.is_old(now));
        }
    }
}

impl Kept {
    fn is_old(&self, now: SimTime) -> bool {
        now.since(self.last_at) > KEPT_FOR
    }
}

impl Words {
    /// Alike in all but the message.
    fn is_like(&self, other: &Self) -> bool {
        (self.source, self.kind, self.reason) == (other.source, other.kind, other.reason)
    }
}

impl Filter {
    /// The filter through which these Events have gone, of which no two are alike.
    fn after(events: &[Kept]) -> Self {
        let mut filter = Self::default();
        for event in events {
            filter.combine(event.last_at, &mut Rc::clone(&event.words));
            filter.admit(event.last_at, &event.words);
        }
        filter
    }

    /// Turns the message into one that stands for several, if there have been too many; whether it does.
    fn combine(&mut self, now: SimTime, words: &mut Rc<Words>) -> bool {
        let Words { source, kind, reason, ref message, .. } = **words;
        let at = self.groups.iter().position(|g| (g.source, g.kind, g.reason) == (source, kind, reason));
        let Some(group) = at.and_then(|i| self.groups.get_mut(i)) else {
            let messages = vec![Rc::clone(message)];
            self.groups.push(Group { source, kind, reason, messages, last_at: now });
            return false;
        };
        if now.since(group.last_at) > GROUP_FORGOTTEN_AFTER {
            group.messages.clear();
        }
        group.last_at = now;
        if !group.messages.contains(message) {
            group.messages.push(Rc::clone(message));
        }
        if group.messages.len() < COMBINED_FROM {
            return false;
        }
        // Any one of those remembered is forgotten: the set has no order. Here it is the oldest.
        group.messages.remove(0);
        let message = format!("{COMBINED}{message}").into();
        Rc::make_mut(words).message = message;
        true
    }

    /// Whether the spam filter lets another Event through.
    fn admit(&mut self, now: SimTime, words: &Words) -> bool {
        let Words { source, kind, .. } = *words;
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
            .record(at, &key, None, source, kind, "ScalingReplicaSet", message)
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
