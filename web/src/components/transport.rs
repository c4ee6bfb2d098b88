//! Back, on, play, speed. The filled button is what to press first; it says what it will do, and stays in its place.

use super::icon;
use crate::app::Sim;
use crate::edits::Edit;
use crate::element::prelude::*;
use crate::lab::Act;
use crate::locale as words;
use crate::state::{Reading, Speed, UiState};
use crate::view::format::{clock, tag};
use crate::view::routing::{Route, routes};
use crate::view::scene::Scene;
use crate::view::versions::image_of;
use rollout_engine::api::{Labels, Name};

/// What the filled button does.
#[derive(Clone, Debug, PartialEq)]
enum First {
    RollOut(Name),
    /// Other values of a Service's selector, by which it leads to the Pods of this image.
    SendUsers(Name, Labels, Name),
    Undo(i64),
    Next,
}

fn first(scene: &Scene) -> First {
    let Some(new) = scene.new_lane() else { return First::Next };
    if scene.story.stuck {
        let before = scene.own_lanes().iter().filter(|l| !l.is_new).max_by_key(|l| l.revision);
        return before.map_or(First::Next, |l| First::Undo(l.revision));
    }
    if !scene.story.complete {
        return First::Next;
    }
    if let Some(switch) = switch(scene) {
        return switch;
    }
    // At rest: the version after the one that runs, if there is one.
    let at = scene.offered.iter().position(|i| *i == new.image);
    match at.and_then(|at| scene.offered.get(at + 1)) {
        Some(image) => First::RollOut(image.clone()),
        None => First::Next,
    }
}

fn version_label(what: words::Text, scene: &Scene, image: &str) -> Html {
    html! { <span class="pl"><span>{ what }</span>{ icon::version(scene.versions.of_image(image, &scene.offered)) }{ tag(image) }</span> }
}

/// Where a newer version stands by, the users may be sent to it.
fn switch(scene: &Scene) -> Option<First> {
    for service in &scene.snapshot.services {
        let all = routes(scene, service);
        let at = |r: &Route<'_>| {
            scene.owners.iter().position(|o| o.deployment.meta.uid == r.owner.deployment.meta.uid)
        };
        let last = all.iter().filter(|r| r.picked).map(at).max()?;
        let ready = |r: &&Route<'_>| {
            !r.picked
                && at(r) > last
                && scene.lanes_of(r.owner).iter().map(|l| l.tally.available()).sum::<u32>() > 0
        };
        if let Some(next) = all.iter().find(ready) {
            let image = image_of(&next.owner.deployment.spec.template);
            return Some(First::SendUsers(service.object.meta.name.clone(), next.selector.clone(), image));
        }
    }
    None
}

pub(crate) fn transport(state: &UiState, sim: &Sim) -> Html {
    let Reading { scene, now, at_rest, at_start, .. } = &state.reading;
    let first = first(scene);
    let on = |f: fn(&Sim)| {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| f(&sim))
    };
    let press = {
        let (sim, first) = (sim.clone(), first.clone());
        Callback::from(move |_: MouseEvent| {
            match &first {
                First::RollOut(image) => drop(sim.edit(&Edit::Image(image.clone()))),
                First::SendUsers(service, selector, _) => drop(sim.send_users(service, selector)),
                First::Undo(revision) => {
                    let name = sim.scene().and_then(|s| s.deployment().map(|d| d.meta.name.clone()));
                    drop(name.map(|name| sim.act(Act::Undo(name, Some(*revision)))));
                }
                First::Next => sim.next(),
            };
        })
    };
    let label = match &first {
        First::RollOut(image) => version_label(words::ROLL_OUT, scene, image),
        First::SendUsers(_, _, image) => version_label(words::stage::SEND_USERS_TO, scene, image),
        First::Undo(_) => html! { { words::UNDO_ROLLOUT } },
        First::Next => html! { <>{ words::NEXT_DECISION }{ icon::next() }</> },
    };
    let primary = match first {
        First::RollOut(_) => "roll-out",
        First::SendUsers(..) => "send-users",
        First::Undo(_) => "undo",
        First::Next => "next",
    };
    let nothing_comes = *at_rest && first != First::Next;
    let standing = match (state.playing, *at_rest) {
        (true, _) => words::PLAYING_CLOCK,
        (false, true) => words::AT_REST_CLOCK,
        (false, false) => words::PAUSED_CLOCK,
    };
    let play = if state.playing { (icon::pause(), words::PAUSE) } else { (icon::play(), words::PLAY) };
    let pacing = {
        let (sim, pacing) = (sim.clone(), state.pacing);
        Callback::from(move |_: Event| sim.dispatch(crate::state::Action::SetPacing(!pacing)))
    };
    html! {
        <div class="transport" role="group" aria-label={words::TRANSPORT}>
            <div class="row steps">
                <button type="button" class="square" onclick={on(Sim::to_start)} disabled={*at_start} aria-label={words::TO_START} title={words::TO_START}>
                    { icon::start() }
                </button>
                <button type="button" class="back" onclick={on(Sim::back)} disabled={*at_start} aria-label={words::BACK}>{ icon::back() }<span>{ words::BACK }</span></button>
                <button type="button" class="primary" data-first={primary} onclick={press}>{ label }</button>
                if first != First::Next {
                    <button type="button" class="square" onclick={on(Sim::next)} disabled={nothing_comes}
                        aria-label={words::NEXT_DECISION} title={words::NEXT_DECISION}>{ icon::next() }</button>
                }
            </div>
            <div class="row">
                <button type="button" class="play" onclick={on(Sim::toggle_playing)} aria-pressed={state.playing.to_string()}>
                    { play.0 }<span>{ play.1 }</span>
                </button>
                <div class="seg" role="group" aria-label={words::SPEED}>
                    { for Speed::ALL.iter().map(|speed| {
                        let (sim, speed, on) = (sim.clone(), *speed, *speed == state.speed);
                        let onclick = Callback::from(move |_: MouseEvent| sim.set_speed(speed));
                        html! { <button type="button" class={classes!(on.then_some("on"))} aria-pressed={on.to_string()} {onclick}>{ speed.label() }</button> }
                    }) }
                </div>
            </div>
            <div class="row clockrow">
                <span class="clock">{ clock(now.since(scene.opens_at)) }</span>
                <span class="soft">{ standing }</span>
                <label class="check pacing"><input type="checkbox" checked={state.pacing} onchange={pacing} />{ words::PACING }</label>
            </div>
        </div>
    }
}
