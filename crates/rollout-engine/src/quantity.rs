//! Resource quantities: `200m`, `512Mi`, `1.5` (`apimachinery/pkg/api/resource`).

/// A quantity in thousandths, rounded up; nothing if it is none.
pub fn milli(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '+' | '-')).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{fraction}");
    let value: i128 = digits.parse().ok()?;
    let divisor = 10i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    // Numerator and denominator of the suffix.
    let (up, down): (i128, i128) = match suffix {
        "n" => (1, 1_000_000_000),
        "u" => (1, 1_000_000),
        "m" => (1, 1000),
        "" => (1, 1),
        "k" => (1000, 1),
        "M" => (1_000_000, 1),
        "G" => (1_000_000_000, 1),
        "T" => (1_000_000_000_000, 1),
        "Ki" => (1 << 10, 1),
        "Mi" => (1 << 20, 1),
        "Gi" => (1 << 30, 1),
        "Ti" => (1 << 40, 1),
        _ => {
            let exponent: u32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            (10i128.checked_pow(exponent)?, 1)
        }
    };
    let thousandths = value.checked_mul(up)?.checked_mul(1000)?;
    let divisor = divisor.checked_mul(down)?;
    let rounded = thousandths.div_euclid(divisor) + i128::from(thousandths.rem_euclid(divisor) > 0);
    i64::try_from(rounded).ok()
}

/// A quantity in whole units, rounded up; nothing if it is none.
pub fn units(text: &str) -> Option<i64> {
    milli(text).map(|m| m.div_euclid(1000) + i64::from(m.rem_euclid(1000) > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities() {
        let check = |text: &str, thousandths: Option<i64>| assert_eq!(milli(text), thousandths, "{text}");
        check("200m", Some(200));
        check("1", Some(1000));
        check("1.5", Some(1500));
        check("0.0001", Some(1));
        check("512Mi", Some(512 * 1024 * 1024 * 1000));
        check("2e3", Some(2_000_000));
        check("much", None);
        check("", None);
    }
}
