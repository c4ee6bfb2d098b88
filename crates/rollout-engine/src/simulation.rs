//! The simulation: few verbs, one queue, no clock.

mod audit;
mod commands;
mod pod_view;
mod rollback;
mod take_snapshot;

use crate::cache::Cache;
use crate::cluster::{Change, Cluster};
use crate::controller::deployment::DeploymentController;
use crate::controller::endpoint_slice::EndpointSliceController;
use crate::controller::garbage_collector::GarbageCollector;
use crate::controller::replica_set::ReplicaSetController;
use crate::id::PodId;
use crate::log::{Happening, Recording};
use crate::node::Nodes;
use crate::queue::EventQueue;
use crate::recorder::Recorder;
use crate::rng::SimRng;
use crate::scenario::{NodeMode, Scenario};
use crate::scheduler::Scheduler;
use crate::sorted::SortedMap;
use crate::spare::Spare;
use crate::time::{Calendar, SimTime, Timestamp};
use crate::traffic::Traffic;
use crate::world::{Planned, World};
use std::rc::Rc;

/// A cluster, and everything that is going to happen in it.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(crate) world: World,
    deployments: DeploymentController,
    replica_sets: ReplicaSetController,
    endpoint_slices: EndpointSliceController,
    garbage_collector: GarbageCollector,
    scheduler: Scheduler,
    nodes: Nodes,
    traffic: Traffic,
    steps: u64,
    /// Steps in which nothing was done but to deliver versions, and how many versions those were.
    deliveries: u64,
    delivered: u64,
    commands: u64,
}

impl Simulation {
    /// A cluster in which the scenario's objects have just been created.
    pub fn new(scenario: &Scenario, recording: Recording) -> Self {
        let script = match &scenario.node_mode {
            NodeMode::Kubelet => None,
            NodeMode::Scripted(script) => Some(script.clone()),
        };
        let cluster =
            Cluster::new(Rc::clone(&scenario.namespace), scenario.nodes.clone(), scenario.pod_quota, script);
        let mut simulation = Self {
            world: World {
                now: SimTime::ZERO,
                calendar: Calendar { start_unix_ms: scenario.start_unix_ms },
                opens_at: scenario.opens_at,
                latencies: scenario.latencies,
                queue: EventQueue::default(),
                cluster,
                spare: Spare::default(),
                cache: Cache::default(),
                recorder: Recorder::default(),
                rng: SimRng::new(scenario.seed),
                recording,
                log: Vec::new(),
                decisions: 0,
                said_last: SortedMap::new(),
                programs_cut: Vec::new(),
            },
            deployments: DeploymentController::default(),
            replica_sets: ReplicaSetController::default(),
            endpoint_slices: EndpointSliceController::default(),
            garbage_collector: GarbageCollector::default(),
            scheduler: Scheduler::default(),
            nodes: Nodes::new(scenario),
            traffic: Traffic::new(scenario),
            steps: 0,
            deliveries: 0,
            delivered: 0,
            commands: 0,
        };
        for deployment in &scenario.deployments {
            // Of two of the same name only the first is created, as by an API server.
            let _ = simulation.world.create_deployment(&deployment.meta, deployment.spec.clone());
        }
        for service in &scenario.services {
            let _ = simulation.world.create_service(&service.meta, service.spec.clone());
        }
        simulation
    }

    /// The present.
    pub fn now(&self) -> SimTime {
        self.world.now
    }

    /// The time now, as the API stores it.
    pub fn timestamp(&self) -> Timestamp {
        self.world.timestamp()
    }

    /// Where the scenario's time lies in the calendar.
    pub fn calendar(&self) -> Calendar {
        self.world.calendar
    }

    /// The namespace that everything is in.
    pub fn namespace(&self) -> &str {
        &self.world.cluster.namespace
    }

    /// How many steps have been taken: commands, and things that came to pass.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// How many things have happened: commands, steps of controllers, scheduler and nodes, and versions of objects that have reached
    /// the caches, each for itself, though those of one instant come in one step.
    pub fn happened(&self) -> u64 {
        self.steps - self.deliveries + self.delivered
    }

    /// How many commands have been carried out, refused ones not counted.
    pub fn commands(&self) -> u64 {
        self.commands
    }

    /// How many Pods there are, leaving ones included.
    pub fn pod_count(&self) -> usize {
        self.world.cluster.pods.len()
    }

    /// A number that grows with every change that [`crate::Sample`]s show.
    pub(crate) fn version(&self) -> u64 {
        self.world.cache.version + self.traffic.ledger().failed_in_all()
    }

    /// Whether nothing will change by itself any more but for users calling and probes being answered as before.
    pub fn is_at_rest(&self) -> bool {
        self.world.queue.planned_foreground() == 0
            && !self.deployments.will_wake()
            && !self.replica_sets.will_wake()
            && !self.nodes.is_busy()
    }

