//! All decisions with their numbers, the newest first.

use super::chain::{effect_line, equation};
use crate::app::Sim;
use crate::locale::why as words;
use crate::shared::Shared;
use crate::state::Action;
use crate::view::format::clock;
use crate::view::scene::Scene;
use crate::view::sentence::tell;
use crate::view::story::find;
use rollout_engine::decision::Decision;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) decided: usize,
    pub(crate) refused: bool,
    pub(crate) sim: Sim,
}

/// So many are shown.
const MOST: usize = 120;

#[component]
pub(crate) fn WhyPanel(props: &Props) -> Html {
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
            <p class="note">{ words::EVERY }</p>
            <label class="check"><input type="checkbox" checked={props.refused} onchange={toggle} />{ words::SHOW_REFUSED }</label>
            if shown.is_empty() { <p>{ words::NONE }</p> }
            <ol class="why">{ for shown.iter().take(MOST).map(|d| row(d, props)) }</ol>
            if older > 0 { <p class="note">{ words::more(older) }</p> }
        </div>
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
            if let Some(effect) = &told.effect { <p>{ effect_line(effect) }</p> }
        </li>
    }
}
