//! Who calls, how often, and what they put up with.

use super::Outcome;
use crate::api::Name;
use crate::time::SimDuration;

/// Everybody who calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrafficSpec {
    /// The clients; none: nobody calls.
    pub clients: Vec<Client>,
}

/// Users, or a program that calls for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// What they are called; may be empty.
    pub name: Name,
    /// The Service that they call; none: the first there is.
    pub service: Option<Name>,
    /// Requests per second, evenly spaced; 0: they are silent.
    pub requests_per_second: u32,
    /// How many source addresses the requests come from: at least one, at most [`Client::MOST_ADDRESSES`]. Each lies behind one node,
    /// by whose proxy its requests come in.
    pub addresses: u32,
    /// How long they wait for an answer, at each try; more than [`Client::LONGEST`] counts as that.
    pub timeout: SimDuration,
    /// Whether they try again.
    pub retries: Retries,
    /// They keep their connections open, so that a Pod that has answered an address once is asked by it again. Off by default.
    pub keep_alive: bool,
}

/// When a request is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// How often at most; more than [`Retries::MOST`] count as that.
    pub times: u32,
    /// How long they wait before: at least a millisecond, at most [`Client::LONGEST`].
    pub after: SimDuration,
    /// After which failures.
    pub on: Causes,
}

/// Some of the causes for which requests fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Causes(u8);

impl TrafficSpec {
    /// One client of the first Service with so many requests per second, patient for two seconds, who never tries again.
    pub fn rate(requests_per_second: u32) -> Self {
        Self { clients: vec![Client { requests_per_second, ..Client::default() }] }
    }

    /// Requests per second, all clients together.
    pub fn requests_per_second(&self) -> u64 {
        self.clients.iter().map(|c| u64::from(c.requests_per_second)).sum()
    }
}

impl Default for Client {
    fn default() -> Self {
        Self {
            name: "".into(),
            service: None,
            requests_per_second: 0,
            addresses: 1000,
            timeout: SimDuration::millis(2000),
            retries: Retries::default(),
            keep_alive: false,
        }
    }
}

impl Client {
    /// Nobody waits longer than ten minutes.
    pub const LONGEST: SimDuration = SimDuration::millis(600_000);
    /// Nobody comes from more addresses.
    pub const MOST_ADDRESSES: u32 = 4096;

    /// After how long every request has its outcome at the latest, all tries counted.
    pub fn patience(&self) -> SimDuration {
        let times = u64::from(self.retries.times.min(Retries::MOST));
        (self.waits() + self.retries.pause()).times(times) + self.waits()
    }

    pub(super) fn waits(&self) -> SimDuration {
        self.timeout.min(Self::LONGEST)
    }
}

impl Retries {
    /// Nobody tries more often than this.
    pub const MOST: u32 = 100;

    pub(super) fn pause(&self) -> SimDuration {
        self.after.clamp(SimDuration::millis(1), Client::LONGEST)
    }

    /// Whether a request that has failed for this cause after so many tries is tried again.
    pub(super) fn goes_on(&self, tries: u32, cause: Outcome) -> bool {
        tries <= self.times.min(Self::MOST) && self.on.contains(cause)
    }
}

impl Default for Retries {
    fn default() -> Self {
        Self { times: 0, after: SimDuration::ZERO, on: Causes::ALL }
    }
}

impl Causes {
    /// All of them.
    pub const ALL: Self = Self(0xff);
    /// Those where no program has seen the request, so that trying again cannot do a thing twice.
    pub const NOT_DELIVERED: Self = Self(
        1 << Outcome::NoEndpoint as u8
            | 1 << Outcome::ConnectionRefused as u8
            | 1 << Outcome::NotServingYet as u8,
    );

    /// Whether this one is among them.
    pub const fn contains(self, cause: Outcome) -> bool {
        self.0 & (1 << cause as u8) != 0
    }

    /// One bit for each, in the order of [`Outcome`].
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// What [`Self::bits`] came from.
    pub const fn of_bits(bits: u8) -> Self {
        Self(bits)
    }
}
