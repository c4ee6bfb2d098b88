//! The lessons come out by themselves: each is a run, and the numbers that it leaves in the ledger.

use crate::cluster::{
    NEW, OLD, client, container, failures, healthy, http, ledger, ms, pre_stop, rolled, scenario, tcp,
};
use rollout_engine::api::{DeploymentStrategy, IntOrPercent, Probe};
use rollout_engine::traffic::Outcome::{self, *};
use rollout_engine::{Scenario, Timeline, Workload};

/// Rolls from one image to the next for so long; the causes for which requests fail are these and no others.
fn check(what: &str, seconds: i64, set_up: impl FnOnce(&mut Scenario), causes: &[Outcome]) -> Timeline {
    let mut scenario = scenario();
    set_up(&mut scenario);
    let timeline = rolled(scenario, seconds);
    let ledger = ledger(&timeline);
    let failed = failures(&ledger);
    assert_eq!(failed.keys().copied().collect::<Vec<_>>(), causes, "{what}: {ledger:?}");
    assert!(ledger.answered_by(OLD) > 0, "{what}: {ledger:?}");
    timeline
}

fn exits_at_once(s: &mut Scenario) {
    s.default_workload = Workload { stops_after: ms(0), drains: false, ..healthy() };
}

fn slow_to_start(s: &mut Scenario) {
    let after = Some(ms(60_000));
    let slow = Workload { listens_after: after, ready_after: after, ..healthy() };
    s.workloads.insert(NEW.into(), slow);
}

fn liveness(probe: Probe) -> impl FnOnce(&mut Scenario) {
    move |s| container(s).liveness_probe = Some(Probe { period_seconds: 10, ..probe })
}

fn restarts(timeline: &Timeline) -> u32 {
    timeline.snapshot().pods.iter().map(|p| p.restarts).sum()
}

#[test]
fn defaults_lose_requests_when_the_program_exits_at_once() {
    let timeline = check("exits at once", 60, exits_at_once, &[ConnectionRefused, Reset]);
    assert!(ledger(&timeline).answered_by(NEW) > 0);
}

#[test]
fn a_pre_stop_sleep_saves_them() {
    let with = |s: &mut Scenario| {
        exits_at_once(s);
        pre_stop(s, 5);
    };
    check("preStop", 60, with, &[]);
}

#[test]
fn a_program_that_drains_loses_none() {
    check("healthy", 60, |_| {}, &[]);
}

#[test]
fn a_slow_starter_without_readiness_probe_is_called_too_early() {
    check("no readiness probe", 60, |s| container(s).readiness_probe = None, &[NotServingYet]);
}

#[test]
fn liveness_without_startup_probe_restarts_a_slow_starter_for_ever() {
    let without = |s: &mut Scenario| {
        slow_to_start(s);
        liveness(http("/livez"))(s);
    };
    let timeline = check("liveness only", 600, without, &[]);
    assert_eq!(ledger(&timeline).answered_by(NEW), 0);
    assert!(restarts(&timeline) >= 5, "{}", restarts(&timeline));
    let with = |s: &mut Scenario| {
        without(s);
        container(s).startup_probe = Some(Probe { failure_threshold: 90, ..http("/livez") });
    };
    let timeline = check("startup probe", 600, with, &[]);
    assert!(ledger(&timeline).answered_by(NEW) > 0);
    assert_eq!(restarts(&timeline), 0);
}

#[test]
fn a_hung_pod_stays_in_the_service_if_nobody_asks_the_right_thing() {
    let hangs = |s: &mut Scenario| {
        s.workloads.insert(NEW.into(), Workload { hangs_at: Some(ms(10_000)), ..healthy() });
    };
    // The port is open: that is all that this probe asks.
    let wrong = |s: &mut Scenario| {
        hangs(s);
        container(s).readiness_probe = None;
        s.workloads.get_mut(NEW).expect("it is there").ready_after = Some(ms(0));
        s.workloads.get_mut(NEW).expect("it is there").listens_after = Some(ms(0));
        liveness(tcp())(s);
    };
    let timeline = check("liveness on the wrong thing", 120, wrong, &[Timeout]);
    let answered = ledger(&timeline).answered_by(NEW);
    assert_eq!(restarts(&timeline), 0);
    assert!(timeline.snapshot().services[0].ready.len() == 4);
    let mut later = timeline;
    let timeouts = ledger(&later).failed(Timeout);
    later.run_until(later.now() + ms(10_000));
    assert_eq!(ledger(&later).answered_by(NEW), answered, "nobody answers any more");
    assert_eq!(ledger(&later).failed(Timeout), timeouts + 2_000);
    // A readiness probe takes it out, a liveness probe restarts it: both, and it is a matter of seconds.
    let right = |s: &mut Scenario| {
        hangs(s);
        liveness(http("/livez"))(s);
    };
    let timeline = check("both probes on the right thing", 120, right, &[NoEndpoint, Timeout]);
    assert!(restarts(&timeline) > 0);
    assert!(ledger(&timeline).answered_by(NEW) > answered);
}

#[test]
fn recreate_leaves_nobody_to_answer() {
    let recreate = |s: &mut Scenario| s.deployments[0].spec.strategy = DeploymentStrategy::Recreate;
    let timeline = check("Recreate", 60, recreate, &[NoEndpoint, ConnectionRefused]);
    assert!(ledger(&timeline).failed(NoEndpoint) > 200, "for more than a second");
}

#[test]
fn pods_on_their_way_out_answer_where_nothing_is_ready() {
    let all_at_once = |s: &mut Scenario| {
        s.default_workload.stops_after = ms(10_000);
        s.deployments[0].spec.strategy = DeploymentStrategy::RollingUpdate {
            max_unavailable: IntOrPercent::Percent(100),
            max_surge: IntOrPercent::Int(0),
        };
    };
    check("slow exit", 60, all_at_once, &[]);
}

#[test]
fn a_version_that_breaks_the_api_fails_clients_while_both_serve() {
    let breaks = |s: &mut Scenario| {
        s.workloads.insert(NEW.into(), Workload { breaks_api: true, ..healthy() });
    };
    let mut timeline = check("breaks the API", 60, breaks, &[WrongVersion]);
    let failed = ledger(&timeline).failed(WrongVersion);
    timeline.run_until(timeline.now() + ms(30_000));
    assert_eq!(ledger(&timeline).failed(WrongVersion), failed, "only while both served");
}

#[test]
fn pre_stop_eats_the_grace_period() {
    // Answers take 33 s: after preStop 15 a program that drains needs some 19 s more, and 15 are left of 30.
    let long = |grace: i64| {
        move |s: &mut Scenario| {
            let template = std::rc::Rc::make_mut(&mut s.deployments[0].spec.template);
            template.spec.termination_grace_period_seconds = grace;
            s.default_workload = Workload { stops_after: ms(0), serves_for: ms(33_000), ..healthy() };
            client(s).timeout = ms(60_000);
            client(s).requests_per_second = 20;
            pre_stop(s, 15);
        }
    };
    check("grace 30", 200, long(30), &[Reset]);
    check("grace 60", 200, long(60), &[]);
}

#[test]
fn an_overloaded_program_answers_too_late() {
    // Four Pods, two at a time each, 50 ms an answer: 160 a second.
    let small = |rate: u32| {
        move |s: &mut Scenario| {
            s.default_workload.capacity = Some(2);
            s.default_workload.serves_for = ms(50);
            client(s).requests_per_second = rate;
        }
    };
    check("enough", 60, small(80), &[]);
    check("too much", 60, small(300), &[Timeout]);
}
