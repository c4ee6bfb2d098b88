//! The EndpointSlice controller (`pkg/controller/endpointslice`): which Pods a Service has, and what may be sent to them.

use super::work_queue::WorkItem;
use crate::api::{
    Endpoint, EndpointConditions, EndpointSlice, IntOrString, Kind, Labels, ObjectMeta, OwnerReference, Pod,
    Service, ServiceType,
};
use crate::id::{EndpointSliceId, PodId, ServiceId};
use crate::number_map::NumberMap;
use crate::sorted::SortedMap;
use crate::world::{Planned, Work, World};
use std::rc::Rc;

/// `--max-endpoints-per-slice`
const MOST_ENDPOINTS: usize = 100;

/// The controller's keys and the syncs under way.
#[derive(Clone, Debug, Default)]
pub(crate) struct EndpointSliceController {
    keys: SortedMap<ServiceId, Key>,
}

#[derive(Clone, Debug, Default)]
struct Key {
    work: WorkItem,
    /// Pods that have changed since the last sync, some of them more than once.
    changed: Vec<PodId>,
    /// The Pods of the sync under way, in order, as it saw them, if it did.
    syncing: Vec<(PodId, Option<Rc<Pod>>)>,
    /// Where each Pod's endpoint is.
    placed: NumberMap<PodId, EndpointSliceId>,
    /// The slices of this Service, with their numbers of endpoints.
    slices: SortedMap<EndpointSliceId, usize>,
    fit: Fit,
}

/// Whether the labels that were last asked for fit the selector: the Pods of a template share theirs.
#[derive(Clone, Debug, Default)]
struct Fit {
    selector: Labels,
    labels: Labels,
    fits: bool,
}

impl Fit {
    fn of(&mut self, service: &Service, pod: &Pod) -> bool {
        let (selector, labels) = (&service.spec.selector, &pod.meta.labels);
        if !self.selector.is_same(selector) || !self.labels.is_same(labels) {
            let fits = labels.includes(selector);
            *self = Self { selector: selector.clone(), labels: labels.clone(), fits };
        }
        self.fits
    }
}

impl EndpointSliceController {
    /// A Service has changed in the cache.
    pub(crate) fn on_service(&mut self, world: &mut World, id: ServiceId, now: Option<&Service>) {
        let Some(service) = now else {
            self.keys.remove(&id);
            return;
        };
        if !has_endpoints(service) {
            return;
        }
        let key = self.keys.entry(id).or_default();
        // The selector may be another one: every Pod is looked at again, those that have an endpoint too.
        key.changed.extend(world.cache.pods.iter().map(|(pod, _)| pod));
        key.changed.extend(key.placed.keys());
        key.wake(world, id);
    }

    /// A Pod has changed in the cache.
    pub(crate) fn on_pod(&mut self, world: &mut World, id: PodId, before: Option<&Pod>, now: Option<&Pod>) {
        if !matters(before, now) {
            return;
        }
        // Nothing changes the Services while they are looked through.
        let services = std::mem::take(&mut world.cache.services);
        for (service_id, service) in &services {
            if has_endpoints(service)
                && let Some(key) = self.keys.get_mut(service_id)
                && [now, before].into_iter().flatten().any(|pod| key.fit.of(service, pod))
            {
                key.changed.push(id);
                key.wake(world, *service_id);
            }
        }
        world.cache.services = services;
    }

    /// Holds what is known of the slices against those that are stored.
    pub(crate) fn audit(&self, world: &World) -> Result<(), String> {
        for (id, key) in &self.keys {
            let mut placed = std::collections::BTreeMap::new();
            for (slice, count) in &key.slices {
                let stored = world.cluster.slices.get(*slice).map(|s| s.object.endpoints.as_slice());
                let endpoints = stored.unwrap_or_default();
                placed.extend(endpoints.iter().map(|e| (e.pod, *slice)));
                if endpoints.len() != *count || *count > MOST_ENDPOINTS {
                    return Err(format!("{count} endpoints are counted in a slice of {}", endpoints.len()));
                }
            }
            if !placed.iter().map(|(pod, slice)| (*pod, *slice)).eq(key.placed.iter())
                && world.cluster.services.get(*id).is_some()
            {
                return Err(format!("endpoints are in {placed:?}, known are {:?}", key.placed));
            }
        }
        Ok(())
    }

    /// The slices that a Pod has an endpoint in.
    pub(crate) fn slices_of(&self, id: PodId) -> impl Iterator<Item = EndpointSliceId> {
        self.keys.values().filter_map(move |key| key.placed.get(id))
    }

