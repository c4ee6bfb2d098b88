//! All that is asked of the browser itself.

use crate::view::glyph;
use crate::view::versions::Version;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, MouseEvent, Storage, Window};
use yew::prelude::{Callback, NodeRef};

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

/// Calls back every so many milliseconds until it is dropped.
pub(crate) struct Ticks {
    id: i32,
    _tick: Closure<dyn FnMut()>,
}

impl Ticks {
    pub(crate) fn new(every_ms: i32, tick: impl FnMut() + 'static) -> Self {
        let tick = Closure::new(tick);
        let id = window().and_then(|w| {
            w.set_interval_with_callback_and_timeout_and_arguments_0(tick.as_ref().unchecked_ref(), every_ms)
                .ok()
        });
        Self { id: id.unwrap_or_default(), _tick: tick }
    }
}

impl Drop for Ticks {
    fn drop(&mut self) {
        if let Some(window) = window() {
            window.clear_interval_with_handle(self.id);
        }
    }
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

/// Whether an element is in a window that is open.
pub(crate) fn is_on_screen(element: &Element) -> bool {
    element.owner_document().and_then(|d| d.default_view()).is_some_and(|w| !w.closed().unwrap_or(true))
}

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

/// Tells scripts of the page that something was done or decided.
pub(crate) fn announce() {
    if let (Some(document), Ok(event)) = (document(), web_sys::Event::new("rollout-lab")) {
        let _ = document.dispatch_event(&event);
    }
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

/// Tells the width and height of an element whenever they change, until it is dropped.
pub(crate) struct SizeWatch {
    observer: web_sys::ResizeObserver,
    _told: Closure<dyn FnMut(js_sys::Array)>,
}

impl SizeWatch {
    pub(crate) fn new(element: &Element, tell: impl Fn(i32, i32) + 'static) -> Option<Self> {
        let told = Closure::new(move |entries: js_sys::Array| {
            let Ok(entry) = entries.get(0).dyn_into::<web_sys::ResizeObserverEntry>() else { return };
            let rect = entry.content_rect();
            tell(rect.width() as i32, rect.height() as i32);
        });
        let observer = web_sys::ResizeObserver::new(told.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _told: told })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Draws on a canvas, in the colours of the page.
pub(crate) struct Brush {
    canvas: web_sys::HtmlCanvasElement,
    context: web_sys::CanvasRenderingContext2d,
    /// Colour and tint of the four versions and of failure, and when they were last looked up.
    colours: Vec<(String, String)>,
    drawn: u32,
    scale: f64,
    /// Shapes around the origin: the version's glyph, so large.
    shapes: Vec<(Version, i32, web_sys::Path2d)>,
}

/// Which of the colours is that of failure.
const BAD: usize = 4;

impl Brush {
    pub(crate) fn new(node: &NodeRef) -> Option<Self> {
        let canvas: web_sys::HtmlCanvasElement = node.cast()?;
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { canvas, context, colours: Vec::new(), drawn: 0, scale: 1.0, shapes: Vec::new() })
    }

    /// Begins a new drawing of this size in px: of one of many frames, or of a picture that will stand.
    pub(crate) fn clear(&mut self, (w, h): (i32, i32), stands: bool) {
        self.scale = window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0);
        let side = |px: i32| (f64::from(px) * self.scale) as u32;
        if (self.canvas.width(), self.canvas.height()) != (side(w), side(h)) {
            self.canvas.set_width(side(w));
            self.canvas.set_height(side(h));
        }
        // The theme may have changed; looking colours up costs more than drawing, so not every time.
        if stands || self.drawn.is_multiple_of(30) {
            self.look_up_colours();
        }
        self.drawn = self.drawn.wrapping_add(1);
        self.at(0, 0);
        self.context.clear_rect(0.0, 0.0, f64::from(w), f64::from(h));
        self.context.set_line_cap("round");
    }

    fn look_up_colours(&mut self) {
        let Some(probes) = self.canvas.next_element_sibling() else { return };
        let colours = (0..probes.child_element_count()).filter_map(|i| {
            let style = window()?.get_computed_style(&probes.children().item(i)?).ok()??;
            Some((
                style.get_property_value("color").ok()?,
                style.get_property_value("background-color").ok()?,
            ))
        });
        self.colours = colours.collect();
    }

    fn colour(&self, which: usize) -> &str {
        self.colours.get(which).map_or("gray", |c| &c.0)
    }

    fn at(&self, x: i32, y: i32) {
        let s = self.scale;
        let _ = self.context.set_transform(s, 0.0, 0.0, s, f64::from(x) * s, f64::from(y) * s);
    }

    /// Lines are dashed from now on; 0: they are not.
    pub(crate) fn dash(&self, length: f64) {
        let dashes = js_sys::Array::new();
        if length > 0.0 {
            dashes.push(&length.into());
            dashes.push(&(length * 1.4).into());
        }
        let _ = self.context.set_line_dash(&dashes);
    }

    /// A version's glyph, full or hollow.
    pub(crate) fn glyph(&mut self, version: Version, x: i32, y: i32, r: i32, hollow: bool) {
        let known = self.shapes.iter().position(|(v, size, _)| (*v, *size) == (version, r));
        let known = known.or_else(|| {
            let shape = web_sys::Path2d::new_with_path_string(&glyph::path(version, 0, 0, r)).ok()?;
            self.shapes.push((version, r, shape));
            Some(self.shapes.len() - 1)
        });
        let Some((_, _, shape)) = known.and_then(|i| self.shapes.get(i)) else { return };
        self.at(x, y);
        if hollow {
            self.context.set_line_width(1.5);
            self.context.set_stroke_style_str(self.colour(version.glyph()));
            self.context.stroke_with_path(shape);
        } else {
            self.context.set_fill_style_str(self.colour(version.glyph()));
            self.context.fill_with_path_2d(shape);
        }
    }

    /// A small square, full or hollow.
    pub(crate) fn dot(&self, version: Version, x: i32, y: i32, side: i32, solid: bool, bad: bool) {
        let colour = self.colour(if bad { BAD } else { version.glyph() });
        let (side, half) = (f64::from(side), f64::from(side) / 2.0);
        self.at(x, y);
        if solid || side < 3.0 {
            self.context.set_fill_style_str(colour);
            self.context.fill_rect(-half, -half, side, side);
        } else {
            self.context.set_line_width(1.0);
            self.context.set_stroke_style_str(colour);
            self.context.stroke_rect(0.5 - half, 0.5 - half, side - 1.0, side - 1.0);
        }
    }

    /// The cross of failure.
    pub(crate) fn cross(&self, x: i32, y: i32, r: i32) {
        let r = f64::from(r);
        self.at(x, y);
        self.context.set_line_width(2.4);
        self.context.set_stroke_style_str(self.colour(BAD));
        self.context.begin_path();
        self.context.move_to(-r, -r);
        self.context.line_to(r, r);
        self.context.move_to(r, -r);
        self.context.line_to(-r, r);
        self.context.stroke();
    }
}

/// Tells of the wheel over an element until it is dropped: the place, the element's width, how far across and down. The page
/// itself neither scrolls nor zooms.
pub(crate) struct WheelWatch {
    element: Element,
    heard: Closure<dyn FnMut(web_sys::WheelEvent)>,
}

impl WheelWatch {
    pub(crate) fn new(element: Element, tell: impl Fn(i32, i32, i32, i32) + 'static) -> Self {
        let over = element.clone();
        let heard = Closure::new(move |event: web_sys::WheelEvent| {
            event.prevent_default();
            let rect = over.get_bounding_client_rect();
            let x = event.client_x() - rect.left() as i32;
            tell(x, rect.width() as i32, event.delta_x() as i32, event.delta_y() as i32);
        });
        let _ = element.add_event_listener_with_callback("wheel", heard.as_ref().unchecked_ref());
        Self { element, heard }
    }
}

impl Drop for WheelWatch {
    fn drop(&mut self) {
        let _ =
            self.element.remove_event_listener_with_callback("wheel", self.heard.as_ref().unchecked_ref());
    }
}

type FrameClosure = Closure<dyn FnMut(f64)>;

/// Calls back before every frame, with the milliseconds since the last one, until it is dropped.
pub(crate) struct Frames {
    asked: Rc<Cell<i32>>,
    _frame: Rc<RefCell<Option<FrameClosure>>>,
}

impl Frames {
    pub(crate) fn new(mut each: impl FnMut(f64) + 'static) -> Self {
        let asked = Rc::new(Cell::new(0));
        let frame: Rc<RefCell<Option<FrameClosure>>> = Rc::default();
        let (number, again) = (Rc::clone(&asked), Rc::downgrade(&frame));
        let mut last: Option<f64> = None;
        *frame.borrow_mut() = Some(Closure::new(move |time: f64| {
            each(time - last.unwrap_or(time));
            last = Some(time);
            if let Some(frame) = again.upgrade() {
                number.set(ask_for_frame(&frame));
            }
        }));
        asked.set(ask_for_frame(&frame));
        Self { asked, _frame: frame }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let Some(window) = window() {
            let _ = window.cancel_animation_frame(self.asked.get());
        }
    }
}

fn ask_for_frame(frame: &RefCell<Option<FrameClosure>>) -> i32 {
    let frame = frame.borrow();
    let (Some(window), Some(frame)) = (window(), frame.as_ref()) else { return 0 };
    window.request_animation_frame(frame.as_ref().unchecked_ref()).unwrap_or(0)
}

/// Listens to an event of the whole page until it is dropped.
pub(crate) struct Listening {
    event: &'static str,
    heard: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listening {
    pub(crate) fn new(event: &'static str, hear: impl FnMut(web_sys::Event) + 'static) -> Self {
        let heard = Closure::new(hear);
        if let Some(document) = document() {
            let _ = document.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
        }
        Self { event, heard }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(document) = document() {
            let _ =
                document.remove_event_listener_with_callback(self.event, self.heard.as_ref().unchecked_ref());
        }
    }
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

/// Scrolls a list sideways until its part is in sight; the page itself does not move.
pub(crate) fn show_within(list: &NodeRef, part: &str) {
    let Some(list) = list.cast::<HtmlElement>() else { return };
    let Some(part) = list.query_selector(part).ok().flatten().and_then(|p| p.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    if list.scroll_width() > list.client_width() {
        list.set_scroll_left((part.offset_left() - list.offset_left() - 16).max(0));
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

/// Reads the first of the files as text.
pub(crate) fn read_first(files: Option<web_sys::FileList>, then: Callback<String>) {
    let Some(file) = files.and_then(|f| f.get(0)) else { return };
    let blob: &web_sys::Blob = file.as_ref();
    let promise = blob.text();
    let done = Closure::once_into_js(move |text: JsValue| {
        if let Some(text) = text.as_string() {
            then.emit(text);
        }
    });
    let _ = js_sys::Reflect::get(&promise, &"then".into())
        .ok()
        .and_then(|f| f.dyn_into::<js_sys::Function>().ok())
        .and_then(|f| f.call1(&promise, &done).ok());
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

/// Lets a field have the keys, with the cursor at its end. On a phone that would open the keyboard over the page, so not there.
pub(crate) fn focus_at_end(field: &NodeRef) {
    let width = window().and_then(|w| w.inner_width().ok()).and_then(|w| w.as_f64()).unwrap_or(0.0);
    let Some(field) = field.cast::<web_sys::HtmlInputElement>().filter(|_| width >= 600.0) else { return };
    let end = u32::try_from(field.value().encode_utf16().count()).unwrap_or(0);
    let _ = field.focus();
    let _ = field.set_selection_range(end, end);
}

/// A function that an object of the browser has under this name.
fn method(of: &JsValue, name: &str) -> Option<js_sys::Function> {
    js_sys::Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
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

/// What is on a canvas, as an address that holds it.
pub(crate) fn canvas_url(canvas: &JsValue) -> Option<String> {
    method(canvas, "toDataURL")?.call0(canvas).ok()?.as_string()
}

/// Calls back once, before the next frame.
pub(crate) fn at_next_frame(then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    if let Some(window) = window() {
        let _ = window.request_animation_frame(then.unchecked_ref());
    }
}

/// Lets the browser save a text as a file of this name.
pub(crate) fn save_text(name: &str, text: &str) {
    let blob = web_sys::Blob::new_with_str_sequence(&js_sys::Array::of1(&text.into()));
    if let Some(url) = blob.ok().and_then(|b| web_sys::Url::create_object_url_with_blob(&b).ok()) {
        save_url(name, &url);
    }
}

fn save_url(name: &str, url: &str) {
    let Some(link) = document().and_then(|d| d.create_element("a").ok()) else { return };
    let _ = link.set_attribute("download", name);
    let _ = link.set_attribute("href", url);
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
}

/// Draws an SVG twice as large as it is, and lets the browser save it as a PNG of this name.
pub(crate) fn save_png(name: &'static str, svg: &str) {
    let Some(image) = document().and_then(|d| d.create_element("img").ok()) else { return };
    let drawn = image.clone();
    let loaded = Closure::once_into_js(move || {
        let canvas =
            document()?.create_element("canvas").ok()?.dyn_into::<web_sys::HtmlCanvasElement>().ok()?;
        let side = |name: &str| js_sys::Reflect::get(&drawn, &name.into()).ok()?.as_f64();
        let (w, h) = (side("naturalWidth")? * 2.0, side("naturalHeight")? * 2.0);
        canvas.set_width(w as u32);
        canvas.set_height(h as u32);
        let context: JsValue = canvas.get_context("2d").ok()??.into();
        let arguments = js_sys::Array::of5(&drawn, &0.into(), &0.into(), &w.into(), &h.into());
        method(&context, "drawImage")?.apply(&context, &arguments).ok()?;
        save_url(name, &canvas_url(&canvas)?);
        Some(JsValue::NULL)
    });
    let _ = image.add_event_listener_with_callback("load", loaded.unchecked_ref());
    let address = String::from("data:image/svg+xml,") + &String::from(js_sys::encode_uri_component(svg));
    let _ = image.set_attribute("src", &address);
}
