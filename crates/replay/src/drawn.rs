//! A moment of a recording as a snapshot of a run, so that whatever draws the one draws the other. What a recording does not say is
//! left out: there are no Services in it, no nodes, no probes and no requests.

use crate::changes::Change;
use crate::cluster::{Cluster, Deployment, Pod, ReplicaSet, hash_in};
use crate::{Moment, Replay};
use rollout_engine::api::{
    self, ConditionReason, ConditionStatus, Container, DeploymentCondition, DeploymentConditionType,
    DeploymentSpec, DeploymentStatus, DeploymentStrategy, IntOrPercent, Kind, LabelSelector, Labels, Name,
    ObjectMeta, OwnerReference, PodSpec, PodTemplateSpec, ReplicaSetSpec, ReplicaSetStatus, Uid,
};
use rollout_engine::id::{PodId, ReplicaSetId};
use rollout_engine::snapshot::{Lamp, PodStage, PodView, PodWait, ReplicaSetView, Snapshot};
use rollout_engine::{SimTime, SortedMap, Timestamp};
use std::rc::Rc;

/// What the changes up to a moment say of a Pod.
#[derive(Clone, Copy, Default)]
struct Life {
    created: u64,
    running: Option<u64>,
    ready: Option<u64>,
    leaving: Option<u64>,
}

impl Replay {
    /// What there was at a moment, the `nth` of all; nothing behind the last.
    pub fn snapshot(&self, nth: usize) -> Snapshot {
        let moments = self.moments.get(..=nth).unwrap_or(&self.moments);
        let nothing = Cluster::default();
        let (cluster, now) = moments.last().map_or((&nothing, 0), |m| (&m.cluster, m.at_ms));
        let sets = replica_sets(cluster, moments);
        let lives = lives(moments);
        let life = |pod: &Pod| lives.get(pod.name.as_str()).copied().unwrap_or_default();
        Snapshot {
            time: SimTime(now),
            steps: nth as u64,
            deployments: cluster.deployments.iter().map(|d| Rc::new(deployment(d, cluster, &sets))).collect(),
            pods: cluster.pods.iter().map(|p| Rc::new(pod(p, life(p), &sets))).collect(),
            replica_sets: sets,
            services: Vec::new(),
            nodes: Vec::new(),
            ledger: Rc::default(),
            in_flight: Vec::new(),
            failures: Vec::new(),
            decisions: 0,
            next_event_at: self.moments.get(nth + 1).map(|m| SimTime(m.at_ms)),
        }
    }
}

