//! What controllers write beside workloads: EndpointSlices and Events.

use super::metadata::{api_version, object};
use super::{Detail, Fields};
use crate::tree::Tree;
use rollout_engine::Calendar;
use rollout_engine::api::{Endpoint, EndpointSlice, Event, Kind};
use std::net::Ipv4Addr;

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
    let mut target = plain();
    target
        .set("kind", "Pod")
        .set("namespace", namespace)
        .set("name", &endpoint.pod_name)
        .set("uid", endpoint.pod_uid.to_string());
    let mut fields = plain();
    fields
        .list("addresses", [Ipv4Addr::from_bits(endpoint.address).to_string()])
        .set("conditions", conditions.done())
        .set("nodeName", &endpoint.node)
        .set("targetRef", target.done());
    fields.done()
}

/// An Event.
pub fn event_tree(event: &Event, namespace: &str, calendar: Calendar) -> Tree {
    let nanoseconds = i128::from(calendar.unix_ms(event.first_at)).saturating_mul(1_000_000);
    let mut metadata = plain();
    metadata
        .set("name", format!("{}.{nanoseconds:x}", event.object.name))
        .set("namespace", namespace)
        .set("creationTimestamp", calendar.timestamp(event.first_at).to_string());
    let mut object = plain();
    object
        .set("apiVersion", api_version(event.object.kind))
        .set("kind", event.object.kind.as_str())
        .set("namespace", namespace)
        .set("name", &event.object.name)
        .some("fieldPath", event.container.as_ref().map(|c| format!("spec.containers{{{c}}}")));
    let mut source = plain();
    source.set("component", event.source.as_str());
    let mut fields = plain();
    fields
        .set("apiVersion", "v1")
        .set("kind", "Event")
        .set("metadata", metadata.done())
        .set("involvedObject", object.done())
        .set("type", event.kind.as_str())
        .set("reason", event.reason)
        .set("message", &event.message)
        .set("source", source.done())
        .set("count", i64::from(event.count))
        .set("firstTimestamp", calendar.timestamp(event.first_at).to_string())
        .set("lastTimestamp", calendar.timestamp(event.last_at).to_string());
    fields.done()
}
