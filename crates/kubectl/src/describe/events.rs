//! The Events of an object.

use super::{Text, mail_date};
use crate::item::{Item, is_new_event, items_of};
use crate::resource::Type;
use crate::rows::{field_path, since};
use crate::sort::sort;
use rollout_engine::Simulation;
use rollout_engine::api::Event;
use std::rc::Rc;

/// The Events of an object, by their last occurrence.
pub(super) fn of(text: &mut Text, item: &Item, cluster: &Simulation) {
    let kind = item.ty().info().kind;
    let mut events: Vec<Rc<Event>> = items_of(cluster, Type::Event)
        .into_iter()
        .filter_map(|event| match event {
            Item::Event(event, _) => Some(event),
            _ => None,
        })
        .filter(|event| event.object.kind.as_str() == kind && event.object.name == *item.name())
        .collect();
    if events.is_empty() {
        text.field(0, "Events", "<none>");
        return;
    }
    let last = |event: &Event| match is_new_event(event) {
        true => None,
        false => Some(cluster.calendar().timestamp(event.last_at)),
    };
    sort(&mut events, &|a, b| last(a) < last(b));
    text.line(0, &["Events:"]);
    text.line(1, &["Type\tReason\tAge\tFrom\tMessage"]);
    text.line(1, &["----\t------\t----\t----\t-------"]);
    for event in events {
        let first = since(cluster, event.first_at);
        let age = match event.count {
            0 | 1 => first,
            count => format!("{} (x{count} over {first})", since(cluster, event.last_at)),
        };
        let part = event.container.as_ref().map(|c| field_path(c) + ": ").unwrap_or_default();
        text.line(
            1,
            &[
                event.kind.as_str(),
                "\t",
                event.reason,
                "\t",
                &age,
                "\t",
                event.source.as_str(),
                "\t",
                &part,
                event.message.trim(),
            ],
        );
    }
}

/// An Event by itself.
pub(super) fn event(text: &mut Text, event: &Event, name: &str, cluster: &Simulation) {
    text.field(0, "Name", name);
    text.field(0, "Namespace", cluster.namespace());
    text.field(0, "Involved Object", &event.object.to_string());
    text.field(0, "Type", event.kind.as_str());
    text.field(0, "Reason", event.reason);
    text.field(0, "Message", &event.message);
    text.field(0, "From", event.source.as_str());
    text.number(0, "Count", event.count.into());
    text.field(0, "First Seen", &mail_date(cluster.calendar().timestamp(event.first_at)));
    text.field(0, "Last Seen", &mail_date(cluster.calendar().timestamp(event.last_at)));
}
