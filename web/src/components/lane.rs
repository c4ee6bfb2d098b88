//! A ReplicaSet's lane: its card, its Pods, and the lines from the one to the others.

use super::pod_cells::pod_cells;
use super::pod_row::{PodRow, is_one_line};
use super::svg::{choosable, glyph, path, rect, text, tip, two_texts};
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::state::Selected;
use crate::view::format;
use crate::view::layout::{Density, Form, LanePlace, StageLayout};
use crate::view::rect::Rect;
use crate::view::scene::{Lane, Scene};
use rollout_engine::SimTime;
use rollout_engine::snapshot::PodStage;

/// What all lanes are drawn with.
pub(crate) struct LaneContext<'a> {
    pub(crate) scene: &'a Scene,
    pub(crate) layout: &'a StageLayout,
    pub(crate) now: SimTime,
    pub(crate) selected: Option<Selected>,
    pub(crate) sim: &'a Sim,
}

pub(crate) fn lane(lane: &Lane, place: &LanePlace, ctx: &LaneContext<'_>) -> Html {
    let phone = ctx.layout.form == Form::Phone;
    let inside = if place.thin {
        thin(lane, place, ctx)
    } else if phone {
        let head = phone_head(lane, place);
        let head = if lane.is_there { choose_set(lane, classes!("rs"), head, ctx) } else { head };
        html! { <>{ head }{ pods(lane, place, ctx) }</> }
    } else {
        html! { <>{ card(lane, place.card, ctx) }{ pods(lane, place, ctx) }</> }
    };
    html! {
        <g key={lane.name.to_string()} class={classes!("lanegroup", lane.version.class())}>
            { rect(place.lane, 14, "lane") }
            { inside }
        </g>
    }
}

fn thin(lane: &Lane, place: &LanePlace, ctx: &LaneContext<'_>) -> Html {
    let phone = ctx.layout.form == Form::Phone;
    let (card, middle) = (place.card, place.card.cy() + 5);
    let about = if phone { card.x + 150 } else { place.pods.x };
    let chosen = ctx.selected == Some(Selected::ReplicaSet(lane.uid));
    let inside = html! {
        <>
            if !phone { { rect(card, 8, "rsr") } }
            { rect(if phone { Rect { w: card.w - 76, ..card } } else { card }, 8, "sel") }
            { glyph(lane.version, card.x + 14, place.card.cy(), 6, "glyph") }
            { text(card.x + 25, middle, "w", words::revision(lane.revision)) }
            { text(about, middle, "s", words::kept_at_zero(phone, place.pods.w < 250)) }
        </>
    };
    choose_set(lane, classes!("rs", chosen.then_some("chosen")), inside, ctx)
}

fn card(lane: &Lane, r: Rect, ctx: &LaneContext<'_>) -> Html {
    if !lane.is_there {
        let words = if r.w > 110 { words::NO_REPLICA_SET } else { words::NO_REPLICA_SET_SHORT };
        return html! { <>{ rect(r, 10, "rsr dash") }{ text(r.cx(), r.cy() + 5, "s mid", words) }</> };
    }
    let hot = ctx.selected == Some(Selected::ReplicaSet(lane.uid)) || owns_selected(lane, ctx.selected);
    let x = r.x + 12;
    let was =
        lane.step.filter(|s| s.from > 0 && s.from != s.to && s.to == lane.wants).map(|s| words::was(s.from));
    let was = |y: i32| was.clone().map(|w| text(r.right() - 10, y, "s end", w));
    let chosen = ctx.selected == Some(Selected::ReplicaSet(lane.uid));
    let roomy = r.h >= 114 && r.w > 110;
    let inside = html! {
        <>
            { rect(r, 10, "rsr") }
            { rect(r, 10, "sel") }
            if roomy {
                { glyph(lane.version, r.right() - 18, r.y + 20, 6, "glyph") }
                { text(x, r.y + 22, "s", words::REPLICA_SET) }
                { text(x, r.y + 41, "b", words::revision(lane.revision)) }
                { text(x, r.y + 59, "m", lane.hash.to_string()) }
                { text(x, r.y + 78, "s", words::WANTS) }
                { was(r.y + 78) }
                { text(x, r.y + 106, "n", words::amount(lane.wants)) }
            } else if r.h < 52 {
                { glyph(lane.version, r.x + 12, r.cy(), 6, "glyph") }
                { text(r.x + 22, r.cy() + 5, "w", words::revision(lane.revision)) }
                if r.w > 110 && lane.revision.max(lane.wants.into()) < 10 { { text(r.right() - 6, r.cy() + 7, "h end", words::amount(lane.wants)) } }
            } else {
                { glyph(lane.version, r.x + 14, r.y + 18, 6, "glyph") }
                { text(r.x + 25, r.y + 22, "w", words::revision(lane.revision)) }
                if r.h >= 70 { { text(x, r.y + 39, "m", format::fit(&lane.hash, r.w - 18, 76)) } }
                { two_texts(x, r.bottom() - 10, ("s", words::WANTS), 6, ("h", words::amount(lane.wants))) }
            }
        </>
    };
    choose_set(lane, classes!("rs", hot.then_some("hot"), chosen.then_some("chosen")), inside, ctx)
}

