//! A number that is typed or stepped.

use crate::element::prelude::*;
use crate::locale::Text;
use crate::locale::spec as words;

/// A count, stepped by `step`.
pub(crate) fn count(label: Text, value: i64, step: i64, on_change: Callback<i64>) -> Html {
    stepper(label, value, step, false, on_change)
}

/// A length in milliseconds, shown and typed as seconds.
pub(crate) fn seconds(label: Text, ms: i64, step_ms: i64, on_change: Callback<i64>) -> Html {
    stepper(label, ms, step_ms, true, on_change)
}

fn stepper(label: Text, value: i64, step: i64, in_seconds: bool, on_change: Callback<i64>) -> Html {
    let by = |d: i64| {
        let on_change = on_change.clone();
        Callback::from(move |_: MouseEvent| on_change.emit((value.saturating_add(d)).max(0)))
    };
    let onchange = {
        let on_change = on_change.clone();
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
            <button type="button" onclick={by(-step)} disabled={value <= 0} aria-label={format!("{label}: {}", words::LESS)}>{ "−" }</button>
            <input type="text" inputmode="numeric" value={written(value, in_seconds)} {onchange} aria-label={label} />
            if in_seconds { <span class="unit">{ "s" }</span> }
            <button type="button" onclick={by(step)} aria-label={format!("{label}: {}", words::MORE_STEP)}>{ "+" }</button>
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
