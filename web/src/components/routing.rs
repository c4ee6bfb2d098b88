//! Where a Service sends its users, as far as that can be chosen: by its selector, or by how many Pods each Deployment has.

use super::icon;
use super::stepper;
use crate::app::Sim;
use crate::edits::Edit;
use crate::element::prelude::*;
use crate::locale::spec::REPLICAS;
use crate::locale::stage as words;
use crate::view::routing::{Route, routes};
use crate::view::scene::Scene;
use crate::view::versions::image_of;
use rollout_engine::snapshot::ServiceView;

/// Nothing for a Service that can lead to one Deployment only.
pub(crate) fn routing(scene: &Scene, service: &ServiceView, sim: &Sim) -> Html {
    let all = routes(scene, service);
    if all.len() < 2 {
        return Html::default();
    }
    let name = &service.object.meta.name;
    html! {
        <section class="routing">
            <h2>{ words::service_sends(name) }</h2>
            if all.iter().any(|r| !r.picked) { { switch(scene, service, &all, sim) } }
            if all.iter().filter(|r| r.picked).count() > 1 { { for all.iter().filter(|r| r.picked).map(|r| share(scene, service, r, sim)) } }
            <hr />
        </section>
    }
}

/// One of them: the Service's selector.
fn switch(scene: &Scene, service: &ServiceView, all: &[Route<'_>], sim: &Sim) -> Html {
    let choice = |route: &Route<'_>| {
        let (sim, service, selector) =
            (sim.clone(), service.object.meta.name.clone(), route.selector.clone());
        let onclick = Callback::from(move |_: MouseEvent| drop(sim.send_users(&service, &selector)));
        html! {
            <button type="button" class={if route.picked { "on" } else { "" }} aria-pressed={route.picked.to_string()} {onclick}>
                { mark(scene, route) }{ &*route.owner.deployment.meta.name }
            </button>
        }
    };
    html! { <div class="seg" role="group" aria-label={words::service_sends(&service.object.meta.name)}>{ for all.iter().map(choice) }</div> }
}

/// Several: as many as each has Pods.
fn share(scene: &Scene, service: &ServiceView, route: &Route<'_>, sim: &Sim) -> Html {
    let deployment = &route.owner.deployment;
    let on_change = {
        let (sim, name) = (sim.clone(), deployment.meta.name.clone());
        Callback::from(move |n: i64| drop(sim.edit_of(&name, &Edit::Replicas(n))))
    };
    let percent = (route.ready * 200 / service.ready.len().max(1)).div_ceil(2);
    html! {
        <div class="f">
            <span>{ mark(scene, route) }{ &*deployment.meta.name }<small>{ words::share(percent) }</small></span>
            { stepper::count(REPLICAS, i64::from(deployment.spec.replicas), 1, on_change) }
        </div>
    }
}

fn mark(scene: &Scene, route: &Route<'_>) -> Html {
    let image = image_of(&route.owner.deployment.spec.template);
    icon::version(scene.versions.of_image(&image, &scene.offered))
}
