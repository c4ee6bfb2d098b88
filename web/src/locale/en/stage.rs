//! Several Deployments and Services on one stage, and what a run may start from.

use super::super::Text;

/// The menu of starting points.
pub(crate) const START_FROM: Text = Text("Start from …");

/// What `start::SCENARIOS` are called.
pub(crate) const SCENARIOS: [Text; 4] =
    [Text("Rolling update"), Text("Recreate"), Text("Canary"), Text("Blue/green")];
