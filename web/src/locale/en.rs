//! English.

pub(crate) mod stage;

use super::super::view::format::count;
use rollout_engine::api::{ConditionReason, ProbeType};
use rollout_engine::decision::{Rule, Term};
use rollout_engine::snapshot::{ProbeAnswer, ProbeView};
use rollout_engine::traffic::Outcome;

// Names of things
pub(crate) const LAB: &str = "Rollout Lab";
pub(crate) const DEPLOYMENT: &str = "Deployment";
pub(crate) const REPLICA_SET: &str = "ReplicaSet";
pub(crate) const SERVICE: &str = "Service";
pub(crate) const PODS: &str = "Pods";
pub(crate) const USERS: &str = "users";
pub(crate) const WHO_MAKES_WHOM: &str = "Who makes whom";
pub(crate) const WHO_ANSWERS: &str = "Who answers the users";
pub(crate) const WHO_ANSWERS_SHORT: &str = "Who answers";
pub(crate) const LIFE: &str = "life, last 14 s";
pub(crate) const WANTS: &str = "wants";
pub(crate) const EXIST: &str = "exist";
pub(crate) const AVAILABLE: &str = "available";
pub(crate) const CEILING: &str = "ceiling";
pub(crate) const FLOOR: &str = "floor";
pub(crate) const UNPLUGGED: &str = "unplugged";
pub(crate) const NO_DEPLOYMENT: &str = "no Deployment";
pub(crate) const NO_SERVICE: &str = "no Service";

// Lamps
pub(crate) const READY: &str = "ready";
pub(crate) const READY_ASKING: &str = "ready?";
pub(crate) const NOT_READY: &str = "not ready";
pub(crate) const LIVE: &str = "live";
pub(crate) const LIVE_ASKING: &str = "live?";
pub(crate) const NOT_LIVE: &str = "not live";

// Notes on Pods
pub(crate) const DOES_NOT_ANSWER: &str = "does not answer";
pub(crate) const WAITS_FOR_A_NODE: &str = "waits for a node";
pub(crate) const FETCHING_THE_IMAGE: &str = "fetching the image";
pub(crate) const ASKS_AGAIN: &str = "asks again";
pub(crate) const STOPPED: &str = "has stopped";
pub(crate) const STARTING: &str = "starting";

pub(crate) fn asks_again_in(time: &str) -> String {
    "asks again in ".to_owned() + time
}
pub(crate) fn restart_in(n: u32, time: &str) -> String {
    format!("restart {n} in {time}")
}
pub(crate) fn restart_now(n: u32) -> String {
    format!("restart {n}")
}
pub(crate) fn available_in(time: &str) -> String {
    "available in ".to_owned() + time
}
pub(crate) fn pre_stop_for(time: &str) -> String {
    format!("preStop, {time} left")
}
pub(crate) fn grace_for(time: &str) -> String {
    format!("grace, {time} left")
}
pub(crate) fn leaving_for(time: &str) -> String {
    "leaving ".to_owned() + time
}
pub(crate) fn age_and_restarts(age: &str, restarts: u32) -> String {
    format!("{age}, restarts {restarts}")
}
pub(crate) fn probe_name(probe: ProbeType) -> &'static str {
    match probe {
        ProbeType::Startup => "startup",
        ProbeType::Readiness => "readiness",
        ProbeType::Liveness => "liveness",
    }
}
pub(crate) fn init_container(name: &str) -> String {
    "init ".to_owned() + name
}
/// Why a Pod that waits for a probe is not ready yet, in as few words as a row has room for.
pub(crate) fn asked_by(probe: ProbeType, view: Option<ProbeView>) -> String {
    let name = probe_name(probe);
    let Some(ProbeView { answer: Some(answer), run, threshold, .. }) = view else {
        return name.to_owned() + " probe";
    };
    match answer {
        ProbeAnswer::Passed if threshold > 1 => format!("passed {run} of {threshold}"),
        ProbeAnswer::Passed => name.to_owned() + " passed",
        ProbeAnswer::Status(code) => format!("{name}: {code}"),
        ProbeAnswer::Refused => "port refused".to_owned(),
        ProbeAnswer::TimedOut => "no answer".to_owned(),
        ProbeAnswer::CommandFailed => "command fails".to_owned(),
        ProbeAnswer::NotServing => "not serving".to_owned(),
        ProbeAnswer::Error => "cannot be asked".to_owned(),
    }
}
/// What a probe was last answered, in full.
pub(crate) fn last_answer(view: ProbeView, timeout_seconds: i32) -> String {
    let answer = match view.answer {
        None => return "not asked yet".to_owned(),
        Some(ProbeAnswer::Passed) => "passed".to_owned(),
        Some(ProbeAnswer::Status(code)) => format!("HTTP {code}"),
        Some(ProbeAnswer::Refused) => "connection refused, nothing listens".to_owned(),
        Some(ProbeAnswer::TimedOut) => format!("no answer in {timeout_seconds} s"),
        Some(ProbeAnswer::CommandFailed) => "the command failed".to_owned(),
        Some(ProbeAnswer::NotServing) => "NOT_SERVING".to_owned(),
        Some(ProbeAnswer::Error) => "could not be asked".to_owned(),
    };
    let kind = if view.failing { "failures" } else { "successes" };
    format!("{answer}; {kind} in a row: {} of {}", view.run.min(view.threshold), view.threshold)
}

