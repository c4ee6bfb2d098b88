//! Text fields: their cursor, what is marked in them, what is typed over.

use super::{document, method, window};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};
use yew::prelude::NodeRef;

/// Moves the cursor of a text field to a line and column, both counted from 1, and the line into sight.
pub(crate) fn go_to(field: &NodeRef, line: u32, column: u32) {
    let Some(field) = field.cast::<web_sys::HtmlTextAreaElement>() else { return };
    let text = field.value();
    let before = line.saturating_sub(1);
    let skipped: usize = text.split('\n').take(before as usize).map(|l| l.encode_utf16().count() + 1).sum();
    let at = u32::try_from(skipped).unwrap_or(0) + column.saturating_sub(1);
    let _ = field.focus();
    let _ = field.set_selection_range(at, at);
    let lines = u32::try_from(text.split('\n').count()).unwrap_or(u32::MAX);
    let height = f64::from(field.scroll_height()) / f64::from(lines);
    let top = f64::from(before) * height - f64::from(field.client_height()) / 2.0;
    field.set_scroll_top(top.max(0.0) as i32);
}

/// Whether an element has the keys, or will have them again when the window has.
pub(crate) fn is_active(node: &NodeRef) -> bool {
    let active = document().and_then(|d| d.active_element());
    active.is_some() && active == node.cast::<Element>()
}

/// Where the cursor of a field stands in its text, in bytes; none while something is marked.
pub(crate) fn cursor(field: &web_sys::HtmlTextAreaElement, text: &str) -> Option<usize> {
    let at = field.selection_start().ok()??;
    (field.selection_end().ok()? == Some(at)).then(|| {
        let mut units = 0;
        let before = text.char_indices().find(|(_, c)| {
            let is_there = units >= at;
            units += u32::try_from(c.len_utf16()).unwrap_or(0);
            is_there
        });
        before.map_or(text.len(), |(byte, _)| byte)
    })
}

/// Types over a part of a field's text (from one byte to another), so that the browser can undo it.
pub(crate) fn type_over(field: &web_sys::HtmlTextAreaElement, (from, to): (usize, usize), new: &str) {
    let text = field.value();
    let units = |byte: usize| {
        text.get(..byte).and_then(|before| u32::try_from(before.encode_utf16().count()).ok()).unwrap_or(0)
    };
    let _ = field.focus();
    let _ = field.set_selection_range(units(from), units(to));
    if let Some(document) = document()
        && let Some(command) = method(&document, "execCommand")
    {
        let _ = command.call3(&document, &"insertText".into(), &false.into(), &new.into());
    }
}

/// Puts a list below the line in which the cursor of a field stands, or above it where there is no room.
pub(crate) fn show_at_cursor(field: &NodeRef, list: &NodeRef) {
    let (Some(window), Some(field), Some(list)) =
        (window(), field.cast::<web_sys::HtmlTextAreaElement>(), list.cast::<HtmlElement>())
    else {
        return;
    };
    let px = |name: &str| {
        let style = window.get_computed_style(&field).ok()??;
        style.get_property_value(name).ok()?.strip_suffix("px")?.parse::<f64>().ok()
    };
    let line = px("line-height").unwrap_or(18.0);
    let at = field.selection_start().ok().flatten().unwrap_or(0) as usize;
    let lines = field.value().encode_utf16().take(at).filter(|unit| *unit == u16::from(b'\n')).count();
    let rect = field.get_bounding_client_rect();
    let above =
        rect.top() + px("padding-top").unwrap_or(0.0) + lines as f64 * line - f64::from(field.scroll_top());
    // The line may have been scrolled out of sight.
    let above = above.min(rect.bottom() - line).max(rect.top());
    let (below, height) = (above + line, f64::from(list.offset_height()));
    let page = window.inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
    let top = if below + height <= page { below } else { (above - height).max(0.0) };
    let _ = list.style().set_property("top", &[&*top.to_string(), "px"].concat());
    let marked = list.query_selector("[aria-selected=true]").ok().flatten();
    if let Some(marked) = marked.and_then(|m| m.dyn_into::<HtmlElement>().ok()) {
        let (top, bottom) = (marked.offset_top(), marked.offset_top() + marked.offset_height());
        if top < list.scroll_top() {
            list.set_scroll_top(top);
        } else if bottom > list.scroll_top() + list.client_height() {
            list.set_scroll_top(bottom - list.client_height());
        }
    }
}

/// Lets a field have the keys, with the cursor at its end. On a phone that would open the keyboard over the page, so not there.
pub(crate) fn focus_at_end(field: &NodeRef) {
    let width = window().and_then(|w| w.inner_width().ok()).and_then(|w| w.as_f64()).unwrap_or(0.0);
    let Some(field) = field.cast::<web_sys::HtmlInputElement>().filter(|_| width >= 600.0) else { return };
    let end = u32::try_from(field.value().encode_utf16().count()).unwrap_or(0);
    let _ = field.focus();
    let _ = field.set_selection_range(end, end);
}

/// Whether a person has marked text in a field or anywhere else: then Ctrl-C copies it.
pub(crate) fn is_something_marked(field: &NodeRef) -> bool {
    let field = field.cast::<web_sys::HtmlInputElement>();
    let place = |p: Result<Option<u32>, JsValue>| p.ok().flatten();
    if field.is_some_and(|f| place(f.selection_start()) != place(f.selection_end())) {
        return true;
    }
    selection().is_some_and(|(_, text)| !text.is_empty())
}

/// The page's selection, and the text in it.
fn selection() -> Option<(JsValue, String)> {
    let window: JsValue = window()?.into();
    let object = method(&window, "getSelection")?.call0(&window).ok()?;
    let text = method(&object, "toString")?.call0(&object).ok()?.as_string()?;
    Some((object, text))
}

/// Copies a text. Where the browser does not let a page do that, `shown` is marked, so that Ctrl-C copies it.
pub(crate) fn copy(text: &str, shown: &NodeRef) {
    let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    let clipboard = window().and_then(|w| get(&get(&w, "navigator")?, "clipboard"));
    let write = clipboard.as_ref().filter(|c| c.is_object()).and_then(|c| method(c, "writeText"));
    if let (Some(clipboard), Some(write)) = (&clipboard, write) {
        drop(write.call1(clipboard, &text.into()));
    } else if let (Some((selection, _)), Some(shown)) = (selection(), shown.cast::<Element>())
        && let Some(mark) = method(&selection, "selectAllChildren")
    {
        drop(mark.call1(&selection, &shown));
    }
}
