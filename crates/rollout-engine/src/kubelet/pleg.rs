//! When a kubelet looks (`pleg/generic.go`, `pod_workers.go`, `util/queue/work_queue.go`): containers are listed, and the work queue
//! is looked at, once a second; a kubelet does so by its own clock.

use crate::time::{SimDuration, SimTime};

/// The pause between two listings of all containers, and between two looks at the work queue.
const EVERY: u64 = 1000;
/// Where in the second the listings lie. Any value is as good: kubelets start when they start.
const LISTED_AT: u64 = 350;
/// Where in the second the work queue is looked at.
const LOOKED_AT: u64 = 800;
/// A sync that failed is repeated after this long (`backOffPeriod`).
pub(super) const AFTER_ERROR: SimDuration = SimDuration::millis(10_000);
/// A sync that went well is repeated after this long (`syncFrequency`); no other wait is longer.
pub(super) const SYNC_FREQUENCY: SimDuration = SimDuration::millis(60_000);

/// The first listing of all containers after `t`.
pub(super) fn listing_after(t: SimTime) -> SimTime {
    after(t, LISTED_AT)
}

/// Whether all containers have been listed after `t`, by `now`.
pub(super) fn is_listed(t: SimTime, now: SimTime) -> bool {
    listing_after(t) <= now
}

/// When the work queue gives a Pod back that was put in at `t` for `wait`: the wait grows by up to 50 % at random, here by the
/// half of that, and ends with the next look.
pub(super) fn due(t: SimTime, wait: SimDuration) -> SimTime {
    after(t + wait + SimDuration(wait.0 / 4), LOOKED_AT)
}

fn after(t: SimTime, phase: u64) -> SimTime {
    let into = t.0.saturating_sub(phase) % EVERY;
    if t.0 < phase { SimTime(phase) } else { SimTime(t.0.saturating_add(EVERY - into)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_a_second() {
        assert_eq!(listing_after(SimTime(0)), SimTime(350));
        assert_eq!(listing_after(SimTime(350)), SimTime(1350));
        assert_eq!(due(SimTime(0), AFTER_ERROR), SimTime(12_800));
        assert!(is_listed(SimTime(349), SimTime(350)) && !is_listed(SimTime(350), SimTime(1349)));
    }
}
