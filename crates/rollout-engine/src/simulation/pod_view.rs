//! A Pod as it is to be shown: the object, and what its node knows of it.

use super::Simulation;
use crate::api::{ContainerState, EndpointConditions, Pod, PodPhase};
use crate::id::PodId;
use crate::node::NodeDetail;
use crate::snapshot::{Lamp, PodStage, PodView, PodWait};
use crate::time::{SimDuration, SimTime};
use std::rc::Rc;

impl Simulation {
    /// One Pod.
    pub fn pod_view(&self, id: PodId) -> Option<PodView> {
        let record = self.world.cluster.pods.get(id)?;
        let pod = &record.object;
        let owner =
            pod.meta.owner.as_ref().and_then(|o| self.world.cluster.replica_set_of.get(&o.uid).copied());
        let detail = self.nodes.detail(&self.world, id, pod);
        let row = pod.printed_row();
        let min_ready = owner
            .and_then(|o| self.world.cluster.replica_sets.get(o))
            .map_or(0, |r| i64::from(r.object.spec.min_ready_seconds));
        let ready_at = pod.ready_since().map(|since| self.world.calendar.instant(since));
        let available_at = ready_at.map(|at| at + SimDuration::seconds(min_ready));
        let stage = stage(pod, &detail, available_at, self.world.now);
        let wait = match (stage, available_at) {
            (PodStage::Pending, _) => PodWait::Node,
            (PodStage::ReadyNotAvailable, Some(at)) => PodWait::Available(at),
            _ => detail.wait,
        };
        Some(PodView {
            id,
            object: Rc::clone(pod),
            replica_set: owner,
            status: row.status.as_ref().into(),
            ready: (row.ready, row.containers),
            restarts: row.restarts,
            stage,
            readiness: detail.readiness,
            liveness: detail.liveness,
            wait,
            probe: detail.probe,
            endpoint: self.endpoint_of(id),
            created_at: record.created_at,
            running_at: detail.running_at,
            ready_at,
            available_at,
            deleted_at: record.deleted_at,
        })
    }

    fn endpoint_of(&self, id: PodId) -> Option<EndpointConditions> {
        self.endpoint_slices.slices_of(id).find_map(|slice| {
            let slice = self.world.cluster.slices.get(slice)?;
            slice.object.endpoints.iter().find(|e| e.pod == id).map(|e| e.conditions)
        })
    }
}

fn stage(pod: &Pod, detail: &NodeDetail, available_at: Option<SimTime>, now: SimTime) -> PodStage {
    let waiting = |reasons: &[&str]| {
        pod.status
            .container_statuses
            .iter()
            .any(|c| matches!(&c.state, ContainerState::Waiting { reason, .. } if reasons.contains(reason)))
    };
    let terminated =
        pod.status.container_statuses.iter().any(|c| matches!(c.state, ContainerState::Terminated(_)));
    match pod.status.phase {
        PodPhase::Succeeded | PodPhase::Failed => PodStage::Ended,
        _ if pod.meta.is_being_deleted() => PodStage::Terminating,
        PodPhase::Pending if pod.node_name.is_none() => PodStage::Pending,
        _ if waiting(&["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName"]) => {
            PodStage::ImageFailure
        }
        _ if terminated || waiting(&["CrashLoopBackOff", "PostStartHookError", "RunContainerError"]) => {
            PodStage::CrashLoop
        }
        PodPhase::Pending => PodStage::Creating,
        _ if !pod.is_ready() => PodStage::NotReady,
        _ if detail.hung => PodStage::Hung,
        _ if available_at.is_some_and(|at| at > now) => PodStage::ReadyNotAvailable,
        _ => PodStage::Available,
    }
}

impl Default for NodeDetail {
    fn default() -> Self {
        Self {
            readiness: Lamp::None,
            liveness: Lamp::None,
            wait: PodWait::Nothing,
            probe: None,
            running_at: None,
            hung: false,
        }
    }
}
