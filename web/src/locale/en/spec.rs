//! The panel in which the Deployment is edited.

use super::{Text, amount, fill, word};
pub(crate) const IMAGE: Text = Text("image");
pub(crate) const OTHER_IMAGE: Text = Text("another image");
pub(crate) const REPLICAS: Text = Text("replicas");
pub(crate) const REPLICAS_NOTE: Text = Text("Pods wanted");
pub(crate) const STRATEGY: Text = Text("strategy");
pub(crate) const SURGE: Text = Text("maxSurge");
pub(crate) const UNAVAILABLE: Text = Text("maxUnavailable");
pub(crate) const MIN_READY: Text = Text("minReadySeconds");
pub(crate) const MIN_READY_NOTE: Text = Text("ready so long is available");
pub(crate) const DEADLINE: Text = Text("progressDeadlineSeconds");
pub(crate) const HISTORY: Text = Text("revisionHistoryLimit");
pub(crate) const PAUSE_BUTTON: Text = Text("Pause rollout");
pub(crate) const RESUME_BUTTON: Text = Text("Resume rollout");
pub(crate) const MORE: Text = Text("More of the spec");
pub(crate) const TRAFFIC: Text = Text("Users and cluster");
pub(crate) const RATE: Text = Text("calls per second");
pub(crate) const TIMEOUT: Text = Text("a call waits");
pub(crate) const RETRIES: Text = Text("is tried again");
pub(crate) const RETRIES_NOTE: Text = Text("times");
pub(crate) const RETRY_AFTER: Text = Text("after a pause of");
pub(crate) const RETRY_ON: Text = Text("where it failed");
pub(crate) const RETRY_ON_ALL: Text = Text("anyhow");
pub(crate) const RETRY_ON_NOT_DELIVERED: Text = Text("before a program got it");
pub(crate) const ADDRESSES: Text = Text("from addresses");
pub(crate) const KEEP_ALIVE: Text = Text("keeps connections open");
pub(crate) const CALLS_SERVICE: Text = Text("calls the Service");
pub(crate) const ADD_CLIENT: Text = Text("Another client");
pub(crate) const REMOVE_CLIENT: Text = Text("Remove");
pub(crate) const LATENCIES: Text = Text("How fast the cluster is");
pub(crate) const API_CALL: Text = Text("an API call takes");
pub(crate) const WATCH: Text = Text("a watcher hears after");
pub(crate) const PROXY_WATCH: Text = Text("a node hears after");
pub(crate) const PROXY_SYNC: Text = Text("a proxy writes rules in");
pub(crate) const PROXY: Text = Text("and then rests for");
pub(crate) const PROXY_NOTE: Text = Text("minSyncPeriod");

/// The name of the nth client.
pub(crate) fn client(n: usize) -> String {
    if n == 0 { word("users") } else { fill("client {}", &[&(n + 1)]) }
}
pub(crate) const KUBECTL: Text = Text("The same with kubectl");
pub(crate) const LESS: Text = Text("less");
pub(crate) const MORE_STEP: Text = Text("more");
pub(crate) const PERCENT: Text = Text("%");
pub(crate) const DETAILS: Text = Text("All its fields");
pub(crate) const PRESET: Text = Text("once it runs");
pub(crate) const RESTART: Text = Text("Restart");
pub(crate) const UNDO: Text = Text("Undo");

pub(crate) fn ceiling(replicas: i32, surge: i32, sum: i32) -> (String, String) {
    (fill("ceiling = {} + {} = ", &[&amount(replicas), &amount(surge)]), amount(sum))
}
pub(crate) fn floor(replicas: i32, unavailable: i32, rest: i32) -> (String, String) {
    (fill("floor = {} − {} = ", &[&amount(replicas), &amount(unavailable)]), amount(rest))
}
pub(crate) fn how(tag: &str) -> String {
    fill("How {} behaves", &[&tag])
}
