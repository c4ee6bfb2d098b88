//! The tree of futures, and two of them compared.

use super::super::{Text, fill};

pub(crate) const TITLE: Text = Text("Futures");
pub(crate) const NOTE: Text =
    Text("Act in the past, and what lay ahead is kept here. Each can be returned to.");
pub(crate) const NAME: Text = Text("Name");
pub(crate) const PARTED: Text = Text("Parted at");
pub(crate) const SHOWN: Text = Text("shown");
pub(crate) const RETURN: Text = Text("Return");
pub(crate) const REMOVE: Text = Text("Remove");
pub(crate) const COMPARE: Text = Text("Compare");
pub(crate) const WITH_ANOTHER_SETTING: Text = Text("Compare with another setting");
pub(crate) const NOTHING_DONE: Text = Text("nothing done");
pub(crate) const NOTHING_MORE: Text = Text("nothing more done");

/// After the first acts of a future.
pub(crate) fn and_more(n: usize) -> String {
    fill(" and {} more", &[&n])
}

/// A button's name for those who do not see its row.
pub(crate) fn about(what: Text, future: &str) -> String {
    [&*what, ": ", future].concat()
}
