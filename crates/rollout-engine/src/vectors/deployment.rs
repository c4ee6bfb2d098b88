//! The arithmetic and the books of the Deployment controller.

use super::{
    check, condition, condition_type, deployment, deployment_status, int, int_or_percent, milliseconds,
    replica_set, text,
};
use crate::api::{
    Annotations, ConditionReason, DeploymentCondition, IntOrPercent, PodTemplateSpec, StringMap,
};
use crate::controller::deployment::annotations::{
    self, REVISION, REVISION_HISTORY, append_to_history, non_negative, replicas_annotations_differ,
    set_replicas_annotations,
};
use crate::controller::deployment::replicas::{
    ReplicaCounts, is_complete, is_progressing, is_timed_out, max_unavailable, min_available,
    new_replica_set_size, remove_condition, resolve_fenceposts, set_condition,
};
use crate::controller::deployment::scale::{is_saturated, share};
use crate::controller::deployment::sync::replica_set_name;
use serde_json::{Map, Value, json};

#[test]
fn fenceposts() {
    check("ResolveFenceposts", 7, |input| {
        let bounds = int_or_percent(&input["maxSurge"]).zip(int_or_percent(&input["maxUnavailable"]));
        let resolved = bounds
            .map(|(surge, unavailable)| resolve_fenceposts(surge, unavailable, int(&input["replicas"])));
        let (surge, unavailable) = resolved.unwrap_or_default();
        json!({ "maxSurge": surge, "maxUnavailable": unavailable, "error": resolved.is_none() })
    });
}

#[test]
fn numbers_and_percentages() {
    check("IntOrPercentParse", 9, |input| {
        let (value, is_percent) = match int_or_percent(&input["value"]) {
            Some(IntOrPercent::Int(value)) => (value, false),
            Some(IntOrPercent::Percent(value)) => (value, true),
            None => return json!({ "value": 0, "isPercent": false, "error": true }),
        };
        json!({ "value": value, "isPercent": is_percent, "error": false })
    });
}

#[test]
fn size_of_the_new_replica_set() {
    check("NewRSNewReplicas", 3, |input| {
        let all = input["allRSs"].as_array().into_iter().flatten();
        let total = all.map(|replica_set| int(&replica_set["specReplicas"])).sum();
        let size = new_replica_set_size(&deployment(input).spec, total, int(&input["newRS"]["specReplicas"]));
        json!({ "newReplicas": size })
    });
}

#[test]
fn the_floor() {
    check("MaxUnavailable", 8, |input| json!({ "maxUnavailable": max_unavailable(&deployment(input).spec) }));
    check("MinAvailable", 8, |input| json!({ "minAvailable": min_available(&deployment(input).spec) }));
}

#[test]
fn progress() {
    check("DeploymentComplete", 6, |input| {
        let deployment = deployment(input);
        json!({ "complete": is_complete(&deployment, &deployment.status) })
    });
    check("DeploymentProgressing", 7, |input| {
        let [before, now] = ["oldStatus", "newStatus"].map(|status| deployment_status(&input[status]));
        json!({ "progressing": is_progressing(&before, &now) })
    });
    check("DeploymentTimedOut", 5, |input| {
        let mut deployment = deployment(input);
        deployment.status.conditions = vec![condition(&input["condition"])];
        let now = input["now"].as_str().map_or(0, milliseconds);
        json!({ "timedOut": is_timed_out(&deployment.spec, &deployment.status, now) })
    });
}

#[test]
fn sums_over_replica_sets() {
    check("ReplicaCounts", 6, |input| {
        let all = input["replicaSets"].as_array().into_iter().flatten();
        let all: Vec<_> = all.map(|input| replica_set(input, "any")).collect();
        let counts = ReplicaCounts::of(&all);
        json!({ "specReplicas": counts.wanted, "statusReplicas": counts.actual, "terminatingReplicas": counts.terminating })
    });
}

#[test]
fn conditions() {
    fn list(conditions: &Value) -> Vec<DeploymentCondition> {
        conditions.as_array().into_iter().flatten().map(condition).collect()
    }
    fn written(conditions: &[DeploymentCondition]) -> Value {
        let reason = |reason| match reason {
            ConditionReason::FoundNewReplicaSet => "R1",
            ConditionReason::NewReplicaSetCreated => "R2",
            _ => "R3",
        };
        let conditions = conditions.iter();
        conditions.map(|c| json!({ "type": c.kind.as_str(), "status": c.status.as_str(), "reason": reason(c.reason) })).collect()
    }
    check("SetDeploymentCondition", 3, |input| {
        let mut conditions = list(&input["conditions"]);
        set_condition(&mut conditions, condition(&input["condition"]));
        json!({ "conditions": written(&conditions) })
    });
    check("RemoveDeploymentCondition", 3, |input| {
        let mut conditions = list(&input["conditions"]);
        remove_condition(&mut conditions, condition_type(&input["type"]));
        json!({ "conditions": written(&conditions) })
    });
    check("GetDeploymentCondition", 2, |input| {
        let status = deployment_status(input);
        json!({ "found": status.condition(condition_type(&input["type"])).is_some() })
    });
}

