//! Nodes that do nothing by themselves: a Pod runs soon after it is bound, and all else comes from outside.

use crate::SortedMap;
use crate::api::{
    ConditionStatus, ContainerState, ContainerStatus, Name, Pod, PodCondition, PodConditionType, PodPhase,
    Why,
};
use crate::command::NodeChange;
use crate::id::PodId;
use crate::node::NodeTask;
use crate::time::{SimDuration, Timestamp};
use crate::workload::Workload;
use crate::world::{Planned, World};
use std::rc::Rc;

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct ScriptedNodes {
    running_after: SimDuration,
    misbehaving: SortedMap<Name, Misbehaviour>,
}

/// What a scripted node has planned.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ScriptedTask {
    /// The Pod's containers run, if their image can be had.
    Run,
}

impl ScriptedNodes {
    pub(crate) fn new(running_after: SimDuration, workloads: &SortedMap<Name, Workload>) -> Self {
        let misbehaving = workloads.iter().filter_map(|(image, workload)| {
            let how = if workload.pull_failures > 0 { Some(Misbehaviour::NoImage) } else { None };
            let how = how.or(workload.exits_after.map(|_| Misbehaviour::Crashes))?;
            Some((Name::clone(image), how))
        });
        Self { running_after, misbehaving: misbehaving.collect() }
    }

    pub(crate) fn on_pod(&mut self, world: &mut World, id: PodId, before: Option<&Pod>, now: Option<&Pod>) {
        let Some(now) = now else {
            world.forget_pod(id);
            return;
        };
        let bound = |p: &Pod| p.node_name.is_some();
        if bound(now) && !before.is_some_and(bound) {
            let at = world.now + (self.running_after - world.latencies.watch);
            world.plan(at, Planned::Node(id, NodeTask::Scripted(ScriptedTask::Run)));
        }
    }

    pub(crate) fn work(&mut self, world: &mut World, id: PodId, task: ScriptedTask) {
        match task {
            ScriptedTask::Run => self.run(world, id),
        }
    }
}

impl ScriptedNodes {
    fn run(&self, world: &mut World, id: PodId) {
        let now = world.timestamp();
        let ip = world.cluster.new_pod_ip();
        let Some(record) = world.cluster.pods.get(id) else { return };
        let template = Rc::clone(&record.object.template);
        let kept_back = template.spec.containers.iter().find_map(|c| self.misbehaving.get(&c.image).copied());
        // A Pod that has gone meanwhile runs nowhere.
        let _ = world.update_pod(id, |pod| {
            pod.status.phase =
                if kept_back == Some(Misbehaviour::NoImage) { PodPhase::Pending } else { PodPhase::Running };
            pod.status.pod_ip = Some(ip);
            pod.status.start_time = Some(now);
            pod.status.container_statuses = template
                .spec
                .containers
                .iter()
                .map(|c| ContainerStatus {
                    name: Rc::clone(&c.name),
                    image: Rc::clone(&c.image),
                    ready: false,
                    started: kept_back.is_none(),
                    restart_count: u32::from(kept_back == Some(Misbehaviour::Crashes)),
                    state: match kept_back {
                        None => ContainerState::Running { started_at: now },
                        Some(Misbehaviour::NoImage) => {
                            ContainerState::Waiting { reason: "ImagePullBackOff", message: None }
                        }
                        Some(Misbehaviour::Crashes) => {
                            ContainerState::Waiting { reason: "CrashLoopBackOff", message: None }
                        }
                    },
                    last_state: None,
                })
                .collect();
            set_condition(pod, PodConditionType::Initialized, true, now);
            set_condition(pod, PodConditionType::Ready, false, now);
            set_condition(pod, PodConditionType::ContainersReady, false, now);
        });
    }
}

/// How a scripted node treats an image that does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misbehaviour {
    /// It cannot be pulled.
    NoImage,
    /// It crashes.
    Crashes,
}

/// Carries out a change from outside.
pub(crate) fn change(world: &mut World, id: PodId, change: NodeChange) {
    // The Pod may have gone by itself already.
    let _ = match change {
        NodeChange::Ready(stamp) => world.update_pod(id, |pod| set_ready(pod, true, stamp)).map(drop),
        NodeChange::Unready(stamp) => world.update_pod(id, |pod| set_ready(pod, false, stamp)).map(drop),
        NodeChange::Gone => world.remove_pod(id),
    };
}

fn set_ready(pod: &mut Pod, ready: bool, stamp: Timestamp) {
    set_condition(pod, PodConditionType::Ready, ready, stamp);
    set_condition(pod, PodConditionType::ContainersReady, ready, stamp);
    for container in pod.status.container_statuses.iter_mut() {
        container.ready = ready;
    }
}

fn set_condition(pod: &mut Pod, kind: PodConditionType, holds: bool, stamp: Timestamp) {
    let condition = PodCondition {
        kind,
        status: if holds { ConditionStatus::True } else { ConditionStatus::False },
        why: (!holds).then(|| Rc::new(Why { reason: "ContainersNotReady", message: None })),
        last_transition_time: stamp,
    };
    pod.status.conditions.set(condition);
}
