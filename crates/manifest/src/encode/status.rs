//! What controllers write beside workloads: EndpointSlices and Events.

use super::metadata::{api_version, object};
use super::{Detail, Fields};
use crate::tree::Tree;
use rollout_engine::api::{
    Endpoint, EndpointSlice, Event, EventSource, Kind, Node, Quantity, QuantityFormat, Service,
};
use rollout_engine::{Calendar, SimTime};
use std::net::Ipv4Addr;
use std::rc::Rc;

fn plain() -> Fields {
    Fields::new(Detail::Brief)
}

/// An EndpointSlice.
pub fn endpoint_slice_tree(slice: &EndpointSlice, detail: Detail<'_>) -> Tree {
    let port = |port: &i32| {
        let mut fields = plain();
        fields.set("name", "").set("port", *port).set("protocol", "TCP");
        fields.done()
    };
    let namespace = match detail {
        Detail::Stored { namespace } => namespace,
        _ => "default",
    };
    let mut fields = object(Kind::EndpointSlice, &slice.meta, detail);
    fields
        .set("addressType", "IPv4")
        .set("endpoints", slice.endpoints.iter().map(|e| endpoint(e, namespace)).collect::<Tree>())
        .set("ports", slice.ports.iter().map(port).collect::<Tree>());
    fields.done()
}

fn endpoint(endpoint: &Endpoint, namespace: &str) -> Tree {
    let mut conditions = plain();
    conditions
        .set("ready", endpoint.conditions.ready)
        .set("serving", endpoint.conditions.serving)
        .set("terminating", endpoint.conditions.terminating);
    let mut fields = plain();
    fields
        .list("addresses", [Ipv4Addr::from_bits(endpoint.address).to_string()])
        .set("conditions", conditions.done())
        .set("nodeName", &endpoint.node)
        .set("targetRef", target(endpoint, namespace));
    fields.done()
}

fn target(endpoint: &Endpoint, namespace: &str) -> Tree {
    let mut target = plain();
    target
        .set("kind", "Pod")
        .set("namespace", namespace)
        .set("name", &endpoint.pod_name)
        .set("uid", endpoint.pod_uid.to_string());
    target.done()
}

/// A Service's Endpoints, made from its EndpointSlices as the endpoints controller makes them.
pub fn endpoints_tree(service: &Service, slices: &[Rc<EndpointSlice>], namespace: &str) -> Tree {
    let mut fields = object(Kind::Service, &service.meta, Detail::Stored { namespace });
    fields.set("kind", "Endpoints");
    let mut subsets = Vec::new();
    for slice in slices {
        let address = |endpoint: &Endpoint| {
            let mut address = plain();
            address
                .set("ip", Ipv4Addr::from_bits(endpoint.address).to_string())
                .set("nodeName", &endpoint.node)
                .set("targetRef", target(endpoint, namespace));
            address.done()
        };
        let of = |ready: bool| slice.endpoints.iter().filter(move |e| e.conditions.ready == ready);
        let port = |port: &i32| {
            let mut fields = plain();
            fields.set("port", *port).set("protocol", "TCP");
            fields.done()
        };
        let mut subset = plain();
        subset
            .list("addresses", of(true).map(address))
            .list("notReadyAddresses", of(false).filter(|e| !e.conditions.terminating).map(address))
            .list("ports", slice.ports.iter().map(port));
        if !slice.endpoints.is_empty() {
            subsets.push(subset.done());
        }
    }
    fields.list("subsets", subsets);
    fields.done()
}

/// A Node, as far as the lab knows it.
pub fn node_tree(node: &Node, number: usize) -> Tree {
    let mut metadata = plain();
    metadata.set("name", &node.name).texts_by_key("labels", &node.labels);
    let mut spec = plain();
    spec.flag("unschedulable", node.unschedulable);
    let mut allocatable = plain();
    allocatable
        .set("cpu", amount(node.allocatable_cpu_milli, -3, QuantityFormat::DecimalSi))
        .set("memory", amount(node.allocatable_memory, 0, QuantityFormat::BinarySi))
        .set("pods", node.allocatable_pods.to_string());
    let allocatable = allocatable.done();
    let mut ready = plain();
    ready.set("type", "Ready").set("status", "True").set("reason", "KubeletReady");
    let mut address = plain();
    address.set("type", "InternalIP").set("address", format!("10.244.255.{}", number + 10));
    let mut status = plain();
    status
        .set("allocatable", allocatable.clone())
        .set("capacity", allocatable)
        .list("addresses", [address.done()])
        .list("conditions", [ready.done()]);
    let mut fields = plain();
    fields
        .set("apiVersion", "v1")
        .set("kind", "Node")
        .set("metadata", metadata.done())
        .set("spec", spec.done())
        .set("status", status.done());
    fields.done()
}

fn amount(value: i64, scale: i32, format: QuantityFormat) -> String {
    Quantity { value, scale, format, keeps_text: false }.to_string()
}

/// The name of an Event: its object's, and in hexadecimal the nanosecond of its first occurrence. `same` tells those of one moment apart.
pub fn event_name(event: &Event, calendar: Calendar, same: u32) -> String {
    let nanoseconds = calendar.unix_ms(event.first_at) * 1_000_000 + i64::from(same);
    format!("{}.{nanoseconds:x}", event.object.name)
}

/// An Event. The scheduler writes Events of the newer kind: `eventTime` and `series` in the place of `count` and the two timestamps.
pub fn event_tree(event: &Event, name: &str, namespace: &str, calendar: Calendar) -> Tree {
    let mut metadata = plain();
    metadata
        .set("name", name)
        .set("namespace", namespace)
        .set("creationTimestamp", calendar.timestamp(event.first_at).to_string());
    let mut object = plain();
    object
        .set("apiVersion", api_version(event.object.kind))
        .set("kind", event.object.kind.as_str())
        .set("namespace", namespace)
        .set("name", &event.object.name)
        .some("fieldPath", event.container.as_ref().map(|c| format!("spec.containers{{{c}}}")));
    let is_new = event.source == EventSource::Scheduler;
    let micro = |at: SimTime| {
        let ms = calendar.unix_ms(at).rem_euclid(1000);
        let text = calendar.timestamp(at).to_string();
        format!("{}.{ms:03}000Z", text.trim_end_matches('Z'))
    };
    let mut source = plain();
    let mut fields = plain();
    fields
        .set("apiVersion", "v1")
        .set("kind", "Event")
        .set("metadata", metadata.done())
        .set("involvedObject", object.done())
        .set("type", event.kind.as_str())
        .set("reason", event.reason)
        .set("message", &event.message)
        .set("reportingComponent", event.source.as_str());
    if is_new {
        fields
            .set("eventTime", micro(event.first_at))
            .set("firstTimestamp", Tree::default())
            .set("lastTimestamp", Tree::default());
        if event.count > 1 {
            let mut series = plain();
            series.set("count", i64::from(event.count)).set("lastObservedTime", micro(event.last_at));
            fields.set("series", series.done());
        }
    } else {
        source.set("component", event.source.as_str());
        fields
            .set("eventTime", Tree::default())
            .set("count", i64::from(event.count))
            .set("firstTimestamp", calendar.timestamp(event.first_at).to_string())
            .set("lastTimestamp", calendar.timestamp(event.last_at).to_string());
    }
    fields.set("source", source.done());
    fields.done()
}
