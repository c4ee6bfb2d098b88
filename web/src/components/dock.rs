//! Transport and timeline, the whole width of the page.

use super::timeline::Timeline;
use super::transport::transport;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::state::UiState;

pub(crate) fn dock(state: &UiState, sim: &Sim) -> Html {
    html! {
        <section key={state.language} class="dock" aria-label={words::DOCK}>
            { transport(state, sim) }
            <Timeline reading={state.reading.clone()} window={state.window} sim={sim.clone()} />
        </section>
    }
}