// Groups of Pods
pub(crate) fn group(group: crate::view::tally::Group, n: u32) -> String {
    use crate::view::tally::Group;
    let words = match group {
        Group::Available => "available",
        Group::Hung => "ready, but not answering",
        Group::Settling => "ready, not available yet",
        Group::NotReady => "running, not ready yet",
        Group::Creating => "being created",
        Group::Pending => "waiting for a node",
        Group::Crashing => "crashing",
        Group::NoImage => "without their image",
        Group::Leaving => "leaving",
        Group::Ended => "ended",
    };
    count(n.into()) + " " + words
}

/// A number as a word, at the start of a sentence.
pub(crate) fn number(n: u32) -> String {
    const WORDS: [&str; 13] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
        "Twelve",
    ];
    WORDS.get(n as usize).map_or_else(|| count(n.into()), |w| (*w).to_owned())
}

fn lower(n: u32) -> String {
    number(n).to_ascii_lowercase()
}

/// `1 Pod`, `3 Pods`
pub(crate) fn pods(n: u32) -> String {
    count(n.into()) + if n == 1 { " Pod" } else { " Pods" }
}

// The say line
pub(crate) mod say {
    use super::{count, lower, number};

    pub(crate) const NOTHING_DEPLOYED: &str = "Nothing is deployed.";
    pub(crate) const NOTHING_DEPLOYED_HOW: &str =
        "Paste a Deployment under YAML, open a file, or drop one on this page.";
    pub(crate) const FOLLOW: &str =
        "Give the Deployment a new image and follow every step. Nothing moves until you press.";
    pub(crate) const USERS_NOTICE_NOTHING: &str = "Users notice nothing.";
    pub(crate) const WHY_NOTHING: &str = "Why is nothing happening?";
    pub(crate) const PAUSED: &str = "The rollout is paused.";
    pub(crate) const PAUSED_WHY: &str =
        "A paused Deployment takes no rollout step, whatever its template says. Scaling still works.";
    pub(crate) const LIMITS_FORBID: &str = "and the limits forbid every other step.";
    pub(crate) const STILL_SERVED: &str = "Nothing is broken for your users.";
    pub(crate) const DEADLINE: &str = "The rollout has failed. It is up to you.";
    pub(crate) const DEADLINE_WHY: &str = "progressDeadlineSeconds have passed without progress. Kubernetes marks the rollout, and does not roll back.";
    pub(crate) const SEES_IT_SOON: &str =
        "The Deployment is changed, nothing else yet. Its controller sees that in a moment.";
    pub(crate) const SCALED_TO_ZERO: &str = "No Pods are wanted.";
    pub(crate) const NOBODY_ANSWERS_WHY: &str = "The Service has no endpoint: no Pod is ready.";

    pub(crate) fn answer_your_users(n: u32) -> String {
        if n == 1 { "One Pod answers your users.".to_owned() } else { number(n) + " Pods answer your users." }
    }
    pub(crate) const MADE_UP_FOR: &str = "A ReplicaSet counts its Pods and makes up for those that go.";
    pub(crate) const UNREACHED_WHY: &str =
        "There is no Service whose selector fits their labels, so calls of users find no endpoint.";
    pub(crate) fn unreached(n: u32) -> String {
        number(n)
            + if n == 1 {
                " Pod runs. No Service leads to it."
            } else {
                " Pods run. No Service leads to them."
            }
    }
    pub(crate) fn all_run(n: u32, tag: &str) -> String {
        if n == 1 { format!("The one Pod runs {tag}.") } else { format!("All {} Pods run {tag}.", lower(n)) }
    }
    pub(crate) fn took(time: &str, decisions: u32) -> String {
        let s = if decisions == 1 { "" } else { "s" };
        format!("The rollout is complete. It took {time} and {decisions} decision{s}.")
    }
    pub(crate) fn as_wanted(n: u32) -> String {
        format!("As many Pods as wanted are available: {}.", count(n.into()))
    }
    pub(crate) fn calls_failed(failed: u64, sent: u64) -> String {
        format!("{} of {} calls failed.", count(failed), count(sent))
    }
    pub(crate) fn you_asked_for(tag: &str) -> String {
        format!("You asked for {tag}.")
    }
    pub(crate) fn you_scaled(n: i32) -> String {
        format!("You asked for {n} Pods.")
    }
    pub(crate) fn you_did(what: &str) -> String {
        format!("You did: {what}")
    }
    pub(crate) fn leaving(n: u32, old: bool) -> String {
        let which = if old { "old " } else { "" };
        if n == 1 {
            format!("one {which}Pod is leaving")
        } else {
            format!("{} {which}Pods are leaving", lower(n))
        }
    }
    pub(crate) fn coming(n: u32, warming: bool) -> String {
        let (what, kind) = if warming { ("warming up", "new ") } else { ("being created", "new ") };
        if n == 1 {
            format!("one {kind}Pod is {what}")
        } else {
            format!("{} {kind}Pods are {what}", lower(n))
        }
    }
    pub(crate) fn settling(n: u32) -> String {
        if n == 1 {
            "one new Pod is ready, not available yet".to_owned()
        } else {
            lower(n) + " new Pods are ready, not available yet"
        }
    }
    pub(crate) fn to_spare(n: u32) -> String {
        if n == 1 {
            "One Pod more than wanted is available.".to_owned()
        } else {
            number(n) + " Pods more than wanted are available."
        }
    }
    pub(crate) fn cannot_start(n: u32) -> String {
        if n == 1 { "The new Pod cannot start,".to_owned() } else { "The new Pods cannot start,".to_owned() }
    }
    pub(crate) fn keeps_crashing(n: u32) -> String {
        if n == 1 {
            "The new Pod keeps crashing,".to_owned()
        } else {
            "The new Pods keep crashing,".to_owned()
        }
    }
    pub(crate) fn never_ready(n: u32) -> String {
        if n == 1 {
            "The new Pod runs, but its readiness probe does not pass,".to_owned()
        } else {
            "The new Pods run, but their readiness probes do not pass,".to_owned()
        }
    }
    pub(crate) fn being_pulled_up(available: u32, wanted: i32) -> String {
        format!("{available} of {wanted} Pods are available.")
    }
}

