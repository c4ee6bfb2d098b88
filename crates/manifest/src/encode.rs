//! From objects to trees, in Kubernetes' own field names.

mod metadata;
mod pod;
mod status;
mod template;
mod workloads;

use crate::tree::Tree;
use rollout_engine::api::{Name, StringMap};

pub use pod::{container_ids, pod_tolerations, pod_tree, quality_of_service};
pub use status::{endpoint_slice_tree, endpoints_tree, event_name, event_tree, node_tree};
pub use template::template_tree;
pub use workloads::{deployment_tree, replica_set_tree, service_tree};

/// How much of an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail<'a> {
    /// What a person would write: what the API server fills in is left out.
    Brief,
    /// All of what is desired, defaults too.
    Defaults,
    /// What the API server has stored, `status` too.
    Stored {
        /// `metadata.namespace`
        namespace: &'a str,
    },
}

impl Detail<'_> {
    fn has_defaults(self) -> bool {
        self != Self::Brief
    }
}

/// A map in the making.
struct Fields {
    tree: Tree,
    defaults: bool,
}

impl Fields {
    fn new(detail: Detail<'_>) -> Self {
        Self { tree: Tree::map(), defaults: detail.has_defaults() }
    }

    /// A field that is always there.
    fn set(&mut self, key: &str, value: impl Into<Tree>) -> &mut Self {
        self.tree.set(key, value);
        self
    }

    /// A field that may be absent.
    fn some<T: Into<Tree>>(&mut self, key: &str, value: Option<T>) -> &mut Self {
        if let Some(value) = value {
            self.set(key, value);
        }
        self
    }

    /// A field that is absent if it is empty.
    fn filled(&mut self, key: &str, value: &Name) -> &mut Self {
        self.some(key, (!value.is_empty()).then_some(value))
    }

    /// A field that the API server fills in.
    fn unless<T: Into<Tree> + PartialEq>(&mut self, key: &str, value: T, default: T) -> &mut Self {
        let is_default = value == default;
        self.some(key, (self.defaults || !is_default).then_some(value))
    }

    /// A switch that is absent if it is off.
    fn flag(&mut self, key: &str, value: bool) -> &mut Self {
        self.some(key, value.then_some(true))
    }

    /// A count that is absent if it is 0, as in every status.
    fn count(&mut self, key: &str, value: impl Into<i64>) -> &mut Self {
        let value = value.into();
        self.some(key, (value != 0).then_some(value))
    }

    /// A list that is absent if it is empty.
    fn list<T: Into<Tree>>(&mut self, key: &str, items: impl IntoIterator<Item = T>) -> &mut Self {
        let list: Tree = items.into_iter().collect();
        self.some(key, (!list.items().is_empty()).then_some(list))
    }

    fn texts(&mut self, key: &str, items: &[Name]) -> &mut Self {
        self.list(key, items)
    }

    fn texts_by_key(&mut self, key: &str, map: &StringMap) -> &mut Self {
        self.some(key, (!map.is_empty()).then(|| texts_by_key(map)))
    }

    fn done(self) -> Tree {
        self.tree
    }
}

/// Texts by key.
pub(crate) fn texts_by_key(map: &StringMap) -> Tree {
    let mut tree = Tree::map();
    for (key, value) in map.iter() {
        tree.set(key, value);
    }
    tree
}

/// Puts the fields back that were kept without being modelled.
fn put_unmodelled(tree: &mut Tree, unmodelled: &str) {
    if unmodelled.is_empty() {
        return;
    }
    for (path, value) in crate::decode::unmodelled_paths(unmodelled) {
        tree.put(&path, value);
    }
}
