//! What applying the text would change: what is in the cluster beside what would be, in a native dialog.

use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::locale::{self, yaml as words};
use crate::state::Problem;
use crate::view::panes::{PaneLine, Panes, panes};

/// What applying a text would do, in words and lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Comparison {
    objects: Vec<Compared>,
    pub(crate) refused: Vec<Problem>,
    left_alone: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Compared {
    name: String,
    operation: &'static str,
    panes: Panes,
}

impl Comparison {
    pub(crate) fn of(sim: &Sim, text: &str) -> Self {
        let lab = sim.lab().borrow();
        match lab.applying(text) {
            Err(refused) => Self { refused, ..Self::default() },
            Ok((objects, refused)) => {
                // What is refused is in the text too.
                let left_alone = kubectl::left_alone(&objects, lab.timeline().simulation());
                let left_alone = if refused.is_empty() { left_alone } else { Vec::new() };
                let compared = |object: &kubectl::Applying| {
                    let (old, new) = object.texts();
                    Compared { name: object.name(), operation: object.operation(), panes: panes(&old, &new) }
                };
                Self { objects: objects.iter().map(compared).collect(), refused, left_alone }
            }
        }
    }

    fn changes_something(&self) -> bool {
        self.objects.iter().any(|object| object.operation != "unchanged")
    }
}

/// The dialog. `told` draws what is refused; `apply` is asked for with the dialog closed.
pub(crate) fn diff_dialog(
    dialog: &NodeRef,
    shown: &Comparison,
    told: impl Fn(&Problem) -> Html,
    apply: &Callback<()>,
) -> Html {
    let close = |then: Option<Callback<()>>| {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            browser::show_dialog(&dialog, false);
            if let Some(then) = &then {
                then.emit(());
            }
        })
    };
    html! {
        <dialog class="diff" ref={dialog.clone()} aria-labelledby="diff-title">
            <div class="row">
                <h2 id="diff-title">{ words::WOULD_CHANGE }</h2>
                <span class="sp"></span>
                <button type="button" class="strong" disabled={!shown.changes_something()} onclick={close(Some(apply.clone()))}>{ words::APPLY }</button>
                <button type="button" onclick={close(None)}>{ locale::CLOSE }</button>
            </div>
            { for shown.refused.iter().map(told) }
            { for shown.objects.iter().map(object) }
            { for shown.left_alone.iter().map(|name| html! { <p class="note">{ words::left_alone(name) }</p> }) }
        </dialog>
    }
}

fn object(object: &Compared) -> Html {
    let Panes { old, new, changes } = &object.panes;
    let what = match (object.operation, changes) {
        ("unchanged", _) => None,
        (_, (0, 0)) => Some(words::NO_LINE.to_owned()),
        (_, (goes, comes)) => Some(words::lines(*goes, *comes)),
    };
    html! {
        <section>
            <h3><code>{ &object.name }</code>{ " " }{ object.operation }if let Some(what) = what { <small>{ what }</small> }</h3>
            if *changes != (0, 0) {
                <div class="panes">
                    { pane(words::IN_THE_CLUSTER, "−", words::GOES, "goes", old) }
                    { pane(words::AS_APPLIED, "+", words::COMES, "comes", new) }
                </div>
            }
        </section>
    }
}

fn pane(
    title: locale::Text,
    mark: &'static str,
    said: locale::Text,
    class: &'static str,
    lines: &[PaneLine],
) -> Html {
    html! {
        <div class="pane">
            <h4>{ title }</h4>
            <div class="lines" tabindex="0" role="region" aria-label={title}>
                { for lines.iter().map(|line| match line {
                    PaneLine::Same(text) => html! { <div><i></i>{ text }</div> },
                    PaneLine::Own(text) => html! { <div class={class}><i aria-hidden="true">{ mark }</i><span class="unseen">{ said }</span>{ text }</div> },
                    PaneLine::Gap => html! { <div class="gap"></div> },
                    PaneLine::Folded(n) => html! { <div class="fold"><i></i>{ words::equal(*n) }</div> },
                }) }
            </div>
        </div>
    }
}
