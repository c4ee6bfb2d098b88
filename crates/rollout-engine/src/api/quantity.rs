//! Amounts of CPU, memory and other resources (`apimachinery/pkg/api/resource`).

use std::fmt;

/// Which family of suffixes an amount was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuantityFormat {
    /// `Ki`, `Mi` ...: powers of 1024.
    BinarySi,
    /// `m`, `k`, `M` ...: powers of 1000.
    DecimalSi,
    /// `e3`
    DecimalExponent,
}

/// An amount: `value` · 10^`scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The digits, without the decimal point.
    pub value: i64,
    /// The power of ten, never below -9: finer amounts are rounded away from 0.
    pub scale: i32,
    /// How it is written.
    pub format: QuantityFormat,
    /// Whether the text it was read from is taken for canonical and kept as it was.
    pub keeps_text: bool,
}

const DECIMAL: [(&str, i32); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
const BINARY: [(&str, u32); 7] =
    [("", 0), ("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40), ("Pi", 50), ("Ei", 60)];

impl Quantity {
    /// Reads `500m`, `0.5`, `64Mi`, `1e3`; nothing if it is not such a text, or is beyond 64 bits.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "0" {
            let format = QuantityFormat::DecimalSi;
            return Some(Self { value: 0, scale: 0, format, keeps_text: true });
        }
        let (negative, unsigned) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let number_end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
        let (number, suffix) = unsigned.split_at_checked(number_end)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if number.is_empty() || number == "." || fraction.contains('.') {
            return None;
        }
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            digits => digits,
        };
        let digits = format!("{whole}{fraction}");
        let places = i32::try_from(fraction.len()).ok()?;
        let read = match suffix_power(suffix)? {
            Power::Two(power) => Self::binary(&digits, places, power)?,
            Power::Ten(power, format) => Self::decimal(&digits, power.checked_sub(places)?, format)?,
        };
        Some(Self { value: if negative { read.value.checked_neg()? } else { read.value }, ..read })
    }

    fn decimal(digits: &str, scale: i32, format: QuantityFormat) -> Option<Self> {
        let mut value = Digits::read(digits)?;
        if scale < -9 {
            for _ in scale..-9 {
                value.tenth_rounded_up();
            }
            return Some(Self { value: value.get()?, scale: -9, format, keeps_text: false });
        }
        let keeps_text = scale % 3 == 0 && !digits.ends_with("000") && !digits.starts_with('0');
        Some(Self { value: value.get()?, scale, format, keeps_text })
    }

    fn binary(digits: &str, places: i32, power: u32) -> Option<Self> {
        let read = Digits::read(digits)?;
        let mut scaled = read.clone();
        for _ in 0..power / 10 {
            scaled.times(1024, 0)?;
        }
        let mut whole = scaled.clone();
        if (0..places).all(|_| !whole.tenth_rounded_up()) {
            let value = whole.get().unwrap_or(i64::MAX);
            let keeps_text = places == 0 && !read.is_multiple_of_eight();
            return Some(Self { value, scale: 0, format: QuantityFormat::BinarySi, keeps_text });
        }
        scaled.times(1_000_000_000, 0)?;
        for _ in 0..places {
            scaled.tenth_rounded_up();
        }
        Some(Self { value: scaled.get()?, scale: -9, format: QuantityFormat::DecimalSi, keeps_text: false })
    }

    /// Its text as the API server stores it: `0.5` becomes `500m`.
    pub fn canonical_text(text: &str) -> Option<String> {
        let read = Self::parse(text)?;
        Some(if read.keeps_text { text.to_owned() } else { read.to_string() })
    }

    /// What the API server says of a text that is no amount.
    pub fn complaint(text: &str) -> &'static str {
        let bare = text.trim().trim_start_matches(['+', '-']);
        let end = bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len());
        let (number, suffix) = bare.split_at_checked(end).unwrap_or((bare, ""));
        let letters = suffix.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['+', '-']);
        if bare.is_empty()
            || number.matches('.').count() > 1
            || letters.contains(|c| !"eEinumkKMGTP".contains(c))
        {
            return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
        }
        if suffix_power(suffix).is_none() {
            return "unable to parse quantity's suffix";
        }
        "unable to parse numeric part of quantity"
    }

    /// In thousandths, a fraction rounded up: CPU.
    pub fn milli_value(self) -> i64 {
        self.scaled(-3)
    }

    /// In whole units, a fraction rounded up: bytes, Pods.
    pub fn whole_value(self) -> i64 {
        self.scaled(0)
    }

    /// Whether it is more than another.
    pub fn exceeds(self, other: Self) -> bool {
        let scale = self.scale.min(other.scale);
        self.scaled(scale) > other.scaled(scale)
    }

    fn scaled(self, scale: i32) -> i64 {
        let shift = self.scale - scale;
        let unit = 10_i64.checked_pow(shift.unsigned_abs()).unwrap_or(i64::MAX);
        if shift >= 0 {
            return self.value.saturating_mul(unit);
        }
        let quotient = self.value / unit;
        if self.value % unit == 0 { quotient } else { quotient.saturating_add(self.value.signum()) }
    }
}

/// A whole number of 128 bits, the lowest first: what an amount is until it has been scaled.
#[derive(Clone)]
struct Digits([u32; 4]);

impl Digits {
    fn read(text: &str) -> Option<Self> {
        let mut read = Self([0; 4]);
        for digit in text.chars() {
            read.times(10, digit.to_digit(10)?)?;
        }
        Some(read)
    }

