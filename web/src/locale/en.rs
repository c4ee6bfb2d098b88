//! English.

pub(crate) mod cards;
pub(crate) mod compare;
pub(crate) mod console;
mod decisions;
pub(crate) mod forks;
pub(crate) mod guess;
pub(crate) mod inspect;
pub(crate) mod lessons;
pub(crate) mod links;
mod pods;
pub(crate) mod present;
pub(crate) mod recorded;
pub(crate) mod say;
pub(crate) mod spec;
pub(crate) mod stage;
pub(crate) mod take;
pub(crate) mod workload;
pub(crate) mod yaml;

pub(crate) use decisions::*;
pub(crate) use pods::*;

use super::{Text, amount, count, fill, number, plural, tell, word};
use rollout_engine::traffic::Outcome;

// Names of things
pub(crate) const LAB: Text = Text("Rollout Lab");
pub(crate) const DEPLOYMENT: Text = Text("Deployment");
pub(crate) const REPLICA_SET: Text = Text("ReplicaSet");
pub(crate) const SERVICE: Text = Text("Service");
pub(crate) const PODS: Text = Text("Pods");
pub(crate) const USERS: Text = Text("users");
pub(crate) const WHO_MAKES_WHOM: Text = Text("Who makes whom");
pub(crate) const WHO_ANSWERS: Text = Text("Who answers the users");
pub(crate) const WHO_ANSWERS_SHORT: Text = Text("Who answers");
pub(crate) const LIFE: Text = Text("life, last 14 s");
pub(crate) const WANTS: Text = Text("wants");
pub(crate) const EXIST: Text = Text("exist");
pub(crate) const AVAILABLE: Text = Text("available");
pub(crate) const CEILING: Text = Text("ceiling");
pub(crate) const FLOOR: Text = Text("floor");
pub(crate) const UNPLUGGED: Text = Text("unplugged");
pub(crate) const NO_REPLICA_SET: Text = Text("no ReplicaSet");
pub(crate) const NO_REPLICA_SET_SHORT: Text = Text("no set");
pub(crate) const NO_DEPLOYMENT: Text = Text("no Deployment");
pub(crate) const NO_SERVICE: Text = Text("no Service");

fn lower(n: u32) -> String {
    // The first letters of numbers are ASCII in every language that there is.
    let mut word = number(n);
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    word
}

/// `1 Pod`, `3 Pods`
pub(crate) fn pods(n: u32) -> String {
    plural(n.into(), "{} Pod", "{} Pods", &[&count(n.into())])
}

/// What a person did.
pub(crate) mod did {
    use super::Text;

    pub(crate) const DELETE_A_POD: Text = Text("delete a Pod");
    pub(crate) const CHANGE_A_POD: Text = Text("change a Pod");
    pub(crate) const LABEL_A_POD: Text = Text("label a Pod");
    pub(crate) const SAY_HOW_IT_BEHAVES: Text = Text("say how it behaves");
    pub(crate) const CHANGE_THE_USERS: Text = Text("change the users");
}

// The chain of cards
pub(crate) const SO: Text = Text("so");
pub(crate) const AND: Text = Text("and");
pub(crate) const WAIT: Text = Text("wait");

pub(crate) fn revision_wants(revision: i64) -> String {
    fill("revision {} wants", &[&revision])
}
pub(crate) fn revision(n: i64) -> String {
    fill("revision {}", &[&n])
}
pub(crate) const WANTS_SET: Text = Text("its ReplicaSet wants");

// Requests
pub(crate) const REQUESTS_ANSWERED: Text = Text("requests answered");
pub(crate) fn requests_sent(n: u64) -> String {
    fill("{} sent", &[&count(n)])
}
pub(crate) const ANSWERED: Text = Text(", answered");
pub(crate) const FAILED: Text = Text("failed");
pub(crate) const RETRIED: Text = Text("tried again");
pub(crate) const GO_TO_FIRST: Text = Text("Go to the first");
pub(crate) fn by(tag: &str) -> String {
    fill("by {}", &[&tag])
}
pub(crate) fn calls_per_second(n: u64) -> String {
    fill("{} calls/s", &[&count(n)])
}
pub(crate) fn requests_line(sent: u64, failed: u64, worst: Option<Outcome>) -> String {
    let requests = plural(sent, "{} request", "{} requests", &[&count(sent)]);
    match worst {
        None => fill("{}, none failed", &[&requests]),
        Some(worst) => fill("{}, {} failed, most: {}", &[&requests, &count(failed), &cause(worst)]),
    }
}
pub(crate) fn cause(outcome: Outcome) -> &'static str {
    tell(match outcome {
        Outcome::Answered => "answered",
        Outcome::NoEndpoint => "no endpoint",
        Outcome::ConnectionRefused => "connection refused",
        Outcome::Reset => "reset in flight",
        Outcome::NotServingYet => "not serving yet",
        Outcome::WrongVersion => "wrong version",
        Outcome::Timeout => "timeout",
    })
}
pub(crate) fn cause_why(outcome: Outcome) -> &'static str {
    tell(match outcome {
        Outcome::Answered => "",
        Outcome::NoEndpoint => "The Service had no Pod to send it to.",
        Outcome::ConnectionRefused => {
            "Nothing listened at the Pod: it had exited, or its port is another one."
        }
        Outcome::Reset => "The Pod was killed while it was answering.",
        Outcome::NotServingYet => "The Pod counted as ready before its program listened.",
        Outcome::WrongVersion => "The program answered a client made for another version.",
        Outcome::Timeout => "The Pod hung or had too much to do, yet passed for ready.",
    })
}

