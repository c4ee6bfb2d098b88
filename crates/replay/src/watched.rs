//! What `kubectl get … -o json`, with `-w` and with or without `--output-watch-events`, prints: objects, lists of them, and events of a
//! watch, one after the other. Watches of several kinds may simply follow each other in one file: each write of a cluster has a
//! number of its own, and that is the order.

mod object;
mod time;

use crate::changes::{Change, between};
use crate::cluster::{Cluster, put, take_out};
use crate::json::Json;
use crate::{Moment, Refusal, Replay, refuse};
use object::What;
use rollout_engine::order::sort_by_key;
use time::latest;

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
    /// All that there is of the kinds in it, if it was a list.
    whole: bool,
    what: Vec<What>,
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
        let Some(what) = What::read(object, &self.prefix(meta), deleted) else { return };
        let version = meta.at("resourceVersion").text().parse().unwrap_or(0);
        self.seen.push(Seen { version, second: latest(object), whole: false, what: vec![what] });
    }

    /// What stands before the names of an object: nothing in the namespace of the first object, else its own.
    fn prefix(&mut self, meta: &Json) -> String {
        let namespace = meta.at("namespace").text();
        let first = self.namespace.get_or_insert_with(|| namespace.to_owned());
        if *first == namespace { String::new() } else { [namespace, "/"].concat() }
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
        sort_by_key(&mut self.seen, |s| s.version);
        let first = self.seen.iter().map(|s| s.second).find(|s| *s > 0).unwrap_or(0);
        let (mut cluster, mut moments) = (Cluster::default(), Vec::<Moment>::new());
        let (mut second, mut in_it, mut warned) = (first, 0_u64, Vec::new());
        for seen in self.seen {
            let (old, at) = (cluster.clone(), seen.second);
            let warnings = seen.take_in(&mut cluster, &mut warned);
            let mut changes = between(&old, &cluster);
            changes.extend(warnings);
            if changes.is_empty() && !moments.is_empty() {
                continue;
            }
            in_it += 1;
            if at > second {
                (second, in_it) = (at, 0);
            }
            let whole = u64::try_from(second - first).unwrap_or(0) * 1000;
            // What falls into one second is spread over it, so that each step can be seen.
            moments.push(Moment { at_ms: whole + (in_it * 20).min(980), changes, cluster: cluster.clone() });
        }
        Ok(Replay { about: String::new(), moments })
    }
}

impl Seen {
    /// Brings the cluster to what was seen; the warnings that were not told before.
    fn take_in(self, cluster: &mut Cluster, warned: &mut Vec<String>) -> Vec<Change> {
        if self.whole {
            let kinds: Vec<&str> = self.what.iter().filter_map(What::kind).collect();
            let is_mixed = kinds.iter().any(|kind| Some(kind) != kinds.first());
            // A list of one kind says nothing of the others.
            let stays = |kind: &str, name: &str| {
                let is_told = is_mixed || kinds.contains(&kind);
                !is_told || self.what.iter().any(|w| w.kind() == Some(kind) && w.name() == name)
            };
            cluster.pods.retain(|p| stays("Pod", &p.name));
            cluster.replica_sets.retain(|r| stays("ReplicaSet", &r.name));
            cluster.deployments.retain(|d| stays("Deployment", &d.name));
        }
        let mut warnings = Vec::new();
        for what in self.what {
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
        warnings
    }
}
