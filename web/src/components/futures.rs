//! The tree of futures as a list: named, returned to, compared, removed.

use crate::app::Sim;
use crate::element::prelude::*;
use crate::lab::Future;
use crate::locale::{Text, forks as words};
use crate::state::UiState;
use crate::view::format::clock;

pub(crate) fn futures(state: &UiState, sim: &Sim) -> Html {
    let all = &state.reading.futures;
    let compare = {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| sim.compare(None))
    };
    let row = |future: &Future| {
        let id = future.id;
        let does = |what: fn(&Sim, u32)| {
            let sim = sim.clone();
            Callback::from(move |_: MouseEvent| what(&sim, id))
        };
        let button = |what: Text, class: &'static str, does: Callback<MouseEvent>| {
            html! { <button type="button" {class} onclick={does} aria-label={words::about(what, &future.name)}>{ what }</button> }
        };
        let rename = {
            let sim = sim.clone();
            Callback::from(move |event: Event| {
                let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
                sim.with_forks(|lab| lab.name(id, &field.value()));
            })
        };
        let class = classes!(future.current.then_some("on"), DEPTHS[future.depth.min(DEPTHS.len() - 1)]);
        html! {
            <li key={u64::from(id)} {class} aria-current={future.current.then_some("true")}>
                <input type="text" value={future.name.to_string()} onchange={rename} aria-label={words::NAME} />
                if let Some(at) = future.parted {
                    <span class="soft">{ words::PARTED }{ " " }<time>{ clock(at.since(state.reading.scene.opens_at)) }</time></span>
                }
                if future.current { <b>{ words::SHOWN }</b> } else {
                    <span class="row">
                        { button(words::RETURN, "", does(Sim::return_to)) }
                        { button(words::COMPARE, "", does(|sim, id| sim.compare(Some(id)))) }
                        { button(words::REMOVE, "plain", does(|sim, id| sim.with_forks(|lab| lab.forget(id)))) }
                    </span>
                }
            </li>
        }
    };
    html! {
        <section class="body-p futures" aria-label={words::TITLE}>
            <h2>{ words::TITLE }</h2>
            <p class="note">{ words::NOTE }</p>
            if all.len() > 1 { <ol>{ for all.iter().map(row) }</ol> }
            <button type="button" onclick={compare}>{ words::WITH_ANOTHER_SETTING }</button>
        </section>
    }
}

/// How far in a row stands.
const DEPTHS: [&str; 4] = ["", "d1", "d2", "d3"];
