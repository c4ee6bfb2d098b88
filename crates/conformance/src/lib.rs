//! Recordings of the real thing in, traces of our engine out, and the judge between them.
//!
//! A [`recording`] is what a real control plane or a real kubelet did, step by step. A trace is what the engine did with the same
//! inputs, in the same format. The [`judge`] compares the two and names every difference; where the real thing leaves something to
//! chance, it accepts exactly the outcomes that are real.

pub mod judge;
pub mod recording;
mod shell;
pub mod trace;
