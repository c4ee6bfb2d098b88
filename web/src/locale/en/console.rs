//! kubectl's command line.

use super::{Text, fill, tell};
pub(crate) const PROMPT: Text = Text("Command line");
pub(crate) const OUTPUT: Text = Text("What kubectl printed");
pub(crate) const EXAMPLE: Text = Text("kubectl get pods");
pub(crate) const WELCOME: Text = Text(
    "A terminal on this cluster. Try kubectl get pods, or k for short. Names that it prints can be chosen.",
);
pub(crate) const KEYS: Text =
    Text("Tab completes, Esc and Tab leaves. ↑ ↓ earlier lines, Ctrl-R searches them.");
pub(crate) const CHOICES: Text = Text("What may come next");
pub(crate) const SEARCH: Text = Text("Search earlier lines");
pub(crate) const FOUND_NOTHING: Text = Text("no earlier line");
pub(crate) const COPY: Text = Text("Copy as text");
pub(crate) const COPIED: Text = Text("Copied");
pub(crate) const CLEAR: Text = Text("Clear");
pub(crate) const STOP: Text = Text("Stop (Ctrl-C)");
pub(crate) const STDIN: Text = Text("Standard input is the text of the YAML tab.");
pub(crate) const TIME_WENT_BACK: Text = Text("Time went back, so the command was stopped.");
pub(crate) const ONLY_WHAT_IS_WRITTEN: Text =
    Text("The lab edits what its manifest holds: Deployments and Services. Nothing was changed.");
pub(crate) const NOTHING_DONE: Text = Text("the line does nothing here");
pub(crate) const INTO_CONSOLE: Text = Text("Put into the console");
pub(crate) fn files(names: &str) -> String {
    fill("The files here are made of the YAML tab's text: {}", &[&names])
}
pub(crate) fn waits(playing: bool) -> &'static str {
    tell(if playing {
        "It goes on while time passes."
    } else {
        "Waits for time to pass: Play, or Next decision."
    })
}
pub(crate) fn more(n: usize) -> String {
    fill("and {} more", &[&n])
}
