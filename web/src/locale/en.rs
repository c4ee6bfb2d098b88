//! English.

pub(crate) mod compare;
pub(crate) mod forks;
pub(crate) mod guess;
pub(crate) mod lessons;
pub(crate) mod links;
pub(crate) mod present;
pub(crate) mod stage;
pub(crate) mod take;
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

// The say line
pub(crate) mod say {
    use super::super::{fill, plural};
    use super::{Text, amount, count, lower, number};

    pub(crate) const NOTHING_DEPLOYED: Text = Text("Nothing is deployed.");
    pub(crate) const NOTHING_DEPLOYED_HOW: Text =
        Text("Paste a Deployment under YAML, open a file, or drop one on this page.");
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
    pub(crate) const DEADLINE_WHY: Text = Text(
        "progressDeadlineSeconds have passed without progress. Kubernetes marks the rollout, and does not roll back.",
    );
    pub(crate) const SEES_IT_SOON: Text =
        Text("The Deployment is changed, nothing else yet. Its controller sees that in a moment.");
    pub(crate) const SCALED_TO_ZERO: Text = Text("No Pods are wanted.");
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

pub(crate) mod cards {
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
    pub(crate) const READY_UNASKED: Text =
        Text("It has no readiness probe: it counts as ready once it runs.");
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
    pub(crate) const STILL_CREATED: Text =
        Text("Its node prepares it: the image is fetched, containers start.");
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
}

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

pub(crate) mod spec {
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
}

/// The fields of a workload, in the order of the form.
pub(crate) mod workload {
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
}

pub(crate) mod console {
    use super::{Text, fill, tell};
    pub(crate) const PROMPT: Text = Text("Command line");
    pub(crate) const OUTPUT: Text = Text("What kubectl printed");
    pub(crate) const EXAMPLE: Text = Text("kubectl get pods");
    pub(crate) const WELCOME: Text = Text(
        "A terminal on this cluster. Try kubectl get pods, or k for short. Names that it prints can be chosen.",
    );
    pub(crate) const KEYS: Text =
        Text("Tab completes, Esc and Tab leaves. ↑ ↓ earlier lines, Ctrl-R searches them.");
    pub(crate) const CHOICES: Text = Text("What may come next");
    pub(crate) const SEARCH: Text = Text("Search earlier lines");
    pub(crate) const FOUND_NOTHING: Text = Text("no earlier line");
    pub(crate) const COPY: Text = Text("Copy as text");
    pub(crate) const COPIED: Text = Text("Copied");
    pub(crate) const CLEAR: Text = Text("Clear");
    pub(crate) const STOP: Text = Text("Stop (Ctrl-C)");
    pub(crate) const STDIN: Text = Text("Standard input is the text of the YAML tab.");
    pub(crate) const TIME_WENT_BACK: Text = Text("Time went back, so the command was stopped.");
    pub(crate) const ONLY_WHAT_IS_WRITTEN: Text =
        Text("The lab edits what its manifest holds: Deployments and Services. Nothing was changed.");
    pub(crate) const NOTHING_DONE: Text = Text("the line does nothing here");
    pub(crate) const INTO_CONSOLE: Text = Text("Put into the console");
    pub(crate) fn files(names: &str) -> String {
        fill("The files here are made of the YAML tab's text: {}", &[&names])
    }
    pub(crate) fn waits(playing: bool) -> &'static str {
        tell(if playing {
            "It goes on while time passes."
        } else {
            "Waits for time to pass: Play, or Next decision."
        })
    }
    pub(crate) fn more(n: usize) -> String {
        fill("and {} more", &[&n])
    }
}

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

pub(crate) mod inspect {
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
}

/// The shortcut sheet: keys and what they do.
pub(crate) const KEYS: [(&str, &str); 15] = [
    ("Space", "play or pause"),
    ("→  PageDown", "next decision"),
    ("←  PageUp", "back one decision"),
    ("Home", "to the start"),
    ("End", "to the furthest moment known"),
    ("1 2 3 4", "speed ½×, 1×, 4×, 16×"),
    ("+  −  0", "zoom the timeline in, out, to the whole run"),
    ("Ctrl+Z  Ctrl+Y", "take the last act back, do it again"),
    ("c", "compare: the same with another setting"),
    ("`", "kubectl's command line"),
    ("Ctrl+Enter  Ctrl+Space", "in the YAML tab: apply, complete"),
    ("P  B", "present, blank the screen meanwhile"),
    ("N", "speaker's notes in a window of their own"),
    ("Esc", "close what was opened"),
    ("?", "this sheet"),
];

// The stage in words, for those who do not see it
pub(crate) const RUN_TABLE: Text = Text("The run so far");
pub(crate) const STAGE_TABLE: Text = Text("The Pods as a table");
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
