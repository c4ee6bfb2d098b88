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

/// A map in the making. What differs by type is one function a type (`Put`), so that a field costs one call.
struct Fields {
    tree: Tree,
    defaults: bool,
}

/// What can be the value of a field.
trait Put {
    fn put(self, fields: &mut Fields, key: &'static str);
}

impl Put for Tree {
    #[inline(never)]
    fn put(self, fields: &mut Fields, key: &'static str) {
        fields.tree.set(key, self);
    }
}

impl Put for i64 {
    #[inline(never)]
    fn put(self, fields: &mut Fields, key: &'static str) {
        Tree::from(self).put(fields, key);
    }
}

impl Put for i32 {
    fn put(self, fields: &mut Fields, key: &'static str) {
        i64::from(self).put(fields, key);
    }
}

impl Put for bool {
    #[inline(never)]
    fn put(self, fields: &mut Fields, key: &'static str) {
        Tree::from(self).put(fields, key);
    }
}

impl Put for &str {
    #[inline(never)]
    fn put(self, fields: &mut Fields, key: &'static str) {
        Tree::from(self).put(fields, key);
    }
}

impl Put for &Name {
    #[inline(never)]
    fn put(self, fields: &mut Fields, key: &'static str) {
        Tree::from(self).put(fields, key);
    }
}

impl Put for String {
    #[inline(never)]
    fn put(self, fields: &mut Fields, key: &'static str) {
        Tree::from(self).put(fields, key);
    }
}

impl Put for Vec<Tree> {
    #[inline(never)]
    fn put(self, fields: &mut Fields, key: &'static str) {
        Tree::from(self).put(fields, key);
    }
}

impl Fields {
    fn new(detail: Detail<'_>) -> Self {
        Self { tree: Tree::map(), defaults: detail.has_defaults() }
    }

    /// A field that is always there.
    fn set(&mut self, key: &'static str, value: impl Put) -> &mut Self {
        value.put(self, key);
        self
    }

    /// A field that may be absent.
    #[inline(never)]
    fn some<T: Put>(&mut self, key: &'static str, value: Option<T>) -> &mut Self {
        if let Some(value) = value {
            value.put(self, key);
        }
        self
    }

    /// A field that is absent if it is empty.
    #[inline(never)]
    fn filled(&mut self, key: &'static str, value: &Name) -> &mut Self {
        if !value.is_empty() {
            value.put(self, key);
        }
        self
    }

    /// A field that the API server fills in.
    #[inline(never)]
    fn unless<T: Put + PartialEq>(&mut self, key: &'static str, value: T, default: T) -> &mut Self {
        if self.defaults || value != default {
            value.put(self, key);
        }
        self
    }

    /// A switch that is absent if it is off.
    #[inline(never)]
    fn flag(&mut self, key: &'static str, value: bool) -> &mut Self {
        if value {
            true.put(self, key);
        }
        self
    }

    /// A count that is absent if it is 0, as in every status.
    fn count(&mut self, key: &'static str, value: impl Into<i64>) -> &mut Self {
        self.number(key, value.into())
    }

    #[inline(never)]
    fn number(&mut self, key: &'static str, value: i64) -> &mut Self {
        if value != 0 {
            value.put(self, key);
        }
        self
    }

    /// A list that is absent if it is empty.
    fn list<T: Into<Tree>>(&mut self, key: &'static str, items: impl IntoIterator<Item = T>) -> &mut Self {
        let mut items = items.into_iter();
        self.items(key, &mut || items.next().map(Into::into))
    }

    #[inline(never)]
    fn items(&mut self, key: &'static str, next: &mut dyn FnMut() -> Option<Tree>) -> &mut Self {
        let items: Vec<Tree> = std::iter::from_fn(next).collect();
        if !items.is_empty() {
            items.put(self, key);
        }
        self
    }

    #[inline(never)]
    fn texts(&mut self, key: &'static str, items: &[Name]) -> &mut Self {
        self.list(key, items)
    }

    #[inline(never)]
    fn texts_by_key(&mut self, key: &'static str, map: &StringMap) -> &mut Self {
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