    /// When the next thing will come to pass by itself; never, if nothing will.
    pub fn next_event_at(&self) -> Option<SimTime> {
        self.world.queue.next_at()
    }

    /// Lets the next thing come to pass; whether there was one.
    pub fn step(&mut self) -> bool {
        let Some((at, what)) = self.world.queue.pop() else { return false };
        self.world.now = self.world.now.max(at);
        self.steps += 1;
        self.traffic.advance(&self.nodes, self.world.now);
        let world = &mut self.world;
        match what {
            Planned::Deliver => self.deliver(),
            Planned::Deployment(id, work) => self.deployments.work(world, id, work),
            Planned::ReplicaSet(id, work) => self.replica_sets.work(world, id, work),
            Planned::Service(id, work) => self.endpoint_slices.work(world, id, work),
            Planned::Collect => self.garbage_collector.work(world),
            Planned::Bind(id) => self.scheduler.bind(world, id),
            Planned::Node(id, task) => {
                self.nodes.work(world, id, task, &|| self.traffic.busy_until(id));
                Self::look_again(&mut self.traffic, &self.nodes, world, id);
            }
            Planned::Traffic(task) => self.traffic.work(world, task),
        }
        for pod in self.world.programs_cut.drain(..) {
            self.traffic.cut(pod, self.world.now);
        }
        true
    }

    /// Lets everything come to pass up to and at `until`, which becomes the present.
    pub fn run_until(&mut self, until: SimTime) {
        while self.next_event_at().is_some_and(|at| at <= until) {
            self.step();
        }
        self.world.now = self.world.now.max(until);
        self.traffic.advance(&self.nodes, self.world.now);
    }

    /// What happened since this was last asked, as far as it is recorded.
    pub fn drain_log(&mut self) -> Vec<Happening> {
        std::mem::take(&mut self.world.log)
    }

    /// How many numbered decisions there have been.
    pub fn decisions(&self) -> u32 {
        self.world.decisions
    }

    /// A Pod's program may serve otherwise from now on. It may run for longer than its Pod exists, if that was deleted by force.
    fn look_again(traffic: &mut Traffic, nodes: &Nodes, world: &World, id: PodId) {
        if world.cluster.pods.get(id).is_none() && !nodes.knows(id) {
            traffic.forget(id, world.now);
        } else {
            traffic.look_again(id);
        }
    }

    /// Stored versions arrive: the caches take them in, and wake those who watch.
    fn deliver(&mut self) {
        let world = &mut self.world;
        self.deliveries += 1;
        while let Some(change) = world.cluster.watch.pop(world.now) {
            self.delivered += 1;
            match change {
                Change::Deployment(id, before, now) => {
                    world.cache.set_deployment(id, now.clone());
                    self.deployments.on_deployment(world, id, now.is_none());
                    self.garbage_collector.on_deployment(world, id, before.as_deref(), now.as_deref());
                }
                Change::ReplicaSet(id, before, now) => {
                    world.cache.set_replica_set(id, now.clone());
                    self.replica_sets.on_replica_set(world, id, now.is_none());
                    self.deployments.on_replica_set(world, before.as_deref(), now.as_deref());
                    self.garbage_collector.on_replica_set(world, id, before.as_deref(), now.as_deref());
                }
                Change::Pod(id, before, now) => {
                    let cluster = &world.cluster;
                    let owners = world.cache.set_pod(
                        id,
                        now.clone(),
                        |uid| cluster.replica_set_of.get(&uid).copied(),
                        |name| cluster.node_named(name),
                    );
                    let (gone, now) = (before, now.as_deref());
                    let before = gone.as_deref();
                    self.scheduler.on_pod(world, id, before, now);
                    self.replica_sets.on_pod(world, id, before, now, owners);
                    self.endpoint_slices.on_pod(world, id, before, now);
                    self.garbage_collector.on_pod(world, id, before, now);
                    if let (Some(before), None) = (before, now) {
                        self.deployments.on_pod_gone(world, owners[0], before);
                    }
                    self.nodes.on_pod(world, id, before, now);
                    Self::look_again(&mut self.traffic, &self.nodes, world, id);
                    if let Some(gone) = gone {
                        world.spare.keep(gone, world.cluster.pods.len());
                    }
                }
                Change::Service(id, _, now) => {
                    match &now {
                        Some(now) => drop(world.cache.services.insert(id, Rc::clone(now))),
                        None => drop(world.cache.services.remove(&id)),
                    }
                    if now.is_none() {
                        self.garbage_collector.on_service_gone(world);
                    }
                    self.endpoint_slices.on_service(world, id, now.as_deref());
                    self.traffic.on_endpoints(world);
                }
                Change::Node(..) => self.scheduler.on_node(world),
                Change::EndpointSlice(..) => self.traffic.on_endpoints(world),
            }
        }
    }
}
