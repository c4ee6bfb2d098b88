//! The Service, the users, and the wires between the Service and the Pods.

use super::svg::{choosable, circle, path, rect, text, tip, two_texts};
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::state::Selected;
use crate::view::format;
use crate::view::layout::{Density, Form, LanePlace, StageLayout};
use crate::view::pod_look::{Socket, look};
use crate::view::rect::Rect;
use crate::view::scene::{Lane, Scene};
use crate::view::versions::Version;
use crate::view::wire::Wire;
use rollout_engine::SimTime;
use rollout_engine::id::PodId;

/// A wire and whose it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PodWire {
    pub(crate) pod: PodId,
    pub(crate) version: Version,
    pub(crate) wire: Wire,
    pub(crate) socket: Socket,
}

/// The wires of all Pods that are drawn as rows.
pub(crate) fn wires(scene: &Scene, layout: &StageLayout, now: SimTime) -> Vec<PodWire> {
    let Some(service) = scene.service.as_ref().filter(|_| !matches!(layout.density, Density::Cells(_)))
    else {
        return Vec::new();
    };
    let mut out: Vec<PodWire> = Vec::new();
    for (lane, place) in scene.lanes.iter().zip(&layout.lanes) {
        for (pod, slot) in lane.pods.iter().zip(&lane.slots) {
            let r = layout.row(place, *slot);
            let socket = look(pod, now, service.still_routed.contains(&pod.id)).socket;
            if socket == Socket::Empty {
                continue;
            }
            let from = (layout.socket_x(place), r.cy());
            out.push(PodWire { pod: pod.id, version: lane.version, wire: Wire { from, to: from }, socket });
        }
    }
    if layout.form == Form::Phone {
        // All run into one rail at the right.
        for w in &mut out {
            w.wire.to = (layout.width - 14, w.wire.from.1);
        }
        return out;
    }
    // Their ends share the Service's side from top to bottom, in order, so that they do not cross.
    out.sort_by_key(|w| w.wire.from.1);
    let n = i32::try_from(out.len()).unwrap_or(1).max(1);
    let side = layout.service.h.min(86) - 20;
    for (i, w) in out.iter_mut().enumerate() {
        let i = i32::try_from(i).unwrap_or(0);
        w.wire.to = (layout.service.x, layout.service.y + 10 + side * (2 * i + 1) / (2 * n));
    }
    out
}

/// The wires; those of what is chosen stand out.
pub(crate) fn draw_wires(wires: &[PodWire], scene: &Scene, form: Form, selected: Option<Selected>) -> Html {
    let hot = |w: &PodWire| match selected {
        Some(Selected::Pod(uid)) => scene.pod(uid).is_some_and(|(_, p)| p.id == w.pod),
        Some(Selected::ReplicaSet(uid)) => scene.lanes.iter().any(|l| l.uid == uid && l.version == w.version),
        Some(Selected::Service) => true,
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
                        if form == Form::Wide { { text(x + 9, y + 25, "s tight halo", words::UNPLUGGED) } }
                    </g>
                },
                Socket::Unplugged | Socket::Empty => Html::default(),
            };
            html! { <g key={w.pod.as_u64()} class={w.version.class()}>{ mark }</g> }
        })
        .collect()
}

