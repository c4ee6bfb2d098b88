//! The rule for `control-plane` recordings: every field of every step is the same, but for two races of the real controllers.

use super::difference::{cut, first, json};
use crate::recording::control_plane::{Condition, Input, Recording, Step, Trace};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Which of these two reasons is seen first after a ReplicaSet's creation is a race in the real controller: they count as one.
const EITHER: [&str; 2] = ["NewReplicaSetCreated", "ReplicaSetUpdated"];

/// The differences between a recording and a trace of its inputs: none, or the first one.
#[must_use]
pub fn control_plane(recording: &Recording, trace: &Trace) -> Vec<String> {
    let (recorded, got) = (settled(&recording.steps), settled(&aligned(&recording.steps, &trace.steps)));
    if recorded.len() != got.len() {
        return vec![format!("{} steps recorded, {} in the trace", recorded.len(), got.len())];
    }
    recorded.iter().zip(&got).enumerate().find_map(|(i, (x, y))| step(i, x, y)).into_iter().collect()
}

/// The trace may tell of rest at every step; it counts only where the recording has it.
fn aligned(recorded: &[Step], got: &[Step]) -> Vec<Step> {
    let mut steps = got.to_vec();
    if recorded.len() == got.len() {
        for (step, recorded) in steps.iter_mut().zip(recorded) {
            step.rest = step.rest.take().filter(|_| recorded.rest.is_some());
        }
    }
    steps
}

/// What happened between two states of rest, brought into a form in which what is equally right is equal.
struct Settled {
    input: Input,
    scale: Vec<(String, Option<i64>, Option<i64>)>,
    events: Option<Vec<String>>,
    progress: Vec<(String, Vec<Condition>)>,
    created: Vec<String>,
    deleted: Vec<String>,
    rest: Option<Value>,
}

fn settled(steps: &[Step]) -> Vec<Settled> {
    let mut last = BTreeMap::new();
    let mut merged = merged(steps);
    for step in &mut merged {
        step.normalise(&mut last);
    }
    merged
}

/// A step that did not come to rest is one with those after it, up to the next that did.
fn merged(steps: &[Step]) -> Vec<Settled> {
    let mut merged: Vec<Settled> = Vec::new();
    for step in steps.iter().cloned() {
        match merged.last_mut().filter(|last| last.rest.is_none()) {
            Some(last) => {
                last.scale.extend(step.scale);
                last.events =
                    last.events.take().zip(step.events).map(|(events, more)| [events, more].concat());
                last.progress.extend(step.progress);
                last.created.extend(step.created);
                last.deleted.extend(step.deleted);
                last.rest = step.rest;
            }
            None => merged.push(Settled {
                input: step.input,
                scale: step.scale,
                events: step.events,
                progress: step.progress,
                created: step.created,
                deleted: step.deleted,
                rest: step.rest,
            }),
        }
    }
    merged
}

impl Settled {
    /// `last` holds the conditions last seen of each Deployment: equal neighbours count once, also across steps.
    fn normalise(&mut self, last: &mut BTreeMap<String, Vec<Condition>>) {
        for (_, conditions) in &mut self.progress {
            for (_, _, reason, message) in conditions {
                if EITHER.contains(&reason.as_str()) {
                    *reason = EITHER.join(" or ");
                    *message = None;
                }
            }
        }
        self.progress.retain(|(name, conditions)| {
            last.insert(name.clone(), conditions.clone()).as_ref() != Some(conditions)
        });
        self.deleted.sort();
        // ReplicaSets create side by side: only the order within each is defined.
        self.created.sort_by(|a, b| replica_set(a).cmp(replica_set(b)));
        if let Some(Value::Object(deployments)) =
            self.rest.as_mut().and_then(|rest| rest.get_mut("deployments"))
        {
            for deployment in deployments.values_mut() {
                normalise_conditions(deployment);
            }
        }
    }
}

/// The ReplicaSet's part of a Pod's name.
fn replica_set(pod: &str) -> &str {
    pod.rsplit_once('-').map_or(pod, |(replica_set, _)| replica_set)
}

fn normalise_conditions(deployment: &mut Value) {
    let Some(Value::Array(conditions)) = deployment.get_mut("conditions") else { return };
    for condition in conditions {
        if let [_, _, reason, message] = condition.as_array_mut().map_or(&mut [][..], Vec::as_mut_slice)
            && reason.as_str().is_some_and(|reason| EITHER.contains(&reason))
        {
            *reason = EITHER.join(" or ").into();
            *message = Value::Null;
        }
    }
}

/// The first difference between two steps, if there is one.
fn step(i: usize, recorded: &Settled, got: &Settled) -> Option<String> {
    let input = json(&recorded.input);
    let place = |field: &str| format!("step {i} ({}) {field}", cut(&input, 80));
    differs(&recorded.scale, &got.scale, || place("scale"))
        .or_else(|| {
            recorded
                .events
                .as_ref()
                .and_then(|events| differs(&Some(events), &got.events.as_ref(), || place("events")))
        })
        .or_else(|| differs(&recorded.progress, &got.progress, || place("progress")))
        .or_else(|| differs(&recorded.created, &got.created, || place("created")))
        .or_else(|| differs(&recorded.deleted, &got.deleted, || place("deleted")))
        .or_else(|| {
            recorded.rest.as_ref().and_then(|rest| differs(&Some(rest), &got.rest.as_ref(), || place("rest")))
        })
}

fn differs<T: PartialEq + Serialize>(recorded: &T, got: &T, place: impl Fn() -> String) -> Option<String> {
    if recorded == got {
        return None;
    }
    let [recorded, got] = [recorded, got].map(|value| serde_json::to_value(value).unwrap_or_default());
    Some(first(&place(), &recorded, &got))
}
