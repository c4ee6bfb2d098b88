//! Init containers, sidecars, and programs that end.

use crate::cluster::*;
use rollout_engine::api::*;
use rollout_engine::log::RuntimeAct;
use rollout_engine::*;

fn ends(code: i32, after: u64) -> Workload {
    Workload { exits_after: Some(ms(after)), exit_code: code, ..Workload::default() }
}

#[test]
fn init_containers_do_their_work_one_after_the_other() {
    let mut simulation = start(|scenario, spec| {
        scenario.workloads.insert(SETUP.into(), ends(0, 3000));
        spec.init_containers = vec![init_container("a", SETUP), init_container("b", SETUP)];
    });
    run(&mut simulation, 20);
    story(&mut simulation).shows(
        "two init containers",
        &["0/1 Pending 0", "0/1 Init:0/2 0", "0/1 Init:1/2 0", "0/1 PodInitializing 0", "1/1 Running 0"],
    );
    assert!(simulation.is_at_rest());
}

#[test]
fn an_init_container_that_fails_is_tried_again() {
    let mut simulation = start(|scenario, spec| {
        scenario.workloads.insert(SETUP.into(), Workload { crashes: Some(2), ..ends(1, 1000) });
        spec.init_containers = vec![init_container("a", SETUP)];
    });
    run(&mut simulation, 60);
    story(&mut simulation).shows(
        "fails twice",
        &[
            "0/1 Pending 0",
            "0/1 Init:0/1 0",
            "0/1 Init:Error 0",
            "0/1 Init:0/1 1",
            "0/1 Init:Error 1",
            "0/1 Init:CrashLoopBackOff 1",
            "0/1 Init:0/1 2",
            "0/1 PodInitializing 0",
            "1/1 Running 0",
        ],
    );
}

#[test]
fn a_sidecar_starts_first_and_stops_last() {
    let mut simulation = start(|scenario, spec| {
        scenario.workloads.insert(IMAGE.into(), Workload { stops_after: ms(4000), ..Workload::default() });
        spec.init_containers = vec![sidecar("proxy", PROXY)];
    });
    run(&mut simulation, 10);
    delete(&mut simulation, None);
    run(&mut simulation, 30);
    let story = story(&mut simulation);
    story.shows(
        "sidecar",
        &[
            "0/2 Pending 0",
            "0/2 Init:0/1 0",
            "1/2 PodInitializing 0",
            "2/2 Running 0",
            "2/2 Terminating 0",
            "0/2 Completed 0",
            "gone",
        ],
    );
    let terms: Vec<u64> =
        story.acts.iter().filter(|(_, a)| matches!(a, RuntimeAct::Term { .. })).map(|(t, _)| *t).collect();
    assert!(
        terms[1] - terms[0] >= 4000,
        "the sidecar is told when the program has stopped: {:?}",
        story.acts
    );
}

#[test]
fn a_sidecar_that_is_not_started_holds_up_the_others() {
    let mut simulation = start(|scenario, spec| {
        scenario
            .workloads
            .insert(PROXY.into(), Workload { ready_after: Some(ms(5000)), ..Workload::default() });
        let startup_probe = Some(Probe { failure_threshold: 30, ..probe() });
        spec.init_containers = vec![Container { startup_probe, ..sidecar("proxy", PROXY) }];
    });
    run(&mut simulation, 4);
    assert_eq!(
        simulation.pod_view(simulation.pods()[0].0).map(|p| p.status.to_string()),
        Some("Init:0/1".into())
    );
    run(&mut simulation, 9);
    assert_eq!(simulation.pod_view(simulation.pods()[0].0).map(|p| p.ready), Some((2, 2)));
}

#[test]
fn a_leak_ends_at_the_limit() {
    let mut simulation = start(|scenario, spec| {
        let leaks = Workload { memory_mib_per_second: Some(8), ..Workload::default() };
        scenario.workloads.insert(IMAGE.into(), leaks);
        spec.containers[0].resources.limits.insert("memory".into(), "64Mi".into());
    });
    run(&mut simulation, 9);
    run(&mut simulation, 20);
    let story = story(&mut simulation);
    story.shows(
        "leak",
        &[
            "0/1 Pending 0",
            "0/1 ContainerCreating 0",
            "1/1 Running 0",
            "0/1 OOMKilled 0",
            "1/1 Running 1",
            "0/1 OOMKilled 1",
        ],
    );
    let exits: Vec<u64> = story
        .acts
        .iter()
        .filter(|(_, a)| matches!(a, RuntimeAct::Exit { exit_code: 137, .. }))
        .map(|(t, _)| *t)
        .collect();
    assert_eq!((exits[0] / 1000, exits.len()), (8, 2));
}

#[test]
fn without_a_limit_a_leak_ends_with_the_nodes_memory() {
    let mut simulation = start(|scenario, _| scenario.default_workload.memory_mib_per_second = Some(8));
    run(&mut simulation, 127);
    story(&mut simulation).shows("no limit", &["0/1 Pending 0", "0/1 ContainerCreating 0", "1/1 Running 0"]);
    run(&mut simulation, 130);
    story(&mut simulation).shows("full node", &["0/1 OOMKilled 0", "1/1 Running 1"]);
}
