//! The run over time. Drag to go to any moment, wheel or pinch to zoom; the same with the keys of the slider under it.

use super::svg::{circle, path, px, rect, text};
use crate::app::Sim;
use crate::browser::{self, WheelWatch};
use crate::element::prelude::*;
use crate::hooks::use_size::use_size;
use crate::locale as words;
use crate::locale::count;
use crate::state::{Action, Ghost, Reading};
use crate::view::chart::{self, Area, CAUSES, Drawn, Scale, Window, draw};
use crate::view::format::clock;
use crate::view::rect::Rect;
use crate::view::{format, glyph};
use rollout_engine::{SimDuration, SimTime};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) reading: Reading,
    pub(crate) window: Option<Window>,
    pub(crate) sim: Sim,
}

/// Height of the drawing; the strip of requests and the marks of decisions are below the plot.
const HEIGHT: i32 = 150;
const TOP: i32 = 30;
const PLOT: i32 = 78;

/// How time and numbers become places in a drawing of this width: of the whole run, or of a window of it.
pub(crate) fn scale(reading: &Reading, window: Option<Window>, width: i32) -> Scale {
    let opens_at = reading.scene.opens_at;
    let most = chart::most(&reading.samples);
    let (from, span) = window.unwrap_or_else(|| {
        let span = chart::span_for(reading.end.max(reading.now).since(opens_at));
        // A little of the rest before the run.
        (SimTime(opens_at.0.saturating_sub(span.0 / 30)), span)
    });
    let left = 26 + 8 * i32::try_from(most.to_string().len()).unwrap_or(1);
    Scale { from, span, left, width: (width - left - 10).max(60), top: TOP, height: PLOT, most }
}

#[component]
pub(crate) fn Timeline(props: &Props) -> Html {
    let holder = use_node_ref();
    let (width, _) = use_size(&holder, || (browser::first_stage_size().0.max(300), HEIGHT));
    let reading = &props.reading;
    let opens_at = reading.scene.opens_at;
    let end = reading.end.max(reading.now);
    let scale = scale(reading, props.window, width);
    // Areas change only with what is known; a frame in which only time passes moves the head and the edge of what is known.
    let drawn = use_memo((reading.samples.clone(), Scaled(scale)), |(samples, scale)| draw(samples, scale.0));
    let areas = use_memo((reading.samples.clone(), Scaled(scale)), |_| areas_of(&drawn));
    let left = use_memo((reading.left.clone(), Scaled(scale)), |(left, scale)| {
        left.as_ref().map(|left| left_areas(left, scale.0)).unwrap_or_default()
    });
    let fingers = use_mut_ref(Vec::<(i32, i32)>::new);
    {
        let (sim, holder) = (props.sim.clone(), holder.clone());
        use_effect_with((), move |()| {
            let element = holder.cast::<web_sys::Element>();
            let watch = element.map(|e| {
                WheelWatch::new(e, move |x, width, across, down| {
                    if across.abs() > down.abs() {
                        sim.pan(i64::from(across.clamp(-20, 20)));
                    } else if down != 0 {
                        sim.zoom_at(x, width, if down < 0 { 80 } else { 125 });
                    }
                })
            });
            move || drop(watch)
        });
    }
    let go = {
        let (sim, fingers) = (props.sim.clone(), fingers.clone());
        Callback::from(move |event: PointerEvent| {
            let (x, _) = browser::place_in_svg(&event);
            let mut fingers = fingers.borrow_mut();
            let id = event.pointer_id();
            match fingers.as_slice() {
                // Two fingers: what lay between them stays between them.
                [a, b] => {
                    let before = (a.1 - b.1).abs().max(8);
                    let other = if a.0 == id { b.1 } else { a.1 };
                    let now = (x - other).abs().max(8);
                    sim.zoom_at(
                        i32::midpoint(x, other),
                        width,
                        u64::from((before * 100 / now).unsigned_abs()),
                    );
                }
                _ => sim.seek(scale.time(x).min(end)),
            }
            if let Some(finger) = fingers.iter_mut().find(|f| f.0 == id) {
                finger.1 = x;
            }
        })
    };
    let onpointerdown = {
        let (go, fingers) = (go.clone(), fingers.clone());
        Callback::from(move |event: PointerEvent| {
            browser::capture_pointer(&event);
            let x = browser::place_in_svg(&event).0;
            fingers.borrow_mut().push((event.pointer_id(), x));
            if fingers.borrow().len() == 1 {
                go.emit(event);
            }
        })
    };
    let onpointermove = Callback::from(move |event: PointerEvent| {
        if event.buttons() & 1 == 1 {
            go.emit(event);
        }
    });
    let lifted =
        Callback::from(move |event: PointerEvent| fingers.borrow_mut().retain(|f| f.0 != event.pointer_id()));
    let oninput = {
        let sim = props.sim.clone();
        Callback::from(move |event: InputEvent| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            let ms = field.value_as_number().max(0.0) as u64;
            sim.seek(opens_at + SimDuration(ms));
        })
    };
    let on = |f: fn(&Sim)| {
        let sim = props.sim.clone();
        Callback::from(move |_: MouseEvent| f(&sim))
    };
    let now = reading.now.since(opens_at);
    let known = end.since(opens_at);
    let tools = reading.left.is_some() || props.window.is_some();
    html! {
        <div class="tlbox" ref={holder}>
            <svg class="tl" width={px(width)} height={px(HEIGHT)} viewBox={format!("0 0 {width} {HEIGHT}")} aria-hidden="true"
                {onpointerdown} {onpointermove} onpointerup={lifted.clone()} onpointercancel={lifted}>
                { (*areas).clone() }
                { frame(reading, scale, end) }
                { (*left).clone() }
                { limits(reading, scale, &drawn, !tools) }
                { flags(reading, scale) }
                { strip(reading, scale, end, &drawn) }
                { head(scale, reading.now) }
            </svg>
            <label class="scrub">
                <span class="unseen">{ words::TIMELINE }</span>
                <input type="range" min="0" max={known.0.to_string()} step="100" value={now.0.to_string()}
                    aria-valuetext={clock(now)} {oninput} />
            </label>
            if tools {
                <div class="tltools">
                    if reading.left.is_some() {
                        <button type="button" onclick={on(Sim::return_to_ghost)}>{ words::RETURN_TO_GHOST }</button>
                        <button type="button" onclick={on(|sim| sim.compare(sim.left_last()))}>{ words::forks::COMPARE }</button>
                    }
                    if props.window.is_some() { <button type="button" onclick={on(|sim| sim.dispatch(Action::Zoom(None)))}>{ words::WHOLE_RUN }</button> }
                </div>
            }
        </div>
    }
}

