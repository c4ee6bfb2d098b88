//! The stage: who makes whom from left to right, who answers the users from right to left.

use super::canvas::Canvas;
use super::deployment_card::deployment_cards;
use super::lane::{LaneContext, lane};
use super::pod_cells;
use super::service_card::{called, cut_lines, headings, service_cards};
use super::stage_table::{self, stage_table};
use super::svg::{glyph, path, px, rect, text, tip};
use super::wires::{draw_ribbons, draw_wires, ribbons, wires};
use crate::app::Sim;
use crate::element::prelude::*;
use crate::hooks::use_size::use_size;
use crate::locale as words;
use crate::shared::Shared;
use crate::state::{Selected, Theme};
use crate::view::layout::{
    Density, Form, GroupNeed, LanePlace, MOST_ROWS, Need, StageLayout, StageNeed, layout,
};
use crate::view::life;
use crate::view::rect::Rect;
use crate::view::scene::{Lane, Owner, Scene};
use rollout_engine::SimTime;
use rollout_engine::api::Uid;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    /// Now, in steps coarse enough that a frame in which nothing is seen to change draws nothing.
    pub(crate) now: SimTime,
    pub(crate) selected: Option<Selected>,
    pub(crate) playing: bool,
    pub(crate) theme: Theme,
    pub(crate) sim: Sim,
    #[prop_or_default]
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Stage(props: &Props) -> Html {
    let holder = use_node_ref();
    let (width, height) = use_size(&holder, crate::browser::first_stage_size);
    let scene = &props.scene;
    let tallest = use_mut_ref(Tallest::default);
    let mut layout = place(scene, width, height);
    if layout.form == Form::Phone {
        layout.height = tallest.borrow_mut().keep(scene, &layout);
    }
    let wires = wires(scene, &layout);
    let ribbons = ribbons(scene, &layout);
    let ctx =
        LaneContext { scene, layout: &layout, now: props.now, selected: props.selected, sim: &props.sim };
    let cuts = cuts(scene, &layout, props.now);
    let ghosts = ghost_lanes(scene, &layout);
    let cells = match layout.density {
        Density::Cells(cell) => {
            let lanes = scene.lanes.iter().zip(&layout.lanes).filter(|(_, p)| !p.thin);
            lanes.flat_map(|(l, p)| pod_cells::cells(l, p.pods, cell)).map(|(_, c)| c).collect()
        }
        _ => Vec::new(),
    };
    let clear = {
        let sim = props.sim.clone();
        Callback::from(move |event: MouseEvent| {
            if crate::browser::is_background(&event) {
                sim.select(None);
            }
        })
    };
    html! {
        <section class={if layout.height > room(layout.form, height) { "stagebox scrolls" } else { "stagebox" }} aria-label={words::STAGE_TABLE} ref={holder}>
            <div class={classes!("stagewrap", form_class(layout.form), (layout.services.len() > 1).then_some("services"))}>
                <div class="picture">
                <svg class={classes!("stage", density_class(&layout))} width={px(layout.width)} height={px(layout.height)}
                    viewBox={format!("0 0 {} {}", layout.width, layout.height)} role="group" onclick={clear}>
                    { defs() }
                    { headings(scene, &layout, &cuts) }
                    { deployment_cards(&ctx) }
                    { for scene.lanes.iter().zip(&layout.lanes).map(|(l, p)| lane(l, p, &ctx)) }
                    { ghosts }
                    { cut_lines(&layout, &cuts) }
                    { owner_lines(scene, &layout, props.selected) }
                    { draw_ribbons(&ribbons, &layout) }
                    { draw_wires(&wires, scene, &layout, props.selected) }
                    { service_cards(scene, &layout, props.selected, &props.sim) }
                </svg>
                <Canvas scene={scene.clone()} size={(layout.width, layout.height)} service={called(scene, &layout)}
                    wires={wires} ribbons={ribbons} cells={cells} playing={props.playing} theme={props.theme} />
                </div>
                { props.children.clone() }
            </div>
            { stage_table(&stage_table::Props { scene: scene.clone(), playing: props.playing, sim: props.sim.clone() }) }
        </section>
    }
}

/// Where the page goes on below the stage, the stage stays as high as it once was for what is asked for: nothing below it moves by
/// itself.
#[derive(Default)]
struct Tallest {
    /// The Deployments with their generations, and the width.
    asked: (Vec<(Uid, i64)>, i32),
    height: i32,
}

impl Tallest {
    fn keep(&mut self, scene: &Scene, layout: &StageLayout) -> i32 {
        let meta = scene.owners.iter().map(|o| &o.deployment.meta);
        let asked = (meta.map(|m| (m.uid, m.generation)).collect(), layout.width);
        if self.asked != asked {
            *self = Self { asked, height: 0 };
        }
        self.height = self.height.max(layout.height);
        self.height
    }
}

