//! The sheet of shortcuts: a native dialog, which keeps the focus and closes with Esc.

use crate::browser;
use crate::element::prelude::*;
use crate::locale as words;

pub(crate) struct Props {
    pub(crate) dialog: NodeRef,
}

pub(crate) fn shortcuts(props: &Props) -> Html {
    let close = {
        let dialog = props.dialog.clone();
        Callback::from(move |_: MouseEvent| browser::show_dialog(&dialog, false))
    };
    // Where the lab is one file, that page is in it.
    let modelled = Callback::from(|event: MouseEvent| {
        if browser::show_included("modelled") {
            event.prevent_default();
        }
    });
    html! {
        <dialog ref={props.dialog.clone()} aria-labelledby="shortcuts-title">
            <h2 id="shortcuts-title">{ words::SHORTCUTS }</h2>
            <dl>
                { for words::KEYS.iter().map(|(keys, what)| html! {
                    <><dt>{ for keys.split("  ").map(|k| html! { <kbd>{ k }</kbd> }) }</dt><dd>{ *what }</dd></>
                }) }
            </dl>
            <p class="away"><a href="modelled.html" onclick={modelled}>{ words::MODELLED }</a></p>
            <button type="button" onclick={close}>{ words::CLOSE }</button>
        </dialog>
    }
}
