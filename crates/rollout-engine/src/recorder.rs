//! What becomes of the Events that components send (`staging/src/k8s.io/client-go/tools/record`): they are combined, counted,
//! and, when there are too many, dropped.

use crate::api::{Event, EventSource, EventType, Name, ObjectRef};
use crate::time::{SimDuration, SimTime};
use std::collections::{BTreeMap, VecDeque};
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

/// What an Event is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EventKey {
    pub(crate) object: ObjectRef,
    pub(crate) uid: crate::api::Uid,
}

/// The Events of the last hour, and what the recorders remember of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder {
    objects: BTreeMap<EventKey, ObjectEvents>,
    /// When an object last had an Event, oldest first.
    recent: VecDeque<(SimTime, EventKey)>,
}

#[derive(Clone, Debug, Default)]
struct ObjectEvents {
    events: Vec<Rc<Event>>,
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
        container: Option<Name>,
        source: EventSource,
        kind: EventType,
        reason: &'static str,
        message: Rc<str>,
    ) -> Option<Rc<Event>> {
        self.forget_old(now);
        // Kubelets and controllers are several processes, but for one object each source is one of them.
        let object = self.objects.entry(key.clone()).or_default();
        let (message, combined) = object.combine(now, source, kind, reason, message);
        let same = |e: &Rc<Event>| {
            (e.source, e.kind, e.reason) == (source, kind, reason)
                && e.container == container
                && if combined { e.message.starts_with(COMBINED) } else { e.message == message }
        };
        let known = object.events.iter().position(same);
        // A dropped Event has been counted all the same.
        let admitted = object.admit(now, source, kind);
        let event = match known.and_then(|i| object.events.get_mut(i)) {
            Some(event) => {
                let e = Rc::make_mut(event);
                e.count += 1;
                e.last_at = now;
                e.message = message;
                Rc::clone(event)
            }
            None => {
                let event = Rc::new(Event {
                    object: key.object.clone(),
                    container,
                    source,
                    kind,
                    reason,
                    message,
                    count: 1,
                    first_at: now,
                    last_at: now,
                });
                if admitted {
                    object.events.push(Rc::clone(&event));
                }
                event
            }
        };
        self.recent.push_back((now, key.clone()));
        admitted.then_some(event)
    }

    /// All Events that are kept, by object.
    pub(crate) fn events(&self) -> impl Iterator<Item = &Rc<Event>> {
        self.objects.values().flat_map(|o| o.events.iter())
    }

    fn forget_old(&mut self, now: SimTime) {
        while let Some((at, key)) = self.recent.front()
            && now.since(*at) > KEPT_FOR
        {
            if let Some(object) = self.objects.get_mut(key) {
                object.events.retain(|e| now.since(e.last_at) <= KEPT_FOR);
                if object.events.is_empty() {
                    self.objects.remove(key);
                }
            }
            self.recent.pop_front();
        }
    }
}

impl ObjectEvents {
    /// The message to send, and whether it stands for several.
    fn combine(
        &mut self,
        now: SimTime,
        source: EventSource,
        kind: EventType,
        reason: &'static str,
        message: Rc<str>,
    ) -> (Rc<str>, bool) {
        let at = self.groups.iter().position(|g| (g.source, g.kind, g.reason) == (source, kind, reason));
        let Some(group) = at.and_then(|i| self.groups.get_mut(i)) else {
            self.groups.push(Group {
                source,
                kind,
                reason,
                messages: vec![Rc::clone(&message)],
                last_at: now,
            });
            return (message, false);
        };
        if now.since(group.last_at) > GROUP_FORGOTTEN_AFTER {
            group.messages.clear();
        }
        group.last_at = now;
        if !group.messages.contains(&message) {
            group.messages.push(Rc::clone(&message));
        }
        if group.messages.len() < COMBINED_FROM {
            return (message, false);
        }
        // Any one of those remembered is forgotten: the set has no order. Here it is the oldest.
        group.messages.remove(0);
        (format!("{COMBINED}{message}").into(), true)
    }

    /// Whether the spam filter lets another Event through.
    fn admit(&mut self, now: SimTime, source: EventSource, kind: EventType) -> bool {
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
    use crate::api::{Kind, Uid};

    fn record(recorder: &mut Recorder, seconds: u64, message: &str) -> Option<(String, u32)> {
        let key = EventKey { object: ObjectRef { kind: Kind::Deployment, name: "web".into() }, uid: Uid(1) };
        let at = SimTime(seconds * 1000);
        let (source, kind) = (EventSource::DeploymentController, EventType::Normal);
        recorder
            .record(at, &key, None, source, kind, "ScalingReplicaSet", message.into())
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
        assert_eq!(recorder.events().count(), 11);
        assert!(record(&mut recorder, 4000, "z").is_some(), "a group is forgotten after ten minutes");
        assert_eq!(recorder.events().count(), 1, "Events expire after an hour");
    }
}
