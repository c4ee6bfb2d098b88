//! The details of one thing.

use super::{Text, fill, word};
pub(crate) const VIEW: Text = Text("Show");
pub(crate) const VIEWS: [Text; 3] = [Text("Describe"), Text("YAML"), Text("Events")];
pub(crate) const WANTED: Text = Text("Wanted");
pub(crate) const UPDATED: Text = Text("Updated");
pub(crate) const TOTAL: Text = Text("Exist");
pub(crate) const AVAILABLE: Text = Text("Available");
pub(crate) const UNAVAILABLE: Text = Text("Unavailable");
pub(crate) const CEILING: Text = Text("Ceiling");
pub(crate) const FLOOR: Text = Text("Floor");
pub(crate) const REVISION: Text = Text("Revision");
pub(crate) const HASH: Text = Text("Template hash");
pub(crate) const CHANGE_CAUSE: Text = Text("Change cause");
pub(crate) const NONE: Text = Text("none");
pub(crate) const SELECTOR: Text = Text("Selector");
pub(crate) const ENDPOINTS: Text = Text("Endpoints");
pub(crate) const LATE: Text = Text("Still called");
pub(crate) const SERVICE_DO: Text = Text("Take a label off one of its Pods, and it loses an endpoint.");
pub(crate) const IS_CURRENT: Text = Text("It is the current one.");
pub(crate) const IMAGE: Text = Text("Image");
pub(crate) const READY: Text = Text("Ready");
pub(crate) const RESTARTS: Text = Text("Restarts");
pub(crate) const NODE: Text = Text("Node");
pub(crate) const IP: Text = Text("IP");
pub(crate) const AGE: Text = Text("Age");
pub(crate) const TRAFFIC: Text = Text("Traffic");
pub(crate) const LAST_STATE: Text = Text("Last state");
pub(crate) const CONDITIONS: Text = Text("Conditions");
pub(crate) const DO: Text = Text("What may happen to it");
pub(crate) const DELETE: Text = Text("Delete it");
pub(crate) const FAIL_READINESS: Text = Text("Fail its readiness");
pub(crate) const HANG: Text = Text("Make it hang");
pub(crate) const CRASH: Text = Text("Crash it");
pub(crate) const HEAL: Text = Text("Make it well");
pub(crate) const WIRED: Text = Text("the Service sends to it");
pub(crate) const FORGETTING: Text = Text("taken out; some nodes still send to it");
pub(crate) const UNWIRED: Text = Text("none: the Service has taken it out");
pub(crate) const NEVER_WIRED: Text = Text("none: it is not ready");
pub(crate) const NO_PROBE: Text = Text("none");
pub(crate) fn undo_to(revision: i64) -> String {
    fill("Undo to {}", &[&revision])
}
pub(crate) fn label_off(key: &str) -> String {
    fill("Take label {} off", &[&key])
}
pub(crate) fn cordon(node: &str, cordoned: bool) -> String {
    fill(if cordoned { "Uncordon {}" } else { "Cordon {}" }, &[&node])
}
/// The owners of a ReplicaSet, or of a Pod of this revision.
pub(crate) fn crumb(revision: Option<i64>) -> String {
    match revision {
        Some(n) => fill("Deployment › ReplicaSet, revision {} › this Pod", &[&n]),
        None => word("Deployment › this ReplicaSet"),
    }
}
pub(crate) const GONE: Text = Text("This does not exist at this moment.");
pub(crate) const DELETE_DOES_NOT: Text =
    Text("Deleting the Pod would not: its ReplicaSet makes the same one again.");
