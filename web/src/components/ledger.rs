//! What became of the requests: answered by which version, failed for which cause.

use super::icon;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::shared::Shared;
use crate::view::format::{count, tag};
use crate::view::scene::Scene;
use rollout_engine::traffic::Outcome;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) sim: Sim,
}

#[component]
pub(crate) fn Ledger(props: &Props) -> Html {
    let scene = &props.scene;
    let ledger = &scene.snapshot.ledger;
    let failed = ledger.failed_in_all();
    // In the order of the versions, those of the Deployment on the stage also with nothing answered yet.
    let mut images: Vec<_> = scene.lanes.iter().map(|l| l.image.clone()).collect();
    images.dedup();
    images.extend(ledger.answered.iter().map(|(image, _)| image.clone()));
    let mut seen = Vec::new();
    for image in images {
        if !seen.contains(&image) {
            seen.push(image);
        }
    }
    // The latest ones; there is no room for a long history.
    let shown = &seen[seen.len().saturating_sub(4)..];
    let go = |outcome: Outcome| {
        let sim = props.sim.clone();
        Callback::from(move |_: MouseEvent| sim.seek_first_failure(outcome))
    };
    html! {
        <section class="ledger" aria-label={words::REQUESTS_ANSWERED}>
            <h2>{ words::REQUESTS_ANSWERED }</h2>
            <ul>
                { for shown.iter().map(|image| html! {
                    <li key={image.to_string()}>
                        { icon::version(scene.versions.of_image(image, &scene.offered)) }
                        <span>{ words::by(tag(image)) }</span>
                        <b>{ count(ledger.answered_by(image)) }</b>
                    </li>
                }) }
                <li class={classes!("total", (failed > 0).then_some("badtxt"))}>
                    { if failed > 0 { icon::cross() } else { icon::check() } }
                    <span class="w">{ words::FAILED }</span>
                    <b>{ count(failed) }</b>
                </li>
                { for ledger.failures().map(|(outcome, n)| html! {
                    <li class="cause" key={words::cause(outcome)}>
                        <button type="button" class="plain" onclick={go(outcome)}
                            title={format!("{} {}.", words::cause_why(outcome), words::GO_TO_FIRST)}>
                            <span>{ words::cause(outcome) }</span><b>{ count(n) }</b>
                        </button>
                    </li>
                }) }
            </ul>
        </section>
    }
}
