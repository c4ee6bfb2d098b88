//! A Pod's last seconds as a line: created, running, ready, leaving.

use rollout_engine::snapshot::{PodStage, PodView};
use rollout_engine::{SimDuration, SimTime};

/// How far back the line goes.
pub(crate) const SPAN: SimDuration = SimDuration::millis(14_000);

/// A stretch of the line: its class, where it begins, how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) class: &'static str,
    pub(crate) x: i32,
    pub(crate) w: i32,
}

/// The stretches of a Pod's life on a line `room` px long that ends now.
pub(crate) fn life(pod: &PodView, now: SimTime, room: i32) -> Vec<Stretch> {
    let start = SimTime(now.0.saturating_sub(SPAN.0));
    let x = |t: SimTime| {
        let ms = t.max(start).min(now).since(start).0 + SPAN.0.saturating_sub(now.since(start).0);
        i32::try_from(ms * u64::from(room.unsigned_abs()) / SPAN.0).unwrap_or(0)
    };
    let gone = pod.deleted_at.unwrap_or(now).min(now);
    let running = pod.running_at.unwrap_or(gone).min(gone);
    let failing = matches!(pod.stage, PodStage::CrashLoop | PodStage::ImageFailure);
    let ready = pod.ready_at.unwrap_or(gone).clamp(running, gone);
    let mut out = Vec::new();
    let mut put = |class, from: SimTime, to: SimTime| {
        let (a, b) = (x(from), x(to));
        if b > a {
            out.push(Stretch { class, x: a, w: b - a });
        }
    };
    if failing {
        put("fail", pod.created_at, gone);
    } else {
        put("open", pod.created_at, running);
        put("hatch", running, ready);
        put("on", ready, gone);
    }
    put("leave", gone, now);
    out
}

/// Where a moment lies on the line; none if it is older than the line.
pub(crate) fn cut(at: SimTime, now: SimTime, room: i32) -> Option<i32> {
    let age = now.since(at).0;
    (at <= now && age <= SPAN.0)
        .then(|| room - i32::try_from(age * u64::from(room.unsigned_abs()) / SPAN.0).unwrap_or(0))
}
