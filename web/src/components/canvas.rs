//! One canvas over the stage for what is many or moves with every frame: cells of Pods, requests on their way.

use super::pod_cells::Cells;
use super::wires::PodWire;
use crate::browser::{self, Brush, Frames};
use crate::element::prelude::*;
use crate::shared::Shared;
use crate::state::Theme;
use crate::view::layout::cells_per_line;
use crate::view::pod_look::Socket;
use crate::view::scene::Scene;
use crate::view::tally::Group;
use crate::view::versions::Version;
use crate::view::wire::Wire;
use rollout_engine::SimTime;
use rollout_engine::snapshot::RequestView;
use rollout_engine::traffic::Outcome;

/// How long the way from the Service to the Pod takes on the page.
const WAY_MS: f64 = 650.0;
/// Where one fails, that stays in sight.
const FAILED_MS: f64 = 1_100.0;
/// More are not drawn at a time.
const MOST: usize = 48;
/// So many are shown on their way in a picture that stands still.
const STILL: u64 = 8;

#[derive(Clone, Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    /// The size of the stage.
    pub(crate) size: (i32, i32),
    /// Where requests come from.
    pub(crate) service: (i32, i32),
    pub(crate) wires: Vec<PodWire>,
    pub(crate) ribbons: Vec<(Version, &'static str, Wire, i32)>,
    pub(crate) cells: Vec<Cells>,
    pub(crate) playing: bool,
    /// The colours differ.
    pub(crate) theme: Theme,
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

/// What is drawn, and what it is drawn with.
#[derive(Default)]
struct Picture {
    props: Option<Props>,
    brush: Option<Brush>,
    flights: Vec<Flight>,
    /// How many requests had been sent when the last one was put on its way.
    sent: u64,
    /// Until when failures have been marked.
    time: SimTime,
}

#[component]
pub(crate) fn Canvas(props: &Props) -> Html {
    let node = use_node_ref();
    let picture = use_mut_ref(Picture::default);
    picture.borrow_mut().props = Some(props.clone());
    let moving = props.playing && !browser::wants_less_motion();
    {
        // Where frames are drawn anyway, the next one shows it.
        let (picture, node) = (picture.clone(), node.clone());
        use_effect(move || {
            let mut picture = picture.borrow_mut();
            picture.brush = picture.brush.take().or_else(|| Brush::new(&node));
            if !moving {
                picture.stand_still();
                picture.draw(0.0, true);
            }
        });
    }
    use_effect_with(moving, move |moving| {
        let frames = moving.then(|| {
            picture.borrow_mut().flights.clear();
            Frames::new(move |_| {
                let now = browser::now_ms();
                let mut picture = picture.borrow_mut();
                picture.fly(now);
                picture.draw(now, false);
            })
        });
        move || drop(frames)
    });
    html! {
        <>
            <canvas class="air" ref={node} aria-hidden="true"></canvas>
            <span class="probes" hidden=true>
                { for ["v1", "v2", "v3", "v4", "vbad"].into_iter().map(|class| html! { <i {class}></i> }) }
            </span>
        </>
    }
}

impl Picture {
    /// Puts the requests on their way that were sent since the last frame, marks those that have failed since, and takes away those
    /// that have come.
    fn fly(&mut self, now: f64) {
        let Some(props) = &self.props else { return };
        self.flights.retain(|f| now - f.since < if f.failed { FAILED_MS } else { WAY_MS });
        let snapshot = &props.scene.snapshot;
        let first = self.sent == 0 || snapshot.ledger.sent < self.sent;
        let since = std::mem::replace(&mut self.sent, snapshot.ledger.sent);
        let (from, to) = (std::mem::replace(&mut self.time, snapshot.time), snapshot.time);
        if first {
            return;
        }
        for failed in snapshot.failures.iter().filter(|r| r.ends_at >= from && r.ends_at < to) {
            // What fails at once fails at the end of its way; what fails later has come long ago.
            let at = if failed.ends_at.since(failed.sent_at).0 < 100 { now } else { now - WAY_MS };
            if let Some(flight) = self.flights.iter_mut().find(|f| f.id == failed.id) {
                flight.failed = true;
            } else if self.flights.len() < MOST {
                self.flights.push(props.failed_flight(failed, at));
            }
        }
        let room = MOST.saturating_sub(self.flights.len());
        self.flights.extend(props.flights(since, room, now));
    }

    /// Some of the latest requests, spread over their way: what a photograph of them would show. Those that failed a moment ago all
    /// are marked.
    fn stand_still(&mut self) {
        let Some(props) = &self.props else { return };
        let snapshot = &props.scene.snapshot;
        let sent = snapshot.ledger.sent;
        (self.sent, self.time) = (sent, snapshot.time);
        let shown = sent.min(STILL).min(props.scene.requests_per_second);
        self.flights = props.flights(sent - shown, usize::try_from(shown).unwrap_or(0), 0.0);
        for (flight, n) in self.flights.iter_mut().zip(0_i32..) {
            let age = f64::from((n * 37 + 11) % 83 + 10) / 100.0;
            flight.since = -age * WAY_MS;
        }
        let failed = snapshot.in_flight.iter().rev().filter(|r| has_failed(r));
        self.flights.extend(failed.take(MOST).map(|r| props.failed_flight(r, -WAY_MS)));
    }

    fn draw(&mut self, now: f64, stands: bool) {
        let (Some(props), Some(brush)) = (&self.props, &mut self.brush) else { return };
        brush.clear(props.size, stands);
        for cells in &props.cells {
            draw_cells(brush, cells);
        }
        for f in &self.flights {
            let along = ((now - f.since) / WAY_MS * 1000.0).min(1000.0) as i32;
            let (x, y) = f.wire.point(along);
            if f.failed && along >= 960 {
                brush.cross(x + 8, y, 6);
            } else {
                brush.glyph(f.version, x, y, 4, false);
            }
        }
    }
}

impl Props {
    /// The latest requests from number `from` on that have not failed, at most `room` of them: those that the engine shows, else as
    /// many as were sent, on the wires of Pods that the Service sends to.
    fn flights(&self, from: u64, room: usize, since: f64) -> Vec<Flight> {
        let mut out = Vec::new();
        let snapshot = &self.scene.snapshot;
        let shown = snapshot.in_flight.iter().rev().take_while(|r| r.id >= from);
        for request in shown.filter(|r| !has_failed(r)).take(room) {
            if let Some(w) = self.wire_of(request) {
                out.push(Flight { id: request.id, version: w.version, wire: w.wire, since, failed: false });
            }
        }
        let full: Vec<&PodWire> = self.wires.iter().filter(|w| w.socket == Socket::Full).collect();
        let failed = |id: u64| snapshot.failures.iter().any(|r| r.id == id);
        for id in (from..snapshot.ledger.sent).rev() {
            if out.len() >= room {
                break;
            }
            let turn = usize::try_from(id).unwrap_or(0);
            if failed(id) || out.iter().any(|f| f.id == id) {
                continue;
            }
            let (version, wire) = match (
                full.get(turn % full.len().max(1)),
                self.ribbons.get(turn % self.ribbons.len().max(1)),
            ) {
                (Some(w), _) => (w.version, w.wire),
                (None, Some((version, _, wire, _))) => (*version, *wire),
                (None, None) => break,
            };
            out.push(Flight { id, version, wire, since, failed: false });
        }
        out
    }

    fn wire_of(&self, request: &RequestView) -> Option<&PodWire> {
        self.wires.iter().find(|w| Some(w.pod) == request.pod)
    }

    /// A request that fails where it goes: at its Pod, or at the Service where it went nowhere.
    fn failed_flight(&self, request: &RequestView, since: f64) -> Flight {
        let id = request.id;
        let (version, wire) = self
            .wire_of(request)
            .map_or_else(|| (Version::default(), self.nowhere(id)), |w| (w.version, w.wire));
        Flight { id, version, wire, since, failed: true }
    }

    /// The short way of a request that the Service can send to no Pod.
    fn nowhere(&self, id: u64) -> Wire {
        let (x, y) = self.service;
        let y = y + i32::try_from(id % 5).unwrap_or(0) * 12 - 24;
        Wire { from: (x - 34, y), to: (x, y) }
    }
}

fn has_failed(request: &RequestView) -> bool {
    request.outcome.is_some_and(|o| o != Outcome::Answered)
}

/// A cell per Pod. The same glyphs as elsewhere as long as they can be seen.
fn draw_cells(brush: &mut Brush, cells: &Cells) {
    let Cells { version, group, place, cell, count } = *cells;
    let per_line = cells_per_line(place, cell);
    let r = (cell * 2 / 5).max(1);
    let bad = matches!(group, Group::Crashing | Group::NoImage);
    let solid = matches!(group, Group::Available | Group::Hung);
    let dash = match group {
        Group::Creating | Group::Pending => 2.0,
        Group::Leaving | Group::Ended => 1.2,
        _ => 0.0,
    };
    brush.dash(dash);
    for i in 0..i32::try_from(count).unwrap_or(i32::MAX) {
        let (x, y) = (place.x + i % per_line * cell + cell / 2, place.y + i / per_line * cell + cell / 2);
        match (bad, cell < 7) {
            (true, false) => brush.cross(x, y, r),
            (_, true) => brush.dot(version, x, y, cell - 1, solid, bad),
            (false, false) => brush.glyph(version, x, y, r, !solid),
        }
    }
    brush.dash(0.0);
}