// The chain of cards
pub(crate) const SO: &str = "so";
pub(crate) const AND: &str = "and";
pub(crate) const WAIT: &str = "wait";

pub(crate) mod cards {
    pub(crate) const WANTED: &str = "What you want";
    pub(crate) const THE_SAME: &str = "What there is";
    pub(crate) const NOTHING_TO_DO: &str = "equal, so nothing to do";
    pub(crate) const YOUR_TURN: &str = "Your turn";
    pub(crate) const YOUR_TURN_HOW: &str = "A new image makes a second ReplicaSet.";
    pub(crate) const IT_WAITS: &str = "It waits. You decide.";
    pub(crate) const NO_ROLLBACK: &str = "Kubernetes will not roll back by itself.";
    pub(crate) const AT_THE_CEILING: &str = "at the ceiling";
    pub(crate) const ON_THE_FLOOR: &str = "on the floor";
    pub(crate) const READY_AGAIN: &str = "It answered its readiness probe.";
    pub(crate) const READY_UNASKED: &str = "It has no readiness probe: it counts as ready once it runs.";
    pub(crate) const NO_DECISION: &str = "No decision is needed for that.";
    pub(crate) const SCALED: &str = "As many as wanted";
    pub(crate) const SCALED_HOW: &str = "The template is the same, so there is no new revision.";
    pub(crate) const AVAILABLE_NOW: &str = "It was ready for minReadySeconds.";
    pub(crate) const ROLLED: &str = "Rollout complete";
    pub(crate) const ROLLED_HOW: &str = "Old ReplicaSets stay, with 0 Pods: they are the way back.";
    pub(crate) const YOU_CHANGED: &str = "What you changed";
    pub(crate) const NO_IMAGE: &str = "No registry has its image. It asks again, later each time.";
    pub(crate) const CRASHES: &str = "Its program exits. It is started again, later each time.";
    pub(crate) const NOT_READY: &str = "It runs, but says that it is not ready.";
    pub(crate) const NOTHING_NEXT: &str = "Nothing more to come";
    pub(crate) const NOTHING_NEXT_HOW: &str = "It stays so until something changes.";

    pub(crate) fn deadline_at(time: &str) -> String {
        format!("At {time} it marks the rollout as failed.")
    }
    pub(crate) fn became_ready(pod: &str) -> String {
        format!("Pod {pod} became ready")
    }
    pub(crate) fn became_available(pod: &str) -> String {
        format!("Pod {pod} is available")
    }
    pub(crate) fn cannot_start(pod: &str) -> String {
        format!("Pod {pod} cannot start")
    }
    pub(crate) fn crashes(pod: &str) -> String {
        format!("Pod {pod} crashes")
    }
    pub(crate) fn is_not_ready(pod: &str) -> String {
        format!("Pod {pod} is not ready")
    }
    pub(crate) fn in_time(time: &str) -> String {
        format!("in {time}:")
    }
    pub(crate) fn next_ready(pod: &str) -> String {
        format!("Next: {pod} ready")
    }
    pub(crate) fn then_available(from: u32, to: u32) -> String {
        format!("Pods available {from} → {to}")
    }
    pub(crate) fn replicas_of(n: i32, image: &str) -> String {
        format!("{n} × {image}")
    }
}

pub(crate) fn revision_wants(revision: i64) -> String {
    format!("revision {revision} wants")
}
pub(crate) fn revision(n: i64) -> String {
    format!("revision {n}")
}
pub(crate) const WANTS_SET: &str = "its ReplicaSet wants";

