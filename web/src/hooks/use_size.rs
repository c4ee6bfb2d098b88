//! The size of an element on screen.

use crate::browser::SizeWatch;
use yew::prelude::*;

/// Width and height of an element in px, kept up to date; `guess` before it has been measured.
#[hook]
pub(crate) fn use_size(node: &NodeRef, guess: fn() -> (i32, i32)) -> (i32, i32) {
    let size = use_state_eq(guess);
    {
        let (size, node) = (size.setter(), node.clone());
        use_effect_with((), move |()| {
            let element = node.cast::<web_sys::Element>();
            let watch = element.and_then(|e| SizeWatch::new(&e, move |w, h| size.set((w, h))));
            move || drop(watch)
        });
    }
    *size
}
