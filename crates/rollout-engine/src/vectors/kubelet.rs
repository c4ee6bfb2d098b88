//! Tables of the kubelet's unit tests: probe workers and back-off.

use super::{check, int, text};
use crate::api::{Handler, Probe, ProbeType};
use crate::kubelet::back_off::{BackOff, BackOffEntry};
use crate::kubelet::probe_worker::{Look, ProbeResult, ProbeWorker, Probed};
use crate::time::{SimDuration, SimTime};
use serde_json::{Value, json};

fn probe_type(input: &Value) -> ProbeType {
    match text(&input["probeType"]) {
        "liveness" => ProbeType::Liveness,
        "readiness" => ProbeType::Readiness,
        "startup" => ProbeType::Startup,
        other => panic!("unknown probe {other}"),
    }
}

fn probe(input: &Value) -> Probe {
    Probe {
        handler: Handler::Exec { command: Vec::new() },
        initial_delay_seconds: int(&input["initialDelaySeconds"]),
        timeout_seconds: 1,
        period_seconds: 10,
        success_threshold: int(&input["successThreshold"]),
        failure_threshold: int(&input["failureThreshold"]),
        termination_grace_period_seconds: None,
    }
}

fn outcome(value: &Value) -> ProbeResult {
    match text(value) {
        "Success" => ProbeResult::Success,
        "Failure" => ProbeResult::Failure,
        other => panic!("unknown outcome {other}"),
    }
}

fn named(result: Option<ProbeResult>) -> Value {
    json!(result.map(|result| format!("{result:?}")))
}

/// One look, and, if it comes to that, one answer.
fn try_once(worker: &mut ProbeWorker, probe: &Probe, probed: Probed, deleting: bool, answer: &Value) -> Look {
    worker.meet(probed);
    let look = worker.look(probe, probed, deleting);
    if look.ask {
        worker.count(probe, outcome(answer));
    }
    look
}

/// A worker's tries in a row: a plain outcome, or one with what else is new.
fn tries(input: &Value) -> Value {
    let (kind, probe) = (probe_type(input), probe(input));
    let mut worker = ProbeWorker::new(kind, SimTime::ZERO);
    let mut started = input["containerStarted"].as_bool().unwrap_or(kind != ProbeType::Startup);
    let (mut attempt, mut results, mut holds, mut runs, mut goes_on) =
        (0, Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for step in input["probes"].as_array().expect("a list") {
        if step["newContainerID"].as_bool() == Some(true) {
            attempt += 1;
        }
        started = step["containerStarted"].as_bool().unwrap_or(started);
        let age_seconds = step["containerAgeSeconds"].as_i64().unwrap_or(100);
        let answer = if step.is_string() { step } else { &step["probe"] };
        let probed = Probed::Running { attempt, started, age_seconds };
        let look = try_once(&mut worker, &probe, probed, false, answer);
        results.push(named(worker.result_for(attempt)));
        holds.push(match step["newContainerID"] {
            // The table leaves open what this one is, since it was different before.
            Value::Bool(true) => Value::Null,
            _ => json!(worker.is_on_hold(attempt)),
        });
        runs.push(json!(worker.run().0));
        goes_on.push(json!(!look.ends));
    }
    json!({ "resultAfterEach": results, "onHoldAfterEach": holds, "resultRunAfterEach": runs, "keepGoing": goes_on })
}

#[test]
fn probe_worker() {
    check("ProbeWorker", 8, tries);
}

#[test]
fn probe_initial_delay() {
    check("ProbeInitialDelay", 3, tries);
}

#[test]
fn probe_worker_step() {
    check("ProbeWorkerStep", 21, |input| {
        let kind = probe_type(input);
        let started = kind != ProbeType::Startup;
        let running = Probed::Running { attempt: 0, started, age_seconds: 100 };
        let (probed, deleting) = match text(&input["podState"]) {
            "none" | "otherContainer" => (Probed::Nothing, false),
            "podFailed" => (Probed::PodEnded, false),
            "waiting" => (Probed::Stopped(0, true), false),
            "terminated" => (Probed::Stopped(0, text(&input["restartPolicy"]) != "Never"), false),
            "running" => (running, false),
            "runningDeleting" => (running, true),
            other => panic!("unknown state {other}"),
        };
        let mut worker = ProbeWorker::new(kind, SimTime::ZERO);
        let look = try_once(&mut worker, &probe(input), probed, deleting, &input["probeOutcome"]);
        json!({ "keepGoing": !look.ends, "result": named(worker.result_for(0)) })
    });
}

#[test]
fn back_off() {
    check("Backoff", 3, |input| {
        let seconds = |field: &str| SimDuration::seconds(i64::from(int(&input[field])));
        let limits = BackOff { first: seconds("initialSeconds"), longest: seconds("maxSeconds") };
        let wait = |entry: Option<BackOffEntry>| entry.map_or(0, |e| e.wait.0 / 1000);
        let mut entry = None;
        let mut now = SimTime(1_000_000);
        let calls = input["calls"].as_u64().or(input["nextCalls"].as_u64()).expect("a number of calls");
        let mut before_each = Vec::new();
        for _ in 0..calls {
            before_each.push(json!(wait(entry)));
            entry = Some(limits.next(entry, now, now));
            now += seconds("stepSecondsBetweenCalls");
        }
        now += seconds("thenAdvanceSeconds");
        let before = wait(entry);
        let waits = limits.left(entry, now, now).is_some();
        if input["thenNext"].as_bool() == Some(true) {
            entry = Some(limits.next(entry, now, now));
        }
        json!({
            "backoffBeforeEachNext": before_each, "inBackoff": waits, "backoffBefore": before, "backoff": wait(entry),
        })
    });
}