fn choose_set(lane: &Lane, class: Classes, inside: Html, ctx: &LaneContext<'_>) -> Html {
    let chosen = ctx.selected == Some(Selected::ReplicaSet(lane.uid));
    choosable(ctx.sim, Selected::ReplicaSet(lane.uid), class, chosen, inside)
}

fn phone_head(lane: &Lane, place: &LanePlace) -> Html {
    let y = place.card.y + 27;
    if !lane.is_there {
        return text(place.card.x + 28, y, "s", words::NO_REPLICA_SET);
    }
    html! {
        <>
            { glyph(lane.version, place.card.x + 14, y - 5, 6, "glyph") }
            <text x={(place.card.x + 28).to_string()} y={y.to_string()}>
                <tspan class="b">{ words::revision(lane.revision) }</tspan>
                <tspan class="s" dx="8">{ words::WANTS }</tspan>
                <tspan class="b" dx="5">{ words::amount(lane.wants) }</tspan>
            </text>
        </>
    }
}

fn owns_selected(lane: &Lane, selected: Option<Selected>) -> bool {
    matches!(selected, Some(Selected::Pod(uid)) if lane.pods.iter().any(|p| p.object.meta.uid == uid))
}

fn pods(lane: &Lane, place: &LanePlace, ctx: &LaneContext<'_>) -> Html {
    let chosen = match ctx.selected {
        Some(Selected::Pod(uid)) => Some(uid),
        _ => None,
    };
    if let Density::Cells(cell) = ctx.layout.density {
        return html! {
            <>
                if ctx.layout.form != Form::Phone && !lane.pods.is_empty() {
                    { path(format!("M{} {}H{}", place.card.right(), place.card.cy(), place.pods.x - 6), "own") }
                    { tip(place.pods.x - 5, place.card.cy(), false, "owntip") }
                }
                { pod_cells(lane, place.pods, cell, chosen, ctx.sim) }
            </>
        };
    }
    let rows = lane.pods.iter().zip(&lane.slots).map(|(pod, slot)| {
        let r = ctx.layout.row(place, *slot);
        let uid = pod.object.meta.uid;
        let still_routed = ctx.scene.is_still_routed(pod.id);
        html! {
            <g key={uid.to_string()} class="place" transform={format!("translate({} {})", r.x, r.y)}>
                <PodRow pod={pod.clone()} version={lane.version} tag={format::fit(&lane.tag, 90, 80)} now={ctx.now} {still_routed}
                    width={r.w} height={r.h} form={ctx.layout.form} one_line={is_one_line(ctx.layout.density)}
                    selected={chosen == Some(uid)} sim={ctx.sim.clone()} />
            </g>
        }
    });
    html! {
        <>
            { owner_lines(lane, place, ctx, chosen.is_some_and(|_| owns_selected(lane, ctx.selected))) }
            { ghosts(lane, place, ctx) }
            { for rows }
        </>
    }
}

/// Rows that are kept free for Pods to come.
fn ghosts(lane: &Lane, place: &LanePlace, ctx: &LaneContext<'_>) -> Html {
    if !lane.is_new {
        return Html::default();
    }
    let free = (0..usize::try_from(lane.room).unwrap_or(0)).filter(|slot| !lane.slots.contains(slot));
    let radius = if is_one_line(ctx.layout.density) { 8 } else { 12 };
    html! { { for free.map(|slot| rect(ctx.layout.row(place, slot), radius, "coming")) } }
}

/// The lines from the ReplicaSet's card to its Pods. A Pod that leaves hangs by a dashed one.
fn owner_lines(lane: &Lane, place: &LanePlace, ctx: &LaneContext<'_>, hot: bool) -> Html {
    let phone = ctx.layout.form == Form::Phone;
    let from = if phone { (12, place.card.y + 22) } else { (place.card.right(), place.card.cy()) };
    let bus = if phone { 12 } else { place.pods.x - 11 };
    let chosen = |uid| hot && ctx.selected == Some(Selected::Pod(uid));
    lane.pods
        .iter()
        .zip(&lane.slots)
        .map(|(pod, slot)| {
            let r = ctx.layout.row(place, *slot);
            let leaving = pod.stage == PodStage::Terminating;
            let class = match (leaving, chosen(pod.object.meta.uid)) {
                (_, true) => "own hot",
                (true, false) => "own dash",
                (false, false) => "own",
            };
            let y = r.cy();
            let d = if phone {
                format!("M{bus} {}V{}q0 6 6 6H{}", from.1, y - 6, place.pods.x - 3)
            } else {
                format!("M{} {}H{bus}V{y}H{}", from.0, from.1, place.pods.x - 6)
            };
            html! {
                <g key={pod.object.meta.uid.to_string()}>
                    { path(d, class) }
                    if !phone { { tip(place.pods.x - 1, y, false, "owntip") } }
                </g>
            }
        })
        .collect()
}
