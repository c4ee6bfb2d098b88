//! The manifest as text: edited in place, applied, with what is wrong at its line and column.

use super::as_kubectl::all_as_kubectl;
use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::locale::yaml as words;
use crate::shared::Shared;
use crate::state::{Action, Draft, Problem};
use std::rc::Rc;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) draft: Draft,
    pub(crate) manifest: Rc<str>,
    pub(crate) notices: Shared<Vec<Problem>>,
    /// The line to show.
    pub(crate) go_to: Option<u32>,
    pub(crate) sim: Sim,
}

#[component]
pub(crate) fn YamlPanel(props: &Props) -> Html {
    let field = use_node_ref();
    {
        let (field, sim) = (field.clone(), props.sim.clone());
        use_effect_with(props.go_to, move |line| {
            if let Some(line) = *line {
                browser::go_to(&field, line, 1);
                sim.dispatch(Action::GoToLine(None));
            }
        });
    }
    let text = props.draft.typed.clone().unwrap_or_else(|| Rc::clone(&props.manifest));
    let edited = props.draft.typed.is_some();
    let oninput = {
        let sim = props.sim.clone();
        Callback::from(move |event: InputEvent| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlTextAreaElement>() else { return };
            sim.typed(&field.value());
        })
    };
    let on_text = |f: fn(&Sim, &str)| {
        let (sim, text) = (props.sim.clone(), Rc::clone(&text));
        Callback::from(move |_: MouseEvent| f(&sim, &text))
    };
    let revert = {
        let sim = props.sim.clone();
        Callback::from(move |_: MouseEvent| sim.settle())
    };
    let onkeydown = {
        let (sim, text) = (props.sim.clone(), Rc::clone(&text));
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                drop(sim.apply(&text));
            }
        })
    };
    let file = {
        let sim = props.sim.clone();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            browser::read_first(field.files(), sim.opened());
            field.set_value("");
        })
    };
    let state = match (edited, edited && props.draft.base != props.manifest) {
        (_, true) => words::MOVED_ON,
        (true, false) => words::UNAPPLIED,
        (false, _) => words::APPLIED,
    };
    html! {
        <div class="body-p yaml">
            <label class="unseen" for="manifest">{ words::LABEL }</label>
            <textarea id="manifest" ref={field.clone()} value={AttrValue::from(text.clone())} {oninput} {onkeydown} spellcheck="false"
                autocapitalize="off" autocomplete="off" wrap="off" aria-invalid={(!props.draft.problems.is_empty()).to_string()}
                aria-describedby="problems" />
            <div id="problems" role="status">
                { for props.draft.problems.iter().map(|p| problem(p, &field)) }
                if props.draft.problems.is_empty() { <p class="note">{ state }</p> }
            </div>
            <div class="row wrap">
                <button type="button" class={classes!(edited.then_some("strong"))} onclick={on_text(|sim, text| drop(sim.apply(text)))}
                    disabled={!edited}>{ words::APPLY }</button>
                <button type="button" onclick={revert} disabled={!edited}>{ words::REVERT }</button>
                <button type="button" onclick={on_text(|sim, text| drop(sim.load(text)))}>{ words::LOAD }</button>
                <label class="file"><input type="file" accept=".yaml,.yml,.json,text/*" onchange={file} />{ words::OPEN }</label>
            </div>
            { all_as_kubectl(&["kubectl diff -f -", "kubectl apply -f -"].map(str::to_owned), &props.sim) }
            { for props.notices.iter().filter(|_| !edited).map(|n| html! { <p class="note">{ place(n) }{ &n.message }</p> }) }
        </div>
    }
}

fn place(problem: &Problem) -> String {
    problem.at.map(|(line, column)| words::at(line, column) + ": ").unwrap_or_default()
}

fn problem(problem: &Problem, field: &NodeRef) -> Html {
    let words = place(problem) + &problem.message;
    let Some((line, column)) = problem.at else { return html! { <p class="problem">{ words }</p> } };
    let field = field.clone();
    let onclick = Callback::from(move |_: MouseEvent| browser::go_to(&field, line, column));
    html! { <button type="button" class="problem plain" {onclick}>{ words }</button> }
}
