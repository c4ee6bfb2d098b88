//! The annotations that the Deployment controller keeps its books in (`pkg/controller/deployment/util/deployment_util.go`).

use crate::api::{Annotations, Name, ReplicaSet};

/// A ReplicaSet's place in the history.
pub const REVISION: &str = "deployment.kubernetes.io/revision";
/// The places that a ReplicaSet had before.
pub const REVISION_HISTORY: &str = "deployment.kubernetes.io/revision-history";
/// `spec.replicas` of the Deployment when the ReplicaSet was last sized.
pub const DESIRED_REPLICAS: &str = "deployment.kubernetes.io/desired-replicas";
/// The ceiling when the ReplicaSet was last sized.
pub const MAX_REPLICAS: &str = "deployment.kubernetes.io/max-replicas";
/// What `kubectl apply` remembers.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
/// Asks the controller itself for a rollback: a legacy.
pub const ROLLBACK_TO: &str = "deprecated.deployment.rollback.to";

/// The longest `revision-history`, in characters.
const LONGEST_HISTORY: usize = 2000;

/// Whether an annotation stays with the object it is on, and is not copied between Deployment and ReplicaSet.
pub fn is_own(key: &str) -> bool {
    [LAST_APPLIED, REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, ROLLBACK_TO].contains(&key)
}

/// A ReplicaSet's revision: 0 without the annotation, nothing if it is no number.
pub fn revision(replica_set: &ReplicaSet) -> Option<i64> {
    replica_set.meta.annotations.text(REVISION).map_or(Some(0), |text| text.parse().ok())
}

/// The highest revision; texts that are no number do not count.
pub fn max_revision<'a>(replica_sets: impl IntoIterator<Item = &'a ReplicaSet>) -> i64 {
    replica_sets.into_iter().filter_map(revision).fold(0, i64::max)
}

/// A number in an annotation, if it is an int32 that is not negative.
pub fn non_negative(annotations: &Annotations, key: &str) -> Option<i32> {
    annotations.text(key)?.parse().ok().filter(|n: &i32| *n >= 0)
}

/// Writes what a ReplicaSet is sized for; whether that changed anything.
pub fn set_replicas_annotations(annotations: &mut Annotations, desired: i32, max: i32) -> bool {
    let changed = replicas_annotations_differ(annotations, desired, max);
    if changed {
        annotations.set(DESIRED_REPLICAS, desired.to_string());
        annotations.set(MAX_REPLICAS, max.to_string());
    }
    changed
}

/// Whether the annotations say something else than these sizes.
pub fn replicas_annotations_differ(annotations: &Annotations, desired: i32, max: i32) -> bool {
    let says = |key: &str, number: i32| annotations.text(key).is_some_and(|text| text == number.to_string());
    !says(DESIRED_REPLICAS, desired) || !says(MAX_REPLICAS, max)
}

/// The annotations of the new ReplicaSet: the Deployment's own are copied onto it, and its revision is raised.
/// `existing`: the ReplicaSet was there before, so its earlier revision goes into its history.
pub fn new_replica_set_annotations(
    deployment: &Annotations,
    mut annotations: Annotations,
    new_revision: i64,
    existing: bool,
) -> Annotations {
    let before = annotations.clone();
    for (key, value) in deployment.iter() {
        if !is_own(key) && annotations.get(key) != Some(value) {
            annotations.set(key, Name::clone(value));
        }
    }
    let old_text = annotations.text(REVISION).map(str::to_owned);
    let old = match old_text.as_deref().map(str::parse::<i64>) {
        None => 0,
        Some(Ok(number)) => number,
        // A revision that is no number: hands off.
        Some(Err(_)) => return before,
    };
    if old >= new_revision {
        return annotations;
    }
    annotations.set(REVISION, new_revision.to_string());
    if let (true, Some(old_text)) = (existing, old_text) {
        append_to_history(&mut annotations, &old_text, LONGEST_HISTORY);
    }
    annotations
}

/// Appends a revision to the history; the oldest are dropped so that it stays short enough.
pub(crate) fn append_to_history(annotations: &mut Annotations, revision: &str, longest: usize) {
    let history = annotations.text(REVISION_HISTORY).unwrap_or_default().to_owned();
    let mut kept: Vec<&str> = history.split(',').filter(|r| !r.is_empty()).collect();
    kept.push(revision);
    let length = |kept: &[&str]| kept.iter().map(|r| r.len() + 1).sum::<usize>().saturating_sub(1);
    while length(&kept) > longest && kept.len() > 1 {
        kept.remove(0);
    }
    if length(&kept) <= longest {
        annotations.set(REVISION_HISTORY, kept.join(","));
    }
}
