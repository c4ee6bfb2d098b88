//! Where there are several Deployments: which of them the panel is about.

use super::spec_panel::line;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale::stage as words;
use crate::view::scene::Scene;

pub(crate) fn which_deployment(scene: &Scene, sim: &Sim) -> Html {
    if scene.owners.len() < 2 {
        return Html::default();
    }
    let choices = scene.owners.iter().enumerate().map(|(i, owner)| {
        let (sim, name, on) = (sim.clone(), owner.deployment.meta.name.clone(), i == scene.focus);
        let label = name.to_string();
        let onclick = Callback::from(move |_: MouseEvent| sim.focus_on(&name));
        html! { <button type="button" class={if on { "on" } else { "" }} aria-pressed={on.to_string()} {onclick}>{ label }</button> }
    });
    let all =
        html! { <div class="seg" role="group" aria-label={words::WHICH_DEPLOYMENT}>{ for choices }</div> };
    line(words::WHICH_DEPLOYMENT, Html::default(), all)
}
