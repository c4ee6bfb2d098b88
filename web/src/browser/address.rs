//! The page's address.

use super::{method, window};
use wasm_bindgen::prelude::*;

/// The page's address.
pub(crate) fn address() -> String {
    window().and_then(|w| w.location().href().ok()).unwrap_or_default()
}

/// The page's address without what a link says.
pub(crate) fn page() -> String {
    let mut address = address();
    address.truncate(address.find(['?', '#']).unwrap_or(address.len()));
    address
}

/// Makes this what follows the page's own name in its address. From a disk, only what follows `#` can be changed.
pub(crate) fn set_address(link: &str) {
    let Some(window) = window() else { return };
    let history = js_sys::Reflect::get(&window, &"history".into()).ok();
    let Some((history, replace)) = history.and_then(|h| Some((h.clone(), method(&h, "replaceState")?)))
    else {
        return;
    };
    let set = |link: &str| replace.call3(&history, &JsValue::NULL, &"".into(), &link.into());
    // Elsewhere it is refused where it comes too often: then the next one says the same.
    if set(link).is_err() && address().starts_with("file:") {
        drop(set(&("#".to_owned() + link)));
    }
}
