//! What only the one who presents sees: the notes in their own window, and the keys below the stage.

use crate::app::Sim;
use crate::browser::{self, Ticks};
use crate::element::prelude::*;
use crate::locale::{self, present as words};
use crate::state::UiState;
use crate::view::format::clock;
use crate::view::story::CardKind;

/// The keys, below the stage.
pub(crate) fn keys(sim: &Sim) -> Html {
    let on = |f: fn(&Sim)| {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| f(&sim))
    };
    html! {
        <div class="presenting">
            { for words::KEYS.iter().map(|(key, what)| html! { <span class="key"><kbd>{ *key }</kbd>{ " " }{ locale::tell(what) }</span> }) }
            <button type="button" class="plain" onclick={on(Sim::open_notes)}>{ words::NOTES }</button>
            <button type="button" class="plain" onclick={on(|sim| sim.present(false))}>{ words::END }</button>
        </div>
    }
}

/// Where no lesson is under way: the strip with the decision and the keys.
pub(crate) fn strip(state: &UiState, sim: &Sim) -> Html {
    let reading = &state.reading;
    html! {
        <section class="lesson" aria-label={words::PRESENTING}>
            <span class="place"><b>{ clock(reading.now.since(reading.scene.opens_at)) }</b></span>
            <span class="sp"></span>
            { keys(sim) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) place: String,
    pub(crate) heading: String,
    pub(crate) note: String,
    pub(crate) text: String,
    pub(crate) next: String,
    /// Where it is drawn.
    pub(crate) host: web_sys::Element,
    pub(crate) since_ms: u64,
    pub(crate) sim: Sim,
}

/// The notes of the present moment.
pub(crate) fn notes(state: &UiState, sim: &Sim) -> Html {
    let Some(host) = state.presenting.notes.clone() else { return Html::default() };
    let story = &state.reading.scene.story;
    let (place, heading, note, text, next) = match &state.reading.lesson {
        Some(l) => (
            locale::lessons::place(l.at, l.total),
            l.heading.clone(),
            l.note.clone(),
            l.text.clone(),
            l.next.clone().unwrap_or_default(),
        ),
        None => {
            let next = story.cards.iter().find(|card| card.kind == CardKind::Next);
            (
                clock(state.reading.now.since(state.reading.scene.opens_at)),
                story.title.clone(),
                String::new(),
                story.sentence.clone(),
                next.map_or_else(String::new, |card| card.title.clone()),
            )
        }
    };
    let since_ms = state.presenting.since_ms;
    let inside = html! { <Notes {place} {heading} {note} {text} {next} host={host.clone()} {since_ms} sim={sim.clone()} /> };
    create_portal(inside, host)
}

#[component]
fn Notes(props: &Props) -> Html {
    let now = use_state(browser::now_ms);
    {
        let (now, host, sim) = (now.setter(), props.host.clone(), props.sim.clone());
        use_effect_with(props.host.clone(), move |_| {
            let ticks = Ticks::new(1_000, move || {
                if browser::is_on_screen(&host) {
                    now.set(browser::now_ms());
                } else {
                    sim.close_notes();
                }
            });
            move || drop(ticks)
        });
    }
    let seconds = (*now as u64).saturating_sub(props.since_ms) / 1_000;
    let passed = format!("{}:{:02}", seconds / 60, seconds % 60);
    html! {
        <>
            <p class="soft">{ &props.place }{ " · " }{ words::passed(&passed) }</p>
            <h1>{ &props.heading }</h1>
            <p class="spoken">{ &props.note }</p>
            <p class="soft">{ &props.text }</p>
            if !props.next.is_empty() { <h2>{ words::NEXT }</h2><p>{ &props.next }</p> }
        </>
    }
}
