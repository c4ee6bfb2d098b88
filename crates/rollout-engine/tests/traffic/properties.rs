//! What holds of any run.

use crate::cluster::{OPENS_AT, client, container, healthy, http, ledger, ms, pre_stop, scenario, set_image};
use rollout_engine::api::{DeploymentStrategy, IntOrPercent, Name, Probe};
use rollout_engine::id::PodId;
use rollout_engine::traffic::{Causes, Ledger, Retries, TrafficSpec};
use rollout_engine::*;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Chance that is the same in every run of the tests.
struct Chance(SimRng);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0.below(n)
    }

    fn up_to(&mut self, most: u64) -> SimDuration {
        ms(self.below(most + 1))
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 0
    }

    fn maybe(&mut self, most: u64) -> Option<SimDuration> {
        self.yes().then(|| self.up_to(most))
    }

    /// A program of any behaviour.
    fn workload(&mut self) -> Workload {
        Workload {
            pull_for: self.up_to(3_000),
            listens_after: self.maybe(8_000),
            ready_after: self.maybe(8_000),
            hangs_at: self.maybe(60_000),
            exits_after: self.maybe(60_000),
            stops_after: self.up_to(10_000),
            ignores_sigterm: self.below(5) == 0,
            drains: self.yes(),
            serves_for: self.up_to(3_000),
            capacity: self.yes().then(|| u32::try_from(self.below(20)).unwrap_or(0)),
            breaks_api: self.yes(),
            ..Workload::default()
        }
    }

    fn latencies(&mut self) -> Latencies {
        Latencies {
            api_call: self.up_to(20),
            watch: self.up_to(50),
            proxy_watch: self.up_to(300),
            proxy_sync: self.up_to(500),
            proxy_min_sync_period: self.up_to(2_000),
        }
    }

    fn retries(&mut self) -> Retries {
        Retries {
            times: u32::try_from(self.below(4)).unwrap_or(0),
            after: self.up_to(500),
            on: if self.yes() { Causes::ALL } else { Causes::NOT_DELIVERED },
        }
    }

    /// Any run.
    fn scenario(&mut self, seed: u64) -> Scenario {
        let mut s = scenario();
        s.seed = seed;
        s.latencies = self.latencies();
        s.default_workload = self.workload();
        s.workloads.insert("web:2.0.0".into(), self.workload());
        if self.yes() {
            container(&mut s).readiness_probe = None;
        }
        if self.yes() {
            container(&mut s).liveness_probe = Some(Probe { period_seconds: 5, ..http("/livez") });
        }
        if self.yes() {
            let seconds = i64::try_from(self.below(20)).unwrap_or(0);
            pre_stop(&mut s, seconds);
        }
        s.deployments[0].spec.strategy = self.strategy(4, 100);
        if self.below(4) == 0 {
            s.deployments[0].spec.strategy = DeploymentStrategy::Recreate;
        }
        s.services[0].spec.client_ip_affinity_seconds = self.yes().then_some(30);
        s.services[0].spec.publish_not_ready_addresses = self.below(4) == 0;
        let retries = self.retries();
        let c = client(&mut s);
        c.requests_per_second = u32::try_from(1 + self.below(300)).unwrap_or(1);
        c.addresses = u32::try_from(1 + self.below(50)).unwrap_or(1);
        c.timeout = self.up_to(4_000);
        c.retries = retries;
        c.keep_alive = self.yes();
        s
    }

    fn strategy(&mut self, most_surge: u64, most_unavailable: u64) -> DeploymentStrategy {
        let surge = i32::try_from(1 + self.below(most_surge)).unwrap_or(1);
        let unavailable = i32::try_from(self.below(most_unavailable + 1)).unwrap_or(0);
        DeploymentStrategy::RollingUpdate {
            max_unavailable: IntOrPercent::Percent(unavailable),
            max_surge: IntOrPercent::Int(surge),
        }
    }

    /// Something that a person may do.
    fn command(&mut self, timeline: &Timeline) -> Command {
        let deployment: Name = "web".into();
        let pods = timeline.snapshot().pods;
        let at = usize::try_from(self.below(pods.len() as u64)).unwrap_or(0);
        match (self.below(6), pods.get(at)) {
            (0, Some(pod)) => Command::Delete {
                kind: api::Kind::Pod,
                name: pod.object.meta.name.clone(),
                propagation: Propagation::Background,
                grace_period_seconds: self.yes().then(|| i64::try_from(self.below(5)).unwrap_or(0)),
            },
            (1, Some(pod)) => {
                let fault = [Fault::Hangs, Fault::NotReady, Fault::Exits(1), Fault::None];
                Command::SetFault {
                    pod: pod.object.meta.name.clone(),
                    fault: fault[usize::try_from(self.below(4)).unwrap_or(0)],
                }
            }
            (2, _) => self.scale(),
            (3, _) => Command::Restart { deployment },
            (4, _) => Command::SetLatencies(self.latencies()),
            _ => set_image(),
        }
    }

    fn scale(&mut self) -> Command {
        Command::Scale {
            kind: api::Kind::Deployment,
            name: "web".into(),
            replicas: i32::try_from(1 + self.below(6)).unwrap_or(1),
        }
    }
}

