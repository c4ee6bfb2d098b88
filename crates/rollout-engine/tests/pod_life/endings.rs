//! The ends of Pods.

use crate::cluster::*;
use rollout_engine::api::*;
use rollout_engine::log::RuntimeAct;
use rollout_engine::*;

#[test]
fn nothing_is_left_of_a_pod_that_would_have_exited_much_later() {
    let mut simulation = start(|scenario, _| {
        scenario.default_workload.exits_after = Some(ms(3_600_000));
        scenario.default_workload.exit_code = 1;
    });
    run(&mut simulation, 10);
    assert!(!simulation.is_at_rest(), "it will exit");
    let scale = Command::Scale { kind: Kind::Deployment, name: "web".into(), replicas: 0 };
    assert_eq!(simulation.apply(&scale), Ok(Applied::Changed));
    run(&mut simulation, 20);
    assert_eq!(simulation.pods().len(), 0);
    assert!(simulation.is_at_rest(), "nothing is to come");
}

#[test]
fn a_program_outlives_a_pod_that_is_deleted_by_force() {
    let mut simulation = start(|scenario, _| scenario.default_workload.stops_after = ms(1500));
    run(&mut simulation, 10);
    delete(&mut simulation, Some(0));
    run(&mut simulation, 20);
    let story = story(&mut simulation);
    let at = |wanted: fn(&RuntimeAct) -> bool| story.acts.iter().find(|(_, a)| wanted(a)).map(|(t, _)| *t);
    let gone = story.rows.last().map(|(t, _)| *t);
    let exit = at(|a| matches!(a, RuntimeAct::Exit { .. }));
    assert!(exit > gone, "{:?} {:?}", story.rows, story.acts);
    assert_eq!(story.count("Killing"), 1);
}

#[test]
fn a_grace_period_that_is_shortened_later_does_not_hurry_the_kill() {
    let mut simulation = start(|scenario, _| scenario.default_workload.ignores_sigterm = true);
    run(&mut simulation, 10);
    let pod = first_pod(&simulation);
    let delete = |grace| Command::Delete {
        kind: Kind::Pod,
        name: pod.clone(),
        propagation: Propagation::Background,
        grace_period_seconds: grace,
    };
    assert_eq!(simulation.apply(&delete(None)), Ok(Applied::Changed));
    run(&mut simulation, 12);
    assert_eq!(simulation.apply(&delete(Some(5))), Ok(Applied::Changed));
    run(&mut simulation, 50);
    let story = story(&mut simulation);
    let killed = story.acts.iter().find(|(_, a)| matches!(a, RuntimeAct::Exit { exit_code: 137, .. }));
    assert_eq!(killed.map(|(t, _)| t / 1000), Some(40), "{:?}", story.acts);
}

/// What a Pod waits for, so and so long after its deletion was asked for.
#[test]
fn a_view_counts_down_the_hook_and_the_grace_period() {
    let mut simulation = start(|scenario, spec| {
        scenario.default_workload.ignores_sigterm = true;
        let pre_stop = Some(Handler::Sleep { seconds: 10 });
        spec.containers[0].lifecycle = Some(Lifecycle { pre_stop, ..Lifecycle::default() });
    });
    run(&mut simulation, 10);
    let id = simulation.pods()[0].0;
    delete(&mut simulation, None);
    for (second, expected) in [(15, "PreStop(SimTime(20002))"), (25, "Exit(SimTime(40002))")] {
        run(&mut simulation, second);
        let wait = simulation.pod_view(id).map(|p| format!("{:?}", p.wait));
        assert_eq!(wait.as_deref(), Some(expected), "after {second} s");
    }
}

/// What a probe was last answered, and how far it has come.
#[test]
fn a_view_says_why_a_pod_is_not_ready() {
    let mut simulation = start(|scenario, spec| {
        scenario.default_workload.listens_after = Some(ms(5_000));
        scenario.default_workload.ready_after = None;
        spec.containers[0].readiness_probe = Some(probe());
    });
    for (second, expected) in [(4, snapshot::ProbeAnswer::Refused), (9, snapshot::ProbeAnswer::Status(503))] {
        run(&mut simulation, second);
        let id = simulation.pods()[0].0;
        let probe = simulation.pod_view(id).and_then(|p| p.probe).expect("a probe is awaited");
        assert_eq!((probe.probe, probe.failing, probe.answer), (ProbeType::Readiness, true, Some(expected)));
        assert!(probe.last_at <= simulation.now() && probe.next_at > simulation.now());
    }
}
