//! A Pod as a row: its owner is at its left edge, its wire at its right.

use super::svg::{choosable, circle, cross, glyph, path, px, rect, text, two_texts};
use crate::app::Sim;
use crate::element::prelude::*;
use crate::state::Selected;
use crate::view::format;
use crate::view::layout::{Density, Form};
use crate::view::life;
use crate::view::pod_look::{Badge, LampLook, PodLook, Socket, look};
use crate::view::rect::Rect;
use crate::view::versions::Version;
use rollout_engine::SimTime;
use rollout_engine::snapshot::{Lamp, PodView};
use std::rc::Rc;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) pod: Rc<PodView>,
    pub(crate) version: Version,
    pub(crate) tag: AttrValue,
    pub(crate) now: SimTime,
    pub(crate) still_routed: bool,
    /// Its width and height; it stands at the origin.
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) form: Form,
    pub(crate) one_line: bool,
    pub(crate) selected: bool,
    pub(crate) sim: Sim,
}

#[component]
pub(crate) fn PodRow(props: &Props) -> Html {
    let pod = &props.pod;
    let look = look(pod, props.now, props.still_routed);
    let uid = pod.object.meta.uid;
    let frame = Rect::new(0, 0, props.width, props.height);
    let radius = if props.one_line { 8 } else { 12 };
    let row = row(&look, props);
    let class = classes!("pod", look.class, props.version.class(), props.selected.then_some("chosen"));
    let around = match props.height {
        // Two px lie between them.
        ..LOW => -1,
        _ if props.one_line => -2,
        _ => -4,
    };
    // Below the words, also where a row is hardly higher than they are.
    let (from_below, thick) = if props.height < 24 { (3, 2) } else { (6, 3) };
    let inside = html! {
        <>
            { rect(frame.inset(around), radius - around, "sel") }
            { rect(frame, radius, "body") }
            if let Some(part) = look.settled {
                { rect(Rect::new(12, props.height - from_below, (props.width - 24) * part / 100, thick), 1, "settle") }
            }
            { badge(&look, props) }
            { words(&look, props, &row) }
            { lamps(&look, props, &row) }
            { life_line(props) }
            { socket(&look, props) }
        </>
    };
    choosable(&props.sim, Selected::Pod(uid), class, props.selected, inside)
}

fn badge(look: &PodLook, props: &Props) -> Html {
    let r = match props.height {
        ..LOW => (props.height / 2 - 2).min(7),
        _ if props.one_line => (props.height / 2 - 4).min(9),
        _ => 15.min(props.height / 2 - 6),
    };
    let (x, y) = (r + if props.one_line { 9 } else { 14 }, props.height / 2);
    let inner = r * 2 / 5;
    let ring = |percent: i32| {
        html! {
            <>
                { circle(x, y, r - 1, "ringbg") }
                <circle cx={px(x)} cy={px(y)} r={px(r - 1)} class="ring" pathLength="100"
                    stroke-dasharray={format!("{percent} 100")} transform={format!("rotate(-90 {x} {y})")} />
            </>
        }
    };
    let bar = |dx: i32| rect(Rect::new(x + dx - r / 8, y - inner, r / 4, inner * 2), 1, "on");
    let mark = match look.badge {
        // Where there is no room for a glyph in a disc, it stands for itself.
        Badge::Solid if props.height < LOW => glyph(props.version, x, y, r, "glyph"),
        Badge::Ring(_) if props.height < LOW => glyph(props.version, x, y, r - 1, "glyph hollow"),
        Badge::Leaving if props.height < LOW => glyph(props.version, x, y, r - 1, "glyph hollow dotted"),
        Badge::Waiting => circle(x, y, r, "disc open"),
        Badge::Filling => html! {
            <>
                { circle(x, y, r, "disc open") }
                { path(format!("M{} {y}a{r} {r} 0 0 0 {} 0z", x - r, 2 * r), "disc") }
            </>
        },
        Badge::Ring(percent) => {
            html! { <>{ ring(percent) }{ glyph(props.version, x, y, inner, "glyph hollow") }</> }
        }
        Badge::Solid => {
            html! { <>{ circle(x, y, r, "disc") }{ glyph(props.version, x, y, inner, "glyph on") }</> }
        }
        Badge::Paused => html! { <>{ circle(x, y, r, "disc") }{ bar(-r / 4) }{ bar(r / 4) }</> },
        Badge::Leaving => {
            html! { <>{ circle(x, y, r, "disc open") }{ glyph(props.version, x, y, inner, "glyph hollow") }</> }
        }
        Badge::Broken => html! {
            <>{ rect(Rect::new(x - r + 1, y - r + 1, 2 * r - 2, 2 * r - 2), 4, "badfill") }{ cross(x, y, inner, "badx") }</>
        },
        Badge::Missing => html! {
            <>{ rect(Rect::new(x - r + 1, y - r + 1, 2 * r - 2, 2 * r - 2), 3, "badbox") }{ cross(x, y, inner, "x") }</>
        },
    };
    html! { <g class="badge">{ mark }</g> }
}

/// How the words and the lamps of a row share its width.
struct Row {
    /// Where the words begin, and how much room they have.
    x: i32,
    room: i32,
    /// Where the lamps are, if they are drawn, and whether with their words.
    lamps: Option<(i32, bool)>,
    status_class: &'static str,
    /// How wide the tag and the status are.
    used: i32,
}

fn letters(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(0)
}

