//! The manifest as text: edited in place, applied, with what is wrong at its line and column.

use super::as_kubectl::all_as_kubectl;
use super::yaml_diff::{Comparison, diff_dialog};
use super::yaml_editor::{gutter, with_defaults};
use super::yaml_typing::Typing;
use crate::app::Sim;
use crate::browser::{self, Listening};
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
    let (field, numbers, dialog) = (use_node_ref(), use_node_ref(), use_node_ref());
    let filled = use_state_eq(|| false);
    let comparison = use_state_eq(Comparison::default);
    let typing = Typing {
        field: field.clone(),
        list: use_node_ref(),
        offer: use_state_eq(|| None),
        sim: props.sim.clone(),
    };
    {
        let (field, sim, filled) = (field.clone(), props.sim.clone(), filled.clone());
        use_effect_with((props.go_to, *filled), move |(line, is_filled)| match line {
            // It cannot take the cursor yet.
            Some(_) if *is_filled => filled.set(false),
            Some(line) => {
                browser::go_to(&field, *line, 1);
                sim.dispatch(Action::GoToLine(None));
            }
            None => {}
        });
    }
    let text = props.draft.typed.clone().unwrap_or_else(|| Rc::clone(&props.manifest));
    let edited = props.draft.typed.is_some();
    let oninput = {
        let (sim, typing) = (props.sim.clone(), typing.clone());
        Callback::from(move |event: InputEvent| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlTextAreaElement>() else { return };
            sim.typed(&field.value());
            typing.look(false);
        })
    };
    let onclick = {
        let typing = typing.clone();
        Callback::from(move |_: MouseEvent| typing.close())
    };
    let onblur = {
        let (typing, field) = (typing.clone(), field.clone());
        Callback::from(move |_: FocusEvent| {
            if !browser::is_active(&field) {
                typing.close();
            }
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
        let (sim, text, typing) = (props.sim.clone(), Rc::clone(&text), typing.clone());
        Callback::from(move |event: KeyboardEvent| {
            if typing.key(&event) {
                event.prevent_default();
            } else if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                typing.close();
                drop(sim.apply(&text));
            }
        })
    };
    let file = {
        let sim = props.sim.clone();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            browser::read_first(field.files(), replay::MAX_BYTES as u64, sim.opened());
            field.set_value("");
        })
    };
    let onscroll = {
        let (field, numbers, list) = (field.clone(), numbers.clone(), typing.list.clone());
        Callback::from(move |_: Event| {
            browser::scroll_along(&field, &numbers);
            browser::show_at_cursor(&field, &list);
        })
    };
    {
        // Marks and text come and go, and what was scrolled with them.
        let (field, numbers) = (field.clone(), numbers.clone());
        use_effect(move || browser::scroll_along(&field, &numbers));
    }
    {
        let (field, list) = (field.clone(), typing.list.clone());
        use_effect_with((*typing.offer).clone(), move |offer| {
            browser::show_at_cursor(&field, &list);
            // The page may be scrolled under it.
            let is_open = offer.is_some();
            let scrolled =
                is_open.then(|| Listening::new("scroll", move |_| browser::show_at_cursor(&field, &list)));
            move || drop(scrolled)
        });
    }
    let show_defaults = {
        let filled = filled.clone();
        Callback::from(move |_: MouseEvent| filled.set(!*filled))
    };
    let edit_at = {
        let sim = props.sim.clone();
        Callback::from(move |line: u32| sim.dispatch(Action::GoToLine(Some(line))))
    };
    let compare = {
        let (sim, text, comparison, dialog) =
            (props.sim.clone(), Rc::clone(&text), comparison.clone(), dialog.clone());
        Callback::from(move |_: MouseEvent| {
            comparison.set(Comparison::of(&sim, &text));
            browser::show_dialog(&dialog, true);
        })
    };
    let apply = {
        let (sim, text) = (props.sim.clone(), Rc::clone(&text));
        Callback::from(move |()| drop(sim.apply(&text)))
    };
    let problems = &props.draft.problems;
    let state = match (edited, edited && props.draft.base != props.manifest) {
        _ if !problems.is_empty() => words::wrong(problems.len()),
        _ if *filled => words::DEFAULTS_NOTE.to_owned(),
        (_, true) => words::MOVED_ON.to_owned(),
        (true, false) => words::UNAPPLIED.to_owned(),
        (false, _) => words::APPLIED.to_owned(),
    };
    html! {
        <div class="body-p yaml">
            <label class="unseen" for="manifest">{ words::LABEL }</label>
            <div class={classes!("editor", filled.then_some("reading"))}>
                { gutter(&text, problems, &numbers, &field) }
                <textarea id="manifest" ref={field.clone()} value={AttrValue::from(text.clone())} {oninput} {onkeydown} {onscroll} {onblur} {onclick} spellcheck="false"
                    autocapitalize="off" autocomplete="off" wrap="off" aria-invalid={(!problems.is_empty()).to_string()}
                    aria-describedby="manifest-keys manifest-state problems" aria-autocomplete="list" aria-haspopup="listbox"
                    aria-controls={typing.offer.is_some().then_some("suggestions")} aria-activedescendant={typing.marked()} />
                { typing.list() }
                if *filled { { with_defaults(&text, &edit_at) } }
            </div>
            <span class="unseen" id="manifest-keys">{ words::KEYS }</span>
            <p class="note" id="manifest-state" role="status">{ state }</p>
            <div id="problems">{ for problems.iter().map(|p| problem(p, &field, &dialog)) }</div>
            <div class="row wrap">
                <button type="button" class={classes!(edited.then_some("strong"))} onclick={on_text(|sim, text| drop(sim.apply(text)))}
                    disabled={!edited}>{ words::APPLY }</button>
                <button type="button" onclick={compare} disabled={!edited}>{ words::COMPARE }</button>
                <button type="button" onclick={revert} disabled={!edited}>{ words::REVERT }</button>
                <button type="button" class={classes!(filled.then_some("on"))} aria-pressed={filled.to_string()} onclick={show_defaults}>{ words::DEFAULTS }</button>
                <button type="button" onclick={on_text(|sim, text| drop(sim.load(text)))}>{ words::LOAD }</button>
                <label class="file"><input type="file" accept=".yaml,.yml,.json,text/*" onchange={file} />{ words::OPEN }</label>
            </div>
            { all_as_kubectl(&["kubectl diff -f -", "kubectl apply -f -"].map(str::to_owned), &props.sim) }
            { for props.notices.iter().filter(|_| !edited).map(|n| html! { <p class="note">{ place(n) }{ &n.message }</p> }) }
            { diff_dialog(&dialog, &comparison, |p| problem(p, &field, &dialog), &apply) }
        </div>
    }
}

fn place(problem: &Problem) -> String {
    problem.at.map(|(line, column)| words::at(line, column) + ": ").unwrap_or_default()
}

/// What is wrong, as a button that leads there, out of the dialog if it stands in one.
fn problem(problem: &Problem, field: &NodeRef, dialog: &NodeRef) -> Html {
    let words = place(problem) + &problem.message;
    let Some((line, column)) = problem.at else { return html! { <p class="problem">{ words }</p> } };
    let (field, dialog) = (field.clone(), dialog.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        browser::show_dialog(&dialog, false);
        browser::go_to(&field, line, column);
    });
    html! { <button type="button" class="problem plain" {onclick}>{ words }</button> }
}