/// Identity by kind and name: a recording tells no more.
fn uid(kind: Kind, name: &str) -> Uid {
    let bytes = kind.as_str().bytes().chain(name.bytes());
    Uid(bytes
        .fold(0x6c62_272e_07bb_0142, |sum, byte| (sum ^ u128::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// A place that the UID makes.
fn place(uid: Uid) -> u64 {
    uid.0 as u64 ^ (uid.0 >> 64) as u64
}

fn meta(kind: Kind, name: &str, owner: Option<(Kind, &str)>) -> ObjectMeta {
    let owner = owner
        .filter(|(_, name)| !name.is_empty())
        .map(|(kind, name)| Rc::new(OwnerReference { kind, name: name.into(), uid: uid(kind, name) }));
    ObjectMeta { uid: uid(kind, name), owner, ..ObjectMeta::named(name) }
}

fn template(image: &str) -> Rc<PodTemplateSpec> {
    let container = Container { image: image.into(), ..Container::default() };
    let spec = PodSpec { containers: vec![container], ..PodSpec::default() };
    Rc::new(PodTemplateSpec { spec, ..PodTemplateSpec::default() })
}

fn small(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn deployment(d: &Deployment, cluster: &Cluster, sets: &[ReplicaSetView]) -> api::Deployment {
    let is_new = |name: &str| sets.iter().any(|set| set.is_new && *set.object.meta.name == *name);
    let of_it = |name: &str| cluster.replica_sets.iter().any(|r| r.name == name && r.owner == d.name);
    // Pods that leave no longer count.
    let pods = || cluster.pods.iter().filter(|p| !p.leaving && of_it(&p.owner));
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let beyond =
        |limit: Option<i64>| IntOrPercent::Int(small(limit.map_or(0, |limit| (limit - d.replicas).abs())));
    let reason = ConditionReason::ALL.into_iter().find(|reason| reason.as_str() == d.progress.0);
    let progressing = reason.map(|reason| DeploymentCondition {
        kind: DeploymentConditionType::Progressing,
        status: match reason {
            ConditionReason::ProgressDeadlineExceeded => ConditionStatus::False,
            _ => ConditionStatus::True,
        },
        reason,
        message: d.progress.1.as_str().into(),
        last_update_time: Timestamp::default(),
        last_transition_time: Timestamp::default(),
    });
    api::Deployment {
        meta: meta(Kind::Deployment, &d.name, None),
        spec: DeploymentSpec {
            replicas: small(d.replicas),
            selector: LabelSelector::default(),
            template: template(&d.image),
            // Where an object has no limits, all old Pods go first.
            strategy: match (d.floor, d.ceiling) {
                (None, None) => DeploymentStrategy::Recreate,
                _ => DeploymentStrategy::RollingUpdate {
                    max_unavailable: beyond(d.floor),
                    max_surge: beyond(d.ceiling),
                },
            },
            min_ready_seconds: 0,
            revision_history_limit: 10,
            paused: d.paused,
            progress_deadline_seconds: api::NO_LIMIT,
        },
        status: DeploymentStatus {
            replicas: count(pods().count()),
            updated_replicas: count(pods().filter(|p| is_new(&p.owner)).count()),
            ready_replicas: count(pods().filter(|p| p.ready).count()),
            available_replicas: small(d.available),
            conditions: progressing.into_iter().collect(),
            ..DeploymentStatus::default()
        },
    }
}

/// The ReplicaSets of a moment. The new one of a Deployment is that with its image; where images are not known, the one that grew
/// last.
fn replica_sets(cluster: &Cluster, moments: &[Moment]) -> Vec<ReplicaSetView> {
    let grew = |set: &ReplicaSet| {
        let changes = moments.iter().rev().flat_map(|m| m.changes.iter().rev());
        let mut own = changes.filter_map(|change| match change {
            Change::Scaled { name, from, to, .. } if from.is_none_or(|from| from < *to) => Some(name),
            _ => None,
        });
        let sibling =
            |name: &str| cluster.replica_sets.iter().any(|r| r.owner == set.owner && r.name == name);
        own.find(|name| sibling(name)).is_some_and(|name| *name == set.name)
    };
    let is_new = |set: &ReplicaSet| {
        let owner = cluster.deployments.iter().find(|d| d.name == set.owner);
        let same = |r: &&Rc<ReplicaSet>| {
            r.owner == set.owner && owner.is_some_and(|d| !d.image.is_empty() && d.image == r.image)
        };
        match cluster.replica_sets.iter().rfind(same) {
            Some(newest) => newest.name == set.name,
            None => grew(set),
        }
    };
    let nth = |set: &ReplicaSet| {
        let own = cluster.replica_sets.iter().filter(|r| r.owner == set.owner);
        own.take_while(|r| r.name != set.name).count() as i64 + 1
    };
    let view = |set: &Rc<ReplicaSet>| {
        let meta = meta(Kind::ReplicaSet, &set.name, Some((Kind::Deployment, &set.owner)));
        ReplicaSetView {
            id: ReplicaSetId::from_u64(place(meta.uid)),
            revision: Some(nth(set)),
            hash: hash_in(&set.name).into(),
            hash_is_exact: true,
            is_new: is_new(set),
            object: Rc::new(api::ReplicaSet {
                meta,
                spec: ReplicaSetSpec {
                    replicas: small(set.replicas),
                    min_ready_seconds: 0,
                    selector: LabelSelector::default(),
                    template: template(&set.image),
                },
                status: ReplicaSetStatus::default(),
            }),
        }
    };
    cluster.replica_sets.iter().map(view).collect()
}

fn lives(moments: &[Moment]) -> SortedMap<&str, Life> {
    let mut lives: SortedMap<&str, Life> = SortedMap::default();
    for moment in moments {
        let at = moment.at_ms;
        for change in &moment.changes {
            let (name, edit): (&str, &dyn Fn(&mut Life)) = match change {
                Change::Created(name) => (name, &|life| *life = Life { created: at, ..Life::default() }),
                Change::Ready(name) => (name, &|life| life.ready = Some(at)),
                Change::Unready(name) => (name, &|life| life.ready = None),
                Change::Leaving(name) => (name, &|life| life.leaving = Some(at)),
                Change::Status(name, status) if status == "Running" => {
                    (name, &|life| life.running = life.running.or(Some(at)))
                }
                _ => continue,
            };
            let mut life = lives.get(name).copied().unwrap_or_default();
            edit(&mut life);
            lives.insert(name, life);
        }
    }
    // Of those that were there and ready when the recording began, nothing has changed.
    for pod in moments.first().map_or(&[][..], |m| &m.cluster.pods) {
        let mut life = lives.get(pod.name.as_str()).copied().unwrap_or_default();
        if pod.ready && life.ready.is_none() && life.leaving.is_none() {
            (life.running, life.ready) = (life.running.or(Some(life.created)), Some(life.created));
            lives.insert(&pod.name, life);
        }
    }
    lives
}

fn pod(pod: &Pod, life: Life, sets: &[ReplicaSetView]) -> PodView {
    let set = sets.iter().find(|set| *set.object.meta.name == *pod.owner);
    let mut meta = meta(Kind::Pod, &pod.name, Some((Kind::ReplicaSet, &pod.owner)));
    if let Some(set) = set {
        meta.labels = [("pod-template-hash", &*set.hash)].into_iter().collect::<Labels>();
    }
    let stage = stage(pod);
    let at = |ms: Option<u64>| ms.map(SimTime);
    let ready_at = at(life.ready).filter(|_| pod.ready);
    PodView {
        id: PodId::from_u64(place(meta.uid)),
        replica_set: set.map(|set| set.id),
        status: Name::from(pod.status.as_str()),
        ready: (u32::from(pod.ready), 1),
        restarts: u32::try_from(pod.restarts).unwrap_or(0),
        stage,
        readiness: match stage {
            _ if pod.ready => Lamp::Pass,
            PodStage::NotReady => Lamp::Asking,
            _ => Lamp::None,
        },
        liveness: Lamp::None,
        wait: PodWait::Nothing,
        probe: None,
        endpoint: None,
        created_at: SimTime(life.created),
        running_at: at(life.running).or(ready_at),
        ready_at,
        available_at: ready_at,
        deleted_at: at(life.leaving),
        object: Rc::new(api::Pod {
            meta,
            template: set.map_or_else(Rc::default, |set| Rc::clone(&set.object.spec.template)),
            node_name: None,
            status: api::PodStatus::default(),
        }),
    }
}

/// What a STATUS looks like.
fn stage(pod: &Pod) -> PodStage {
    match &*pod.status {
        _ if pod.leaving => PodStage::Terminating,
        "Pending" => PodStage::Pending,
        "ContainerCreating" | "PodInitializing" => PodStage::Creating,
        "ErrImagePull" | "ImagePullBackOff" | "InvalidImageName" | "ErrImageNeverPull" => {
            PodStage::ImageFailure
        }
        "CrashLoopBackOff" | "Error" | "OOMKilled" | "RunContainerError" => PodStage::CrashLoop,
        "Completed" | "Succeeded" | "Failed" | "Evicted" => PodStage::Ended,
        init if init.starts_with("Init:") => PodStage::Creating,
        _ if pod.ready => PodStage::Available,
        _ => PodStage::NotReady,
    }
}