fn runs(n: u64) -> impl Iterator<Item = (u64, Chance)> {
    (0..n).map(|seed| (seed, Chance(SimRng::new(seed))))
}

fn adds_up(ledger: &Ledger, seed: u64) {
    let over = ledger.answered_in_all() + ledger.failed_in_all();
    assert!(over <= ledger.sent, "{seed}: {ledger:?}");
    for (cause, _) in ledger.failures() {
        assert!(ledger.first_failure(cause).is_some(), "{seed}: {cause:?}");
    }
}

#[test]
fn every_request_has_an_outcome_in_time_and_outcomes_add_up() {
    for (seed, mut chance) in runs(60) {
        let scenario = chance.scenario(seed);
        let patience = scenario.traffic.clients[0].patience();
        let mut timeline = Timeline::new(scenario);
        for _ in 0..6 {
            let command = chance.command(&timeline);
            // What is refused changes nothing.
            let _ = timeline.apply(command);
            let until = timeline.now() + chance.up_to(15_000);
            timeline.run_until(until);
            adds_up(&ledger(&timeline), seed);
        }
        // Everybody falls silent: what is under way ends within the clients' patience.
        timeline.apply(Command::SetTraffic(TrafficSpec::default())).expect("nobody need call");
        timeline.run_until(timeline.now() + patience + ms(1));
        let ledger = ledger(&timeline);
        assert_eq!(ledger.under_way(), 0, "{seed}: {ledger:?}");
        assert!(ledger.sent > 0, "{seed}");
    }
}

#[test]
fn a_pod_receives_nothing_before_its_endpoint_nor_after_all_proxies_forgot_it() {
    for (seed, mut chance) in runs(4) {
        let mut scenario = chance.scenario(seed);
        client(&mut scenario).keep_alive = false;
        client(&mut scenario).retries.times = 0;
        client(&mut scenario).requests_per_second = 39;
        let mut timeline = Timeline::new(scenario);
        timeline.apply(set_image()).expect("another image");
        let mut checked: BTreeSet<u64> = BTreeSet::new();
        for _ in 0..20_000 {
            let service = timeline.snapshot().services[0].clone();
            let at = timeline.now();
            timeline.run_until(at + ms(1));
            let new = timeline.snapshot().in_flight.into_iter().filter(|r| r.sent_at == at);
            for request in new {
                checked.insert(request.id);
                let routed = |pod: PodId| service.ready.contains(&pod) || service.still_routed.contains(&pod);
                assert!(request.pod.is_none_or(routed), "{seed}: {request:?} {service:?}");
            }
        }
        assert_eq!(checked.len(), 780, "{seed}: every one was seen");
    }
}

