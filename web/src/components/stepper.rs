//! A number that is typed or stepped.

use crate::element::prelude::*;
use crate::locale::spec as words;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    pub(crate) value: i64,
    #[prop_or(0)]
    pub(crate) least: i64,
    #[prop_or(1)]
    pub(crate) step: i64,
    /// The number is milliseconds, shown and typed as seconds.
    #[prop_or_default]
    pub(crate) in_seconds: bool,
    pub(crate) on_change: Callback<i64>,
}

#[component]
pub(crate) fn Stepper(props: &Props) -> Html {
    let (least, step, value, in_seconds) = (props.least, props.step.max(1), props.value, props.in_seconds);
    let by = |d: i64| {
        let on_change = props.on_change.clone();
        Callback::from(move |_: MouseEvent| on_change.emit((value.saturating_add(d)).max(least)))
    };
    let onchange = {
        let on_change = props.on_change.clone();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            match read(field.value().trim(), in_seconds) {
                Some(n) => on_change.emit(n.min(1_000_000_000)),
                // What is no number is put back.
                None => field.set_value(&written(value, in_seconds)),
            }
        })
    };
    html! {
        <span class="step">
            <button type="button" onclick={by(-step)} disabled={value <= least} aria-label={format!("{}: {}", props.label, words::LESS)}>{ "−" }</button>
            <input type="text" inputmode="numeric" value={written(value, in_seconds)} {onchange} aria-label={props.label.clone()} />
            if in_seconds { <span class="unit">{ "s" }</span> }
            <button type="button" onclick={by(step)} aria-label={format!("{}: {}", props.label, words::MORE_STEP)}>{ "+" }</button>
        </span>
    }
}

fn written(value: i64, in_seconds: bool) -> String {
    if !in_seconds {
        return value.to_string();
    }
    let (whole, rest) = (value / 1000, value % 1000);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:03}").trim_end_matches('0').to_owned() }
}

fn read(text: &str, in_seconds: bool) -> Option<i64> {
    if !in_seconds {
        return text.parse().ok();
    }
    let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut ms: i64 = whole.parse::<i64>().ok().filter(|n| (0..=1_000_000).contains(n))? * 1000;
    if !rest.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    for (digit, worth) in rest.bytes().zip([100, 10, 1]) {
        ms += i64::from(digit - b'0') * worth;
    }
    Some(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_in_seconds_and_read_back() {
        let check = |ms, text: &str| {
            assert_eq!(written(ms, true), text);
            assert_eq!(read(text, true), Some(ms));
        };
        check(4_000, "4");
        check(1_500, "1.5");
        check(20, "0.02");
        assert_eq!(read("x", true), None);
        assert_eq!(read("1.x", true), None);
        assert_eq!(read("-1", true), None);
    }
}
