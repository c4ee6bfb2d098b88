//! Several Deployments and Services on one stage, and what a run may start from.

use super::super::{Text, fill};

/// The menu of starting points.
pub(crate) const START_FROM: Text = Text("Start from …");

/// What `start::SCENARIOS` are called.
pub(crate) const SCENARIOS: [Text; 4] =
    [Text("Rolling update"), Text("Recreate"), Text("Canary"), Text("Blue/green")];

/// In a low card of a Deployment.
pub(crate) fn exist_and_available(exist: u32, available: u32, roomy: bool) -> String {
    match roomy {
        true => fill("{} exist, {} available", &[&exist, &available]),
        false => fill("{} of {} available", &[&available, &exist]),
    }
}

pub(crate) const WHICH_DEPLOYMENT: Text = Text("Deployment");
