//! English.

pub(crate) mod cards;
pub(crate) mod compare;
pub(crate) mod console;
pub(crate) mod forks;
pub(crate) mod guess;
pub(crate) mod inspect;
pub(crate) mod lessons;
pub(crate) mod links;
pub(crate) mod present;
pub(crate) mod say;
pub(crate) mod spec;
pub(crate) mod stage;
pub(crate) mod take;
pub(crate) mod workload;
pub(crate) mod yaml;

use super::{Text, amount, count, fill, number, plural, tell, word};
use rollout_engine::api::{ConditionReason, ProbeType};
use rollout_engine::decision::{Rule, Term};
use rollout_engine::snapshot::{ProbeAnswer, ProbeView};
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
pub(crate) const NO_DEPLOYMENT: Text = Text("no Deployment");
pub(crate) const NO_SERVICE: Text = Text("no Service");

// Lamps
pub(crate) const READY: Text = Text("ready");
pub(crate) const READY_ASKING: Text = Text("ready?");
pub(crate) const NOT_READY: Text = Text("not ready");
pub(crate) const LIVE: Text = Text("live");
pub(crate) const LIVE_ASKING: Text = Text("live?");
pub(crate) const NOT_LIVE: Text = Text("not live");

// Notes on Pods
pub(crate) const DOES_NOT_ANSWER: Text = Text("does not answer");
pub(crate) const WAITS_FOR_A_NODE: Text = Text("waits for a node");
pub(crate) const FETCHING_THE_IMAGE: Text = Text("fetching the image");
pub(crate) const ASKS_AGAIN: Text = Text("asks again");
pub(crate) const STOPPED: Text = Text("has stopped");
pub(crate) const STARTING: Text = Text("starting");

pub(crate) fn asks_again_in(time: &str) -> String {
    fill("asks again in {}", &[&time])
}
pub(crate) fn restart_in(n: u32, time: &str) -> String {
    fill("restart {} in {}", &[&n, &time])
}
pub(crate) fn restart_now(n: u32) -> String {
    fill("restart {}", &[&n])
}
pub(crate) fn available_in(time: &str) -> String {
    fill("available in {}", &[&time])
}
pub(crate) fn pre_stop_for(time: &str) -> String {
    fill("preStop, {} left", &[&time])
}
pub(crate) fn grace_for(time: &str) -> String {
    fill("grace, {} left", &[&time])
}
pub(crate) fn leaving_for(time: &str) -> String {
    fill("leaving {}", &[&time])
}
pub(crate) fn age_and_restarts(age: &str, restarts: u32) -> String {
    fill("{}, restarts {}", &[&age, &restarts])
}
pub(crate) fn probe_name(probe: ProbeType) -> &'static str {
    tell(match probe {
        ProbeType::Startup => "startup",
        ProbeType::Readiness => "readiness",
        ProbeType::Liveness => "liveness",
    })
}
pub(crate) fn init_container(name: &str) -> String {
    fill("init {}", &[&name])
}
/// Why a Pod that waits for a probe is not ready yet, in as few words as a row has room for.
pub(crate) fn asked_by(probe: ProbeType, view: Option<ProbeView>) -> String {
    let name = probe_name(probe);
    let Some(ProbeView { answer: Some(answer), run, threshold, .. }) = view else {
        return fill("{} probe", &[&name]);
    };
    match answer {
        ProbeAnswer::Passed if threshold > 1 => fill("passed {} of {}", &[&run, &threshold]),
        ProbeAnswer::Passed => fill("{} passed", &[&name]),
        ProbeAnswer::Status(code) => fill("{}: {}", &[&name, &code]),
        ProbeAnswer::Refused => word("port refused"),
        ProbeAnswer::TimedOut => word("no answer"),
        ProbeAnswer::CommandFailed => word("command fails"),
        ProbeAnswer::NotServing => word("not serving"),
        ProbeAnswer::Error => word("cannot be asked"),
    }
}
/// What a probe was last answered, in full.
pub(crate) fn last_answer(view: ProbeView, timeout_seconds: i32) -> String {
    let answer = match view.answer {
        None => return word("not asked yet"),
        Some(ProbeAnswer::Passed) => word("passed"),
        Some(ProbeAnswer::Status(code)) => fill("HTTP {}", &[&code]),
        Some(ProbeAnswer::Refused) => word("connection refused, nothing listens"),
        Some(ProbeAnswer::TimedOut) => fill("no answer in {} s", &[&timeout_seconds]),
        Some(ProbeAnswer::CommandFailed) => word("the command failed"),
        Some(ProbeAnswer::NotServing) => word("NOT_SERVING"),
        Some(ProbeAnswer::Error) => word("could not be asked"),
    };
    let in_a_row =
        if view.failing { "{}; failures in a row: {} of {}" } else { "{}; successes in a row: {} of {}" };
    fill(in_a_row, &[&answer, &view.run.min(view.threshold), &view.threshold])
}

