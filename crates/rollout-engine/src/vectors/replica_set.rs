//! The ReplicaSet controller: how many Pods there are, which go first, and how they are created.

use super::{OWNER, check, each, int, labels, phase, replica_set};
use crate::SortedMap;
use crate::api::{
    ConditionReason, ConditionStatus, Container, ContainerState, ContainerStatus, DeploymentStrategy,
    IntOrPercent, Kind, LabelSelector, Name, Node, ObjectMeta, Pod, PodCondition, PodConditionType,
    PodConditions, PodStatus, ReplicaFailure, ReplicaSet, Uid,
};
use crate::controller::replica_set::deletion_order::{DELETION_COST, Rank, choose, compare};
use crate::controller::replica_set::status::Counts;
use crate::id::{PodId, ReplicaSetId};
use crate::log::{Happening, Recording};
use crate::scenario::{Latencies, NodeMode, Scenario, Script};
use crate::simulation::Simulation;
use crate::time::{SimTime, Timestamp};
use crate::traffic::TrafficSpec;
use crate::workload::Workload;
use serde_json::{Value, json};
use std::cmp::Ordering;
use std::rc::Rc;

/// The present of the tables, whose times count from it: seconds since 1970.
const NOW: i64 = 1_000_000_000;

/// A Pod of the table; what it does not say is absent.
fn pod(input: &Value) -> Pod {
    let stamp =
        |field: &str| input[field].as_i64().map_or(Timestamp::default(), |seconds| Timestamp(NOW + seconds));
    let mut meta = ObjectMeta::named(input["id"].as_str().unwrap_or("pod"));
    meta.labels = labels("foo");
    meta.creation_timestamp = stamp("creationTimestamp");
    // The tables have no UIDs: they are all equal.
    meta.uid = Uid(0);
    if let Some(cost) = input["deletionCost"].as_i64() {
        meta.annotations.set(DELETION_COST, cost.to_string());
    }
    let restarts = input["restartCounts"].as_array().into_iter().flatten();
    let container = |restarts: &Value| ContainerStatus {
        name: "main".into(),
        image: "main".into(),
        ready: true,
        started: true,
        restart_count: int(restarts) as u32,
        state: ContainerState::Running { started_at: Timestamp(NOW) },
        last_state: None,
    };
    let ready = PodCondition {
        kind: PodConditionType::Ready,
        status: if input["ready"] == true { ConditionStatus::True } else { ConditionStatus::False },
        why: None,
        last_transition_time: stamp(if input["readySinceSeconds"].is_null() {
            "readySince"
        } else {
            "readySinceSeconds"
        }),
    };
    let mut conditions = PodConditions::default();
    conditions.set(ready);
    Pod {
        meta,
        template: super::template("new"),
        node_name: input["nodeName"].as_str().filter(|name| !name.is_empty()).map(Name::from),
        status: PodStatus {
            phase: phase(&input["phase"]),
            conditions,
            container_statuses: restarts.map(container).collect(),
            ..PodStatus::default()
        },
    }
}

#[test]
fn which_pod_goes_first() {
    let compared = |input: &Value| {
        let mut input = input.clone();
        if input["podDeletionCostEnabled"] == false {
            // In 1.37 the annotation always counts; without the gate it is as if it were not there.
            for pod in ["a", "b"] {
                input[pod]["deletionCost"] = Value::Null;
            }
        }
        let ranked = |pod_name: &str, rank: &str| {
            let mut ranked = Rank::of(&pod(&input[pod_name]));
            ranked.neighbours = int(&input[rank]);
            ranked
        };
        let (a, b) = (ranked("a", "rankA"), ranked("b", "rankB"));
        let before = |a, b| compare(a, b, NOW * 1000) == Ordering::Less;
        json!({ "aBeforeB": before(&a, &b), "bBeforeA": before(&b, &a) })
    };
    check("SortActivePodsWithRanksEqual", 11, compared);
    check("SortActivePodsWithRanksLess", 16, compared);
    check("SortActivePods", 1, |input| {
        let pods = input["pods"].as_array().expect("Pods").iter().rev();
        let mut pods: Vec<Pod> = pods.map(pod).collect();
        pods.sort_by(|a, b| compare(&Rank::of(a), &Rank::of(b), NOW * 1000));
        json!({ "order": pods.iter().map(|pod| &*pod.meta.name).collect::<Vec<_>>() })
    });
}

