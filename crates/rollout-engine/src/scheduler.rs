//! Which node a Pod gets (`pkg/scheduler`): one Pod at a time, the node with the best score among those where it fits.

use crate::api::{
    ConditionStatus, EventSource, EventType, Kind, Node, ObjectRef, Pod, PodCondition, PodConditionType,
    PodTemplateSpec, Quantity, Why,
};
use crate::id::{NodeId, PodId, ReplicaSetId};
use crate::recorder::{EventKey, OWN_NAME};
use crate::sorted::SortedMap;
use crate::time::{SimDuration, SimTime};
use crate::world::{Planned, World};
use std::rc::Rc;

/// What a container without requests counts for, in the score only.
const ASSUMED_CPU_MILLI: i64 = 100;
const ASSUMED_MEMORY: i64 = 200 << 20;
/// The weight of spreading over nodes against that of free room.
const SPREAD_WEIGHT: i64 = 2;
/// The soft default constraint on `kubernetes.io/hostname`.
const HOSTNAME_MAX_SKEW: i64 = 3;
const HOSTNAME: &str = "kubernetes.io/hostname";
/// The first wait before a Pod that fitted nowhere is tried again.
const BACK_OFF: SimDuration = SimDuration::millis(1000);
const LONGEST_BACK_OFF: SimDuration = SimDuration::millis(10_000);

/// What is taken on the nodes, and who waits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scheduler {
    nodes: Vec<Taken>,
    /// Active Pods by ReplicaSet and node: what is spread.
    spread: SortedMap<ReplicaSetId, Vec<i64>>,
    /// Pods that fitted nowhere.
    waiting: SortedMap<PodId, Waiting>,
    /// The nodes on which the Pod at hand fits; kept for its room.
    feasible: Vec<NodeId>,
    /// What the Pods of a template ask for.
    asked: Option<(Rc<PodTemplateSpec>, Asked)>,
}

/// A Pod that fitted nowhere: how often it was tried, and when.
#[derive(Clone, Copy, Debug, Default)]
struct Waiting {
    tries: u32,
    tried_at: SimTime,
    /// It is going to be tried again.
    is_due: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    pods: i64,
    cpu_milli: i64,
    memory: i64,
    scored_cpu_milli: i64,
    scored_memory: i64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    cpu_milli: i64,
    memory: i64,
    scored_cpu_milli: i64,
    scored_memory: i64,
}

impl Asked {
    fn by(template: &PodTemplateSpec) -> Self {
        let mut sum = Self::default();
        for container in &template.spec.containers {
            let of = |name: &str| {
                let resources = &container.resources;
                resources.requests.get(name).or_else(|| resources.limits.get(name))
            };
            let cpu = of("cpu").and_then(|q| Quantity::parse(q)).map(Quantity::milli_value);
            let memory = of("memory").and_then(|q| Quantity::parse(q)).map(Quantity::whole_value);
            sum.cpu_milli = sum.cpu_milli.saturating_add(cpu.unwrap_or(0));
            sum.memory = sum.memory.saturating_add(memory.unwrap_or(0));
            sum.scored_cpu_milli = sum.scored_cpu_milli.saturating_add(cpu.unwrap_or(ASSUMED_CPU_MILLI));
            sum.scored_memory = sum.scored_memory.saturating_add(memory.unwrap_or(ASSUMED_MEMORY));
        }
        sum
    }
}

impl Taken {
    fn change(&mut self, asked: Asked, by: i64) {
        self.pods += by;
        self.cpu_milli += by * asked.cpu_milli;
        self.memory += by * asked.memory;
        self.scored_cpu_milli += by * asked.scored_cpu_milli;
        self.scored_memory += by * asked.scored_memory;
    }
}