// Service
pub(crate) fn endpoints(n: usize) -> &'static str {
    if n == 1 { tell("endpoint") } else { tell("endpoints") }
}

// Deployment card
pub(crate) fn spec_lines(replicas: i32, rolling: Option<(String, String)>, narrow: bool) -> (String, String) {
    match rolling {
        Some((surge, unavailable)) if narrow => {
            (fill("surge {}", &[&surge]), fill("unavailable {}", &[&unavailable]))
        }
        Some((surge, unavailable)) => (
            fill("replicas {} · surge {}", &[&amount(replicas), &surge]),
            fill("unavailable {}", &[&unavailable]),
        ),
        None => (fill("replicas {}", &[&replicas]), word("Recreate")),
    }
}
pub(crate) fn of(n: i64, whole: i64) -> String {
    fill("{} of {}", &[&n, &whole])
}
pub(crate) fn was(n: i32) -> String {
    fill("was {}", &[&amount(n)])
}
pub(crate) fn kept_at_zero(phone: bool, narrow: bool) -> &'static str {
    tell(match (phone, narrow) {
        (true, _) => "0 Pods",
        (_, true) => "0 Pods: the way back",
        _ => "0 Pods: kept, so that you can go back",
    })
}
pub(crate) const WILL_APPEAR: Text = Text("a second ReplicaSet will appear here");
pub(crate) const WILL_APPEAR_SHORT: Text = Text("a second ReplicaSet");

// Transport
pub(crate) const ROLL_OUT: Text = Text("Roll out");
pub(crate) const BACK: Text = Text("Back");
pub(crate) const NEXT_DECISION: Text = Text("Next decision");
pub(crate) const PLAY: Text = Text("Play");
pub(crate) const PAUSE: Text = Text("Pause");
pub(crate) const TO_START: Text = Text("To the start");
pub(crate) const SPEED: Text = Text("Speed");
pub(crate) const PAUSED_CLOCK: Text = Text("paused");
pub(crate) const PLAYING_CLOCK: Text = Text("playing");
pub(crate) const AT_REST_CLOCK: Text = Text("at rest");
pub(crate) const PACING: Text = Text("Slow at decisions");
pub(crate) const TIMELINE: Text = Text("Timeline");
pub(crate) const DOCK: Text = Text("Time");
pub(crate) const TRANSPORT: Text = Text("Steps and speed");
pub(crate) const CHAIN: Text = Text("Cause and effect");
pub(crate) const UNDO_ROLLOUT: Text = Text("Undo rollout");
pub(crate) const RETURN_TO_GHOST: Text = Text("Return to the other future");
pub(crate) const WHOLE_RUN: Text = Text("Whole run");
pub(crate) fn ceiling_line(n: i32) -> String {
    fill("ceiling {}: no more may exist", &[&amount(n)])
}
pub(crate) fn floor_line(n: i32) -> String {
    fill("floor {}: no fewer may be available", &[&amount(n)])
}

// Header
pub(crate) const THEME: Text = Text("Theme");
pub(crate) const THEMES: [Text; 4] = [Text("System"), Text("Light"), Text("Dark"), Text("Projector")];
pub(crate) const MENU: Text = Text("Menu");
pub(crate) const LANGUAGE: Text = Text("Language");
pub(crate) const SHORTCUTS: Text = Text("Shortcuts");
pub(crate) const MODELLED: Text = Text("What is modelled");
pub(crate) const CLOSE: Text = Text("Close");
pub(crate) const TAKE_BACK: Text = Text("Take the last act back");
pub(crate) const DO_AGAIN: Text = Text("Do it again");

// Panel
pub(crate) const TABS: [Text; 6] =
    [Text("Spec"), Text("YAML"), Text("kubectl"), Text("Why"), Text("Events"), Text("History")];

pub(crate) mod why {
    use super::{Text, fill};
    pub(crate) const NONE: Text = Text("No decision yet. Change something, then press Next decision.");
    pub(crate) const EVERY: Text = Text("Every decision of the controllers, the newest first.");
    pub(crate) const RULE: Text = Text("The rule");
    pub(crate) const SHOW_REFUSED: Text = Text("Show steps not taken");
    pub(crate) fn more(n: usize) -> String {
        fill("{} older", &[&n])
    }
}

