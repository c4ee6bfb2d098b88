//! The chain of cards.

use super::{Text, amount, fill};
pub(crate) const WANTED: Text = Text("What you want");
pub(crate) const THE_SAME: Text = Text("What there is");
pub(crate) const NOTHING_TO_DO: Text = Text("equal, so nothing to do");
pub(crate) const YOUR_TURN: Text = Text("Your turn");
pub(crate) const YOUR_TURN_HOW: Text = Text("A new image makes a second ReplicaSet.");
pub(crate) const IT_WAITS: Text = Text("It waits. You decide.");
pub(crate) const NO_ROLLBACK: Text = Text("Kubernetes will not roll back by itself.");
pub(crate) const AT_THE_CEILING: Text = Text("at the ceiling");
pub(crate) const ON_THE_FLOOR: Text = Text("on the floor");
pub(crate) const READY_AGAIN: Text = Text("It answered its readiness probe.");
pub(crate) const READY_UNASKED: Text = Text("It has no readiness probe: it counts as ready once it runs.");
pub(crate) const NO_DECISION: Text = Text("No decision is needed for that.");
pub(crate) const SCALED: Text = Text("As many as wanted");
pub(crate) const SCALED_HOW: Text = Text("The template is the same, so there is no new revision.");
pub(crate) const AVAILABLE_NOW: Text = Text("It was ready for minReadySeconds.");
pub(crate) const ROLLED: Text = Text("Rollout complete");
pub(crate) const ROLLED_HOW: Text = Text("Old ReplicaSets stay, with 0 Pods: they are the way back.");
pub(crate) const YOU_CHANGED: Text = Text("What you changed");
pub(crate) const NO_IMAGE: Text = Text("No registry has its image. It asks again, later each time.");
pub(crate) const CRASHES: Text = Text("Its program exits. It is started again, later each time.");
pub(crate) const NOT_READY: Text = Text("It runs, but says that it is not ready.");
pub(crate) const NO_NODE: Text =
    Text("No node fits it or has room for it. The scheduler looks again when one changes.");
pub(crate) const STILL_CREATED: Text = Text("Its node prepares it: the image is fetched, containers start.");
pub(crate) const NOTHING_NEXT: Text = Text("Nothing more to come");
pub(crate) const NOTHING_NEXT_HOW: Text = Text("It stays so until something changes.");

pub(crate) fn deadline_at(time: &str) -> String {
    fill("At {} it marks the rollout as failed.", &[&time])
}
pub(crate) fn became_ready(pod: &str) -> String {
    fill("Pod {} became ready", &[&pod])
}
pub(crate) fn became_available(pod: &str) -> String {
    fill("Pod {} is available", &[&pod])
}
pub(crate) fn cannot_start(pod: &str) -> String {
    fill("Pod {} cannot start", &[&pod])
}
pub(crate) fn crashes(pod: &str) -> String {
    fill("Pod {} crashes", &[&pod])
}
pub(crate) fn is_not_ready(pod: &str) -> String {
    fill("Pod {} is not ready", &[&pod])
}
pub(crate) fn in_time(time: &str) -> String {
    fill("in {}:", &[&time])
}
pub(crate) fn next_ready(pod: &str) -> String {
    fill("Next: {} ready", &[&pod])
}
pub(crate) fn then_available(from: u32, to: u32) -> String {
    fill("Pods available {} → {}", &[&from, &to])
}
pub(crate) fn replicas_of(n: i32, image: &str) -> String {
    fill("{} × {}", &[&amount(n), &image])
}
