//! # Rollout engine
//!
//! A deterministic, discrete-event simulation of what a Kubernetes 1.37 cluster does with a Deployment. It reads no clock, no
//! environment and no global, and draws chance from one seeded generator: the same scenario and the same commands give the same
//! bytes, natively and in WebAssembly. It knows no pixel, no colour and no language.
//!
//! [`Simulation`] has few verbs; [`Timeline`] adds going back, jumping and forking; a [`Snapshot`] is what a page draws.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::float_arithmetic
    )
)]

pub mod api;
mod arena;
mod cache;
mod cluster;
mod command;
pub mod controller;
pub mod decision;
pub mod id;
mod kubelet;
pub mod log;
mod node;
mod number_map;
pub mod order;
pub mod pod_template_hash;
pub mod printed;
mod queue;
mod random_numbers;
mod recorder;
mod rng;
mod scenario;
mod scheduler;
mod short;
mod simulation;
pub mod snapshot;
mod sorted;
mod spare;
mod time;
mod timeline;
pub mod traffic;
#[cfg(test)]
mod vectors;
mod workload;
mod world;

pub use cluster::Change;
pub use command::{ApiError, Applied, Command, Fault, NodeChange, Propagation};
pub use decision::{Decision, DecisionOutcome, Equation, Rule, Term};
pub use log::{Happening, Recording};
pub use number_map::{AsKey, AsValue, NumberMap, NumberSet};
pub use pod_template_hash::{hash_is_exact, hashed_text, pod_template_hash};
pub use rng::SimRng;
pub use scenario::{Latencies, NodeMode, Scenario, Script, ScriptedPod, Taken};
pub use simulation::Simulation;
pub use snapshot::Snapshot;
pub use sorted::SortedMap;
pub use time::{Calendar, SimDuration, SimTime, Timestamp};
pub use timeline::{LimitsSample, Sample, SetSample, Timeline};
pub use workload::{Preset, Workload};
