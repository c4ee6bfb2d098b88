//! The strip that asks before each step, tells what came of the answer, and where the guesses went wrong.

use super::icon;
use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::lab::Difficulty;
use crate::lessons::all;
use crate::locale::{self, guess as words};
use crate::view::format;
use crate::view::scene::Scene;
use course::{Answer, Concept, Guess, Guesses};

/// `dialog` is where the tally is.
pub(crate) fn guess_strip(guesses: &Guesses, scene: &Scene, dialog: &NodeRef, sim: &Sim) -> Html {
    let show = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| browser::show_dialog(&dialog, true))
    };
    let off = {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| sim.ask_for_guesses(false))
    };
    let open = guesses.open();
    let points = open.is_some_and(|q| q.choices.is_empty());
    let answered = guesses.answered();
    let (guessed, right) = guesses.in_all();
    html! {
        <section class={if points && answered.is_none() { "guess points" } else { "guess" }} aria-label={words::TITLE}>
            <div class="ask" role="group" aria-label={words::TITLE}>
                <span aria-live="polite" aria-atomic="true">
                    if let Some(latest) = guesses.latest() { <b>{ verdict(latest, scene) }</b>{ " " } }
                    { match (open, answered) {
                        (Some(question), None) => words::question(question.concept).to_owned(),
                        (Some(_), Some(answer)) => words::you_say(&said(answer, scene)),
                        (None, _) => words::NOTHING_TO_ASK.to_owned(),
                    } }
                </span>
                if let Some(question) = open {
                    { for question.choices.iter().map(|choice| {
                        let (sim, given) = (sim.clone(), choice.clone());
                        let onclick = Callback::from(move |_: MouseEvent| sim.guess(given.clone()));
                        let on = answered == Some(choice);
                        html! {
                            <button type="button" class={classes!(on.then_some("strong"))} aria-pressed={on.to_string()} {onclick}>{ said(choice, scene) }</button>
                        }
                    }) }
                }
            </div>
            if guessed > 0 { <button type="button" class="plain tally" onclick={show}>{ words::tally(right, guessed) }</button> }
            <button type="button" class="plain square" aria-label={words::OFF} title={words::OFF} onclick={off}>{ icon::cross() }</button>
            { tally(guesses, dialog, sim) }
        </section>
    }
}

/// Where the guesses went right and wrong.
fn tally(guesses: &Guesses, dialog: &NodeRef, sim: &Sim) -> Html {
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| browser::show_dialog(&dialog, false))
    };
    let rows = Concept::ALL.into_iter().filter(|c| guesses.count(*c).guessed > 0).map(|concept| {
        let count = guesses.count(concept);
        let lesson = all().iter().find(|lesson| lesson.id == concept.lesson()).cloned();
        let shown = lesson.filter(|_| count.right < count.guessed).map(|lesson| {
            let (sim, dialog, begun) = (sim.clone(), dialog.clone(), lesson.clone());
            let onclick = Callback::from(move |_: MouseEvent| {
                browser::show_dialog(&dialog, false);
                sim.begin_lesson(&begun, Difficulty::default());
            });
            html! {
                <><p>{ words::explained(concept) }</p><button type="button" {onclick}>{ lesson.title.as_str() }</button></>
            }
        });
        html! {
            <li><b>{ words::concept(concept) }</b>{ " " }<span class="soft">{ words::tally(count.right, count.guessed) }</span>{ shown }</li>
        }
    });
    html! {
        <dialog ref={dialog.clone()} class="lessons" aria-label={words::TALLY}>
            <h2>{ words::TALLY }</h2>
            <ul>{ for rows }</ul>
            <button type="button" onclick={close}>{ locale::CLOSE }</button>
        </dialog>
    }
}

fn verdict(guess: &Guess, scene: &Scene) -> String {
    let right = guess.question.right().map_or_else(String::new, |answer| said(answer, scene));
    words::verdict(guess.is_right(), &right)
}

/// An answer in words.
fn said(answer: &Answer, scene: &Scene) -> String {
    match answer {
        Answer::Number(n) => n.to_string(),
        Answer::Images(images) => {
            let tags: Vec<&str> = images.iter().map(|image| format::tag(image)).collect();
            words::answering(&tags)
        }
        Answer::Pod(uid) => {
            let pod = scene.snapshot.pods.iter().find(|pod| pod.object.meta.uid == *uid);
            pod.map_or_else(
                || words::A_POD.to_owned(),
                |pod| format::own_part(&pod.object.meta.name).to_owned(),
            )
        }
        other => words::plain(other).to_owned(),
    }
}
