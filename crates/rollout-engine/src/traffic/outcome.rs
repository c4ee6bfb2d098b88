//! What becomes of requests.

use crate::SortedMap;
use crate::api::Name;
use crate::time::SimTime;

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// The Service had no endpoint.
    NoEndpoint,
    /// The Pod had exited, but the proxy still sent to it.
    ConnectionRefused,
    /// The Pod was killed while it was answering.
    Reset,
    /// The Pod was Running but the program did not serve yet.
    NotServingYet,
    /// The program answered wrongly to a client made for another version.
    WrongVersion,
    /// No answer within the client's patience.
    Timeout,
}

/// Requests counted by how they ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// All that were sent.
    pub sent: u64,
    /// Answered, by the image that answered.
    pub answered: SortedMap<Name, u64>,
    /// Failed, by cause.
    pub failed: SortedMap<Outcome, u64>,
    /// When the first request of each cause was sent that failed.
    pub first_failure: SortedMap<Outcome, SimTime>,
}
