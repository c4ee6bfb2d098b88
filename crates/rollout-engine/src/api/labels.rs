//! Labels, annotations, and the selectors that match labels.

use crate::SortedMap;
use std::ops::Deref;
use std::rc::Rc;

/// Text by key, shared until written to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct StringMap(Rc<SortedMap<Rc<str>, Rc<str>>>);

/// `labels`
pub type Labels = StringMap;
/// `annotations`
pub type Annotations = StringMap;

impl StringMap {
    /// The text under this key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|v| &**v)
    }

    /// Puts a text under a key.
    pub fn set(&mut self, key: &str, value: impl Into<Rc<str>>) {
        Rc::make_mut(&mut self.0).insert(key.into(), value.into());
    }

    /// Takes a key out.
    pub fn unset(&mut self, key: &str) {
        if self.0.contains_key(key) {
            Rc::make_mut(&mut self.0).remove(key);
        }
    }

    /// Whether both are one map; two that say the same need not be.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Whether every pair of `other` is in here too.
    pub fn includes(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || other.iter().all(|(k, v)| self.0.get(k) == Some(v))
    }
}

impl Deref for StringMap {
    type Target = SortedMap<Rc<str>, Rc<str>>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<K: Into<Rc<str>>, V: Into<Rc<str>>> FromIterator<(K, V)> for StringMap {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(Rc::new(pairs.into_iter().map(|(k, v)| (k.into(), v.into())).collect()))
    }
}

/// `matchExpressions[].operator`
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SelectorOperator {
    /// The label's value is one of `values`.
    In,
    /// The label is absent or its value is none of `values`.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is absent.
    DoesNotExist,
}

/// `matchExpressions[]`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SelectorRequirement {
    /// `key`
    pub key: Rc<str>,
    /// `operator`
    pub operator: SelectorOperator,
    /// `values`
    pub values: Vec<Rc<str>>,
}

/// `selector` of Deployments and ReplicaSets: all its parts must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelSelector {
    /// `matchLabels`
    pub match_labels: Labels,
    /// `matchExpressions`
    pub match_expressions: Vec<SelectorRequirement>,
}

impl LabelSelector {
    /// Whether it asks for nothing (an empty selector matches everything).
    pub fn is_empty(&self) -> bool {
        self.match_labels.is_empty() && self.match_expressions.is_empty()
    }

    /// Whether these labels fit.
    pub fn matches(&self, labels: &Labels) -> bool {
        labels.includes(&self.match_labels)
            && self.match_expressions.iter().all(|r| {
                let value = labels.get(&r.key);
                match r.operator {
                    SelectorOperator::In => value.is_some_and(|v| r.values.contains(v)),
                    SelectorOperator::NotIn => value.is_none_or(|v| !r.values.contains(v)),
                    SelectorOperator::Exists => value.is_some(),
                    SelectorOperator::DoesNotExist => value.is_none(),
                }
            })
    }
}
