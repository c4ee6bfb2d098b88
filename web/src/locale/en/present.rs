//! Presenting.

use super::super::{Text, fill};

pub(crate) const PRESENT: Text = Text("Present");
pub(crate) const PRESENTING: Text = Text("Presenting");
pub(crate) const NOTES: Text = Text("Speaker's notes");
pub(crate) const END: Text = Text("End");
pub(crate) const NEXT: Text = Text("What comes next");
pub(crate) const KEYS: [(&str, &str); 4] = [("→", "next"), ("←", "back"), ("Space", "play"), ("B", "blank")];

pub(crate) fn passed(time: &str) -> String {
    fill("{} since the beginning", &[&time])
}
