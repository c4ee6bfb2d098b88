//! The API objects, as plain data: what is desired (`spec`) and what is observed (`status`). No behaviour but reading.

mod condition;
mod container;
mod deployment;
mod endpoint_slice;
mod env;
mod event;
mod int_or_percent;
mod labels;
mod metadata;
mod node;
mod pod;
mod pod_template;
mod probe;
mod quantity;
mod replica_set;
mod security;
mod service;
mod volume;

pub use condition::*;
pub use container::*;
pub use deployment::*;
pub use endpoint_slice::*;
pub use env::*;
pub use event::*;
pub use int_or_percent::*;
pub use labels::*;
pub use metadata::*;
pub use node::*;
pub use pod::*;
pub use pod_template::*;
pub use probe::*;
pub use quantity::*;
pub use replica_set::*;
pub use security::*;
pub use service::*;
pub use volume::*;
