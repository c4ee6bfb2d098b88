//! Marks of which the stage and the timeline are made. Places are attributes, looks are classes.

use crate::app::Sim;
use crate::element::prelude::*;
use crate::state::Selected;
use crate::view::glyph;
use crate::view::rect::Rect;
use crate::view::versions::Version;

/// A number as an attribute.
pub(crate) fn px(n: i32) -> AttrValue {
    AttrValue::from(n.to_string())
}

pub(crate) fn rect(r: Rect, radius: i32, class: &'static str) -> Html {
    html! { <rect x={px(r.x)} y={px(r.y)} width={px(r.w.max(0))} height={px(r.h.max(0))} rx={px(radius)} {class} /> }
}

pub(crate) fn text(x: i32, y: i32, class: &'static str, words: impl Into<AttrValue>) -> Html {
    html! { <text x={px(x)} y={px(y)} {class}>{ words.into() }</text> }
}

/// About as wide is the space that keeps words apart for those who hear them.
const SPACE: i32 = 4;

/// Words followed by others of another look.
pub(crate) fn two_texts(
    x: i32,
    y: i32,
    first: (&'static str, impl Into<AttrValue>),
    gap: i32,
    then: (&'static str, impl Into<AttrValue>),
) -> Html {
    html! {
        <text x={px(x)} y={px(y)}>
            <tspan class={first.0}>{ first.1.into() }</tspan>{ " " }<tspan class={then.0} dx={px(gap - SPACE)}>{ then.1.into() }</tspan>
        </text>
    }
}

pub(crate) fn path(d: impl Into<AttrValue>, class: &'static str) -> Html {
    html! { <path d={d.into()} {class} /> }
}

pub(crate) fn circle(x: i32, y: i32, r: i32, class: &'static str) -> Html {
    html! { <circle cx={px(x)} cy={px(y)} r={px(r)} {class} /> }
}

pub(crate) fn glyph(version: Version, x: i32, y: i32, r: i32, class: &'static str) -> Html {
    path(glyph::path(version, x, y, r), class)
}

/// A level arrow head with its tip at this point.
pub(crate) fn tip(x: i32, y: i32, leftwards: bool, class: &'static str) -> Html {
    let back = if leftwards { 8 } else { -8 };
    path(format!("M{x} {y}l{back} -5v10z"), class)
}

/// A cross around a point.
pub(crate) fn cross(x: i32, y: i32, r: i32, class: &'static str) -> Html {
    let d = 2 * r;
    path(format!("M{} {}l{d} {d}m0 -{d}l-{d} {d}", x - r, y - r), class)
}

/// Something on the stage that can be chosen, by pointer or key.
pub(crate) fn choosable(sim: &Sim, what: Selected, class: Classes, chosen: bool, inside: Html) -> Html {
    let select = {
        let sim = sim.clone();
        move || sim.select(Some(what))
    };
    let onclick = {
        let select = select.clone();
        Callback::from(move |_: MouseEvent| select())
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" || event.key() == " " {
            event.prevent_default();
            event.stop_propagation();
            select();
        }
    });
    html! {
        <g {class} role="button" tabindex="0" aria-pressed={chosen.to_string()} {onclick} {onkeydown}>{ inside }</g>
    }
}
