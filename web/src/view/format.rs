//! Numbers, times and names as they are written on the page.

use crate::locale::decimal;
use rollout_engine::{SimDuration, SimTime};

/// What tells one image from another: its tag, or what stands for it. `web:1.0.0` is `1.0.0`.
pub(crate) fn tag(image: &str) -> &str {
    if let Some((_, digest)) = image.split_once('@') {
        let digest = digest.split_once(':').map_or(digest, |(_, hex)| hex);
        return digest.get(..7).unwrap_or(digest);
    }
    let last = image.rsplit('/').next().unwrap_or(image);
    match last.split_once(':') {
        Some((_, tag)) if !tag.is_empty() => tag,
        _ => last,
    }
}

/// The part of a Pod's name that is its own: `web-5cbcff677b-x2x8z` is `x2x8z`.
pub(crate) fn own_part(name: &str) -> &str {
    name.rsplit('-').next().unwrap_or(name)
}

/// Text that takes at most `room` px in letters about `letter` tenths of a px wide; what does not fit is left out with an ellipsis.
pub(crate) fn fit(text: &str, room: i32, letter: i32) -> String {
    let most = usize::try_from(room * 10 / letter.max(1)).unwrap_or(0);
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// The run's clock: minutes, seconds, tenths. `00:14.2`
pub(crate) fn clock(since_opening: SimDuration) -> String {
    let tenths = since_opening.0 / 100;
    let (m, s, t) = (tenths / 600, tenths / 10 % 60, tenths % 10);
    let mut out = two(m);
    out.push(':');
    out.push_str(&two(s));
    out.push(decimal());
    out.push(digit(t));
    out
}

/// The run's clock without tenths. `00:14`
pub(crate) fn clock_short(since_opening: SimDuration) -> String {
    let s = since_opening.0 / 1000;
    let mut out = two(s / 60);
    out.push(':');
    out.push_str(&two(s % 60));
    out
}

fn digit(n: u64) -> char {
    char::from(b'0' + (n % 10) as u8)
}

fn two(n: u64) -> String {
    if n < 10 { ['0', digit(n)].into_iter().collect() } else { n.to_string() }
}

/// A length in one unit: `4 s`, `2 min`, `3 h`.
pub(crate) fn span(length: SimDuration) -> String {
    let s = length.0 / 1000;
    let (n, unit) = match s {
        0..=99 => (s, " s"),
        100..=5999 => (s / 60, " min"),
        _ => (s / 3600, " h"),
    };
    n.to_string() + unit
}

/// What is left until `then`, a second begun counting as one.
pub(crate) fn left(now: SimTime, then: SimTime) -> String {
    span(SimDuration((then.since(now).0).div_ceil(1000) * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_told_apart_by_their_tags() {
        let check = |image, expected| assert_eq!(tag(image), expected);
        check("web:1.0.0", "1.0.0");
        check("nginx", "nginx");
        check("registry.example:5000/team/web:2", "2");
        check("registry.example:5000/team/web", "web");
        check("web@sha256:0123456789abcdef", "0123456");
    }

    #[test]
    fn times_are_short() {
        assert_eq!(clock(SimDuration(14_260)), "00:14.2");
        assert_eq!(clock(SimDuration(6_000_000)), "100:00.0");
        assert_eq!(clock_short(SimDuration(64_000)), "01:04");
        assert_eq!(span(SimDuration(120_000)), "2 min");
        assert_eq!(span(SimDuration(14_999)), "14 s");
        assert_eq!(left(SimTime(0), SimTime(3_001)), "4 s");
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        assert_eq!(fit("CrashLoopBackOff", 200, 80), "CrashLoopBackOff");
        assert_eq!(fit("CrashLoopBackOff", 48, 80), "Crash…");
    }
}
