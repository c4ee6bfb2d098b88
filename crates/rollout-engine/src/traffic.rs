//! Users: who calls, how often, and what became of every request.

mod kube_proxy;
mod outcome;

pub use outcome::{Ledger, Outcome};

use self::kube_proxy::Proxies;
use crate::api::Name;
use crate::id::{PodId, ServiceId};
use crate::node::Nodes;
use crate::rng::SimRng;
use crate::snapshot::RequestView;
use crate::sorted::SortedMap;
use crate::time::{SimDuration, SimTime};
use crate::world::World;
use std::collections::VecDeque;
use std::rc::Rc;

/// Who calls, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficSpec {
    /// The Service that is called; none: the first there is.
    pub service: Option<Name>,
    /// Requests per second, all clients together; 0: nobody calls.
    pub requests_per_second: u32,
    /// How long a client waits for its answer.
    pub timeout: SimDuration,
    /// How often a client tries again after a failure.
    pub retries: u32,
}

impl Default for TrafficSpec {
    fn default() -> Self {
        Self { service: None, requests_per_second: 0, timeout: SimDuration::millis(2000), retries: 0 }
    }
}

/// A request that failed stays in the picture for this long.
const SHOWN_FOR: SimDuration = SimDuration::millis(600);
/// No more requests than this are shown at a time.
const MOST_SHOWN: usize = 60;
/// Above this rate only every so many requests are shown.
const SHOWN_PER_SECOND: u64 = 40;

/// The users, and what the network does with their requests.
///
/// Requests are numbered, and what becomes of one follows from the seed, its number and the cluster's history alone: it does not
/// matter who looks when. They are gone through between two changes of the cluster, none of them is planned by itself.
#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    spec: TrafficSpec,
    seed: u64,
    proxies: Proxies,
    ledger: Rc<Ledger>,
    /// The rate counts from here: a time, and the number of the request that comes then.
    from: (SimTime, u64),
    next: u64,
    /// Requests that are being answered, in the order of their answers.
    served: VecDeque<Served>,
    shown: VecDeque<RequestView>,
}

/// A request that is being answered.
#[derive(Clone, Debug)]
struct Served {
    number: u64,
    pod: PodId,
    image: Name,
    sent_at: SimTime,
    ends_at: SimTime,
}

/// What the network has planned.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TrafficTask {
    /// A node's proxy rewrites its rules.
    Sync(u32),
}

impl Traffic {
    pub(crate) fn new(spec: &TrafficSpec, seed: u64, opens_at: SimTime, nodes: usize) -> Self {
        Self {
            spec: spec.clone(),
            seed,
            proxies: Proxies::new(nodes),
            ledger: Rc::default(),
            from: (opens_at, 0),
            next: 0,
            served: VecDeque::new(),
            shown: VecDeque::new(),
        }
    }

    /// Says who calls from now on; whether that is news.
    pub(crate) fn set(&mut self, world: &World, spec: &TrafficSpec) -> bool {
        if self.spec == *spec {
            return false;
        }
        self.spec = spec.clone();
        self.from = (world.now, self.next);
        true
    }

    pub(crate) fn work(&mut self, world: &mut World, task: TrafficTask) {
        match task {
            TrafficTask::Sync(node) => self.proxies.sync(world, node, self.spec.service.as_deref()),
        }
    }

    /// An EndpointSlice has changed: the proxies of all nodes hear of it.
    pub(crate) fn on_endpoint_slice(&mut self, world: &mut World) {
        self.proxies.hear(world);
    }

    /// Lets everything come to pass that users do before `until`.
    pub(crate) fn advance(&mut self, nodes: &Nodes, until: SimTime) {
        while let Some(at) = self.arrival(self.next)
            && at < until
        {
            self.settle(at);
            let number = self.next;
            self.next += 1;
            self.send(nodes, number, at);
        }
        self.settle(until);
    }

    /// When a request comes.
    fn arrival(&self, number: u64) -> Option<SimTime> {
        let rate = u64::from(self.spec.requests_per_second);
        let (at, first) = self.from;
        (rate > 0).then(|| at + SimDuration(number.saturating_sub(first).saturating_mul(1000) / rate))
    }

    fn send(&mut self, nodes: &Nodes, number: u64, at: SimTime) {
        Rc::make_mut(&mut self.ledger).sent += 1;
        for attempt in 0..=self.spec.retries {
            let mut chance = SimRng::new(
                self.seed ^ number.wrapping_mul(0x9E37_79B9).wrapping_add(u64::from(attempt) << 48),
            );
            let (pod, outcome, serves_for, image) = self.try_once(nodes, at, &mut chance);
            if let (Outcome::Answered, Some(pod), Some(image)) = (outcome, pod, image) {
                let ends_at = at + serves_for;
                let served = Served { number, pod, image, sent_at: at, ends_at };
                let place = self.served.partition_point(|s| s.ends_at <= ends_at);
                self.served.insert(place, served);
                self.show(RequestView { id: number, sent_at: at, ends_at, pod: Some(pod), outcome });
                return;
            }
            if attempt == self.spec.retries {
                let waits = if outcome == Outcome::Timeout { self.spec.timeout } else { SimDuration::ZERO };
                self.fail(number, pod, outcome, at, at + waits);
            }
        }
    }

