//! The fields of a workload, in the order of the form.

use super::Text;
pub(crate) const PULL: Text = Text("image pull takes");
pub(crate) const PULL_FAILS: Text = Text("failed pulls first");
pub(crate) const LISTENS: Text = Text("listens after");
pub(crate) const READY: Text = Text("ready after");
pub(crate) const LIVE_UNTIL: Text = Text("live until");
pub(crate) const HANGS: Text = Text("hangs at");
pub(crate) const EXITS: Text = Text("exits after");
pub(crate) const EXIT_CODE: Text = Text("with code");
pub(crate) const CRASHES: Text = Text("so many times");
pub(crate) const LEAKS: Text = Text("leaks MiB a second");
pub(crate) const NO_LEAK: Text = Text("none");
pub(crate) const STOPS: Text = Text("on SIGTERM stops after");
pub(crate) const IGNORES: Text = Text("ignores SIGTERM");
pub(crate) const DRAINS: Text = Text("finishes its requests");
pub(crate) const SERVES: Text = Text("answers in");
pub(crate) const CAPACITY: Text = Text("at a time");
pub(crate) const BREAKS: Text = Text("breaks the API");
pub(crate) const NEVER: Text = Text("never");
pub(crate) const ALWAYS: Text = Text("always");
pub(crate) const ANY: Text = Text("any");

/// Names of the presets, in their order.
pub(crate) const PRESETS: [Text; rollout_engine::Preset::ALL.len()] = [
    Text("healthy"),
    Text("slow to start"),
    Text("never ready"),
    Text("crashes at once"),
    Text("crashes after a while"),
    Text("hangs"),
    Text("exits at once on SIGTERM"),
    Text("ignores SIGTERM"),
    Text("leaks memory"),
    Text("breaks the API"),
    Text("image cannot be pulled"),
];
pub(crate) const OWN: Text = Text("as set below");
