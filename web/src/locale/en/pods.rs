//! What is said of a Pod: its lamps, what its probes were answered, and what it is counted among.

use super::super::{Text, count, fill, tell, word};
use rollout_engine::api::ProbeType;
use rollout_engine::snapshot::{ProbeAnswer, ProbeView};

// Lamps
pub(crate) const READY: Text = Text("ready");
pub(crate) const READY_ASKING: Text = Text("ready?");
pub(crate) const NOT_READY: Text = Text("not ready");
pub(crate) const LIVE: Text = Text("live");
pub(crate) const LIVE_ASKING: Text = Text("live?");
pub(crate) const NOT_LIVE: Text = Text("not live");

// Notes on Pods
pub(crate) const DOES_NOT_ANSWER: Text = Text("does not answer");
pub(crate) const WAITS_FOR_A_NODE: Text = Text("waits for a node");
pub(crate) const FETCHING_THE_IMAGE: Text = Text("fetching the image");
pub(crate) const ASKS_AGAIN: Text = Text("asks again");
pub(crate) const STOPPED: Text = Text("has stopped");
pub(crate) const STARTING: Text = Text("starting");

pub(crate) fn asks_again_in(time: &str) -> String {
    fill("asks again in {}", &[&time])
}
pub(crate) fn restart_in(n: u32, time: &str) -> String {
    fill("restart {} in {}", &[&n, &time])
}
pub(crate) fn restart_now(n: u32) -> String {
    fill("restart {}", &[&n])
}
pub(crate) fn available_in(time: &str) -> String {
    fill("available in {}", &[&time])
}
pub(crate) fn pre_stop_for(time: &str) -> String {
    fill("preStop, {} left", &[&time])
}
pub(crate) fn grace_for(time: &str) -> String {
    fill("grace, {} left", &[&time])
}
pub(crate) fn leaving_for(time: &str) -> String {
    fill("leaving {}", &[&time])
}
pub(crate) fn age_and_restarts(age: &str, restarts: u32) -> String {
    fill("{}, restarts {}", &[&age, &restarts])
}
pub(crate) fn probe_name(probe: ProbeType) -> &'static str {
    tell(match probe {
        ProbeType::Startup => "startup",
        ProbeType::Readiness => "readiness",
        ProbeType::Liveness => "liveness",
    })
}
pub(crate) fn init_container(name: &str) -> String {
    fill("init {}", &[&name])
}
/// Why a Pod that waits for a probe is not ready yet, in as few words as a row has room for.
pub(crate) fn asked_by(probe: ProbeType, view: Option<ProbeView>) -> String {
    let name = probe_name(probe);
    let Some(ProbeView { answer: Some(answer), run, threshold, .. }) = view else {
        return fill("{} probe", &[&name]);
    };
    match answer {
        ProbeAnswer::Passed if threshold > 1 => fill("passed {} of {}", &[&run, &threshold]),
        ProbeAnswer::Passed => fill("{} passed", &[&name]),
        ProbeAnswer::Status(code) => fill("{}: {}", &[&name, &code]),
        ProbeAnswer::Refused => word("port refused"),
        ProbeAnswer::TimedOut => word("no answer"),
        ProbeAnswer::CommandFailed => word("command fails"),
        ProbeAnswer::NotServing => word("not serving"),
        ProbeAnswer::Error => word("cannot be asked"),
    }
}
/// What a probe was last answered, in full.
pub(crate) fn last_answer(view: ProbeView, timeout_seconds: i32) -> String {
    let answer = match view.answer {
        None => return word("not asked yet"),
        Some(ProbeAnswer::Passed) => word("passed"),
        Some(ProbeAnswer::Status(code)) => fill("HTTP {}", &[&code]),
        Some(ProbeAnswer::Refused) => word("connection refused, nothing listens"),
        Some(ProbeAnswer::TimedOut) => fill("no answer in {} s", &[&timeout_seconds]),
        Some(ProbeAnswer::CommandFailed) => word("the command failed"),
        Some(ProbeAnswer::NotServing) => word("NOT_SERVING"),
        Some(ProbeAnswer::Error) => word("could not be asked"),
    };
    let in_a_row =
        if view.failing { "{}; failures in a row: {} of {}" } else { "{}; successes in a row: {} of {}" };
    fill(in_a_row, &[&answer, &view.run.min(view.threshold), &view.threshold])
}

// Groups of Pods
pub(crate) fn group(group: crate::view::tally::Group, n: u32) -> String {
    use crate::view::tally::Group;
    let words = match group {
        Group::Available => "{} available",
        Group::Hung => "{} ready, but not answering",
        Group::Settling => "{} ready, not available yet",
        Group::NotReady => "{} running, not ready yet",
        Group::Creating => "{} being created",
        Group::Pending => "{} waiting for a node",
        Group::Crashing => "{} crashing",
        Group::NoImage => "{} without their image",
        Group::Leaving => "{} leaving",
        Group::Ended => "{} ended",
    };
    fill(words, &[&count(n.into())])
}
