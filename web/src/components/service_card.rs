//! The Services and the users.

use super::svg::{choosable, circle, path, rect, text, tip, two_texts};
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::state::Selected;
use crate::view::format;
use crate::view::layout::{Form, StageLayout};
use crate::view::rect::Rect;
use crate::view::scene::Scene;
use rollout_engine::snapshot::ServiceView;

/// Where the requests come from that are not sent to any Pod: the first Service that users call.
pub(crate) fn called(scene: &Scene, layout: &StageLayout) -> (i32, i32) {
    let card = called_cards(scene, layout).next().or(layout.services.first().copied()).unwrap_or_default();
    (card.x, card.cy())
}

/// The cards of the Services that users call.
fn called_cards<'a>(scene: &'a Scene, layout: &'a StageLayout) -> impl Iterator<Item = Rect> + 'a {
    let all = scene.snapshot.services.iter().zip(&layout.services).enumerate();
    let named = |i: usize, s: &ServiceView| {
        scene.called.iter().any(|c| c.as_ref().map_or(i == 0, |name| *name == s.object.meta.name))
    };
    all.filter(move |(i, (s, _))| named(*i, s)).map(|(_, (_, r))| *r)
}

pub(crate) fn service_cards(
    scene: &Scene,
    layout: &StageLayout,
    selected: Option<Selected>,
    sim: &Sim,
) -> Html {
    if scene.is_recorded {
        return Html::default();
    }
    let services = &scene.snapshot.services;
    if let ([], Some(r)) = (&**services, layout.services.first()) {
        return html! { <>{ rect(*r, 12, "cardr ghost") }{ text(r.x + 12, r.y + 26, "s", words::NO_SERVICE) }</> };
    }
    html! {
        <>
            if layout.form == Form::Phone { { rail(scene, layout) } }
            { for services.iter().zip(&layout.services).map(|(s, r)| service_card(s, *r, scene, layout, selected, sim)) }
            if layout.form != Form::Medium || services.len() > 1 { { users(scene, layout) } }
        </>
    }
}

fn service_card(
    service: &ServiceView,
    r: Rect,
    scene: &Scene,
    layout: &StageLayout,
    selected: Option<Selected>,
    sim: &Sim,
) -> Html {
    let n = service.ready.len();
    let name = &service.object.meta.name;
    let (letters, letter) = if name.len() > 7 { ("b", 92) } else { ("h", 115) };
    // On a phone the endpoints stand beside it.
    let name = format::fit(name, r.w - if layout.form == Form::Phone { 110 } else { 22 }, letter);
    let phone = layout.form == Form::Phone;
    let what = Selected::Service(service.object.meta.uid);
    let chosen = selected == Some(what);
    // A low card names its kind by its place alone.
    let up = match r.h {
        _ if phone => 0,
        ..58 => 27,
        58..80 => 20,
        _ => 0,
    };
    let count_at = if phone {
        (r.x + 28 + letter * i32::try_from(name.chars().count()).unwrap_or(0) / 10, r.y + 47)
    } else {
        (r.x + 12, r.y + 70 - up - up / 10)
    };
    let medium = layout.form == Form::Medium;
    let inside = html! {
        <>
            { rect(r, 12, "cardr") }
            { rect(r, 12, "sel") }
            if up == 0 { { text(r.x + 12, r.y + 24, "s", words::SERVICE) } }
            { text(r.x + 12, r.y + 47 - up, letters, name) }
            if (medium || n > 99) && !phone && up == 0 {
                { text(r.x + 12, r.y + 64, "w", n.to_string()) }
                { text(r.x + 12, r.y + 78, "s", words::endpoints(n)) }
            } else {
                { two_texts(count_at.0, count_at.1, ("w", words::count(n as u64)), 4, (if phone || up > 0 { "s tight" } else { "s" }, words::endpoints(n))) }
            }
            if medium && layout.services.len() == 1 { { users(scene, layout) } }
        </>
    };
    choosable(sim, what, classes!("service", chosen.then_some("chosen")), chosen, inside)
}

