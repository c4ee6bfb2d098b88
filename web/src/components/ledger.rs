//! What became of the requests: answered by which version, failed for which cause.

use super::icon;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::locale::count;
use crate::shared::Shared;
use crate::view::format::tag;
use crate::view::scene::Scene;
use crate::view::versions::image_of;
use rollout_engine::api::Name;
use rollout_engine::{SimDuration, SimTime};

pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) sim: Sim,
}

pub(crate) fn ledger(props: &Props) -> Html {
    let scene = &props.scene;
    let ledger = &scene.snapshot.ledger;
    let failed = ledger.failed_in_all();
    // In the order of the versions, those of the Deployment on the stage also with nothing answered yet; what is asked for at once, so
    // that no line moves when its ReplicaSet comes.
    let mut images: Vec<_> = scene.lanes.iter().map(|l| l.image.clone()).collect();
    images.extend(scene.deployment().map(|d| image_of(&d.spec.template)));
    images.extend(ledger.answered.iter().map(|(image, _)| image.clone()));
    let mut seen = Vec::new();
    for image in images {
        if !seen.contains(&image) {
            seen.push(image);
        }
    }
    // The latest ones; there is no room for a long history, and less of it beside many causes.
    let most = 5 - ledger.failures().count().clamp(1, 3);
    let shown = &seen[seen.len().saturating_sub(most)..];
    // Of two programs with the same tag the tag says too little.
    let name = |image: &'_ Name| -> String {
        let alone = seen.iter().all(|other| other == image || tag(other) != tag(image));
        if alone { tag(image) } else { image }.to_owned()
    };
    // A count leads to the moment from which it is no longer 0.
    let counted = |icon: Html, name: Html, n: u64, first: Option<SimTime>, why: &str| {
        let Some(first) = first else { return html! { <>{ icon }{ name }<b>{ count(n) }</b></> } };
        let sim = props.sim.clone();
        let go = Callback::from(move |_: MouseEvent| sim.seek(first + SimDuration::millis(1)));
        html! {
            <button type="button" class="plain" onclick={go} title={format!("{why}{}.", words::GO_TO_FIRST)}>
                { icon }{ name }<b>{ count(n) }</b>
            </button>
        }
    };
    let first_failed = ledger.failures().filter_map(|(cause, _)| ledger.first_failure(cause)).min();
    let mark = if failed > 0 { icon::cross() } else { icon::check() };
    html! {
        <section class="ledger" aria-label={words::REQUESTS_ANSWERED}>
            <h2>{ words::requests_sent(ledger.sent) }<span>{ words::ANSWERED }</span></h2>
            <ul>
                { for shown.iter().map(|image| html! {
                    <li key={image.to_string()}>
                        { counted(icon::version(scene.versions.of_image(image, &scene.offered)), html! { <><span class="long">{ words::by(&name(image)) }</span><span class="short">{ name(image) }</span></> },
                            ledger.answered_by(image), ledger.first_answer(image), "") }
                    </li>
                }) }
                <li class={classes!("total", (failed > 0).then_some("badtxt"))}>
                    { counted(mark, html! { <span class="w">{ words::FAILED }</span> }, failed, first_failed, "") }
                </li>
                { for ledger.failures().map(|(outcome, n)| {
                    let why = format!("{} ", words::cause_why(outcome));
                    html! {
                        <li class="cause" key={words::cause(outcome)}>
                            { counted(Html::default(), html! { <span>{ words::cause(outcome) }</span> }, n, ledger.first_failure(outcome), &why) }
                        </li>
                    }
                }) }
                if ledger.retried > 0 {
                    <li class="cause">{ counted(Html::default(), html! { <span>{ words::RETRIED }</span> }, ledger.retried, None, "") }</li>
                }
            </ul>
        </section>
    }
}