// Groups of Pods
pub(crate) fn group(group: crate::view::tally::Group, n: u32) -> String {
    use crate::view::tally::Group;
    let words = match group {
        Group::Available => "{} available",
        Group::Hung => "{} ready, but not answering",
        Group::Settling => "{} ready, not available yet",
        Group::NotReady => "{} running, not ready yet",
        Group::Creating => "{} being created",
        Group::Pending => "{} waiting for a node",
        Group::Crashing => "{} crashing",
        Group::NoImage => "{} without their image",
        Group::Leaving => "{} leaving",
        Group::Ended => "{} ended",
    };
    fill(words, &[&count(n.into())])
}

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

// Decisions. The short title of a step that was taken, or the question that was answered with no.
pub(crate) fn decision_title(rule: Rule, n: u32, taken: bool) -> String {
    let many = |one, more| {
        let text = plural(n.into(), one, more, &[&count(n.into())]);
        // A large number leaves no room for the word.
        if n < 100 { text } else { text.replace(" Pods", "") }
    };
    match (rule, taken) {
        (Rule::CreateReplicaSet, _) => word("A second template"),
        (Rule::ScaleUpNew, true) => many("A new Pod may come", "{} new Pods may come"),
        (Rule::ScaleUpNew, false) => word("May a new Pod come?"),
        (Rule::ScaleDownNew, _) => word("The new one is too large"),
        (Rule::ScaleDownOld | Rule::ScaleDownSaturated, true) => {
            many("An old Pod may go", "{} old Pods may go")
        }
        (Rule::ScaleDownOld | Rule::ScaleDownSaturated, false) => word("May an old Pod go?"),
        (Rule::CleanUpUnhealthy, true) => many("A broken old Pod goes", "{} broken old Pods go"),
        (Rule::CleanUpUnhealthy, false) => word("Are old Pods broken?"),
        (Rule::RecreateScaleDown, _) => word("All old Pods go"),
        (Rule::RecreateWait, _) => word("Old Pods still run"),
        (Rule::RecreateScaleUp, _) => word("All new Pods may come"),
        (Rule::ScaleActive, _) => word("The number changes"),
        (Rule::ScaleProportionally, _) => word("Each takes its share"),
        (Rule::CleanUpHistory, _) => word("Old history goes"),
        (Rule::ReuseReplicaSet, _) => word("Revived, renumbered"),
        (Rule::Paused, _) => word("Paused: no step"),
        (Rule::Progress, _) => word("Progress is noted"),
        (Rule::CreatePods, true) => many("A Pod is made", "{} Pods are made"),
        (Rule::CreatePods, false) => word("Are Pods missing?"),
        (Rule::DeletePods, true) => many("A Pod is told to go", "{} Pods are told to go"),
        (Rule::DeletePods, false) => word("Are there too many?"),
    }
}

