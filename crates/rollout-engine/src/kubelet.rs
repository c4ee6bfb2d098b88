//! The kubelets.

use crate::api::{
    ConditionStatus, ContainerState, ContainerStatus, Pod, PodCondition, PodConditionType, PodPhase,
};
use crate::id::PodId;
use crate::command::Fault;
use crate::node::{NodeDetail, NodeTask};
use crate::snapshot::Lamp;
use crate::scenario::Scenario;
use crate::time::SimDuration;
use crate::workload::Workload;
use crate::world::{Planned, World};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The kubelets of all nodes.
#[derive(Clone, Debug)]
pub(crate) struct Kubelets {
    workloads: BTreeMap<crate::api::Name, Rc<Workload>>,
    default_workload: Rc<Workload>,
}

/// What a kubelet has planned for a Pod.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KubeletTask {
    Run,
    Ready,
    Gone,
}

impl KubeletTask {
    pub(crate) fn is_background(self) -> bool {
        false
    }
}

impl Kubelets {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let shared = |(name, w): (&crate::api::Name, &Workload)| (Rc::clone(name), Rc::new(w.clone()));
        Self {
            workloads: scenario.workloads.iter().map(shared).collect(),
            default_workload: Rc::new(scenario.default_workload.clone()),
        }
    }

    pub(crate) fn on_pod(&mut self, world: &mut World, id: PodId, before: Option<&Pod>, now: Option<&Pod>) {
        let Some(now) = now else {
            world.forget_pod(id);
            return;
        };
        let workload = self.workload(now);
        let mut plan = |after: SimDuration, task| world.plan(world.now + after, Planned::Node(id, NodeTask::Kubelet(task)));
        if now.node_name.is_some() && before.is_none_or(|b| b.node_name.is_none()) {
            plan(SimDuration::millis(800), KubeletTask::Run);
            if let Some(ready) = workload.ready_after {
                plan(SimDuration::millis(1000) + ready, KubeletTask::Ready);
            }
        }
        if now.meta.is_being_deleted() && before.is_some_and(|b| !b.meta.is_being_deleted()) {
            plan(SimDuration::millis(1000) + workload.stops_after, KubeletTask::Gone);
        }
    }

    pub(crate) fn detail(&self, _world: &World, _id: PodId, pod: &Pod) -> NodeDetail {
        let readiness = if pod.is_ready() { Lamp::Pass } else { Lamp::Asking };
        NodeDetail { readiness, ..NodeDetail::default() }
    }

    pub(crate) fn set_fault(&mut self, _world: &mut World, _id: PodId, _fault: Fault) {}

    pub(crate) fn set_workload(&mut self, image: &crate::api::Name, workload: &Workload) {
        self.workloads.insert(Rc::clone(image), Rc::new(workload.clone()));
    }

    fn workload(&self, pod: &Pod) -> Rc<Workload> {
        let image = pod.template.spec.containers.first().map(|c| &c.image);
        let known = image.and_then(|i| self.workloads.get(i));
        Rc::clone(known.unwrap_or(&self.default_workload))
    }

    pub(crate) fn work(&mut self, world: &mut World, id: PodId, task: KubeletTask) {
        let now = world.timestamp();
        let condition = |kind, holds: bool| PodCondition {
            kind,
            status: if holds { ConditionStatus::True } else { ConditionStatus::False },
            reason: None,
            message: None,
            last_transition_time: now,
        };
        let ip = world.cluster.new_pod_ip();
        let _ = match task {
            KubeletTask::Run => world.update_pod(id, |pod| {
                pod.status.phase = PodPhase::Running;
                pod.status.pod_ip = Some(ip);
                pod.status.conditions.push(condition(PodConditionType::Ready, false));
                for c in &pod.template.spec.containers {
                    pod.status.container_statuses.push(ContainerStatus {
                        name: Rc::clone(&c.name),
                        image: Rc::clone(&c.image),
                        ready: false,
                        started: true,
                        restart_count: 0,
                        state: ContainerState::Running { started_at: now },
                        last_state: None,
                    });
                }
            }),
            KubeletTask::Ready => world.update_pod(id, |pod| {
                pod.status.conditions.retain(|c| c.kind != PodConditionType::Ready);
                pod.status.conditions.push(condition(PodConditionType::Ready, true));
                for c in &mut pod.status.container_statuses {
                    c.ready = true;
                }
            }),
            KubeletTask::Gone => world.remove_pod(id).map(|()| true),
        };
    }
}
