//! A moment of the cluster, for whoever draws or tells it. Cheap to take: what did not change is shared.

use crate::api::{Deployment, EndpointConditions, Event, Name, Node, Pod, ProbeType, ReplicaSet, Service};
use crate::id::{PodId, ReplicaSetId, ServiceId};
use crate::time::SimTime;
use crate::traffic::Ledger;
use std::rc::Rc;

/// The cluster at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// When.
    pub time: SimTime,
    /// How many steps the simulation has taken: grows even where the time does not.
    pub steps: u64,
    /// Deployments, in order of creation.
    pub deployments: Vec<Rc<Deployment>>,
    /// ReplicaSets, in order of creation.
    pub replica_sets: Vec<ReplicaSetView>,
    /// Pods, in order of creation.
    pub pods: Vec<Rc<PodView>>,
    /// Services, in order of creation.
    pub services: Vec<ServiceView>,
    /// Nodes.
    pub nodes: Vec<Rc<Node>>,
    /// What became of the requests so far.
    pub ledger: Rc<Ledger>,
    /// Requests under way and those that were over a moment ago, the oldest first; where there are many, some of them.
    pub in_flight: Vec<RequestView>,
    /// The latest requests that failed, the last one last.
    pub failures: Vec<RequestView>,
    /// How many numbered decisions there have been.
    pub decisions: u32,
    /// When something will next happen by itself; never, if nothing will.
    pub next_event_at: Option<SimTime>,
}

/// A ReplicaSet and what its owner makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicaSetView {
    /// Its place.
    pub id: ReplicaSetId,
    /// The object.
    pub object: Rc<ReplicaSet>,
    /// Its number in the history: the annotation `deployment.kubernetes.io/revision`.
    pub revision: Option<i64>,
    /// The `pod-template-hash`.
    pub hash: Name,
    /// Whether the hash is the one that a real cluster would compute (the template holds nothing that the lab cannot hash).
    pub hash_is_exact: bool,
    /// Whether its template is its Deployment's.
    pub is_new: bool,
}

/// A Pod with what its node knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodView {
    /// Its place.
    pub id: PodId,
    /// The object as the API server has it.
    pub object: Rc<Pod>,
    /// The ReplicaSet that controls it.
    pub replica_set: Option<ReplicaSetId>,
    /// STATUS as `kubectl get pods` prints it.
    pub status: Name,
    /// READY as `kubectl get pods` prints it: ready containers, containers.
    pub ready: (u32, u32),
    /// RESTARTS: how often its containers were started again.
    pub restarts: u32,
    /// What state it is in, for the eye: one of few.
    pub stage: PodStage,
    /// What the readiness probe (or, without one, the container) says.
    pub readiness: Lamp,
    /// What the liveness probe says; [`Lamp::None`] without one.
    pub liveness: Lamp,
    /// What it waits for.
    pub wait: PodWait,
    /// The probe whose result is awaited, and how far it has come.
    pub probe: Option<ProbeView>,
    /// How the Service sees it; none if it has no endpoint.
    pub endpoint: Option<EndpointConditions>,
    /// When it was created.
    pub created_at: SimTime,
    /// When its container first ran.
    pub running_at: Option<SimTime>,
    /// Since when it has been Ready without a break.
    pub ready_at: Option<SimTime>,
    /// From when on it is, or will be, available (Ready for minReadySeconds).
    pub available_at: Option<SimTime>,
    /// When its deletion was asked for.
    pub deleted_at: Option<SimTime>,
}

/// The states of a Pod that look different on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PodStage {
    /// No node yet.
    Pending,
    /// Its containers are being created.
    Creating,
    /// Running, not Ready.
    NotReady,
    /// Ready, for less than minReadySeconds.
    ReadyNotAvailable,
    /// Ready for minReadySeconds.
    Available,
    /// Ready in the API's eyes, but its program does not answer.
    Hung,
    /// Being deleted.
    Terminating,
    /// Its container exited and waits for its next start, or has exited just now.
    CrashLoop,
    /// Its image cannot be had.
    ImageFailure,
    /// Ended for good.
    Ended,
}

/// What a probe says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lamp {
    /// There is nothing to ask.
    None,
    /// It passes.
    Pass,
    /// No answer has counted yet.
    Asking,
    /// It fails.
    Fail,
}

/// What a Pod waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodWait {
    /// Nothing.
    Nothing,
    /// A node to run on.
    Node,
    /// Its image, since this moment.
    Image(SimTime),
    /// The init container in this place to do its work.
    Init(u16),
    /// The end of a back-off after a failed pull.
    PullBackOff(SimTime),
    /// The end of a back-off after a crash.
    CrashBackOff(SimTime),
    /// A probe.
    Probe(ProbeType),
    /// minReadySeconds to pass.
    Available(SimTime),
    /// Its preStop hook, until this moment at the latest.
    PreStop(SimTime),
    /// Its program to exit after SIGTERM; SIGKILL comes at this moment.
    Exit(SimTime),
    /// Its node to report that it is gone.
    Removal,
}

/// How far a probe has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProbeView {
    /// Which probe.
    pub probe: ProbeType,
    /// When it was last asked, or the container started.
    pub last_at: SimTime,
    /// When it will next be asked.
    pub next_at: SimTime,
    /// So many answers of the same kind in a row.
    pub run: u32,
    /// So many are needed.
    pub threshold: u32,
    /// Whether the last answer was a failure.
    pub failing: bool,
    /// What it was last answered; none before the first time.
    pub answer: Option<ProbeAnswer>,
}

/// What came of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeAnswer {
    /// It passed.
    Passed,
    /// An HTTP status that is not good.
    Status(u32),
    /// The connection was refused: nobody listens on the port.
    Refused,
    /// The connection was accepted, and nothing came within the timeout.
    TimedOut,
    /// The command failed.
    CommandFailed,
    /// The gRPC service says that it does not serve.
    NotServing,
    /// It could not be asked: there is no port of this name, or nothing runs.
    Error,
}

/// A Service and its endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceView {
    /// Its place.
    pub id: ServiceId,
    /// The object.
    pub object: Rc<Service>,
    /// Pods that are ready endpoints.
    pub ready: Vec<PodId>,
    /// Pods that serve though they are on their way out.
    pub serving_terminating: Vec<PodId>,
    /// Pods that a proxy of some node still sends to, though they are no ready endpoints any more.
    pub still_routed: Vec<PodId>,
}

/// A request under way, or one that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestView {
    /// Its number, from 0 in the order of sending.
    pub id: u64,
    /// How many share this fate, where there are very many: their numbers follow each other.
    pub requests: u32,
    /// Who sent it.
    pub client: Name,
    /// When it was sent first.
    pub sent_at: SimTime,
    /// When it was over, or will be as things stand.
    pub ends_at: SimTime,
    /// The Pod that its last try went to; none if there was no endpoint.
    pub pod: Option<PodId>,
    /// That Pod's name; the Pod may have gone.
    pub pod_name: Option<Name>,
    /// The image of the program that took it; none if none did.
    pub image: Option<Name>,
    /// How often it has been sent.
    pub tries: u32,
    /// How it ended; none while it is under way.
    pub outcome: Option<crate::traffic::Outcome>,
}

/// Events as `kubectl get events` lists them, oldest first.
pub type EventList = Vec<Rc<Event>>;