/// The future that was left last, as outlines.
fn left_areas(left: &Ghost, scale: Scale) -> Html {
    let from = scale.x(left.at);
    let right = scale.left + scale.width;
    // What is before it is the same as in the run.
    let part = Scale { from: left.at.max(scale.from), left: from, width: (right - from).max(1), ..scale };
    let span = SimDuration(scale.span.0.saturating_sub(part.from.since(scale.from).0));
    let drawn = draw(&left.samples, Scale { span, ..part });
    let areas = drawn.areas.iter().filter(|a| a.class != "leave");
    html! { <g class="leftbehind">{ for areas.map(|a| html! { <g class={a.version.class()}>{ path(a.path.clone(), "a left") }</g> }) }</g> }
}

/// What a person did: a flag each, with few words where there is room. Flags that would stand in each other are one: the last of
/// them, and how many more there are.
fn flags(reading: &Reading, scale: Scale) -> Html {
    const APART: i32 = 12;
    let right = scale.left + scale.width;
    let mut places: Vec<(i32, &str, u32)> = Vec::new();
    for (at, what) in reading.marks.iter() {
        if *at < scale.from || at.since(scale.from) > scale.span {
            continue;
        }
        let x = scale.x(*at);
        match places.last_mut() {
            Some((first, last, more)) if x - *first < APART => (*last, *more) = (what, *more + 1),
            _ => places.push((x, what, 0)),
        }
    }
    let label = |(i, (x, what, more)): (usize, &(i32, &str, u32))| {
        let room = places.get(i + 1).map_or(right, |(next, ..)| *next) - x - 16;
        let more = if *more > 0 { format!(" +{more}") } else { String::new() };
        (room > 40).then(|| text(x + 12, 12, "s", format::fit(&[what, &*more].concat(), room, 70)))
    };
    let poles: String = places.iter().map(|(x, ..)| format!("M{x} 3V{}", TOP + PLOT)).collect();
    let flags: String = places.iter().map(|(x, ..)| format!("M{x} 3l9 4.500-9 4.500z")).collect();
    html! {
        <g class="flags">
            { path(poles, "pole") }
            { path(flags, "flag") }
            { for places.iter().enumerate().filter_map(label) }
        </g>
    }
}

/// A scale as a dependency.
#[derive(Clone, Copy, PartialEq)]
struct Scaled(Scale);

