//! The run over time. Drag to go to any moment; the same with the keys of the slider under it.

use super::svg::{circle, path, px, rect, text};
use crate::app::Sim;
use crate::browser;
use crate::hooks::use_size::use_size;
use crate::locale as words;
use crate::state::Reading;
use crate::view::chart::{self, Area, Drawn, Scale, draw};
use crate::view::format::{clock, count};
use crate::view::rect::Rect;
use crate::view::{format, glyph};
use rollout_engine::{SimDuration, SimTime};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) reading: Reading,
    pub(crate) playing: bool,
    pub(crate) sim: Sim,
}

/// Height of the drawing; the strip of requests and the marks of decisions are below the plot.
const HEIGHT: i32 = 150;
const TOP: i32 = 30;
const PLOT: i32 = 78;

#[component]
pub(crate) fn Timeline(props: &Props) -> Html {
    let holder = use_node_ref();
    let (width, _) = use_size(&holder, || (browser::first_stage_size().0.max(300), HEIGHT));
    let reading = &props.reading;
    let opens_at = reading.scene.opens_at;
    let end = reading.end.max(reading.now);
    let span = chart::span_for(end.since(opens_at));
    let most = chart::most(&reading.samples);
    let scale =
        Scale { from: opens_at, span, left: 34, width: (width - 44).max(60), top: TOP, height: PLOT, most };
    // Areas change only with what is known; a frame in which only time passes moves the head and the edge of what is known.
    let drawn = use_memo((reading.samples.clone(), Scaled(scale)), |(samples, scale)| draw(samples, scale.0));
    let areas = use_memo((reading.samples.clone(), Scaled(scale)), |_| areas_of(&drawn));
    let failed = reading.samples.last().map_or(0, |s| s.failed);
    let go = {
        let sim = props.sim.clone();
        Callback::from(move |event: PointerEvent| {
            let (x, _) = browser::place_in_svg(&event);
            sim.seek(scale.time(x).min(end));
        })
    };
    let onpointerdown = {
        let go = go.clone();
        Callback::from(move |event: PointerEvent| {
            browser::capture_pointer(&event);
            go.emit(event);
        })
    };
    let onpointermove = Callback::from(move |event: PointerEvent| {
        if event.buttons() & 1 == 1 {
            go.emit(event);
        }
    });
    let oninput = {
        let sim = props.sim.clone();
        Callback::from(move |event: InputEvent| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            let ms = field.value_as_number().max(0.0) as u64;
            sim.seek(opens_at + SimDuration(ms));
        })
    };
    let now = reading.now.since(opens_at);
    let known = end.since(opens_at);
    html! {
        <div class="tlbox" ref={holder}>
            <svg class="tl" width={px(width)} height={px(HEIGHT)} viewBox={format!("0 0 {width} {HEIGHT}")} aria-hidden="true"
                {onpointerdown} {onpointermove}>
                { (*areas).clone() }
                { frame(reading, scale, end) }
                { limits(reading, scale, &drawn) }
                { strip(reading, scale, end, &drawn, failed) }
                { head(scale, reading.now) }
            </svg>
            <label class="scrub">
                <span class="unseen">{ words::TIMELINE }</span>
                <input type="range" min="0" max={known.0.to_string()} step="100" value={now.0.to_string()}
                    aria-valuetext={clock(now)} {oninput} />
            </label>
        </div>
    }
}

/// A scale as a dependency.
#[derive(Clone, Copy, PartialEq)]
struct Scaled(Scale);

/// The areas, to the edge of the drawing; what is not known is covered.
fn areas_of(drawn: &Rc<Drawn>) -> Html {
    html! {
        <g class="areas">
            { for drawn.areas.iter().map(|a: &Area| html! {
                <g class={a.version.class()}>{ path(a.path.clone(), match a.class { "on" => "a on", "hatch" => "a hatch", _ => "a leave" }) }</g>
            }) }
        </g>
    }
}

/// Lines of the grid, and the cover over what is not known yet; what lies ahead but is known is seen through it.
fn frame(reading: &Reading, scale: Scale, end: SimTime) -> Html {
    let (now, known) = (scale.x(reading.now), scale.x(end));
    let right = scale.left + scale.width;
    html! {
        <>
            { rect(Rect::new(now, 0, known - now, TOP + PLOT + 1), 0, "ahead") }
            { rect(Rect::new(known, 0, right + 12 - known, TOP + PLOT + 1), 0, "unknown") }
            { for scale.marks().into_iter().map(|n| html! {
                <>
                    { path(format!("M{known} {}H{right}", scale.y(n)), "grid") }
                    { text(scale.left - 8, scale.y(n) + 4, "s end", count(n.unsigned_abs().into())) }
                </>
            }) }
        </>
    }
}

