//! How an image behaves when it runs: the program's own doing, which no manifest says.

mod preset;

pub use preset::Preset;

use crate::api::{Container, Quantity};
use crate::time::SimDuration;

/// The behaviour of one image. All times count from the container's start unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workload {
    /// How long a pull of the image takes.
    pub pull_for: SimDuration,
    /// How many pulls fail before one succeeds; `u32::MAX`: all.
    pub pull_failures: u32,
    /// When it begins to accept connections; before that they are refused. `None`: never.
    pub listens_after: Option<SimDuration>,
    /// When its readiness path begins to answer 200; before that it answers 503. `None`: never.
    pub ready_after: Option<SimDuration>,
    /// Spans (from, to) in which the readiness path answers 503 again.
    pub unready_between: Vec<(SimDuration, SimDuration)>,
    /// When its liveness path begins to answer 500.
    pub live_until: Option<SimDuration>,
    /// When it stops answering though it still accepts connections.
    pub hangs_at: Option<SimDuration>,
    /// When it exits by itself.
    pub exits_after: Option<SimDuration>,
    /// The code it exits with then.
    pub exit_code: i32,
    /// Only so many first starts of a container end that way; `None`: every one.
    pub crashes: Option<u32>,
    /// How many MiB more of memory it takes with every second. At its container's limit the kernel kills it (137, `OOMKilled`); where
    /// there is no limit, when its node is full.
    pub memory_mib_per_second: Option<u32>,
    /// From SIGTERM to its exit.
    pub stops_after: SimDuration,
    /// The code it exits with after SIGTERM.
    pub stop_exit_code: i32,
    /// It takes no notice of SIGTERM.
    pub ignores_sigterm: bool,
    /// Whether, between SIGTERM and its exit, it finishes what it has begun and goes on accepting; else both are cut at SIGTERM.
    pub drains: bool,
    /// How long it takes to answer a request.
    pub serves_for: SimDuration,
    /// How many requests it can serve at a time; `None`: any number.
    pub capacity: Option<u32>,
    /// It answers wrongly to clients that were made for another version.
    pub breaks_api: bool,
}

impl Default for Workload {
    /// A healthy program that starts at once and stops at once, dropping nothing.
    fn default() -> Self {
        Self {
            pull_for: SimDuration::ZERO,
            pull_failures: 0,
            listens_after: Some(SimDuration::ZERO),
            ready_after: Some(SimDuration::ZERO),
            unready_between: Vec::new(),
            live_until: None,
            hangs_at: None,
            exits_after: None,
            exit_code: 1,
            crashes: None,
            memory_mib_per_second: None,
            stops_after: SimDuration::ZERO,
            stop_exit_code: 0,
            ignores_sigterm: false,
            drains: true,
            serves_for: SimDuration::millis(20),
            capacity: None,
            breaks_api: false,
        }
    }
}

/// So much, in MiB, a container without a limit finds free on its node.
const FREE_ON_NODE_MIB: u64 = 1024;

impl Workload {
    /// How long after its start the memory of its program has come to the limit of this container; never, if it does not grow.
    pub fn out_of_memory_after(&self, container: &Container) -> Option<SimDuration> {
        let growth = u64::from(self.memory_mib_per_second.filter(|mib| *mib > 0)?) << 20;
        let limit = container.resources.limits.get("memory").and_then(|limit| Quantity::parse(limit));
        let limit =
            limit.map_or(FREE_ON_NODE_MIB << 20, |limit| u64::try_from(limit.whole_value()).unwrap_or(0));
        Some(SimDuration::millis(limit.saturating_mul(1000) / growth))
    }
}
