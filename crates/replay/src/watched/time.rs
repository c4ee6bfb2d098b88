//! When something was written, as far as the objects themselves tell.

use crate::json::Json;

/// The latest time in what a cluster writes into an object by itself. When it will be gone at the latest lies ahead.
pub(super) fn latest(object: &Json) -> i64 {
    let mut latest = 0;
    for part in ["metadata", "status"] {
        for (key, value) in object.at(part).entries() {
            if !matches!(&**key, "annotations" | "labels" | "deletionTimestamp") {
                walk(value, &mut latest);
            }
        }
    }
    for key in ["lastTimestamp", "eventTime"] {
        walk(object.at(key), &mut latest);
    }
    let grace = object.at("metadata.deletionGracePeriodSeconds").count();
    seconds(object.at("metadata.deletionTimestamp").text()).map_or(latest, |end| latest.max(end - grace))
}

fn walk(value: &Json, latest: &mut i64) {
    match value {
        Json::Text(text) => *latest = (*latest).max(seconds(text).unwrap_or(0)),
        Json::List(items) => items.iter().for_each(|item| walk(item, latest)),
        Json::Map(entries) => entries.iter().for_each(|(_, value)| walk(value, latest)),
        _ => {}
    }
}

/// Seconds since 1970 of `2026-11-23T19:01:24Z`, also with a fraction; none if it is something else.
fn seconds(text: &str) -> Option<i64> {
    let fits = text.len() >= 20 && text.len() <= 30 && text.is_ascii() && text.ends_with('Z');
    if !fits || text.get(4..5) != Some("-") || text.get(10..11) != Some("T") {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    // Years that begin in March, so that the leap day comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some((days - 719_468) * 86_400 + part(11, 13)? * 3600 + part(14, 16)? * 60 + part(17, 19)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        let check = |text, expected| assert_eq!(seconds(text), expected, "{text}");
        check("1970-01-01T00:00:00Z", Some(0));
        check("2026-11-23T19:39:11Z", Some(1_795_462_751));
        check("2000-02-29T00:00:00.123456Z", Some(951_782_400));
        check("web-5cbcff677b-b9vzh-Z", None);
    }
}
