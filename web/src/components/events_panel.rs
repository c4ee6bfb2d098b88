//! Events, as kubectl lists them.

use super::as_kubectl::as_kubectl;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale::events as words;
use crate::shared::Shared;
use crate::view::format::clock_short;
use crate::view::scene::Scene;
use rollout_engine::SimTime;
use rollout_engine::api::{Event, EventType};
use std::rc::Rc;

pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) sim: Sim,
}

/// So many are shown.
const MOST: usize = 100;

pub(crate) fn events_panel(props: &Props) -> Html {
    let events = props.sim.lab().borrow().events();
    let opens_at = props.scene.opens_at;
    html! {
        <div class="body-p">
            <p class="note">{ words::AS_KUBECTL }</p>
            { as_kubectl("kubectl get events", &props.sim) }
            if events.is_empty() { <p>{ words::NONE }</p> }
            { event_list(events.iter().rev().cloned(), opens_at, true) }
        </div>
    }
}

/// Events as a list; with the objects that they are about, where those differ.
pub(crate) fn event_list(
    events: impl Iterator<Item = Rc<Event>>,
    opens_at: SimTime,
    with_objects: bool,
) -> Html {
    html! {
        <ul class="ev">
            { for events.take(MOST).map(|e| html! {
                <li class={classes!((e.kind == EventType::Warning).then_some("badtxt"))}>
                    <time>{ clock_short(e.last_at.since(opens_at)) }</time>
                    <div>
                        <b>{ e.reason }{ if e.count > 1 { format!(" ×{}", e.count) } else { String::new() } }</b>
                        if with_objects { <span class="mono soft">{ e.object.to_string() }</span> }
                        <span>{ &*e.message }</span>
                    </div>
                </li>
            }) }
        </ul>
    }
}
