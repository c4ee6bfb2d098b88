//! Events, as kubectl lists them.

use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale::events as words;
use crate::shared::Shared;
use crate::view::format::clock_short;
use crate::view::scene::Scene;
use rollout_engine::api::EventType;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) sim: Sim,
}

/// So many are shown.
const MOST: usize = 100;

#[component]
pub(crate) fn EventsPanel(props: &Props) -> Html {
    let events = props.sim.lab().borrow().events();
    let opens_at = props.scene.opens_at;
    html! {
        <div class="body-p">
            <p class="note">{ words::AS_KUBECTL }</p>
            if events.is_empty() { <p>{ words::NONE }</p> }
            <ul class="ev">
                { for events.iter().rev().take(MOST).map(|e| html! {
                    <li class={classes!((e.kind == EventType::Warning).then_some("badtxt"))}>
                        <time>{ clock_short(e.last_at.since(opens_at)) }</time>
                        <div>
                            <b>{ e.reason }{ if e.count > 1 { format!(" ×{}", e.count) } else { String::new() } }</b>
                            <span class="mono soft">{ e.object.to_string() }</span>
                            <span>{ &*e.message }</span>
                        </div>
                    </li>
                }) }
            </ul>
        </div>
    }
}
