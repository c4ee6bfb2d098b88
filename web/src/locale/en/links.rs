//! Links, and sharing them.

use super::super::{Text, fill};

pub(crate) const SHARE: Text = Text("Share");
pub(crate) const LINK: Text = Text("A link to this moment");
pub(crate) const FRAME: Text = Text("To embed it in a page");
pub(crate) const OPEN: Text = Text("Open in the lab");
pub(crate) const AS_FILE: Text = Text("Save it as a file that leads there");
pub(crate) const COPY: Text = Text("Copy");
pub(crate) const COPIED: Text = Text("Copied");
pub(crate) const NEWER: Text = Text("It was made by a newer lab, so some of it may be missing.");
pub(crate) const NO_MANIFEST: Text = Text("Its manifest does not fit, so the run starts from another one.");
pub(crate) const YOUR_RUN: Text = Text("Return to your own run");
pub(crate) const NOT_ALL: Text = Text("This link could not be opened in full:");
pub(crate) const ANOTHER: Text = Text("This is the run of a link. Your own is kept.");

pub(crate) fn unknown(name: &str) -> String {
    fill("There is no parameter {}.", &[&name])
}
pub(crate) fn wrong(name: &str, value: &str, expected: &str) -> String {
    fill("{} cannot be {}. It may be: {}.", &[&name, &value, &expected])
}
pub(crate) fn not_fitting(name: &str, value: &str) -> String {
    fill("{} cannot be {} with this manifest.", &[&name, &value])
}
pub(crate) fn no_act(line: &str) -> String {
    fill("This says nothing that can be done: {}", &[&line])
}
pub(crate) fn not_done(line: &str, why: &str) -> String {
    fill("This could not be done: {}. {}", &[&line, &why])
}
pub(crate) fn no_lesson(place: &str) -> String {
    fill("There is no lesson {}.", &[&place])
}
pub(crate) fn long(characters: usize) -> String {
    fill(
        "It has {} characters. Some programs cut links as long as that.",
        &[&super::super::count(characters as u64)],
    )
}
