//! What components share: the run, its size on screen, the keys.

pub(crate) mod use_keys;
pub(crate) mod use_simulation;
pub(crate) mod use_size;
