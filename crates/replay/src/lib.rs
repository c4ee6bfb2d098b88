//! Recordings of a real cluster, to be gone through step by step: what `kubectl get … -o json -w` prints, or one of the project's own
//! recordings in; a list of moments with what happened in each out. Nothing is simulated here.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod changes;
mod cluster;
mod drawn;
mod json;
mod recorded;
mod watched;

pub use changes::{Change, Edited, Why};
pub use cluster::{Cluster, Deployment, Pod, ReplicaSet, hash_in};

use json::{Json, Reader};
use std::fmt;

/// More bytes are not read: a page would stand still over them.
pub const MAX_BYTES: usize = 32 << 20;

/// A recording that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// What it is, in the words of who recorded it; empty if nothing is known.
    pub about: String,
    /// The moments in their order.
    pub moments: Vec<Moment>,
}

/// A moment of a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since the recording began. Kubernetes stores whole seconds; what falls into one second keeps its order.
    pub at_ms: u64,
    /// What has changed.
    pub changes: Vec<Change>,
    /// What there was then.
    pub cluster: Cluster,
}

/// Why a text is no recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Line and column, counted from 1; none if it is about the whole.
    pub at: Option<(usize, usize)>,
    /// What is wrong, and what to do.
    pub problem: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.at {
            write!(f, "line {line}, column {column}: ")?;
        }
        f.write_str(&self.problem)
    }
}

impl std::error::Error for Refusal {}

fn refuse(problem: &str) -> Refusal {
    Refusal { at: None, problem: problem.to_owned() }
}

/// Refuses a file by its size, before it is read.
///
/// # Errors
/// Where it has more than [`MAX_BYTES`].
pub fn check_size(bytes: u64) -> Result<(), Refusal> {
    if bytes <= MAX_BYTES as u64 {
        return Ok(());
    }
    Err(refuse(&format!(
        "the file has {} MB; at most {} MB are read: record a shorter time, or the objects of one namespace",
        bytes / 1_000_000,
        MAX_BYTES / 1_000_000
    )))
}

/// Whether a text is meant as a recording, be it a good one or not: JSON about what only a cluster makes.
pub fn looks_like_one(text: &str) -> bool {
    const MADE_BY_CLUSTERS: [&str; 6] =
        ["\"ReplicaSet\"", "\"Pod\"", "\"Event\"", "\"ADDED\"", "\"control-plane\"", "\"pod-life\""];
    text.trim_start().starts_with('{') && MADE_BY_CLUSTERS.iter().any(|made| text.contains(made))
}

/// Reads a recording.
///
/// # Errors
/// Where the text is too long, is no JSON, is cut off, or tells of no Deployment, ReplicaSet or Pod.
pub fn read(text: &str) -> Result<Replay, Refusal> {
    check_size(text.len() as u64)?;
    let mut reader = Reader::new(text);
    let mut watched = watched::Watched::default();
    let mut first = true;
    while let Some(value) = reader.next()? {
        if !matches!(value, Json::Map(_)) {
            return Err(reader.refuse("this is no object of Kubernetes: record with kubectl get … -o json"));
        }
        if first && matches!(value.at("kind").text(), "control-plane" | "pod-life") {
            return recorded::read(&value);
        }
        first = false;
        watched.take(&value);
    }
    watched.replay()
}
