//! Two futures side by side: one clock, one scale, the difference in a sentence and in a table.

use super::svg::{circle, path, px, rect, text};
use super::timeline::areas_of;
use crate::app::Sim;
use crate::browser;
use crate::edits::Edit;
use crate::element::prelude::*;
use crate::hooks::use_size::use_size;
use crate::lab::{Comparison, Facts, Future, Side, Sides};
use crate::locale::compare as words;
use crate::locale::{self, count};
use crate::shared::Shared;
use crate::state::Action;
use crate::view::chart::{ChartSample, Scale, draw, most, span_for};
use crate::view::format::{clock, fit, tag};
use crate::view::glyph;
use crate::view::rect::Rect;
use crate::view::versions::Version;
use rollout_engine::api::IntOrPercent;
use rollout_engine::{SimDuration, SimTime};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) which: Comparison,
    pub(crate) futures: Shared<Vec<Future>>,
    pub(crate) sim: Sim,
}

/// Height of the plot of one side, and the room for the words above it.
const PLOT: i32 = 72;
const TOP: i32 = 10;
/// A line of Pods.
const LINE: i32 = 22;
/// So many Pods of a version are drawn; more are counted.
const POD: i32 = 14;

/// Settings that the second may have instead, and a value to begin with.
const SETTINGS: [(&str, &str); 5] = [
    ("maxSurge", "2"),
    ("maxUnavailable", "1"),
    ("minReadySeconds", "10"),
    ("replicas", "5"),
    ("strategy", "Recreate"),
];

fn setting(at: usize, value: &str) -> Option<Edit> {
    let number = || value.parse::<i64>().ok().filter(|n| (0..=10_000).contains(n));
    let limit = || {
        let number = || number().and_then(|n| i32::try_from(n).ok()).map(IntOrPercent::Int);
        IntOrPercent::parse_text(value).or_else(number)
    };
    Some(match at {
        0 => Edit::Surge(limit()?),
        1 => Edit::Unavailable(limit()?),
        2 => Edit::MinReady(number()?),
        3 => Edit::Replicas(number()?),
        _ => Edit::Recreate(true),
    })
}

/// Which of [`SETTINGS`], and its value.
fn of_setting(edit: &Edit) -> (usize, String) {
    match edit {
        Edit::Surge(value) => (0, value.to_string()),
        Edit::Unavailable(value) => (1, value.to_string()),
        Edit::MinReady(n) => (2, n.to_string()),
        Edit::Replicas(n) => (3, n.to_string()),
        _ => (4, SETTINGS[4].1.to_owned()),
    }
}

impl Sim {
    /// Compares the present future with this one, or with itself under another setting.
    pub(crate) fn compare(&self, with: Option<u32>) {
        if self.lab().borrow().is_recorded() {
            return;
        }
        let first = self.lab().borrow().forks().current;
        let other = if with.is_none() { setting(0, SETTINGS[0].1) } else { None };
        let which = Comparison { first, second: with.unwrap_or(first), with: other };
        self.set_playing(false);
        self.dispatch(Action::Compare(Some(Box::new(which))));
    }
}

#[component]
pub(crate) fn Compare(props: &Props) -> Html {
    let (dialog, holder) = (use_node_ref(), use_node_ref());
    let (width, _) = use_size(&holder, || ((browser::first_stage_size().0 - 60).clamp(300, 1000), PLOT));
    let moment = use_state(|| None::<SimTime>);
    let sides = use_memo((props.which.clone(), props.futures.clone()), |(which, _)| {
        props.sim.lab().borrow().compare(which)
    });
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| browser::show_dialog(&dialog, true));
    }
    let set = {
        let sim = props.sim.clone();
        move |which: Option<Comparison>| sim.dispatch(Action::Compare(which.map(Box::new)))
    };
    let onclose = {
        let set = set.clone();
        Callback::from(move |_: Event| set(None))
    };
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| browser::show_dialog(&dialog, false))
    };
    let body = match &*sides {
        None => html! { <p class="problem" role="alert">{ words::CANNOT }</p> },
        Some(both) => {
            let names = [0, 1].map(|i| name(props, i));
            let setting = props.which.with.as_ref().map(of_setting);
            let second = setting
                .map_or_else(|| names[1].clone(), |(at, value)| [SETTINGS[at].0, " ", &value].concat());
            let at = moment.unwrap_or(both.since).clamp(both.opens_at, both.end);
            let known = both.end.since(both.opens_at);
            let total = both.sides.iter().map(|s| most(&s.samples)).max().unwrap_or(1);
            let left = 26 + 8 * i32::try_from(total.to_string().len()).unwrap_or(1);
            let scale = Scale {
                from: both.opens_at,
                span: span_for(known),
                left,
                width: (width - left - 12).max(60),
                top: TOP,
                height: PLOT,
                most: total,
            };
            let go = {
                let (moment, end) = (moment.setter(), both.end);
                Callback::from(move |event: PointerEvent| {
                    if event.type_() == "pointerdown" {
                        browser::capture_pointer(&event);
                    } else if event.buttons() & 1 == 0 {
                        return;
                    }
                    moment.set(Some(scale.time(browser::place_in_svg(&event).0).min(end)));
                })
            };
            let oninput = {
                let (moment, opens_at) = (moment.setter(), both.opens_at);
                Callback::from(move |event: InputEvent| {
                    let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
                    moment.set(Some(opens_at + SimDuration(field.value_as_number().max(0.0) as u64)));
                })
            };
            let since = at.since(both.opens_at);
            html! {
                <>
                    <p class="verdict" aria-live="polite">{ words::sentence(&second, &both.sides[0].facts, &both.sides[1].facts) }</p>
                    { for both.sides.iter().zip(&names).map(|(side, name)| html! {
                        <>
                            <h3>{ name }</h3>
                            { chart(side, both, scale, at, width, &go) }
                        </>
                    }) }
                    <label class="row clockrow">
                        <span class="clock">{ clock(since) }</span>
                        <span class="unseen">{ locale::TIMELINE }</span>
                        <input type="range" min="0" max={known.0.to_string()} step="100" value={since.0.to_string()}
                            aria-valuetext={clock(since)} {oninput} />
                    </label>
                    { table(both, &names, at) }
                </>
            }
        }
    };
    html! {
        <dialog ref={dialog} class="compare" aria-labelledby="compare-title" {onclose}>
            <div class="row"><h2 id="compare-title">{ words::TITLE }</h2><span class="sp"></span><button type="button" onclick={close}>{ locale::CLOSE }</button></div>
            { choices(props, set) }
            <div ref={holder}>{ body }</div>
        </dialog>
    }
}