/// On a phone all wires run up one rail.
fn rail(scene: &Scene, layout: &StageLayout) -> Html {
    let x = layout.width - 14;
    let highest =
        layout.lanes.iter().zip(&scene.lanes).find(|(_, l)| !l.pods.is_empty()).map(|(p, _)| p.pods.y + 20);
    let service = layout.services.first().map_or(0, |r| r.y);
    highest.map_or_else(Html::default, |y| path(format!("M{x} {y}V{service}"), "rail"))
}

/// The arrows from the users to the Services that they call.
fn calls(scene: &Scene, layout: &StageLayout, from: (i32, i32)) -> Html {
    let phone = layout.form == Form::Phone;
    let arrow = |r: Rect| {
        let (x, y) = from;
        // Of one Service at the users' height, of several each in its middle.
        let to = if layout.services.len() == 1 { y } else { r.cy() };
        let (end, point) = if phone { (r.x - 8, r.x - 1) } else { (r.right() + 8, r.right() + 1) };
        let middle = if phone { end - 8 } else { (x + end) / 2 };
        html! { <>{ path(format!("M{x} {y}H{middle}V{to}H{end}"), "rail") }{ tip(point, to, !phone, "tip") }</> }
    };
    called_cards(scene, layout).map(arrow).collect()
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
                    { calls(scene, layout, (x - 33, u.y + 26)) }
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
                { calls(scene, layout, (124, u.y + 22)) }
            </g>
        },
    }
}

/// The headings over the two flows.
pub(crate) fn headings(scene: &Scene, layout: &StageLayout, life_cuts: &[(u32, i32)]) -> Html {
    if layout.form == Form::Phone {
        return Html::default();
    }
    let pods = layout.lanes.first().map_or(Rect::new(360, 0, 300, 0), |l| l.pods);
    let wide = layout.form == Form::Wide;
    let answers = if wide { words::WHO_ANSWERS } else { words::WHO_ANSWERS_SHORT };
    let y = 14;
    let rows = layout.has_rows();
    let left_end = 150;
    let numbers = cut_numbers(life_cuts, pods.right() + 8);
    html! {
        <g class="headings">
            { text(0, y, "w", words::WHO_MAKES_WHOM) }
            { path(format!("M{left_end} {}H{}", y - 4, pods.x - 26), "rail") }
            { tip(pods.x - 20, y - 4, false, "tip") }
            { text(pods.x + 2, y, "b", words::PODS) }
            if wide && rows {
                // Where a decision is lately, its number stands over its cut.
                { text(numbers.as_ref().map_or(pods.right() - 12, |(x, half, _)| (pods.right() - 98).min(x - half - 10)), y, "s end", words::LIFE) }
                if let Some((x, _, numbers)) = numbers { { text(x, y, "w mid", numbers) } }
            }
            if !scene.is_recorded {
                { text(layout.width, y, "w end", answers) }
                { path(format!("M{} {}H{}", layout.width - i32::try_from(answers.len()).unwrap_or(0) * 9, y - 4, pods.right() + 20), "rail") }
                { tip(pods.right() + 14, y - 4, true, "tip") }
            }
        </g>
    }
}

/// `#2 #3` over their cuts, which may be one: the middle, half the width, and the words. None stands out over the right end.
fn cut_numbers(cuts: &[(u32, i32)], right: i32) -> Option<(i32, i32, String)> {
    let (_, last) = cuts.last()?;
    let numbers: Vec<String> = cuts.iter().map(|(n, _)| format!("#{n}")).collect();
    let words = if numbers.len() > 3 {
        numbers[0].clone() + "–" + &numbers[numbers.len() - 1]
    } else {
        numbers.join(" ")
    };
    let half = i32::try_from(words.chars().count()).unwrap_or(0) * 9 / 2;
    Some(((*last).min(right - half), half, words))
}

/// The latest decisions as cuts through all life lines.
pub(crate) fn cut_lines(layout: &StageLayout, life_cuts: &[(u32, i32)]) -> Html {
    let bottom = layout.lanes.last().map_or(layout.height, |l| l.lane.bottom());
    life_cuts.iter().map(|(_, x)| path(format!("M{x} 20V{bottom}"), "cut")).collect()
}
