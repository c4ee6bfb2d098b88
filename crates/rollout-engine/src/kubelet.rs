//! The kubelets: what becomes of a Pod on its node (`pkg/kubelet`). Nothing is planned that cannot change anything: a healthy Pod
//! that runs costs nothing.

mod agenda;
pub(crate) mod back_off;
mod container;
mod container_start;
mod container_stop;
mod detail;
mod image_pull;
mod pleg;
mod pod_worker;
mod probe_words;
pub(crate) mod probe_worker;
mod probing;
mod program;
mod status;
mod sync;
mod termination;

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

pub(crate) use self::program::Serving;

/// The kubelets of all nodes.
#[derive(Clone, Debug)]
pub(crate) struct Kubelets {
    /// Boxed: slots of Pods that have gone cost little.
    pods: Arena<PodId, Box<PodWorker>>,
    node: Shared,
    /// How many Pods will change by themselves.
    busy: usize,
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
            busy: 0,
        }
    }

    /// Does something to a Pod, if its node knows it, and keeps count of those that are busy.
    fn with(
        &mut self,
        world: &mut World,
        id: PodId,
        act: impl FnOnce(&mut PodWorker, &mut World, &mut Shared),
    ) {
        let Some(worker) = self.pods.get_mut(id) else { return };
        self.busy -= usize::from(worker.counts_as_busy);
        act(worker, world, &mut self.node);
        worker.counts_as_busy = worker.is_busy();
        self.busy += usize::from(worker.counts_as_busy);
        if worker.is_over() {
            self.pods.take(id);
            world.forget_pod(id);
        }
    }

    /// Whether a Pod will change by itself, apart from probes that are answered as before.
    pub(crate) fn is_busy(&self) -> bool {
        self.busy > 0
    }

    /// Whether something of a Pod is left on its node.
    pub(crate) fn knows(&self, id: PodId) -> bool {
        self.pods.get(id).is_some()
    }

    /// A Pod has changed in the cache.
    pub(crate) fn on_pod(&mut self, world: &mut World, id: PodId, before: Option<&Pod>, now: Option<&Pod>) {
        let Some(now) = now else {
            if self.pods.get(id).is_none() {
                world.forget_pod(id);
            }
            // Either its node has removed it, or it was deleted by force: then its containers are still to be stopped.
            self.with(world, id, |worker, world, node| {
                worker.is_gone = true;
                worker.stop(world, node, 1);
            });
            return;
        };
        let Some(node) = &now.node_name else { return };
        if before.is_none_or(|b| b.node_name.is_none()) {
            let Some(node) = world.cluster.node_named(node) else { return };
            let worker = PodWorker::begin(world, id, node, now, &self.node.default_workload);
            self.busy += usize::from(worker.counts_as_busy);
            self.pods.put(id, Box::new(worker));
        }
        if now.meta.is_being_deleted() {
            let grace = now.meta.deletion_grace_period_seconds.unwrap_or(0);
            self.with(world, id, |worker, world, node| worker.stop(world, node, grace));
        }
    }

    /// Goes on with a Pod. A program that drains answers first what it has begun, should it be about to exit: until when, says
    /// `busy_until`.
    pub(crate) fn work(&mut self, world: &mut World, id: PodId, busy_until: &dyn Fn() -> Option<SimTime>) {
        self.with(world, id, |worker, world, node| worker.work(world, node, busy_until));
    }

    /// What the node knows of a Pod.
    pub(crate) fn detail(&self, world: &World, id: PodId, pod: &Pod) -> NodeDetail {
        self.pods.get(id).map_or_else(NodeDetail::default, |worker| worker.detail(world, pod))
    }

    /// How the Pod's program serves at a moment at which nothing has changed since; nothing if none runs.
    pub(crate) fn serving(&self, id: PodId, at: SimTime) -> Option<Serving> {
        self.pods.get(id).and_then(|worker| worker.serving(at))
    }

    /// Whether a program of the Pod runs or has run.
    pub(crate) fn has_run(&self, id: PodId) -> bool {
        self.pods.get(id).is_none_or(|worker| worker.has_run())
    }

    /// Whether the Pod's first container declares this port, or none at all.
    pub(crate) fn declares(&self, id: PodId, port: i32) -> bool {
        let container = self.pods.get(id).and_then(|worker| worker.template.spec.containers.first());
        container.is_none_or(|c| c.ports.is_empty() || c.ports.iter().any(|p| p.container_port == port))
    }

    /// Makes a Pod's program misbehave, or well again.
    pub(crate) fn set_fault(&mut self, world: &mut World, id: PodId, fault: Fault) {
        self.with(world, id, |worker, world, _| worker.set_fault(world, fault));
    }

    /// Says how an image behaves from its next start on.
    pub(crate) fn set_workload(&mut self, image: &Name, workload: &Workload) {
        self.node.workloads.insert(Rc::clone(image), Rc::new(workload.clone()));
    }
}
