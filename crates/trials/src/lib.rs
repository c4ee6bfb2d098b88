//! Trials of the engine: rollouts of any size to be measured, and random runs held against what must always be true.
//!
//! Everything here is as pure as the engine, so that the same trial can be run natively and in a browser.

#![forbid(unsafe_code)]

pub mod arithmetic;
pub mod choices;
pub mod digest;
pub mod laws;
pub mod objects;
pub mod random;
pub mod rollout;
pub mod traffic;
pub mod trial;
