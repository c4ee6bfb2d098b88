//! What the engine did, in the format of `pod-life` recordings.

use super::watcher::Watcher;
use crate::recording::pod_life::{Command, Endpoints, Operated, Operation, Pod, Row, Run, Size};
use rollout_engine::api::{self, ContainerState, ContainerTerminated, Deployment, Name, ReplicaSet};
use rollout_engine::id::PodId;
use rollout_engine::log::RuntimeAct;
use rollout_engine::{Change, Happening, SimTime};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Writes a run from what happened; times count from the application of the manifest.
pub(super) fn run<'a>(
    start: SimTime,
    commands: Vec<Command>,
    happenings: impl Iterator<Item = &'a Happening>,
) -> Run {
    let run =
        Run { commands, pods: Vec::new(), events: Vec::new(), endpoints: Vec::new(), sizes: Vec::new() };
    let mut writer = Writer { start, run, pods: Vec::new(), stored: Watcher::default() };
    for happening in happenings {
        writer.take_in(happening);
    }
    writer.run
}

struct Writer {
    start: SimTime,
    run: Run,
    /// Whose life each entry of `run.pods` is.
    pods: Vec<PodId>,
    stored: Watcher,
}

impl Writer {
    fn take_in(&mut self, happening: &Happening) {
        match happening {
            Happening::Stored { at, change } => self.stored(self.t(*at), change),
            Happening::Event { at, event } => self.run.events.push((
                self.t(*at),
                event.object.to_string(),
                event.source.as_str().to_owned(),
                event.kind.as_str().to_owned(),
                event.reason.to_owned(),
                event.message.to_string(),
                i64::from(event.count),
            )),
            Happening::Runtime { at, pod, act, .. } => {
                let t = self.t(*at);
                // A request that is never answered is not written down.
                let unanswered = matches!(act, RuntimeAct::Request { status: 0, .. });
                if !unanswered && let Some(life) = self.life(*pod) {
                    life.runtime.push(Operation { t, what: operated(act) });
                }
            }
            Happening::Decision(_) => {}
        }
    }

    fn t(&self, at: SimTime) -> i64 {
        i64::try_from(at.since(self.start).0).unwrap_or(i64::MAX)
    }

    /// The latest Pod in this place.
    fn life(&mut self, pod: PodId) -> Option<&mut Pod> {
        let at = self.pods.iter().rposition(|known| *known == pod)?;
        self.run.pods.get_mut(at)
    }

    fn stored(&mut self, t: i64, change: &Change) {
        match change {
            Change::Pod(id, before, now) => {
                if before.is_none()
                    && let Some(now) = now
                {
                    let name = now.meta.name.to_string();
                    self.pods.push(*id);
                    self.run.pods.push(Pod {
                        name,
                        node: None,
                        rows: Vec::new(),
                        status: Vec::new(),
                        runtime: Vec::new(),
                    });
                }
                if let Some(life) = self.life(*id) {
                    pod(life, t, now.as_deref());
                }
            }
            Change::Deployment(_, before, now) => {
                let size = |object: &Deployment| deployment_size(object);
                self.size(t, "Deployment", before.as_deref().map(size), now.as_deref().map(size));
            }
            Change::ReplicaSet(_, before, now) => {
                let size = |object: &ReplicaSet| replica_set_size(object);
                self.size(t, "ReplicaSet", before.as_deref().map(size), now.as_deref().map(size));
            }
            Change::Service(..) | Change::EndpointSlice(..) | Change::Node(..) => {}
        }
        self.stored.take_in(change);
        self.endpoints(t);
    }

    fn size(&mut self, t: i64, kind: &str, before: Option<NamedSize>, now: Option<NamedSize>) {
        if before == now {
            return;
        }
        let Some(name) = now.as_ref().or(before.as_ref()).map(|size| size.name.to_string()) else { return };
        let (counts, conditions) = now.map_or((None, None), |size| (Some(size.counts), size.conditions));
        self.run.sizes.push(Size { t, kind: kind.to_owned(), name, counts, conditions });
    }

    fn endpoints(&mut self, t: i64) {
        let Some(names) = self.stored.endpoints() else { return };
        let list = |names: BTreeSet<Name>| names.iter().map(ToString::to_string).collect();
        let endpoints = Endpoints {
            ready: list(names.ready),
            serving: list(names.serving),
            terminating: list(names.terminating),
        };
        if self.run.endpoints.last().is_none_or(|(_, last)| *last != endpoints) {
            self.run.endpoints.push((t, endpoints));
        }
    }
}