// Decisions. The short title of a step that was taken, or the question that was answered with no.
pub(crate) fn decision_title(rule: Rule, n: u32, taken: bool) -> String {
    let many = |one: &str, few: &str| match n {
        1 => one.to_owned(),
        2..100 => count(n.into()) + few,
        // A large number leaves no room for the word.
        _ => count(n.into()) + &few.replace(" Pods", ""),
    };
    match (rule, taken) {
        (Rule::CreateReplicaSet, _) => "A second template".to_owned(),
        (Rule::ScaleUpNew, true) => many("A new Pod may come", " new Pods may come"),
        (Rule::ScaleUpNew, false) => "May a new Pod come?".to_owned(),
        (Rule::ScaleDownNew, _) => "The new one is too large".to_owned(),
        (Rule::ScaleDownOld | Rule::ScaleDownSaturated, true) => {
            many("An old Pod may go", " old Pods may go")
        }
        (Rule::ScaleDownOld | Rule::ScaleDownSaturated, false) => "May an old Pod go?".to_owned(),
        (Rule::CleanUpUnhealthy, true) => many("A broken old Pod goes", " broken old Pods go"),
        (Rule::CleanUpUnhealthy, false) => "Are old Pods broken?".to_owned(),
        (Rule::RecreateScaleDown, _) => "All old Pods go".to_owned(),
        (Rule::RecreateWait, _) => "Old Pods still run".to_owned(),
        (Rule::RecreateScaleUp, _) => "All new Pods may come".to_owned(),
        (Rule::ScaleActive, _) => "The number changes".to_owned(),
        (Rule::ScaleProportionally, _) => "Each takes its share".to_owned(),
        (Rule::CleanUpHistory, _) => "Old history goes".to_owned(),
        (Rule::ReuseReplicaSet, _) => "Revived, renumbered".to_owned(),
        (Rule::Paused, _) => "Paused: no step".to_owned(),
        (Rule::Progress, _) => "Progress is noted".to_owned(),
        (Rule::CreatePods, true) => many("A Pod is made", " Pods are made"),
        (Rule::CreatePods, false) => "Are Pods missing?".to_owned(),
        (Rule::DeletePods, true) => many("A Pod is told to go", " Pods are told to go"),
        (Rule::DeletePods, false) => "Are there too many?".to_owned(),
    }
}

/// Why the rule is as it is: one plain sentence.
pub(crate) fn decision_reason(rule: Rule, taken: bool) -> &'static str {
    match (rule, taken) {
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
    }
}

/// The rule behind a decision, in a short paragraph.
pub(crate) fn rule_paragraph(rule: Rule) -> &'static str {
    match rule {
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
    }
}

/// What stands under the result of an equation.
pub(crate) fn result_word(rule: Rule, result: i64) -> &'static str {
    match rule {
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
    }
}

/// The small word under a number of an equation.
pub(crate) fn term(term: Term) -> &'static str {
    match term {
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
    }
}

/// `at most 1 available`
pub(crate) fn at_most(n: i64, what: &str) -> String {
    format!("at most {n} ({what})")
}

pub(crate) fn set_created(revision: i64, n: i32) -> String {
    format!("revision {revision} is made, wants {n}")
}
pub(crate) fn set_will_be_created(n: i32) -> String {
    format!("a ReplicaSet is made, wants {n}")
}
pub(crate) fn set_deleted(revision: i64) -> String {
    format!("revision {revision} is deleted")
}
pub(crate) fn renumbered(from: i64, to: i64) -> String {
    format!("revision {from} → {to}")
}
pub(crate) fn pods_made(n: u32) -> String {
    pods(n) + " made"
}
pub(crate) fn pods_told(n: u32) -> String {
    pods(n) + " told to go"
}
pub(crate) fn progress(reason: ConditionReason) -> &'static str {
    match reason {
        ConditionReason::NewReplicaSetAvailable => "complete",
        ConditionReason::ProgressDeadlineExceeded => "deadline exceeded",
        ConditionReason::DeploymentPaused => "paused",
        ConditionReason::DeploymentResumed => "resumed",
        _ => "going on",
    }
}

// Requests
pub(crate) const REQUESTS_ANSWERED: &str = "requests answered";
pub(crate) fn requests_sent(n: u64) -> String {
    count(n) + " sent"
}
pub(crate) const ANSWERED: &str = ", answered";
pub(crate) const FAILED: &str = "failed";
pub(crate) const RETRIED: &str = "tried again";
pub(crate) const GO_TO_FIRST: &str = "Go to the first";
pub(crate) fn by(tag: &str) -> String {
    "by ".to_owned() + tag
}
pub(crate) fn calls_per_second(n: u64) -> String {
    count(n) + " calls/s"
}
pub(crate) fn requests_line(sent: u64, failed: u64, worst: Option<Outcome>) -> String {
    let sent = count(sent) + if sent == 1 { " request" } else { " requests" };
    match worst {
        None => sent + ", none failed",
        Some(worst) => format!("{sent}, {} failed, most: {}", count(failed), cause(worst)),
    }
}
pub(crate) fn cause(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "answered",
        Outcome::NoEndpoint => "no endpoint",
        Outcome::ConnectionRefused => "connection refused",
        Outcome::Reset => "reset in flight",
        Outcome::NotServingYet => "not serving yet",
        Outcome::WrongVersion => "wrong version",
        Outcome::Timeout => "timeout",
    }
}
pub(crate) fn cause_why(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "",
        Outcome::NoEndpoint => "The Service had no Pod to send it to.",
        Outcome::ConnectionRefused => {
            "Nothing listened at the Pod: it had exited, or its port is another one."
        }
        Outcome::Reset => "The Pod was killed while it was answering.",
        Outcome::NotServingYet => "The Pod counted as ready before its program listened.",
        Outcome::WrongVersion => "The program answered a client made for another version.",
        Outcome::Timeout => "The Pod hung or had too much to do, yet passed for ready.",
    }
}

