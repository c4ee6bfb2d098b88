//! How a Pod looks: one of few states, each with its own border, badge, words, lamps and socket.

use super::format;
use super::tally::Group;
use crate::locale as text;
use rollout_engine::SimTime;
use rollout_engine::snapshot::{Lamp, PodStage, PodView, PodWait};

/// The mark at a Pod's left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Badge {
    /// An empty dashed ring.
    Waiting,
    /// A disc that fills from below.
    Filling,
    /// A hollow glyph in a ring that closes as the probe's answers come; so many hundredths of it.
    Ring(i32),
    /// A disc with the version's glyph.
    Solid,
    /// A disc with the bars of a pause.
    Paused,
    /// A hollow glyph in a dashed ring.
    Leaving,
    /// A red square with a cross.
    Broken,
    /// An empty red box with a cross.
    Missing,
}

/// A lamp and its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LampLook {
    pub(crate) lamp: Lamp,
    pub(crate) word: &'static str,
}

/// The right end of a Pod, where its wire is plugged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Socket {
    /// Nothing is or was plugged in.
    Empty,
    /// Nor will anything be: the Pod fails.
    Never,
    /// A wire will come when it is ready.
    Expecting,
    /// The Service sends requests here.
    Full,
    /// The Service has taken it out.
    Unplugged,
    /// The Service has taken it out, but some node has not heard of it yet.
    Forgetting,
}

/// Everything that a Pod's row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PodLook {
    pub(crate) class: &'static str,
    pub(crate) badge: Badge,
    pub(crate) bad: bool,
    pub(crate) note: String,
    pub(crate) ready: LampLook,
    pub(crate) live: LampLook,
    pub(crate) socket: Socket,
    /// How far it is on the way from Ready to available, in hundredths.
    pub(crate) settled: Option<i32>,
}

/// Works out how a Pod looks at this moment.
pub(crate) fn look(pod: &PodView, now: SimTime, still_routed: bool) -> PodLook {
    let shown = |lamp, word| LampLook { lamp, word };
    PodLook {
        class: Group::of(pod.stage).class(),
        badge: badge(pod, now),
        bad: matches!(pod.stage, PodStage::CrashLoop | PodStage::ImageFailure),
        note: note(pod, now),
        ready: shown(
            pod.readiness,
            match pod.readiness {
                Lamp::None => "",
                Lamp::Pass => text::READY.say(),
                Lamp::Asking => text::READY_ASKING.say(),
                Lamp::Fail => text::NOT_READY.say(),
            },
        ),
        live: shown(
            pod.liveness,
            match pod.liveness {
                Lamp::None => "",
                Lamp::Pass => text::LIVE.say(),
                Lamp::Asking => text::LIVE_ASKING.say(),
                Lamp::Fail => text::NOT_LIVE.say(),
            },
        ),
        socket: socket(pod, still_routed),
        settled: settled(pod, now),
    }
}

fn badge(pod: &PodView, now: SimTime) -> Badge {
    match pod.stage {
        PodStage::Pending => Badge::Waiting,
        PodStage::Creating => Badge::Filling,
        PodStage::NotReady => Badge::Ring(probe_progress(pod, now)),
        PodStage::ReadyNotAvailable | PodStage::Available => Badge::Solid,
        PodStage::Hung => Badge::Paused,
        PodStage::Terminating | PodStage::Ended => Badge::Leaving,
        PodStage::CrashLoop => Badge::Broken,
        PodStage::ImageFailure => Badge::Missing,
    }
}

/// How far the awaited probe is on the way to its next answer, in hundredths.
fn probe_progress(pod: &PodView, now: SimTime) -> i32 {
    let Some(probe) = &pod.probe else { return 0 };
    let whole = probe.next_at.since(probe.last_at).0.max(1);
    i32::try_from((now.since(probe.last_at).0 * 100 / whole).min(100)).unwrap_or(100)
}

fn settled(pod: &PodView, now: SimTime) -> Option<i32> {
    let (PodStage::ReadyNotAvailable, Some(from), Some(to)) = (pod.stage, pod.ready_at, pod.available_at)
    else {
        return None;
    };
    let whole = to.since(from).0.max(1);
    i32::try_from((now.since(from).0 * 100 / whole).min(100)).ok()
}

/// What it waits for, or, if for nothing, how old it is.
fn note(pod: &PodView, now: SimTime) -> String {
    let left = |t: SimTime| format::left(now, t);
    match (pod.stage, pod.wait) {
        (PodStage::Hung, _) => text::DOES_NOT_ANSWER.to_owned(),
        (_, PodWait::Node) => text::WAITS_FOR_A_NODE.to_owned(),
        (_, PodWait::Image(_)) => text::FETCHING_THE_IMAGE.to_owned(),
        (_, PodWait::PullBackOff(until)) if until > now => text::asks_again_in(&left(until)),
        (_, PodWait::PullBackOff(_)) => text::ASKS_AGAIN.to_owned(),
        (_, PodWait::CrashBackOff(until)) if until > now => text::restart_in(pod.restarts + 1, &left(until)),
        (_, PodWait::CrashBackOff(_)) => text::restart_now(pod.restarts + 1),
        (_, PodWait::Available(at)) => text::available_in(&left(at)),
        (_, PodWait::PreStop(until)) => text::pre_stop_for(&left(until)),
        (_, PodWait::Exit(until)) => text::grace_for(&left(until)),
        (_, PodWait::Removal) => text::STOPPED.to_owned(),
        (PodStage::Terminating, PodWait::Nothing | PodWait::Probe(_) | PodWait::Init(_)) => {
            text::leaving_for(&format::span(now.since(pod.deleted_at.unwrap_or(now))))
        }
        (PodStage::NotReady, PodWait::Probe(probe)) => {
            text::asked_by(probe, pod.probe.filter(|p| p.probe == probe))
        }
        (PodStage::Creating | PodStage::Pending, PodWait::Init(at)) => {
            let container = pod.object.template.spec.init_containers.get(usize::from(at));
            container.map_or_else(|| text::STARTING.to_owned(), |c| text::init_container(&c.name))
        }
        (PodStage::Creating, PodWait::Nothing) => text::STARTING.to_owned(),
        (_, PodWait::Nothing | PodWait::Probe(_) | PodWait::Init(_)) => {
            let age = format::span(now.since(pod.created_at));
            if pod.restarts > 0 { text::age_and_restarts(&age, pod.restarts) } else { age }
        }
    }
}

fn socket(pod: &PodView, still_routed: bool) -> Socket {
    if pod.endpoint.is_some_and(|e| e.ready) {
        return Socket::Full;
    }
    if still_routed {
        return Socket::Forgetting;
    }
    match pod.stage {
        PodStage::Terminating => Socket::Unplugged,
        PodStage::NotReady | PodStage::ReadyNotAvailable | PodStage::Available | PodStage::Hung => {
            Socket::Expecting
        }
        _ => Socket::Empty,
    }
}
