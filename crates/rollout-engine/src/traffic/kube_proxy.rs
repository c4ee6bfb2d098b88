//! kube-proxy (`pkg/proxy`): each node has its own view of the Services' endpoints, a moment late, and picks among them at random.

use crate::api::{EndpointSlice, Name, Service, ServiceType, TrafficPolicy};
use crate::id::PodId;
use crate::rng::SimRng;
use crate::time::{SimDuration, SimTime};
use crate::traffic::TrafficTask;
use crate::world::{Planned, World};
use std::cell::OnceCell;
use std::rc::Rc;

/// The proxies of all nodes.
#[derive(Clone, Debug)]
pub(super) struct Proxies {
    nodes: Vec<Proxy>,
}

#[derive(Clone, Debug)]
struct Proxy {
    node: Name,
    /// The rules in force, by Service, in order of creation.
    rules: Rc<[Rules]>,
    /// The rules that the sync under way is writing.
    writing: Option<Rc<[Rules]>>,
    /// From when on the next sync may start: one period after the end of the last.
    free_at: SimTime,
    /// A sync is planned or under way.
    busy: bool,
    /// Something has changed since the sync under way began.
    stale: bool,
    /// This node's haste, in percent of the usual times.
    pace: u64,
}

/// A Service as a node's rules have it.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    service: Rc<Service>,
    /// Its endpoints when the proxy looked.
    slices: Vec<Rc<EndpointSlice>>,
    /// Worked out when somebody calls: most rules are replaced before.
    ways: OnceCell<Ways>,
}

/// Where new connections go.
#[derive(Clone, Debug)]
struct Ways {
    /// Each as likely, in the order of their ids.
    routes: Vec<Route>,
    /// There are endpoints, but none on this node, and the policy is `Local`: what comes is dropped.
    drops: bool,
}

/// An endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) pod: PodId,
    pub(super) name: Name,
    /// The port that the Service sends to.
    pub(super) port: Option<i32>,
}

impl Proxies {
    pub(super) fn new(nodes: impl Iterator<Item = Name>, seed: u64, min_sync_period: SimDuration) -> Self {
        let mut chance = SimRng::new(seed ^ 0x6b75_6265_2d70_726f);
        let of = |node| Proxy {
            node,
            rules: Rc::from([]),
            writing: None,
            // Nodes have not been started together: what they did before the scenario's start ended at different times.
            free_at: SimTime(chance.below(min_sync_period.0.saturating_add(1))),
            busy: false,
            stale: false,
            pace: 50 + chance.below(101),
        };
        Self { nodes: nodes.map(of).collect() }
    }

    /// Something has changed: every proxy hears of it and syncs at once, or one period after the end of its last sync.
    pub(super) fn hear(&mut self, world: &mut World) {
        for (i, proxy) in self.nodes.iter_mut().enumerate() {
            if proxy.busy {
                proxy.stale = true;
                continue;
            }
            proxy.busy = true;
            let heard = world.now + proxy.takes(world.latencies.proxy_watch);
            world.plan(heard.max(proxy.free_at), task(TrafficTask::StartSync, i));
        }
    }

    /// A proxy takes in all changes up to now and begins to write its rules.
    pub(super) fn start_sync(&mut self, world: &mut World, node: u32) {
        let Some(proxy) = self.nodes.get_mut(node as usize) else { return };
        proxy.stale = false;
        proxy.writing = Some(rules(world));
        let written = world.now + proxy.takes(world.latencies.proxy_sync);
        world.plan(written, task(TrafficTask::EndSync, node as usize));
    }

    /// The rules that were written come into force, all at once.
    pub(super) fn end_sync(&mut self, world: &mut World, node: u32) {
        let Some(proxy) = self.nodes.get_mut(node as usize) else { return };
        if let Some(written) = proxy.writing.take() {
            proxy.rules = written;
        }
        proxy.free_at = world.now + world.latencies.proxy_min_sync_period;
        proxy.busy = std::mem::take(&mut proxy.stale);
        if proxy.busy {
            world.plan(proxy.free_at, task(TrafficTask::StartSync, node as usize));
        }
    }