// Service
pub(crate) fn endpoints(n: usize) -> &'static str {
    if n == 1 { "endpoint" } else { "endpoints" }
}

// Deployment card
pub(crate) fn spec_lines(replicas: i32, rolling: Option<(String, String)>, narrow: bool) -> (String, String) {
    match rolling {
        Some((surge, unavailable)) if narrow => {
            (format!("surge {surge}"), format!("unavailable {unavailable}"))
        }
        Some((surge, unavailable)) => {
            (format!("replicas {replicas} · surge {surge}"), format!("unavailable {unavailable}"))
        }
        None => (format!("replicas {replicas}"), "Recreate".to_owned()),
    }
}
pub(crate) fn of(n: i64, whole: i64) -> String {
    format!("{n} of {whole}")
}
pub(crate) fn was(n: i32) -> String {
    format!("was {n}")
}
pub(crate) fn kept_at_zero(phone: bool, narrow: bool) -> &'static str {
    match (phone, narrow) {
        (true, _) => "0 Pods",
        (_, true) => "0 Pods: the way back",
        _ => "0 Pods: kept, so that you can go back",
    }
}
pub(crate) const WILL_APPEAR: &str = "a second ReplicaSet will appear here";
pub(crate) const WILL_APPEAR_SHORT: &str = "a second ReplicaSet";

// Transport
pub(crate) const ROLL_OUT: &str = "Roll out";
pub(crate) const BACK: &str = "Back";
pub(crate) const NEXT_DECISION: &str = "Next decision";
pub(crate) const PLAY: &str = "Play";
pub(crate) const PAUSE: &str = "Pause";
pub(crate) const TO_START: &str = "To the start";
pub(crate) const SPEED: &str = "Speed";
pub(crate) const PAUSED_CLOCK: &str = "paused";
pub(crate) const PLAYING_CLOCK: &str = "playing";
pub(crate) const AT_REST_CLOCK: &str = "at rest";
pub(crate) const PACING: &str = "Slow at decisions";
pub(crate) const TIMELINE: &str = "Timeline";
pub(crate) const DOCK: &str = "Time";
pub(crate) const TRANSPORT: &str = "Steps and speed";
pub(crate) const CHAIN: &str = "Cause and effect";
pub(crate) const UNDO_ROLLOUT: &str = "Undo rollout";
pub(crate) const RETURN_TO_GHOST: &str = "Return to the other future";
pub(crate) const WHOLE_RUN: &str = "Whole run";
pub(crate) fn ceiling_line(n: i32) -> String {
    format!("ceiling {n}: no more may exist")
}
pub(crate) fn floor_line(n: i32) -> String {
    format!("floor {n}: no fewer may be available")
}

// Header
pub(crate) const THEME: &str = "Theme";
pub(crate) const THEMES: [&str; 4] = ["System", "Light", "Dark", "Projector"];
pub(crate) const SHORTCUTS: &str = "Shortcuts";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const TAKE_BACK: &str = "Take the last act back";
pub(crate) const DO_AGAIN: &str = "Do it again";

// Panel
pub(crate) const TABS: [&str; 6] = ["Spec", "YAML", "kubectl", "Why", "Events", "History"];

