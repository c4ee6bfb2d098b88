//! What helps to type in the YAML tab: the keys and values that may stand at the cursor, each with its meaning.

use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::locale::yaml as words;
use kubectl::{Suggestion, suggest};
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;

/// So many are shown.
const MOST_SHOWN: usize = 40;

/// What may be typed over a part of the text (in bytes), and which of it is marked.
#[derive(Clone, PartialEq)]
pub(crate) struct Offer {
    word: (usize, usize),
    found: Rc<Vec<Suggestion>>,
    marked: usize,
}

/// The text field, with what is offered to be typed.
#[derive(Clone)]
pub(crate) struct Typing {
    pub(crate) field: NodeRef,
    pub(crate) list: NodeRef,
    pub(crate) offer: UseStateHandle<Option<Offer>>,
    pub(crate) sim: Sim,
}

impl Typing {
    /// Looks what may stand at the cursor. Unless it is asked for, only where a word has been begun.
    pub(crate) fn look(&self, asked: bool) {
        let offered = self.field.cast::<HtmlTextAreaElement>().and_then(|field| {
            let text = field.value();
            let cursor = browser::cursor(&field, &text)?;
            let scene = self.sim.scene()?;
            let images: Vec<&str> = scene.offered.iter().map(|image| &**image).collect();
            let mut found = suggest(&text, cursor, &images);
            let is_whole = found.found.iter().any(|suggestion| suggestion.word == found.prefix);
            if asked && is_whole {
                // The others too.
                found = suggest(&text, found.word.0, &images);
            }
            let wanted = asked || !(found.prefix.is_empty() || is_whole);
            (wanted && !found.found.is_empty()).then(|| Offer {
                word: found.word,
                found: Rc::new(found.found.into_iter().take(MOST_SHOWN).collect()),
                marked: 0,
            })
        });
        self.offer.set(offered);
    }

    pub(crate) fn close(&self) {
        self.offer.set(None);
    }

    /// What a key does here; whether it did anything.
    pub(crate) fn key(&self, event: &KeyboardEvent) -> bool {
        let key = event.key();
        if event.ctrl_key() && key == " " {
            self.look(true);
            return true;
        }
        let Some(offer) = &*self.offer else { return false };
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
            return false;
        }
        let last = offer.found.len() - 1;
        let mark = |marked: usize| {
            self.offer.set(Some(Offer { marked, ..offer.clone() }));
            true
        };
        match key.as_str() {
            "ArrowDown" => mark(if offer.marked == last { 0 } else { offer.marked + 1 }),
            "ArrowUp" => mark(offer.marked.checked_sub(1).unwrap_or(last)),
            "Enter" => self.take(offer.marked),
            "Tab" if !event.shift_key() => self.take(offer.marked),
            "Escape" => {
                self.close();
                true
            }
            "ArrowLeft" | "ArrowRight" | "Home" | "End" | "PageUp" | "PageDown" => {
                self.close();
                false
            }
            _ => false,
        }
    }

    /// Types what is offered, as if by keys.
    fn take(&self, at: usize) -> bool {
        if let (Some(offer), Some(field)) = (&*self.offer, self.field.cast::<HtmlTextAreaElement>())
            && let Some(suggestion) = offer.found.get(at)
        {
            browser::type_over(&field, offer.word, &suggestion.typed);
            // Behind a key comes what it may be set to.
            if suggestion.typed != suggestion.word {
                self.look(true);
                return true;
            }
        }
        self.close();
        true
    }

    /// The id of what is marked.
    pub(crate) fn marked(&self) -> Option<String> {
        self.offer.as_ref().map(|offer| format!("suggestion-{}", offer.marked))
    }

    /// The list, below the line of the cursor.
    pub(crate) fn list(&self) -> Html {
        let Some(offer) = &*self.offer else { return Html::default() };
        let suggestion = |(at, suggestion): (usize, &Suggestion)| {
            let take = {
                let typing = self.clone();
                Callback::from(move |event: MouseEvent| {
                    // The field keeps the keys.
                    event.prevent_default();
                    typing.take(at);
                })
            };
            let marked = at == offer.marked;
            html! {
                <li key={at} role="option" id={format!("suggestion-{at}")} aria-selected={marked.to_string()} onmousedown={take}>
                    <b>{ &suggestion.word }</b><small>{ suggestion.kind }</small><span>{ suggestion.about }</span>
                </li>
            }
        };
        html! {
            <ul class="suggestions" ref={self.list.clone()} role="listbox" id="suggestions" tabindex="0" aria-label={words::SUGGESTIONS}>
                { for offer.found.iter().enumerate().map(suggestion) }
            </ul>
        }
    }
}