/// Many Pods: a ribbon per group that requests go to, as wide as its share of the endpoints.
pub(crate) fn ribbons(scene: &Scene, layout: &StageLayout) -> Vec<(Version, &'static str, Wire, i32)> {
    let (Some(service), Density::Cells(_)) = (&scene.service, layout.density) else { return Vec::new() };
    let ready = service.ready.len().max(1);
    let share = |pods: usize| i32::try_from(pods * 72 / ready).unwrap_or(72).max(3);
    let ready_in = |lane: &Lane| lane.pods.iter().filter(|p| p.endpoint.is_some_and(|e| e.ready)).count();
    let mut out = Vec::new();
    let mut at = layout.service.y + 7;
    for (lane, place) in scene.lanes.iter().zip(&layout.lanes) {
        let from = (layout_right(layout, place), place.lane.cy());
        let n = ready_in(lane);
        if n > 0 {
            let width = share(n);
            let to = (layout.service.x, at + width / 2);
            out.push((lane.version, "ribbon", Wire { from: (from.0, from.1 - 10), to }, width));
            at += width;
        }
        let late = lane.pods.iter().filter(|p| service.still_routed.contains(&p.id)).count();
        if late > 0 {
            let to = (layout.service.x, at);
            let y = (from.1 + 30).min(place.lane.bottom() - 12);
            out.push((lane.version, "ribbon hard", Wire { from: (from.0, y), to }, share(late).min(12)));
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

pub(crate) fn service_card(
    scene: &Scene,
    layout: &StageLayout,
    selected: Option<Selected>,
    sim: &Sim,
) -> Html {
    let r = layout.service;
    let Some(service) = &scene.service else {
        return html! { <>{ rect(r, 12, "cardr ghost") }{ text(r.x + 12, r.y + 26, "s", words::NO_SERVICE) }</> };
    };
    let n = service.ready.len();
    let name = format::fit(&service.object.meta.name, r.w - 22, 115);
    let phone = layout.form == Form::Phone;
    let count_at = if phone {
        (r.x + 14 + 11 * i32::try_from(name.chars().count()).unwrap_or(0) + 14, r.y + 47)
    } else {
        (r.x + 12, r.y + 70)
    };
    let chosen = selected == Some(Selected::Service);
    let inside = html! {
        <>
            { rect(r, 12, "cardr") }
            { rect(r, 12, "sel") }
            { text(r.x + 12, r.y + 24, "s", words::SERVICE) }
            { text(r.x + 12, r.y + 47, "h", name) }
            if layout.form == Form::Medium || (n > 99 && !phone) {
                { text(r.x + 12, r.y + 66, "w", n.to_string()) }
                { text(r.x + 12, r.y + 82, "s", words::endpoints(n)) }
            } else {
                { two_texts(count_at.0, count_at.1, ("w", n.to_string()), 4, (if phone { "s tight" } else { "s" }, words::endpoints(n))) }
            }
            if layout.form == Form::Medium { { users(scene, layout) } }
        </>
    };
    html! {
        <>
            if phone { { rail(scene, layout) } }
            { choosable(sim, Selected::Service, classes!("service", chosen.then_some("chosen")), chosen, inside) }
            if layout.form != Form::Medium { { users(scene, layout) } }
        </>
    }
}

/// On a phone all wires run up one rail.
fn rail(scene: &Scene, layout: &StageLayout) -> Html {
    let x = layout.width - 14;
    let highest =
        layout.lanes.iter().zip(&scene.lanes).find(|(_, l)| !l.pods.is_empty()).map(|(p, _)| p.pods.y + 20);
    highest.map_or_else(Html::default, |y| path(format!("M{x} {y}V{}", layout.service.y), "rail"))
}

fn users(scene: &Scene, layout: &StageLayout) -> Html {
    let u = layout.users;
    let rate = words::calls_per_second(scene.requests_per_second);
    let person = |x: i32, y: i32| {
        html! {
            <g class="person">
                { circle(x, y - 9, 6, "face") }
                <path d={format!("M{} {}a10 10 0 0 1 20 0z", x - 10, y + 9)} />
            </g>
        }
    };
    match layout.form {
        Form::Wide => {
            let x = u.right() - 34;
            html! {
                <g>
                    { person(x - 20, u.y + 24) }
                    { person(x + 20, u.y + 24) }
                    { person(x, u.y + 20) }
                    { text(x, u.y + 52, "w mid", words::USERS) }
                    { text(u.right(), u.y + 70, "s end", rate) }
                    { path(format!("M{} {}H{}", x - 33, u.y + 26, layout.service.right() + 8), "rail") }
                    { tip(layout.service.right() + 1, u.y + 26, true, "tip") }
                </g>
            }
        }
        Form::Medium => {
            let x = u.cx();
            html! {
                <g>
                    { path(format!("M{} {}H{}", u.x + 10, u.y - 2, u.right() - 10), "base") }
                    { person(x - 22, u.y + 26) }
                    { person(x + 22, u.y + 26) }
                    { person(x, u.y + 26) }
                    { text(x, u.y + 54, "w mid", words::USERS) }
                    { text(x, u.y + 72, "s mid", rate) }
                </g>
            }
        }
        Form::Phone => html! {
            <g>
                { person(14, u.y + 22) }
                { person(36, u.y + 22) }
                { person(58, u.y + 22) }
                { text(78, u.y + 26, "w", words::USERS) }
                { text(4, u.y + 52, "s", rate) }
                { path(format!("M{} {}H{}", 124, u.y + 22, layout.service.x - 8), "rail") }
                { tip(layout.service.x - 1, u.y + 22, false, "tip") }
            </g>
        },
    }
}

/// The headings over the two flows.
pub(crate) fn headings(layout: &StageLayout, life_cuts: &[(u32, i32)]) -> Html {
    if layout.form == Form::Phone {
        return Html::default();
    }
    let pods = layout.lanes.first().map_or(Rect::new(layout.deployment.right() + 180, 0, 300, 0), |l| l.pods);
    let wide = layout.form == Form::Wide;
    let answers = if wide { words::WHO_ANSWERS } else { words::WHO_ANSWERS_SHORT };
    let y = 14;
    let rows = !matches!(layout.density, Density::Cells(_));
    let left_end = 150;
    html! {
        <g class="headings">
            { text(0, y, "w", words::WHO_MAKES_WHOM) }
            { path(format!("M{left_end} {}H{}", y - 4, pods.x - 26), "rail") }
            { tip(pods.x - 20, y - 4, false, "tip") }
            { text(pods.x + 2, y, "b", words::PODS) }
            if wide && rows {
                // Where a decision is lately, its number stands over its cut.
                { text(pods.right() - if life_cuts.is_empty() { 12 } else { 98 }, y, "s end", words::LIFE) }
                { cut_numbers(life_cuts, y) }
            }
            { text(layout.width, y, "w end", answers) }
            { path(format!("M{} {}H{}", layout.width - i32::try_from(answers.len()).unwrap_or(0) * 9, y - 4, pods.right() + 20), "rail") }
            { tip(pods.right() + 14, y - 4, true, "tip") }
        </g>
    }
}

/// `#2 #3` over their cuts, which may be one.
fn cut_numbers(cuts: &[(u32, i32)], y: i32) -> Html {
    let Some((_, last)) = cuts.last() else { return Html::default() };
    let numbers: Vec<String> = cuts.iter().map(|(n, _)| format!("#{n}")).collect();
    let words = if numbers.len() > 3 {
        numbers[0].clone() + "–" + &numbers[numbers.len() - 1]
    } else {
        numbers.join(" ")
    };
    text(*last, y, "w mid", words)
}

/// The latest decisions as cuts through all life lines.
pub(crate) fn cut_lines(layout: &StageLayout, life_cuts: &[(u32, i32)]) -> Html {
    let bottom = layout.lanes.last().map_or(layout.height, |l| l.lane.bottom());
    life_cuts.iter().map(|(_, x)| path(format!("M{x} 20V{bottom}"), "cut")).collect()
}
