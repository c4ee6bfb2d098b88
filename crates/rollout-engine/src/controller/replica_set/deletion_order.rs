//! Which Pods go first when a ReplicaSet shrinks (`pkg/controller/controller_utils.go`, `ActivePodsWithRanks`).

use crate::api::{Pod, PodPhase, ReplicaSet, Uid};
use crate::cache::PodGroup;
use crate::id::{NodeId, PodId, ReplicaSetId};
use crate::time::Timestamp;
use crate::world::World;
use std::cmp::Ordering;

/// The annotation with which a Pod says how much its deletion costs.
pub const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";

/// What a Pod is ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    assigned: bool,
    phase: PodPhase,
    ready: bool,
    deletion_cost: i32,
    /// How many active Pods of the same Deployment share its node.
    pub neighbours: i32,
    /// The default where it is not known.
    ready_since: Timestamp,
    restarts: u32,
    created: Timestamp,
    /// Its higher half and its lower one: so that there is no gap between two of them in memory.
    uid: [u64; 2],
}

/// What [`choose`] has to know of a Pod. It goes through those of many Pods at each shrink: so they stand close to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    rank: Rank,
    node: NodeId,
    /// Neither ended nor being deleted.
    active: bool,
}

/// The node of a Pod that has none.
const NOWHERE: NodeId = NodeId(u32::MAX);

impl Standing {
    pub(crate) fn of(pod: &Pod, node: Option<NodeId>) -> Self {
        Self { rank: Rank::of(pod), node: node.unwrap_or(NOWHERE), active: pod.is_active() }
    }
}

impl Rank {
    /// What a Pod itself says; who shares its node, it does not know.
    pub fn of(pod: &Pod) -> Self {
        let Uid(uid) = pod.meta.uid;
        Self {
            assigned: pod.node_name.is_some(),
            phase: pod.status.phase,
            ready: pod.is_ready(),
            deletion_cost: deletion_cost(pod),
            neighbours: 0,
            ready_since: pod.ready_since().unwrap_or_default(),
            restarts: pod.status.container_statuses.iter().map(|c| c.restart_count).max().unwrap_or(0),
            created: pod.meta.creation_timestamp,
            uid: [(uid >> 64) as u64, uid as u64],
        }
    }

    /// The first five criteria in one number: what they order is certain. Smaller goes first.
    fn certain(&self, neighbours: i32) -> u128 {
        let above_least = |n: i32| u128::from(n.wrapping_sub(i32::MIN) as u32);
        let flags = (u128::from(self.assigned) << 8) | ((self.phase as u128) << 1) | u128::from(self.ready);
        (flags << 64) | (above_least(self.deletion_cost) << 32) | above_least(!neighbours)
    }
}

/// Compares two Pods by all criteria; `Less` goes first. `now_ms`: milliseconds since 1970.
pub fn compare(a: &Rank, b: &Rank, now_ms: i64) -> Ordering {
    a.certain(a.neighbours).cmp(&b.certain(b.neighbours)).then_with(|| compare_ages(a, b, now_ms))
}

/// Compares two Pods by the other criteria.
fn compare_ages(a: &Rank, b: &Rank, now_ms: i64) -> Ordering {
    // Younger first, on a logarithmic scale; within one step of it the smaller UID. Equal times say nothing. None comes first.
    let step = |since: Timestamp| (since != Timestamp::default()).then(|| age_step(since, now_ms));
    let by_age = |x: Timestamp, y: Timestamp| {
        if x == y { Ordering::Equal } else { step(x).cmp(&step(y)).then_with(|| a.uid.cmp(&b.uid)) }
    };
    let by_ready = if a.ready && b.ready { by_age(a.ready_since, b.ready_since) } else { Ordering::Equal };
    by_ready.then_with(|| b.restarts.cmp(&a.restarts)).then_with(|| by_age(a.created, b.created))
}

/// The integer logarithm (base 2) of the nanoseconds since then; −1 if there are none.
fn age_step(since: Timestamp, now_ms: i64) -> i32 {
    let elapsed = (now_ms - since.0 * 1000).saturating_mul(1_000_000);
    u64::try_from(elapsed).ok().and_then(u64::checked_ilog2).and_then(|n| i32::try_from(n).ok()).unwrap_or(-1)
}

/// The number in the annotation; 0 if it is none, or not written plainly.
fn deletion_cost(pod: &Pod) -> i32 {
    let Some(text) = pod.meta.annotations.text(DELETION_COST) else { return 0 };
    let plain = !text.starts_with('+') && (text == "0" || !text.trim_start_matches('-').starts_with('0'));
    text.parse().ok().filter(|_| plain).unwrap_or(0)
}

