//! A lesson on the page: what its moment says in place of the say line, and the strip to go on with.

use super::{icon, present};
use crate::app::Sim;
use crate::element::prelude::*;
use crate::lab::Difficulty;
use crate::lessons::chapter_after;
use crate::locale::lessons as words;
use crate::locale::present::PRESENT;
use crate::state::{LessonShown, Stars};
use course::LessonKind;

/// In place of the say line: the moment, the question, what was seen.
pub(crate) fn lesson_say(shown: &LessonShown, sim: &Sim) -> Html {
    let lesson = &shown.lesson;
    let challenge = lesson.kind == LessonKind::Challenge;
    html! {
        <div class="say" aria-live="polite" aria-atomic="true">
            <h1 key="title">{ shown.heading.as_str() }</h1>
            <p key={shown.text.clone()}>{ shown.text.as_str() }</p>
            if !shown.over && shown.at == 0 { { question(shown, sim) } }
            if challenge && shown.stars.is_none() {
                <p class="note">{ words::SOLVE_IT }</p>
                { for shown.hints.iter().map(|hint| html! { <p class="note hint">{ hint.as_str() }</p> }) }
            }
            { for shown.stars.map(stars) }
            if shown.over && !challenge { { conclusion(shown) } }
        </div>
    }
}

fn question(shown: &LessonShown, sim: &Sim) -> Html {
    let Some(ask) = &shown.lesson.ask else { return Html::default() };
    let choices = ask.choices.iter().enumerate().map(|(at, choice)| {
        let at = i64::try_from(at).unwrap_or(0);
        let sim = sim.clone();
        let onclick = Callback::from(move |_: MouseEvent| sim.answer(at));
        let chosen = shown.answer == Some(at);
        html! {
            <button type="button" class={classes!(chosen.then_some("strong"))} aria-pressed={if chosen { "true" } else { "false" }} {onclick}>
                { choice.say.as_str() }
            </button>
        }
    });
    let number = ask.number.is_some().then(|| {
        let sim = sim.clone();
        let onchange = Callback::from(move |event: Event| {
            let typed = event.target_dyn_into::<web_sys::HtmlInputElement>().map(|field| field.value());
            if let Some(n) = typed.and_then(|typed| typed.trim().parse().ok()) {
                sim.answer(n);
            }
        });
        let value = shown.answer.map(|n| n.to_string());
        html! { <input class="field" type="number" aria-label={words::YOUR_ANSWER} {onchange} value={value} /> }
    });
    html! {
        <div class="ask" role="group" aria-label={ask.question.clone()}>
            <b>{ ask.question.as_str() }</b>{ for choices }{ number }
        </div>
    }
}

fn conclusion(shown: &LessonShown) -> Html {
    let lesson = &shown.lesson;
    let verdict = shown.verdict.map(|right| match (right, &shown.right_answer) {
        (false, Some(answer)) => words::not_so(answer),
        _ => words::RIGHT.to_owned(),
    });
    html! {
        <>
            if !lesson.seen.is_empty() && lesson.seen != shown.text {
                <p class="note seen">
                    if let Some(verdict) = verdict { <b>{ verdict }{ " " }</b> }
                    { lesson.seen.as_str() }
                </p>
            }
        </>
    }
}

fn stars(stars: Stars) -> Html {
    let won = [stars.few_changes, stars.fast, stars.nothing_failed];
    html! {
        <div class="ask">
            <b>{ words::GOAL_REACHED }</b>
            <ul class="stars">
                { for won.into_iter().enumerate().map(|(at, won)| html! {
                    <li class={classes!((!won).then_some("soft"))}>{ if won { "★ " } else { "☆ " } }{ words::star(at, won) }</li>
                }) }
            </ul>
        </div>
    }
}

/// More moments are a bar.
const MOST_DOTS: usize = 30;

/// Where one is in the lesson, and what to press.
/// `presents`: to a class, by keys.
pub(crate) fn lesson_strip(shown: &LessonShown, presents: bool, sim: &Sim) -> Html {
    let lesson = &shown.lesson;
    let challenge = lesson.kind == LessonKind::Challenge;
    let on = |f: fn(&Sim)| {
        let sim = sim.clone();
        Callback::from(move |_: MouseEvent| f(&sim))
    };
    let begin = |lesson: &std::rc::Rc<course::Lesson>| {
        let (sim, lesson) = (sim.clone(), lesson.clone());
        Callback::from(move |_: MouseEvent| sim.begin_lesson(&lesson, Difficulty::default()))
    };
    let total = shown.total.unwrap_or(shown.known);
    let next = if lesson.moments.is_empty() { words::RUN } else { words::NEXT_MOMENT };
    let after = chapter_after(lesson).filter(|_| shown.over);
    html! {
        <section class="lesson" aria-label={lesson.title.clone()}>
            <span class="place">
                if shown.at > 0 { <b>{ words::place(shown.at, shown.total) }</b>{ " " } }
                { lesson.title.as_str() }
            </span>
            if total > 0 && total <= MOST_DOTS && !challenge && presents {
                <span class="dots" aria-hidden="true">
                    { for (1..=total).map(|n| html! { <i class={if n == shown.at { "on" } else if n < shown.at { "been" } else { "" }}>{ n }</i> }) }
                </span>
            } else if total > 0 && !challenge {
                <progress value={shown.at.to_string()} max={total.to_string()} aria-label={words::place(shown.at, shown.total)}></progress>
            } else {
                <span class="sp"></span>
            }
            if presents {
                { present::keys(sim) }
            } else if challenge {
                if shown.may_ask_for_hint && shown.stars.is_none() {
                    <button type="button" onclick={on(Sim::hint)}>{ words::HINT }</button>
                }
                <button type="button" onclick={begin(lesson)}>{ words::AGAIN }</button>
            } else {
                <button type="button" disabled={shown.at == 0 && !shown.over} onclick={on(Sim::moment_before)}>{ icon::back() }{ words::MOMENT_BEFORE }</button>
                if let Some(after) = &after {
                    <button type="button" class="strong" onclick={begin(after)}>{ words::next_chapter(&after.title) }</button>
                } else {
                    <button type="button" class="strong" disabled={shown.over && shown.at >= shown.known} onclick={on(Sim::next_moment)}>{ next }{ icon::next() }</button>
                }
            }
            if !presents {
                <button type="button" onclick={on(|sim| sim.present(true))}>{ PRESENT }</button>
                <button type="button" onclick={on(Sim::leave_lesson)}>{ words::LEAVE }</button>
            }
        </section>
    }
}
