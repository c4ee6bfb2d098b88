//! The format of `control-plane` recordings: one input at a time, and what the controllers did until they came to rest.

use super::{Format, Kind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A scenario as the real control plane played it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// The version of this format.
    pub format: Format,
    /// Always [`Kind::ControlPlane`].
    pub kind: Kind,
    /// The Kubernetes version that was recorded.
    pub kubernetes: String,
    /// The scenario's name.
    pub name: String,
    /// What it is, in a few words.
    pub about: String,
    /// How the node treats an image; one that is not listed turns Ready.
    pub images: BTreeMap<String, ImageBehaviour>,
    /// The date at `t` = 0, RFC 3339 with milliseconds; none where nothing was created at all.
    pub clock: Option<Timestamp>,
    /// Every Pod in order of creation.
    pub pods: Vec<Pod>,
    /// One per input, in order.
    pub steps: Vec<Step>,
}

/// How the scripted node treats the Pods of an image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ImageBehaviour {
    /// `fail`: it cannot be pulled, Pods wait in ImagePullBackOff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull: Option<String>,
    /// True: Pods wait in CrashLoopBackOff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crash: Option<bool>,
    /// `never`: Pods run but never turn Ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready: Option<String>,
}

/// What chance gave a Pod: names, UIDs and nodes have no rule behind them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pod {
    /// The Pod's name.
    pub name: String,
    /// Its UID.
    pub uid: String,
    /// The ReplicaSet that created it.
    pub replica_set: String,
    /// `metadata.creationTimestamp`, RFC 3339 in whole seconds.
    pub created: Timestamp,
    /// The node that the scheduler chose; none if it never did.
    pub node: Option<String>,
}

/// A Deployment's or ReplicaSet's condition: type, status, reason, message.
pub type Condition = (String, String, String, Option<String>);

/// One input and what came of it until rest, or until the next input where that came first.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Milliseconds since the start.
    pub t: u64,
    /// What came from outside.
    pub input: Input,
    /// Every write of a ReplicaSet's `spec.replicas`, in order: name, from, to. From none: created; to none: deleted.
    pub scale: Vec<(String, Option<i64>, Option<i64>)>,
    /// Messages of `ScalingReplicaSet` Events, in order. Absent once the real event recorder has begun to drop some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<String>>,
    /// Each different set of a Deployment's conditions, in order: the Deployment's name, the conditions sorted by type.
    pub progress: Vec<(String, Vec<Condition>)>,
    /// Names of the Pods created, in order within a ReplicaSet.
    pub created: Vec<String>,
    /// Names of the Pods given a deletionTimestamp, sorted.
    pub deleted: Vec<String>,
    /// What kubectl printed, where the input is a command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kubectl: Option<Output>,
    /// What was stored at rest: `deployments` by name, `replicaSets` in order of creation, `endpoints` where there is a Service.
    /// Absent where the next input came before rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Value>,
}

/// What came from outside.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "InputFields", into = "InputFields")]
pub enum Input {
    /// A command line without the word `kubectl`, and what it was given on standard input.
    Kubectl {
        /// The command line.
        command: String,
        /// Standard input.
        stdin: Option<String>,
    },
    /// A change on the node's side.
    Node {
        /// What changed.
        change: NodeChange,
        /// The Pod's name.
        pod: String,
    },
}

/// What changed on the node's side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeChange {
    /// The Pod's Ready condition turned True; with its lastTransitionTime, RFC 3339.
    Ready(Timestamp),
    /// The Pod's Ready condition turned False; with its lastTransitionTime, RFC 3339.
    Unready(Timestamp),
    /// The terminating Pod has ended and is removed.
    Gone,
}

/// The input as it is written down.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct InputFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    kubectl: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stdin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pod: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stamp: Option<Timestamp>,
}

impl TryFrom<InputFields> for Input {
    type Error = String;

    fn try_from(fields: InputFields) -> Result<Self, String> {
        match fields {
            InputFields { kubectl: Some(command), stdin, node: None, pod: None, stamp: None } => {
                Ok(Self::Kubectl { command, stdin })
            }
            InputFields { kubectl: None, stdin: None, node: Some(change), pod: Some(pod), stamp } => {
                let change = match (change.as_str(), stamp) {
                    ("ready", Some(stamp)) => NodeChange::Ready(stamp),
                    ("unready", Some(stamp)) => NodeChange::Unready(stamp),
                    ("gone", _) => NodeChange::Gone,
                    ("ready" | "unready", None) => {
                        return Err(format!("an input `{change}` needs a `stamp`"));
                    }
                    _ => {
                        return Err(format!(
                            "unknown input `{change}`, known are `ready`, `unready` and `gone`"
                        ));
                    }
                };
                Ok(Self::Node { change, pod })
            }
            _ => {
                Err("unknown input: it has either `kubectl` (and `stdin`) or `node` and `pod` (and `stamp`)"
                    .into())
            }
        }
    }
}

impl From<Input> for InputFields {
    fn from(input: Input) -> Self {
        match input {
            Input::Kubectl { command, stdin } => {
                Self { kubectl: Some(command), stdin, node: None, pod: None, stamp: None }
            }
            Input::Node { change, pod } => {
                let (node, stamp) = match change {
                    NodeChange::Ready(stamp) => ("ready", Some(stamp)),
                    NodeChange::Unready(stamp) => ("unready", Some(stamp)),
                    NodeChange::Gone => ("gone", None),
                };
                Self { kubectl: None, stdin: None, node: Some(node.into()), pod: Some(pod), stamp }
            }
        }
    }
}

/// What a command printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The exit code.
    pub exit: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// What the engine did with a recording's inputs, in the recording's own format.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Trace {
    /// One per input, in order.
    pub steps: Vec<Step>,
}
