//! `maxSurge` and `maxUnavailable`: a number of Pods or a share of them.

use std::fmt;

/// A number, or a percentage of some whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IntOrPercent {
    /// So many.
    Int(i32),
    /// So many of a hundred.
    Percent(i32),
}

impl IntOrPercent {
    /// Reads what stands in quotes: only `25%` will do, a bare number in quotes is refused
    /// (`apimachinery/pkg/util/intstr`).
    pub fn parse_text(text: &str) -> Option<Self> {
        let digits = text.strip_suffix('%')?;
        let digits_only = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        digits_only.then(|| digits.parse().ok().map(Self::Percent)).flatten()
    }

    /// The number of Pods it comes to, of `whole`, a fraction rounded up.
    pub fn rounded_up(self, whole: i32) -> i32 {
        self.scaled(whole, 99)
    }

    /// The number of Pods it comes to, of `whole`, a fraction dropped.
    pub fn rounded_down(self, whole: i32) -> i32 {
        self.scaled(whole, 0)
    }

    fn scaled(self, whole: i32, round: i64) -> i32 {
        match self {
            Self::Int(n) => n,
            Self::Percent(p) => {
                i32::try_from((i64::from(p) * i64::from(whole) + round).div_euclid(100)).unwrap_or(i32::MAX)
            }
        }
    }
}

impl fmt::Display for IntOrPercent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(n) => write!(f, "{n}"),
            Self::Percent(p) => write!(f, "{p}%"),
        }
    }
}
