//! The tables of the upstream unit tests (`testdata/vectors/`), run through the functions that the lab itself runs: a file for each
//! group. Each vector has an `input` and what is `expected`.

mod deployment;
mod deployment_sync;
mod endpoints;
mod kubelet;
mod printed;
mod replica_set;

use crate::api::{
    ConditionReason, ConditionStatus, Deployment, DeploymentCondition, DeploymentConditionType,
    DeploymentSpec, DeploymentStatus, DeploymentStrategy, IntOrPercent, LabelSelector, NO_LIMIT, ObjectMeta,
    OwnerReference, PodPhase, PodTemplateSpec, ReplicaSet, ReplicaSetSpec, ReplicaSetStatus, StringMap, Uid,
};
use crate::time::Timestamp;
use serde_json::Value;
use std::path::Path;
use std::rc::Rc;

/// Runs every vector of a suite: `got` makes the `expected` part from the `input`, perhaps with more to it. `count` is how many
/// vectors there are.
fn check(suite: &str, count: usize, got: impl Fn(&Value) -> Value) {
    each(suite, count, |vector, input, expected| {
        let got = got(input);
        for (field, value) in expected.as_object().expect("an object") {
            assert_eq!(&got[field], value, "{vector}, {field}: {input}");
        }
    });
}

/// Runs every vector of a suite: its name, its `input` and what is `expected`.
fn each(suite: &str, count: usize, run: impl Fn(&str, &Value, &Value)) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/vectors/{suite}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let vectors = file["vectors"].as_array().expect("a list of vectors");
    assert_eq!(vectors.len(), count, "{suite}: how many there are");
    for vector in vectors {
        run(&format!("{suite} {}", vector["name"]), &vector["input"], &vector["expected"]);
    }
}

