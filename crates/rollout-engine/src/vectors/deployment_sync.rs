//! What one sync of the Deployment controller decides.

use super::{check, deployment, deployment_status, each, int, milliseconds, replica_set, template, text};
use crate::api::{Deployment, DeploymentConditionType, DeploymentStatus, ReplicaSet};
use crate::controller::deployment::annotations::{DESIRED_REPLICAS, MAX_REPLICAS};
use crate::controller::deployment::plan::{Basis, Plan, Verb, WakeUp};
use crate::controller::deployment::replicas::{max_surge, min_available};
use crate::controller::deployment::sync::{self, Sync, View};
use crate::decision::{Equation, Term};
use crate::id::ReplicaSetId;
use crate::time::Timestamp;
use serde_json::{Value, json};
use std::rc::Rc;

/// A sync that has seen these ReplicaSets; their ids are their places in the list.
fn sync(deployment: Deployment, replica_sets: &[ReplicaSet], now_ms: i64) -> Sync {
    let deployment = Rc::new(deployment);
    let mut sync = Sync {
        status: deployment.status.clone(),
        annotations: deployment.meta.annotations.clone(),
        deployment,
        replica_sets: Vec::new(),
        with_running_pods: Vec::new(),
        now: Timestamp(now_ms.div_euclid(1000)),
        now_ms,
        plan: Plan::default(),
    };
    sync.claim(with_ids(replica_sets));
    sync
}

fn with_ids(replica_sets: &[ReplicaSet]) -> Vec<(ReplicaSetId, Rc<ReplicaSet>)> {
    (0..).zip(replica_sets).map(|(slot, object)| (id(slot), Rc::new(object.clone()))).collect()
}

fn id(slot: u32) -> ReplicaSetId {
    ReplicaSetId { slot, generation: 0 }
}

/// The size that a plan gives to the ReplicaSet in this place, if it writes it at all.
fn resized(plan: &Plan, slot: u32) -> Option<i32> {
    let mut sizes = plan.calls.iter().filter_map(|call| match &call.verb {
        Verb::Scale { id, replicas, .. } if id.slot == slot => Some(*replicas),
        _ => None,
    });
    sizes.next_back()
}

#[test]
fn which_replica_set_is_new() {
    let roles = |input: &Value| {
        let replica_sets = input["replicaSets"].as_array().expect("ReplicaSets").iter();
        let replica_sets: Vec<_> = replica_sets
            .map(|input| {
                let mut made = replica_set(input, text(&input["template"]));
                // Seconds here.
                made.meta.creation_timestamp = Timestamp(i64::from(int(&input["creationTimestamp"])));
                made
            })
            .collect();
        let mut deployment = deployment(&json!({}));
        deployment.spec.template = template(text(&input["deployment"]["template"]));
        sync(deployment, &replica_sets, 0).find(false)
    };
    check(
        "FindNewReplicaSet",
        3,
        |input| json!({ "newReplicaSet": roles(input).new.map(|new| new.name().to_string()) }),
    );
    check("FindOldReplicaSets", 4, |input| {
        let old = roles(input).old;
        let names = |least: i32| {
            old.iter().filter(|r| r.replicas() >= least).map(|r| r.name().to_string()).collect::<Vec<_>>()
        };
        json!({ "allOldReplicaSets": names(0), "oldReplicaSetsWithPods": names(1) })
    });
}

/// The plan of a whole sync with an old and a new ReplicaSet, in places 0 and 1.
fn rolled(input: &Value) -> Plan {
    let replica_sets = [replica_set(&input["oldRS"], "old"), replica_set(&input["newRS"], "new")];
    sync::plan(View {
        deployment: Rc::new(deployment(input)),
        replica_sets: with_ids(&replica_sets),
        with_running_pods: Vec::new(),
        now: Timestamp(0),
        now_ms: 0,
    })
}

#[test]
fn rolling_update() {
    check("ReconcileNewReplicaSet", 5, |input| {
        let size = resized(&rolled(input), 1);
        json!({ "scaled": size.is_some(), "newRSSpecReplicas": size.unwrap_or(int(&input["newRS"]["specReplicas"])) })
    });
    check("ReconcileOldReplicaSets", 5, |input| {
        let size = resized(&rolled(input), 0);
        json!({ "scaled": size.is_some(), "oldRSSpecReplicas": size.unwrap_or(int(&input["oldRS"]["specReplicas"])) })
    });
    check("CleanupUnhealthyReplicas", 4, |input| {
        let mut sync = sync(deployment(input), &[replica_set(&input["oldRS"], "old")], 0);
        let old = sync.find(false).old;
        let (_, count) =
            sync.clean_up_unhealthy(&old, i64::from(int(&input["maxCleanupCount"]))).expect("no lag");
        json!({ "cleanupCount": count })
    });
    check("ScaleDownOldReplicaSetsForRollingUpdate", 5, |input| {
        let deployment = deployment(input);
        let (floor, before) =
            (i64::from(min_available(&deployment.spec)), int(&input["oldRS"]["specReplicas"]));
        let mut sync = sync(deployment, &[replica_set(&input["oldRS"], "old")], 0);
        let left: Vec<_> = sync.find(false).old.into_iter().map(|old| (old, Basis::Seen(0))).collect();
        let may_go = Equation::of(&[(true, Term::TotalReplicas, 1)]);
        let gone = sync.scale_down_healthy(
            &left,
            i64::from(int(&input["oldRS"]["availableReplicas"])),
            floor,
            &may_go,
        );
        json!({ "scaled": gone > 0, "oldRSSpecReplicas": resized(&sync.plan, 0).unwrap_or(before) })
    });
}

