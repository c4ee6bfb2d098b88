//! What `kubectl get … -o json`, with `-w` and with or without `--output-watch-events`, prints: objects, lists of them, and events of a
//! watch, one after the other. Watches of several kinds may simply follow each other in one file: each write of a cluster has a
//! number of its own, and that is the order.

use crate::changes::{Change, between};
use crate::cluster::{Cluster, Deployment, Pod, ReplicaSet, put, take_out};
use crate::json::Json;
use crate::{Moment, Refusal, Replay, refuse};
use rollout_engine::api::IntOrPercent;
use rollout_engine::controller::deployment::replicas::resolve_fenceposts;

/// What was seen, in the order of the text.
#[derive(Default)]
pub(crate) struct Watched {
    seen: Vec<Seen>,
    namespace: Option<String>,
}

struct Seen {
    /// `metadata.resourceVersion`: grows with every write to the cluster.
    version: u64,
    /// The latest time that the objects tell of, in seconds since 1970.
    second: i64,
    /// All that there is, if it was a list.
    whole: bool,
    what: Vec<What>,
}

enum What {
    Deployment(Deployment),
    ReplicaSet(ReplicaSet),
    Pod(Pod),
    Gone(&'static str, String),
    Warning(String),
}

impl What {
    fn name(&self) -> &str {
        match self {
            Self::Deployment(d) => &d.name,
            Self::ReplicaSet(r) => &r.name,
            Self::Pod(p) => &p.name,
            Self::Gone(..) | Self::Warning(_) => "",
        }
    }
}

impl Watched {
    /// Takes in an object, a list, or an event of a watch.
    pub(crate) fn take(&mut self, value: &Json) {
        let object = value.at("object");
        if !object.entries().is_empty() && value.at("kind").text().is_empty() {
            return self.object(object, value.at("type").text() == "DELETED");
        }
        let items = value.at("items").items();
        if items.is_empty() {
            return self.object(value, false);
        }
        let first = self.seen.len();
        for item in items {
            self.object(item, false);
        }
        // What was listed together was there at the same time.
        let listed: Vec<Seen> = self.seen.drain(first..).collect();
        let most = |of: fn(&Seen) -> i64| listed.iter().map(of).max().unwrap_or(0);
        let (version, second) = (listed.iter().map(|s| s.version).max().unwrap_or(0), most(|s| s.second));
        let what = listed.into_iter().flat_map(|s| s.what).collect();
        self.seen.push(Seen { version, second, whole: true, what });
    }

    fn object(&mut self, object: &Json, deleted: bool) {
        let meta = object.at("metadata");
        let name = self.name(meta);
        let spec = object.at("spec");
        let image = || {
            let containers = spec.at("template.spec.containers").items();
            containers.first().map_or("", |c| c.at("image").text()).to_owned()
        };
        let owner = || {
            let owners = meta.at("ownerReferences").items().iter();
            owners
                .filter(|o| o.at("controller").is_true())
                .map(|o| o.at("name").text())
                .next()
                .unwrap_or("")
                .to_owned()
        };
        // A Pod that has no time left to end has ended.
        let ended =
            meta.at("deletionTimestamp").text() != "" && meta.at("deletionGracePeriodSeconds").text() == "0";
        let what = match object.at("kind").text() {
            "Deployment" if deleted => What::Gone("Deployment", name),
            "ReplicaSet" if deleted => What::Gone("ReplicaSet", name),
            "Pod" if deleted || ended => What::Gone("Pod", name),
            "Deployment" => What::Deployment(Deployment {
                image: image(),
                replicas: number(spec.at("replicas"), 1),
                ceiling: limits(spec).map(|l| l.0),
                floor: limits(spec).map(|l| l.1),
                paused: spec.at("paused").is_true(),
                available: object.at("status.availableReplicas").int(),
                progress: progress(object.at("status.conditions")),
                name,
            }),
            "ReplicaSet" => What::ReplicaSet(ReplicaSet {
                image: image(),
                owner: owner(),
                replicas: number(spec.at("replicas"), 1),
                name,
            }),
            "Pod" => What::Pod(pod(object, name, owner())),
            "Event" if !deleted && object.at("type").text() == "Warning" => {
                let about = object.at("involvedObject");
                let place = [about.at("kind").text(), " ", about.at("name").text()].concat();
                What::Warning(
                    [&*place, ": ", object.at("reason").text(), ": ", object.at("message").text()].concat(),
                )
            }
            _ => return,
        };
        let version = meta.at("resourceVersion").text().parse().unwrap_or(0);
        self.seen.push(Seen { version, second: latest(object), whole: false, what: vec![what] });
    }

    /// Its name; in another namespace than that of the first object, with that before it.
    fn name(&mut self, meta: &Json) -> String {
        let (namespace, name) = (meta.at("namespace").text(), meta.at("name").text());
        let first = self.namespace.get_or_insert_with(|| namespace.to_owned());
        if *first == namespace { name.to_owned() } else { [namespace, "/", name].concat() }
    }