/// Why the rule is as it is: one plain sentence.
pub(crate) fn decision_reason(rule: Rule, taken: bool) -> &'static str {
    tell(match (rule, taken) {
        (Rule::CreateReplicaSet, _) => {
            "No ReplicaSet has this Pod template yet, so it gets one, as large as the strategy allows."
        }
        (Rule::ScaleUpNew, true) => "Fewer Pods than the ceiling are wanted, so the new ReplicaSet may grow.",
        (Rule::ScaleUpNew, false) => {
            "As many Pods as the ceiling allows are wanted already, so no new one may come."
        }
        (Rule::ScaleDownNew, _) => "The new ReplicaSet wants more Pods than the Deployment, so it shrinks.",
        (Rule::ScaleDownOld, true) => "More Pods are available than the floor asks for, so old ones may go.",
        (Rule::ScaleDownOld, false) => {
            "No more Pods are available than the floor asks for, so no old one may go."
        }
        (Rule::CleanUpUnhealthy, true) => "Old Pods that are not available serve nobody, so they go first.",
        (Rule::CleanUpUnhealthy, false) => "Every old Pod is available, so none goes before its turn.",
        (Rule::RecreateScaleDown, _) => "With Recreate, all old Pods go before a new one comes.",
        (Rule::RecreateWait, _) => "With Recreate, nothing is created while old Pods still run.",
        (Rule::RecreateScaleUp, _) => "No old Pod runs any more, so the new ReplicaSet gets its full size.",
        (Rule::ScaleActive, _) => "Only one ReplicaSet has Pods, so it takes the new number as it is.",
        (Rule::ScaleDownSaturated, _) => {
            "The new ReplicaSet has all its Pods available, so what is left of old ones goes."
        }
        (Rule::ScaleProportionally, _) => {
            "In the middle of a rollout a new number is shared out in proportion."
        }
        (Rule::CleanUpHistory, _) => {
            "More old ReplicaSets are kept than revisionHistoryLimit, so the oldest is deleted."
        }
        (Rule::ReuseReplicaSet, _) => {
            "A ReplicaSet has this template already, so it is used again under the next number."
        }
        (Rule::Paused, _) => "A paused Deployment takes no rollout step.",
        (Rule::Progress, _) => "The Progressing condition tells how the rollout goes.",
        (Rule::CreatePods, _) => {
            "A ReplicaSet has one job, to count its Pods. It has too few, so it makes more."
        }
        (Rule::DeletePods, _) => {
            "A ReplicaSet has one job, to count its Pods. It has too many, so some are told to go."
        }
    })
}

/// The rule behind a decision, in a short paragraph.
pub(crate) fn rule_paragraph(rule: Rule) -> &'static str {
    tell(match rule {
        Rule::CreateReplicaSet => {
            "A ReplicaSet has one Pod template and never changes it. When the Deployment's template is new, its controller makes a \
             ReplicaSet for it, named after the template's hash, and numbers it: one more than the highest revision there is."
        }
        Rule::ScaleUpNew => {
            "Ceiling: replicas + maxSurge Pods may be wanted at a time, old and new together. What is left below it, the new \
             ReplicaSet may take. A Pod that is leaving no longer counts, so its place is free at once. A percentage for maxSurge is \
             rounded up."
        }
        Rule::ScaleDownOld | Rule::ScaleDownSaturated => {
            "Floor: replicas − maxUnavailable Pods stay available. Only Pods above it may go, and new Pods that are not available \
             yet count as if they took a place. A percentage for maxUnavailable is rounded down."
        }
        Rule::ScaleDownNew | Rule::ScaleActive => {
            "A change of replicas makes no revision: the template is the same. Where only one ReplicaSet has Pods, it takes the new \
             number at once; ceiling and floor are for rollouts."
        }
        Rule::CleanUpUnhealthy => {
            "Old Pods that are not available help nobody. They are taken away first, as long as the floor holds, because that costs \
             no user anything and frees places below the ceiling."
        }
        Rule::RecreateScaleDown | Rule::RecreateWait | Rule::RecreateScaleUp => {
            "The strategy Recreate never lets two versions run at the same time: all old Pods go, and only when the last has ended \
             are the new ones created. In between nobody answers."
        }
        Rule::ScaleProportionally => {
            "When replicas changes in the middle of a rollout, each ReplicaSet gets its share of the difference, in proportion to \
             its size, so that a bad new version does not get all of it."
        }
        Rule::CleanUpHistory => {
            "Old ReplicaSets with 0 Pods are the history: rollout undo needs them. revisionHistoryLimit of them are kept (10 unless \
             you say otherwise); the oldest go when a rollout is complete."
        }
        Rule::ReuseReplicaSet => {
            "The same template has the same hash, so the ReplicaSet that has it already is used again. It becomes the newest, and \
             gets the next revision number. Its old number is not used again."
        }
        Rule::Paused => {
            "While spec.paused is true, changes of the template wait: you can collect several and roll them out as one. A change of \
             replicas still works."
        }
        Rule::Progress => {
            "The Progressing condition says how a rollout goes. Each new, gone or available Pod is progress and restarts the clock of \
             progressDeadlineSeconds. When it runs out the condition turns False: a message, nothing else happens."
        }
        Rule::CreatePods | Rule::DeletePods => {
            "A ReplicaSet compares the Pods that there are with the number it wants, and creates or deletes the difference. When it \
             deletes, it takes Pods first that are not ready, then the youngest."
        }
    })
}

