//! The lab page: it draws what the engine says and hands on what a person does. No fact of Kubernetes is decided here.

mod app;
mod browser;
mod components;
mod console;
mod edits;
mod element;
mod guesses;
mod hooks;
mod lab;
mod lessons;
mod link;
mod locale;
mod picture;
mod presenter;
mod saved_run;
mod script_access;
mod shared;
mod start;
mod state;
mod view;

/// Puts the lab into the page.
pub fn mount() {
    yew::Renderer::<app::App>::new().render();
}
