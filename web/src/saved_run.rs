//! What is kept in the browser, so that a reload loses nothing. `link` and `manifest` of the run are what the boot script reports if
//! the lab ever stops.

mod forks;

use crate::browser;
use crate::lab::Lab;
use crate::link::Link;
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

const RUN: &str = "rollout-lab.run";
/// Where the run is kept that was there before a link was opened.
const BEFORE: &str = "rollout-lab.before";
/// Where the chosen theme is kept.
pub(crate) const THEME: &str = "rollout-lab.theme";

/// Where it is kept which lesson is under way, and where in it.
pub(crate) const LESSON: &str = "rollout-lab.lesson";

/// Kept where somebody wants to be asked before each step.
pub(crate) const GUESS: &str = "rollout-lab.guess";

/// Where the chosen language is kept.
pub(crate) const LANGUAGE: &str = "rollout-lab.language";

/// Where a manifest is kept that was edited and not applied.
pub(crate) const DRAFT: &str = "rollout-lab.draft";

/// Keeps the run: its link, which says all of it, and its manifest.
pub(crate) fn save(lab: &Lab, link: &str) {
    let run = Object::new();
    let set = |key: &str, value: JsValue| drop(Reflect::set(&run, &key.into(), &value));
    set("link", browser::address().into());
    set("manifest", (&*lab.manifest()).into());
    set("run", link.into());
    set("forks", forks::written(lab));
    if let Ok(text) = JSON::stringify(&run) {
        browser::keep(RUN, &String::from(text));
    }
}

/// The run that was kept; none if there is none, or if it cannot be read.
pub(crate) fn kept() -> Option<Link> {
    let run = JSON::parse(&browser::kept(RUN)?).ok()?;
    let link = Link::read(&Reflect::get(&run, &"run".into()).ok()?.as_string()?);
    link.says_a_run().then_some(link)
}

/// Gives the run that was kept its other futures.
pub(crate) fn with_forks(lab: &mut Lab) -> Option<()> {
    let run = JSON::parse(&browser::kept(RUN)?).ok()?;
    let kept = Reflect::get(&run, &"forks".into()).ok().filter(JsValue::is_object)?;
    forks::read(&kept, lab)
}

/// Puts the run that was kept aside, for another takes its place; whether there was one.
pub(crate) fn set_aside() -> bool {
    let Some(run) = browser::kept(RUN) else { return false };
    browser::keep(BEFORE, &run);
    true
}

/// Takes the run back that was set aside.
pub(crate) fn take_back() -> Option<Link> {
    browser::keep(RUN, &browser::kept(BEFORE)?);
    browser::forget(BEFORE);
    kept()
}