impl Scheduler {
    /// A Pod has changed in the cache.
    pub(crate) fn on_pod(&mut self, world: &mut World, id: PodId, before: Option<&Pod>, now: Option<&Pod>) {
        if let (None, Some(pod)) = (before, now) {
            if pod.node_name.is_none() {
                let SimDuration(call) = world.latencies.api_call;
                let at = world.now + SimDuration::millis(call.saturating_sub(world.latencies.watch.0));
                world.plan(at, Planned::Bind(id));
            }
            return;
        }
        let Some(before) = before else { return };
        let telling = |p: &Pod| {
            let owner = p.meta.owner.as_ref().map(|o| o.uid);
            (p.node_name.is_some(), p.meta.is_being_deleted(), p.status.phase.is_terminal(), owner)
        };
        if now.is_some_and(|now| telling(now) == telling(before)) {
            return;
        }
        if now.is_none() {
            self.waiting.remove(&id);
        }
        let placed = now.unwrap_or(before);
        let Some(node) = placed.node_name.as_deref().and_then(|n| world.cluster.node_named(n)) else {
            return;
        };
        // Its binding counted it where it was then.
        if before.node_name.is_some() {
            let (was, is) = (spread_with(world, before), now.and_then(|p| spread_with(world, p)));
            if was != is {
                self.count_spread(was, node, -1);
                self.count_spread(is, node, 1);
            }
        }
        if now.is_none()
            || now.is_some_and(|p| p.status.phase.is_terminal() && !before.status.phase.is_terminal())
        {
            let ended_before = before.status.phase.is_terminal();
            if !ended_before || now.is_some() {
                let asked = self.asked(&placed.template);
                if let Some(taken) = self.nodes.get_mut(node.0 as usize) {
                    taken.change(asked, -1);
                }
                self.try_waiting(world);
            }
        }
    }

    /// A node has changed: somebody may fit now.
    pub(crate) fn on_node(&mut self, world: &mut World) {
        self.try_waiting(world);
    }

    /// Something has changed: those that fitted nowhere are tried again, but not right after their last try.
    fn try_waiting(&mut self, world: &mut World) {
        let (now, waiting) = (world.now, std::mem::take(&mut self.waiting));
        for (id, mut waiting) in waiting {
            if !waiting.is_due {
                let wait = BACK_OFF.times(1 << waiting.tries.saturating_sub(1).min(4)).min(LONGEST_BACK_OFF);
                waiting.is_due = true;
                world.plan(now.max(waiting.tried_at + wait), Planned::Bind(id));
            }
            self.waiting.insert(id, waiting);
        }
    }

    /// Holds what is taken and what is spread against the Pods, once everything stored has been seen.
    pub(crate) fn audit(&self, world: &World) -> Result<(), String> {
        use std::collections::BTreeMap;
        let mut taken = vec![0; self.nodes.len()];
        let mut spread: BTreeMap<ReplicaSetId, Vec<i64>> = BTreeMap::new();
        for (_, cached) in world.cache.pods.iter() {
            let pod = &cached.object;
            let Some(NodeId(node)) = cached.node else { continue };
            let node = node as usize;
            if let Some(count) = taken.get_mut(node).filter(|_| !pod.status.phase.is_terminal()) {
                *count += 1;
            }
            let Some(owner) = spread_with(world, pod) else { continue };
            let counts = spread.entry(owner).or_default();
            counts.resize(counts.len().max(node + 1), 0);
            if let Some(count) = counts.get_mut(node) {
                *count += 1;
            }
        }
        let kept: Vec<i64> = self.nodes.iter().map(|t| t.pods).collect();
        if kept != taken {
            return Err(format!("the scheduler counts {kept:?} Pods on the nodes, there are {taken:?}"));
        }
        let padded = |counts: &mut dyn Iterator<Item = (ReplicaSetId, Vec<i64>)>| {
            let pad = |c: Vec<i64>| (0..taken.len()).map(|n| c.get(n).copied().unwrap_or(0)).collect();
            counts.map(|(id, c)| (id, pad(c))).collect::<BTreeMap<ReplicaSetId, Vec<i64>>>()
        };
        let kept = padded(&mut self.spread.iter().map(|(id, c)| (*id, c.clone())));
        let spread = padded(&mut spread.into_iter());
        if kept != spread {
            return Err(format!("the scheduler spreads {kept:?}, there are {spread:?}"));
        }
        Ok(())
    }