fn form_class(form: Form) -> &'static str {
    match form {
        Form::Wide => "wide",
        Form::Medium => "medium",
        Form::Phone => "narrow",
    }
}

fn density_class(layout: &StageLayout) -> &'static str {
    match layout.density {
        Density::Full => "full",
        Density::OneLine if layout.pitch < 22 => "oneline low",
        Density::OneLine => "oneline",
        Density::Cells(_) => "dense",
    }
}

/// Where the stage is narrow, the ledger of requests is a line below it, so high.
const LEDGER_LINE: i32 = 46;

/// How much of the height the stage itself may have.
fn room(form: Form, height: i32) -> i32 {
    if form == Form::Medium { height - LEDGER_LINE } else { height }
}

/// Lays a scene out.
pub(crate) fn place(scene: &Scene, width: i32, height: i32) -> StageLayout {
    let form = Form::for_width(width);
    let lanes = scene.lanes.iter().map(|l| l.wants);
    let wants = scene.owners.iter().map(|o| o.limits.replicas).chain(lanes);
    let most = wants.max().unwrap_or(0);
    let cramped = most > MOST_ROWS && scene.owners.len() > 1;
    let group = |owner: &Owner| {
        let lanes: Vec<Need> =
            scene.lanes_of(owner).iter().map(|l| Need { thin: l.thin, slots: l.room }).collect();
        // Where the next ReplicaSet will appear: as large as it will be, so that nothing moves when it comes.
        let phone = form == Form::Phone;
        let wanted = owner.limits.replicas;
        let rests = wanted > 0 && !scene.is_recorded && lanes.iter().filter(|n| !n.thin).count() == 1;
        // Pods that leave while others come take their rows from there.
        let more: i32 = scene.lanes_of(owner).iter().map(|l| (l.room - l.wants).max(0)).sum();
        let slots = (wanted - more).max(1);
        // A phone has room for it only at first, and from when it is asked for.
        let asked = scene.lanes_of(owner).iter().all(|l| !l.is_new);
        let ghost = (rests && (!phone || asked || owner.lanes.len() < 2))
            .then_some(Need { thin: cramped || phone && !asked, slots });
        GroupNeed { lanes, ghost }
    };
    let mut groups: Vec<GroupNeed> = scene.owners.iter().map(group).collect();
    let alone = scene.left_alone();
    if !alone.is_empty() {
        let lanes = alone.iter().map(|l| Need { thin: l.thin, slots: l.room }).collect();
        groups.push(GroupNeed { lanes, ghost: None });
    }
    let need = StageNeed { groups, services: scene.snapshot.services.len(), most };
    layout(width, room(form, height), &need)
}

/// Where nothing has happened: the place where something will.
fn ghost_lanes(scene: &Scene, layout: &StageLayout) -> Html {
    let lanes = scene.owners.iter().zip(&layout.ghosts);
    lanes.filter_map(|(owner, place)| Some(ghost_lane(scene, owner, place.as_ref()?, layout.form))).collect()
}

fn ghost_lane(scene: &Scene, owner: &Owner, place: &LanePlace, form: Form) -> Html {
    let image = scene.offered.iter().find(|i| !scene.versions.images().any(|seen| seen == *i));
    let version = image.map_or_else(Default::default, |i| scene.versions.of_image(i, &scene.offered));
    let revision = scene.lanes_of(owner).iter().map(|l| l.revision).max().map_or(1, |r| r + 1);
    let phone = form == Form::Phone;
    let first = owner.lanes.len() < 2;
    let about = match (first, place.pods.w > 300) {
        (true, true) => words::WILL_APPEAR,
        (true, false) => words::WILL_APPEAR_SHORT,
        (false, true) => words::stage::NEXT_WILL_APPEAR,
        (false, false) => words::stage::NEXT_WILL_APPEAR_SHORT,
    };
    let card = Rect { y: place.card.cy() - 15, h: 30, ..place.card };
    let mut title = words::revision(revision);
    title.push('?');
    html! {
        <g class={classes!("lanegroup", "ghostlane", version.class())}>
            { rect(place.lane, 14, "lane") }
            if !phone { { rect(card, 8, "rsr dash") } }
            { glyph(version, card.x + 12, card.cy(), 6, "glyph hollow") }
            { text(card.x + 22, card.cy() + 5, "w", title) }
            if !phone { { text(place.pods.x, card.cy() + 5, "s", about) } }
        </g>
    }
}