pub(crate) mod spec {
    pub(crate) const IMAGE: &str = "image";
    pub(crate) const OTHER_IMAGE: &str = "another image";
    pub(crate) const REPLICAS: &str = "replicas";
    pub(crate) const REPLICAS_NOTE: &str = "Pods wanted";
    pub(crate) const STRATEGY: &str = "strategy";
    pub(crate) const SURGE: &str = "maxSurge";
    pub(crate) const UNAVAILABLE: &str = "maxUnavailable";
    pub(crate) const MIN_READY: &str = "minReadySeconds";
    pub(crate) const MIN_READY_NOTE: &str = "ready so long is available";
    pub(crate) const DEADLINE: &str = "progressDeadlineSeconds";
    pub(crate) const HISTORY: &str = "revisionHistoryLimit";
    pub(crate) const PAUSE_BUTTON: &str = "Pause rollout";
    pub(crate) const RESUME_BUTTON: &str = "Resume rollout";
    pub(crate) const MORE: &str = "More of the spec";
    pub(crate) const TRAFFIC: &str = "Users and cluster";
    pub(crate) const RATE: &str = "calls per second";
    pub(crate) const TIMEOUT: &str = "a call waits";
    pub(crate) const RETRIES: &str = "is tried again";
    pub(crate) const RETRIES_NOTE: &str = "times";
    pub(crate) const RETRY_AFTER: &str = "after a pause of";
    pub(crate) const RETRY_ON: &str = "where it failed";
    pub(crate) const RETRY_ON_ALL: &str = "anyhow";
    pub(crate) const RETRY_ON_NOT_DELIVERED: &str = "before a program got it";
    pub(crate) const ADDRESSES: &str = "from addresses";
    pub(crate) const KEEP_ALIVE: &str = "keeps connections open";
    pub(crate) const CALLS_SERVICE: &str = "calls the Service";
    pub(crate) const ADD_CLIENT: &str = "Another client";
    pub(crate) const REMOVE_CLIENT: &str = "Remove";
    pub(crate) const LATENCIES: &str = "How fast the cluster is";
    pub(crate) const API_CALL: &str = "an API call takes";
    pub(crate) const WATCH: &str = "a watcher hears after";
    pub(crate) const PROXY_WATCH: &str = "a node hears after";
    pub(crate) const PROXY_SYNC: &str = "a proxy writes rules in";
    pub(crate) const PROXY: &str = "and then rests for";
    pub(crate) const PROXY_NOTE: &str = "minSyncPeriod";

    /// The name of the nth client.
    pub(crate) fn client(n: usize) -> String {
        if n == 0 { "users".to_owned() } else { format!("client {}", n + 1) }
    }
    pub(crate) const KUBECTL: &str = "The same with kubectl";
    pub(crate) const LESS: &str = "less";
    pub(crate) const MORE_STEP: &str = "more";
    pub(crate) const PERCENT: &str = "%";
    pub(crate) const DETAILS: &str = "All its fields";
    pub(crate) const PRESET: &str = "once it runs";
    pub(crate) const RESTART: &str = "Restart";
    pub(crate) const UNDO: &str = "Undo";

    pub(crate) fn ceiling(replicas: i32, surge: i32, sum: i32) -> (String, String) {
        (format!("ceiling = {replicas} + {surge} = "), sum.to_string())
    }
    pub(crate) fn floor(replicas: i32, unavailable: i32, rest: i32) -> (String, String) {
        (format!("floor = {replicas} − {unavailable} = "), rest.to_string())
    }
    pub(crate) fn others(shown: &str, others: usize) -> String {
        format!(
            "Drawn and changed here: {shown}. Deployments that run beside it: {others}. Edit those under YAML."
        )
    }
    pub(crate) fn how(tag: &str) -> String {
        format!("How {tag} behaves")
    }
}

/// The fields of a workload, in the order of the form.
pub(crate) mod workload {
    pub(crate) const PULL: &str = "image pull takes";
    pub(crate) const PULL_FAILS: &str = "failed pulls first";
    pub(crate) const LISTENS: &str = "listens after";
    pub(crate) const READY: &str = "ready after";
    pub(crate) const LIVE_UNTIL: &str = "live until";
    pub(crate) const HANGS: &str = "hangs at";
    pub(crate) const EXITS: &str = "exits after";
    pub(crate) const EXIT_CODE: &str = "with code";
    pub(crate) const CRASHES: &str = "so many times";
    pub(crate) const LEAKS: &str = "leaks MiB a second";
    pub(crate) const NO_LEAK: &str = "none";
    pub(crate) const STOPS: &str = "on SIGTERM stops after";
    pub(crate) const IGNORES: &str = "ignores SIGTERM";
    pub(crate) const DRAINS: &str = "finishes its requests";
    pub(crate) const SERVES: &str = "answers in";
    pub(crate) const CAPACITY: &str = "at a time";
    pub(crate) const BREAKS: &str = "breaks the API";
    pub(crate) const NEVER: &str = "never";
    pub(crate) const ALWAYS: &str = "always";
    pub(crate) const ANY: &str = "any";

    /// Names of the presets, in their order.
    pub(crate) const PRESETS: [&str; rollout_engine::Preset::ALL.len()] = [
        "healthy",
        "slow to start",
        "never ready",
        "crashes at once",
        "crashes after a while",
        "hangs",
        "exits at once on SIGTERM",
        "ignores SIGTERM",
        "leaks memory",
        "breaks the API",
        "image cannot be pulled",
    ];
    pub(crate) const OWN: &str = "as set below";
}

pub(crate) mod yaml {
    pub(crate) const LABEL: &str = "Manifest";
    pub(crate) const APPLY: &str = "Apply";
    pub(crate) const REVERT: &str = "Revert";
    pub(crate) const OPEN: &str = "Open a file";
    pub(crate) const UNAPPLIED: &str = "Edited, not applied yet.";
    pub(crate) const APPLIED: &str = "This is what the cluster was given.";
    pub(crate) const MOVED_ON: &str =
        "The cluster has changed since you began to edit. Apply puts your text over it.";
    pub(crate) const LOAD: &str = "Start a new run with it";
    pub(crate) const TOO_LONG: &str =
        "This text is longer than 1 MB. A manifest is a few kB; nothing was changed.";
    pub(crate) fn at(line: u32, column: u32) -> String {
        format!("line {line}, column {column}")
    }
}