/// What stands under the result of an equation.
pub(crate) fn result_word(rule: Rule, result: i64) -> &'static str {
    tell(match rule {
        Rule::ScaleUpNew | Rule::ScaleDownOld | Rule::ScaleDownSaturated if result <= 0 => "no",
        Rule::CreateReplicaSet | Rule::ScaleUpNew | Rule::RecreateScaleUp | Rule::CreatePods => "may come",
        Rule::ScaleDownOld | Rule::ScaleDownSaturated | Rule::ScaleDownNew | Rule::CleanUpUnhealthy => {
            "may go"
        }
        Rule::RecreateScaleDown | Rule::DeletePods => "go",
        Rule::RecreateWait => "still run",
        Rule::CleanUpHistory => "too many",
        Rule::ReuseReplicaSet => "revision",
        Rule::ScaleActive | Rule::ScaleProportionally => "change",
        Rule::Paused | Rule::Progress => "result",
    })
}

/// The small word under a number of an equation.
pub(crate) fn term(term: Term) -> &'static str {
    tell(match term {
        Term::Replicas => "replicas",
        Term::MaxSurge => "surge",
        Term::MaxUnavailable => "unavailable",
        Term::Ceiling => "ceiling",
        Term::MinAvailable => "floor",
        Term::TotalReplicas => "wanted",
        Term::NewReplicas => "new",
        Term::OldReplicas => "old",
        Term::NewUnavailable => "not yet",
        Term::OldUnavailable => "old, not available",
        Term::Available => "available",
        Term::Updated => "updated",
        Term::MaxScaledDown => "may go at most",
        Term::AlreadyScaledDown => "gone already",
        Term::OwnReplicas => "its own",
        Term::Share => "share",
        Term::Remaining => "left",
        Term::OldPodsRunning => "old, running",
        Term::OldReplicaSets => "old ReplicaSets",
        Term::RevisionHistoryLimit => "limit",
        Term::ActivePods => "active",
        Term::SecondsWithoutProgress => "s without progress",
        Term::ProgressDeadline => "deadline",
        Term::Revision => "revision",
    })
}

/// `at most 1 available`
pub(crate) fn at_most(n: i64, what: &str) -> String {
    fill("at most {} ({})", &[&n, &what])
}

pub(crate) fn set_created(revision: i64, n: i32) -> String {
    fill("revision {} is made, wants {}", &[&revision, &n])
}
pub(crate) fn set_will_be_created(n: i32) -> String {
    fill("a ReplicaSet is made, wants {}", &[&n])
}
pub(crate) fn set_deleted(revision: i64) -> String {
    fill("revision {} is deleted", &[&revision])
}
pub(crate) fn renumbered(from: i64, to: i64) -> String {
    fill("revision {} → {}", &[&from, &to])
}
pub(crate) fn pods_made(n: u32) -> String {
    plural(n.into(), "{} Pod made", "{} Pods made", &[&count(n.into())])
}
pub(crate) fn pods_told(n: u32) -> String {
    plural(n.into(), "{} Pod told to go", "{} Pods told to go", &[&count(n.into())])
}
pub(crate) fn progress(reason: ConditionReason) -> &'static str {
    tell(match reason {
        ConditionReason::NewReplicaSetAvailable => "complete",
        ConditionReason::ProgressDeadlineExceeded => "deadline exceeded",
        ConditionReason::DeploymentPaused => "paused",
        ConditionReason::DeploymentResumed => "resumed",
        _ => "going on",
    })
}

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
