//! `kubectl events`: like `get events`, the latest last.

use super::Work;
use crate::item::{Item, items_of};
use crate::resource::{Named, Type, type_or_error};
use crate::rows::since;
use crate::table::{align, push_cell};
use rollout_engine::order::sort_by_key;

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("events", words)?;
    let of = match parsed.value("for") {
        None => None,
        Some(text) => {
            let (kind, name) = text.split_once('/').ok_or("error: --for must be in resource/name form")?;
            Some(Named { ty: type_or_error(kind)?, name: name.to_owned() })
        }
    };
    let types: Vec<String> = parsed
        .value("types")
        .unwrap_or_default()
        .split(',')
        .map(str::to_ascii_lowercase)
        .filter(|t| !t.is_empty())
        .collect();
    if let Some(wrong) = types.iter().find(|t| !matches!(t.as_str(), "normal" | "warning")) {
        return Err(format!("error: valid --types are Normal or Warning, not {wrong}"));
    }
    let mut events: Vec<_> = items_of(work.cluster, Type::Event)
        .into_iter()
        .filter_map(|item| match item {
            Item::Event(event, _) => Some(event),
            _ => None,
        })
        .filter(|e| types.is_empty() || types.contains(&e.kind.as_str().to_ascii_lowercase()))
        .filter(|e| {
            of.as_ref()
                .is_none_or(|of| *e.object.name == of.name && e.object.kind.as_str() == of.ty.info().kind)
        })
        .collect();
    sort_by_key(&mut events, |e| e.last_at);
    if events.is_empty() {
        work.outcome.warn(&["No events found in ", work.cluster.namespace(), " namespace."].concat());
        return Ok(());
    }
    let mut table = String::new();
    if !parsed.is_on("no-headers") {
        table.push_str("LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n");
    }
    for event in events {
        let first = since(work.cluster, event.first_at);
        let age = match event.count {
            0 | 1 => first,
            count => format!("{} (x{count} over {first})", since(work.cluster, event.last_at)),
        };
        table.extend([
            &*age,
            "\t",
            event.kind.as_str(),
            "\t",
            event.reason,
            "\t",
            &event.object.to_string(),
            "\t",
        ]);
        push_cell(&mut table, event.message.trim());
        table.push('\n');
    }
    work.outcome.stdout.push_str(&align(&table, 6, 3));
    Ok(())
}