/// One sync after the other, the statuses catching up in between.
#[test]
fn rolling_update_in_lock_step() {
    check("DerivedRollingTrace", 26, |input| {
        let deployment = Rc::new(deployment(input));
        let replicas = deployment.spec.replicas;
        let mut replica_sets = vec![replica_set(&json!({ "specReplicas": replicas }), "old")];
        let mut sizes = vec![[replicas, 0]];
        for _ in 0..200 {
            for (slot, replica_set) in replica_sets.iter_mut().enumerate() {
                let available = slot == 0 || input["newPodsBecomeAvailable"] == true;
                replica_set.status.replicas = replica_set.spec.replicas;
                replica_set.status.available_replicas = if available { replica_set.spec.replicas } else { 0 };
            }
            let view = View {
                deployment: Rc::clone(&deployment),
                replica_sets: with_ids(&replica_sets),
                with_running_pods: Vec::new(),
                now: Timestamp(0),
                now_ms: 0,
            };
            for call in sync::plan(view).calls {
                carry_out(call.verb, &mut replica_sets);
            }
            let now = [replica_sets[0].spec.replicas, replica_sets.get(1).map_or(0, |new| new.spec.replicas)];
            if sizes.last() != Some(&now) {
                sizes.push(now);
            }
        }
        json!({ "oldNewSpecReplicasAfterEachSync": sizes })
    });
}

fn carry_out(verb: Verb, replica_sets: &mut Vec<ReplicaSet>) {
    match verb {
        Verb::Create(new) => {
            let (mut meta, spec) = *new;
            // The server would cut the label from no template: so does the controller when it compares.
            meta.creation_timestamp = Timestamp(1);
            replica_sets.push(ReplicaSet { meta, spec, status: Default::default() });
        }
        Verb::Annotate { id, annotations, .. } => {
            replica_sets[id.slot as usize].meta.annotations = annotations;
        }
        Verb::Scale { id, replicas, annotations, .. } => {
            let target = &mut replica_sets[id.slot as usize];
            target.spec.replicas = replicas;
            target.meta.annotations = annotations;
        }
        _ => {}
    }
}

#[test]
fn a_change_of_replicas() {
    each("Scale", 17, |vector, input, expected| {
        let old_deployment = deployment(&input["oldDeployment"]);
        let sized_for = old_deployment.spec.replicas;
        let replica_sets =
            [&input["newRS"]].into_iter().chain(input["oldRSs"].as_array().expect("ReplicaSets"));
        let replica_sets: Vec<ReplicaSet> = replica_sets
            .enumerate()
            .filter(|(_, input)| !input.is_null())
            .map(|(at, input_rs)| {
                let mut made = replica_set(input_rs, if at == 0 { "new" } else { "old" });
                let other = &input["desiredReplicasAnnotationOverride"][&*made.meta.name];
                let desired = if other.is_null() { sized_for } else { int(other) };
                made.meta.annotations.set(DESIRED_REPLICAS, desired.to_string());
                let max = desired + max_surge(&old_deployment.spec);
                made.meta.annotations.set(MAX_REPLICAS, max.to_string());
                made
            })
            .collect();
        let mut sync = sync(deployment(&input["deployment"]), &replica_sets, 0);
        sync.scale_path();
        let sizes = (0..)
            .zip(&replica_sets)
            .map(|(slot, before)| resized(&sync.plan, slot).unwrap_or(before.spec.replicas));
        let sizes: Vec<i32> = sizes.collect();
        let (new, old) = sizes.split_at(usize::from(!input["newRS"].is_null()));
        assert_eq!(
            json!({ "newRS": new.first(), "oldRSs": old }),
            json!({ "newRS": expected["newRS"], "oldRSs": expected["oldRSs"] }),
            "{vector}"
        );
        for name in expected["mustNotBeUpdated"].as_array().into_iter().flatten() {
            let slot =
                (0..).zip(&replica_sets).find(|(_, r)| &*r.meta.name == text(name)).map(|(slot, _)| slot);
            assert_eq!(
                resized(&sync.plan, slot.expect("a ReplicaSet of this name")),
                None,
                "{vector}: {name}"
            );
        }
    });
}