/// Adds what has changed of a Pod to its life.
fn pod(life: &mut Pod, t: i64, now: Option<&api::Pod>) {
    let shown = now.map(|pod| {
        let row = pod.printed_row();
        [format!("{}/{}", row.ready, row.containers), row.status.into_owned(), row.restarts.to_string()]
    });
    if life.rows.last().is_none_or(|last| last.shown != shown) {
        life.rows.push(Row { t, shown });
    }
    let status = now.map_or(Value::Null, status);
    if life.status.last().is_none_or(|(_, last)| *last != status) {
        life.status.push((t, status));
    }
    if let Some(node) = now.and_then(|pod| pod.node_name.as_ref()) {
        life.node = Some(node.to_string());
    }
}

fn status(pod: &api::Pod) -> Value {
    let conditions = pod.status.conditions.iter().map(|condition| {
        let value = json!([condition.status.as_str(), condition.reason(), condition.message().map(|m| &**m)]);
        (condition.kind.as_str().to_owned(), value)
    });
    let container = pod.status.container_statuses.first().map(|container| {
        json!({
            "ready": container.ready,
            "started": container.started,
            "restartCount": container.restart_count,
            "state": state(&container.state),
            "lastState": container.last_state.as_deref().map(terminated),
        })
    });
    json!({
        "phase": pod.status.phase.as_str(),
        "conditions": conditions.collect::<Map<String, Value>>(),
        "deleting": pod.meta.deletion_grace_period_seconds.map_or(json!(false), |grace| json!(grace)),
        "container": container,
    })
}

fn state(state: &ContainerState) -> Value {
    match state {
        ContainerState::Waiting { reason, message: None } => json!({ "waiting": { "reason": reason } }),
        ContainerState::Waiting { reason, message: Some(message) } => {
            json!({ "waiting": { "reason": reason, "message": &**message } })
        }
        ContainerState::Running { .. } => json!({ "running": {} }),
        ContainerState::Terminated(ended) => terminated(ended),
    }
}

fn terminated(ended: &ContainerTerminated) -> Value {
    json!({ "terminated": { "exitCode": ended.exit_code, "reason": ended.reason } })
}

fn operated(act: &RuntimeAct) -> Operated {
    let (verb, attempt, detail) = match act {
        RuntimeAct::Sandbox => ("sandbox", None, String::new()),
        RuntimeAct::Pull { image } => ("pull", None, image.to_string()),
        RuntimeAct::Start { attempt, image } => ("start", Some(*attempt), image.to_string()),
        RuntimeAct::Request { attempt, path, status } => {
            ("request", Some(*attempt), format!("{path} {status}"))
        }
        RuntimeAct::Exec { attempt, command, .. } => ("exec", Some(*attempt), command.to_string()),
        RuntimeAct::Term { attempt, timeout_seconds } => {
            ("term", Some(*attempt), timeout_seconds.to_string())
        }
        RuntimeAct::Exit { attempt, exit_code } => ("exit", Some(*attempt), exit_code.to_string()),
        RuntimeAct::StopSandbox => ("stopSandbox", None, String::new()),
    };
    Operated { verb: verb.to_owned(), attempt: attempt.map(i64::from), detail }
}

#[derive(PartialEq)]
struct NamedSize {
    name: Name,
    counts: [i64; 6],
    conditions: Option<Value>,
}

fn deployment_size(Deployment { meta, spec, status }: &Deployment) -> NamedSize {
    let conditions = status.conditions.iter();
    let mut conditions: Vec<[&str; 3]> =
        conditions.map(|c| [c.kind.as_str(), c.status.as_str(), c.reason.as_str()]).collect();
    conditions.sort_unstable();
    NamedSize {
        name: meta.name.clone(),
        counts: [
            spec.replicas,
            status.replicas,
            status.updated_replicas,
            status.ready_replicas,
            status.available_replicas,
            status.terminating_replicas.unwrap_or(0),
        ]
        .map(i64::from),
        conditions: Some(json!(conditions)),
    }
}

fn replica_set_size(ReplicaSet { meta, spec, status }: &ReplicaSet) -> NamedSize {
    NamedSize {
        name: meta.name.clone(),
        counts: [
            spec.replicas,
            status.replicas,
            0,
            status.ready_replicas,
            status.available_replicas,
            status.terminating_replicas.unwrap_or(0),
        ]
        .map(i64::from),
        conditions: None,
    }
}
