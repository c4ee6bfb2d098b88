//! Users: who calls, how often, and what became of every request.

mod caller;
mod kube_proxy;
mod outcome;
mod program;
mod request;
mod shown;
mod spec;

pub use outcome::{Failures, Ledger, Outcome};
pub use spec::{Causes, Client, Retries, TrafficSpec};

use self::caller::Caller;
use self::kube_proxy::Proxies;
use self::program::{Manner, Programs};
use self::request::{Request, Stage, UnderWay};
use self::shown::Shown;
use crate::id::PodId;
use crate::node::Nodes;
use crate::rng::SimRng;
use crate::scenario::Scenario;
use crate::snapshot::RequestView;
use crate::time::{SimDuration, SimTime};
use crate::world::World;
use std::rc::Rc;

/// The users, and what the network does with their requests.
///
/// Requests are numbered, and what becomes of one follows from the seed, its number and the cluster's history alone: it does not
/// matter who looks when. They are gone through between two changes of the cluster, none of them is planned by itself. A request of
/// an instant comes after everything that happens in the cluster in that instant.
#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    callers: Vec<Caller>,
    seed: u64,
    proxies: Proxies,
    programs: Programs,
    ledger: Rc<Ledger>,
    under_way: UnderWay,
    shown: Shown,
}

/// What the network has planned.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TrafficTask {
    /// A node's proxy begins to write its rules.
    StartSync(u32),
    /// A node's proxy has written its rules.
    EndSync(u32),
}

