//! The text itself: lines with their numbers, marks where something is wrong, and what the API server fills in between them.

use crate::browser;
use crate::element::prelude::*;
use crate::locale::yaml as words;
use crate::state::Problem;

/// Beyond so many lines none is numbered: nobody wrote that by hand.
const MOST_NUMBERED: usize = 5_000;

/// The numbers of the lines. Those in which something is wrong are marked and lead there; for keys and screen readers the list of
/// what is wrong does.
pub(crate) fn gutter(text: &str, problems: &[Problem], gutter: &NodeRef, field: &NodeRef) -> Html {
    let count = text.split('\n').count();
    let numbered = if count > MOST_NUMBERED { 0 } else { count };
    let mut nodes: Vec<Html> = Vec::new();
    let mut numbers = String::new();
    for number in 1..=numbered {
        let here = |p: &&Problem| p.at.is_some_and(|(line, _)| line as usize == number);
        match problems.iter().find(here) {
            None => numbers.push_str(&number.to_string()),
            Some(problem) => {
                let what: Vec<&str> = problems.iter().filter(here).map(|p| p.message.as_str()).collect();
                let (field, at) = (field.clone(), problem.at.unwrap_or((1, 1)));
                let onclick = Callback::from(move |_: MouseEvent| browser::go_to(&field, at.0, at.1));
                nodes.push(std::mem::take(&mut numbers).into());
                nodes.push(html! { <b title={what.join("\n")} {onclick}>{ "! " }{ number }</b> });
            }
        }
        numbers.push('\n');
    }
    nodes.push(numbers.into());
    let onscroll = {
        let (gutter, field) = (gutter.clone(), field.clone());
        Callback::from(move |_: Event| browser::scroll_along(&gutter, &field))
    };
    html! { <div class="gutter" aria-hidden="true" tabindex="-1" ref={gutter.clone()} {onscroll}>{ for nodes }</div> }
}

/// The text with the API server's defaults as faint lines at their places, to be read. `edit` is asked for with the line that was
/// chosen.
pub(crate) fn with_defaults(text: &str, edit: &Callback<u32>) -> Html {
    let mut defaults = manifest::defaults(text).into_iter().peekable();
    let mut lines: Vec<Html> = Vec::new();
    for (line, number) in text.lines().zip(1_u32..) {
        let edit = edit.clone();
        let onclick = Callback::from(move |_: MouseEvent| edit.emit(number));
        lines.push(html! { <div {onclick}><i>{ number }</i>{ line }</div> });
        while let Some(added) = defaults.next_if(|added| added.after <= number as usize) {
            lines.push(html! { <div class="default"><i></i><span class="unseen">{ words::DEFAULT }</span>{ added.text }</div> });
        }
    }
    html! {
        <div class="lines filled" id="with-defaults" tabindex="0" role="region" aria-label={words::DEFAULTS_LABEL}>{ for lines }</div>
    }
}