#[test]
fn which_pods_go() {
    check("GetPodsToDelete", 10, |input| {
        let pods = input["pods"].as_array().expect("Pods");
        // Pods of the same Deployment but another ReplicaSet.
        let mut others: Vec<Value> = match &input["relatedPods"] {
            Value::Array(related) => {
                related.iter().map(|name| json!({ "id": name, "phase": "Running" })).collect()
            }
            _ => Vec::new(),
        };
        for mine in pods {
            let at = others.iter().position(|other| other["id"] == mine["id"]);
            at.map(|at| others.remove(at));
        }
        for other in &mut others {
            let twin = pods.iter().find(|mine| mine["id"] == other["id"]);
            other["nodeName"] = twin.map_or(Value::Null, |twin| twin["nodeName"].clone());
        }
        let mut simulation = Simulation::new(&scenario(0, None), Recording::default());
        let world = &mut simulation.world;
        let owners: [(ReplicaSetId, Uid); 2] =
            [0, 1].map(|slot| (ReplicaSetId { slot, generation: 0 }, Uid(10 + u128::from(slot))));
        for (id, uid) in owners {
            let mut object = replica_set(&json!({ "name": "rs" }), "new");
            object.meta.uid = uid;
            world.cache.set_replica_set(id, Some(Rc::new(object)));
        }
        let mine = pods.iter().map(|input| (input, owners[0].1));
        for (slot, (input, owner)) in (0..).zip(mine.chain(others.iter().map(|input| (input, owners[1].1)))) {
            let mut object = pod(input);
            object.meta.owner = Some(Rc::new(crate::api::OwnerReference {
                kind: Kind::ReplicaSet,
                name: "rs".into(),
                uid: owner,
            }));
            let nodes = &world.cluster;
            let node = |name: &str| nodes.node_named(name);
            let owner = |uid| owners.iter().find(|(_, known)| *known == uid).map(|(id, _)| *id);
            world.cache.set_pod(PodId { slot, generation: 0 }, Some(Rc::new(object)), owner, node);
        }
        let shrinking = Rc::clone(world.cache.replica_sets.get(&owners[0].0).unwrap());
        let chosen = choose(world, owners[0].0, &shrinking, int(&input["diff"]));
        json!({ "podsToDelete": chosen.iter().map(|id| &pods[id.slot as usize]["id"]).collect::<Vec<_>>() })
    });
}

#[test]
fn status() {
    check("ReplicaSetCalculateStatus", 7, |input| {
        let replica_set = sized(input);
        let mut counts = Counts::default();
        for input in input["pods"].as_array().expect("Pods") {
            let mut pod = pod(input);
            if input["labelsMatchTemplate"] == false {
                pod.meta.labels = labels("bar");
            }
            counts.add(&pod, &replica_set, NOW * 1000);
        }
        let status = counts.status(&replica_set, None, 0, Timestamp(NOW));
        json!({
            "replicas": status.replicas,
            "fullyLabeledReplicas": status.fully_labeled_replicas,
            "readyReplicas": status.ready_replicas,
            "availableReplicas": status.available_replicas,
        })
    });
    check("ReplicaSetFailureCondition", 5, |input| {
        let mut replica_set = sized(input);
        let before = (input["hadReplicaFailure"] == true).then(|| ReplicaFailure {
            status: ConditionStatus::True,
            reason: ConditionReason::FailedDelete,
            message: "before".into(),
            last_transition_time: Timestamp(0),
        });
        replica_set.status.replica_failure.clone_from(&before);
        let error = (input["manageReplicasError"] == true).then(|| "no".into());
        let excess = int(&input["activePods"]) - replica_set.spec.replicas;
        let status = Counts::default().status(&replica_set, error.as_ref(), excess, Timestamp(NOW));
        let condition = match status.replica_failure {
            None => Value::Null,
            now if now == before => json!("unchanged"),
            Some(now) => {
                json!({ "type": "ReplicaFailure", "status": now.status.as_str(), "reason": now.reason.as_str() })
            }
        };
        json!({ "condition": condition })
    });
    check("ActivePodsFilter", 1, |input| {
        let phases = input["podPhases"].as_array().expect("phases").iter().enumerate();
        let kept = phases.filter(|(_, phase)| pod(&json!({ "phase": phase })).is_active()).map(|(i, _)| i);
        json!({ "keptIndexes": kept.collect::<Vec<_>>() })
    });
}

