//! The header: the lab's name, what a run may start from, the theme, the shortcuts.

use super::icon;
use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::locale as words;
use crate::start;
use crate::state::{Theme, UiState};
use course::LessonKind;

pub(crate) fn header(
    state: &UiState,
    sim: &Sim,
    on_help: &Callback<()>,
    on_lessons: &Callback<LessonKind>,
    on_share: &Callback<()>,
) -> Html {
    let onchange = {
        let sim = sim.clone();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlSelectElement>() else { return };
            let chosen = usize::try_from(field.selected_index()).ok().and_then(|i| Theme::ALL.get(i));
            sim.set_theme(chosen.copied().unwrap_or_default());
        })
    };
    let on_language = {
        let sim = sim.clone();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlSelectElement>() else { return };
            sim.set_language(usize::try_from(field.selected_index()).unwrap_or_default());
        })
    };
    let on = |f: fn(&Sim)| {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| f(&sim))
    };
    let help = on_help.reform(|_: MouseEvent| ());
    html! {
        <header>
            <strong>{ words::LAB }</strong>
            <span class="sp only-phone"></span>
            <button type="button" class="plain square" disabled={!state.reading.can_take_back} onclick={on(Sim::take_back)} aria-label={words::TAKE_BACK}
                title={words::TAKE_BACK}>{ icon::take_back() }</button>
            <button type="button" class="plain square" disabled={!state.reading.can_do_again} onclick={on(Sim::do_again)} aria-label={words::DO_AGAIN}
                title={words::DO_AGAIN}>{ icon::do_again() }</button>
            <button type="button" class="only-phone" popovertarget="menu">{ words::MENU }</button>
            // On a phone it opens over the page, else it stands in the header.
            <div id="menu" popover="auto">
                <nav aria-label={words::lessons::LESSONS}>
                    { for [LessonKind::Tour, LessonKind::Experiment, LessonKind::Challenge].into_iter().map(|kind| html! {
                        <button type="button" class="plain" onclick={on_lessons.reform(move |_: MouseEvent| kind)}>{ words::lessons::kind(kind) }</button>
                    }) }
                </nav>
                <span class="sp"></span>
                { start_from(sim) }
                <button type="button" onclick={on_share.reform(|_: MouseEvent| ())}>{ words::links::SHARE }</button>
                <button type="button" class="plain keys" onclick={help} aria-label={words::SHORTCUTS} title={words::SHORTCUTS}><kbd>{ "?" }</kbd></button>
                <select id="language" aria-label={words::LANGUAGE} title={words::LANGUAGE} onchange={on_language}>
                    { for words::LANGUAGES.iter().enumerate().map(|(i, l)| html! {
                        <option lang={l.code} selected={i == state.language}>{ l.name }</option>
                    }) }
                </select>
                <select id="theme" aria-label={words::THEME} title={words::THEME} {onchange}>
                    { for Theme::ALL.iter().zip(words::THEMES).map(|(theme, name)| html! {
                        <option selected={*theme == state.theme}>{ name }</option>
                    }) }
                </select>
            </div>
        </header>
    }
}

/// The field by which a recording is opened; nobody sees it.
const RECORDING: &str = "recording";

/// The menu of starting points: each begins a new run, but the last, which opens a recording.
fn start_from(sim: &Sim) -> Html {
    let (sim, sim_for_file) = (sim.clone(), sim.clone());
    let onchange = Callback::from(move |event: Event| {
        let Some(field) = event.target_dyn_into::<web_sys::HtmlSelectElement>() else { return };
        let chosen = usize::try_from(field.selected_index()).ok().and_then(|i| i.checked_sub(1));
        match chosen.map(|i| start::SCENARIOS.get(i)) {
            Some(Some((_, manifest))) => drop(sim.load(manifest)),
            Some(None) => browser::press(RECORDING),
            None => {}
        }
        field.set_selected_index(0);
    });
    let file = {
        let sim = sim_for_file;
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            let sim = sim.clone();
            let opened = Callback::from(move |given| sim.open_recording(given));
            browser::read_first(field.files(), replay::MAX_BYTES as u64, opened);
            field.set_value("");
        })
    };
    html! {
        <>
        <input type="file" id={RECORDING} accept=".json,application/json" hidden={true} onchange={file} />
        <select class="from" aria-label={words::stage::START_FROM} {onchange}>
            // The browser chooses what it is given first, and that is the last.
            <option selected={true}>{ words::stage::START_FROM }</option>
            { for words::stage::SCENARIOS.iter().map(|name| html! { <option>{ *name }</option> }) }
            <option>{ words::recorded::OPEN }</option>
        </select>
        </>
    }
}
