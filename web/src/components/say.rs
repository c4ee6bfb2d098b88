//! The say line: what just happened and why, in a title and a sentence. The same goes to the live region.

use crate::element::prelude::*;
use crate::view::scene::Scene;

pub(crate) fn say(scene: &Scene) -> Html {
    let story = &scene.story;
    html! {
        <div class="say" aria-live="polite" aria-atomic="true">
            <h1 key="title">{ &story.title }</h1>
            // Other words are another element: nothing moves.
            <p key={story.sentence.clone()}>
                { &story.sentence }
                if !story.weight.is_empty() { { " " }<b>{ &story.weight }</b> }
            </p>
        </div>
    }
}
