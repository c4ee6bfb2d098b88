//! What `kubectl get` prints.

use super::check;
use crate::printed::{ContainerFacts, PodFacts, StateFacts, human_duration, pod_row};
use crate::time::Timestamp;
use serde_json::{Value, json};

#[test]
fn human_durations() {
    check("HumanDuration", 47, |input| {
        let milliseconds = input["milliseconds"].as_f64().expect("a number");
        json!({ "text": human_duration(milliseconds.trunc() as i64) })
    });
}

#[test]
fn pod_rows() {
    check("PrintPodRow", 16, |input| {
        let status = &input["status"];
        let condition = |kind: &str, field: &str, value: &str| {
            let conditions = status["conditions"].as_array().into_iter().flatten();
            conditions.into_iter().any(|c| c["type"] == kind && c[field] == value)
        };
        let facts = PodFacts {
            phase: status["phase"].as_str().expect("a phase"),
            reason: status["reason"].as_str(),
            scheduling_gated: condition("PodScheduled", "reason", "SchedulingGated"),
            initialized: condition("Initialized", "status", "True"),
            ready: condition("Ready", "status", "True"),
            being_deleted: false,
            containers: number(&input["containers"]),
            init_containers: number(&input["initContainers"]),
        };
        let row = pod_row(
            facts,
            &containers(&status["initContainerStatuses"]),
            &containers(&status["containerStatuses"]),
        );
        let ago = row.restarted_at.map(|at| format!(" ({} ago)", human_duration(-at.0 * 1000)));
        json!({
            "READY": format!("{}/{}", row.ready, row.containers),
            "STATUS": row.status,
            "RESTARTS": format!("{}{}", row.restarts, ago.unwrap_or_default()),
        })
    });
}

/// Container statuses; their times count from now.
fn containers(statuses: &Value) -> Vec<ContainerFacts<'_>> {
    let statuses = statuses.as_array().into_iter().flatten();
    let facts = statuses.map(|status| ContainerFacts {
        sidecar: false,
        started: true,
        ready: status["ready"] == true,
        restart_count: number(&status["restartCount"]),
        state: state(&status["state"]),
        last_finished_at: status["lastTerminationState"]["terminated"]["finishedSecondsAgo"]
            .as_i64()
            .map(|ago| Timestamp(-ago)),
    });
    facts.collect()
}

fn state(state: &Value) -> StateFacts<'_> {
    if state.get("running").is_some() {
        return StateFacts::Running;
    }
    if let Some(waiting) = state.get("waiting") {
        return StateFacts::Waiting(waiting["reason"].as_str().unwrap_or_default());
    }
    let Some(ended) = state.get("terminated") else { return StateFacts::None };
    StateFacts::Terminated(
        ended["reason"].as_str().unwrap_or_default(),
        ended["exitCode"].as_i64().unwrap_or(0) as i32,
    )
}

fn number(value: &Value) -> u32 {
    value.as_u64().map_or(0, |n| n as u32)
}