pub(crate) mod history {
    use super::Text;
    pub(crate) const NUMBERS_GROW: Text = Text(
        "Numbers only ever grow. Undo takes an old ReplicaSet, makes it current, and gives it the next number. The change-cause travels with it.",
    );
    pub(crate) const MOVED_DOWN: Text = Text("moved down: same hash, same ReplicaSet");
    pub(crate) const NO_CAUSE: Text = Text("<none>");
    pub(crate) const CURRENT: Text = Text("current");
    pub(crate) const DOES_GIT_KNOW: Text = Text("Does Git know?");
    pub(crate) const DRIFT: Text = Text("drift");
    pub(crate) const GIT_SAYS: Text = Text("the manifest in Git says");
    pub(crate) const CLUSTER_RUNS: Text = Text("the cluster runs");
    pub(crate) const UNDO_IS_NOT_IN_GIT: Text =
        Text("An undo lives in the cluster alone. The next kubectl apply of the manifest takes it back.");
    pub(crate) const REVERT_IN_GIT: Text = Text("Revert in Git, then apply");
    pub(crate) const APPLY_GIT: Text = Text("Apply what Git says");
}

/// Answers to "Why is nothing happening?"
pub(crate) mod waits {
    use super::pods;
    use super::{Text, fill};

    pub(crate) const TITLE: Text = Text("Why is nothing happening?");
    pub(crate) const NOTHING_DEPLOYED: Text = Text("There is no Deployment.");
    pub(crate) const PAUSED: Text = Text("The rollout is paused. Resume it, and it goes on.");
    pub(crate) const DEADLINE_PASSED: Text =
        Text("The progress deadline has passed. Kubernetes says so and does nothing more.");
    pub(crate) const STUCK: Text =
        Text("No step is allowed: at the ceiling no new Pod may come, on the floor no old one may go.");
    pub(crate) const COMPLETE: Text = Text("All Pods are as wanted, so there is nothing to do.");
    pub(crate) const SOON: Text = Text("The controllers act within milliseconds. Press Next decision.");
    pub(crate) fn more(n: usize) -> String {
        fill("and {} more", &[&pods(u32::try_from(n).unwrap_or(u32::MAX))])
    }
    pub(crate) fn deadline(time: &str) -> String {
        fill("After {} without progress, the rollout counts as failed.", &[&time])
    }
}

pub(crate) mod events {
    use super::Text;
    pub(crate) const NONE: Text = Text("No events yet.");
    pub(crate) const AS_KUBECTL: Text = Text("As kubectl get events tells them, the newest first.");
}

/// The shortcut sheet: keys and what they do.
pub(crate) const KEYS: [(&str, Text); 15] = [
    ("Space", Text("play or pause")),
    ("→  PageDown", Text("next decision")),
    ("←  PageUp", Text("back one decision")),
    ("Home", Text("to the start")),
    ("End", Text("to the furthest moment known")),
    ("1 2 3 4", Text("speed ½×, 1×, 4×, 16×")),
    ("+  −  0", Text("zoom the timeline in, out, to the whole run")),
    ("Ctrl+Z  Ctrl+Y", Text("take the last act back, do it again")),
    ("c", Text("compare: the same with another setting")),
    ("`", Text("kubectl's command line")),
    ("Ctrl+Enter  Ctrl+Space", Text("in the YAML tab: apply, complete")),
    ("P  B", Text("present, blank the screen meanwhile")),
    ("N", Text("speaker's notes in a window of their own")),
    ("Esc", Text("close what was opened")),
    ("?", Text("this sheet")),
];

// The stage in words, for those who do not see it
pub(crate) const RUN_TABLE: Text = Text("The run so far");
pub(crate) const STAGE_TABLE: Text = Text("The Pods as a table");
pub(crate) const STAGE_COLUMNS: [Text; 7] = [
    Text("Pod"),
    Text("ReplicaSet"),
    Text("Version"),
    Text("Status"),
    Text("Ready"),
    Text("Restarts"),
    Text("Endpoint"),
];
pub(crate) fn stage_summary(
    deployment: &str,
    exist: u32,
    available: u32,
    ceiling: i32,
    floor: i32,
    endpoints: usize,
) -> String {
    fill(
        "Deployment {}: {} Pods exist, at most {} may; {} are available, at least {} must be. The Service has {} endpoints.",
        &[&deployment, &exist, &ceiling, &available, &floor, &endpoints],
    )
}
pub(crate) const YES: Text = Text("yes");
pub(crate) const NO: Text = Text("no");
pub(crate) const NOT_A_NUMBER: Text = Text("replicas must be a whole number");
pub(crate) fn no_such_container(deployment: &str, container: &str) -> String {
    fill("there is no container \"{}\" in a Deployment \"{}\"", &[&container, &deployment])
}
