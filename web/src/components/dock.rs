//! Transport and timeline, the whole width of the page.

use super::timeline::Timeline;
use super::transport::transport;
use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::link::Link;
use crate::locale as words;
use crate::state::UiState;

pub(crate) fn dock(state: &UiState, sim: &Sim) -> Html {
    html! {
        <section key={state.language} class="dock" aria-label={words::DOCK}>
            { transport(state, sim) }
            if sim.link().is("embed") && sim.link().get("allowLinks") != Some("0") { { whole_lab(sim) } }
            <Timeline reading={state.reading.clone()} window={state.window} sim={sim.clone()} />
        </section>
    }
}

/// Leads from an embed to the same run in the whole lab.
fn whole_lab(sim: &Sim) -> Html {
    let sim = sim.clone();
    // Where it leads is looked up when it is wanted: the run goes on.
    let onclick = Callback::from(move |event: MouseEvent| {
        let link = Link::to(&sim.lab().borrow(), &Link::default()).written();
        if let Some(anchor) = event.target_dyn_into::<web_sys::Element>() {
            let _ = anchor.set_attribute("href", &(browser::page() + &link));
        }
    });
    html! { <a class="whole" href={browser::page()} target="_blank" rel="noopener" {onclick}>{ words::links::OPEN }</a> }
}
