//! What the table holds. A line is a field: its name, its type with the words that it may have, what it means. Before the name,
//! `-` marks what is kept without being modelled, `~` what only the server writes, `=` what says what the object is; alone,
//! they stand before names that are not explained.

mod container;
mod environment;
mod handler;
mod metadata;
mod pod;
mod service;
mod volume;
mod workload;

/// A type: its name in Go, what it is, and its fields, a line each.
pub(super) type Type = (&'static str, &'static str, &'static str);

/// All types, by what they are about.
pub(super) const TYPES: [&[Type]; 8] = [
    workload::TYPES,
    metadata::TYPES,
    pod::TYPES,
    container::TYPES,
    environment::TYPES,
    handler::TYPES,
    volume::TYPES,
    service::TYPES,
];