pub(crate) mod console {
    pub(crate) const PROMPT: &str = "Command line";
    pub(crate) const OUTPUT: &str = "What kubectl printed";
    pub(crate) const EXAMPLE: &str = "kubectl get pods";
    pub(crate) const WELCOME: &str = "A terminal on this cluster. Try kubectl get pods, or k for short. Names that it prints can be chosen.";
    pub(crate) const KEYS: &str =
        "Tab completes, Esc and Tab leaves. ↑ ↓ earlier lines, Ctrl-R searches them.";
    pub(crate) const CHOICES: &str = "What may come next";
    pub(crate) const SEARCH: &str = "Search earlier lines";
    pub(crate) const FOUND_NOTHING: &str = "no earlier line";
    pub(crate) const COPY: &str = "Copy as text";
    pub(crate) const COPIED: &str = "Copied";
    pub(crate) const CLEAR: &str = "Clear";
    pub(crate) const STOP: &str = "Stop (Ctrl-C)";
    pub(crate) const STDIN: &str = "Standard input is the text of the YAML tab.";
    pub(crate) const TIME_WENT_BACK: &str = "Time went back, so the command was stopped.";
    pub(crate) const ONLY_WHAT_IS_WRITTEN: &str =
        "The lab edits what its manifest holds: Deployments and Services. Nothing was changed.";
    pub(crate) const NOTHING_DONE: &str = "the line does nothing here";
    pub(crate) const INTO_CONSOLE: &str = "Put into the console";
    pub(crate) fn files(names: &str) -> String {
        format!("The files here are made of the YAML tab's text: {names}")
    }
    pub(crate) fn waits(playing: bool) -> &'static str {
        if playing {
            "It goes on while time passes."
        } else {
            "Waits for time to pass: Play, or Next decision."
        }
    }
    pub(crate) fn more(n: usize) -> String {
        format!("and {n} more")
    }
}

pub(crate) mod why {
    pub(crate) const NONE: &str = "No decision yet. Change something, then press Next decision.";
    pub(crate) const EVERY: &str = "Every decision of the controllers, the newest first.";
    pub(crate) const RULE: &str = "The rule";
    pub(crate) const SHOW_REFUSED: &str = "Show steps not taken";
    pub(crate) fn more(n: usize) -> String {
        format!("{n} older")
    }
}

pub(crate) mod history {
    pub(crate) const NUMBERS_GROW: &str = "Numbers only ever grow. Undo takes an old ReplicaSet, makes it current, and gives it the next number. The change-cause travels with it.";
    pub(crate) const MOVED_DOWN: &str = "moved down: same hash, same ReplicaSet";
    pub(crate) const NO_CAUSE: &str = "<none>";
    pub(crate) const CURRENT: &str = "current";
    pub(crate) const DOES_GIT_KNOW: &str = "Does Git know?";
    pub(crate) const DRIFT: &str = "drift";
    pub(crate) const GIT_SAYS: &str = "the manifest in Git says";
    pub(crate) const CLUSTER_RUNS: &str = "the cluster runs";
    pub(crate) const UNDO_IS_NOT_IN_GIT: &str =
        "An undo lives in the cluster alone. The next kubectl apply of the manifest takes it back.";
    pub(crate) const REVERT_IN_GIT: &str = "Revert in Git, then apply";
    pub(crate) const APPLY_GIT: &str = "Apply what Git says";
}

/// Answers to "Why is nothing happening?"
pub(crate) mod waits {
    use super::pods;

    pub(crate) const TITLE: &str = "Why is nothing happening?";
    pub(crate) const NOTHING_DEPLOYED: &str = "There is no Deployment.";
    pub(crate) const PAUSED: &str = "The rollout is paused. Resume it, and it goes on.";
    pub(crate) const DEADLINE_PASSED: &str =
        "The progress deadline has passed. Kubernetes says so and does nothing more.";
    pub(crate) const STUCK: &str =
        "No step is allowed: at the ceiling no new Pod may come, on the floor no old one may go.";
    pub(crate) const COMPLETE: &str = "All Pods are as wanted, so there is nothing to do.";
    pub(crate) const SOON: &str = "The controllers act within milliseconds. Press Next decision.";
    pub(crate) fn more(n: usize) -> String {
        format!("and {} more", pods(u32::try_from(n).unwrap_or(u32::MAX)))
    }
    pub(crate) fn deadline(time: &str) -> String {
        format!("After {time} without progress, the rollout counts as failed.")
    }
}

pub(crate) mod events {
    pub(crate) const NONE: &str = "No events yet.";
    pub(crate) const AS_KUBECTL: &str = "As kubectl get events tells them, the newest first.";
}