    /// Goes on with a key.
    pub(crate) fn work(&mut self, world: &mut World, id: ServiceId, work: Work) {
        let Some(key) = self.keys.get_mut(&id) else { return };
        match work {
            Work::Wake => {}
            Work::Start => {
                key.work.start();
                let mut changed = std::mem::take(&mut key.changed);
                changed.sort_unstable();
                changed.dedup();
                let seen = |p: PodId| (p, world.cache.pods.get(p).map(|c| Rc::clone(&c.object)));
                key.syncing = changed.into_iter().map(seen).collect();
                let at = world.answer_at();
                world.plan(at, Planned::Service(id, Work::Answer));
            }
            Work::Answer => {
                key.write(world, id);
                if key.work.end() {
                    world.plan(world.now, Planned::Service(id, Work::Start));
                }
            }
        }
    }
}

fn has_endpoints(service: &Service) -> bool {
    !service.spec.selector.is_empty() && service.spec.service_type != ServiceType::ExternalName
}

/// Whether a change of a Pod can change an endpoint. Any change of a Pod on its way out counts.
fn matters(before: Option<&Pod>, now: Option<&Pod>) -> bool {
    let (before, now) = match (before, now) {
        (Some(before), Some(now)) => (before, now),
        // A Pod without an address has no endpoint.
        (None, Some(new)) => return address(new).is_some(),
        (_, None) => return true,
    };
    let telling = |p: &Pod| (p.meta.is_being_deleted(), p.is_ready(), p.status.pod_ip);
    now.meta.is_being_deleted()
        || telling(before) != telling(now)
        || (!before.meta.labels.is_same(&now.meta.labels) && before.meta.labels != now.meta.labels)
}

impl Key {
    fn wake(&mut self, world: &mut World, id: ServiceId) {
        if self.work.wake() {
            world.plan(world.now, Planned::Service(id, Work::Start));
        }
    }

    /// Stores what the sync has found: all slices that change, side by side.
    fn write(&mut self, world: &mut World, id: ServiceId) {
        let Some(service) = world.cluster.services.get(id).map(|s| Rc::clone(&s.object)) else { return };
        let mut edits: SortedMap<EndpointSliceId, Vec<(PodId, Option<Endpoint>)>> = SortedMap::new();
        let mut new: Vec<Endpoint> = Vec::new();
        for (pod, seen) in std::mem::take(&mut self.syncing) {
            let seen = seen.filter(|p| self.fit.of(&service, p));
            let endpoint = seen.as_ref().and_then(|p| endpoint(world, &service, pod, p));
            match (self.placed.get(pod), endpoint) {
                (Some(slice), endpoint) => edits.entry(slice).or_default().push((pod, endpoint)),
                (None, Some(endpoint)) => new.push(endpoint),
                (None, None) => {}
            }
        }
        // New ones go to slices that change anyway, the fullest first, then to the others; the rest to slices of their own.
        let mut room: Vec<(bool, usize, EndpointSliceId)> = if new.is_empty() {
            Vec::new()
        } else {
            let free = self.slices.iter().filter(|(_, n)| **n < MOST_ENDPOINTS);
            free.map(|(id, n)| (edits.contains_key(id), *n, *id)).collect()
        };
        room.sort_by(|a, b| b.cmp(a));
        let mut additions: SortedMap<EndpointSliceId, Vec<Endpoint>> = SortedMap::new();
        let mut new = new.into_iter().peekable();
        for (_, taken, slice) in room {
            let free = MOST_ENDPOINTS.saturating_sub(taken);
            while additions.get(&slice).map_or(0, Vec::len) < free {
                let Some(endpoint) = new.next() else { break };
                additions.entry(slice).or_default().push(endpoint);
            }
        }
        let mut changing: Vec<EndpointSliceId> = edits.keys().chain(additions.keys()).copied().collect();
        changing.sort_unstable();
        changing.dedup();
        for slice in changing {
            let edits = edits.remove(&slice).unwrap_or_default();
            let additions = additions.remove(&slice).unwrap_or_default();
            let ports = target_ports(&service, world, &additions);
            self.write_slice(world, slice, edits, additions, ports);
        }
        let mut rest: Vec<Endpoint> = new.collect();
        while !rest.is_empty() {
            let first: Vec<Endpoint> = rest.drain(..rest.len().min(MOST_ENDPOINTS)).collect();
            self.create_slice(world, &service, first);
        }
        if self.slices.is_empty() {
            self.create_slice(world, &service, Vec::new());
        }
    }

