//! What calls back until it is dropped.

use super::{document, window};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;

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

/// Calls back once, before the next frame.
pub(crate) fn at_next_frame(then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    if let Some(window) = window() {
        let _ = window.request_animation_frame(then.unchecked_ref());
    }
}
