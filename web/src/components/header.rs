//! The header: the lab's name, the theme, the shortcuts.

use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::locale as words;
use crate::saved_run;
use crate::state::Theme;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) theme: Theme,
    pub(crate) sim: Sim,
    pub(crate) on_help: Callback<()>,
}

#[component]
pub(crate) fn Header(props: &Props) -> Html {
    let onchange = {
        let sim = props.sim.clone();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlSelectElement>() else { return };
            let chosen = usize::try_from(field.selected_index()).ok().and_then(|i| Theme::ALL.get(i));
            sim.set_theme(chosen.copied().unwrap_or_default());
        })
    };
    let afresh = Callback::from(|_: MouseEvent| {
        saved_run::forget();
        browser::reload();
    });
    let help = props.on_help.reform(|_: MouseEvent| ());
    html! {
        <header>
            <strong>{ words::LAB }</strong>
            <span class="sp"></span>
            <button type="button" class="plain wide-only" onclick={afresh}>{ words::START_AFRESH }</button>
            <button type="button" class="plain wide-only" onclick={help}>{ words::SHORTCUTS }{ " " }<kbd>{ "?" }</kbd></button>
            <label class="theme">
                <span>{ words::THEME }</span>
                <select {onchange}>
                    { for Theme::ALL.iter().zip(words::THEMES).map(|(theme, name)| html! {
                        <option selected={*theme == props.theme}>{ name }</option>
                    }) }
                </select>
            </label>
        </header>
    }
}
