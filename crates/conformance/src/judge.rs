//! The judge: does a trace say the same as a recording of the real thing?
//!
//! A verdict is a list of differences, each a sentence that names the place, what was recorded and what the trace has instead; an
//! empty list means that the recording is reproduced.

mod control_plane;
mod difference;
mod kubectl;
mod mask;
mod pod_life;

pub use control_plane::control_plane;
pub use kubectl::{Printed, kubectl};
pub use pod_life::{against, pod_life};
