//! Files that are opened or saved.

use super::{document, method};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::prelude::Callback;

/// A file that a person gave.
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    /// Nothing, if it has more bytes than are read.
    pub(crate) text: Option<String>,
}

/// Reads the first of the files as text, if it is not larger than this.
pub(crate) fn read_first(files: Option<web_sys::FileList>, most_bytes: u64, then: Callback<Given>) {
    let Some(file) = files.and_then(|f| f.get(0)) else { return };
    let blob: &web_sys::Blob = file.as_ref();
    let (name, bytes) = (file.name(), blob.size() as u64);
    if bytes > most_bytes {
        return then.emit(Given { name, bytes, text: None });
    }
    let promise = blob.text();
    let done = Closure::once_into_js(move |text: JsValue| {
        then.emit(Given { name, bytes, text: text.as_string() });
    });
    let _ = js_sys::Reflect::get(&promise, &"then".into())
        .ok()
        .and_then(|f| f.dyn_into::<js_sys::Function>().ok())
        .and_then(|f| f.call1(&promise, &done).ok());
}

/// What is on a canvas, as an address that holds it.
pub(crate) fn canvas_url(canvas: &JsValue) -> Option<String> {
    method(canvas, "toDataURL")?.call0(canvas).ok()?.as_string()
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
