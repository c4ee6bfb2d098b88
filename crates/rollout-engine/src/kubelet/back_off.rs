//! How long a start, or a pull, is put off after failures (`client-go/util/flowcontrol/backoff.go`).

use crate::time::{SimDuration, SimTime};

/// The first wait and the longest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BackOff {
    pub(crate) first: SimDuration,
    pub(crate) longest: SimDuration,
}

/// Of containers and of pulls alike: 10 s doubled up to 300 s.
pub(super) const KUBELET: BackOff =
    BackOff { first: SimDuration::millis(10_000), longest: SimDuration::millis(300_000) };

/// What is remembered of one thing that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BackOffEntry {
    pub(crate) wait: SimDuration,
    pub(crate) last_use: SimTime,
}

impl BackOff {
    /// What is left at `now` of the wait that counts from `since`; none if it is over.
    pub(crate) fn left(
        self,
        entry: Option<BackOffEntry>,
        since: SimTime,
        now: SimTime,
    ) -> Option<SimDuration> {
        let entry = entry.filter(|e| !self.is_forgotten(*e, since))?;
        let waited = now.since(since);
        (waited < entry.wait).then(|| entry.wait - waited)
    }

    /// The entry after another failure, whose wait counts from `since`.
    pub(crate) fn next(self, entry: Option<BackOffEntry>, since: SimTime, now: SimTime) -> BackOffEntry {
        let wait = match entry {
            Some(e) if !self.is_forgotten(e, since) => e.wait.times(2).min(self.longest),
            _ => self.first,
        };
        BackOffEntry { wait, last_use: now }
    }

    /// Whether so much time has gone by without a failure that the next one counts as the first.
    fn is_forgotten(self, entry: BackOffEntry, since: SimTime) -> bool {
        since.since(entry.last_use) > self.longest.times(2)
    }
}

/// A wait as Go prints it: `10s`, `1m20s`, `5m0s`.
pub(super) fn in_words(wait: SimDuration) -> String {
    let seconds = wait.0 / 1000;
    if seconds < 60 { format!("{seconds}s") } else { format!("{}m{}s", seconds / 60, seconds % 60) }
}