    /// The rules for a Service (the first one, if none is named) by which requests from this address are sent on.
    pub(super) fn rules(&self, address: u32, service: Option<&Name>) -> Option<(&Rules, &Name)> {
        let nodes = u32::try_from(self.nodes.len()).ok()?;
        let Proxy { rules, node, .. } = self.nodes.get(address.checked_rem(nodes)? as usize)?;
        let found = match service {
            None => rules.first(),
            Some(name) => rules.iter().find(|r| r.service.meta.name == *name),
        };
        found.map(|rules| (rules, node))
    }

    /// Pods that some proxy sends to for this Service though they are not among `ready` (in the order of their ids).
    pub(super) fn still_routed(&self, service: &str, ready: &[PodId]) -> Vec<PodId> {
        let mut late: Vec<PodId> = Vec::new();
        for proxy in &self.nodes {
            for rules in proxy.rules.iter().filter(|r| &*r.service.meta.name == service) {
                let all = rules.ways(&proxy.node).routes.iter().map(|r| r.pod);
                late.extend(all.filter(|pod| ready.binary_search(pod).is_err()));
            }
        }
        late.sort_unstable();
        late.dedup();
        late
    }
}

fn task(task: fn(u32) -> TrafficTask, node: usize) -> Planned {
    Planned::Traffic(task(u32::try_from(node).unwrap_or(0)))
}

impl Proxy {
    fn takes(&self, usually: SimDuration) -> SimDuration {
        SimDuration(usually.0.saturating_mul(self.pace) / 100)
    }
}

impl Rules {
    /// What comes is dropped: see [`Ways`].
    pub(super) fn drops(&self, node: &str) -> bool {
        self.ways(node).drops
    }

    /// `sessionAffinity: ClientIP`: for how long an address is remembered.
    pub(super) fn affinity(&self) -> Option<SimDuration> {
        self.service.spec.client_ip_affinity_seconds.map(|s| SimDuration::seconds(i64::from(s)))
    }

    /// Picks an endpoint for a new connection. Rule `i` of `n` is taken with probability 1/(n − i), the last one always: that comes
    /// to the same as picking any with the same chance, whatever their order.
    pub(super) fn pick(&self, node: &str, chance: &mut SimRng) -> Option<&Route> {
        let routes = &self.ways(node).routes;
        routes.get(usize::try_from(chance.below(routes.len() as u64)).unwrap_or(0))
    }

    pub(super) fn route_to(&self, node: &str, pod: PodId) -> Option<&Route> {
        let routes = &self.ways(node).routes;
        routes.binary_search_by_key(&pod, |r| r.pod).ok().and_then(|at| routes.get(at))
    }

    fn ways(&self, node: &str) -> &Ways {
        self.ways.get_or_init(|| {
            let local_only = policy(&self.service) == TrafficPolicy::Local;
            let routes = self.either(local_only, node);
            Ways { drops: local_only && routes.is_empty() && !self.either(false, node).is_empty(), routes }
        })
    }

    /// Where nothing is ready, those on their way out serve as long as they can.
    fn either(&self, local: bool, node: &str) -> Vec<Route> {
        let ready = self.chosen(false, local, node);
        if ready.is_empty() { self.chosen(true, local, node) } else { ready }
    }

    fn chosen(&self, serving_terminating: bool, local: bool, node: &str) -> Vec<Route> {
        let mut routes: Vec<Route> = Vec::new();
        for slice in &self.slices {
            let port = slice.ports.first().copied();
            for e in &slice.endpoints {
                let c = e.conditions;
                let fits = if serving_terminating { c.serving && c.terminating } else { c.ready };
                if fits && (!local || &*e.node == node) {
                    routes.push(Route { pod: e.pod, name: Rc::clone(&e.pod_name), port });
                }
            }
        }
        routes.sort_unstable_by_key(|r| r.pod);
        routes
    }
}

/// The rules of a node, from the Services and EndpointSlices that it knows now (`pkg/proxy/topology.go`).
fn rules(world: &World) -> Rc<[Rules]> {
    let mut services: Vec<(u64, &Rc<Service>)> = world
        .cluster
        .services
        .iter()
        .filter(|(_, s)| s.object.spec.service_type != ServiceType::ExternalName)
        .map(|(_, s)| (s.order, &s.object))
        .collect();
    services.sort_unstable_by_key(|(order, _)| *order);
    let slices_of = |service: &Service| {
        let slices = world.cluster.slices.iter().map(|(_, s)| &s.object);
        slices.filter(|s| s.service == service.meta.name).map(Rc::clone).collect()
    };
    services
        .into_iter()
        .map(|(_, service)| Rules {
            service: Rc::clone(service),
            slices: slices_of(service),
            ways: OnceCell::new(),
        })
        .collect()
}

