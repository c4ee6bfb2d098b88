//! Objects as the API server writes them, as far as something is told of them.

use crate::cluster::{Deployment, Pod, ReplicaSet};
use crate::json::Json;
use rollout_engine::api::IntOrPercent;
use rollout_engine::controller::deployment::replicas::resolve_fenceposts;

/// What a recording says of one object.
pub(super) enum What {
    Deployment(Deployment),
    ReplicaSet(ReplicaSet),
    Pod(Pod),
    Gone(&'static str, String),
    Warning(String),
}

impl What {
    /// Reads an object; none, if nothing is told of its kind. `prefix` stands before its name and that of its owner.
    pub(super) fn read(object: &Json, prefix: &str, deleted: bool) -> Option<Self> {
        let meta = object.at("metadata");
        let name = [prefix, meta.at("name").text()].concat();
        let spec = object.at("spec");
        let image = || {
            let containers = spec.at("template.spec.containers").items();
            containers.first().map_or("", |c| c.at("image").text()).to_owned()
        };
        let owner = || {
            let owners = meta.at("ownerReferences").items();
            let owner = owners.iter().find(|o| o.at("controller").is_true());
            owner.map(|o| [prefix, o.at("name").text()].concat()).unwrap_or_default()
        };
        // A Pod that has no time left to end has ended.
        let ended =
            meta.at("deletionTimestamp").text() != "" && meta.at("deletionGracePeriodSeconds").text() == "0";
        Some(match object.at("kind").text() {
            "Deployment" if deleted => Self::Gone("Deployment", name),
            "ReplicaSet" if deleted => Self::Gone("ReplicaSet", name),
            "Pod" if deleted || ended => Self::Gone("Pod", name),
            "Deployment" => Self::Deployment(Deployment {
                image: image(),
                replicas: number(spec.at("replicas"), 1),
                ceiling: limits(spec).map(|l| l.0),
                floor: limits(spec).map(|l| l.1),
                paused: spec.at("paused").is_true(),
                available: object.at("status.availableReplicas").count(),
                progress: progress(object.at("status.conditions")),
                name,
            }),
            "ReplicaSet" => Self::ReplicaSet(ReplicaSet {
                image: image(),
                owner: owner(),
                replicas: number(spec.at("replicas"), 1),
                name,
            }),
            "Pod" => Self::Pod(pod(object, name, owner())),
            "Event" if !deleted && object.at("type").text() == "Warning" => {
                let about = object.at("involvedObject");
                let place = [about.at("kind").text(), " ", about.at("name").text()].concat();
                Self::Warning(
                    [&*place, ": ", object.at("reason").text(), ": ", object.at("message").text()].concat(),
                )
            }
            _ => return None,
        })
    }

    /// Its kind; none of a warning, which is about another object.
    pub(super) fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Deployment(_) => Some("Deployment"),
            Self::ReplicaSet(_) => Some("ReplicaSet"),
            Self::Pod(_) => Some("Pod"),
            Self::Gone(kind, _) => Some(kind),
            Self::Warning(_) => None,
        }
    }

    /// The name of what is there; empty for all else.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Deployment(d) => &d.name,
            Self::ReplicaSet(r) => &r.name,
            Self::Pod(p) => &p.name,
            Self::Gone(..) | Self::Warning(_) => "",
        }
    }
}

fn number(value: &Json, without: i64) -> i64 {
    if value.text().is_empty() { without } else { value.count() }
}

/// The ceiling and the floor of a rolling update.
fn limits(spec: &Json) -> Option<(i64, i64)> {
    if spec.at("strategy.type").text() == "Recreate" {
        return None;
    }
    let value = |path: &str| match spec.at(path) {
        Json::Number(number) => number.parse().ok().map(IntOrPercent::Int),
        Json::Text(text) => IntOrPercent::parse_text(text),
        _ => Some(IntOrPercent::Percent(25)),
    };
    let replicas = i32::try_from(number(spec.at("replicas"), 1)).ok()?;
    let (surge, unavailable) = resolve_fenceposts(
        value("strategy.rollingUpdate.maxSurge")?,
        value("strategy.rollingUpdate.maxUnavailable")?,
        replicas,
    );
    Some((i64::from(replicas) + i64::from(surge), i64::from(replicas) - i64::from(unavailable.min(replicas))))
}

fn progress(conditions: &Json) -> (String, String) {
    let found = conditions.items().iter().find(|c| c.at("type").text() == "Progressing");
    found.map_or_else(Default::default, |c| {
        (c.at("reason").text().to_owned(), c.at("message").text().to_owned())
    })
}

/// A Pod, with the STATUS that kubectl would print for it.
fn pod(object: &Json, name: String, owner: String) -> Pod {
    let status = object.at("status");
    let containers = || status.at("containerStatuses").items().iter();
    let ready = status.at("conditions").items().iter().find(|c| c.at("type").text() == "Ready");
    let leaving = !object.at("metadata.deletionTimestamp").text().is_empty();
    let reason = containers().rev().find_map(|c| {
        let of = |path: &str| Some(c.at(path).text()).filter(|reason| !reason.is_empty());
        of("state.waiting.reason").or_else(|| of("state.terminated.reason"))
    });
    let phase =
        || Some(status.at("reason").text()).filter(|r| !r.is_empty()).unwrap_or(status.at("phase").text());
    let printed = if leaving { "Terminating" } else { reason.unwrap_or_else(phase) };
    Pod {
        name,
        owner,
        status: printed.to_owned(),
        ready: ready.is_some_and(|c| c.at("status").text() == "True"),
        leaving,
        restarts: containers().map(|c| c.at("restartCount").count()).sum(),
    }
}