/// What the first or the second is called.
fn name(props: &Props, side: usize) -> String {
    let id = if side == 0 { props.which.first } else { props.which.second };
    let future = props.futures.iter().find(|f| f.id == id).map(|f| &*f.name).unwrap_or_default();
    match props.which.with.as_ref().filter(|_| side == 1).map(of_setting) {
        Some((at, value)) => words::with(future, SETTINGS[at].0, &value),
        None => future.to_owned(),
    }
}

/// Which two, and the value of the other setting.
fn choices(props: &Props, set: impl Fn(Option<Comparison>) + Clone + 'static) -> Html {
    let chosen = |event: &Event| {
        let field = event.target_dyn_into::<web_sys::HtmlSelectElement>();
        field.and_then(|field| usize::try_from(field.selected_index()).ok())
    };
    let ids: Vec<u32> = props.futures.iter().map(|f| f.id).collect();
    let which = &props.which;
    let on_first = {
        let (set, ids, which) = (set.clone(), ids.clone(), which.clone());
        Callback::from(move |event: Event| {
            let first = chosen(&event).and_then(|i| ids.get(i).copied()).unwrap_or_default();
            // With another setting it is the same future.
            let second = if which.with.is_some() { first } else { which.second };
            set(Some(Comparison { first, second, with: which.with.clone() }));
        })
    };
    let on_second = {
        let (set, which) = (set.clone(), which.clone());
        Callback::from(move |event: Event| {
            let at = chosen(&event).unwrap_or_default();
            let first = which.first;
            set(Some(match ids.get(at) {
                Some(second) => Comparison { first, second: *second, with: None },
                None => {
                    let at = at - ids.len();
                    Comparison { first, second: first, with: setting(at, SETTINGS[at].1) }
                }
            }));
        })
    };
    let with = which.with.as_ref().map(of_setting);
    let on_value = {
        let (which, with) = (which.clone(), with.clone());
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            let Some((at, was)) = &with else { return };
            match setting(*at, field.value().trim()) {
                Some(edit) => set(Some(Comparison { with: Some(edit), ..which.clone() })),
                // What is no value is put back.
                None => field.set_value(was),
            }
        })
    };
    let future = |id: u32, is: bool| {
        let name = props.futures.iter().find(|f| f.id == id).map(|f| f.name.to_string()).unwrap_or_default();
        html! { <option selected={is}>{ name }</option> }
    };
    html! {
        <div class="row wrap">
            <label class="row">{ words::FIRST }
                <select onchange={on_first}>{ for props.futures.iter().map(|f| future(f.id, f.id == which.first)) }</select>
            </label>
            <label class="row">{ words::SECOND }
                <select onchange={on_second}>
                    { for props.futures.iter().map(|f| future(f.id, with.is_none() && f.id == which.second)) }
                    { for SETTINGS.iter().enumerate().map(|(i, (name, _))| html! {
                        <option selected={with.as_ref().is_some_and(|(at, _)| *at == i)}>{ words::same_with(name) }</option>
                    }) }
                </select>
            </label>
            if let Some((at, value)) = with.filter(|(at, _)| *at < 4) {
                <label class="row">{ SETTINGS[at].0 }<input type="text" {value} onchange={on_value} /></label>
            }
        </div>
    }
}

