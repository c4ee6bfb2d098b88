//! The status of a Pod as its kubelet writes it (`pkg/kubelet/kubelet_pods.go`, `status/generate.go`).

use super::container::{Instance, Stage};
use crate::api::{
    ConditionStatus, ContainerState, ContainerStatus, ContainerTerminated, Pod, PodCondition,
    PodConditionType, PodPhase, PodTemplateSpec,
};
use crate::time::Timestamp;
use crate::world::World;
use std::rc::Rc;

/// What is to be written.
pub(super) struct Status {
    phase: PodPhase,
    containers: Vec<ContainerStatus>,
    has_sandbox: bool,
    ip: u32,
    now: Timestamp,
}

/// The status that follows from what the containers do.
pub(super) fn of(
    template: &Rc<PodTemplateSpec>,
    instances: &[Instance],
    has_sandbox: bool,
    ip: u32,
    stopping: bool,
    world: &World,
) -> Status {
    let stamp = |at| world.calendar.timestamp(at);
    let containers: Vec<ContainerStatus> = template
        .spec
        .containers
        .iter()
        .zip(instances)
        .map(|(spec, c)| {
            let state = match &c.stage {
                Stage::Waiting(..) if stopping => {
                    ContainerState::Terminated(c.last.unwrap_or(ContainerTerminated {
                        exit_code: 137,
                        reason: "ContainerStatusUnknown",
                        started_at: Timestamp::default(),
                        finished_at: Timestamp::default(),
                    }))
                }
                Stage::Waiting(reason, message) => {
                    ContainerState::Waiting { reason, message: message.clone() }
                }
                Stage::Running(since) => ContainerState::Running { started_at: stamp(*since) },
                Stage::Exited { at, started, code, reason } => {
                    ContainerState::Terminated(ContainerTerminated {
                        exit_code: *code,
                        reason,
                        started_at: stamp(*started),
                        finished_at: stamp(*at),
                    })
                }
            };
            ContainerStatus {
                name: Rc::clone(&spec.name),
                image: Rc::clone(&spec.image),
                ready: c.is_ready(),
                started: c.is_started(),
                restart_count: c.restarts,
                state,
                last_state: c.last,
            }
        })
        .collect();
    Status { phase: phase(&containers, stopping), containers, has_sandbox, ip, now: world.timestamp() }
}

fn phase(containers: &[ContainerStatus], stopping: bool) -> PodPhase {
    let terminated = |c: &ContainerStatus| matches!(c.state, ContainerState::Terminated(_));
    if stopping && containers.iter().all(terminated) {
        let clean =
            containers.iter().all(|c| matches!(&c.state, ContainerState::Terminated(t) if t.exit_code == 0));
        return if clean { PodPhase::Succeeded } else { PodPhase::Failed };
    }
    let never_ran =
        |c: &ContainerStatus| matches!(c.state, ContainerState::Waiting { .. }) && c.last_state.is_none();
    if containers.iter().any(never_ran) { PodPhase::Pending } else { PodPhase::Running }
}

impl Status {
    /// Writes it; a Pod that has ended stays so.
    pub(super) fn write(self, pod: &mut Pod) {
        if !pod.status.phase.is_terminal() {
            pod.status.phase = self.phase;
        }
        pod.status.start_time.get_or_insert(self.now);
        if self.has_sandbox {
            pod.status.pod_ip.get_or_insert(self.ip);
        }
        let unready: Vec<&str> = self.containers.iter().filter(|c| !c.ready).map(|c| &*c.name).collect();
        let (reason, message): (&'static str, Option<Rc<str>>) = match self.phase {
            PodPhase::Failed => ("PodFailed", None),
            PodPhase::Succeeded => ("PodCompleted", None),
            _ => (
                "ContainersNotReady",
                Some(format!("containers with unready status: [{}]", unready.join(" ")).into()),
            ),
        };
        let ready = unready.is_empty() && !self.phase.is_terminal();
        let scheduled = pod.status.condition(PodConditionType::PodScheduled).cloned();
        let not_ready = (!ready).then_some((reason, message));
        let conditions = [
            (
                PodConditionType::PodReadyToStartContainers,
                (!self.has_sandbox).then_some(("PodSandboxNotReady", None)),
            ),
            (PodConditionType::Initialized, None),
            (PodConditionType::Ready, not_ready.clone()),
            (PodConditionType::ContainersReady, not_ready),
        ];
        let mut written: Vec<PodCondition> = Vec::with_capacity(5);
        for (kind, why_not) in conditions {
            let status = if why_not.is_none() { ConditionStatus::True } else { ConditionStatus::False };
            let known = pod.status.condition(kind).filter(|c| c.status == status);
            let last_transition_time = known.map_or(self.now, |c| c.last_transition_time);
            let (reason, message) = why_not.map_or((None, None), |(r, m)| (Some(r), m));
            written.push(PodCondition { kind, status, reason, message, last_transition_time });
        }
        written.extend(scheduled);
        pod.status.conditions = written;
        pod.status.container_statuses = self.containers;
    }
}