#[test]
fn clean_up_of_the_history() {
    let deleted = |input: &Value| -> Vec<String> {
        let replica_sets: Vec<ReplicaSet> = input["oldRSs"]
            .as_array()
            .expect("ReplicaSets")
            .iter()
            .map(|input| {
                let mut made = replica_set(input, "old");
                made.meta.deletion_timestamp = input["status"]["deletionTimestamp"]
                    .as_bool()
                    .or(input["deletionTimestamp"].as_bool())
                    .map(|_| Timestamp(0));
                made
            })
            .collect();
        let mut sync = sync(deployment(input), &replica_sets, 0);
        let old = sync.find(false).old;
        sync.clean_up_history(&old);
        let deleted = sync.plan.calls.iter().filter_map(|call| match call.verb {
            Verb::Delete(id) => Some(replica_sets[id.slot as usize].meta.name.to_string()),
            _ => None,
        });
        deleted.collect()
    };
    check("CleanupDeployment", 6, |input| json!({ "deletions": deleted(input).len() }));
    each("CleanupDeploymentOrder", 7, |vector, input, expected| {
        let mut names = deleted(input);
        names.sort();
        assert_eq!(json!(names), expected["deleted"], "{vector}");
    });
}

#[test]
fn recreate() {
    check("RecreateOldPodsRunning", 9, |input| {
        let phases = input["podPhasesByReplicaSetUID"].as_object().expect("phases");
        // Whose Pods they are does not matter, as long as it is not the new ReplicaSet.
        let mut replica_sets: Vec<ReplicaSet> = input["oldRSs"]
            .as_array()
            .expect("ReplicaSets")
            .iter()
            .map(|input| replica_set(input, "old"))
            .collect();
        let first = replica_sets.len() as u32;
        replica_sets.extend(phases.keys().map(|uid| replica_set(&json!({ "name": uid }), "old")));
        let mut sync = sync(deployment(input), &replica_sets, 0);
        let running = |phases: &Value| {
            let mut phases = phases.as_array().into_iter().flatten();
            phases.any(|phase| !super::phase(phase).is_terminal())
        };
        sync.with_running_pods =
            (first..).zip(phases.values()).filter(|(_, p)| running(p)).map(|(slot, _)| id(slot)).collect();
        let old = sync.find(false).old;
        json!({ "oldPodsRunning": sync.old_pods_running(&old) > 0 })
    });
    check("RecreateScaleDownOld", 1, |input| {
        let old = input["oldRSs"].as_array().expect("sizes").iter();
        let old: Vec<ReplicaSet> =
            old.map(|size| replica_set(&json!({ "specReplicas": size }), "old")).collect();
        let mut sync =
            sync(deployment(&json!({ "replicas": input["replicas"], "strategyType": "Recreate" })), &old, 0);
        sync.recreate();
        json!({ "oldRSs": (0..).zip(&old).map(|(slot, _)| resized(&sync.plan, slot)).collect::<Vec<_>>() })
    });
}

#[test]
fn looking_again_at_the_deadline() {
    check("RequeueStuckDeployment", 11, |input| {
        let now = input["now"].as_str().map_or(0, milliseconds);
        let sync = sync(deployment(&input["deployment"]), &[], now);
        let nanoseconds = match sync.check_again(&deployment_status(&input["newStatus"])) {
            WakeUp::None => -1,
            WakeUp::RateLimited => 0,
            WakeUp::After(wait) => (wait.0 as i64 - 1000) * 1_000_000,
        };
        json!({ "requeueAfterNanoseconds": nanoseconds })
    });
}

#[test]
fn status_of_a_rollout() {
    const LATER: i64 = 2_000_000_000_000;
    check("SyncRolloutStatus", 11, |input| {
        let mut replica_sets: Vec<ReplicaSet> = input["otherRSs"]
            .as_array()
            .expect("ReplicaSets")
            .iter()
            .map(|input| replica_set(input, "old"))
            .collect();
        if !input["newRS"].is_null() {
            replica_sets.push(replica_set(&input["newRS"], "new"));
        }
        let mut sync = sync(deployment(&input["deployment"]), &replica_sets, LATER);
        let before = sync.status.clone();
        let roles = sync.find(false);
        sync.plan = Plan::default();
        sync.status = before.clone();
        sync.write_rollout_status(&roles);
        let written = sync.plan.calls.iter().find_map(|call| match &call.verb {
            Verb::WriteStatus { status, .. } => Some(DeploymentStatus::clone(status)),
            _ => None,
        });
        let progressing =
            |status: &DeploymentStatus| status.condition(DeploymentConditionType::Progressing).cloned();
        let (before, now) =
            (progressing(&before), written.as_ref().map_or(progressing(&before), progressing));
        let Some(now) = now else { return json!({ "present": false }) };
        json!({
            "present": true,
            "type": now.kind.as_str(),
            "status": now.status.as_str(),
            "reason": now.reason.as_str(),
            "lastUpdateTimeUnchanged": before.as_ref().is_some_and(|before| before.last_update_time == now.last_update_time),
            "lastTransitionTimeUnchanged":
                before.as_ref().is_some_and(|before| before.last_transition_time == now.last_transition_time),
        })
    });
}
