//! kube-proxy (`pkg/proxy`): each node has its own view of a Service's endpoints, a moment late, and picks among them at random.

use crate::api::EndpointSlice;
use crate::id::PodId;
use crate::number_map::NumberSet;
use crate::rng::SimRng;
use crate::time::SimTime;
use crate::traffic::TrafficTask;
use crate::world::{Planned, World};
use std::rc::Rc;

/// The proxies of all nodes.
#[derive(Clone, Debug)]
pub(super) struct Proxies {
    nodes: Vec<Proxy>,
}

#[derive(Clone, Debug, Default)]
struct Proxy {
    /// Where new connections go, each as likely.
    routes: Rc<[PodId]>,
    synced_at: Option<SimTime>,
    planned: bool,
}

impl Proxies {
    pub(super) fn new(nodes: usize) -> Self {
        Self { nodes: vec![Proxy::default(); nodes] }
    }

    /// Something has changed: every proxy syncs at once, or when its last sync is long enough ago.
    pub(super) fn hear(&mut self, world: &mut World) {
        for (i, proxy) in self.nodes.iter_mut().enumerate() {
            if proxy.planned {
                continue;
            }
            proxy.planned = true;
            let earliest = proxy.synced_at.map_or(world.now, |at| at + world.latencies.proxy_min_sync_period);
            let at = earliest.max(world.now);
            world.plan(at, Planned::Traffic(TrafficTask::Sync(u32::try_from(i).unwrap_or(0))));
        }
    }

    /// A proxy takes in all changes up to now.
    pub(super) fn sync(&mut self, world: &World, node: u32, service: Option<&str>) {
        let Some(proxy) = self.nodes.get_mut(node as usize) else { return };
        proxy.planned = false;
        proxy.synced_at = Some(world.now);
        let slices = || {
            let name = service.map(str::to_owned).or_else(|| {
                let first = world.cluster.services.iter().min_by_key(|(_, s)| s.order);
                first.map(|(_, s)| s.object.meta.name.to_string())
            });
            world
                .cluster
                .slices
                .iter()
                .filter(move |(_, s)| name.as_deref() == Some(&*s.object.service))
                .map(|(_, s)| &s.object)
        };
        let chosen = |fits: &dyn Fn(&crate::api::EndpointConditions) -> bool| -> Vec<PodId> {
            let of = |slice: &Rc<EndpointSlice>| -> Vec<PodId> {
                slice.endpoints.iter().filter(|e| fits(&e.conditions)).map(|e| e.pod).collect()
            };
            slices().flat_map(of).collect()
        };
        let ready = chosen(&|c| c.ready);
        // Where nothing is ready, those on their way out serve as long as they can.
        let routes = if ready.is_empty() { chosen(&|c| c.serving && c.terminating) } else { ready };
        proxy.routes = routes.into();
    }

    /// Where a new connection goes that comes in at any node.
    pub(super) fn pick(&self, chance: &mut SimRng) -> Option<PodId> {
        let node = usize::try_from(chance.below(self.nodes.len() as u64)).unwrap_or(0);
        let routes = &self.nodes.get(node)?.routes;
        let route = usize::try_from(chance.below(routes.len() as u64)).unwrap_or(0);
        routes.get(route).copied()
    }

    /// All Pods that some proxy sends to.
    pub(super) fn routed(&self) -> NumberSet<PodId> {
        self.nodes.iter().flat_map(|p| p.routes.iter().copied()).collect()
    }
}
