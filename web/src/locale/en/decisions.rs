//! The steps of the controllers: what they are called, why they are taken, their numbers and what comes of them.

use super::super::{count, fill, plural, tell, word};
use rollout_engine::api::ConditionReason;
use rollout_engine::decision::{Rule, Term};

/// The short title of a step that was taken, or the question that was answered with no.
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
