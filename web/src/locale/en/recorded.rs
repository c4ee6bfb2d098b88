//! Recordings of a real cluster.

use super::super::{Text, fill};

/// In the menu of what to start from.
pub(crate) const OPEN: Text = Text("A recording …");
pub(crate) const TITLE: Text = Text("Recorded on a real cluster");
pub(crate) const HOW: Text = Text(
    "What happened is read from the file, and why only as far as its numbers show it. Nothing is simulated.",
);
pub(crate) const NOTHING_CHANGES: Text =
    Text("This is a recording: nothing can be changed in it. Your own run is as you left it.");
pub(crate) const LEAVE: Text = Text("Back to my run");
pub(crate) const NOT_OPENED: Text = Text("The recording could not be opened.");

pub(crate) fn problem(name: &str, at: Option<(u32, u32)>, problem: &str) -> String {
    match at {
        Some((line, column)) => fill("{}, line {}, column {}: {}", &[&name, &line, &column, &problem]),
        None => fill("{}: {}", &[&name, &problem]),
    }
}

/// Before a size that is to come.
pub(crate) const NEXT: Text = Text("Next: ");

/// The new size of a ReplicaSet.
pub(crate) fn size(hash: &str, from: Option<i64>, to: i64) -> String {
    match from {
        Some(from) => fill("{}: {} → {}", &[&hash, &from, &to]),
        None => fill("{}: new, {}", &[&hash, &to]),
    }
}