/// The policy for those who call. They come from outside where the Service lets them in, else from Pods.
fn policy(service: &Service) -> TrafficPolicy {
    match service.spec.service_type {
        ServiceType::NodePort | ServiceType::LoadBalancer => service.spec.external_traffic_policy,
        ServiceType::ClusterIp | ServiceType::ExternalName => service.spec.internal_traffic_policy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Labels, Node};
    use crate::traffic::TrafficSpec;
    use crate::{Latencies, NodeMode, Recording, Scenario, Simulation, SortedMap, Workload};

    fn world() -> World {
        let node = |n: u32| Node {
            name: format!("node-{n}").into(),
            labels: Labels::default(),
            unschedulable: false,
            allocatable_cpu_milli: 0,
            allocatable_memory: 0,
            allocatable_pods: 0,
        };
        let scenario = Scenario {
            start_unix_ms: 0,
            seed: 7,
            namespace: "default".into(),
            nodes: (1..=5).map(node).collect(),
            deployments: Vec::new(),
            services: Vec::new(),
            workloads: SortedMap::new(),
            default_workload: Workload::default(),
            traffic: TrafficSpec::default(),
            latencies: Latencies::default(),
            node_mode: NodeMode::Kubelet,
            pod_quota: None,
            opens_at: SimTime::ZERO,
        };
        Simulation::new(&scenario, Recording::default()).world
    }

    /// When each node's syncs start and end if changes come at these times.
    fn syncs(changes: &[u64]) -> Vec<Vec<(u64, u64)>> {
        let mut world = world();
        let names = world.cluster.nodes.iter().map(|n| Rc::clone(&n.name)).collect::<Vec<_>>();
        let mut proxies = Proxies::new(names.into_iter(), 7, world.latencies.proxy_min_sync_period);
        let mut found = vec![Vec::new(); 5];
        let mut changes = changes.iter().copied().peekable();
        loop {
            let next = world.queue.next_at().map_or(u64::MAX, |at| at.0);
            if let Some(change) = changes.next_if(|c| *c <= next) {
                world.now = SimTime(change);
                proxies.hear(&mut world);
                continue;
            }
            let Some((at, planned)) = world.queue.pop() else { return found };
            world.now = at;
            match planned {
                Planned::Traffic(TrafficTask::StartSync(n)) => {
                    found[n as usize].push((at.0, 0));
                    proxies.start_sync(&mut world, n);
                }
                Planned::Traffic(TrafficTask::EndSync(n)) => {
                    found[n as usize].last_mut().expect("it has begun").1 = at.0;
                    proxies.end_sync(&mut world, n);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn a_sync_comes_at_once_or_a_period_after_the_end_of_the_last() {
        for node in syncs(&[10_000, 10_020, 10_900, 20_000]) {
            let [first, second, third] = node[..] else { panic!("{node:?}") };
            assert!((10_005..=10_015).contains(&first.0), "{node:?}");
            assert!((15..=45).contains(&(first.1 - first.0)), "{node:?}");
            // Both later changes wait for the same sync.
            assert_eq!(second.0, first.1 + 1000, "{node:?}");
            assert!((20_005..=20_015).contains(&third.0), "{node:?}");
        }
    }

    #[test]
    fn every_node_has_its_own_clock() {
        // At the start each is somewhere between two syncs.
        let starts: Vec<u64> = syncs(&[0]).iter().map(|node| node[0].0).collect();
        assert!(starts.iter().all(|at| *at <= 1_015), "{starts:?}");
        let (first, last) = (starts.iter().min().unwrap(), starts.iter().max().unwrap());
        assert!(last - first > 300, "{starts:?}");
        // As long as changes keep coming they drift apart.
        let ends: Vec<u64> =
            syncs(&(0..200).map(|n| n * 100).collect::<Vec<_>>()).iter().map(|n| n[n.len() - 1].1).collect();
        assert!(ends.iter().max().unwrap() - ends.iter().min().unwrap() > 100, "{ends:?}");
    }
}
