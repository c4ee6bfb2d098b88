//! A recording of a real cluster: what happens in it, sentence by sentence, in place of the panel.

use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::locale::recorded as words;
use crate::state::RecordedShown;
use crate::view::format::clock;
use rollout_engine::SimTime;
use std::rc::Rc;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shown: Rc<RecordedShown>,
    pub(crate) sim: Sim,
}

/// So many sentences before the present are shown, and so many after it.
const AROUND: usize = 100;

#[component]
pub(crate) fn RecordedPanel(props: &Props) -> Html {
    let (shown, sim) = (&props.shown, &props.sim);
    let list = use_node_ref();
    use_effect_with(shown.by_now, {
        let list = list.clone();
        move |_| browser::show_within(&list, ".now")
    });
    let leave = {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| sim.leave_recording())
    };
    let from = shown.by_now.saturating_sub(AROUND);
    let around = shown.told.iter().enumerate().skip(from).take(2 * AROUND);
    let last = shown.by_now.saturating_sub(1);
    html! {
        <aside class="recorded">
            <div class="body-p">
                <h2>{ words::TITLE }</h2>
                <p class="mono">{ &*shown.name }</p>
                if !shown.about.is_empty() { <p>{ &*shown.about }</p> }
                <p class="note">{ words::HOW }</p>
                <button type="button" class="leave" onclick={leave}>{ words::LEAVE }</button>
            </div>
            <div class="panelbody" tabindex="0" role="group" aria-label={words::TITLE} ref={list}>
                <ol class="told">
                    { for around.map(|(nth, (at, sentence))| {
                        let to_come = nth >= shown.by_now;
                        row(*at, sentence, if to_come { "to-come" } else if nth == last { "now" } else { "" }, sim)
                    }) }
                </ol>
            </div>
        </aside>
    }
}

fn row(at: SimTime, sentence: &str, class: &'static str, sim: &Sim) -> Html {
    let sim = sim.clone();
    let go = Callback::from(move |_: MouseEvent| sim.seek(at));
    html! {
        <li class={class} aria-current={(class == "now").then_some("step")}>
            <button type="button" class="plain" onclick={go}><time>{ clock(at.since(SimTime::ZERO)) }</time><span>{ sentence }</span></button>
        </li>
    }
}
