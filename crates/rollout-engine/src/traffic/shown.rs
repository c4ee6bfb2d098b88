//! Single requests for whoever draws them: those under way, those that were over a moment ago, those that failed last.

use super::caller::Caller;
use super::request::Request;
use super::{Ledger, Outcome};
use crate::snapshot::RequestView;
use crate::time::{SimDuration, SimTime};
use std::collections::VecDeque;
use std::rc::Rc;

/// A request that is over stays in the picture for this long.
const SHOWN_FOR: SimDuration = SimDuration::millis(600);
/// No more requests than this are shown at a time, and so many failures are remembered.
const MOST_SHOWN: usize = 60;
/// Above this rate only every so many requests are shown.
const SHOWN_PER_SECOND: u64 = 40;

/// See the module.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// The latest that are over, of all sorts.
    over: VecDeque<RequestView>,
    /// The latest that failed.
    failures: VecDeque<RequestView>,
}

impl Shown {
    /// A request is over.
    pub(super) fn add(&mut self, request: RequestView) {
        remember(&mut self.over, request);
    }

    /// A request has failed for good.
    pub(super) fn add_failed(&mut self, request: RequestView) {
        remember(&mut self.over, request.clone());
        remember(&mut self.failures, request);
    }

    /// These, and those that were over a moment ago, the oldest first.
    pub(super) fn in_flight(
        &self,
        now: SimTime,
        under_way: impl Iterator<Item = RequestView>,
    ) -> Vec<RequestView> {
        let over = self.over.iter().filter(|r| r.ends_at + SHOWN_FOR >= now).cloned();
        let mut all: Vec<RequestView> = over.chain(under_way).collect();
        all.sort_unstable_by_key(|r| r.id);
        all.drain(..all.len().saturating_sub(2 * MOST_SHOWN));
        all
    }

    pub(super) fn failures(&self) -> Vec<RequestView> {
        self.failures.iter().cloned().collect()
    }
}

fn remember(list: &mut VecDeque<RequestView>, request: RequestView) {
    while list.len() >= MOST_SHOWN {
        list.pop_front();
    }
    list.push_back(request);
}

/// Whether a request is among those that are shown.
pub(super) fn is_shown(request: &Request, callers: &[Caller]) -> bool {
    let Some(caller) = callers.get(request.client) else { return true };
    let bundles = u64::from(caller.spec.requests_per_second) / u64::from(request.weight);
    (request.number / u64::from(request.weight)).is_multiple_of(bundles / SHOWN_PER_SECOND + 1)
}

/// A request as it is shown.
pub(super) fn view(
    request: &Request,
    outcome: Option<Outcome>,
    ends_at: SimTime,
    callers: &[Caller],
    ledger: &Ledger,
) -> RequestView {
    RequestView {
        id: request.number,
        requests: request.weight,
        client: callers.get(request.client).map_or_else(|| "".into(), |c| Rc::clone(&c.spec.name)),
        sent_at: request.sent_at,
        ends_at,
        pod: request.pod.as_ref().map(|(pod, _)| *pod),
        pod_name: request.pod.as_ref().map(|(_, name)| Rc::clone(name)),
        image: request.image.and_then(|place| ledger.answered.get(place)).map(|(image, _)| Rc::clone(image)),
        tries: request.tries,
        outcome,
    }
}