    /// Where a request goes, and what becomes of it as things stand.
    fn try_once(
        &self,
        nodes: &Nodes,
        at: SimTime,
        chance: &mut SimRng,
    ) -> (Option<PodId>, Outcome, SimDuration, Option<Name>) {
        let none = SimDuration::ZERO;
        let Some(pod) = self.proxies.pick(chance) else { return (None, Outcome::NoEndpoint, none, None) };
        let Some(program) = nodes.serving(pod, at) else {
            return (Some(pod), Outcome::ConnectionRefused, none, None);
        };
        if program.told_to_stop && !program.listens {
            return (Some(pod), Outcome::ConnectionRefused, none, None);
        }
        if !program.listens || !program.serves {
            return (Some(pod), Outcome::NotServingYet, none, None);
        }
        if !program.answers {
            return (Some(pod), Outcome::Timeout, none, None);
        }
        let busy = || self.served.iter().filter(|s| s.pod == pod).count();
        if program.workload.capacity.is_some_and(|most| busy() >= most as usize) {
            return (Some(pod), Outcome::Timeout, none, None);
        }
        // The client came with the page that it was given a moment ago, by any of the Pods.
        let made_for = self.proxies.pick(chance).and_then(|p| nodes.serving(p, at));
        let foreign = made_for.is_some_and(|other| {
            other.image != program.image && (program.workload.breaks_api || other.workload.breaks_api)
        });
        if foreign {
            return (Some(pod), Outcome::WrongVersion, none, None);
        }
        if program.workload.serves_for > self.spec.timeout {
            return (Some(pod), Outcome::Timeout, none, None);
        }
        (Some(pod), Outcome::Answered, program.workload.serves_for, Some(program.image))
    }

    fn fail(
        &mut self,
        number: u64,
        pod: Option<PodId>,
        outcome: Outcome,
        sent_at: SimTime,
        ends_at: SimTime,
    ) {
        let ledger = Rc::make_mut(&mut self.ledger);
        *ledger.failed.entry(outcome).or_insert(0) += 1;
        ledger.first_failure.entry(outcome).or_insert(sent_at);
        self.show(RequestView { id: number, sent_at, ends_at, pod, outcome });
    }

    /// Counts the answers that have come by `until`.
    fn settle(&mut self, until: SimTime) {
        if self.served.front().is_none_or(|s| s.ends_at >= until) {
            return;
        }
        let mut answered: SortedMap<Name, u64> = SortedMap::new();
        while let Some(served) = self.served.pop_front_if(|s| s.ends_at < until) {
            *answered.entry(served.image).or_insert(0) += 1;
        }
        let ledger = Rc::make_mut(&mut self.ledger);
        for (image, count) in answered {
            *ledger.answered.entry(image).or_insert(0) += count;
        }
    }

    /// A Pod's program has ended, or has dropped what it had begun: the requests that it was answering are cut.
    pub(crate) fn cut(&mut self, pod: PodId, now: SimTime) {
        let (cut, kept): (VecDeque<Served>, VecDeque<Served>) =
            std::mem::take(&mut self.served).into_iter().partition(|s| s.pod == pod && s.ends_at > now);
        self.served = kept;
        for served in cut {
            self.fail(served.number, Some(pod), Outcome::Reset, served.sent_at, now);
        }
    }

    fn show(&mut self, request: RequestView) {
        let rate = u64::from(self.spec.requests_per_second);
        let failed = request.outcome != Outcome::Answered;
        if !failed && !request.id.is_multiple_of(rate / SHOWN_PER_SECOND + 1) {
            return;
        }
        while self.shown.len() >= MOST_SHOWN {
            self.shown.pop_front();
        }
        self.shown.push_back(request);
    }

    pub(crate) fn ledger(&self) -> Rc<Ledger> {
        Rc::clone(&self.ledger)
    }

    /// How many requests have failed.
    pub(crate) fn failures(&self) -> u64 {
        self.ledger.failed.values().sum()
    }

    pub(crate) fn in_flight(&self, now: SimTime) -> Vec<RequestView> {
        self.shown.iter().filter(|r| r.ends_at + SHOWN_FOR >= now).cloned().collect()
    }

    /// Pods that some node's proxy still sends to though they are no ready endpoints any more.
    pub(crate) fn still_routed(&self, _service: ServiceId, ready: &[PodId]) -> Vec<PodId> {
        self.proxies.routed().iter().filter(|p| !ready.contains(p)).collect()
    }
}