/// The widest that fits: lamps with words, without, none (a failing Pod's STATUS says the same).
fn row(look: &PodLook, props: &Props) -> Row {
    let x = if props.one_line { 34 } else { 54 };
    let life = if props.form == Form::Wide { 90 } else { 8 };
    let tag = letters(&props.tag) * 9 + 7;
    let status = letters(&props.pod.status);
    // Of the note, the most that it says.
    let second = letters(format::own_part(&props.pod.object.meta.name)) * 8 + 8 + letters(&look.note) * 7;
    let lit = look.ready.lamp != Lamp::None || look.live.lamp != Lamp::None;
    let words = !props.one_line && props.form != Form::Medium && lit;
    let ways: [(i32, Option<bool>); 3] = [
        (if words { 82 } else { 0 }, Some(true)),
        (if props.one_line { 46 } else { 24 }, Some(false)),
        (0, None),
    ];
    let ways = ways.into_iter().filter(|(_, lamps)| match lamps {
        Some(true) => words,
        Some(false) => lit,
        None => true,
    });
    let mut best = Row { x, room: 0, lamps: None, status_class: "", used: 0 };
    for (lamps_w, lamps) in ways {
        let room = props.width - life - lamps_w - x - 8;
        let roomy = tag + status * 8 <= room;
        let status_class = match (look.bad, roomy) {
            (true, true) => "bad w",
            (true, false) => "bad w tight",
            (false, true) => "",
            (false, false) => "tight",
        };
        let letter = if roomy { 8 } else { 7 };
        best = Row {
            x,
            room,
            lamps: lamps.map(|w| (props.width - life - lamps_w, w)),
            status_class,
            used: tag + status * letter,
        };
        if best.used <= room && (props.one_line || lamps != Some(true) || second <= room) {
            break;
        }
    }
    best
}

fn words(look: &PodLook, props: &Props, row: &Row) -> Html {
    let (x, room, middle) = (row.x, row.room, props.height / 2);
    let name = format::own_part(&props.pod.object.meta.name).to_owned();
    let status = (row.status_class, AttrValue::from(props.pod.status.to_string()));
    if props.one_line {
        let used = row.used + 14;
        let left = room - used - 50;
        return html! {
            <>
                { two_texts(x, middle + 4, ("c w", props.tag.clone()), 6, status) }
                if room - used >= 38 {
                    { two_texts(x + used, middle + 4, ("m", name), 6, ("s", if letters(&look.note) * 7 <= left { look.note.clone() } else { String::new() })) }
                }
            </>
        };
    }
    let note = format::fit(&look.note, room - 48, 68);
    html! {
        <>
            { two_texts(x, middle - 4, ("c b", props.tag.clone()), 7, status) }
            { two_texts(x, middle + 14, ("m", name), 8, ("s", note)) }
        </>
    }
}

fn lamps(look: &PodLook, props: &Props, row: &Row) -> Html {
    let Some((x, with_words)) = row.lamps else { return Html::default() };
    let middle = props.height / 2;
    let (first, second) = if props.one_line {
        ((x + 10, middle), (x + 32, middle))
    } else {
        ((x + 8, middle - 9), (x + 8, middle + 10))
    };
    html! {
        <>
            { lamp(look.ready, first, with_words, props.height < LOW) }
            { lamp(look.live, second, with_words, props.height < LOW) }
        </>
    }
}

/// In a row less high than this, what is round is smaller.
const LOW: i32 = 22;

fn lamp(look: LampLook, (x, y): (i32, i32), with_word: bool, low: bool) -> Html {
    if low {
        let place = format!("translate({x} {y}) scale(.8)");
        return html! { <g transform={place}>{ lamp(look, (0, 0), false, false) }</g> };
    }
    let mark = match look.lamp {
        Lamp::None => return Html::default(),
        Lamp::Pass => html! {
            <>{ circle(x, y, 7, "lamp lit") }{ path(format!("M{} {}l2 3 4 -5", x - 3, y), "lampck") }</>
        },
        Lamp::Asking => html! {
            <>
                { circle(x, y, 6, "ringbg thin") }
                { path(format!("M{} {}a6 6 0 0 1 0 12", x, y - 6), "lamparc") }
            </>
        },
        Lamp::Fail => html! {
            <>{ rect(Rect::new(x - 7, y - 7, 14, 14), 3, "badfill") }{ cross(x, y, 3, "badx") }</>
        },
    };
    let class = if look.lamp == Lamp::Fail { "s bad" } else { "s" };
    html! {
        <>
            { mark }
            if with_word { { text(x + 12, y + 4, class, look.word) } }
        </>
    }
}

fn life_line(props: &Props) -> Html {
    if props.form != Form::Wide {
        return Html::default();
    }
    const ROOM: i32 = 72;
    let (x, middle) = (props.width - 86, props.height / 2);
    let stretches = life::life(&props.pod, props.now, ROOM);
    html! {
        <g class="lifeline">
            { path(format!("M{x} {middle}h{ROOM}"), "lifeaxis") }
            { for stretches.into_iter().map(|s| {
                let class = match s.class {
                    "open" => "life open",
                    "hatch" => "life hatch",
                    "on" => "life on",
                    "fail" => "life fail",
                    _ => "life leave",
                };
                rect(Rect::new(x + s.x, middle - 4, s.w.max(2), 8), 1, class)
            }) }
        </g>
    }
}

fn socket(look: &PodLook, props: &Props) -> Html {
    let (x, y) = (props.width, props.height / 2);
    let r = match props.height {
        ..LOW => 3,
        _ if props.one_line => 4,
        _ => 6,
    };
    let class = match look.socket {
        Socket::Full => "socket full",
        Socket::Forgetting => "socket half",
        Socket::Empty | Socket::Never | Socket::Expecting | Socket::Unplugged => "socket",
    };
    circle(x, y, r, class)
}

/// Whether Pods of this density have one line.
pub(crate) fn is_one_line(density: Density) -> bool {
    density == Density::OneLine
}