    /// Multiplies and adds; nothing if it does not fit.
    fn times(&mut self, factor: u32, plus: u32) -> Option<()> {
        let mut carry = u64::from(plus);
        for part in &mut self.0 {
            carry += u64::from(*part) * u64::from(factor);
            *part = low(carry);
            carry >>= 32;
        }
        (carry == 0).then_some(())
    }

    /// Divides by 10, a fraction rounded up; whether there was one.
    fn tenth_rounded_up(&mut self) -> bool {
        let mut rest = 0;
        for part in self.0.iter_mut().rev() {
            rest = (rest << 32) | u64::from(*part);
            *part = low(rest / 10);
            rest %= 10;
        }
        rest != 0 && self.times(1, 1).is_some()
    }

    fn is_multiple_of_eight(&self) -> bool {
        self.0.first().is_some_and(|part| part % 8 == 0)
    }

    fn get(&self) -> Option<i64> {
        let [a, b, 0, 0] = self.0 else { return None };
        i64::try_from((u64::from(b) << 32) | u64::from(a)).ok()
    }
}

/// The lower half.
fn low(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

enum Power {
    Two(u32),
    Ten(i32, QuantityFormat),
}

fn suffix_power(suffix: &str) -> Option<Power> {
    if let Some((_, power)) = DECIMAL.iter().find(|(s, _)| *s == suffix) {
        return Some(Power::Ten(*power, QuantityFormat::DecimalSi));
    }
    if let Some((_, power)) = BINARY.iter().find(|(s, _)| *s == suffix) {
        return Some(Power::Two(*power));
    }
    let exponent = suffix.strip_prefix(['e', 'E'])?;
    let power: i32 = exponent.parse().ok()?;
    (-1000..1000).contains(&power).then_some(Power::Ten(power, QuantityFormat::DecimalExponent))
}

impl fmt::Display for Quantity {
    /// In canonical form: no fraction, the largest suffix that allows that.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.value == 0 {
            return f.write_str("0");
        }
        if self.format == QuantityFormat::BinarySi && self.scale == 0 && self.value.unsigned_abs() >= 1024 {
            let power = (self.value.trailing_zeros() / 10).min(6);
            let suffix = BINARY.iter().find(|(_, p)| *p == power * 10).map_or("", |(s, _)| s);
            return write!(f, "{}{suffix}", self.value >> (power * 10));
        }
        let (mut value, mut scale) = (self.value, self.scale);
        while value % 10 == 0 {
            value /= 10;
            scale += 1;
        }
        let zeros = match scale.rem_euclid(3) {
            0 => "",
            1 => "0",
            _ => "00",
        };
        scale -= scale.rem_euclid(3);
        let suffix = match self.format {
            QuantityFormat::DecimalExponent => None,
            _ => DECIMAL.iter().find(|(_, p)| *p == scale).map(|(s, _)| *s),
        };
        write!(f, "{value}{zeros}")?;
        match suffix {
            Some(suffix) => f.write_str(suffix),
            None if scale == 0 => Ok(()),
            None => write!(f, "e{scale}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_stored_in_canonical_form() {
        let check = |text: &str, stored: Option<&str>| {
            assert_eq!(Quantity::canonical_text(text).as_deref(), stored, "{text}");
        };
        check("0", Some("0"));
        check("0.0", Some("0"));
        check("0.5", Some("500m"));
        check("500m", Some("500m"));
        check("1500m", Some("1500m"));
        check("1000m", Some("1"));
        check("1.5Gi", Some("1536Mi"));
        check("1024Mi", Some("1Gi"));
        check("64Mi", Some("64Mi"));
        check("512", Some("512"));
        check("1G", Some("1G"));
        check("1000M", Some("1G"));
        check("1e3", Some("1e3"));
        check("100", Some("100"));
        check("12000", Some("12k"));
        check("-2", Some("-2"));
        check("0.0000000001", Some("1n"));
        check("0.1Ki", Some("102400m"));
        check("1.0000000000000001Gi", Some("1073741824000000108n"));
        check("1000000000000000000000n", None);
        check("9223372036854775807", Some("9223372036854775807"));
        check("9223372036854775808", None);
        check("99Ei", Some("99Ei"));
        check("340282366920938463463374607431768211456Ki", None);
        check("1e-20", Some("1e-9"));
        check("250000", Some("250k"));
        check("12e4", Some("120e3"));
        for wrong in ["", "m", "1x", "1.2.3", "--1", "1 Gi", "é"] {
            check(wrong, None);
        }
        for (wrong, complaint) in [
            ("1x", "quantities"),
            ("", "quantities"),
            ("1mm", "unable to parse quantity's suffix"),
            ("m", "unable to parse numeric"),
        ] {
            assert!(Quantity::complaint(wrong).starts_with(complaint), "{wrong}");
        }
    }

    #[test]
    fn amounts_are_counted_in_units_rounded_up() {
        let read = |text: &str| Quantity::parse(text).unwrap();
        assert_eq!(read("0.5").milli_value(), 500);
        assert_eq!(read("2").milli_value(), 2000);
        assert_eq!(read("100u").milli_value(), 1);
        assert_eq!(read("64Mi").whole_value(), 64 << 20);
        assert_eq!(read("1G").whole_value(), 1_000_000_000);
        assert_eq!(read("1500m").whole_value(), 2);
        assert!(read("1").exceeds(read("999m")) && read("1Ki").exceeds(read("1k")));
        assert!(!read("500m").exceeds(read("0.5")) && !read("1n").exceeds(read("1E")));
    }
}
