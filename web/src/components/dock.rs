//! Transport and timeline, the whole width of the page.

use super::timeline::Timeline;
use super::transport::Transport;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::state::{Reading, Speed};
use crate::view::chart::Window;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) reading: Reading,
    pub(crate) playing: bool,
    pub(crate) speed: Speed,
    pub(crate) pacing: bool,
    pub(crate) window: Option<Window>,
    pub(crate) sim: Sim,
}

#[component]
pub(crate) fn Dock(props: &Props) -> Html {
    html! {
        <section class="dock" aria-label={words::DOCK}>
            <Transport reading={props.reading.clone()} playing={props.playing} speed={props.speed} pacing={props.pacing} sim={props.sim.clone()} />
            <Timeline reading={props.reading.clone()} window={props.window} sim={props.sim.clone()} />
        </section>
    }
}
