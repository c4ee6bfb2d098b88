//! What becomes of requests, and the counts of it.

use crate::api::Name;
use crate::time::SimTime;

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// The Service had no endpoint: the node refused the connection.
    NoEndpoint,
    /// The program had exited, or had closed its port, but the proxy still sent to it; or the Service sends to another port.
    ConnectionRefused,
    /// The program was killed, or dropped the request, while it was answering.
    Reset,
    /// The Pod counted as ready before its program served.
    NotServingYet,
    /// The program answered wrongly to a client made for another version.
    WrongVersion,
    /// No answer within the client's patience: the program hangs or has too much to do, or the node dropped the connection.
    Timeout,
}

impl Outcome {
    /// All causes of failure, in the order in which they are shown.
    pub const CAUSES: [Self; 6] = [
        Self::NoEndpoint,
        Self::ConnectionRefused,
        Self::Reset,
        Self::NotServingYet,
        Self::WrongVersion,
        Self::Timeout,
    ];

    const COUNT: usize = 1 + Self::CAUSES.len();
}

/// Failed requests counted by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures([u64; Outcome::COUNT]);

impl Failures {
    /// How many failed for this cause.
    pub fn of(&self, cause: Outcome) -> u64 {
        self.0.get(cause as usize).copied().unwrap_or(0)
    }

    /// How many failed.
    pub fn in_all(&self) -> u64 {
        self.0.iter().sum()
    }
}

/// Requests counted by how they ended. Kept up to date with every request: reading it costs nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// All that were sent; a request that is tried again counts once.
    pub sent: u64,
    /// How often requests were tried again.
    pub retried: u64,
    /// Answered, by the image that answered, in the order in which the images first ran.
    pub answered: Vec<(Name, u64)>,
    /// When each of those answered first, in the same order.
    first_answer: Vec<Option<SimTime>>,
    pub(crate) failed: Failures,
    first_failure: [Option<SimTime>; Outcome::COUNT],
}

impl Ledger {
    /// How many were answered by this image.
    pub fn answered_by(&self, image: &str) -> u64 {
        self.answered.iter().find(|(i, _)| &**i == image).map_or(0, |(_, n)| *n)
    }

    /// How many were answered.
    pub fn answered_in_all(&self) -> u64 {
        self.answered.iter().map(|(_, n)| *n).sum()
    }

    /// How many failed for this cause.
    pub fn failed(&self, cause: Outcome) -> u64 {
        self.failed.of(cause)
    }

    /// How many failed.
    pub fn failed_in_all(&self) -> u64 {
        self.failed.in_all()
    }

    /// The causes for which requests failed, with their numbers.
    pub fn failures(&self) -> impl Iterator<Item = (Outcome, u64)> {
        Outcome::CAUSES.into_iter().map(|cause| (cause, self.failed(cause))).filter(|(_, n)| *n > 0)
    }

    /// When the first request failed for this cause. It is counted in the millisecond after that at the latest.
    pub fn first_failure(&self, cause: Outcome) -> Option<SimTime> {
        self.first_failure.get(cause as usize).copied().flatten()
    }

    /// When this image answered first. It is counted in the millisecond after that at the latest.
    pub fn first_answer(&self, image: &str) -> Option<SimTime> {
        let place = self.answered.iter().position(|(i, _)| &**i == image)?;
        self.first_answer.get(place).copied().flatten()
    }

    /// How many are under way.
    pub fn under_way(&self) -> u64 {
        self.sent.saturating_sub(self.answered_in_all()).saturating_sub(self.failed_in_all())
    }

    /// The place of an image among those that answer.
    pub(super) fn place_of(&mut self, image: &Name) -> usize {
        if let Some(at) = self.answered.iter().position(|(i, _)| i == image) {
            return at;
        }
        self.answered.push((image.clone(), 0));
        self.first_answer.push(None);
        self.answered.len() - 1
    }

    pub(super) fn answer(&mut self, place: usize, n: u64, at: SimTime) {
        if let Some((_, count)) = self.answered.get_mut(place) {
            *count += n;
        }
        if let Some(first) = self.first_answer.get_mut(place) {
            first.get_or_insert(at);
        }
    }

    pub(super) fn fail(&mut self, cause: Outcome, n: u64, at: SimTime) {
        if let Some(count) = self.failed.0.get_mut(cause as usize) {
            *count += n;
        }
        if let Some(first) = self.first_failure.get_mut(cause as usize) {
            first.get_or_insert(at);
        }
    }
}