    /// The moments, in the order in which the cluster was written to.
    pub(crate) fn replay(mut self) -> Result<Replay, Refusal> {
        let is_object = |s: &Seen| s.what.iter().any(|w| !matches!(w, What::Warning(_)));
        if !self.seen.iter().any(is_object) {
            return Err(refuse(
                "there is no Deployment, ReplicaSet or Pod in it: record with kubectl get deployments,replicasets,pods,events -o json, \
                 or with -w for one kind after the other",
            ));
        }
        self.seen.sort_by_key(|s| s.version);
        let first = self.seen.iter().map(|s| s.second).find(|s| *s > 0).unwrap_or(0);
        let (mut cluster, mut moments) = (Cluster::default(), Vec::<Moment>::new());
        let (mut second, mut in_it, mut warned) = (first, 0_u64, Vec::new());
        for seen in self.seen {
            let old = cluster.clone();
            let mut warnings = Vec::new();
            if seen.whole {
                let listed = |name: &str| seen.what.iter().any(|w| w.name() == name);
                cluster.pods.retain(|p| listed(&p.name));
                cluster.replica_sets.retain(|r| listed(&r.name));
                cluster.deployments.retain(|d| listed(&d.name));
            }
            for what in seen.what {
                match what {
                    What::Deployment(d) => put(&mut cluster.deployments, d),
                    What::ReplicaSet(r) => put(&mut cluster.replica_sets, r),
                    What::Pod(p) => put(&mut cluster.pods, p),
                    What::Gone("Pod", name) => take_out(&mut cluster.pods, &name),
                    What::Gone("ReplicaSet", name) => take_out(&mut cluster.replica_sets, &name),
                    What::Gone(_, name) => take_out(&mut cluster.deployments, &name),
                    // A list shows it again and again.
                    What::Warning(message) if warned.contains(&message) => {}
                    What::Warning(message) => {
                        warned.push(message.clone());
                        warnings.push(Change::Warning(message));
                    }
                }
            }
            let mut changes = between(&old, &cluster);
            changes.append(&mut warnings);
            if changes.is_empty() && !moments.is_empty() {
                continue;
            }
            in_it += 1;
            if seen.second > second {
                (second, in_it) = (seen.second, 0);
            }
            let whole = u64::try_from(second - first).unwrap_or(0) * 1000;
            // What falls into one second is spread over it, so that each step can be seen.
            moments.push(Moment { at_ms: whole + (in_it * 20).min(980), changes, cluster: cluster.clone() });
        }
        Ok(Replay { about: String::new(), moments })
    }
}

fn number(value: &Json, without: i64) -> i64 {
    if value.text().is_empty() { without } else { value.int() }
}

/// The ceiling and the floor of a rolling update.
fn limits(spec: &Json) -> Option<(i64, i64)> {
    if spec.at("strategy.type").text() == "Recreate" {
        return None;
    }
    let value = |path: &str| {
        let text = spec.at(path).text();
        if text.is_empty() { Some(IntOrPercent::Percent(25)) } else { IntOrPercent::parse_text(text) }
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
        restarts: containers().map(|c| c.at("restartCount").int()).sum(),
    }
}

/// The latest time in what a cluster writes into an object by itself. When it will be gone at the latest lies ahead.
fn latest(object: &Json) -> i64 {
    let mut latest = 0;
    for part in ["metadata", "status"] {
        for (key, value) in object.at(part).entries() {
            if !matches!(&**key, "annotations" | "labels" | "deletionTimestamp") {
                walk(value, &mut latest);
            }
        }
    }
    for key in ["lastTimestamp", "eventTime"] {
        walk(object.at(key), &mut latest);
    }
    let grace = object.at("metadata.deletionGracePeriodSeconds").int();
    seconds(object.at("metadata.deletionTimestamp").text()).map_or(latest, |end| latest.max(end - grace))
}

fn walk(value: &Json, latest: &mut i64) {
    match value {
        Json::Text(text) => *latest = (*latest).max(seconds(text).unwrap_or(0)),
        Json::List(items) => items.iter().for_each(|item| walk(item, latest)),
        Json::Map(entries) => entries.iter().for_each(|(_, value)| walk(value, latest)),
        _ => {}
    }
}

/// Seconds since 1970 of `2026-11-23T19:01:24Z`, also with a fraction; none if it is something else.
fn seconds(text: &str) -> Option<i64> {
    let fits = text.len() >= 20 && text.len() <= 30 && text.is_ascii() && text.ends_with('Z');
    if !fits || text.get(4..5) != Some("-") || text.get(10..11) != Some("T") {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    // Years that begin in March, so that the leap day comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some((days - 719_468) * 86_400 + part(11, 13)? * 3600 + part(14, 16)? * 60 + part(17, 19)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        let check = |text, expected| assert_eq!(seconds(text), expected, "{text}");
        check("1970-01-01T00:00:00Z", Some(0));
        check("2026-11-23T19:39:11Z", Some(1_795_462_751));
        check("2000-02-29T00:00:00.123456Z", Some(951_782_400));
        check("web-5cbcff677b-b9vzh-Z", None);
    }
}
