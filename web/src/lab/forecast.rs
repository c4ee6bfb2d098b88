//! What will come by itself: found by letting a copy of the run go ahead.

use super::Lab;
use rollout_engine::api::{ConditionReason, Deployment, DeploymentConditionType, Name};
use rollout_engine::controller::deployment::replicas::{deadline_ms, has_progress_deadline, is_complete};
use rollout_engine::decision::Decision;
use rollout_engine::snapshot::PodView;
use rollout_engine::{Happening, SimDuration, SimTime};
use std::rc::Rc;

/// What running ahead has found, and for how many decisions and acts it holds.
pub(super) struct Forecast {
    key: (u32, usize),
    next: Option<Rc<Decision>>,
    /// The Pod whose turning ready or available led to it.
    pub(super) cause: Option<Name>,
    /// The Pods that will be available before it, the first of them first.
    coming: Vec<(SimTime, Name)>,
}

/// How far the next decision is looked for: in steps, so that it never takes long.
const FORECAST_STEPS: u32 = 20_000;

const FORECAST_SPAN: SimDuration = SimDuration::millis(3_600_000);

impl Lab {
    /// The next numbered decision that will come by itself. The engine finds it by running ahead.
    pub(super) fn forecast(&mut self) -> Option<Rc<Decision>> {
        let present = self.timeline.simulation();
        let key = (present.decisions(), self.done().len());
        if let Some(known) = self.forecast.as_ref().filter(|f| f.key == key) {
            return known.next.clone();
        }
        let mut ahead = present.clone();
        ahead.drain_log();
        let limit = ahead.now() + FORECAST_SPAN;
        let mut found = None;
        for _ in 0..FORECAST_STEPS {
            if ahead.is_at_rest() || ahead.next_event_at().is_none_or(|at| at > limit) || !ahead.step() {
                break;
            }
            if ahead.decisions() != key.0 {
                let numbered = |h: Happening| match h {
                    Happening::Decision(d) if d.number.is_some() => Some(d),
                    _ => None,
                };
                found = ahead.drain_log().into_iter().rev().find_map(numbered);
                break;
            }
        }
        let pods = ahead.snapshot().pods;
        let cause = found.as_ref().and_then(|d| cause_of(&pods, d));
        let coming = coming(&pods, present.now(), ahead.now());
        self.forecast = Some(Forecast { key, next: found.clone(), cause, coming });
        found
    }

    /// The Pod that will be available next without any further decision, as far as the forecast goes; and when.
    pub(super) fn next_available(&self) -> Option<(SimTime, Name)> {
        let now = self.timeline.now();
        self.forecast.as_ref()?.coming.iter().find(|(at, _)| *at > now).cloned()
    }

    /// When a rollout that gets no further will count as failed; none if it is over, or has failed already.
    pub(super) fn deadline(&self, deployment: &Deployment) -> Option<SimTime> {
        let (spec, status) = (&deployment.spec, &deployment.status);
        let condition = status.condition(DeploymentConditionType::Progressing)?;
        let over = matches!(
            condition.reason,
            ConditionReason::NewReplicaSetAvailable | ConditionReason::ProgressDeadlineExceeded
        );
        if over || spec.paused || !has_progress_deadline(spec) || is_complete(deployment, status) {
            return None;
        }
        let ms = deadline_ms(spec, condition) - self.timeline.scenario().start_unix_ms;
        u64::try_from(ms).ok().map(SimTime)
    }
}

/// The Pods that have become available after `since`.
fn coming(pods: &[Rc<PodView>], since: SimTime, now: SimTime) -> Vec<(SimTime, Name)> {
    let became = pods.iter().filter_map(|p| p.available_at.map(|at| (at, p)));
    let became = became.filter(|(at, _)| *at > since && *at <= now);
    let mut coming: Vec<_> = became.map(|(at, p)| (at, p.object.meta.name.clone())).collect();
    coming.sort_unstable();
    coming
}

/// The Pod that had turned ready or available last when this was decided.
fn cause_of(pods: &[Rc<PodView>], decision: &Decision) -> Option<Name> {
    let turned = |p: &PodView| {
        let at = [p.ready_at, p.available_at].into_iter().flatten().filter(|at| *at <= decision.at).max()?;
        // Anything older has been decided on before.
        (decision.at.since(at) <= SimDuration::millis(1_000)).then_some(at)
    };
    let latest = pods.iter().filter_map(|p| turned(p).map(|at| (at, p))).max_by_key(|(at, _)| *at);
    latest.map(|(_, p)| p.object.meta.name.clone())
}
