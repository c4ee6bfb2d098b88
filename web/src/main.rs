//! The lab page.
use yew::prelude::*;

#[component]
fn App() -> Html {
    use_effect_with((), |()| {
        let body = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
        if let Some(body) = body {
            let _ = body.set_attribute("data-ready", "");
        }
    });
    html! { <main><h1>{ "Rollout Lab" }</h1></main> }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