/// A Pod that may go.
#[derive(Clone, Copy, Debug)]
struct Candidate<'a> {
    id: PodId,
    certain: u128,
    rank: &'a Rank,
    /// Its place in the script's list, where there is one.
    scripted: usize,
}

/// The Pods of a ReplicaSet that go when `count` of them have to, the first to go first.
pub(crate) fn choose(world: &World, id: ReplicaSetId, replica_set: &ReplicaSet, count: i32) -> Vec<PodId> {
    let cache = &world.cache;
    let count = usize::try_from(count).unwrap_or(0);
    let Some(group) = cache.groups.get(&id) else { return Vec::new() };
    let all_fit = group.misfits.is_empty();
    let active = group.pods.iter().filter_map(|pod| cache.standings.get(pod).map(|s| (pod, s)));
    let active = active.filter(|(pod, s)| s.active && (all_fit || !group.misfits.contains(*pod)));
    if usize::try_from(group.active).unwrap_or(0) <= count {
        return active.map(|(pod, _)| pod).collect();
    }
    let related: Vec<&PodGroup> = match &replica_set.meta.owner {
        Some(owner) => cache.controlled_by(owner.uid).filter_map(|(r, _)| cache.groups.get(&r)).collect(),
        None => Vec::new(),
    };
    let neighbours: Vec<i32> = (0..world.cluster.nodes.len())
        .map(|node| related.iter().filter_map(|g| g.active_on.get(node)).sum())
        .collect();
    let taken = world.cluster.script.as_ref().and_then(|s| s.taken.iter().rfind(|t| t.from <= world.now));
    let now_ms = world.calendar.unix_ms(world.now);
    let sees_neighbours = taken.is_none_or(|t| !t.despite_neighbours);
    let candidates = active.map(|(id, standing)| {
        let rank = &standing.rank;
        let node = Some(standing.node.0 as usize).filter(|_| sees_neighbours);
        let certain = rank.certain(node.and_then(|n| neighbours.get(n).copied()).unwrap_or(0));
        let scripted = taken.map_or(0, |t| {
            let name = cache.pods.get(id).map(|c| &c.object.meta.name);
            t.pods.iter().position(|pod| Some(pod) == name).unwrap_or(usize::MAX)
        });
        Candidate { id, certain, rank, scripted }
    });
    let first = first_of(candidates, count, |a, b| {
        // What is certain comes before what the script says, and that before what is not.
        let certain = a.certain.cmp(&b.certain).then(a.scripted.cmp(&b.scripted));
        certain.then_with(|| compare_ages(a.rank, b.rank, now_ms)).then_with(|| a.id.cmp(&b.id))
    });
    first.into_iter().map(|c| c.id).collect()
}

/// The `count` first, in order. The order need not be a total one (the real one is not), which the library's sorts demand.
fn first_of<T>(
    mut items: impl Iterator<Item = T>,
    count: usize,
    order: impl Fn(&T, &T) -> Ordering,
) -> Vec<T> {
    // A heap of the first so far, the last of them on top: what comes after it is not kept.
    let mut first: Vec<T> = items.by_ref().take(count).collect();
    let count = first.len();
    for top in (0..count / 2).rev() {
        sift_down(&mut first, top, count, &order);
    }
    for item in items {
        if let Some(last) = first.first_mut().filter(|last| order(&item, last) == Ordering::Less) {
            *last = item;
            sift_down(&mut first, 0, count, &order);
        }
    }
    for end in (1..count).rev() {
        first.swap(0, end);
        sift_down(&mut first, 0, end, &order);
    }
    first
}

/// Puts the item at `top` where it belongs in the heap of the first `len` items, whose greatest is on top.
fn sift_down<T>(items: &mut [T], mut top: usize, len: usize, order: &impl Fn(&T, &T) -> Ordering) {
    let less = |items: &[T], a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => order(a, b) == Ordering::Less,
        _ => false,
    };
    loop {
        let (left, right) = (2 * top + 1, 2 * top + 2);
        if left >= len {
            return;
        }
        let greater = if right < len && less(items, left, right) { right } else { left };
        if !less(items, top, greater) {
            return;
        }
        items.swap(top, greater);
        top = greater;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_come_out_in_order() {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state >> 40
        };
        for len in 0..40 {
            let numbers: Vec<u64> = (0..len).map(|_| next() % 16).collect();
            for count in 0..=len + 1 {
                let selected = first_of(numbers.iter().copied(), count, Ord::cmp);
                let mut sorted = numbers.clone();
                sorted.sort_unstable();
                sorted.truncate(count);
                assert_eq!(selected, sorted, "{count} of {numbers:?}");
            }
        }
    }
}
