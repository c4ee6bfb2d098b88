//! What a node knows of a Pod beyond the object: for whoever draws it.

use super::agenda::Task;
use super::container::{Instance, Role, StopPhase};
use super::pod_worker::{Activity, PodWorker};
use super::probe_worker::{ProbeResult, threshold};
use super::program::{Answer, Serving};
use crate::api::{Container, Pod, ProbeType};
use crate::node::NodeDetail;
use crate::snapshot::{Lamp, PodWait, ProbeAnswer, ProbeView};
use crate::time::SimTime;
use crate::world::World;
use std::rc::Rc;

impl PodWorker {
    /// The first of the containers: the one that users call, and that a row of the page shows.
    fn first(&self) -> Option<(u16, &Instance, &Container)> {
        let i = u16::try_from(self.init_count()).ok()?;
        Some((i, self.containers.get(usize::from(i))?, self.spec(i)?))
    }

    pub(super) fn serving(&self, now: SimTime) -> Option<Serving> {
        let (_, c, spec) = self.first()?;
        let since = c.running_since()?;
        Some(Serving {
            listens: c.listens(now),
            serves: c.workload.ready_after.is_none_or(|after| now.since(since) >= after),
            told_to_stop: c.told_to_stop.is_some(),
            answers: !c.hangs(now),
            image: Rc::clone(&spec.image),
            workload: Rc::clone(&c.workload),
            changes_at: c.next_change(now),
        })
    }

    pub(super) fn has_run(&self) -> bool {
        self.running_at.is_some()
    }

    pub(super) fn detail(&self, world: &World, pod: &Pod) -> NodeDetail {
        let now = world.now;
        let Some((i, c, spec)) = self.first() else { return NodeDetail::default() };
        let running = c.running_since().is_some();
        let ended = c.told.newest.is_some();
        let readiness = match (running, lamp(c, ProbeType::Readiness, pod)) {
            (true, Some(lamp)) => lamp,
            (true, None) if c.is_ready() => Lamp::Pass,
            (true, None) => Lamp::Asking,
            (false, _) if ended => Lamp::Fail,
            (false, _) => Lamp::None,
        };
        let liveness = lamp(c, ProbeType::Liveness, pod).filter(|_| running || ended).unwrap_or(Lamp::None);
        NodeDetail {
            readiness,
            liveness,
            wait: self.wait(i, c, now),
            probe: self.probe_view(i, c, spec, now),
            running_at: self.running_at,
            hung: c.hangs(now),
        }
    }

    fn wait(&self, i: u16, c: &Instance, now: SimTime) -> PodWait {
        if matches!(self.activity, Activity::Ended) {
            return PodWait::Removal;
        }
        if let Some(stop) = self.containers.iter().rev().find_map(|c| c.stop.as_ref()) {
            return match stop.phase {
                StopPhase::PreStop => PodWait::PreStop(stop.until),
                StopPhase::Turn(_) | StopPhase::Told => PodWait::Exit(stop.until),
            };
        }
        let resync = self.agenda.at(|task| *task == Task::Resync).unwrap_or(now);
        let blocked = self.containers.iter().find(|c| c.why().is_some() && c.runtime.running().is_none());
        let pulls = self.containers.iter().find_map(|c| c.pull.as_ref()).map(|pull| pull.asked_at);
        match blocked.and_then(Instance::why).map(|why| why.0) {
            _ if pulls.is_some() => PodWait::Image(pulls.unwrap_or(now)),
            Some("ErrImagePull" | "ImagePullBackOff" | "ErrImageNeverPull") => PodWait::PullBackOff(resync),
            Some(_) => PodWait::CrashBackOff(resync),
            None if c.runtime.running().is_none() => self.wait_for_init(i),
            None if c.told.running().is_none() => PodWait::Nothing,
            None if !c.is_started() => PodWait::Probe(ProbeType::Startup),
            None if !c.is_ready() => PodWait::Probe(ProbeType::Readiness),
            None => PodWait::Nothing,
        }
    }

    /// The container does not run: perhaps because those before it have not done.
    fn wait_for_init(&self, first: u16) -> PodWait {
        let is_open = |c: &&Instance| match c.role {
            Role::Init => !c.runtime.has_completed(),
            _ => !c.is_started(),
        };
        let before = self.containers.iter().take(usize::from(first));
        match before.take_while(|c| !is_open(c)).count() {
            done if done < usize::from(first) => PodWait::Init(u16::try_from(done).unwrap_or(0)),
            _ => PodWait::Nothing,
        }
    }

    fn probe_view(&self, i: u16, c: &Instance, spec: &Container, now: SimTime) -> Option<ProbeView> {
        let running = c.told.running()?;
        let awaited = if c.is_started() { ProbeType::Readiness } else { ProbeType::Startup };
        let failing_liveness = c
            .probes
            .iter()
            .find(|p| p.kind == ProbeType::Liveness && p.run().1 && !p.is_on_hold(running.attempt));
        let worker = c.probes.iter().find(|p| p.kind == awaited && !c.is_ready()).or(failing_liveness)?;
        let probe = spec.probe(worker.kind)?;
        let (run, failing) = worker.run();
        let next_at = self.agenda.at(|task| {
            matches!(task, Task::Probe(of, kind) | Task::Answered(of, kind) if *of == i && *kind == worker.kind)
        });
        Some(ProbeView {
            probe: worker.kind,
            last_at: worker.last_at.max(running.started_at),
            next_at: next_at.unwrap_or_else(|| worker.tick_after(now, probe)),
            run,
            threshold: threshold(probe, failing),
            failing,
            answer: (run > 0).then_some(match worker.answer {
                Answer::Passed => ProbeAnswer::Passed,
                Answer::Status(code) => ProbeAnswer::Status(code),
                Answer::Refused => ProbeAnswer::Refused,
                Answer::Nothing | Answer::ExecTimedOut => ProbeAnswer::TimedOut,
                Answer::ExecFailed => ProbeAnswer::CommandFailed,
                Answer::NotServing => ProbeAnswer::NotServing,
                Answer::Error => ProbeAnswer::Error,
            }),
        })
    }
}

fn lamp(c: &Instance, kind: ProbeType, pod: &Pod) -> Option<Lamp> {
    let worker = c.probe_worker(kind)?;
    let result = c.told.newest.and_then(|r| worker.result_for(r.attempt));
    Some(match result {
        _ if c.running_since().is_none() => Lamp::Fail,
        Some(ProbeResult::Success) => Lamp::Pass,
        Some(ProbeResult::Failure) if worker.run().1 && worker.run().0 > 0 && pod.ready_since().is_some() => {
            Lamp::Fail
        }
        _ => Lamp::Asking,
    })
}
