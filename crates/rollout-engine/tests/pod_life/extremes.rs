//! Absurd numbers, and what they cost.

use crate::cluster::*;
use rollout_engine::api::*;
use rollout_engine::*;

const WEEK: u64 = 7 * 24 * 3600;

/// Probes with these numbers, on a program that is never ready.
fn probed(numbers: [i32; 5]) -> Probe {
    let [delay, period, timeout, success, failure] = numbers;
    Probe {
        initial_delay_seconds: delay,
        period_seconds: period,
        timeout_seconds: timeout,
        success_threshold: success,
        failure_threshold: failure,
        ..probe()
    }
}

#[test]
fn absurd_probes_run() {
    for numbers in [
        [0; 5],
        [i32::MAX; 5],
        [-1; 5],
        [0, 1, i32::MAX, 1, 1],
        [i32::MAX, 1, 1, 1, 1],
        [0, 1, 1, i32::MAX, 1],
    ] {
        for hangs in [false, true] {
            let mut simulation = start(|scenario, spec| {
                scenario.default_workload.ready_after = None;
                scenario.default_workload.hangs_at = hangs.then_some(SimDuration::ZERO);
                let probe = Some(probed(numbers));
                let container = &mut spec.containers[0];
                (container.readiness_probe, container.liveness_probe) = (probe.clone(), probe.clone());
                container.startup_probe = probe;
            });
            run(&mut simulation, 3600);
            assert!(simulation.steps() < 40_000, "{numbers:?}: {}", simulation.steps());
        }
    }
}

#[test]
fn absurd_programs_run() {
    let never = SimDuration(u64::MAX);
    let all = |span| Workload {
        pull_for: span,
        listens_after: Some(span),
        ready_after: Some(span),
        unready_between: vec![(span, span)],
        live_until: Some(span),
        hangs_at: Some(span),
        exits_after: Some(span),
        stops_after: span,
        ..Workload::default()
    };
    for workload in [all(never), all(SimDuration(1_000_000_000_000)), all(SimDuration::ZERO)] {
        let mut simulation = start(|scenario, spec| {
            scenario.default_workload = workload;
            spec.termination_grace_period_seconds = i64::MAX;
            let container = &mut spec.containers[0];
            container.readiness_probe = Some(probe());
            let pre_stop = Some(Handler::Sleep { seconds: i64::MAX });
            container.lifecycle =
                Some(Lifecycle { post_start: pre_stop.clone(), pre_stop, ..Lifecycle::default() });
        });
        run(&mut simulation, 100);
        delete(&mut simulation, None);
        run(&mut simulation, 3600);
        assert!(simulation.steps() < 40_000, "{}", simulation.steps());
    }
}

#[test]
fn a_week_of_crashes_comes_every_five_minutes() {
    let mut simulation = Simulation::new(
        &scenario(|scenario, _| scenario.default_workload.exits_after = Some(ms(1000))),
        Recording::default(),
    );
    run(&mut simulation, WEEK);
    let restarts = simulation.pod_view(simulation.pods()[0].0).map_or(0, |p| p.restarts);
    // 300 s of back-off are served late by up to a quarter of a minute, and counted from the exit.
    assert!((1_500..2_100).contains(&restarts), "{restarts}");
    assert!(simulation.steps() < 60_000, "{}", simulation.steps());
}

/// So many steps in an hour with these probes.
fn steps_in_an_hour(recording: Recording, change: impl FnOnce(&mut Scenario, &mut PodSpec)) -> u64 {
    let mut simulation = Simulation::new(&scenario(change), recording);
    run(&mut simulation, 60);
    let before = simulation.steps();
    run(&mut simulation, 3660);
    simulation.steps() - before
}

#[test]
fn a_quiet_pod_costs_next_to_nothing_and_a_failing_probe_one_step_a_tick() {
    let probes = |spec: &mut PodSpec| {
        let container = &mut spec.containers[0];
        (container.readiness_probe, container.liveness_probe) = (Some(probe()), Some(probe()));
    };
    let quiet = steps_in_an_hour(Recording::default(), |_, spec| probes(spec));
    assert!(quiet < 5, "{quiet}");
    let never_ready = steps_in_an_hour(Recording::default(), |scenario, spec| {
        scenario.default_workload.ready_after = None;
        spec.containers[0].readiness_probe = Some(probe());
    });
    assert!((3_600..3_800).contains(&never_ready), "{never_ready}");
    let watched =
        steps_in_an_hour(Recording { runtime: true, ..Recording::default() }, |_, spec| probes(spec));
    assert!((7_200..7_300).contains(&watched), "{watched}");
}

#[test]
fn it_does_not_matter_whether_requests_are_counted() {
    let end = |runtime: bool| {
        let recording = Recording { runtime, ..Recording::default() };
        let change = |scenario: &mut Scenario, spec: &mut PodSpec| {
            let container = &mut spec.containers[0];
            (container.readiness_probe, container.liveness_probe) = (Some(probe()), Some(probe()));
            scenario.default_workload = Workload {
                ready_after: Some(ms(2_300)),
                unready_between: vec![(ms(9_100), ms(13_900)), (ms(40_000), ms(41_000))],
                live_until: Some(ms(61_700)),
                stops_after: ms(700),
                ..Workload::default()
            };
        };
        let mut simulation = Simulation::new(&scenario(change), recording);
        run(&mut simulation, 600);
        let pods: Vec<_> = simulation.pods().into_iter().map(|(_, pod)| pod.clone()).collect();
        (pods, simulation.events())
    };
    assert_eq!(end(false), end(true));
}