impl Traffic {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let opens_at = scenario.opens_at;
        let nodes = scenario.nodes.iter().map(|n| Rc::clone(&n.name));
        Self {
            callers: scenario.traffic.clients.iter().map(|c| Caller::new(c, opens_at)).collect(),
            seed: scenario.seed,
            proxies: Proxies::new(nodes, scenario.seed, scenario.latencies.proxy_min_sync_period),
            programs: Programs::default(),
            ledger: Rc::default(),
            under_way: UnderWay::default(),
            shown: Shown::default(),
        }
    }

    /// Says who calls from now on; whether that is news. What is under way goes on.
    pub(crate) fn set(&mut self, world: &World, spec: &TrafficSpec) -> bool {
        if self.callers.iter().map(|c| &c.spec).eq(&spec.clients) {
            return false;
        }
        let old = std::mem::take(&mut self.callers);
        let mut old = old.into_iter();
        self.callers = spec
            .clients
            .iter()
            .map(|new| match old.next() {
                Some(same) if same.spec == *new => same,
                _ => Caller::new(new, world.now.max(world.opens_at)),
            })
            .collect();
        true
    }

    pub(crate) fn work(&mut self, world: &mut World, task: TrafficTask) {
        match task {
            TrafficTask::StartSync(node) => self.proxies.start_sync(world, node),
            TrafficTask::EndSync(node) => self.proxies.end_sync(world, node),
        }
    }

    /// A Service or an EndpointSlice has changed: the proxies of all nodes will hear of it.
    pub(crate) fn on_endpoints(&mut self, world: &mut World) {
        self.proxies.hear(world);
    }

    /// Something has happened to a Pod's program.
    pub(crate) fn look_again(&mut self, pod: PodId) {
        self.programs.look_again(pod);
    }

    /// A Pod has gone.
    pub(crate) fn forget(&mut self, pod: PodId, now: SimTime) {
        self.cut(pod, now);
        self.programs.forget(pod);
    }

    /// Lets everything come to pass that users do before `until`.
    pub(crate) fn advance(&mut self, nodes: &Nodes, until: SimTime) {
        loop {
            let due = self.under_way.next_at();
            let callers = self.callers.iter().enumerate();
            let next = callers.filter_map(|(i, c)| c.next_at.map(|at| (at, i))).min();
            match (due, next) {
                (Some(at), next) if at < until && next.is_none_or(|(sent, _)| at <= sent) => {
                    self.come_due(nodes, at);
                }
                (_, Some((at, client))) if at < until => self.send(nodes, at, client),
                _ => return,
            }
        }
    }

    fn send(&mut self, nodes: &Nodes, now: SimTime, client: usize) {
        let Some(caller) = self.callers.get_mut(client) else { return };
        caller.count_one();
        let (weight, addresses) = (caller.weight, caller.spec.addresses.clamp(1, Client::MOST_ADDRESSES));
        let ledger = Rc::make_mut(&mut self.ledger);
        let number = ledger.sent;
        ledger.sent += u64::from(weight);
        let mut chance = self.chance(number, 0);
        let request = Request {
            number,
            weight,
            client,
            address: u32::try_from(chance.below(u64::from(addresses))).unwrap_or(0),
            sent_at: now,
            tries: 0,
            due: now,
            stage: Stage::Waits(Outcome::NoEndpoint),
            pod: None,
            image: None,
        };
        self.try_now(nodes, now, request, chance);
    }

    /// The chance of one try of a request.
    fn chance(&self, number: u64, tries: u32) -> SimRng {
        SimRng::new(self.seed ^ number.wrapping_mul(0x9E37_79B9).wrapping_add(u64::from(tries) << 48))
    }

    /// What the first request waits for has come.
    fn come_due(&mut self, nodes: &Nodes, now: SimTime) {
        let Some(request) = self.under_way.pop() else { return };
        match request.stage {
            // Who has gone meanwhile tries no more.
            Stage::Waits(cause) if request.client >= self.callers.len() => self.end(now, request, cause),
            Stage::Waits(_) => {
                let chance = self.chance(request.number, request.tries);
                self.try_now(nodes, now, request, chance);
            }
            Stage::Ends(outcome) => self.end(now, request, outcome),
        }
    }

    /// Sends a request. What is refused at once is over in the same instant.
    fn try_now(&mut self, nodes: &Nodes, now: SimTime, mut request: Request, mut chance: SimRng) {
        request.tries += 1;
        let (outcome, takes) = self.fate(nodes, now, &mut request, &mut chance);
        request.due = now + takes;
        request.stage = Stage::Ends(outcome);
        if takes > SimDuration::ZERO {
            self.under_way.push(request);
        } else {
            self.end(now, request, outcome);
        }
    }

    /// Where a request goes, what becomes of it as things stand, and after how long.
    fn fate(
        &mut self,
        nodes: &Nodes,
        now: SimTime,
        request: &mut Request,
        chance: &mut SimRng,
    ) -> (Outcome, SimDuration) {
        let at_once = |outcome| (outcome, SimDuration::ZERO);
        request.image = None;
        request.pod = None;
        let Some(caller) = self.callers.get_mut(request.client) else { return at_once(Outcome::NoEndpoint) };
        let timeout = caller.spec.waits();
        let keep_alive = caller.spec.keep_alive;
        let ledger = Rc::make_mut(&mut self.ledger);
        let rules = self.proxies.rules(request.address, caller.spec.service.as_ref());
        if let Some((pod, name)) = caller.open_connection(request.address)
            // A program that closes its port hangs up first.
            && self.programs.manner(nodes, ledger, pod, now) != Manner::Refuses
        {
            request.pod = Some((pod, name));
        } else {
            let Some((rules, node)) = rules else { return at_once(Outcome::NoEndpoint) };
            if rules.drops(node) {
                return (Outcome::Timeout, timeout);
            }
            let Some(route) = caller.pick(rules, node, request.address, now, chance) else {
                return at_once(Outcome::NoEndpoint);
            };
            request.pod = Some((route.pod, Rc::clone(&route.name)));
            // Where its container declares ports, nothing listens on another one.
            if route.port.is_some_and(|port| !nodes.declares(route.pod, port)) {
                return at_once(Outcome::ConnectionRefused);
            }
        }
        let Some(pod) = request.pod.as_ref().map(|(pod, _)| *pod) else {
            return at_once(Outcome::NoEndpoint);
        };
        let (after, capacity, image, breaks_api) = match self.programs.manner(nodes, ledger, pod, now) {
            Manner::Refuses => return at_once(Outcome::ConnectionRefused),
            Manner::NotYet => return at_once(Outcome::NotServingYet),
            Manner::Hangs => return (Outcome::Timeout, timeout),
            Manner::Answers { after, capacity, image, breaks_api } => (after, capacity, image, breaks_api),
        };
        request.image = Some(image);
        if keep_alive {
            caller.keep(request.address, &request.pod);
        }
        // The client came with the page that it was given a moment ago, by any of the Pods.
        let mut outcome = Outcome::Answered;
        if self.programs.some_break
            && let Some(other) = rules.and_then(|(rules, node)| rules.pick(node, chance)).map(|r| r.pod)
            && let Manner::Answers { image: made_for, breaks_api: other_breaks, .. } =
                self.programs.manner(nodes, ledger, other, now)
            && made_for != image
            && (breaks_api || other_breaks)
        {
            outcome = Outcome::WrongVersion;
        }
        let takes = match capacity {
            None => after,
            Some(capacity) => {
                let ends = self.programs.queue(pod, now, (capacity, after), (request.weight, timeout));
                ends.map_or(SimDuration(u64::MAX), |at| at.since(now))
            }
        };
        if takes > timeout { (Outcome::Timeout, timeout) } else { (outcome, takes) }
    }

    /// A try is over: the request is counted, or tried again.
    fn end(&mut self, now: SimTime, mut request: Request, outcome: Outcome) {
        let ledger = Rc::make_mut(&mut self.ledger);
        let weight = u64::from(request.weight);
        if let (Outcome::Answered, Some(image)) = (outcome, request.image) {
            ledger.answer(image, weight, now);
            if shown::is_shown(&request, &self.callers) {
                self.shown.add(shown::view(&request, Some(outcome), now, &self.callers, &self.ledger));
            }
            return;
        }
        let caller = self.callers.get_mut(request.client);
        let retries = caller.map(|caller| {
            // Who gives up hangs up.
            if outcome == Outcome::Timeout {
                caller.hang_up(request.address);
            }
            caller.spec.retries
        });
        if let Some(retries) = retries.filter(|r| r.goes_on(request.tries, outcome)) {
            ledger.retried += weight;
            request.stage = Stage::Waits(outcome);
            request.due = now + retries.pause();
            self.under_way.push(request);
            return;
        }
        ledger.fail(outcome, weight, now);
        self.shown.add_failed(shown::view(&request, Some(outcome), now, &self.callers, &self.ledger));
    }

    /// A Pod's program has ended, or has dropped what it had begun: the requests that it was answering are cut.
    pub(crate) fn cut(&mut self, pod: PodId, now: SimTime) {
        self.programs.drop_work(pod);
        self.callers.iter_mut().for_each(|c| c.close_connections(pod));
        for request in self.under_way.take_from(pod, now) {
            self.end(now, request, Outcome::Reset);
        }
    }

    /// Until when a Pod's program has requests to answer; nothing, if it has none.
    pub(crate) fn busy_until(&self, pod: PodId) -> Option<SimTime> {
        self.under_way.iter().filter(|r| r.is_at(pod)).map(|r| r.due).max()
    }

    pub(crate) fn ledger(&self) -> Rc<Ledger> {
        Rc::clone(&self.ledger)
    }

    /// Every request is answered, failed or under way.
    pub(crate) fn audit(&self) -> Result<(), String> {
        let kept: u64 = self.under_way.iter().map(|r| u64::from(r.weight)).sum();
        let counted = self.ledger.under_way();
        if counted == kept {
            return Ok(());
        }
        Err(format!("{kept} requests are under way, the counts leave {counted}: {:?}", self.ledger))
    }

    /// Requests under way, and those that were over a moment ago; where there are many, some of them.
    pub(crate) fn in_flight(&self, now: SimTime) -> Vec<RequestView> {
        let under_way = self.under_way.iter().filter(|r| shown::is_shown(r, &self.callers));
        let under_way = under_way.map(|r| shown::view(r, None, r.due, &self.callers, &self.ledger));
        self.shown.in_flight(now, under_way)
    }

    /// The latest requests that failed, the last one last.
    pub(crate) fn failures(&self) -> Vec<RequestView> {
        self.shown.failures()
    }

    /// Pods that some node's proxy sends to for this Service though they are not among these, which come in the order of their ids.
    pub(crate) fn still_routed(&self, service: &str, ready: &[PodId]) -> Vec<PodId> {
        self.proxies.still_routed(service, ready)
    }
}
