//! The Deployment: what it wants, the pile of Pods between floor and ceiling, its conditions.

use super::lane::LaneContext;
use super::svg::{choosable, circle, cross, glyph, path, rect, text, two_texts};
use crate::element::prelude::*;
use crate::locale as words;
use crate::state::Selected;
use crate::view::format;
use crate::view::gauge::{Block, BlockKind, Gauge, Limits, gauge};
use crate::view::layout::Form;
use crate::view::rect::Rect;
use crate::view::scene::{Owner, Scene};
use crate::view::tally::Tally;
use crate::view::versions::{Version, image_of};
use crate::view::waiting::Wait;
use rollout_engine::SimDuration;
use rollout_engine::api::{ConditionStatus, Deployment, DeploymentConditionType, DeploymentStrategy};

pub(crate) fn deployment_cards(ctx: &LaneContext<'_>) -> Html {
    let (scene, layout) = (ctx.scene, ctx.layout);
    // The place of one that is not there: because nothing is, or for what has none.
    let none = layout.deployments.get(scene.owners.len()).map(|place| {
        html! {
            <>
                { rect(*place, 14, "cardr ghost") }
                { text(place.x + 16, place.y + 26, "s", words::NO_DEPLOYMENT) }
            </>
        }
    });
    let cards = scene.owners.iter().zip(&layout.deployments);
    html! { <>{ for cards.map(|(owner, place)| card(ctx, owner, *place)) }{ none }</> }
}

/// Less high, a card has no room for the spec and the conditions.
const TALL: i32 = 232;
/// Less high, the pile lies on its side.
const LOW: i32 = 170;

fn card(ctx: &LaneContext<'_>, owner: &Owner, place: Rect) -> Html {
    let LaneContext { scene, layout, now, selected, sim } = *ctx;
    let form = layout.form;
    let is_told = scene.deployment().is_some_and(|d| d.meta.uid == owner.deployment.meta.uid);
    let deadline = scene.waits.iter().find_map(|w| match w {
        Wait::Deadline(at) if is_told && scene.story.stuck => Some(at.since(now)),
        _ => None,
    });
    let inside = match form {
        Form::Phone => phone(scene, owner, place),
        _ if place.h < LOW => low(scene, owner, place),
        _ => tall(scene, owner, place, form, deadline),
    };
    let what = Selected::Deployment(owner.deployment.meta.uid);
    let chosen = selected == Some(what);
    let within = selected.and_then(|s| scene.owner_of(s));
    let hot = within.is_some_and(|o| o.deployment.meta.uid == owner.deployment.meta.uid);
    let inside = html! { <>{ rect(place, 14, "cardr") }{ inside }{ rect(place, 14, "sel") }</> };
    let told = is_told && scene.owners.len() > 1;
    let class =
        classes!("deployment", told.then_some("told"), hot.then_some("hot"), chosen.then_some("chosen"));
    choosable(sim, what, class, chosen, inside)
}

fn tallies(scene: &Scene, owner: &Owner) -> Vec<(Version, Tally)> {
    scene.lanes_of(owner).iter().map(|l| (l.version, l.tally)).collect()
}

/// The version that is wanted, its tag in so much room.
fn image(scene: &Scene, owner: &Owner, right: i32, y: i32, room: i32) -> Html {
    let image = image_of(&owner.deployment.spec.template);
    let version = scene.versions.of_image(&image, &scene.offered);
    let tag = format::fit(format::tag(&image), room, 84);
    // In smaller letters where it stands beside words.
    let letters = tag.chars().count();
    let class = if letters > 5 { "c w end" } else { "c b end" };
    let width = i32::try_from(letters).unwrap_or(0) * 9;
    html! {
        <g class={version.class()}>
            { glyph(version, right - width - 12, y - 5, 6, "glyph") }
            { text(right, y, class, tag) }
        </g>
    }
}