fn limits(reading: &Reading, scale: Scale, drawn: &Drawn) -> Html {
    let limits = reading.scene.limits;
    let right = scale.left + scale.width;
    let (ceiling, floor) = (scale.y(limits.ceiling), scale.y(limits.floor));
    let wide = scale.width > 620;
    let room = right - scale.x(reading.end.max(reading.now));
    // The beams are hatched from where they have been as they are now.
    let as_now = |s: &&chart::ChartSample| (s.ceiling, s.floor) == (limits.ceiling, limits.floor);
    let since = reading.samples.iter().rev().take_while(as_now).last().map_or(scale.left, |s| scale.x(s.at));
    let floor_words = if floor + 22 > scale.top + scale.height { floor - 6 } else { floor + 19 };
    let label = drawn.areas.iter().filter(|a| a.class == "on").filter_map(|a| {
        let (x, y) = a.label.filter(|(x, _)| x + 84 < scale.x(reading.now))?;
        let lane = reading.scene.lanes.iter().find(|l| l.version == a.version)?;
        Some(html! {
            <g class={a.version.class()}>
                { path(glyph::path(a.version, x + 16, y, 5), "glyph on") }
                { text(x + 28, y + 4, "onarea", format::fit(&lane.tag, 80, 80)) }
            </g>
        })
    });
    html! {
        <>
            { path(drawn.ceiling.clone(), "lim") }
            { path(drawn.floor.clone(), "lim") }
            { rect(Rect::new(since, ceiling - 7, right - since, 6), 0, "beamh up") }
            { rect(Rect::new(since, floor + 1, right - since, 6), 0, "beamh down") }
            { for label }
            if wide && room > 230 {
                { text(right - 2, ceiling - 10, "s end", words::ceiling_line(limits.ceiling)) }
                { text(right - 2, floor_words, "s end", words::floor_line(limits.floor)) }
            }
        </>
    }
}

/// The strip of requests with the failed ones, the marks of the decisions, and the sum.
fn strip(reading: &Reading, scale: Scale, end: SimTime, drawn: &Drawn, failed: u64) -> Html {
    let y = TOP + PLOT + 8;
    let bottom = TOP + PLOT;
    let (now, known) = (scale.x(reading.now), scale.x(end));
    let right = scale.left + scale.width;
    let sent = reading.scene.snapshot.ledger.sent;
    let failed_now: u64 = reading.scene.snapshot.ledger.failed.values().sum();
    let marks = chart::marks(&reading.decisions, scale);
    let sum = words::requests_line(sent, failed_now);
    let sum_room = i32::try_from(sum.chars().count()).unwrap_or(0) * 8 + 16;
    let clear = marks.last().is_none_or(|(x, _, _)| *x + 26 < right - sum_room) && scale.width > 420;
    html! {
        <>
            { rect(Rect::new(scale.left, y, scale.width, 6), 3, "futbar") }
            { rect(Rect::new(scale.left, y, known - scale.left, 6), 3, "aheadbar") }
            { rect(Rect::new(scale.left, y, now - scale.left, 6), 3, "okbar") }
            if failed > 0 {
                { for drawn.failed.iter().map(|(x, h)| rect(Rect::new(*x, y + 6 - h, 5, *h), 0, "failbar")) }
            }
            { for marks.into_iter().map(|(x, from, to)| {
                let ahead = x > now;
                let label = if from == to { format!("#{from}") } else { format!("#{from}–{to}") };
                let w = i32::try_from(label.chars().count()).unwrap_or(0) * 7 + 12;
                html! {
                    <g class={if ahead { "tick ghost" } else { "tick" }}>
                        { path(format!("M{x} {}v12", bottom + 2), "tickline") }
                        { rect(Rect::new(x - w / 2, y + 12, w, 18), 9, "pill") }
                        { text(x, y + 25, "mid", label) }
                    </g>
                }
            }) }
            if clear { { text(right, y + 25, if failed_now > 0 { "s end badtxt" } else { "s end" }, sum) } }
        </>
    }
}

fn head(scale: Scale, now: SimTime) -> Html {
    let x = scale.x(now);
    html! {
        <g class="playhead">
            { path(format!("M{x} 8V{}", TOP + PLOT + 16), "head") }
            { circle(x, 9, 7, "knob") }
        </g>
    }
}
