//! Several Deployments and Services on one stage, and what a run may start from.

/// The menu of starting points.
pub(crate) const START_FROM: &str = "Start from …";

/// What `start::SCENARIOS` are called.
pub(crate) const SCENARIOS: [&str; 4] = ["Rolling update", "Recreate", "Canary", "Blue/green"];