#[test]
fn annotations_as_numbers() {
    check("NonNegativeInt32Annotation", 8, |input| {
        let annotations: Annotations =
            input["value"].as_str().map(|value| ("key", value)).into_iter().collect();
        let value = non_negative(&annotations, "key");
        // Why it is none is told to nobody: the controller goes on without it.
        let problem = match &input["value"] {
            Value::String(text) if value.is_none() => {
                let digits = text.bytes().all(|b| b.is_ascii_digit());
                json!(if digits { "out of range" } else { "invalid syntax" })
            }
            _ => Value::Null,
        };
        json!({ "value": value.unwrap_or(0), "valid": value.is_some(), "errorContains": problem })
    });
}

#[test]
fn what_a_replica_set_is_sized_for() {
    let annotations = |input: &Value| -> Annotations {
        input.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), text(value))).collect()
    };
    check("ReplicasAnnotationsNeedUpdate", 4, |input| {
        let annotations = annotations(&input["annotations"]);
        let (desired, max) = (int(&input["desiredReplicas"]), int(&input["maxReplicas"]));
        json!({ "needUpdate": replicas_annotations_differ(&annotations, desired, max) })
    });
    check("SetReplicasAnnotations", 1, |input| {
        let mut annotations = Annotations::default();
        let (desired, max) = (int(&input["desiredReplicas"]), int(&input["maxReplicas"]));
        let changed = set_replicas_annotations(&mut annotations, desired, max);
        json!({ "changed": changed, "annotations": written(&annotations) })
    });
    check("IsSaturated", 1, |input| {
        let replica_set = replica_set(&input["replicaSet"], "new");
        json!({ "saturated": is_saturated(int(&input["deployment"]["specReplicas"]), &replica_set) })
    });
    check("GetReplicaSetFraction", 9, |input| {
        let (replica_set, of) = (replica_set(&input["replicaSet"], "new"), &input["deployment"]);
        let share =
            share(&replica_set, int(&of["specReplicas"]), int(&of["maxSurge"]), int(&of["statusReplicas"]));
        json!({ "fraction": share - replica_set.spec.replicas })
    });
}

fn written(annotations: &Annotations) -> Value {
    annotations.iter().map(|(key, value)| (key.to_string(), json!(&**value))).collect::<Map<_, _>>().into()
}

#[test]
fn revision_history() {
    check("RevisionHistoryAnnotation", 1, |input| {
        let longest = int(&input["historyLimitChars"]) as usize;
        let (mut annotations, mut history) = (Annotations::default(), Map::new());
        for revision in input["newRevisions"].as_array().expect("revisions") {
            let revision = text(revision);
            if let Some(before) = annotations.text(REVISION).map(str::to_owned) {
                append_to_history(&mut annotations, &before, longest);
            }
            annotations.set(REVISION, revision);
            // The table begins where the history is full.
            if let Some(kept) = annotations.text(REVISION_HISTORY).filter(|kept| kept.len() == longest) {
                history.insert(revision.to_owned(), json!(kept));
            }
        }
        json!({ "finalRevision": annotations.text(REVISION), "historyAfterRevision": history })
    });
    // The same through the function that the controller calls, which keeps 2000 characters.
    let first =
        annotations::new_replica_set_annotations(&Annotations::default(), Annotations::default(), 11, true);
    let second = annotations::new_replica_set_annotations(&Annotations::default(), first, 12, true);
    assert_eq!((second.text(REVISION), second.text(REVISION_HISTORY)), (Some("12"), Some("11")));
}

#[test]
fn templates() {
    check("EqualIgnoreHash", 10, |input| {
        let [a, b] = ["template1", "template2"].map(|name| {
            let (template, map) = (&input[name], |field: &Value| -> StringMap {
                field
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(key, value)| (key.as_str(), text(value)))
                    .collect()
            });
            let mut made = PodTemplateSpec {
                labels: map(&template["labels"]),
                annotations: map(&template["annotations"]),
                ..PodTemplateSpec::default()
            };
            made.spec.unmodelled =
                json!({ "metadata.name": template["name"], "spec.nodeName": template["nodeName"] })
                    .to_string();
            made
        });
        let (equal, other_way) = (a.equals_ignoring_hash(&b), b.equals_ignoring_hash(&a));
        json!({ "equal": equal, "symmetric": equal == other_way })
    });
}

#[test]
fn replica_set_names() {
    check(
        "GenerateReplicaSetName",
        4,
        |input| json!({ "name": replica_set_name(text(&input["deploymentName"]), text(&input["hash"])) }),
    );
}
