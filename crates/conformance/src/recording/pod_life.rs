//! The format of `pod-life` recordings: a manifest, programs that behave in a given way, and what a real kubelet made of them.

use super::{Format, Kind};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A scenario as the real kubelet played it, several times.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// The version of this format.
    pub format: Format,
    /// Always [`Kind::PodLife`].
    pub kind: Kind,
    /// The Kubernetes version that was recorded.
    pub kubernetes: String,
    /// The scenario's name.
    pub name: String,
    /// What it is, in a few words.
    pub about: String,
    /// What was applied at 0.
    pub manifest: String,
    /// How the program of each image behaves.
    pub workloads: BTreeMap<String, Workload>,
    /// How long it was watched.
    pub seconds: u32,
    /// Commands given later: the second, and the line without the word `kubectl`.
    #[serde(rename = "do")]
    pub commands: Vec<(u32, String)>,
    /// The runs, alike but for what a kubelet leaves to chance.
    pub runs: Vec<Run>,
}

/// How a program behaves; times in milliseconds since the container started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct Workload {
    /// Until then connections to its port 8080 are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen_after_ms: Option<u64>,
    /// Until then `/ready` answers 503.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_after_ms: Option<u64>,
    /// Spans in which `/ready` answers 503 again: from, to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_ready: Option<Vec<(u64, u64)>>,
    /// `/ready` answers 503 for ever.
    #[serde(deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
    pub never_ready: Option<bool>,
    /// Connections are refused for ever.
    #[serde(deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
    pub never_listens: Option<bool>,
    /// From then on `/live` answers 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_until_ms: Option<u64>,
    /// From then on it accepts connections and never answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hang_at_ms: Option<u64>,
    /// It ends by itself after so long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_after_ms: Option<u64>,
    /// With which code it ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// It ends by itself only in the first so many starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crash_times: Option<u32>,
    /// From SIGTERM to its exit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_ms: Option<u64>,
    /// With which code it ends after SIGTERM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_exit: Option<i32>,
    /// It takes no notice of SIGTERM.
    #[serde(deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
    pub ignores_term: Option<bool>,
    /// How long pulling the image takes; the scenario is about pulling where this is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_ms: Option<u64>,
    /// The image cannot be pulled.
    #[serde(deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
    pub pull_fail: Option<bool>,
    /// The image cannot be pulled in the first so many tries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_fail_times: Option<u32>,
}

/// Yes or no, which the recordings write as a boolean or as a number.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected true, false or a number")]
    enum Flag {
        Bool(bool),
        Number(i64),
    }
    Ok(Some(match Flag::deserialize(deserializer)? {
        Flag::Bool(set) => set,
        Flag::Number(number) => number != 0,
    }))
}

/// One run; all times in milliseconds since the manifest was applied.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Commands and what they printed.
    pub commands: Vec<Command>,
    /// The Pods in order of creation.
    pub pods: Vec<Pod>,
    /// Events, each time that one was written.
    pub events: Vec<Event>,
    /// The Service's endpoints, at each change.
    pub endpoints: Vec<(i64, Endpoints)>,
    /// Sizes of the Deployment and its ReplicaSets, at each change.
    pub sizes: Vec<Size>,
}

/// A command that was given, and what it printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// When it was given.
    pub at: i64,
    /// The line without the word `kubectl`.
    pub kubectl: String,
    /// The exit code.
    pub exit: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// When it ended.
    pub ended: i64,
}

/// The life of one Pod.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pod {
    /// The Pod's name.
    pub name: String,
    /// The node it was bound to, if it was.
    pub node: Option<String>,
    /// What `kubectl get pods` would show, at each change; never empty.
    #[serde(deserialize_with = "rows")]
    pub rows: Vec<Row>,
    /// Phase, conditions and container state, at each change; none: gone from the API.
    pub status: Vec<(i64, Value)>,
    /// What the container runtime was told and did.
    pub runtime: Vec<Operation>,
}

fn rows<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Row>, D::Error> {
    let rows = Vec::deserialize(deserializer)?;
    if rows.is_empty() { Err(serde::de::Error::custom("a Pod needs at least one row")) } else { Ok(rows) }
}

/// What `kubectl get pods` would show from a moment on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "Vec<Value>", into = "Value")]
pub struct Row {
    /// From when on.
    pub t: i64,
    /// READY, STATUS, RESTARTS; none: gone from the API.
    pub shown: Option<[String; 3]>,
}

impl TryFrom<Vec<Value>> for Row {
    type Error = String;

    fn try_from(row: Vec<Value>) -> Result<Self, String> {
        match row.as_slice() {
            [Value::Number(t), Value::Null] => Ok(Self { t: milliseconds(t)?, shown: None }),
            [Value::Number(t), Value::String(ready), Value::String(status), Value::String(restarts)] => {
                Ok(Self {
                    t: milliseconds(t)?,
                    shown: Some([ready.clone(), status.clone(), restarts.clone()]),
                })
            }
            _ => Err("a row is [t, READY, STATUS, RESTARTS], or [t, null] for a Pod that is gone".into()),
        }
    }
}

