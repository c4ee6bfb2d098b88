//! All that is asked of the browser itself.

mod address;
mod brush;
mod field;
mod file;
mod watch;

pub(crate) use address::{address, page, set_address};
pub(crate) use brush::Brush;
pub(crate) use field::{
    copy, cursor, focus_at_end, go_to, is_active, is_something_marked, show_at_cursor, type_over,
};
pub(crate) use file::{Given, canvas_url, read_first, save_png, save_text};
use wasm_bindgen::prelude::*;
pub(crate) use watch::{Frames, Listening, SizeWatch, Ticks, WheelWatch, at_next_frame};
use web_sys::{Document, Element, HtmlElement, MouseEvent, Storage, Window};
use yew::prelude::NodeRef;

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Milliseconds since the page was opened.
pub(crate) fn now_ms() -> f64 {
    window().and_then(|w| js_sys::Reflect::get(&w, &"performance".into()).ok()).map_or(0.0, |p| {
        js_sys::Reflect::get(&p, &"now".into())
            .ok()
            .and_then(|f| f.dyn_into::<js_sys::Function>().ok())
            .and_then(|f| f.call0(&p).ok())
            .and_then(|v| v.as_f64())
            .unwrap_or(0.0)
    })
}

/// Tells tests and the boot script that the page can be used.
pub(crate) fn say_ready() {
    if let Some(root) = document().and_then(|d| d.document_element()) {
        let _ = root.set_attribute("data-ready", "");
    }
}

/// Sets or removes an attribute of the page's root.
pub(crate) fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|d| d.document_element()) else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// Keeps a text; where nothing can be kept, nothing happens.
pub(crate) fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

/// A text that was kept.
pub(crate) fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Forgets a text.
pub(crate) fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The language that the browser asks for.
pub(crate) fn language() -> Option<String> {
    let navigator = js_sys::Reflect::get(&window()?.into(), &"navigator".into()).ok()?;
    js_sys::Reflect::get(&navigator, &"language".into()).ok()?.as_string()
}

/// Fills the screen with the page, or no more. Where the browser refuses, nothing happens.
pub(crate) fn full_screen(on: bool) {
    let Some(document) = document() else { return };
    let whole = document.document_element().map(JsValue::from);
    let of = if on { whole.unwrap_or_default() } else { document.into() };
    let is_full = js_sys::Reflect::get(&of, &"fullscreenElement".into()).is_ok_and(|e| e.is_truthy());
    if !on && !is_full {
        return;
    }
    let name = if on { "requestFullscreen" } else { "exitFullscreen" };
    let promise = method(&of, name).and_then(|ask| ask.call0(&of).ok());
    if let Some(promise) = promise
        && let Some(catch) = method(&promise, "catch")
    {
        let _ = catch.call1(&promise, &Closure::<dyn FnMut()>::new(|| ()).into_js_value());
    }
}

/// Opens a window of this name and title, in the look of the page, and gives what there is to write into. Its keys are the page's.
/// The window belongs to the page: nothing is loaded into it.
pub(crate) fn open_window(name: &str, title: &str) -> Option<Element> {
    let opener = document()?;
    let opened =
        window()?.open_with_url_and_target_and_features("", name, "popup,width=560,height=680").ok()??;
    let document = opened.document()?;
    document.set_title(title);
    if let Some(there) = document.get_element_by_id(name) {
        return Some(there);
    }
    let root = document.document_element()?;
    for attribute in ["lang", "data-theme"] {
        if let Some(value) = opener.document_element().and_then(|e| e.get_attribute(attribute)) {
            let _ = root.set_attribute(attribute, &value);
        }
    }
    let head = document.query_selector("head").ok()??;
    let styles = opener.query_selector_all("link[rel=stylesheet], style").ok()?;
    for i in 0..styles.length() {
        let copy = document.import_node_with_deep(&styles.get(i)?, true).ok()?;
        // The address as a whole: the window has none of its own.
        if let Some(href) =
            styles.get(i).and_then(|s| js_sys::Reflect::get(&s, &"href".into()).ok()?.as_string())
        {
            let _ = js_sys::Reflect::set(&copy, &"href".into(), &href.into());
        }
        let _ = head.append_child(&copy);
    }
    let host = document.create_element("main").ok()?;
    host.set_id(name);
    let _ = document.query_selector("body").ok()??.append_child(&host);
    let hear = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        let key = js_sys::Reflect::get(&event, &"key".into()).ok().and_then(|key| key.as_string());
        let same = web_sys::KeyboardEventInit::new();
        same.set_key(&key.unwrap_or_default());
        if let Ok(event) = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &same) {
            let _ = opener.dispatch_event(&event);
        }
    });
    let _ = document.add_event_listener_with_callback("keydown", hear.into_js_value().unchecked_ref());
    Some(host)
}

