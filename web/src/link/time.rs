//! Times in links: `2s`, `14.2s`, `5321ms`, `2m`.

use rollout_engine::SimDuration;

/// No link says a later time: a run is gone through up to it.
const LATEST_MS: u64 = 4 * 3_600_000;

pub(crate) fn read(text: &str) -> Option<SimDuration> {
    let (number, unit) = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]
        .into_iter()
        .find_map(|(suffix, unit)| Some((text.strip_suffix(suffix)?, unit)))?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: u64 = format!("{part:0<3}").parse().ok()?;
    let ms = whole.parse::<u64>().ok()?.checked_mul(unit)?.checked_add(thousandths * unit / 1000)?;
    (ms <= LATEST_MS).then_some(SimDuration(ms))
}

pub(crate) fn written(time: SimDuration) -> String {
    let (s, ms) = (time.0 / 1000, time.0 % 1000);
    if ms == 0 {
        return format!("{s}s");
    }
    let part = format!("{ms:03}");
    format!("{s}.{}s", part.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written() {
        let check = |text: &str, ms: Option<u64>, again: &str| {
            let read = read(text);
            assert_eq!(read, ms.map(SimDuration), "{text}");
            assert_eq!(read.map(written).unwrap_or_default(), again, "{text}");
        };
        check("2s", Some(2_000), "2s");
        check("14.2s", Some(14_200), "14.2s");
        check("5321ms", Some(5_321), "5.321s");
        check("2m", Some(120_000), "120s");
        check("1.5m", Some(90_000), "90s");
        check("0s", Some(0), "0s");
        check("", None, "");
        check("s", None, "");
        check("1.2345s", None, "");
        check("99999999999999999999h", None, "");
        check("4h", Some(14_400_000), "14400s");
        check("5h", None, "");
    }
}
