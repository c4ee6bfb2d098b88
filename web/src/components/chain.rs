//! Cause and effect: what happened, so which decision, what comes next.

use super::icon;
use crate::element::prelude::*;
use crate::hooks::use_size::use_size;
use crate::locale::{self as words, cards};
use crate::locale::{amount, count};
use crate::shared::Shared;
use crate::view::format;
use crate::view::scene::Scene;
use crate::view::sentence::{Effect, Told};
use crate::view::story::{Card, CardKind};
use rollout_engine::SimTime;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    /// Now, for countdowns.
    pub(crate) now: SimTime,
}

#[component]
pub(crate) fn Chain(props: &Props) -> Html {
    let list = use_node_ref();
    let width = use_size(&list, || (0, 0)).0;
    {
        // Where not all cards fit, the present one is in sight.
        let list = list.clone();
        use_effect_with((props.scene.story.cards.clone(), width), move |_| {
            crate::browser::show_within(&list, ".now");
        });
    }
    html! {
        <ol class="chain" ref={list} aria-label={words::CHAIN} tabindex="0">
            { for props.scene.story.cards.iter().enumerate().flat_map(|(i, card)| {
                // Another card in the same place is another element: nothing moves when the chain goes on.
                let joint = (i > 0).then(|| html! {
                    <li key={format!("{i} {}", card.joined_by)} class="so" aria-hidden="true"><span>{ card.joined_by }</span>{ icon::arrow() }</li>
                });
                joint.into_iter().chain([draw(card, i, props.now)])
            }) }
        </ol>
    }
}

fn draw(card: &Card, place: usize, now: SimTime) -> Html {
    let kind = match card.kind {
        CardKind::Past => None,
        CardKind::Now => Some("now"),
        CardKind::Next => Some("next"),
    };
    let ghost = (card.kind == CardKind::Next).then_some("ghost");
    // Words or a glyph that come later would push others aside: with them the card is another element.
    let drawn = card.effect.as_ref().map_or(0, |e| 2 * e.words.len() + usize::from(e.version.is_some()));
    let due = usize::from(card.due.is_some());
    html! {
        <li key={format!("{place} {} {} {drawn} {due}", card.number.unwrap_or(0), card.title)} class={classes!("card", kind)} aria-current={(card.kind == CardKind::Now).then_some("step")}>
            <h2 class={classes!(card.bad.then_some("badtxt"))}>
                if let Some(number) = card.number { <span class={classes!("no", ghost)}>{ "#" }{ number }</span> }
                <span class="ct">{ &card.title }</span>
            </h2>
            if let Some(told) = &card.told { { equation(told) } }
            if let Some(limit) = card.told.as_ref().and_then(|told| told.limit.as_ref()) { <p>{ limit }</p> }
            { for card.lines.iter().map(|line| html! { <p>{ line }</p> }) }
            if card.due.is_some() || card.effect.is_some() {
                <p>
                    if let Some(due) = card.due { <span class="due">{ cards::in_time(&format::left(now, due)) }</span>{ " " } }
                    if let Some(effect) = &card.effect { { effect_line(effect, card.due.is_none()) } }
                </p>
            }
            if let Some(note) = &card.note { <p class="mono">{ note }</p> }
        </li>
    }
}

/// An inequality: big digits over small words, its result in a sunken box.
pub(crate) fn equation(told: &Told) -> Html {
    if told.parts.is_empty() {
        return Html::default();
    }
    let digits = told
        .parts
        .iter()
        .map(|p| p.value)
        .chain([told.result])
        .map(|n| count(n.unsigned_abs()).len())
        .sum::<usize>();
    let long = digits > 8;
    html! {
        <div class={if told.parts.len() > 2 || long { "eq many" } else { "eq" }}>
            { for told.parts.iter().map(|p| html! {
                <>
                    if let Some(sign) = p.sign { <em>{ sign }</em> }
                    <span><b>{ amount(p.value) }</b><i>{ p.word }</i></span>
                </>
            }) }
            <em>{ "=" }</em>
            <span class={classes!("res", (told.result == 0).then_some("zero"))}>
                <b>{ amount(told.result) }</b><i>{ told.result_word }</i>
            </span>
        </div>
    }
}

/// `● revision 1 wants 3 → 2`; where there is no room for words, `● 3 → 2`.
pub(crate) fn effect_line(effect: &Effect, in_words: bool) -> Html {
    html! {
        <span class="effect">
            if let Some(version) = effect.version { { icon::version(version) } }
            if in_words || effect.change.is_none() { { &effect.words } }
            if let Some((from, to)) = effect.change { { " " }<b>{ format!("{from} → {to}") }</b> }
        </span>
    }
}