/// Presses the element of this id.
pub(crate) fn press(id: &str) {
    let found = document().and_then(|d| d.get_element_by_id(id));
    if let Some(element) = found.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Whether an element is in a window that is open.
pub(crate) fn is_on_screen(element: &Element) -> bool {
    element.owner_document().and_then(|d| d.default_view()).is_some_and(|w| !w.closed().unwrap_or(true))
}

/// Tells scripts of the page that something was done or decided.
pub(crate) fn announce() {
    if let (Some(document), Ok(event)) = (document(), web_sys::Event::new("rollout-lab")) {
        let _ = document.dispatch_event(&event);
    }
}

/// A guess at the size of the stage before it has been measured, so that the first drawing is the final one.
pub(crate) fn first_stage_size() -> (i32, i32) {
    let side = |f: &dyn Fn(&Window) -> Result<JsValue, JsValue>| {
        window().and_then(|w| f(&w).ok()).and_then(|v| v.as_f64()).unwrap_or(1000.0) as i32
    };
    let (w, h) = (side(&|w| w.inner_width()), side(&|w| w.inner_height()));
    let stage = match w {
        ..600 => w - 32,
        600..900 => w - 40,
        900..1200 => w - 40 - 312,
        _ => w - 40 - 356,
    };
    (stage, (h - 430).max(300))
}

/// Whether an event comes from something that takes keys itself: a field, or (for Space and Enter) a button.
pub(crate) fn takes_keys(event: &web_sys::Event, key: &str) -> bool {
    let Some(element) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return false };
    if element.closest("dialog").ok().flatten().is_some() {
        return true;
    }
    match element.tag_name().as_str() {
        "INPUT" | "TEXTAREA" | "SELECT" => true,
        "BUTTON" | "A" | "SUMMARY" => matches!(key, " " | "Enter"),
        _ => element.has_attribute("tabindex") && matches!(key, " " | "Enter"),
    }
}

/// The place of a pointer in the drawing that it is over.
pub(crate) fn place_in_svg(event: &MouseEvent) -> (i32, i32) {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let svg = target.and_then(|e| e.closest("svg").ok().flatten());
    svg.map_or((0, 0), |svg| {
        let rect = svg.get_bounding_client_rect();
        (event.client_x() - rect.left() as i32, event.client_y() - rect.top() as i32)
    })
}

/// Whether a click met nothing in particular.
pub(crate) fn is_background(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    target.is_some_and(|t| t.closest("[role=button]").ok().flatten().is_none())
}

/// Lets the pointer's moves come to this element until the button is up.
pub(crate) fn capture_pointer(event: &web_sys::PointerEvent) {
    if let Some(element) = event.current_target().and_then(|t| t.dyn_into::<Element>().ok()) {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Scrolls a list until its part is in sight; the page itself does not move.
pub(crate) fn show_within(list: &NodeRef, part: &str) {
    let Some(list) = list.cast::<HtmlElement>() else { return };
    let Some(part) = list.query_selector(part).ok().flatten().and_then(|p| p.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    if list.scroll_width() > list.client_width() {
        list.set_scroll_left((part.offset_left() - list.offset_left() - 16).max(0));
    }
    if list.scroll_height() > list.client_height() {
        list.set_scroll_top((part.offset_top() - list.offset_top() - list.client_height() / 3).max(0));
    }
}

/// Whether the person asked for less motion.
pub(crate) fn wants_less_motion() -> bool {
    let query = "(prefers-reduced-motion: reduce)";
    let Some(window) = window() else { return false };
    let ask = js_sys::Reflect::get(&window, &"matchMedia".into())
        .ok()
        .and_then(|f| f.dyn_into::<js_sys::Function>().ok());
    let answer = ask.and_then(|f| f.call1(&window, &query.into()).ok());
    answer
        .and_then(|a| js_sys::Reflect::get(&a, &"matches".into()).ok())
        .and_then(|m| m.as_bool())
        .unwrap_or(false)
}

/// Opens or closes a dialog.
pub(crate) fn show_dialog(dialog: &NodeRef, shown: bool) {
    let Some(dialog) = dialog.cast::<web_sys::HtmlDialogElement>() else { return };
    if shown && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !shown && dialog.open() {
        dialog.close();
    }
}

/// Shows a dialog that the page's own file brings along; whether there is one.
pub(crate) fn show_included(id: &str) -> bool {
    let found = document().and_then(|d| d.get_element_by_id(id));
    let dialog = found.and_then(|e| e.dyn_into::<web_sys::HtmlDialogElement>().ok());
    dialog.is_some_and(|dialog| dialog.show_modal().is_ok())
}

/// Scrolls one element as far down as another is.
pub(crate) fn scroll_along(leading: &NodeRef, following: &NodeRef) {
    if let (Some(leading), Some(following)) = (leading.cast::<Element>(), following.cast::<Element>()) {
        following.set_scroll_top(leading.scroll_top());
    }
}

/// Scrolls to the last line of an element.
pub(crate) fn scroll_to_end(node: &NodeRef) {
    if let Some(element) = node.cast::<Element>() {
        element.set_scroll_top(element.scroll_height());
    }
}

/// The first element that a selector finds.
pub(crate) fn query(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok()?
}

/// The style of an element as it comes out.
pub(crate) fn computed(element: &Element) -> Option<web_sys::CssStyleDeclaration> {
    window()?.get_computed_style(element).ok()?
}

/// One property of it.
pub(crate) fn style_of(element: &Element, property: &str) -> String {
    computed(element).and_then(|style| style.get_property_value(property).ok()).unwrap_or_default()
}

/// A function that an object of the browser has under this name.
fn method(of: &JsValue, name: &str) -> Option<js_sys::Function> {
    js_sys::Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}
