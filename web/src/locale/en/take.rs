//! What one takes along: pictures, tables, and the run for other programs.

use super::super::{Text, fill};

pub(crate) const TAKE: Text = Text("To take along");
pub(crate) const PICTURE: Text = Text("Picture (SVG)");
pub(crate) const PNG: Text = Text("Picture (PNG)");
pub(crate) const FILM: Text = Text("Animated run (SVG)");
pub(crate) const TIMES: Text = Text("Timeline (CSV)");
pub(crate) const PODS: Text = Text("Pods (CSV)");
pub(crate) const SCRIPT: Text = Text("kubectl script");
pub(crate) const MANIFEST: Text = Text("Manifest (YAML)");
pub(crate) const RUN: Text = Text("Run and state (JSON)");

pub(crate) fn saved(name: &str) -> String {
    fill("{} is saved.", &[&name])
}
pub(crate) const FILMING: Text = Text("The run is being drawn …");
