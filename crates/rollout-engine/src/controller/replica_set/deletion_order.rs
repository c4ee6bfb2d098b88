//! Which Pods go first when a ReplicaSet shrinks (`pkg/controller/controller_utils.go`, `ActivePodsWithRanks`).

use crate::api::{Pod, ReplicaSet, Uid};
use crate::id::{PodId, ReplicaSetId};
use crate::time::Timestamp;
use crate::world::World;
use std::cmp::Ordering;
use std::rc::Rc;

/// The annotation with which a Pod says how much its deletion costs.
pub const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";

/// What a Pod is ranked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The Pod.
    pub pod: Rc<Pod>,
    /// How many active Pods of the same Deployment share its node.
    pub neighbours: i32,
}

/// The first five criteria: what they order is certain. Smaller goes first.
fn certain(ranked: &Ranked) -> (bool, u8, bool, i32, std::cmp::Reverse<i32>) {
    let Ranked { pod, neighbours } = ranked;
    (
        pod.node_name.is_some(),
        pod.status.phase as u8,
        pod.is_ready(),
        deletion_cost(pod),
        std::cmp::Reverse(*neighbours),
    )
}

/// Compares two Pods by all criteria; `Less` goes first. `now_ms`: milliseconds since 1970.
pub fn compare(a: &Ranked, b: &Ranked, now_ms: i64) -> Ordering {
    let by_time = |x: Option<Timestamp>, y: Option<Timestamp>| {
        compare_age(x, y, a.pod.meta.uid, b.pod.meta.uid, now_ms)
    };
    let restarts = |p: &Pod| p.status.container_statuses.iter().map(|c| c.restart_count).max().unwrap_or(0);
    let created = |p: &Pod| Some(p.meta.creation_timestamp).filter(|t| *t != Timestamp::default());
    let ready = |p: &Pod| p.ready_since().filter(|t| *t != Timestamp::default());
    certain(a)
        .cmp(&certain(b))
        .then_with(|| {
            let both_ready = a.pod.is_ready() && b.pod.is_ready();
            if both_ready { by_time(ready(&a.pod), ready(&b.pod)) } else { Ordering::Equal }
        })
        .then_with(|| restarts(&b.pod).cmp(&restarts(&a.pod)))
        .then_with(|| by_time(created(&a.pod), created(&b.pod)))
}

/// Younger first, on a logarithmic scale; within one step of it the smaller UID. Equal times say nothing.
fn compare_age(a: Option<Timestamp>, b: Option<Timestamp>, a_uid: Uid, b_uid: Uid, now_ms: i64) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    let (Some(a), Some(b)) = (a, b) else { return a.is_some().cmp(&b.is_some()) };
    age_step(a, now_ms).cmp(&age_step(b, now_ms)).then_with(|| a_uid.cmp(&b_uid))
}

/// The integer logarithm (base 2) of the nanoseconds since then; −1 if there are none.
fn age_step(since: Timestamp, now_ms: i64) -> i32 {
    let elapsed = i128::from(now_ms - since.0 * 1000) * 1_000_000;
    u128::try_from(elapsed)
        .ok()
        .and_then(u128::checked_ilog2)
        .and_then(|n| i32::try_from(n).ok())
        .unwrap_or(-1)
}

/// The number in the annotation; 0 if it is none, or not written plainly.
fn deletion_cost(pod: &Pod) -> i32 {
    let Some(text) = pod.meta.annotations.text(DELETION_COST) else { return 0 };
    let plain = !text.starts_with('+') && (text == "0" || !text.trim_start_matches('-').starts_with('0'));
    text.parse().ok().filter(|_| plain).unwrap_or(0)
}

/// The Pods of a ReplicaSet that go when `count` of them have to.
pub(crate) fn choose(world: &World, id: ReplicaSetId, replica_set: &ReplicaSet, count: i32) -> Vec<PodId> {
    let cache = &world.cache;
    let count = usize::try_from(count).unwrap_or(0);
    let Some(group) = cache.groups.get(&id) else { return Vec::new() };
    let active = group.pods.iter().filter_map(|pod| cache.pods.get(*pod).map(|c| (*pod, c)));
    let active = active.filter(|(pod, c)| c.object.is_active() && !group.misfits.contains(pod));
    if usize::try_from(group.active).unwrap_or(0) <= count {
        return active.map(|(pod, _)| pod).collect();
    }
    let related: Vec<&crate::cache::PodGroup> = match &replica_set.meta.owner {
        Some(owner) => cache.controlled_by(owner.uid).filter_map(|(r, _)| cache.groups.get(&r)).collect(),
        None => Vec::new(),
    };
    let neighbours: Vec<i32> = (0..world.cluster.nodes.len())
        .map(|node| related.iter().filter_map(|g| g.active_on.get(node)).sum())
        .collect();
    let mut candidates: Vec<(PodId, Ranked)> = active
        .map(|(pod, c)| {
            let neighbours = c.node.and_then(|n| neighbours.get(n.0 as usize).copied()).unwrap_or(0);
            (pod, Ranked { pod: Rc::clone(&c.object), neighbours })
        })
        .collect();
    let taken = world.cluster.script.as_ref().and_then(|s| s.taken.iter().rfind(|t| t.from <= world.now));
    let rank = |ranked: &Ranked| {
        let (assigned, phase, ready, cost, neighbours) = certain(ranked);
        let seen = taken.is_none_or(|t| !t.despite_neighbours);
        (assigned, phase, ready, cost, seen.then_some(neighbours))
    };
    candidates.sort_by_key(|(_, ranked)| rank(ranked));
    // Up to the border, the certain criteria decide; around it, the others choose among equals.
    let Some(border) = count.checked_sub(1).and_then(|i| candidates.get(i)).map(|(_, r)| rank(r)) else {
        return Vec::new();
    };
    let first_equal = candidates.partition_point(|(_, r)| rank(r) < border);
    let past_equal = candidates.partition_point(|(_, r)| rank(r) <= border);
    let now_ms = world.calendar.unix_ms(world.now);
    let script = taken.map(|t| t.pods.as_slice()).unwrap_or_default();
    if let Some(equals) = candidates.get_mut(first_equal..past_equal) {
        let in_script =
            |r: &Ranked| script.iter().position(|name| *name == r.pod.meta.name).unwrap_or(usize::MAX);
        select_first(equals, count - first_equal, |a, b| {
            in_script(&a.1).cmp(&in_script(&b.1)).then_with(|| compare(&a.1, &b.1, now_ms))
        });
    }
    candidates.into_iter().take(count).map(|(pod, _)| pod).collect()
}

/// Brings the `count` first to the front. The order need not be a total one (the real one is not), which the library's sorts demand.
fn select_first<T>(items: &mut [T], count: usize, order: impl Fn(&T, &T) -> Ordering) {
    for done in 0..count.min(items.len()) {
        let mut first = done;
        for i in done + 1..items.len() {
            if let (Some(a), Some(b)) = (items.get(i), items.get(first))
                && order(a, b) == Ordering::Less
            {
                first = i;
            }
        }
        items.swap(done, first);
    }
}
