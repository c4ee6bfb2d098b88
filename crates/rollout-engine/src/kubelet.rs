//! The kubelets: what becomes of a Pod on its node (`pkg/kubelet`). Nothing is planned that cannot change anything: a healthy Pod
//! that runs costs nothing.

mod container;
mod crash_loop_back_off;
mod image_pull;
mod pleg;
mod pod_worker;
mod probe_worker;
mod status;

use self::image_pull::Images;
use self::pod_worker::PodWorker;
use crate::SortedMap;
use crate::api::{Name, Pod};
use crate::arena::Arena;
use crate::command::Fault;
use crate::id::PodId;
use crate::node::NodeDetail;
use crate::scenario::Scenario;
use crate::time::SimTime;
use crate::workload::Workload;
use crate::world::World;
use std::rc::Rc;

pub(crate) use self::container::Serving;
pub(crate) use self::pod_worker::KubeletTask;

/// The kubelets of all nodes.
#[derive(Clone, Debug)]
pub(crate) struct Kubelets {
    pods: Arena<PodId, PodWorker>,
    node: Shared,
}

/// What all Pods share: the images on the nodes, and how programs behave.
#[derive(Clone, Debug)]
struct Shared {
    images: Images,
    workloads: SortedMap<Name, Rc<Workload>>,
    default_workload: Rc<Workload>,
}

impl Shared {
    fn workload(&self, image: &str) -> Rc<Workload> {
        Rc::clone(self.workloads.get(image).unwrap_or(&self.default_workload))
    }
}

impl Kubelets {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let shared = |(image, w): (&Name, &Workload)| (Rc::clone(image), Rc::new(w.clone()));
        Self {
            pods: Arena::default(),
            node: Shared {
                images: Images::default(),
                workloads: scenario.workloads.iter().map(shared).collect(),
                default_workload: Rc::new(scenario.default_workload.clone()),
            },
        }
    }

    /// A Pod has changed in the cache.
    pub(crate) fn on_pod(&mut self, world: &mut World, id: PodId, before: Option<&Pod>, now: Option<&Pod>) {
        let Some(now) = now else {
            // Either its node has removed it, or it was deleted by force: its containers go too.
            self.pods.take(id);
            world.forget_pod(id);
            return;
        };
        let Some(node) = now.node_name.as_deref().and_then(|n| world.cluster.node_named(n)) else { return };
        if before.is_none_or(|b| b.node_name.is_none()) {
            let worker = PodWorker::begin(world, id, node, now);
            self.pods.put(id, worker);
        }
        if now.meta.is_being_deleted()
            && let Some(worker) = self.pods.get_mut(id)
        {
            worker.terminate(world, now);
        }
    }

    /// Goes on with a Pod.
    pub(crate) fn work(&mut self, world: &mut World, id: PodId, task: KubeletTask) {
        if let Some(worker) = self.pods.get_mut(id) {
            worker.work(world, &mut self.node, task);
        }
    }

    /// Whether a program that is about to exit has requests to answer first.
    pub(crate) fn finishes_first(
        &mut self,
        world: &mut World,
        id: PodId,
        task: KubeletTask,
        busy_until: impl FnOnce() -> Option<SimTime>,
    ) -> bool {
        let worker = self.pods.get_mut(id).filter(|worker| worker.exits_drained(task));
        worker.is_some_and(|worker| worker.finish_first(world, task, busy_until()))
    }

    /// What the node knows of a Pod.
    pub(crate) fn detail(&self, world: &World, id: PodId, pod: &Pod) -> NodeDetail {
        self.pods.get(id).map_or_else(NodeDetail::default, |worker| worker.detail(world, pod))
    }

    /// How the Pod's program serves at a moment at which nothing has changed since; nothing if none runs.
    pub(crate) fn serving(&self, id: PodId, at: SimTime) -> Option<Serving> {
        self.pods.get(id).and_then(|worker| worker.serving(at))
    }

    /// Makes a Pod's program misbehave, or well again.
    pub(crate) fn set_fault(&mut self, world: &mut World, id: PodId, fault: Fault) {
        if let Some(worker) = self.pods.get_mut(id) {
            worker.set_fault(world, fault);
        }
    }

    /// Says how an image behaves from its next start on.
    pub(crate) fn set_workload(&mut self, image: &Name, workload: &Workload) {
        self.node.workloads.insert(Rc::clone(image), Rc::new(workload.clone()));
    }
}
