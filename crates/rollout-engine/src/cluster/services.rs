//! Writes of Services, EndpointSlices and Nodes.

use super::{Change, Cluster, Refusal, Stored, push_suffix};
use crate::api::{Annotations, EndpointSlice, Labels, Node, ObjectMeta, Service, ServiceSpec, ServiceType};
use crate::id::{EndpointSliceId, NodeId, ServiceId};
use crate::world::World;
use std::rc::Rc;

impl World {
    /// Creates a Service; a cluster IP is given to it unless it has one.
    pub(crate) fn create_service(
        &mut self,
        meta: &ObjectMeta,
        mut spec: ServiceSpec,
    ) -> Result<ServiceId, Refusal> {
        if self.cluster.service_named(&meta.name).is_some() {
            return Err(Refusal::AlreadyExists);
        }
        let mut meta = meta.clone();
        meta.uid = Cluster::new_uid(&mut self.rng);
        meta.resource_version = self.cluster.next_version();
        meta.creation_timestamp = self.timestamp();
        if spec.cluster_ip.is_none() && spec.service_type != ServiceType::ExternalName {
            let bits = self.rng.below(1 << 16);
            spec.cluster_ip = Some(format!("10.96.{}.{}", bits >> 8, bits & 0xff).into());
        }
        self.give_node_ports(&mut spec);
        let object = Rc::new(Service { meta, spec });
        let order = self.cluster.next_order();
        let id = self.cluster.services.insert(Stored { object: Rc::clone(&object), order });
        self.stored(Change::Service(id, None, Some(object)));
        Ok(id)
    }

    /// Gives a port of every node to the ports that are to have one and name none.
    fn give_node_ports(&mut self, spec: &mut ServiceSpec) {
        if !matches!(spec.service_type, ServiceType::NodePort | ServiceType::LoadBalancer) {
            return;
        }
        for i in 0..spec.ports.len() {
            if spec.ports.get(i).is_none_or(|port| port.node_port != 0) {
                continue;
            }
            let first = i32::try_from(self.rng.below(2768)).unwrap_or(0);
            let taken = |spec: &ServiceSpec, number| spec.ports.iter().any(|p| p.node_port == number);
            let free = (0..2768).map(|n| 30_000 + (first + n) % 2768).find(|number| {
                !taken(spec, *number)
                    && !self.cluster.services.iter().any(|(_, s)| taken(&s.object.spec, *number))
            });
            if let (Some(port), Some(number)) = (spec.ports.get_mut(i), free) {
                port.node_port = number;
            }
        }
    }

    /// Replaces labels, annotations and spec; the cluster IP stays. Whether anything changed.
    pub(crate) fn update_service(
        &mut self,
        id: ServiceId,
        labels: Labels,
        annotations: Annotations,
        mut spec: ServiceSpec,
    ) -> Result<bool, Refusal> {
        self.give_node_ports(&mut spec);
        let next = self.cluster.next_version();
        let stored = self.cluster.services.get_mut(id).ok_or(Refusal::NotFound)?;
        let before = Rc::clone(&stored.object);
        spec.cluster_ip = spec.cluster_ip.or_else(|| before.spec.cluster_ip.clone());
        let service = Rc::make_mut(&mut stored.object);
        service.meta.labels = labels;
        service.meta.annotations = annotations;
        service.spec = spec;
        if *before == *service {
            stored.object = before;
            return Ok(false);
        }
        service.meta.resource_version = next;
        let after = Rc::clone(&stored.object);
        self.stored(Change::Service(id, Some(before), Some(after)));
        Ok(true)
    }

    /// Takes a Service out.
    pub(crate) fn remove_service(&mut self, id: ServiceId) -> Result<(), Refusal> {
        let gone = self.cluster.services.remove(id).ok_or(Refusal::NotFound)?;
        self.cluster.next_version();
        self.stored(Change::Service(id, Some(gone.object), None));
        Ok(())
    }

    /// Creates an EndpointSlice; its name is that of its Service and five random letters.
    pub(crate) fn create_slice(&mut self, mut slice: EndpointSlice) -> EndpointSliceId {
        let number = u32::try_from(self.rng.below(27u64.pow(5))).unwrap_or(0);
        let mut name = [&slice.service, "-"].concat();
        push_suffix(&mut name, number);
        slice.meta.name = name.into();
        slice.meta.uid = Cluster::new_uid(&mut self.rng);
        slice.meta.generation = 1;
        slice.meta.resource_version = self.cluster.next_version();
        slice.meta.creation_timestamp = self.timestamp();
        let object = Rc::new(slice);
        let order = self.cluster.next_order();
        let id = self.cluster.slices.insert(Stored { object: Rc::clone(&object), order });
        self.stored(Change::EndpointSlice(id, None, Some(object)));
        id
    }

    /// Changes an EndpointSlice; `change` says whether it does.
    pub(crate) fn update_slice(
        &mut self,
        id: EndpointSliceId,
        change: impl FnOnce(&mut EndpointSlice) -> bool,
    ) -> Result<(), Refusal> {
        let next = self.cluster.next_version();
        let stored = self.cluster.slices.get_mut(id).ok_or(Refusal::NotFound)?;
        // A slice is large, and its earlier versions are wanted by nobody but the log.
        let before = self.recording.writes.then(|| Rc::clone(&stored.object));
        let slice = Rc::make_mut(&mut stored.object);
        if !change(slice) {
            return Ok(());
        }
        slice.meta.generation += 1;
        slice.meta.resource_version = next;
        let after = before.is_some().then(|| Rc::clone(&stored.object));
        self.stored(Change::EndpointSlice(id, before, after));
        Ok(())
    }

    /// Takes an EndpointSlice out.
    pub(crate) fn remove_slice(&mut self, id: EndpointSliceId) -> Result<(), Refusal> {
        let gone = self.cluster.slices.remove(id).ok_or(Refusal::NotFound)?;
        self.cluster.next_version();
        self.stored(Change::EndpointSlice(id, Some(gone.object), None));
        Ok(())
    }

    /// Changes a Node.
    pub(crate) fn update_node(&mut self, id: NodeId, change: impl FnOnce(&mut Node)) -> bool {
        let Some(node) = self.cluster.nodes.get_mut(id.0 as usize) else { return false };
        let before = Rc::clone(node);
        change(Rc::make_mut(node));
        if *before == **node {
            return false;
        }
        let after = Rc::clone(node);
        self.stored(Change::Node(id, after));
        true
    }
}
