//! The wires between the Services and the Pods that they lead to.

use super::svg::{path, text, tip};
use crate::element::prelude::*;
use crate::locale as words;
use crate::state::Selected;
use crate::view::layout::{Form, LanePlace, StageLayout};
use crate::view::pod_look::Socket;
use crate::view::scene::{Lane, Scene, selects};
use crate::view::versions::Version;
use crate::view::wire::Wire;
use rollout_engine::api::Uid;
use rollout_engine::id::PodId;
use rollout_engine::snapshot::{PodStage, PodView, ServiceView};

/// A wire and whose it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PodWire {
    pub(crate) pod: PodId,
    pub(crate) service: Uid,
    pub(crate) version: Version,
    pub(crate) wire: Wire,
    pub(crate) socket: Socket,
}

/// How a Pod is plugged into a Service.
fn plugged(pod: &PodView, service: &ServiceView) -> Socket {
    if service.ready.contains(&pod.id) {
        return Socket::Full;
    }
    if service.still_routed.contains(&pod.id) {
        return Socket::Forgetting;
    }
    let picked = selects(&service.object.spec.selector, &pod.object.meta.labels);
    match pod.stage {
        PodStage::Terminating if picked => Socket::Unplugged,
        PodStage::ImageFailure | PodStage::CrashLoop if picked => Socket::Never,
        PodStage::NotReady | PodStage::ReadyNotAvailable | PodStage::Available | PodStage::Hung if picked => {
            Socket::Expecting
        }
        _ => Socket::Empty,
    }
}

/// The wires of all Pods that are drawn as rows.
pub(crate) fn wires(scene: &Scene, layout: &StageLayout) -> Vec<PodWire> {
    let mut all: Vec<PodWire> = Vec::new();
    if !layout.has_rows() {
        return all;
    }
    for (service, card) in scene.snapshot.services.iter().zip(&layout.services) {
        let first = all.len();
        for (lane, place) in scene.lanes.iter().zip(&layout.lanes) {
            for (pod, slot) in lane.pods.iter().zip(&lane.slots) {
                let socket = plugged(pod, service);
                if socket == Socket::Empty {
                    continue;
                }
                let from = (layout.socket_x(place), layout.row(place, *slot).cy());
                let (pod, service, version) = (pod.id, service.object.meta.uid, lane.version);
                all.push(PodWire { pod, service, version, wire: Wire { from, to: from }, socket });
            }
        }
        let own = &mut all[first..];
        if layout.form == Form::Phone {
            // All run into one rail at the right.
            for w in own {
                w.wire.to = (layout.width - 14, w.wire.from.1);
            }
            continue;
        }
        // Their ends share the Service's side from top to bottom, in order, so that they do not cross.
        own.sort_by_key(|w| w.wire.from.1);
        let n = i32::try_from(own.len()).unwrap_or(1).max(1);
        let side = card.h.min(86) - 20;
        for (i, w) in own.iter_mut().enumerate() {
            let i = i32::try_from(i).unwrap_or(0);
            w.wire.to = (card.x, card.y + 10 + side * (2 * i + 1) / (2 * n));
        }
    }
    all
}

/// The wires; those of what is chosen stand out.
pub(crate) fn draw_wires(
    wires: &[PodWire],
    scene: &Scene,
    layout: &StageLayout,
    selected: Option<Selected>,
) -> Html {
    let form = layout.form;
    // Where the next row is near, the pulled plug says it alone.
    let in_words = form == Form::Wide && layout.pitch >= 28;
    // Beside a Service's card there is no room for a word.
    let is_beside = |y: i32| layout.services.iter().any(|card| y + 30 > card.y && y < card.y + card.h);
    let hot = |w: &PodWire| match selected {
        Some(Selected::Pod(uid)) => scene.pod(uid).is_some_and(|(_, p)| p.id == w.pod),
        Some(Selected::ReplicaSet(uid)) => {
            scene.lanes.iter().any(|l| l.uid == uid && l.pods.iter().any(|p| p.id == w.pod))
        }
        Some(Selected::Service(uid)) => w.service == uid,
        _ => false,
    };
    wires
        .iter()
        .map(|w| {
            let (x, y) = w.wire.from;
            let mark = match w.socket {
                Socket::Full => {
                    html! { <>{ path(w.wire.path(), if hot(w) { "wire hot" } else { "wire" }) }{ tip(x + 7, y, true, "wiretip") }</> }
                }
                Socket::Forgetting => path(w.wire.path(), "wire late"),
                Socket::Expecting => path(w.wire.path(), "wire ghost"),
                Socket::Unplugged if form != Form::Phone => html! {
                    <g class="plug">
                        { path(format!("M{} {}l8 4l-4 8l-8 -4z", x + 16, y - 4), "glyph") }
                        { path(format!("M{} {}q10 6 18 2", x + 24, y + 4), "wire") }
                        if in_words && !is_beside(y) { { text(x + 9, y + 25, "s tight halo", words::UNPLUGGED) } }
                    </g>
                },
                Socket::Never if in_words => text(x + 12, y + 4, "s", words::stage::NO_WIRE),
                Socket::Never | Socket::Unplugged | Socket::Empty => Html::default(),
            };
            html! { <g key={format!("{}-{}", w.service, w.pod.as_u64())} class={w.version.class()}>{ mark }</g> }
        })
        .collect()
}

/// Many Pods: a ribbon per group that requests go to, as wide as its share of the endpoints.
pub(crate) fn ribbons(scene: &Scene, layout: &StageLayout) -> Vec<(Version, &'static str, Wire, i32)> {
    let mut out = Vec::new();
    if layout.has_rows() {
        return out;
    }
    for (service, card) in scene.snapshot.services.iter().zip(&layout.services) {
        let ready = service.ready.len().max(1);
        let share = |pods: usize| i32::try_from(pods * 72 / ready).unwrap_or(72).max(3);
        // Both are in the order of their ids.
        let among = |lane: &Lane, ids: &[PodId]| match ids {
            [] => 0,
            ids => lane.pods.iter().filter(|p| ids.binary_search(&p.id).is_ok()).count(),
        };
        let mut at = card.y + 7;
        for (lane, place) in scene.lanes.iter().zip(&layout.lanes) {
            let from = (layout_right(layout, place), place.lane.cy());
            let n = among(lane, &service.ready);
            if n > 0 {
                let width = share(n);
                let to = (card.x, at + width / 2);
                out.push((lane.version, "ribbon", Wire { from: (from.0, from.1 - 10), to }, width));
                at += width;
            }
            let late = among(lane, &service.still_routed);
            if late > 0 {
                let y = (from.1 + 30).min(place.lane.bottom() - 12);
                let wire = Wire { from: (from.0, y), to: (card.x, at) };
                out.push((lane.version, "ribbon hard", wire, share(late).min(12)));
            }
        }
    }
    out
}

fn layout_right(layout: &StageLayout, place: &LanePlace) -> i32 {
    if layout.form == Form::Phone { layout.width - 40 } else { place.lane.right() }
}

pub(crate) fn draw_ribbons(ribbons: &[(Version, &'static str, Wire, i32)], layout: &StageLayout) -> Html {
    if layout.form == Form::Phone {
        return Html::default();
    }
    ribbons
        .iter()
        .map(|(version, class, wire, width)| {
            html! {
                <g class={version.class()}>
                    { path(wire.ribbon(*width, *width), class) }
                    { tip(wire.from.0 - 6, wire.from.1, true, "wiretip") }
                </g>
            }
        })
        .collect()
}
