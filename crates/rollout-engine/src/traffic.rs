//! Users: who calls, how often, and what became of every request.

mod outcome;

pub use outcome::{Ledger, Outcome};

use crate::api::Name;
use crate::time::SimDuration;

/// Who calls, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficSpec {
    /// The Service that is called; none: the first there is.
    pub service: Option<Name>,
    /// Requests per second, all clients together; 0: nobody calls.
    pub requests_per_second: u32,
    /// How long a client waits for its answer.
    pub timeout: SimDuration,
    /// How often a client tries again after a failure.
    pub retries: u32,
}

impl Default for TrafficSpec {
    fn default() -> Self {
        Self { service: None, requests_per_second: 0, timeout: SimDuration::millis(2000), retries: 0 }
    }
}