    /// Binds a Pod, or notes that it fits nowhere.
    pub(crate) fn bind(&mut self, world: &mut World, id: PodId) {
        let Some(record) = world.cluster.pods.get(id) else { return };
        let pod = Rc::clone(&record.object);
        if pod.node_name.is_some() || pod.meta.is_being_deleted() {
            return;
        }
        self.nodes.resize(world.cluster.nodes.len(), Taken::default());
        let asked = self.asked(&pod.template);
        let owner = spread_with(world, &pod);
        let chosen = match scripted_node(world, &pod) {
            Some(node) => Ok(node),
            None => self.choose(world, &pod, owner, asked),
        };
        let node = match chosen {
            Ok(node) => node,
            Err(why) => {
                self.cannot(world, id, &pod, &why);
                return;
            }
        };
        let Some(name) = world.cluster.nodes.get(node.0 as usize).map(|n| Rc::clone(&n.name)) else { return };
        self.waiting.remove(&id);
        if let Some(taken) = self.nodes.get_mut(node.0 as usize) {
            taken.change(asked, 1);
        }
        self.count_spread(owner, node, 1);
        let now = world.timestamp();
        let bound = world.update_pod(id, |p| {
            p.node_name = Some(Rc::clone(&name));
            p.status.conditions.set(PodCondition {
                kind: PodConditionType::PodScheduled,
                status: ConditionStatus::True,
                why: None,
                last_transition_time: now,
            });
        });
        if bound.is_ok() {
            let namespace = Rc::clone(&world.cluster.namespace);
            let message = ["Successfully assigned ", &*namespace, "/", OWN_NAME, " to ", &*name];
            tell(world, id, &pod, EventType::Normal, "Scheduled", &message);
        }
    }

    fn cannot(&mut self, world: &mut World, id: PodId, pod: &Pod, why: &str) {
        let waiting = self.waiting.entry(id).or_default();
        *waiting = Waiting { tries: waiting.tries.saturating_add(1), tried_at: world.now, is_due: false };
        let reason = Rc::new(Why { reason: "Unschedulable", message: Some(why.into()) });
        let now = world.timestamp();
        let written = world.update_pod(id, |p| {
            let known = p.status.condition(PodConditionType::PodScheduled);
            let since = known.map_or(now, |c| c.last_transition_time);
            p.status.conditions.set(PodCondition {
                kind: PodConditionType::PodScheduled,
                status: ConditionStatus::False,
                why: Some(Rc::clone(&reason)),
                last_transition_time: since,
            });
        });
        if written.is_ok() {
            tell(world, id, pod, EventType::Warning, "FailedScheduling", &[why]);
        }
    }

    /// The best node, or why there is none.
    fn choose(
        &mut self,
        world: &World,
        pod: &Pod,
        owner: Option<ReplicaSetId>,
        asked: Asked,
    ) -> Result<NodeId, String> {
        let nodes = &world.cluster.nodes;
        let mut refusals: SortedMap<&'static str, usize> = SortedMap::new();
        self.feasible.clear();
        for (i, (node, taken)) in nodes.iter().zip(&self.nodes).enumerate() {
            let refused = refusals_of(node, taken, pod, asked);
            if refused.is_empty() {
                self.feasible.push(NodeId(u32::try_from(i).unwrap_or(0)));
            }
            for why in refused {
                *refusals.entry(why).or_insert(0) += 1;
            }
        }
        let feasible = || {
            let of = |id: &NodeId| {
                nodes.get(id.0 as usize).zip(self.nodes.get(id.0 as usize)).map(|(n, t)| (*id, n, t))
            };
            self.feasible.iter().filter_map(of)
        };
        let counts = owner.and_then(|o| self.spread.get(&o));
        let spread_by_host = feasible().all(|(_, n, _)| n.labels.contains_key(HOSTNAME));
        let raw = |id: NodeId| {
            let count = counts.and_then(|c| c.get(id.0 as usize)).copied().unwrap_or(0);
            if spread_by_host { spread_score(count, self.feasible.len()) } else { 0 }
        };
        let most = self.feasible.iter().map(|id| raw(*id)).max().unwrap_or(0);
        let least = self.feasible.iter().map(|id| raw(*id)).min().unwrap_or(0);
        let score = |id: NodeId, node: &Node, taken: &Taken| {
            let spread = if most == 0 { 100 } else { 100 * (most + least - raw(id)) / most };
            let free = |allocatable: i64, used: i64| {
                if allocatable <= 0 || used > allocatable {
                    0
                } else {
                    100 * (allocatable - used) / allocatable
                }
            };
            let cpu = free(
                node.allocatable_cpu_milli,
                taken.scored_cpu_milli.saturating_add(asked.scored_cpu_milli),
            );
            let memory = free(
                node.allocatable_memory >> 10,
                taken.scored_memory.saturating_add(asked.scored_memory) >> 10,
            );
            SPREAD_WEIGHT * spread + i64::midpoint(cpu, memory)
        };
        // Among equal totals the real choice follows no rule; here it is the node with the fewest Pods, then the first.
        let best = feasible().max_by_key(|(id, n, t)| (score(*id, n, t), -t.pods, std::cmp::Reverse(*id)));
        match best {
            Some((id, _, _)) => Ok(id),
            None => Err(nowhere(nodes.len(), &refusals)),
        }
    }

