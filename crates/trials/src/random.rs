//! Random clusters and random acts.

mod act;
mod scenario;
mod template;

pub use act::act;
pub use scenario::scenario;

use crate::choices::Choices;
use rollout_engine::SimDuration;

/// The names that Deployments may have; a Service of the same name looks for their Pods.
const NAMES: [&str; 2] = ["web", "api"];
/// The images that containers may have. What they do, the scenario says.
const IMAGES: [&str; 4] = ["app:1", "app:2", "app:3", "app:4"];

/// How wild a trial is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    /// Healthy images, room enough, and nothing but rollouts: each must come to its end, and the floor must hold.
    Calm,
    /// Everything.
    Wild,
}

/// A length of time, from no time to a minute.
fn duration(choices: &mut Choices) -> SimDuration {
    const MS: [u64; 14] = [0, 1000, 1, 3, 7, 20, 60, 150, 400, 2000, 3500, 7000, 15_000, 60_000];
    SimDuration::millis(choices.one_of(&MS).unwrap_or(0))
}