#[test]
fn with_drain_and_a_pre_stop_longer_than_the_slowest_proxy_no_request_ever_fails() {
    for (seed, mut chance) in runs(40) {
        let mut scenario = scenario();
        scenario.seed = seed;
        scenario.latencies = chance.latencies();
        let serves_for = chance.up_to(5_000);
        scenario.default_workload = Workload {
            pull_for: chance.up_to(2_000),
            listens_after: Some(chance.up_to(1_000)),
            ready_after: Some(chance.up_to(6_000)),
            stops_after: chance.up_to(8_000),
            serves_for,
            ..healthy()
        };
        // One and a half times what is usual, on the slowest node; two syncs, of which the first has just missed the news.
        let l = scenario.latencies;
        let slowest =
            l.api_call.0 + l.watch.0 + 2 * l.proxy_watch.0 + l.proxy_min_sync_period.0 + 4 * l.proxy_sync.0;
        pre_stop(&mut scenario, i64::try_from(slowest / 1000).unwrap_or(0) + 1);
        let template = Rc::make_mut(&mut scenario.deployments[0].spec.template);
        template.spec.termination_grace_period_seconds = 60;
        // Some Pod is always ready.
        scenario.deployments[0].spec.strategy = chance.strategy(3, 70);
        scenario.services[0].spec.client_ip_affinity_seconds = chance.yes().then_some(60);
        client(&mut scenario).keep_alive = chance.yes();
        client(&mut scenario).timeout = serves_for + ms(1);
        client(&mut scenario).requests_per_second = u32::try_from(1 + chance.below(500)).unwrap_or(1);
        let mut timeline = Timeline::new(scenario);
        for _ in 0..5 {
            let command = match chance.below(3) {
                0 => chance.scale(),
                1 => Command::Restart { deployment: "web".into() },
                _ => set_image(),
            };
            // Scaling to what there is, or the image that it has, is no change.
            let _ = timeline.apply(command);
            let until = timeline.now() + chance.up_to(30_000);
            timeline.run_until(until);
        }
        timeline.run_until(timeline.now() + ms(120_000));
        let ledger = ledger(&timeline);
        assert_eq!(ledger.failed_in_all(), 0, "{seed}: {ledger:?} {l:?}");
    }
}

#[test]
fn it_does_not_matter_who_looks_when() {
    for (seed, mut chance) in runs(12) {
        let mut timeline = Timeline::new(chance.scenario(seed));
        timeline.apply(set_image()).expect("another image");
        timeline.run_until(OPENS_AT + ms(40_000));
        let straight = timeline.snapshot();
        let mut moments = Vec::new();
        for _ in 0..40 {
            timeline.seek(OPENS_AT + chance.up_to(40_000));
            moments.push(timeline.snapshot());
        }
        for moment in moments {
            timeline.seek(moment.time);
            assert_eq!(timeline.snapshot(), moment, "{seed}");
            // What the past holds of a cause, the future holds too.
            for (cause, n) in moment.ledger.failures() {
                assert!(straight.ledger.failed(cause) >= n);
                assert_eq!(straight.ledger.first_failure(cause), moment.ledger.first_failure(cause));
            }
        }
        timeline.seek(OPENS_AT);
        while timeline.now() < straight.time {
            timeline.run_until(timeline.now() + ms(7));
        }
        timeline.seek(straight.time);
        assert_eq!(timeline.snapshot(), straight, "{seed}");
    }
}

#[test]
fn seeking_to_the_first_failure_of_a_cause_shows_it() {
    for (seed, mut chance) in runs(12) {
        let mut timeline = Timeline::new(chance.scenario(seed));
        timeline.apply(set_image()).expect("another image");
        timeline.run_until(OPENS_AT + ms(40_000));
        let end = ledger(&timeline);
        for (cause, _) in end.failures() {
            let first = end.first_failure(cause).expect("it has failed");
            timeline.seek(SimTime(first.0 - 1));
            assert_eq!(ledger(&timeline).failed(cause), 0, "{seed}: {cause:?}");
            timeline.seek(first + ms(1));
            assert!(ledger(&timeline).failed(cause) > 0, "{seed}: {cause:?}");
            let last = timeline.snapshot().failures.into_iter().next_back();
            assert!(last.is_some_and(|r| r.ends_at == first), "{seed}: {cause:?}");
        }
    }
}