impl From<Row> for Value {
    fn from(row: Row) -> Self {
        match row.shown {
            Some([ready, status, restarts]) => serde_json::json!([row.t, ready, status, restarts]),
            None => serde_json::json!([row.t, null]),
        }
    }
}

/// Something that the container runtime was told or did.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "Vec<Value>", into = "Value")]
pub struct Operation {
    /// When.
    pub t: i64,
    /// What and of which container.
    pub what: Operated,
}

/// What the runtime did: the verb, the container's attempt where there is one, and the rest (image, path and answer, timeout, code).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operated {
    /// `sandbox`, `pull`, `start`, `request`, `exec`, `term`, `exit` or `stopSandbox`.
    pub verb: String,
    /// How often the container had been started before.
    pub attempt: Option<i64>,
    /// What the verb is about.
    pub detail: String,
}

impl TryFrom<Vec<Value>> for Operation {
    type Error = String;

    fn try_from(operation: Vec<Value>) -> Result<Self, String> {
        let (t, verb, attempt, detail) = match operation.as_slice() {
            [Value::Number(t), Value::String(verb), Value::String(detail)] => (t, verb, None, detail),
            [Value::Number(t), Value::String(verb), Value::Number(attempt), Value::String(detail)] => {
                (t, verb, Some(attempt.as_i64().ok_or("the attempt is a whole number")?), detail)
            }
            _ => return Err("a runtime operation is [t, verb, attempt, detail] or [t, verb, detail]".into()),
        };
        let of_container = match verb.as_str() {
            "start" | "request" | "exec" | "term" | "exit" => true,
            "sandbox" | "pull" | "stopSandbox" => false,
            _ => return Err(format!("unknown runtime operation `{verb}`")),
        };
        if of_container != attempt.is_some() {
            return Err(format!("`{verb}` {} an attempt", if of_container { "needs" } else { "has no" }));
        }
        let what = Operated { verb: verb.clone(), attempt, detail: detail.clone() };
        Ok(Self { t: milliseconds(t)?, what })
    }
}

impl From<Operation> for Value {
    fn from(Operation { t, what: Operated { verb, attempt, detail } }: Operation) -> Self {
        match attempt {
            Some(attempt) => serde_json::json!([t, verb, attempt, detail]),
            None => serde_json::json!([t, verb, detail]),
        }
    }
}

/// An Event as it was written: time, object (`Pod/web-…`), component, type, reason, message, count.
pub type Event = (i64, String, String, String, String, String, i64);

/// Names of Pods by the condition of their endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoints {
    /// Those that are ready.
    pub ready: Vec<String>,
    /// Those that are serving.
    pub serving: Vec<String>,
    /// Those that are terminating.
    pub terminating: Vec<String>,
}

/// The size of a Deployment or ReplicaSet from a moment on.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "Vec<Value>", into = "Value")]
pub struct Size {
    /// From when on.
    pub t: i64,
    /// `Deployment` or `ReplicaSet`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// `spec.replicas`, `status.replicas`, updated, ready, available, terminating; none: gone from the API.
    pub counts: Option<[i64; 6]>,
    /// A Deployment's conditions: type, status, reason.
    pub conditions: Option<Value>,
}

impl TryFrom<Vec<Value>> for Size {
    type Error = String;

    fn try_from(size: Vec<Value>) -> Result<Self, String> {
        let shape = "a size is [t, kind, name, replicas, status.replicas, updated, ready, available, terminating (, conditions)], \
                     or [t, kind, name, null] for one that is gone";
        let [Value::Number(t), Value::String(kind), Value::String(name), rest @ ..] = size.as_slice() else {
            return Err(shape.into());
        };
        let (counts, conditions) = match rest {
            [Value::Null] => (None, None),
            [counts @ .., Value::Array(conditions)] => (Some(counts), Some(Value::Array(conditions.clone()))),
            counts => (Some(counts), None),
        };
        let counts = match counts {
            None => None,
            Some(counts) => {
                let counts: Option<Vec<i64>> = counts.iter().map(Value::as_i64).collect();
                Some(counts.and_then(|counts| counts.try_into().ok()).ok_or(shape)?)
            }
        };
        Ok(Self { t: milliseconds(t)?, kind: kind.clone(), name: name.clone(), counts, conditions })
    }
}

impl From<Size> for Value {
    fn from(size: Size) -> Self {
        let mut list = vec![size.t.into(), size.kind.into(), size.name.into()];
        match size.counts {
            Some(counts) => list.extend(counts.map(Self::from)),
            None => list.push(Self::Null),
        }
        list.extend(size.conditions);
        Self::Array(list)
    }
}

fn milliseconds(t: &serde_json::Number) -> Result<i64, String> {
    t.as_i64().ok_or_else(|| format!("a time is a whole number of milliseconds, not {t}"))
}

/// What the engine did with a recording's inputs, in the recording's own format.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Trace {
    /// Its runs, of which the first is judged.
    pub runs: Vec<Run>,
}
