//! Who plays the nodes: real kubelets' rules, or a script.

mod scripted;

pub(crate) use scripted::ScriptedTask;

use self::scripted::ScriptedNodes;
use crate::api::{Name, Pod};
use crate::command::{Fault, NodeChange};
use crate::id::PodId;
use crate::kubelet::{Kubelets, Serving};
use crate::scenario::{NodeMode, Scenario};
use crate::snapshot::{Lamp, PodWait, ProbeView};
use crate::time::SimTime;
use crate::workload::Workload;
use crate::world::World;

/// The nodes.
#[derive(Clone, Debug)]
pub(crate) enum Nodes {
    /// Pods change as the script says.
    Scripted(ScriptedNodes),
    /// Kubelets run the images as their workloads say.
    Kubelets(Box<Kubelets>),
}

/// Something that a node has planned for a Pod.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NodeTask {
    /// Of a scripted node.
    Scripted(ScriptedTask),
    /// A kubelet goes on with it; whether that counts as a change to come is asked of the kubelet.
    Kubelet,
}

impl NodeTask {
    /// Whether it goes on for ever without changing anything by itself.
    pub(crate) fn is_background(self) -> bool {
        match self {
            Self::Scripted(_) => false,
            Self::Kubelet => true,
        }
    }
}

impl Nodes {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        match &scenario.node_mode {
            NodeMode::Scripted(script) => {
                Self::Scripted(ScriptedNodes::new(script.running_after, &scenario.workloads))
            }
            NodeMode::Kubelet => Self::Kubelets(Box::new(Kubelets::new(scenario))),
        }
    }

    /// Carries out a change from outside; whether the nodes take such changes.
    pub(crate) fn change(&mut self, world: &mut World, id: PodId, change: NodeChange) -> bool {
        let scripted = matches!(self, Self::Scripted(_));
        if scripted {
            scripted::change(world, id, change);
        }
        scripted
    }

    /// A Pod has changed in the cache.
    pub(crate) fn on_pod(&mut self, world: &mut World, id: PodId, before: Option<&Pod>, now: Option<&Pod>) {
        match self {
            Self::Scripted(nodes) => nodes.on_pod(world, id, before, now),
            Self::Kubelets(kubelets) => kubelets.on_pod(world, id, before, now),
        }
    }

    /// What the node knows of a Pod.
    pub(crate) fn detail(&self, world: &World, id: PodId, pod: &Pod) -> NodeDetail {
        match self {
            Self::Scripted(_) => {
                let readiness = if pod.is_ready() { Lamp::Pass } else { Lamp::Asking };
                NodeDetail { readiness, ..NodeDetail::default() }
            }
            Self::Kubelets(kubelets) => kubelets.detail(world, id, pod),
        }
    }

    /// How the Pod's program serves at a moment at which nothing has changed since; nothing if none runs.
    pub(crate) fn serving(&self, id: PodId, at: SimTime) -> Option<Serving> {
        match self {
            Self::Scripted(_) => None,
            Self::Kubelets(kubelets) => kubelets.serving(id, at),
        }
    }

    /// Whether a program of the Pod runs or has run.
    pub(crate) fn has_run(&self, id: PodId) -> bool {
        match self {
            Self::Scripted(_) => false,
            Self::Kubelets(kubelets) => kubelets.has_run(id),
        }
    }

    /// Whether the Pod's first container declares this port, or none at all: then its program listens on any.
    pub(crate) fn declares(&self, id: PodId, port: i32) -> bool {
        match self {
            Self::Scripted(_) => true,
            Self::Kubelets(kubelets) => kubelets.declares(id, port),
        }
    }

    /// Makes a Pod's program misbehave; whether these nodes run programs.
    pub(crate) fn set_fault(&mut self, world: &mut World, id: PodId, fault: Fault) -> bool {
        match self {
            Self::Scripted(_) => false,
            Self::Kubelets(kubelets) => {
                kubelets.set_fault(world, id, fault);
                true
            }
        }
    }

    /// Says how an image behaves from its next start on; whether these nodes run programs.
    pub(crate) fn set_workload(&mut self, image: &Name, workload: &Workload) -> bool {
        match self {
            Self::Scripted(_) => false,
            Self::Kubelets(kubelets) => {
                kubelets.set_workload(image, workload);
                true
            }
        }
    }

    /// Whether Pods will change by themselves, apart from what is planned in the foreground.
    pub(crate) fn is_busy(&self) -> bool {
        match self {
            Self::Scripted(_) => false,
            Self::Kubelets(kubelets) => kubelets.is_busy(),
        }
    }

    /// Whether something of a Pod is left on its node.
    pub(crate) fn knows(&self, id: PodId) -> bool {
        match self {
            Self::Scripted(_) => false,
            Self::Kubelets(kubelets) => kubelets.knows(id),
        }
    }

    /// Goes on with a Pod. A program that drains answers first what it has begun, should it be about to exit: until when, says
    /// `busy_until`.
    pub(crate) fn work(
        &mut self,
        world: &mut World,
        id: PodId,
        task: NodeTask,
        busy_until: &dyn Fn() -> Option<SimTime>,
    ) {
        match (self, task) {
            (Self::Scripted(nodes), NodeTask::Scripted(task)) => nodes.work(world, id, task),
            (Self::Kubelets(kubelets), NodeTask::Kubelet) => kubelets.work(world, id, busy_until),
            _ => {}
        }
    }
}

/// What a node knows of a Pod beyond the object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NodeDetail {
    pub(crate) readiness: Lamp,
    pub(crate) liveness: Lamp,
    pub(crate) wait: PodWait,
    pub(crate) probe: Option<ProbeView>,
    /// When its container first ran.
    pub(crate) running_at: Option<SimTime>,
    /// Its program accepts connections and does not answer.
    pub(crate) hung: bool,
}
