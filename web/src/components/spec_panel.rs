//! The spec as a form: what the Deployment wants, how its images behave, who calls.

use super::as_kubectl::as_kubectl;
use super::icon;
use super::routing::routing;
use super::stepper;
use super::traffic_form::{self, traffic_form};
use super::which_deployment::which_deployment;
use super::workload_form::{self, workload_form};
use crate::app::Sim;
use crate::edits::Edit;
use crate::element::prelude::*;
use crate::lab::Act;
use crate::locale::Text;
use crate::locale::spec as words;
use crate::shared::Shared;
use crate::view::format::tag;
use crate::view::scene::Scene;
use crate::view::versions::image_of;
use rollout_engine::api::{Deployment, DeploymentStrategy, IntOrPercent, NO_LIMIT, Name};
use std::rc::Rc;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) manifest: Rc<str>,
    pub(crate) refusal: Option<Rc<str>>,
    pub(crate) sim: Sim,
}

/// A form's line: its name with a small note, and its control.
pub(crate) fn line(name: Text, note: Html, control: Html) -> Html {
    html! { <div class="f"><span>{ name }{ note }</span>{ control }</div> }
}

fn small(note: impl Into<AttrValue>) -> Html {
    html! { <small>{ note.into() }</small> }
}

#[component]
pub(crate) fn SpecPanel(props: &Props) -> Html {
    let Props { scene, sim, .. } = props;
    let Some(deployment) = scene.deployment() else {
        return html! { <div class="body-p"><p>{ crate::locale::say::NOTHING_DEPLOYED_HOW }</p></div> };
    };
    let image = image_of(&deployment.spec.template);
    let kubectl = sim.lab().borrow().last_kubectl().map(str::to_owned);
    let edit = |f: fn(i64) -> Edit| {
        let sim = sim.clone();
        Callback::from(move |n: i64| drop(sim.edit(&f(n))))
    };
    let number =
        |label: Text, value: i32, f: fn(i64) -> Edit| stepper::count(label, i64::from(value), 1, edit(f));
    let spec = &deployment.spec;
    let workload = workload_form::Props {
        image: image.clone(),
        workload: Shared::new(sim.lab().borrow().workload(&image)),
        sim: sim.clone(),
    };
    let traffic = traffic_form::Props {
        traffic: Shared::new(sim.lab().borrow().traffic()),
        latencies: sim.lab().borrow().latencies(),
        services: services(scene),
        sim: sim.clone(),
    };
    html! {
        <div class="body-p">
            { for scene.snapshot.services.iter().map(|service| routing(scene, service, sim)) }
            { which_deployment(scene, sim) }
            { images(scene, deployment, &image, sim) }
            if let Some(refusal) = &props.refusal { <p class="problem" role="alert">{ &**refusal }</p> }
            { line(words::REPLICAS, small(words::REPLICAS_NOTE), number(words::REPLICAS, spec.replicas, Edit::Replicas)) }
            <hr />
            { strategy(scene, deployment, sim) }
            <details>
                <summary>{ words::MORE }</summary>
                { line(words::MIN_READY, small(words::MIN_READY_NOTE), number(words::MIN_READY, spec.min_ready_seconds, Edit::MinReady)) }
                { line(words::DEADLINE, Html::default(), limit(words::DEADLINE, spec.progress_deadline_seconds, 600, edit(Edit::Deadline))) }
                { line(words::HISTORY, Html::default(), limit(words::HISTORY, spec.revision_history_limit, 10, edit(Edit::History))) }
            </details>
            { rollout(deployment, sim) }
            <hr />
            { workload_form(&workload) }
            { traffic_form(&traffic) }
            if let Some(kubectl) = kubectl {
                <p class="note">{ words::KUBECTL }</p>
                { as_kubectl(&kubectl, sim) }
            }
        </div>
    }
}

fn services(scene: &Scene) -> Vec<Name> {
    scene.snapshot.services.iter().map(|s| s.object.meta.name.clone()).collect()
}

fn limit(label: Text, value: i32, usual: i64, on_change: Callback<i64>) -> Html {
    let value = if value == NO_LIMIT { usual } else { i64::from(value) };
    stepper::count(label, value, 1, on_change)
}

