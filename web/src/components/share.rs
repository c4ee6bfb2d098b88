//! Sharing what is on screen, and what is to be said of a link that was opened.

use super::take::take;
use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::link::{LONG, Link};
use crate::locale::{self, links as words};
use crate::state::{Action, Notice};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) dialog: NodeRef,
    /// How often it has been opened: each time it says the present.
    pub(crate) opened: u32,
    pub(crate) sim: Sim,
}

/// The dialog with the link and with what embeds the lab.
#[component]
pub(crate) fn Share(props: &Props) -> Html {
    let copied = use_state(|| 0);
    let taken = use_state(String::new);
    let fields = [use_node_ref(), use_node_ref()];
    if props.opened == 0 {
        return html! { <dialog ref={props.dialog.clone()}></dialog> };
    }
    let close = {
        let dialog = props.dialog.clone();
        Callback::from(move |_: MouseEvent| browser::show_dialog(&dialog, false))
    };
    let link = Link::to(&props.sim.lab().borrow(), props.sim.link()).written();
    let page = browser::page();
    let frame_link = link.replacen('?', "?embed=1&", 1).replace('"', "%22");
    let texts = [
        (words::LINK, page.clone() + &link),
        (
            words::FRAME,
            format!(
                "<iframe src=\"{page}{frame_link}\" width=\"100%\" height=\"640\" loading=\"lazy\" title=\"Rollout Lab\"></iframe>"
            ),
        ),
    ];
    let address = texts[0].1.clone();
    let long = address.chars().count();
    html! {
        <dialog ref={props.dialog.clone()} class="share-dialog" aria-label={words::SHARE}>
            { for texts.into_iter().zip(fields).enumerate().map(|(i, ((name, text), field))| {
                let done = (props.opened, i);
                let copy = {
                    let (copied, text, field) = (copied.setter(), text.clone(), field.clone());
                    let at = props.opened * 2 + u32::from(i > 0);
                    Callback::from(move |_: MouseEvent| {
                        browser::copy(&text, &field);
                        copied.set(at);
                    })
                };
                let is_copied = *copied == done.0 * 2 + u32::from(i > 0);
                html! {
                    <>
                        <h2>{ name }</h2>
                        <div class="row">
                            <code class="field" ref={field} tabindex="0">{ text }</code>
                            <button type="button" onclick={copy}>{ if is_copied { words::COPIED } else { words::COPY } }</button>
                        </div>
                    </>
                }
            }) }
            <p class="note" role="status">
                if long > LONG {
                    { words::long(long) }{ " " }
                    <a download="rollout-lab-run.html" href={as_file(&address)}>{ words::AS_FILE }</a>
                }
            </p>
            { take(&props.sim, &taken) }
            <button type="button" onclick={close}>{ locale::CLOSE }</button>
        </dialog>
    }
}

/// A page that leads to this address, to be saved.
fn as_file(address: &str) -> String {
    let address = address.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let page = [
        "<!doctype html><meta charset=\"utf-8\"><title>Rollout Lab</title><meta http-equiv=\"refresh\" content=\"0; url=",
        &address,
        "\"><a href=\"",
        &address,
        "\">Rollout Lab</a>",
    ]
    .concat();
    "data:text/html;charset=utf-8,".to_owned() + &String::from(js_sys::encode_uri_component(&page))
}

/// What is to be said of the link that the page was opened with.
pub(crate) fn notice(notice: &Notice, sim: &Sim) -> Html {
    let close = {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| sim.dispatch(Action::Notice(None)))
    };
    let own = {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| sim.own_run())
    };
    html! {
        <div class="notice" role="status">
            <div tabindex="0">
                if notice.problems.is_empty() { <p>{ words::ANOTHER }</p> } else {
                    <p><b>{ notice.title }</b></p>
                    <ul>{ for notice.problems.iter().map(|problem| html! { <li>{ problem.as_str() }</li> }) }</ul>
                }
            </div>
            if notice.own_run_is_kept { <button type="button" onclick={own}>{ words::YOUR_RUN }</button> }
            <button type="button" onclick={close}>{ locale::CLOSE }</button>
        </div>
    }
}
