//! The YAML tab: the manifest as text, what is wrong with it, what applying it would change.

use super::super::{Text, fill, plural};

pub(crate) const LABEL: Text = Text("Manifest");
pub(crate) const APPLY: Text = Text("Apply");
pub(crate) const REVERT: Text = Text("Revert");
pub(crate) const OPEN: Text = Text("Open a file");
pub(crate) const LOAD: Text = Text("Start a new run with it");

// What the text is to the cluster
pub(crate) const UNAPPLIED: Text = Text("Edited, not applied yet.");
pub(crate) const APPLIED: Text = Text("This is what the cluster was given.");
pub(crate) const MOVED_ON: Text =
    Text("The cluster has changed since you began to edit. Compare shows what Apply would change.");
pub(crate) const TOO_LONG: Text =
    Text("This text is longer than 1 MB. A manifest is a few kB; nothing was changed.");
pub(crate) fn at(line: u32, column: u32) -> String {
    fill("line {}, column {}", &[&line, &column])
}
pub(crate) fn wrong(n: usize) -> String {
    plural(n as u64, "One thing is wrong:", "{} things are wrong:", &[&n])
}

// What the API server fills in
pub(crate) const DEFAULTS: Text = Text("Show defaults");
pub(crate) const DEFAULTS_LABEL: Text = Text("Manifest with the API server's defaults");
pub(crate) const DEFAULTS_NOTE: Text =
    Text("Faint lines are not in your text: the API server fills them in. Choose a line to edit there.");
pub(crate) const DEFAULT: Text = Text("default: ");

// What applying it would change
pub(crate) const COMPARE: Text = Text("Compare");
pub(crate) const WOULD_CHANGE: Text = Text("What Apply would change");
pub(crate) const IN_THE_CLUSTER: Text = Text("In the cluster");
pub(crate) const AS_APPLIED: Text = Text("After Apply");
pub(crate) const GOES: Text = Text("goes: ");
pub(crate) const COMES: Text = Text("comes: ");
pub(crate) const NO_LINE: Text = Text("no line of the object differs, only what kubectl notes for itself");
pub(crate) fn lines(goes: usize, comes: usize) -> String {
    let goes = plural(goes as u64, "1 line goes", "{} lines go", &[&goes]);
    let comes = plural(comes as u64, "1 line comes", "{} lines come", &[&comes]);
    [&*goes, ", ", &*comes].concat()
}
pub(crate) fn equal(n: usize) -> String {
    plural(n as u64, "1 equal line", "{} equal lines", &[&n])
}
pub(crate) fn left_alone(name: &str) -> String {
    fill("{} is not in the text. Apply leaves it as it is.", &[&name])
}

// What helps to type
pub(crate) const KEYS: Text = Text("Ctrl and Space: what may stand here. Tab leaves.");
pub(crate) const SUGGESTIONS: Text = Text("What may stand here");
