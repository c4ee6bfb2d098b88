//! What the engine did, in the format of `control-plane` recordings.

use super::watcher::{EndpointNames, Watcher};
use crate::recording::control_plane::{Condition, Input, Output, Step};
use rollout_engine::api::{Deployment, EventSource, Name, ReplicaSet};
use rollout_engine::{Change, Happening};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the event recorder puts before messages that it has combined; recordings go without.
const COMBINED: &str = "(combined from similar events): ";

/// Writes steps from what happened.
#[derive(Clone, Debug, Default)]
pub(super) struct Writer {
    stored: Watcher,
    conditions: BTreeMap<Name, Vec<Condition>>,
}

impl Writer {
    /// The step of an input, from what happened after it until the next one.
    pub(super) fn step<'a>(
        &mut self,
        t: u64,
        input: Input,
        kubectl: Option<Output>,
        happenings: impl Iterator<Item = &'a Happening>,
    ) -> Step {
        let mut step = Step {
            t,
            input,
            scale: Vec::new(),
            events: Some(Vec::new()),
            progress: Vec::new(),
            created: Vec::new(),
            deleted: Vec::new(),
            kubectl,
            rest: None,
        };
        for happening in happenings {
            match happening {
                Happening::Stored { change, .. } => self.stored(&mut step, change),
                Happening::Event { event, .. }
                    if event.source == EventSource::DeploymentController
                        && event.reason == "ScalingReplicaSet" =>
                {
                    let message = event.message.strip_prefix(COMBINED).unwrap_or(&event.message);
                    step.events.get_or_insert_default().push(message.to_owned());
                }
                _ => {}
            }
        }
        step.deleted.sort();
        step.rest = Some(self.rest());
        step
    }

    fn stored(&mut self, step: &mut Step, change: &Change) {
        match change {
            Change::Deployment(_, _, Some(now)) => {
                let (name, conditions) = (&now.meta.name, conditions(now));
                if self.conditions.get(name) != Some(&conditions) {
                    self.conditions.insert(name.clone(), conditions.clone());
                    step.progress.push((name.to_string(), conditions));
                }
            }
            Change::Deployment(_, Some(gone), None) => drop(self.conditions.remove(&gone.meta.name)),
            Change::ReplicaSet(_, before, now) => {
                let size = |object: &ReplicaSet| i64::from(object.spec.replicas);
                let (from, to) = (before.as_deref().map(size), now.as_deref().map(size));
                if let Some(object) = now.as_ref().or(before.as_ref())
                    && from != to
                {
                    step.scale.push((object.meta.name.to_string(), from, to));
                }
            }
            Change::Pod(_, None, Some(now)) => step.created.push(now.meta.name.to_string()),
            Change::Pod(_, Some(before), Some(now))
                if now.meta.is_being_deleted() && !before.meta.is_being_deleted() =>
            {
                step.deleted.push(now.meta.name.to_string());
            }
            _ => {}
        }
        self.stored.take_in(change);
    }

    /// What is stored now.
    fn rest(&self) -> Value {
        let deployments: Map<String, Value> = self
            .stored
            .deployments
            .iter()
            .map(|(name, object)| (name.to_string(), deployment(object)))
            .collect();
        let replica_sets: Vec<Value> = self.stored.replica_sets().map(|object| replica_set(object)).collect();
        let mut rest = json!({ "deployments": deployments, "replicaSets": replica_sets });
        if let Some(EndpointNames { ready, serving, terminating }) = self.stored.endpoints() {
            let list = |names: &std::collections::BTreeSet<Name>| {
                names.iter().map(|name| json!(&**name)).collect::<Value>()
            };
            rest["endpoints"] = json!({ "ready": list(&ready), "serving": list(&serving), "terminating": list(&terminating) });
        }
        rest
    }
}

/// A Deployment's conditions, sorted by type.
fn conditions(deployment: &Deployment) -> Vec<Condition> {
    let conditions = deployment.status.conditions.iter().map(|condition| {
        let [kind, status, reason] =
            [condition.kind.as_str(), condition.status.as_str(), condition.reason.as_str()]
                .map(str::to_owned);
        (kind, status, reason, Some(condition.message.to_string()))
    });
    let mut conditions: Vec<Condition> = conditions.collect();
    conditions.sort();
    conditions
}

fn deployment(object: &Deployment) -> Value {
    let Deployment { meta, spec, status } = object;
    json!({
        "generation": meta.generation,
        "observedGeneration": status.observed_generation,
        "desired": spec.replicas,
        "paused": spec.paused,
        "revision": meta.annotations.text("deployment.kubernetes.io/revision"),
        "replicas": status.replicas,
        "updatedReplicas": status.updated_replicas,
        "readyReplicas": status.ready_replicas,
        "availableReplicas": status.available_replicas,
        "unavailableReplicas": status.unavailable_replicas,
        "terminatingReplicas": status.terminating_replicas,
        "conditions": conditions(object),
    })
}

fn replica_set(object: &ReplicaSet) -> Value {
    let ReplicaSet { meta, spec, status } = object;
    let annotation = |name: &str| meta.annotations.text(&format!("deployment.kubernetes.io/{name}"));
    let images = spec.template.spec.containers.iter().map(|c| (c.name.to_string(), json!(&*c.image)));
    let mut written = json!({
        "name": &*meta.name,
        "images": images.collect::<Map<String, Value>>(),
        "replicas": spec.replicas,
        "desired": annotation("desired-replicas"),
        "max": annotation("max-replicas"),
        "revision": annotation("revision"),
    });
    if let Some(history) = annotation("revision-history") {
        written["revisionHistory"] = json!(history);
    }
    written["status"] = json!({
        "replicas": status.replicas,
        "readyReplicas": status.ready_replicas,
        "availableReplicas": status.available_replicas,
        "terminatingReplicas": status.terminating_replicas,
    });
    written
}