fn int(value: &Value) -> i32 {
    match value {
        Value::Null => 0,
        value => {
            value.as_i64().and_then(|n| n.try_into().ok()).unwrap_or_else(|| panic!("an int32, not {value}"))
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}

/// `maxSurge` or `maxUnavailable`: absent is 0 to the controller. Nothing, if it cannot be read.
fn int_or_percent(value: &Value) -> Option<IntOrPercent> {
    match value {
        Value::String(text) => IntOrPercent::parse_text(text),
        number => Some(IntOrPercent::Int(int(number))),
    }
}

/// RFC 3339, or a time of day, down to the nanosecond: milliseconds, any fraction of one counted as one more.
fn milliseconds(time: &str) -> i64 {
    let (date, time) =
        time.trim_end_matches('Z').split_once('T').unwrap_or(("1970-01-01", time.trim_end_matches('Z')));
    let (whole, fraction) = time.split_once('.').unwrap_or((time, ""));
    let number = |text: &str| text.parse::<i64>().unwrap_or_else(|_| panic!("a number, not {text}"));
    let seconds = whole.split(':').fold(0, |sum, part| sum * 60 + number(part));
    let day = (0..40_000)
        .find(|day| Timestamp(day * 86_400).to_string().starts_with(date))
        .unwrap_or_else(|| panic!("a day, not {date}"));
    let nanoseconds = number(&format!("0{fraction:0<9}"));
    (day * 86_400 + seconds) * 1000 + (nanoseconds + 999_999) / 1_000_000
}

/// A Deployment named `foo`; its spec may be within `spec`, or be the input itself.
fn deployment(input: &Value) -> Deployment {
    let spec = input.get("spec").unwrap_or(input);
    let strategy = match spec["strategyType"].as_str() {
        Some("Recreate") => DeploymentStrategy::Recreate,
        _ => DeploymentStrategy::RollingUpdate {
            max_unavailable: int_or_percent(&spec["maxUnavailable"]).expect("maxUnavailable"),
            max_surge: int_or_percent(&spec["maxSurge"]).expect("maxSurge"),
        },
    };
    let mut meta = ObjectMeta::named("foo");
    meta.uid = OWNER;
    meta.generation = i64::from(int(&input["generation"]));
    Deployment {
        meta,
        spec: DeploymentSpec {
            replicas: int(&spec["replicas"]),
            selector: LabelSelector { match_labels: labels("foo"), ..LabelSelector::default() },
            template: template("new"),
            strategy,
            min_ready_seconds: 0,
            revision_history_limit: spec["revisionHistoryLimit"].as_i64().map_or(NO_LIMIT, |n| n as i32),
            paused: false,
            progress_deadline_seconds: spec["progressDeadlineSeconds"]
                .as_i64()
                .map_or(NO_LIMIT, |n| n as i32),
        },
        status: deployment_status(&input["status"]),
    }
}

const OWNER: Uid = Uid(1);

fn labels(name: &str) -> StringMap {
    [("name", name)].into_iter().collect()
}

/// Templates are told apart by a name.
fn template(name: &str) -> Rc<PodTemplateSpec> {
    let annotations = [("template", name)].into_iter().collect();
    Rc::new(PodTemplateSpec { labels: labels("foo"), annotations, ..PodTemplateSpec::default() })
}

fn deployment_status(status: &Value) -> DeploymentStatus {
    DeploymentStatus {
        observed_generation: i64::from(int(&status["observedGeneration"])),
        replicas: int(&status["replicas"]),
        updated_replicas: int(&status["updatedReplicas"]),
        ready_replicas: int(&status["readyReplicas"]),
        available_replicas: int(&status["availableReplicas"]),
        conditions: status["conditions"].as_array().into_iter().flatten().map(condition).collect(),
        ..DeploymentStatus::default()
    }
}

fn condition(condition: &Value) -> DeploymentCondition {
    let time = |field: &str| Timestamp(condition[field].as_str().map_or(0, |time| milliseconds(time) / 1000));
    DeploymentCondition {
        kind: condition_type(&condition["type"]),
        status: match text(&condition["status"]) {
            "True" => ConditionStatus::True,
            "False" => ConditionStatus::False,
            _ => ConditionStatus::Unknown,
        },
        reason: match text(&condition["reason"]) {
            // What the reason is does not matter in these.
            "" | "R1" => ConditionReason::FoundNewReplicaSet,
            "R2" => ConditionReason::NewReplicaSetCreated,
            "R3" => ConditionReason::MinimumReplicasAvailable,
            "ReplicaSetUpdated" => ConditionReason::ReplicaSetUpdated,
            "NewReplicaSetAvailable" => ConditionReason::NewReplicaSetAvailable,
            "ProgressDeadlineExceeded" => ConditionReason::ProgressDeadlineExceeded,
            other => panic!("unknown reason {other}"),
        },
        message: "".into(),
        last_update_time: time("lastUpdateTime"),
        last_transition_time: time("lastTransitionTime"),
    }
}

fn condition_type(kind: &Value) -> DeploymentConditionType {
    match text(kind) {
        "Available" => DeploymentConditionType::Available,
        "Progressing" => DeploymentConditionType::Progressing,
        "ReplicaFailure" => DeploymentConditionType::ReplicaFailure,
        other => panic!("unknown type {other}"),
    }
}

/// A ReplicaSet of the Deployment [`deployment`]; `template` tells whose.
fn replica_set(input: &Value, template_name: &str) -> ReplicaSet {
    let mut meta = ObjectMeta::named(input["name"].as_str().unwrap_or(template_name));
    meta.labels = labels("foo");
    meta.owner =
        Some(Rc::new(OwnerReference { kind: crate::api::Kind::Deployment, name: "foo".into(), uid: OWNER }));
    meta.creation_timestamp = Timestamp(60 * i64::from(int(&input["creationTimestamp"])));
    meta.generation = i64::from(int(&input["generation"]));
    for (key, value) in input["annotations"].as_object().into_iter().flatten() {
        meta.annotations.set(key, text(value));
    }
    if let Some(revision) = input["revision"].as_str() {
        meta.annotations.set("deployment.kubernetes.io/revision", revision);
    }
    let status = &input["status"];
    let available = if input["availableReplicas"].is_null() {
        &status["availableReplicas"]
    } else {
        &input["availableReplicas"]
    };
    ReplicaSet {
        meta,
        spec: ReplicaSetSpec {
            replicas: int(&input["specReplicas"]),
            min_ready_seconds: 0,
            selector: LabelSelector { match_labels: labels("foo"), ..LabelSelector::default() },
            template: template(template_name),
        },
        status: ReplicaSetStatus {
            observed_generation: i64::from(int(&status["observedGeneration"])),
            replicas: int(&status["replicas"]),
            available_replicas: int(available),
            terminating_replicas: status["terminatingReplicas"].as_i64().map(|n| n as i32),
            ..ReplicaSetStatus::default()
        },
    }
}

fn phase(phase: &Value) -> PodPhase {
    match text(phase) {
        "" | "Pending" => PodPhase::Pending,
        "Running" => PodPhase::Running,
        "Succeeded" => PodPhase::Succeeded,
        "Failed" => PodPhase::Failed,
        "Unknown" => PodPhase::Unknown,
        other => panic!("unknown phase {other}"),
    }
}
