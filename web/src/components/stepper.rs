//! A number that is typed or stepped.

use crate::locale::spec as words;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    pub(crate) value: i64,
    #[prop_or(0)]
    pub(crate) least: i64,
    #[prop_or(1)]
    pub(crate) step: i64,
    /// A word after the number, such as `s` or `%`.
    #[prop_or_default]
    pub(crate) unit: &'static str,
    pub(crate) on_change: Callback<i64>,
}

#[component]
pub(crate) fn Stepper(props: &Props) -> Html {
    let (least, step, value) = (props.least, props.step.max(1), props.value);
    let by = |d: i64| {
        let on_change = props.on_change.clone();
        Callback::from(move |_: MouseEvent| on_change.emit((value.saturating_add(d)).max(least)))
    };
    let onchange = {
        let on_change = props.on_change.clone();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            match field.value().trim().parse::<i64>() {
                Ok(n) => on_change.emit(n.min(1_000_000_000)),
                // What is no number is put back.
                Err(_) => field.set_value(&value.to_string()),
            }
        })
    };
    html! {
        <span class="step">
            <button type="button" onclick={by(-step)} disabled={value <= least} aria-label={format!("{}: {}", props.label, words::LESS)}>{ "−" }</button>
            <input type="text" inputmode="numeric" value={value.to_string()} {onchange} aria-label={props.label.clone()} />
            if !props.unit.is_empty() { <span class="unit">{ props.unit }</span> }
            <button type="button" onclick={by(step)} aria-label={format!("{}: {}", props.label, words::MORE_STEP)}>{ "+" }</button>
        </span>
    }
}
