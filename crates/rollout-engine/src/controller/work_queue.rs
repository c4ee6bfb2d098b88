//! A controller's work queue, seen from one key (`client-go/util/workqueue`): woken at once, after a while, or after a failure; never
//! worked on twice at the same time.

use crate::time::{SimDuration, SimTime};

/// The first wait after a failed sync; each further one is twice as long.
const RETRY_AFTER: SimDuration = SimDuration::millis(5);
/// No wait is longer.
const LONGEST_RETRY: SimDuration = SimDuration::millis(1_000_000);

/// The state of one key.
#[derive(Clone, Debug, Default)]
pub(crate) struct WorkItem {
    state: State,
    /// Woken while it was being worked on.
    again: bool,
    /// The earliest delayed wake-up under way.
    wake_at: Option<SimTime>,
    failures: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Idle,
    Queued,
    Running,
}

impl WorkItem {
    /// Wakes the key; whether a sync has to be started now.
    #[must_use]
    pub(crate) fn wake(&mut self) -> bool {
        match self.state {
            State::Idle => {
                self.state = State::Queued;
                true
            }
            State::Queued => false,
            State::Running => {
                self.again = true;
                false
            }
        }
    }

    /// Whether waking it would change nothing: it waits for its sync already.
    pub(crate) fn is_awake(&self) -> bool {
        self.again || self.state == State::Queued
    }

    /// Wakes the key at `at`; whether that has to be planned.
    #[must_use]
    pub(crate) fn wake_later(&mut self, at: SimTime) -> bool {
        if self.wake_at.is_some_and(|earlier| earlier <= at) {
            return false;
        }
        self.wake_at = Some(at);
        true
    }

    /// Drops the delayed wake-up under way: nothing is left that it could find.
    pub(crate) fn sleep(&mut self) {
        self.wake_at = None;
    }

    /// Whether a delayed wake-up is under way.
    pub(crate) fn will_wake(&self) -> bool {
        self.wake_at.is_some()
    }

    /// A delayed wake-up has come; whether a sync has to be started now.
    #[must_use]
    pub(crate) fn woken(&mut self, now: SimTime) -> bool {
        if self.wake_at != Some(now) {
            return false;
        }
        self.wake_at = None;
        self.wake()
    }

    /// A sync starts.
    pub(crate) fn start(&mut self) {
        self.state = State::Running;
        self.again = false;
    }

    /// A sync has ended; whether the next one has to be started now.
    #[must_use]
    pub(crate) fn end(&mut self) -> bool {
        self.state = State::Idle;
        let again = self.again;
        self.again = false;
        again && self.wake()
    }

    /// A sync has succeeded: the next failure counts as the first.
    pub(crate) fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// A sync has failed: how long to wait before the next; nothing after `most` tries.
    pub(crate) fn failed(&mut self, most: Option<u32>) -> Option<SimDuration> {
        if most.is_some_and(|m| self.failures >= m) {
            self.failures = 0;
            return None;
        }
        let wait = self.rate_limited();
        self.failures = self.failures.saturating_add(1);
        Some(wait)
    }

    /// How long a rate-limited wake-up waits.
    pub(crate) fn rate_limited(&self) -> SimDuration {
        RETRY_AFTER.times(1 << self.failures.min(18)).min(LONGEST_RETRY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_woken_during_its_sync_runs_again() {
        let mut item = WorkItem::default();
        assert!(item.wake());
        assert!(!item.wake(), "it waits already");
        item.start();
        assert!(!item.wake(), "one sync at a time");
        assert!(item.end());
        item.start();
        assert!(!item.end());
    }

    #[test]
    fn of_delayed_wake_ups_the_earliest_counts() {
        let mut item = WorkItem::default();
        assert!(item.wake_later(SimTime(9)));
        assert!(!item.wake_later(SimTime(10)));
        assert!(item.wake_later(SimTime(5)));
        assert!(item.woken(SimTime(5)));
        item.start();
        assert!(!item.end());
        assert!(!item.woken(SimTime(9)), "replaced by the earlier one");
    }

    #[test]
    fn waits_double_up_to_a_limit() {
        let mut item = WorkItem::default();
        let waits: Vec<u64> = (0..20).filter_map(|_| item.failed(None)).map(|d| d.0).collect();
        assert_eq!((waits[0], waits[1], waits[2], waits[19]), (5, 10, 20, 1_000_000));
        item.succeeded();
        assert_eq!(
            (0..20).filter_map(|_| item.failed(Some(15))).count(),
            19,
            "after 15 tries it starts anew"
        );
    }
}