fn tall(scene: &Scene, owner: &Owner, r: Rect, form: Form, deadline: Option<SimDuration>) -> Html {
    let deployment = &owner.deployment;
    let narrow = form != Form::Wide;
    let left = r.x + 15;
    let whole = r.h >= TALL;
    let conditions = if whole { conditions(deployment, deadline) } else { Vec::new() };
    let lines = i32::try_from(conditions.len()).unwrap_or(0);
    let foot = if whole { 44 + lines * 21 } else { 4 };
    let top = r.y + 86;
    // Numbers of three digits need the room.
    let many = deployment.spec.replicas > 99;
    let pile_w = match (narrow, many) {
        (true, _) => 28,
        (_, true) => 38,
        _ => 52,
    };
    let pile = Rect::new(left + 4, top, pile_w, (r.bottom() - foot - 14 - top).max(60));
    let g = gauge(pile, owner.limits, &tallies(scene, owner));
    // A long name has its line for itself; a long tag then takes that of the kind.
    let long = deployment.meta.name.len() > if narrow { 2 } else { 5 };
    let crowded = long && format::tag(&image_of(&deployment.spec.template)).len() > 5;
    let (letters, letter) = if deployment.meta.name.len() > 10 { ("b", 92) } else { ("h", 115) };
    let spec = spec(deployment, narrow || many);
    let y = r.bottom() - foot + 8;
    html! {
        <>
            if !(narrow || crowded) { { text(left, r.y + 24, "s", words::DEPLOYMENT) } }
            { text(left, if narrow { r.y + 28 } else { r.y + 46 }, letters, format::fit(&deployment.meta.name, if long { r.w - 26 } else { r.w - 90 }, letter)) }
            { image(scene, owner, r.right() - 14, match (narrow, long) {
                (true, _) => r.y + 50,
                (false, true) => r.y + 24,
                (false, false) => r.y + 46,
            }, if crowded { r.w - 47 } else { 64 }) }
            { pile_of(&g, Rect::new(r.x + 10, pile.y, r.w - 24, pile.h)) }
            { labels(owner.limits, &g, r.right() - 14, narrow || many) }
            if whole {
                { text(left, y, "s", spec.0) }
                { text(left, y + 16, "s", spec.1) }
            }
            { for conditions.into_iter().enumerate().map(|(i, c)| condition(c, left, y + 37 + i32::try_from(i).unwrap_or(0) * 21, narrow)) }
        </>
    }
}

/// The name, the image, and the pile on its side.
fn low(scene: &Scene, owner: &Owner, r: Rect) -> Html {
    let (left, right) = (r.x + 13, r.right() - 13);
    let name = &owner.deployment.meta.name;
    let letters = if name.len() > 6 { ("b", 92) } else { ("h", 115) };
    // Stood up at the origin, then laid down with its foot at the left.
    let (long, thick, top) = (r.w - 30, 16, r.y + 52);
    let g = gauge(Rect::new(0, 0, thick, long), owner.limits, &tallies(scene, owner));
    let lie = |b: &Block| Block {
        rect: Rect::new(r.x + 15 + long - b.rect.y - b.rect.h, top, b.rect.h, thick),
        ..*b
    };
    let beam = |y: i32| path(format!("M{} {}v{}", r.x + 15 + long - y, top - 4, thick + 8), "beam");
    let spec = spec(&owner.deployment, r.w < 150);
    let sum = words::stage::exist_and_available(g.exist, g.available, r.w > 150);
    html! {
        <>
            { text(left, r.y + 25, letters.0, format::fit(name, r.w - 26, letters.1)) }
            { image(scene, owner, right, r.y + 43, 64) }
            { path(format!("M{} {}v{thick}", r.x + 15, top), "base") }
            { for g.blocks.iter().map(|b| block(&lie(b))) }
            { beam(g.ceiling_y) }
            { beam(g.floor_y) }
            { text(left, top + 32, "s", sum) }
            if r.h >= top + 74 - r.y {
                { text(left, top + 50, "s", spec.0) }
                { text(left, top + 66, "s", spec.1) }
            }
        </>
    }
}

fn phone(scene: &Scene, owner: &Owner, r: Rect) -> Html {
    let deployment = &owner.deployment;
    let left = r.x + 15;
    let half = r.x + r.w * 2 / 5;
    let (letters, letter) = if deployment.meta.name.len() > 7 { ("b", 92) } else { ("h", 115) };
    let pile = Rect::new(half + 8, r.y + 34, 56, r.h - 48);
    let g = gauge(pile, owner.limits, &tallies(scene, owner));
    let spec = spec(deployment, true);
    html! {
        <>
            { text(left, r.y + 24, "s", words::DEPLOYMENT) }
            { text(left, r.y + 46, letters, format::fit(&deployment.meta.name, half - left - 6, letter)) }
            { image(scene, owner, half - 16, r.y + 70, 64) }
            { text(left, r.y + 100, "s", spec.0) }
            { text(left, r.y + 117, "s", spec.1) }
            { pile_of(&g, Rect::new(half, pile.y, r.right() - 14 - half, pile.h)) }
            { labels(owner.limits, &g, r.right() - 16, false) }
        </>
    }
}

fn spec(deployment: &Deployment, narrow: bool) -> (String, String) {
    let rolling = match deployment.spec.strategy {
        DeploymentStrategy::Recreate => None,
        DeploymentStrategy::RollingUpdate { max_unavailable, max_surge } => {
            Some((max_surge.to_string(), max_unavailable.to_string()))
        }
    };
    words::spec_lines(deployment.spec.replicas, rolling, narrow)
}

fn pile_of(g: &Gauge, beam: Rect) -> Html {
    html! {
        <>
            { path(format!("M{} {}H{}", beam.x, g.base_y, beam.right()), "base") }
            { for g.blocks.iter().map(block) }
            { path(format!("M{} {}H{}", beam.x, g.ceiling_y, beam.right()), "beam") }
            { rect(Rect::new(beam.x, g.ceiling_y - 8, beam.w, 7), 0, "beamh up") }
            { path(format!("M{} {}H{}", beam.x, g.floor_y, beam.right()), "beam") }
            { rect(Rect::new(beam.x, g.floor_y + 1, beam.w, 7), 0, "beamh down") }
        </>
    }
}

