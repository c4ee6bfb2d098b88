//! Several Deployments and Services on one stage, and what a run may start from.

use super::super::{Text, fill, number};

/// The menu of starting points.
pub(crate) const START_FROM: Text = Text("Start from …");

/// What `start::SCENARIOS` are called.
pub(crate) const SCENARIOS: [Text; 4] =
    [Text("Rolling update"), Text("Recreate"), Text("Canary"), Text("Blue/green")];

/// In a low card of a Deployment.
pub(crate) fn exist_and_available(exist: u32, available: u32, roomy: bool) -> String {
    match roomy {
        true => fill("{} exist, {} available", &[&exist, &available]),
        false => fill("{} of {} available", &[&available, &exist]),
    }
}

pub(crate) const WHICH_DEPLOYMENT: Text = Text("Deployment");

/// What is chosen below: where the users are sent.
pub(crate) fn service_sends(name: &str) -> String {
    fill("Service {} sends users to", &[&name])
}

pub(crate) fn share(percent: usize) -> String {
    fill("{} % of the endpoints", &[&percent])
}

/// Before a version's mark, on the button to be pressed first.
pub(crate) const SEND_USERS_TO: Text = Text("Switch to");

/// Titles and sentences where a Service can lead to several Deployments.
pub(crate) fn sent_users_to(names: &str) -> String {
    fill("You sent the users to {}.", &[&names])
}

pub(crate) const SENT: Text =
    Text("The Service's selector picks other Pods. No Pod was made or stopped for it.");

pub(crate) fn stand_by(answer: u32, wait: u32) -> String {
    fill("{} Pods answer your users, {} stand by.", &[&number(answer), &in_a_sentence(wait)])
}

pub(crate) const STAND_BY_WHY: Text =
    Text("The Service's selector says which. Change it, and all users go to the others at once.");
pub(crate) const SHARED_WHY: Text =
    Text("One Service leads to all of them: the more Pods a version has, the more calls it gets.");
pub(crate) const SWITCH_TURN: Text = Text("Another selector sends the users to the other Pods.");
pub(crate) const SHARE_TURN: Text = Text("Scale one of them, and its share of the calls follows.");

fn in_a_sentence(n: u32) -> String {
    number(n).to_ascii_lowercase()
}

/// Where the third and further ReplicaSets come.
pub(crate) const NEXT_WILL_APPEAR: Text = Text("the next ReplicaSet will appear here");
pub(crate) const NEXT_WILL_APPEAR_SHORT: Text = Text("the next ReplicaSet");

/// Beside the socket of a Pod that fails.
pub(crate) const NO_WIRE: Text = Text("no wire");

/// Until the rollout counts as failed.
pub(crate) fn time_left(clock: &str) -> String {
    fill("{} left", &[&clock])
}
