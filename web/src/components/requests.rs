//! Requests on their way from the Service to the Pods. Drawn only while the clock runs.

use super::service_card::PodWire;
use super::svg::{cross, glyph};
use crate::app::Sim;
use crate::browser;
use crate::shared::Shared;
use crate::view::pod_look::Socket;
use crate::view::scene::Scene;
use crate::view::versions::Version;
use crate::view::wire::Wire;
use rollout_engine::SortedMap;
use rollout_engine::traffic::Outcome;
use yew::prelude::*;

/// How long the way from the Service to the Pod takes on the page.
const WAY_MS: f64 = 650.0;
/// More are not drawn at a time.
const MOST: usize = 40;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) wires: Vec<PodWire>,
    pub(crate) ribbons: Vec<(Version, &'static str, Wire, i32)>,
    pub(crate) playing: bool,
    pub(crate) sim: Sim,
}

/// A request that is drawn.
#[derive(Clone, Copy, Debug)]
struct Flight {
    id: u64,
    version: Version,
    wire: Wire,
    since: f64,
    failed: bool,
}

#[component]
pub(crate) fn Requests(props: &Props) -> Html {
    let flights = use_mut_ref(Vec::<Flight>::new);
    let answered = use_mut_ref(|| (0_u64, SortedMap::<usize, u64>::new()));
    if !props.playing || browser::wants_less_motion() {
        flights.borrow_mut().clear();
        return Html::default();
    }
    let now = browser::now_ms();
    let mut flights = flights.borrow_mut();
    flights.retain(|f| now - f.since < if f.failed { WAY_MS * 1.6 } else { WAY_MS });
    let mut last = answered.borrow_mut();
    let room = MOST.saturating_sub(flights.len());
    let news = arrivals(props, &mut last, room);
    flights.extend(news.into_iter().map(|(id, version, wire, failed)| Flight {
        id,
        version,
        wire,
        since: now,
        failed,
    }));
    let drawn = flights.iter().map(|f| {
        let along = (((now - f.since) / WAY_MS) * 1000.0).min(1000.0) as i32;
        let (x, y) = f.wire.point(along);
        let mark = if f.failed && along >= 1000 {
            cross(x + 8, y, 6, "x")
        } else {
            glyph(f.version, x, y, 4, "glyph")
        };
        html! { <g key={f.id} class={f.version.class()}>{ mark }</g> }
    });
    html! { <g class="requests">{ for drawn }</g> }
}

/// Requests that were sent since the last drawing, at most `room`: those that the engine shows, else as many as the ledger
/// says were answered, on the wires of the version that answered them.
fn arrivals(
    props: &Props,
    last: &mut (u64, SortedMap<usize, u64>),
    room: usize,
) -> Vec<(u64, Version, Wire, bool)> {
    let ledger = &props.scene.snapshot.ledger;
    let news = ledger.sent.saturating_sub(last.0);
    let first = last.0 == 0 || ledger.sent < last.0;
    last.0 = ledger.sent;
    if first || news == 0 {
        return Vec::new();
    }
    let seen = &props.scene.snapshot.in_flight;
    let mut out = Vec::new();
    for request in seen.iter().rev().take(room.min(usize::try_from(news).unwrap_or(usize::MAX))) {
        let wire = request.pod.and_then(|pod| props.wires.iter().find(|w| w.pod == pod));
        if let Some(w) = wire {
            out.push((
                request.id,
                w.version,
                w.wire,
                request.outcome.is_some_and(|o| o != Outcome::Answered),
            ));
        }
    }
    if !out.is_empty() {
        return out;
    }
    let full: Vec<&PodWire> = props.wires.iter().filter(|w| w.socket == Socket::Full).collect();
    for n in 0..usize::try_from(news).unwrap_or(usize::MAX).min(room) {
        let id = ledger.sent - n as u64;
        let turn = usize::try_from(id).unwrap_or(0);
        if let Some(w) = full.get(turn % full.len().max(1)) {
            out.push((id, w.version, w.wire, false));
        } else if let Some((version, _, wire, _)) = props.ribbons.get(turn % props.ribbons.len().max(1)) {
            out.push((id, *version, *wire, false));
        }
    }
    out
}