fn images(scene: &Scene, deployment: &Deployment, image: &Name, sim: &Sim) -> Html {
    let set = |image: Name| {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| drop(sim.edit(&Edit::Image(image.clone()))))
    };
    let onchange = {
        let sim = sim.clone();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            let typed = field.value();
            if !typed.trim().is_empty() {
                drop(sim.edit(&Edit::Image(typed.trim().into())));
            }
        })
    };
    // The chips that fit: the current one among them.
    let at = scene.offered.iter().position(|i| i == image).unwrap_or(0);
    let first = if at < 3 { 0 } else { at - 2 };
    let container = deployment.spec.template.spec.containers.first().map_or("", |c| &*c.name);
    let field = html! {
        <input class="field" id="image" type="text" value={image.to_string()} {onchange} spellcheck="false" autocapitalize="off"
            aria-label={format!("{} ({container})", words::OTHER_IMAGE)} />
    };
    html! {
        <>
            <div class="f"><label for="image">{ words::IMAGE }</label>{ field }</div>
            <div class="vers">
                { for scene.offered.iter().skip(first).take(3).map(|offered| {
                    let version = scene.versions.of_image(offered, &scene.offered);
                    let on = offered == image;
                    html! {
                        <button type="button" key={offered.to_string()} class={classes!(version.class(), on.then_some("on"))}
                            aria-pressed={on.to_string()} title={offered.to_string()} onclick={set(offered.clone())}>
                            { icon::version(version) }<span>{ tag(offered) }</span>
                        </button>
                    }
                }) }
            </div>
        </>
    }
}

fn strategy(scene: &Scene, deployment: &Deployment, sim: &Sim) -> Html {
    let strategy = deployment.spec.strategy;
    let recreate = strategy == DeploymentStrategy::Recreate;
    let set = |recreate: bool| {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| drop(sim.edit(&Edit::Recreate(recreate))))
    };
    let choice = html! {
        <div class="seg" role="group" aria-label={words::STRATEGY}>
            <button type="button" class={classes!((!recreate).then_some("on"))} aria-pressed={(!recreate).to_string()} onclick={set(false)}>{ "RollingUpdate" }</button>
            <button type="button" class={classes!(recreate.then_some("on"))} aria-pressed={recreate.to_string()} onclick={set(true)}>{ "Recreate" }</button>
        </div>
    };
    let limits = scene.limits();
    let resolved = |(words, sum): (String, String)| html! { <small>{ words }<b>{ sum }</b></small> };
    let numbers = match strategy {
        DeploymentStrategy::Recreate => Html::default(),
        DeploymentStrategy::RollingUpdate { max_unavailable, max_surge } => html! {
            <>
                { line(words::SURGE, resolved(words::ceiling(limits.replicas, limits.ceiling - limits.replicas, limits.ceiling)),
                    share(words::SURGE, max_surge, sim, Edit::Surge)) }
                { line(words::UNAVAILABLE, resolved(words::floor(limits.replicas, limits.replicas - limits.floor, limits.floor)),
                    share(words::UNAVAILABLE, max_unavailable, sim, Edit::Unavailable)) }
            </>
        },
    };
    html! { <>{ line(words::STRATEGY, Html::default(), choice) }{ numbers }</> }
}

/// A number or a share: the same stepper, and a switch between the two.
fn share(label: Text, value: IntOrPercent, sim: &Sim, f: fn(IntOrPercent) -> Edit) -> Html {
    let (n, percent) = match value {
        IntOrPercent::Int(n) => (n, false),
        IntOrPercent::Percent(p) => (p, true),
    };
    let set = {
        let sim = sim.clone();
        move |n: i64, percent: bool| {
            let n = i32::try_from(n).unwrap_or(i32::MAX);
            drop(sim.edit(&f(if percent { IntOrPercent::Percent(n) } else { IntOrPercent::Int(n) })));
        }
    };
    let on_change = {
        let set = set.clone();
        Callback::from(move |n: i64| set(n, percent))
    };
    let switch = Callback::from(move |_: MouseEvent| if percent { set(1, false) } else { set(25, true) });
    html! {
        <span class="share">
            { stepper::count(label, i64::from(n), if percent { 5 } else { 1 }, on_change) }
            <button type="button" class={classes!("unitswitch", percent.then_some("on"))} aria-pressed={percent.to_string()}
                aria-label={format!("{label}: {}", words::PERCENT)} onclick={switch}>{ words::PERCENT }</button>
        </span>
    }
}

fn rollout(deployment: &Deployment, sim: &Sim) -> Html {
    let (name, paused) = (&deployment.meta.name, deployment.spec.paused);
    let act = |label: Text, act: Act| {
        let sim = sim.clone();
        let onclick = Callback::from(move |_: MouseEvent| drop(sim.act(act.clone())));
        html! { <button type="button" {onclick}>{ label }</button> }
    };
    let pause = {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| drop(sim.edit(&Edit::Paused(!paused))))
    };
    html! {
        <div class="row wrap">
            <button type="button" onclick={pause} aria-pressed={paused.to_string()}>{ if paused { words::RESUME_BUTTON } else { words::PAUSE_BUTTON } }</button>
            { act(words::UNDO, Act::Undo(name.clone(), None)) }
            { act(words::RESTART, Act::Restart(name.clone())) }
        </div>
    }
}
