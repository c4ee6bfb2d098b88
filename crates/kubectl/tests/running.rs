//! Commands that go on in the lab's time.

mod cluster;

use kubectl::{Printed, Running};
use rollout_engine::{SimDuration, SimTime, Simulation};

const WEB: &str = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3, selector: {matchLabels: \
                   {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: 'web:1'}]}}}}";

fn web() -> Simulation {
    let mut cluster = cluster::empty();
    cluster::act(&mut cluster, "apply -f -", WEB);
    cluster::wait(&mut cluster, 30);
    cluster
}

/// Goes on with a command until it ends, or for so many seconds; what it printed, and when.
fn follow(
    cluster: &mut Simulation,
    mut running: Running,
    seconds: u64,
) -> (String, String, Option<i32>, SimTime) {
    let end = cluster.now() + SimDuration::millis(seconds * 1000);
    let (mut stdout, mut stderr) = (String::new(), String::new());
    loop {
        let printed = running.look(cluster);
        stdout.push_str(&printed.stdout);
        stderr.push_str(&printed.stderr);
        if printed.exit_code.is_some() {
            return (stdout, stderr, printed.exit_code, cluster.now());
        }
        let next = cluster.next_event_at().into_iter().chain(running.wakes_at()).min();
        match next.filter(|at| *at <= end) {
            Some(at) if cluster.next_event_at() == Some(at) => drop(cluster.step()),
            Some(at) => cluster.run_until(at),
            None => return (stdout, stderr, None, cluster.now()),
        }
    }
}

/// The rest of a line that goes on.
fn start(cluster: &mut Simulation, line: &str) -> (String, Running) {
    let outcome = cluster::act(cluster, line, "");
    let running =
        outcome.running.unwrap_or_else(|| panic!("{line} has ended: {}{}", outcome.stdout, outcome.stderr));
    (outcome.stdout, *running)
}

#[test]
fn a_rollout_is_watched_to_its_end() {
    let mut cluster = web();
    cluster::act(&mut cluster, "set image deployment/web web=web:2", "");
    let (_, running) = start(&mut cluster, "rollout status deployment/web");
    let (stdout, stderr, exit, _) = follow(&mut cluster, running, 600);
    let lines: Vec<&str> = stdout.lines().collect();
    assert_eq!(
        (lines[0], exit, stderr.as_str()),
        ("Waiting for deployment spec update to be observed...", Some(0), "")
    );
    let begin = "Waiting for deployment \"web\" rollout to finish: ";
    for told in [
        "0 out of 3 new replicas have been updated...",
        "1 out of 3 new replicas have been updated...",
        "2 out of 3 new replicas have been updated...",
        "1 old replicas are pending termination...",
    ] {
        assert!(lines.contains(&[begin, told].concat().as_str()), "{told}: {stdout}");
    }
    assert_eq!(lines.last(), Some(&"deployment \"web\" successfully rolled out"));
}

#[test]
fn waiting_ends_at_its_timeout() {
    let mut cluster = web();
    for (line, seconds, error) in [
        (
            "rollout status deployment/web --timeout=2s --revision=7",
            0,
            "error: desired revision (7) is different from the running revision (1)\n",
        ),
        (
            "wait --for=condition=Nope deployment/web --timeout=3s",
            3,
            "error: timed out waiting for the condition on deployments/web\n",
        ),
        (
            "wait --for=condition=Nope deployment/web",
            30,
            "error: timed out waiting for the condition on deployments/web\n",
        ),
        (
            "wait --for=condition=Nope deployment/web --timeout=0",
            0,
            "error: condition not met for deployments/web\n",
        ),
        (
            "wait --for=delete deployment/web --timeout=1s",
            1,
            "error: timed out waiting for the condition on deployments/web\n",
        ),
    ] {
        let before = cluster.now();
        let (_, running) = start(&mut cluster, line);
        let (stdout, stderr, exit, at) = follow(&mut cluster, running, 600);
        assert_eq!((stdout.as_str(), stderr.as_str(), exit), ("", error, Some(1)), "{line}");
        assert_eq!(at.since(before), SimDuration::millis(seconds * 1000), "{line}");
    }
    for line in [
        "wait --for=condition=available deployment web",
        "wait --for=condition=Available=True deploy --all",
        "wait --for=jsonpath='{.status.readyReplicas}'=3 deployment/web",
        "wait --for=create deployment/web",
    ] {
        let (_, running) = start(&mut cluster, line);
        let got = follow(&mut cluster, running, 600);
        assert_eq!((got.0.as_str(), got.2), ("deployment.apps/web condition met\n", Some(0)), "{line}");
    }
}

#[test]
fn deleting_waits_until_the_objects_are_gone() {
    let mut cluster = web();
    let before = cluster.now();
    let (stdout, running) = start(&mut cluster, "delete pods --all --grace-period=5");
    assert_eq!(stdout.lines().filter(|l| l.ends_with("deleted from default namespace")).count(), 3);
    let (_, stderr, exit, at) = follow(&mut cluster, running, 600);
    assert_eq!((stderr.as_str(), exit), ("", Some(0)));
    assert!(at > before && at.since(before) < SimDuration::millis(60_000), "{at:?}");
    let outcome = cluster::act(&mut cluster, "delete deployment web --wait=false", "");
    assert!(outcome.running.is_none() && outcome.exit_code == 0);
}

#[test]
fn a_watch_prints_every_change_until_it_is_interrupted() {
    let mut cluster = web();
    let (_, mut running) = start(&mut cluster, "get pods -w");
    let first = running.look(&cluster);
    assert_eq!(first.stdout.lines().count(), 4, "{}", first.stdout);
    assert_eq!(running.look(&cluster), Printed::default(), "nothing has happened");
    cluster::act(&mut cluster, "scale deployment/web --replicas=2", "");
    let (stdout, _, exit, _) = follow(&mut cluster, running.clone(), 60);
    let lines: Vec<&str> = stdout.lines().collect();
    let pod = lines[0].split(' ').next().unwrap();
    assert!(
        lines[0].contains("Terminating") && lines.len() >= 2 && lines.iter().all(|l| l.starts_with(pod)),
        "{stdout}"
    );
    assert_eq!(exit, None, "it goes on");
    let end = running.interrupt();
    assert_eq!((end.exit_code, end.stdout.as_str()), (Some(130), "^C\n"));
}

#[test]
fn pipes_filter_what_a_watch_prints() {
    let mut cluster = web();
    let (_, running) =
        start(&mut cluster, "get deployments -w --output-watch-events | grep MODIFIED | head -2");
    cluster::act(&mut cluster, "set image deployment/web web=web:2", "");
    let (stdout, _, _, _) = follow(&mut cluster, running, 120);
    assert_eq!(stdout.lines().count(), 2, "{stdout}");
    let (_, mut running) = start(&mut cluster, "watch -n 5 kubectl get deploy");
    let first = running.look(&cluster);
    assert!(first.wipes && first.stdout.starts_with("NAME"));
    assert_eq!(running.wakes_at(), Some(cluster.now() + SimDuration::millis(5000)));
}