    fn write_slice(
        &mut self,
        world: &mut World,
        slice: EndpointSliceId,
        edits: Vec<(PodId, Option<Endpoint>)>,
        additions: Vec<Endpoint>,
        ports: Vec<i32>,
    ) {
        for (pod, endpoint) in &edits {
            if endpoint.is_none() {
                self.placed.remove(*pod);
            }
        }
        for endpoint in &additions {
            self.placed.insert(endpoint.pod, slice);
        }
        let mut left = 0;
        // Who were put in one after the other are mostly looked for so, too.
        let mut next = 0;
        let written = world.update_slice(slice, |s| {
            let mut changed = !additions.is_empty();
            for (pod, endpoint) in edits {
                let is_meant = |e: &Endpoint| e.pod == pod;
                let after = s.endpoints.iter().skip(next).position(is_meant).map(|at| next + at);
                let Some(at) = after.or_else(|| s.endpoints.iter().position(is_meant)) else { continue };
                next = at;
                match endpoint {
                    Some(endpoint) => {
                        if let Some(place) = s.endpoints.get_mut(at).filter(|known| **known != endpoint) {
                            *place = endpoint;
                            changed = true;
                        }
                    }
                    None => {
                        s.endpoints.remove(at);
                        changed = true;
                    }
                }
            }
            // A slice that was made before there were endpoints learns its ports with the first of them.
            if s.ports.is_empty() && !additions.is_empty() {
                s.ports = ports;
            }
            s.endpoints.extend(additions);
            left = s.endpoints.len();
            changed
        });
        if written.is_err() {
            self.slices.remove(&slice);
        } else if left == 0 && self.slices.len() > 1 {
            self.slices.remove(&slice);
            drop(world.remove_slice(slice));
        } else {
            self.slices.insert(slice, left);
        }
    }

    fn create_slice(&mut self, world: &mut World, service: &Service, endpoints: Vec<Endpoint>) {
        let mut meta = ObjectMeta::named("");
        meta.labels = service.meta.labels.clone();
        meta.labels.set("kubernetes.io/service-name", Rc::clone(&service.meta.name));
        meta.labels.set("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
        meta.owner = Some(Rc::new(OwnerReference {
            kind: Kind::Service,
            name: Rc::clone(&service.meta.name),
            uid: service.meta.uid,
        }));
        let ports = if endpoints.is_empty() { Vec::new() } else { target_ports(service, world, &endpoints) };
        let count = endpoints.len();
        let pods: Vec<PodId> = endpoints.iter().map(|e| e.pod).collect();
        let slice = EndpointSlice { meta, service: Rc::clone(&service.meta.name), endpoints, ports };
        let id = world.create_slice(slice);
        self.slices.insert(id, count);
        for pod in pods {
            self.placed.insert(pod, id);
        }
    }
}

/// The endpoint of a Pod that fits the selector, if it is to have one.
fn endpoint(world: &World, service: &Service, id: PodId, pod: &Pod) -> Option<Endpoint> {
    let address = address(pod)?;
    // It may have gone since the sync read the cache: then its removal is on its way.
    world.cluster.pods.get(id)?;
    let conditions =
        conditions(pod.is_ready(), pod.meta.is_being_deleted(), service.spec.publish_not_ready_addresses);
    Some(Endpoint {
        pod: id,
        pod_name: Rc::clone(&pod.meta.name),
        pod_uid: pod.meta.uid,
        node: pod.node_name.clone().unwrap_or_default(),
        address,
        conditions,
    })
}

/// The address under which a Pod may be an endpoint: none before it has one, none once it has ended
/// (`endpointslice/util/controller_utils.go`, `ShouldPodBeInEndpoints`).
pub fn address(pod: &Pod) -> Option<u32> {
    pod.status.pod_ip.filter(|_| !pod.status.phase.is_terminal())
}

/// `ready`, `serving` and `terminating` of an endpoint (`endpointslice/utils.go`).
pub fn conditions(pod_ready: bool, being_deleted: bool, publish_not_ready: bool) -> EndpointConditions {
    EndpointConditions {
        ready: publish_not_ready || (pod_ready && !being_deleted),
        serving: pod_ready,
        terminating: being_deleted,
    }
}

/// The ports that the Service's target ports come to in these Pods.
fn target_ports(service: &Service, world: &World, endpoints: &[Endpoint]) -> Vec<i32> {
    let pod = endpoints.first().and_then(|e| world.cluster.pods.get(e.pod)).map(|p| Rc::clone(&p.object));
    let named = |name: &str| {
        pod.as_ref()?
            .template
            .spec
            .containers
            .iter()
            .flat_map(|c| &c.ports)
            .find(|p| &*p.name == name)
            .map(|p| p.container_port)
    };
    service
        .spec
        .ports
        .iter()
        .filter_map(|p| match &p.target_port {
            IntOrString::Int(number) => Some(*number),
            IntOrString::Text(name) => named(name),
        })
        .collect()
}
