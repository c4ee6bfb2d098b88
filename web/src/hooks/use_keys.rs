//! The keys that work anywhere on the page.

use crate::app::Sim;
use crate::browser::{Listening, takes_keys};
use crate::state::{Action, Speed};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Hears keys for as long as the page is there. `on_help` opens the sheet of shortcuts.
#[hook]
pub(crate) fn use_keys(sim: &Sim, on_help: Callback<()>) {
    let sim = sim.clone();
    use_effect_with((), move |()| {
        if sim.link().get("keys") == Some("off") {
            return Box::new(|| ()) as Box<dyn FnOnce()>;
        }
        let listening = Listening::new("keydown", move |event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            if (key.ctrl_key() || key.meta_key()) && !takes_keys(&event, &key.key()) {
                match key.key().as_str() {
                    "z" => sim.take_back(),
                    "y" | "Z" => sim.do_again(),
                    _ => return,
                }
                event.prevent_default();
                return;
            }
            if key.ctrl_key() || key.meta_key() || key.alt_key() || takes_keys(&event, &key.key()) {
                return;
            }
            if sim.presenter_key(&key.key()) {
                event.prevent_default();
                return;
            }
            match key.key().as_str() {
                " " => sim.toggle_playing(),
                "ArrowRight" | "PageDown" => sim.next(),
                "ArrowLeft" | "PageUp" => sim.back(),
                "Home" => sim.to_start(),
                "End" => sim.to_end(),
                "c" => sim.compare(None),
                "`" => sim.put_into_console(&sim.at_prompt()),
                "Escape" => sim.select(None),
                "?" => on_help.emit(()),
                "+" | "=" => sim.zoom(60, None),
                "-" => sim.zoom(170, None),
                "0" => sim.dispatch(Action::Zoom(None)),
                "1" => sim.set_speed(Speed::Half),
                "2" => sim.set_speed(Speed::One),
                "3" => sim.set_speed(Speed::Four),
                "4" => sim.set_speed(Speed::Sixteen),
                _ => return,
            }
            event.prevent_default();
        });
        Box::new(move || drop(listening))
    });
}