fn sized(input: &Value) -> ReplicaSet {
    let mut replica_set = replica_set(input, "new");
    replica_set.spec.min_ready_seconds = int(&input["minReadySeconds"]);
    replica_set
}

/// Creations are refused by a quota; what counts is the first sync, up to and with its first failing batch.
#[test]
fn slow_start() {
    each("SlowStartBatch", 3, |vector, input, expected| {
        assert_eq!(input["initialBatchSize"], 1, "{vector}: the controller begins with one");
        let quota = int(&input["succeedFirstN"]) as u32;
        let recording = Recording { events: true, ..Recording::default() };
        let mut simulation = Simulation::new(&scenario(int(&input["count"]), Some(quota)), recording);
        simulation.run_until(SimTime(1000));
        let (mut calls, mut successes, mut failed_at) = (0, 0, None);
        for happening in simulation.drain_log() {
            let Happening::Event { at, event } = happening else { continue };
            let success = match event.reason {
                "SuccessfulCreate" => true,
                "FailedCreate" => false,
                _ => continue,
            };
            if failed_at.is_some_and(|failed_at| at > failed_at) {
                break;
            }
            calls += 1;
            successes += i32::from(success);
            failed_at = failed_at.or((!success).then_some(at));
        }
        let got = json!({ "successes": successes, "error": failed_at.is_some(), "calls": calls });
        assert_eq!(&got, expected, "{vector}");
    });
}

/// A cluster with a Deployment of so many Pods, none of which gets further than its creation.
fn scenario(replicas: i32, pod_quota: Option<u32>) -> Scenario {
    let mut deployment = super::deployment(&json!({ "replicas": replicas }));
    let all = IntOrPercent::Percent(100);
    deployment.spec.strategy = DeploymentStrategy::RollingUpdate { max_unavailable: all, max_surge: all };
    deployment.spec.selector = LabelSelector { match_labels: labels("foo"), ..LabelSelector::default() };
    Rc::make_mut(&mut deployment.spec.template).spec.containers =
        vec![Container { name: "main".into(), image: "main".into(), ..Container::default() }];
    deployment.meta.uid = OWNER;
    let node = |name: &str| Node {
        name: name.into(),
        labels: Default::default(),
        unschedulable: false,
        allocatable_cpu_milli: 4_000,
        allocatable_memory: 1 << 34,
        allocatable_pods: 110,
    };
    Scenario {
        start_unix_ms: NOW * 1000,
        seed: 1,
        namespace: "default".into(),
        nodes: ["fake-node", "fake-node-1", "fake-node-2"].map(node).into(),
        deployments: if replicas > 0 { vec![deployment] } else { Vec::new() },
        services: Vec::new(),
        workloads: SortedMap::new(),
        default_workload: Workload::default(),
        traffic: TrafficSpec::default(),
        latencies: Latencies::default(),
        node_mode: NodeMode::Scripted(Script::default()),
        pod_quota,
        opens_at: SimTime::ZERO,
    }
}
