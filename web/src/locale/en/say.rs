//! The say line.

use super::super::{fill, plural};
use super::{Text, amount, count, lower, number};

pub(crate) const NOTHING_DEPLOYED: Text = Text("Nothing is deployed.");
pub(crate) const NOTHING_DEPLOYED_HOW: Text =
    Text("Paste a Deployment under YAML, open a file, or drop one on this page.");
pub(crate) const ENDING_WITHOUT_DEPLOYMENT: Text =
    Text("The Deployment is gone. What it owned goes with it: first its ReplicaSets, then their Pods.");
pub(crate) const LEFT_WITHOUT_DEPLOYMENT: Text =
    Text("No Deployment owns them, so nothing will ever roll them out anew.");
pub(crate) const FOLLOW: Text =
    Text("Give the Deployment a new image and follow every step. Nothing moves until you press.");
pub(crate) const USERS_NOTICE_NOTHING: Text = Text("Users notice nothing.");
pub(crate) const WHY_NOTHING: Text = Text("Why is nothing happening?");
pub(crate) const PAUSED: Text = Text("The rollout is paused.");
pub(crate) const PAUSED_WHY: Text =
    Text("A paused Deployment takes no rollout step, whatever its template says. Scaling still works.");
pub(crate) const LIMITS_FORBID: Text = Text("and the limits forbid every other step.");
pub(crate) const STILL_SERVED: Text = Text("Nothing is broken for your users.");
pub(crate) const DEADLINE: Text = Text("The rollout has failed. It is up to you.");
pub(crate) const DEADLINE_WHY: Text =
    Text("progressDeadlineSeconds passed without progress. Kubernetes marks it, and does not roll back.");
pub(crate) const SEES_IT_SOON: Text =
    Text("The Deployment is changed, nothing else yet. Its controller sees that in a moment.");
pub(crate) const SCALED_TO_ZERO: Text = Text("No Pods are wanted.");
/// Pods that are left of a Deployment and end.
pub(crate) fn ending_without_deployment(n: u32) -> String {
    plural(n.into(), "The last Pod is ending.", "The last {} Pods are ending.", &[&lower(n)])
}

/// Pods that are left of a Deployment and stay.
pub(crate) fn left_without_deployment(n: u32) -> String {
    plural(n.into(), "One Pod runs without a Deployment.", "{} Pods run without a Deployment.", &[&number(n)])
}

pub(crate) const NOBODY_ANSWERS_WHY: Text = Text("The Service has no endpoint: no Pod is ready.");

pub(crate) fn answer_your_users(n: u32) -> String {
    plural(n.into(), "One Pod answers your users.", "{} Pods answer your users.", &[&number(n)])
}
pub(crate) const MADE_UP_FOR: Text = Text("A ReplicaSet counts its Pods and makes up for those that go.");
pub(crate) const UNREACHED_WHY: Text =
    Text("There is no Service whose selector fits their labels, so calls of users find no endpoint.");
pub(crate) fn unreached(n: u32) -> String {
    plural(
        n.into(),
        "One Pod runs. No Service leads to it.",
        "{} Pods run. No Service leads to them.",
        &[&number(n)],
    )
}
pub(crate) fn all_run(n: u32, tag: &str) -> String {
    plural(n.into(), "The one Pod runs {1}.", "All {} Pods run {}.", &[&lower(n), &tag])
}
pub(crate) fn took(time: &str, decisions: u32) -> String {
    plural(
        decisions.into(),
        "The rollout is complete. It took {} and {} decision.",
        "The rollout is complete. It took {} and {} decisions.",
        &[&time, &decisions],
    )
}
pub(crate) fn as_wanted(n: u32) -> String {
    fill("As many Pods as wanted are available: {}.", &[&count(n.into())])
}
pub(crate) fn calls_failed(failed: u64, sent: u64) -> String {
    fill("{} of {} calls failed.", &[&count(failed), &count(sent)])
}
pub(crate) fn you_asked_for(tag: &str) -> String {
    fill("You asked for {}.", &[&tag])
}
pub(crate) fn you_scaled(n: i32) -> String {
    fill("You asked for {} Pods.", &[&amount(n)])
}
pub(crate) fn you_did(what: &str) -> String {
    fill("You did: {}", &[&what])
}
pub(crate) fn leaving(n: u32, old: bool) -> String {
    let (one, more) = if old {
        ("one old Pod is leaving", "{} old Pods are leaving")
    } else {
        ("one Pod is leaving", "{} Pods are leaving")
    };
    plural(n.into(), one, more, &[&lower(n)])
}
pub(crate) fn coming(n: u32, warming: bool) -> String {
    let (one, more) = if warming {
        ("one new Pod is warming up", "{} new Pods are warming up")
    } else {
        ("one new Pod is being created", "{} new Pods are being created")
    };
    plural(n.into(), one, more, &[&lower(n)])
}
pub(crate) fn settling(n: u32) -> String {
    plural(
        n.into(),
        "one new Pod is ready, not available yet",
        "{} new Pods are ready, not available yet",
        &[&lower(n)],
    )
}
pub(crate) fn to_spare(n: u32) -> String {
    plural(
        n.into(),
        "One Pod more than wanted is available.",
        "{} Pods more than wanted are available.",
        &[&number(n)],
    )
}
pub(crate) fn cannot_start(n: u32) -> String {
    plural(n.into(), "The new Pod cannot start,", "The new Pods cannot start,", &[])
}
pub(crate) fn keeps_crashing(n: u32) -> String {
    plural(n.into(), "The new Pod keeps crashing,", "The new Pods keep crashing,", &[])
}
pub(crate) fn never_ready(n: u32) -> String {
    plural(
        n.into(),
        "The new Pod runs, but its readiness probe does not pass,",
        "The new Pods run, but their readiness probes do not pass,",
        &[],
    )
}
pub(crate) fn no_node(n: u32) -> String {
    plural(n.into(), "No node takes the new Pod,", "No node takes the new Pods,", &[])
}
pub(crate) fn still_created(n: u32) -> String {
    plural(n.into(), "The new Pod is still being created,", "The new Pods are still being created,", &[])
}
pub(crate) fn being_pulled_up(available: u32, wanted: i32) -> String {
    fill("{} of {} Pods are available.", &[&available, &wanted])
}