    fn asked(&mut self, template: &Rc<PodTemplateSpec>) -> Asked {
        match &self.asked {
            Some((known, asked)) if Rc::ptr_eq(known, template) => *asked,
            _ => {
                let asked = Asked::by(template);
                self.asked = Some((Rc::clone(template), asked));
                asked
            }
        }
    }

    fn count_spread(&mut self, owner: Option<ReplicaSetId>, node: NodeId, by: i64) {
        let Some(owner) = owner else { return };
        let counts = self.spread.entry(owner).or_default();
        if counts.len() <= node.0 as usize {
            counts.resize(node.0 as usize + 1, 0);
        }
        if let Some(count) = counts.get_mut(node.0 as usize) {
            *count += by;
        }
        if counts.iter().all(|c| *c == 0) {
            self.spread.remove(&owner);
        }
    }
}

/// With which Pods a Pod is spread over the nodes: its ReplicaSet's, unless it is on its way out.
fn spread_with(world: &World, pod: &Pod) -> Option<ReplicaSetId> {
    let owner = pod.meta.owner.as_ref().filter(|_| !pod.meta.is_being_deleted())?;
    world.cluster.replica_set_of.get(&owner.uid).copied()
}

/// How crowded a node is by the ReplicaSet's own Pods: `round(count · ln(domains + 2) + maxSkew − 1)`.
fn spread_score(count: i64, domains: usize) -> i64 {
    /// `ln(n + 2)` in millionths, for n = 0 …: enough for the nodes a lab has.
    const LN: [i64; 16] = [
        693_147, 1_098_612, 1_386_294, 1_609_438, 1_791_759, 1_945_910, 2_079_442, 2_197_225, 2_302_585,
        2_397_895, 2_484_907, 2_564_949, 2_639_057, 2_708_050, 2_772_589, 2_833_213,
    ];
    let ln = LN.get(domains).or(LN.last()).copied().unwrap_or(0);
    (count * ln + (HOSTNAME_MAX_SKEW - 1) * 1_000_000 + 500_000) / 1_000_000
}

/// The node that a script says.
fn scripted_node(world: &World, pod: &Pod) -> Option<NodeId> {
    let script = world.cluster.script.as_ref()?;
    let name = script.nodes.get(&pod.meta.uid)?;
    world.cluster.node_named(name)
}

fn refusals_of(node: &Node, taken: &Taken, pod: &Pod, asked: Asked) -> Vec<&'static str> {
    if node.unschedulable {
        return vec!["node(s) were unschedulable"];
    }
    if !node.labels.includes(&pod.template.spec.node_selector) {
        return vec!["node(s) didn't match Pod's node affinity/selector"];
    }
    let mut refused = Vec::new();
    if taken.pods >= node.allocatable_pods {
        refused.push("Too many pods");
    }
    if asked.cpu_milli > node.allocatable_cpu_milli - taken.cpu_milli {
        refused.push("Insufficient cpu");
    }
    if asked.memory > node.allocatable_memory - taken.memory {
        refused.push("Insufficient memory");
    }
    refused
}

fn nowhere(nodes: usize, refusals: &SortedMap<&'static str, usize>) -> String {
    let mut reasons: Vec<String> = refusals.iter().map(|(why, n)| format!("{n} {why}")).collect();
    reasons.sort();
    format!(
        "0/{nodes} nodes are available: {}. preemption: 0/{nodes} nodes are available: {nodes} Preemption is not helpful for scheduling.",
        reasons.join(", ")
    )
}

fn tell(world: &mut World, id: PodId, pod: &Pod, kind: EventType, reason: &'static str, message: &[&str]) {
    let object = ObjectRef { kind: Kind::Pod, name: Rc::clone(&pod.meta.name) };
    let key = EventKey { object, uid: pod.meta.uid, pod: Some(id) };
    world.record_event(&key, EventSource::Scheduler, kind, reason, message);
}