/// The areas, to the edge of the drawing; what is not known is covered.
pub(super) fn areas_of(drawn: &Drawn) -> Html {
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

/// Room of a version's name in its area.
const LABEL_W: i32 = 84;
const LABEL_H: i32 = 16;

fn limits(reading: &Reading, scale: Scale, drawn: &Drawn, in_words: bool) -> Html {
    let limits = reading.scene.limits();
    let right = scale.left + scale.width;
    let (ceiling, floor) = (scale.y(limits.ceiling), scale.y(limits.floor));
    let wide = scale.width > 620;
    let room = right - scale.x(reading.end.max(reading.now));
    // The beams are hatched from where they have been as they are now.
    let as_now = |s: &&chart::ChartSample| (s.ceiling, s.floor) == (limits.ceiling, limits.floor);
    let since = reading.samples.iter().rev().take_while(as_now).last().map_or(scale.left, |s| scale.x(s.at));
    let floor_words = if floor + 22 > scale.top + scale.height { floor - 6 } else { floor + 19 };
    let places = drawn.areas.iter().filter(|a| a.class == "on").filter_map(|a| Some((a, a.label?)));
    let mut named: Vec<(i32, i32)> = Vec::new();
    let mut labels = Vec::new();
    // The latest first: what was before it is seen less and less. Neither past the present nor over another one.
    for (area, (x, y)) in places.rev() {
        let is_in_one = named.iter().any(|(nx, ny)| (x - nx).abs() < LABEL_W && (y - ny).abs() < LABEL_H);
        let lane = reading.scene.lanes.iter().find(|l| l.version == area.version);
        let Some(lane) = lane.filter(|_| x + LABEL_W < scale.x(reading.now) && !is_in_one) else { continue };
        named.push((x, y));
        labels.push(html! {
            <g class={area.version.class()}>
                { path(glyph::path(area.version, x + 16, y, 5), "glyph on") }
                { text(x + 28, y + 4, "onarea", format::fit(&lane.tag, 80, 80)) }
            </g>
        });
    }
    html! {
        <>
            { path(drawn.ceiling.clone(), "lim") }
            { path(drawn.floor.clone(), "lim") }
            { rect(Rect::new(since, ceiling - 7, right - since, 6), 0, "beamh up") }
            { rect(Rect::new(since, floor + 1, right - since, 6), 0, "beamh down") }
            { for labels }
            if in_words && wide && room > 230 {
                { text(right - 2, ceiling - 10, "s end", words::ceiling_line(limits.ceiling)) }
                if floor_words - ceiling >= 4 { { text(right - 2, floor_words, "s end", words::floor_line(limits.floor)) } }
            }
        </>
    }
}

/// The strip of requests with the failed ones, the marks of the decisions, and the sum.
fn strip(reading: &Reading, scale: Scale, end: SimTime, drawn: &Drawn) -> Html {
    let y = TOP + PLOT + 8;
    let bottom = TOP + PLOT;
    let (now, known) = (scale.x(reading.now), scale.x(end));
    let right = scale.left + scale.width;
    let ledger = &reading.scene.snapshot.ledger;
    let failed = ledger.failed_in_all();
    let worst = ledger.failures().max_by_key(|(_, n)| *n).map(|(cause, _)| cause);
    let inside = |at: SimTime| at >= scale.from && at.since(scale.from) <= scale.span;
    let decisions: Vec<_> = reading.decisions.iter().filter(|(_, at)| inside(*at)).copied().collect();
    let marks = chart::marks(&decisions, scale);
    let sum = words::requests_line(ledger.sent, failed, worst);
    let sum_room = i32::try_from(sum.chars().count()).unwrap_or(0) * 8 + 16;
    let clear = marks.last().is_none_or(|(x, _, _)| *x + 26 < right - sum_room) && scale.width > 420;
    html! {
        <>
            { rect(Rect::new(scale.left, y, scale.width, 6), 3, "futbar") }
            { rect(Rect::new(scale.left, y, known - scale.left, 6), 3, "aheadbar") }
            { rect(Rect::new(scale.left, y, now - scale.left, 6), 3, "okbar") }
            { for drawn.failed.iter().map(|(x, (from, to), cause)| html! {
                <g class={FAILED[*cause]}>
                    <title>{ words::cause(CAUSES[*cause]) }</title>
                    { rect(Rect::new(*x, y + 6 - to, 5, to - from), 0, "failbar") }
                </g>
            }) }
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
            if clear { { text(right, y + 25, if failed > 0 { "s end badtxt" } else { "s end" }, sum) } }
        </>
    }
}

/// How the causes of failures are told apart.
const FAILED: [&str; CAUSES.len()] = ["f0", "f1", "f2", "f3", "f4", "f5"];

fn head(scale: Scale, now: SimTime) -> Html {
    if now < scale.from || now.since(scale.from) > scale.span {
        return Html::default();
    }
    let x = scale.x(now);
    html! {
        <g class="playhead">
            { path(format!("M{x} 8V{}", TOP + PLOT + 16), "head") }
            { circle(x, 9, 7, "knob") }
        </g>
    }
}