/// Where the latest decisions cut through the life lines.
fn cuts(scene: &Scene, layout: &StageLayout, now: SimTime) -> Vec<(u32, i32)> {
    if layout.form != Form::Wide || matches!(layout.density, Density::Cells(_)) {
        return Vec::new();
    }
    let Some(right) = layout.lanes.iter().find(|l| !l.thin).map(|l| l.pods.right()) else {
        return Vec::new();
    };
    let cuts = scene.cuts.iter().filter_map(|(n, at)| life::cut(*at, now, 72).map(|x| (*n, right - 86 + x)));
    cuts.collect()
}

/// The lines from the Deployments to their ReplicaSets, with the latest step on them.
fn owner_lines(scene: &Scene, layout: &StageLayout, selected: Option<Selected>) -> Html {
    let all = scene.owners.iter().zip(&layout.deployments);
    html! { <g class="owners">{ for all.map(|(owner, d)| lines_of(scene, owner, *d, layout, selected)) }</g> }
}

fn lines_of(scene: &Scene, owner: &Owner, d: Rect, layout: &StageLayout, selected: Option<Selected>) -> Html {
    let n = i32::try_from(owner.lanes.len()).unwrap_or(0);
    let chosen = |l: &Lane| match selected {
        Some(Selected::Pod(uid)) => l.pods.iter().any(|p| p.object.meta.uid == uid),
        Some(Selected::ReplicaSet(uid)) => l.uid == uid,
        _ => false,
    };
    let lanes = scene.lanes.iter().zip(&layout.lanes).skip(owner.lanes.start).take(owner.lanes.len());
    let lines = lanes.enumerate().map(|(i, (lane, place))| {
        let hot = if chosen(lane) { "own hot" } else { "own" };
        let y = if layout.form == Form::Phone { place.card.y + 22 } else { place.card.cy() };
        let i = i32::try_from(i).unwrap_or(0);
        if layout.form == Form::Phone {
            let chip = lane.step.map(|_| chip(lane, Rect::new(place.lane.right() - 78, y - 13, 66, 26)));
            let y = if place.thin { place.lane.cy() } else { y };
            let to = if place.thin { 16 } else { 12 };
            return html! { <g key={lane.name.to_string()}>{ path(format!("M12 {}V{}H{to}", d.bottom(), y), hot) }{ chip }</g> };
        }
        let apart = 10.min(d.h / 2 / n.max(1));
        let from = d.cy() + (2 * i - n + 1) * apart;
        let middle = d.right() + (place.lane.x - d.right()) / 2;
        let end = place.card.x;
        let chip = lane.step.map(|_| {
            let w = if place.lane.x - d.right() > 50 { 50 } else { 41 };
            chip(lane, Rect::new(middle - w / 2, y - 12, w, 24))
        });
        html! {
            <g key={lane.name.to_string()}>
                { path(format!("M{} {from}H{middle}V{y}H{}", d.right(), end - 6), hot) }
                { tip(end - 1, y, false, "owntip") }
                { chip }
            </g>
        }
    });
    html! { <>{ for lines }</> }
}

fn chip(lane: &Lane, r: Rect) -> Html {
    let Some(step) = lane.step else { return Html::default() };
    let delta = step.to - step.from;
    let sign = if delta < 0 { "−" } else { "+" };
    let change = format!("{sign}{}", delta.abs());
    let fits = |n: &u32| change.chars().count() <= 2 && (r.w >= 50 || *n < 10);
    let number = step.number.filter(fits).map(|n| format!("#{n}"));
    html! {
        <g class={if r.w < 50 || step.number > Some(9) { "chip small" } else { "chip" }}>
            { rect(r, 12, "pill") }
            <text x={px(r.cx())} y={px(r.cy() + 5)} class="mid">
                if let Some(number) = number { <tspan class="cs">{ number }</tspan> }
                <tspan dx="3">{ change }</tspan>
            </text>
        </g>
    }
}

/// The patterns that fills refer to by class.
fn defs() -> Html {
    const VERSIONS: [&str; 4] = ["v1", "v2", "v3", "v4"];
    html! {
        <defs>
            { for VERSIONS.iter().map(|v| html! {
                <>
                    <pattern id={format!("h{v}")} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" class={*v}>
                        <rect width="6" height="6" class="pbg" /><rect width="3" height="6" class="pc" />
                    </pattern>
                    <pattern id={format!("p{v}")} width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" class={*v}>
                        <rect width="14" height="14" class="pbg" /><rect width="7" height="14" class="pt" />
                    </pattern>
                </>
            }) }
            <pattern id="beam-up" width="8" height="7" patternUnits="userSpaceOnUse"><path d="M0 7L6 0" class="beamline" /></pattern>
            <pattern id="beam-down" width="8" height="7" patternUnits="userSpaceOnUse"><path d="M0 0L6 7" class="beamline" /></pattern>
        </defs>
    }
}
