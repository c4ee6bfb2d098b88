//! Simulated time. The engine never reads a clock: every instant is a number of milliseconds since the scenario's start.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// An instant: milliseconds since the start of the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(pub u64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimDuration(pub u64);

/// A time as the API stores it: whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl SimTime {
    /// The scenario's start.
    pub const ZERO: Self = Self(0);

    /// How long ago `earlier` was; nothing if it lies ahead.
    pub fn since(self, earlier: Self) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A length given in milliseconds.
    pub const fn millis(ms: u64) -> Self {
        Self(ms)
    }

    /// A length given in seconds, as Kubernetes' fields are; negative counts as nothing.
    pub fn seconds(s: i64) -> Self {
        Self(u64::try_from(s).unwrap_or(0).saturating_mul(1000))
    }

    /// The same `n` times over.
    pub const fn times(self, n: u64) -> Self {
        Self(self.0.saturating_mul(n))
    }
}

impl Add<SimDuration> for SimTime {
    type Output = Self;
    fn add(self, d: SimDuration) -> Self {
        Self(self.0.saturating_add(d.0))
    }
}

impl AddAssign<SimDuration> for SimTime {
    fn add_assign(&mut self, d: SimDuration) {
        *self = *self + d;
    }
}

impl Add for SimDuration {
    type Output = Self;
    fn add(self, d: Self) -> Self {
        Self(self.0.saturating_add(d.0))
    }
}

impl Sub for SimDuration {
    type Output = Self;
    fn sub(self, d: Self) -> Self {
        Self(self.0.saturating_sub(d.0))
    }
}

/// Where the scenario's time lies in the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Milliseconds from 1970-01-01T00:00:00Z to [`SimTime::ZERO`].
    pub start_unix_ms: i64,
}

impl Calendar {
    /// What the API stores at this instant: the fraction of the second is cut off.
    pub fn timestamp(self, t: SimTime) -> Timestamp {
        Timestamp(self.unix_ms(t).div_euclid(1000))
    }

    /// Milliseconds since 1970 at this instant.
    pub fn unix_ms(self, t: SimTime) -> i64 {
        self.start_unix_ms.saturating_add(i64::try_from(t.0).unwrap_or(i64::MAX))
    }

    /// The instant of a stored time; the start, if it lies before it.
    pub fn instant(self, t: Timestamp) -> SimTime {
        SimTime(u64::try_from(t.0.saturating_mul(1000).saturating_sub(self.start_unix_ms)).unwrap_or(0))
    }
}

impl Timestamp {
    /// Year, month, day, hour, minute and second (UTC).
    pub fn civil(self) -> (i64, u32, u32, u32, u32, u32) {
        // Days since 0000-03-01, in eras of 400 years: leap days then come last.
        let days = self.0.div_euclid(86_400) + 719_468;
        let second = u32::try_from(self.0.rem_euclid(86_400)).unwrap_or(0);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = u32::try_from(day_of_year - (153 * shifted + 2) / 5 + 1).unwrap_or(1);
        let month = u32::try_from(if shifted < 10 { shifted + 3 } else { shifted - 9 }).unwrap_or(1);
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, day, second / 3600, second / 60 % 60, second % 60)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, as in the API.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, mo, d, h, mi, s) = self.civil();
        write!(f, "{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_in_the_api() {
        let check = |seconds: i64, text: &str| assert_eq!(Timestamp(seconds).to_string(), text);
        check(0, "1970-01-01T00:00:00Z");
        check(951_782_399, "2000-02-28T23:59:59Z");
        check(951_782_400, "2000-02-29T00:00:00Z");
        check(1_795_462_751, "2026-11-23T19:39:11Z");
        check(-1, "1969-12-31T23:59:59Z");
    }
}