fn block(b: &Block) -> Html {
    let (kind, mark) = match b.kind {
        BlockKind::Solid => (
            "blk on",
            (b.rect.h.min(b.rect.w) >= 12).then(|| {
                glyph(b.version, b.rect.cx(), b.rect.cy(), (b.rect.h.min(b.rect.w) / 4).min(8), "glyph on")
            }),
        ),
        BlockKind::Hatched => ("blk hatch", None),
        BlockKind::Failing => (
            "blk bad",
            (b.rect.h.min(b.rect.w) >= 12)
                .then(|| cross(b.rect.cx(), b.rect.cy(), (b.rect.h.min(b.rect.w) / 4).min(7), "x")),
        ),
    };
    html! { <g class={b.version.class()}>{ rect(b.rect, 3, kind) }{ mark }</g> }
}

/// The names of the limits stand at their beams, what there is below them; where they would touch they share a line.
fn labels(limits: Limits, g: &Gauge, right: i32, narrow: bool) -> Html {
    let word = if narrow { "tight" } else { "" };
    let near = g.floor_y - g.ceiling_y;
    let ceiling = format!("{} {}", words::CEILING, words::amount(limits.ceiling));
    let floor = format!("{} {}", words::FLOOR, words::amount(limits.floor));
    let exist = words::count(g.exist.into());
    let available = words::count(g.available.into());
    let floor_low = g.base_y - g.floor_y < 40;
    html! {
        <>
            { text(right, g.ceiling_y - 13, "w end", ceiling) }
            if near >= 44 {
                <g class="end">{ two_texts(right, g.ceiling_y + 19, ("w", exist), 4, (word, words::EXIST)) }</g>
            } else if near >= 18 {
                <g class="end">{ two_texts(right, g.ceiling_y + near / 2 + 5, ("w", exist), 4, (word, words::EXIST)) }</g>
            }
            if floor_low {
                if near >= 66 {
                    { text(right, g.floor_y - 22, "w end", floor) }
                    <g class="end">{ two_texts(right, g.floor_y - 6, ("w", available), 4, (word, words::AVAILABLE)) }</g>
                }
            } else {
                { text(right, g.floor_y + 22, "w end halo", floor) }
                <g class="end halo">{ two_texts(right, g.floor_y + 39, ("w", available), 4, (word, words::AVAILABLE)) }</g>
            }
        </>
    }
}

struct Condition {
    name: &'static str,
    status: ConditionStatus,
    about: String,
    left: Option<SimDuration>,
}

fn conditions(deployment: &Deployment, left: Option<SimDuration>) -> Vec<Condition> {
    let wanted = i64::from(deployment.spec.replicas);
    deployment
        .status
        .conditions
        .iter()
        .map(|c| Condition {
            name: c.kind.as_str(),
            status: c.status,
            // How much time is left of the deadline says more than a number.
            left: (c.kind == DeploymentConditionType::Progressing && c.status == ConditionStatus::True)
                .then_some(left)
                .flatten(),
            about: match c.kind {
                DeploymentConditionType::Available => {
                    words::of(i64::from(deployment.status.available_replicas), wanted)
                }
                DeploymentConditionType::Progressing => {
                    words::of(i64::from(deployment.status.updated_replicas), wanted)
                }
                DeploymentConditionType::ReplicaFailure => c.reason.as_str().to_owned(),
            },
        })
        .collect()
}

fn condition(c: Condition, x: i32, y: i32, narrow: bool) -> Html {
    let mark = match c.status {
        ConditionStatus::True if c.left.is_some() => html! {
            <>{ circle(x + 6, y - 5, 6, "ringbg thin") }{ path(format!("M{} {}a6 6 0 0 1 0 12", x + 6, y - 11), "lamparc") }</>
        },
        ConditionStatus::True => html! {
            <>{ circle(x + 6, y - 5, 7, "lamp lit") }{ path(format!("M{} {}l2 3 4 -5", x + 3, y - 5), "lampck") }</>
        },
        ConditionStatus::False => {
            html! { <>{ rect(Rect::new(x - 1, y - 12, 14, 14), 3, "badfill") }{ cross(x + 6, y - 5, 3, "badx") }</> }
        }
        ConditionStatus::Unknown => circle(x + 6, y - 5, 6, "lamp"),
    };
    // With long numbers of two the first says enough.
    let about = match c.left.filter(|_| !narrow).map(format::clock_short) {
        Some(left) => words::stage::time_left(left.trim_start_matches('0')),
        None => about(&c, narrow),
    };
    html! { <>{ mark }{ two_texts(x + 20, y, ("", c.name), 6, ("s", about)) }</> }
}

fn about(c: &Condition, narrow: bool) -> String {
    match c.about.split_once(' ') {
        _ if narrow => String::new(),
        Some((first, _)) if c.name.len() + c.about.len() > 18 && c.about.len() > 8 => first.to_owned(),
        _ => format::fit(&c.about, 84, 70),
    }
}