pub(crate) mod inspect {
    pub(crate) const VIEW: &str = "Show";
    pub(crate) const VIEWS: [&str; 3] = ["Describe", "YAML", "Events"];
    pub(crate) const WANTED: &str = "Wanted";
    pub(crate) const UPDATED: &str = "Updated";
    pub(crate) const TOTAL: &str = "Exist";
    pub(crate) const AVAILABLE: &str = "Available";
    pub(crate) const UNAVAILABLE: &str = "Unavailable";
    pub(crate) const CEILING: &str = "Ceiling";
    pub(crate) const FLOOR: &str = "Floor";
    pub(crate) const REVISION: &str = "Revision";
    pub(crate) const HASH: &str = "Template hash";
    pub(crate) const CHANGE_CAUSE: &str = "Change cause";
    pub(crate) const NONE: &str = "none";
    pub(crate) const SELECTOR: &str = "Selector";
    pub(crate) const ENDPOINTS: &str = "Endpoints";
    pub(crate) const LATE: &str = "Still called";
    pub(crate) const SERVICE_DO: &str = "Take a label off one of its Pods, and it loses an endpoint.";
    pub(crate) const IS_CURRENT: &str = "It is the current one.";
    pub(crate) const IMAGE: &str = "Image";
    pub(crate) const READY: &str = "Ready";
    pub(crate) const RESTARTS: &str = "Restarts";
    pub(crate) const NODE: &str = "Node";
    pub(crate) const IP: &str = "IP";
    pub(crate) const AGE: &str = "Age";
    pub(crate) const TRAFFIC: &str = "Traffic";
    pub(crate) const LAST_STATE: &str = "Last state";
    pub(crate) const CONDITIONS: &str = "Conditions";
    pub(crate) const DO: &str = "What may happen to it";
    pub(crate) const DELETE: &str = "Delete it";
    pub(crate) const FAIL_READINESS: &str = "Fail its readiness";
    pub(crate) const HANG: &str = "Make it hang";
    pub(crate) const CRASH: &str = "Crash it";
    pub(crate) const HEAL: &str = "Make it well";
    pub(crate) const WIRED: &str = "the Service sends to it";
    pub(crate) const FORGETTING: &str = "taken out; some nodes still send to it";
    pub(crate) const UNWIRED: &str = "none: the Service has taken it out";
    pub(crate) const NEVER_WIRED: &str = "none: it is not ready";
    pub(crate) const NO_PROBE: &str = "none";
    pub(crate) fn undo_to(revision: i64) -> String {
        format!("Undo to {revision}")
    }
    pub(crate) fn label_off(key: &str) -> String {
        format!("Take label {key} off")
    }
    pub(crate) fn cordon(node: &str, cordoned: bool) -> String {
        format!("{} {node}", if cordoned { "Uncordon" } else { "Cordon" })
    }
    /// The owners of a ReplicaSet, or of a Pod of this revision.
    pub(crate) fn crumb(revision: Option<i64>) -> String {
        match revision {
            Some(n) => format!("Deployment › ReplicaSet, revision {n} › this Pod"),
            None => "Deployment › this ReplicaSet".to_owned(),
        }
    }
    pub(crate) const GONE: &str = "This does not exist at this moment.";
    pub(crate) const DELETE_DOES_NOT: &str =
        "Deleting the Pod would not: its ReplicaSet makes the same one again.";
}

/// The shortcut sheet: keys and what they do.
pub(crate) const KEYS: [(&str, &str); 11] = [
    ("Space", "play or pause"),
    ("→  PageDown", "next decision"),
    ("←  PageUp", "back one decision"),
    ("Home", "to the start"),
    ("End", "to the furthest moment known"),
    ("1 2 3 4", "speed ½×, 1×, 4×, 16×"),
    ("+  −  0", "zoom the timeline in, out, to the whole run"),
    ("Ctrl+Z  Ctrl+Y", "take the last act back, do it again"),
    ("`", "kubectl's command line"),
    ("Esc", "close what was opened"),
    ("?", "this sheet"),
];

// The stage in words, for those who do not see it
pub(crate) const RUN_TABLE: &str = "The run so far";
pub(crate) const STAGE_TABLE: &str = "The Pods as a table";
pub(crate) const STAGE_COLUMNS: [&str; 7] =
    ["Pod", "ReplicaSet", "Version", "Status", "Ready", "Restarts", "Endpoint"];
pub(crate) fn stage_summary(
    deployment: &str,
    exist: u32,
    available: u32,
    ceiling: i32,
    floor: i32,
    endpoints: usize,
) -> String {
    format!(
        "Deployment {deployment}: {exist} Pods exist, at most {ceiling} may; {available} are available, at least {floor} must be. \
         The Service has {endpoints} endpoints."
    )
}
pub(crate) const YES: &str = "yes";
pub(crate) const NO: &str = "no";
pub(crate) const NOT_A_NUMBER: &str = "replicas must be a whole number";
pub(crate) fn no_such_container(deployment: &str, container: &str) -> String {
    format!("there is no container \"{container}\" in a Deployment \"{deployment}\"")
}
