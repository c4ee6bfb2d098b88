//! All decisions with their numbers, the newest first.

use super::chain::{effect_line, equation};
use super::which_deployment::which_deployment;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale::{rule_paragraph, waits, why as words};
use crate::shared::Shared;
use crate::state::{Action, Selected};
use crate::view::format::{self, clock};
use crate::view::pod_look::look;
use crate::view::scene::Scene;
use crate::view::sentence::tell;
use crate::view::story::find;
use crate::view::waiting::Wait;
use rollout_engine::SimTime;
use rollout_engine::decision::Decision;

pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) now: SimTime,
    pub(crate) decided: usize,
    pub(crate) refused: bool,
    pub(crate) sim: Sim,
}

/// So many are shown.
const MOST: usize = 120;

pub(crate) fn why_panel(props: &Props) -> Html {
    let lab = props.sim.lab().borrow();
    let decisions = lab.timeline().decisions().get(..props.decided).unwrap_or(&[]);
    let shown: Vec<_> = decisions.iter().rev().filter(|d| props.refused || d.number.is_some()).collect();
    let older = shown.len().saturating_sub(MOST);
    let toggle = {
        let (sim, shown) = (props.sim.clone(), props.refused);
        Callback::from(move |_: Event| sim.dispatch(Action::ShowRefusedSteps(!shown)))
    };
    html! {
        <div class="body-p">
            { which_deployment(&props.scene, &props.sim) }
            { why_nothing(props) }
            <hr />
            <p class="note">{ words::EVERY }</p>
            <label class="check"><input type="checkbox" checked={props.refused} onchange={toggle} />{ words::SHOW_REFUSED }</label>
            if shown.is_empty() { <p>{ words::NONE }</p> }
            <ol class="why">{ for shown.iter().take(MOST).map(|d| row(d, props)) }</ol>
            if older > 0 { <p class="note">{ words::more(older) }</p> }
        </div>
    }
}

/// What is waited for at this moment; each Pod can be opened.
fn why_nothing(props: &Props) -> Html {
    let now = props.now;
    let item = |wait: &Wait| match wait {
        Wait::Plain(words) => html! { *words },
        Wait::More(n) => html! { waits::more(*n) },
        Wait::Deadline(at) => html! { waits::deadline(&format::left(now, *at)) },
        Wait::Pod(pod) => {
            let uid = pod.object.meta.uid;
            let sim = props.sim.clone();
            let onclick = Callback::from(move |_: MouseEvent| sim.select(Some(Selected::Pod(uid))));
            html! {
                <>
                    <button type="button" class="plain link mono" {onclick}>{ format::own_part(&pod.object.meta.name) }</button>
                    { " " }{ &*pod.status }{ ": " }{ look(pod, now, false).note }
                </>
            }
        }
    };
    html! {
        <section class="whynow">
            <h2>{ waits::TITLE }</h2>
            <ul>{ for props.scene.waits.iter().map(|w| html! { <li>{ item(w) }</li> }) }</ul>
        </section>
    }
}

fn row(decision: &Decision, props: &Props) -> Html {
    let told = tell(decision, &find(&props.scene.lanes));
    let at = decision.at;
    let go = {
        let sim = props.sim.clone();
        Callback::from(move |_: MouseEvent| sim.seek(at))
    };
    html! {
        <li>
            <h2>
                if let Some(number) = told.number { <span class="no">{ "#" }{ number }</span> }
                <span class="ct">{ &told.title }</span>
                <button type="button" class="plain time" onclick={go}><time>{ clock(at.since(props.scene.opens_at)) }</time></button>
            </h2>
            { equation(&told) }
            <p>{ told.reason }{ told.limit.as_ref().map(|l| format!(" {l}.")).unwrap_or_default() }</p>
            if let Some(effect) = &told.effect { <p>{ effect_line(effect, true) }</p> }
            <details><summary>{ words::RULE }</summary><p>{ rule_paragraph(decision.rule) }</p></details>
        </li>
    }
}
