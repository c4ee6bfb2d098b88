//! What is drawn where, and what is said about it: pure, and tested without a browser.

pub(crate) mod chart;
pub(crate) mod csv;
pub(crate) mod film;
pub(crate) mod format;
pub(crate) mod gauge;
pub(crate) mod glyph;
pub(crate) mod layout;
pub(crate) mod life;
#[cfg(test)]
mod palette;
pub(crate) mod panes;
pub(crate) mod pod_look;
pub(crate) mod rect;
pub(crate) mod routing;
pub(crate) mod scene;
pub(crate) mod sentence;
pub(crate) mod story;
pub(crate) mod tally;
pub(crate) mod versions;
pub(crate) mod waiting;
pub(crate) mod wire;
