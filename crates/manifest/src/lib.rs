//! Kubernetes manifests: YAML and JSON to the engine's objects and back.
//!
//! Three steps, each for itself: [`parse`] makes trees of a text, [`read_objects`] makes objects of trees (defaults filled in,
//! errors in the API server's words), [`write_yaml`], [`to_json`] and [`edit`] go the other way.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod characters;
mod decode;
mod defaults;
mod edit;
mod encode;
mod error;
mod format;
mod json_error;
mod parse;
mod place;
pub mod schema;
mod tree;
mod warnings;
mod write;

pub use decode::{Manifest, Object, members, read_object, read_objects, unmodelled_paths};
pub use defaults::{DefaultLine, defaults};
pub use edit::{Edit, EditError, edit, edit_object};

pub use encode::{
    Detail, container_ids, deployment_tree, endpoint_slice_tree, endpoints_tree, event_name, event_tree,
    node_tree, pod_tolerations, pod_tree, quality_of_service, replica_set_tree, service_tree, template_tree,
};
pub use error::{ErrorKind, ManifestError, Notice, ObjectName};
pub use parse::{MAX_BYTES, parse, parse_like_kubectl};
pub use place::{Place, place};
pub use tree::{Entry, Mark, Span, Tree, Value};
pub use warnings::warnings;
pub use write::{to_json, to_yaml};

/// Reads a manifest: any number of documents, each a Deployment, a Service, a `List` of such, or a kind that the lab leaves alone.
///
/// # Errors
/// Everything that is wrong with it, in the API server's words, each with its line and column.
pub fn read(text: &str) -> Result<Manifest, Vec<ManifestError>> {
    let documents = parse(text).map_err(|error| vec![error])?;
    read_objects(&documents)
}

/// A manifest as a person would write it; with [`Detail::Defaults`], what the API server fills in is written out.
pub fn write_yaml(manifest: &Manifest, detail: Detail) -> String {
    let services = manifest.services.iter().map(|s| service_tree(s, detail));
    let deployments = manifest.deployments.iter().map(|d| deployment_tree(d, detail));
    let documents: Vec<String> = services.chain(deployments).map(|tree| to_yaml(&tree)).collect();
    documents.join("---\n")
}