/// What was so at a moment.
fn at_moment(samples: &[ChartSample], at: SimTime) -> Option<&ChartSample> {
    samples.get(samples.partition_point(|s| s.at <= at).saturating_sub(1))
}

/// The areas of one side, its Pods at the moment below them, and the head.
fn chart(
    side: &Side,
    both: &Sides,
    scale: Scale,
    at: SimTime,
    width: i32,
    go: &Callback<PointerEvent>,
) -> Html {
    let drawn = draw(&side.samples, scale);
    let bottom = TOP + PLOT;
    let height = bottom + 8 + LINE * i32::try_from(both.tags.len()).unwrap_or(1);
    let (x, right, known) = (scale.x(at), scale.left + scale.width, scale.x(both.end));
    let now = at_moment(&side.samples, at);
    let line = |(i, (version, image)): (usize, &(Version, String))| {
        let y = bottom + 8 + LINE * i32::try_from(i).unwrap_or(0);
        let sets = now.into_iter().flat_map(|s| s.sets.iter()).filter(|s| s.version == *version);
        let counts = sets.fold([0, 0, 0], |c, s| [c[0] + s.available, c[1] + s.waiting, c[2] + s.leaving]);
        let room = ((right - scale.left - 90) / POD).max(1);
        let kinds = ["a on", "a hatch", "a leave"].into_iter().zip(counts);
        let all = kinds.flat_map(|(class, n)| (0..n).map(move |_| class));
        let mut place = scale.left + 90 - POD;
        let pods = all.take(usize::try_from(room).unwrap_or(1)).map(|class| {
            place += POD;
            rect(Rect::new(place, y + 3, POD - 3, POD - 2), 3, class)
        });
        html! {
            <g class={version.class()}>
                { path(glyph::path(*version, scale.left + 6, y + 10, 5), "glyph") }
                { text(scale.left + 18, y + 14, "s", fit(tag(image), 64, 80)) }
                { for pods }
            </g>
        }
    };
    html! {
        <svg class="tl" width={px(width)} height={px(height)} viewBox={["0 0 ", &width.to_string(), " ", &height.to_string()].concat()} aria-hidden="true"
            onpointerdown={go.clone()} onpointermove={go.clone()}>
            { areas_of(&drawn) }
            { rect(Rect::new(known, 0, right + 12 - known, bottom + 1), 0, "unknown") }
            { for scale.marks().into_iter().map(|n| text(scale.left - 8, scale.y(n) + 4, "s end", count(n.unsigned_abs().into()))) }
            { path(drawn.ceiling.clone(), "lim") }
            { path(drawn.floor.clone(), "lim") }
            { for drawn.failed.iter().map(|(x, (from, to), _)| rect(Rect::new(*x, bottom + 6 - to.min(&(from + 6)), 5, (to - from).min(6)), 0, "f0")) }
            { path(["M", &x.to_string(), " 2V", &(bottom + 3).to_string()].concat(), "head") }
            { circle(x, 5, 5, "knob") }
            { for both.tags.iter().enumerate().map(line) }
        </svg>
    }
}

/// All of it in numbers.
fn table(both: &Sides, names: &[String; 2], at: SimTime) -> Html {
    let [a, b] = &both.sides;
    let row = |label: locale::Text, value: &dyn Fn(&Side) -> String| {
        html! { <tr><th scope="row">{ label }</th><td>{ value(a) }</td><td>{ value(b) }</td></tr> }
    };
    let fact = |f: fn(&Facts) -> i64| move |side: &Side| count(f(&side.facts).unsigned_abs());
    let now = |of: fn(&ChartSample) -> u32| {
        move |side: &Side| count(at_moment(&side.samples, at).map_or(0, of).into())
    };
    html! {
        <table>
            <thead><tr><td></td>{ for names.iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
            <tbody>
                { row(words::FINISHED, &|side| words::finished(side.facts.finished)) }
                { row(words::EXTRA, &fact(|f| f.extra)) }
                { row(words::MOST, &fact(|f| f.most)) }
                { row(words::FEWEST, &fact(|f| f.fewest)) }
                { row(words::FAILED, &fact(|f| f.failed)) }
                { row(words::NOW_AVAILABLE, &now(|s| s.sets.iter().map(|c| c.available).sum())) }
                { row(words::NOW_WAITING, &now(|s| s.sets.iter().map(|c| c.waiting).sum())) }
                { row(words::NOW_LEAVING, &now(|s| s.sets.iter().map(|c| c.leaving).sum())) }
            </tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_are_written() {
        for (at, value) in [(0, "2"), (0, "25%"), (1, "0"), (2, "10"), (3, "7"), (4, "Recreate")] {
            let edit = setting(at, value).unwrap_or_else(|| panic!("{value} is no {}", SETTINGS[at].0));
            assert_eq!(of_setting(&edit), (at, value.to_owned()));
        }
        for value in ["", "-1", "many", "1000000", "5 %"] {
            assert_eq!((0..4).find_map(|at| setting(at, value)), None, "{value:?}");
        }
    }
}
