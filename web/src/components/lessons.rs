//! What there is to learn, in a dialog to choose from.

use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::lab::Difficulty;
use crate::lessons::all;
use crate::locale::{self, lessons as words};
use course::{Lesson, LessonKind};
use std::rc::Rc;

const KINDS: [LessonKind; 3] = [LessonKind::Tour, LessonKind::Experiment, LessonKind::Challenge];
const DIFFICULTIES: [Difficulty; 3] =
    [Difficulty::Hints, Difficulty::NoHints, Difficulty::OtherNumbers(None)];

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) dialog: NodeRef,
    /// Which kind is shown; none as long as nobody has asked.
    pub(crate) kind: Option<LessonKind>,
    pub(crate) on_kind: Callback<LessonKind>,
    /// Whether one is asked before each step.
    pub(crate) asked: bool,
    pub(crate) sim: Sim,
}

#[component]
pub(crate) fn Lessons(props: &Props) -> Html {
    let difficulty = use_state(Difficulty::default);
    let close = {
        let dialog = props.dialog.clone();
        Callback::from(move |_: MouseEvent| browser::show_dialog(&dialog, false))
    };
    let choose = {
        let difficulty = difficulty.setter();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlSelectElement>() else { return };
            let at = usize::try_from(field.selected_index()).unwrap_or(0);
            difficulty.set(DIFFICULTIES.get(at).copied().unwrap_or_default());
        })
    };
    let on_ask = {
        let (sim, asked) = (props.sim.clone(), props.asked);
        Callback::from(move |_: Event| sim.ask_for_guesses(!asked))
    };
    let present = {
        let (sim, dialog) = (props.sim.clone(), props.dialog.clone());
        Callback::from(move |_: MouseEvent| {
            browser::show_dialog(&dialog, false);
            sim.present(true);
        })
    };
    let entry = |lesson: &Rc<Lesson>| {
        let (sim, lesson, dialog, difficulty) =
            (props.sim.clone(), Rc::clone(lesson), props.dialog.clone(), *difficulty);
        let (title, intro) = (lesson.title.clone(), lesson.intro.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            browser::show_dialog(&dialog, false);
            sim.begin_lesson(&lesson, difficulty);
        });
        html! { <li><button type="button" class="plain" {onclick}><b>{ title }</b><span class="soft">{ intro }</span></button></li> }
    };
    html! {
        <dialog ref={props.dialog.clone()} class="lessons" aria-label={words::LESSONS}>
            if let Some(kind) = props.kind {
                <div class="row wrap">
                    <div class="seg" role="group" aria-label={words::LESSONS}>
                        { for KINDS.into_iter().map(|other| {
                            let onclick = props.on_kind.reform(move |_: MouseEvent| other);
                            let on = other == kind;
                            html! { <button type="button" class={classes!(on.then_some("on"))} aria-pressed={if on { "true" } else { "false" }} {onclick}>{ words::kind(other) }</button> }
                        }) }
                    </div>
                    <label class="check"><input type="checkbox" checked={props.asked} onchange={on_ask} />{ words::ASK_ME }</label>
                    <span class="sp"></span>
                    <button type="button" onclick={present}>{ locale::present::PRESENT }</button>
                    <button type="button" onclick={close}>{ locale::CLOSE }</button>
                </div>
                if kind == LessonKind::Challenge {
                    <label class="row">{ words::DIFFICULTY }
                        <select onchange={choose}>
                            { for DIFFICULTIES.into_iter().zip(words::DIFFICULTIES).map(|(d, name)| html! { <option selected={d == *difficulty}>{ name }</option> }) }
                        </select>
                    </label>
                }
                <ol>{ for all().iter().filter(|lesson| lesson.kind == kind).map(entry) }</ol>
            }
        </dialog>
    }
}
