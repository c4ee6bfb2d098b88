//! The end of a Pod (`kubelet.go` SyncTerminatingPod, SyncTerminatedPod): all containers are stopped at the same time, then the
//! sandbox; the final status is written, and after the next listing the object goes.

use super::Shared;
use super::agenda::Task;
use super::pleg::listing_after;
use super::pod_worker::{Activity, PodWorker};
use crate::log::RuntimeAct;
use crate::short::Short;
use crate::world::World;
use std::rc::Rc;

impl PodWorker {
    /// Stops all containers that the last listing shows running.
    pub(super) fn begin_ending(&mut self, world: &mut World, node: &mut Shared) {
        self.activity = Activity::Ending;
        self.write_status(world);
        self.trigger_readiness(world);
        self.stop_liveness_and_startup();
        let grace = self.grace.unwrap_or(1);
        for i in self.places() {
            let runs = self.instance(i).is_some_and(|c| c.listed.running().is_some());
            let Some(name) = self.spec(i).filter(|_| runs).map(|spec| Rc::clone(&spec.name)) else {
                continue;
            };
            if self.kill(world, node, i, grace, &["Stopping container ", &name])
                && let Some(c) = self.instance(i)
            {
                c.stop = None;
            }
        }
        self.end_if_all_stopped(world);
    }

    pub(super) fn end_if_all_stopped(&mut self, world: &mut World) {
        let stops = self.containers.iter().any(|c| c.stop.is_some());
        if stops || !matches!(self.activity, Activity::Ending) {
            return;
        }
        self.activity = Activity::Ended;
        if self.has_sandbox {
            self.log(world, RuntimeAct::StopSandbox);
        }
        for c in &mut self.containers {
            c.listed = c.runtime;
            c.told = c.runtime;
            c.probes = Short::default();
        }
        self.write_status(world);
        self.agenda.drop_all(|_| true);
        self.plan(world, listing_after(world.now), Task::Remove);
    }

    /// The object goes.
    pub(super) fn remove(&mut self, world: &mut World) {
        if !self.is_gone {
            // Somebody may have been quicker.
            let _ = world.remove_pod(self.id);
        }
    }

    /// Whether nothing is left of it, neither in the API nor on its node.
    pub(super) fn is_over(&self) -> bool {
        self.is_gone && matches!(self.activity, Activity::Ended) && self.agenda.next_at().is_none()
    }
}
