//! What a YAML or JSON text says, before anybody asks what it means: a tree of values that know their places.

use rollout_engine::order::sort_by;
use std::rc::Rc;

/// A place in a text: line and column count from 1, the offset counts characters from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// How many characters come before it.
    pub offset: usize,
    /// The line; 0 for what was not read from a text.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// From where to where a value stands in its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Where it begins.
    pub start: Mark,
    /// The first place that is no longer part of it.
    pub end: Mark,
}

/// A value and its place.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The value.
    pub value: Value,
    /// Its place.
    pub span: Span,
}

/// What JSON can say.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number of 64 bits.
    Int(i64),
    /// Any other number, as JSON would write it.
    Number(Rc<str>),
    /// A text.
    Text(Rc<str>),
    /// A list.
    List(Vec<Tree>),
    /// Values by key, in the order in which they were written.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Rc<str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Tree,
}

impl PartialEq for Tree {
    /// Two trees are equal if they say the same, wherever it stands.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.value == other.value
    }
}

impl Tree {
    /// An empty map.
    pub fn map() -> Self {
        Value::Map(Vec::new()).into()
    }

    /// A text.
    pub fn text(text: impl Into<Rc<str>>) -> Self {
        Value::Text(text.into()).into()
    }

    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|e| *e.key == *key).map(|e| &e.value)
    }

    /// The value under a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match &mut self.value {
            Value::Map(entries) => entries.iter_mut().find(|e| *e.key == *key).map(|e| &mut e.value),
            _ => None,
        }
    }

    /// Puts a value under a key, in the place of the one that was there, else at the end. What is no map becomes one.
    pub fn set(&mut self, key: &str, value: impl Into<Self>) {
        let value = value.into();
        if let Some(old) = self.get_mut(key) {
            *old = value;
            return;
        }
        let entry = Entry { key: key.into(), key_span: Span::default(), value };
        match &mut self.value {
            Value::Map(entries) => entries.push(entry),
            other => *other = Value::Map(vec![entry]),
        }
    }

    /// Takes a key out.
    pub fn unset(&mut self, key: &str) {
        if let Value::Map(entries) = &mut self.value {
            entries.retain(|e| *e.key != *key);
        }
    }

    /// The value at a path such as `spec.containers[0].image`.
    pub fn at(&self, path: &str) -> Option<&Self> {
        steps(path).try_fold(self, |tree, step| match step {
            Step::Key(key) => tree.get(key),
            Step::Index(i) => tree.items().get(i),
        })
    }

    /// Puts a value at a path, making the maps on the way; not if the way leads through a list that is too short.
    pub fn put(&mut self, path: &str, value: Self) {
        let mut tree = self;
        for step in steps(path) {
            tree = match step {
                Step::Key(key) => {
                    if tree.get(key).is_none() {
                        tree.set(key, Self::default());
                    }
                    let Some(next) = tree.get_mut(key) else { return };
                    next
                }
                Step::Index(i) => {
                    let Value::List(items) = &mut tree.value else { return };
                    let Some(next) = items.get_mut(i) else { return };
                    next
                }
            };
        }
        *tree = value;
    }

    /// The deepest place on the way to a path that stands in the text: where to point at what is wrong or missing.
    pub fn place_of(&self, path: &str) -> Mark {
        let mut tree = self;
        let mut mark = self.span.start;
        for step in steps(path) {
            match step {
                Step::Key(key) => {
                    let Some(entry) = tree.entries().iter().find(|e| *e.key == *key) else { break };
                    tree = &entry.value;
                    mark = match tree.value {
                        Value::List(_) | Value::Map(_) | Value::Null => entry.key_span.start,
                        _ => tree.span.start,
                    };
                }
                Step::Index(i) => {
                    let Some(next) = tree.items().get(i) else { break };
                    tree = next;
                    mark = tree.span.start;
                }
            }
        }
        mark
    }

    /// The same with the keys of all maps in alphabetical order, as Kubernetes prints them.
    pub fn sorted(&self) -> Self {
        let value = match &self.value {
            Value::Map(entries) => {
                let sorted =
                    |e: &Entry| Entry { key: e.key.clone(), key_span: e.key_span, value: e.value.sorted() };
                let mut entries: Vec<Entry> = entries.iter().map(sorted).collect();
                sort_by(&mut entries, |a, b| a.key.cmp(&b.key));
                Value::Map(entries)
            }
            Value::List(items) => Value::List(items.iter().map(Self::sorted).collect()),
            other => other.clone(),
        };
        Self { value, span: self.span }
    }
}

enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

/// The steps of a path: names apart by dots, indices in brackets; a key with dots in it stands in brackets too.
fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    let mut rest = path;
    std::iter::from_fn(move || {
        rest = rest.strip_prefix('.').unwrap_or(rest);
        if rest.is_empty() {
            return None;
        }
        if let Some((inner, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            rest = after;
            return Some(inner.parse().map_or(Step::Key(inner), Step::Index));
        }
        let end = rest.find(['.', '[']).filter(|end| *end > 0).unwrap_or(rest.len());
        let (key, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(Step::Key(key))
    })
}

impl From<Value> for Tree {
    fn from(value: Value) -> Self {
        Self { value, span: Span::default() }
    }
}

impl From<bool> for Tree {
    fn from(value: bool) -> Self {
        Value::Bool(value).into()
    }
}

impl From<i32> for Tree {
    fn from(value: i32) -> Self {
        Value::Int(value.into()).into()
    }
}

impl From<i64> for Tree {
    fn from(value: i64) -> Self {
        Value::Int(value).into()
    }
}

impl From<&str> for Tree {
    fn from(value: &str) -> Self {
        Self::text(value)
    }
}

impl From<String> for Tree {
    fn from(value: String) -> Self {
        Self::text(value)
    }
}

impl From<&Rc<str>> for Tree {
    fn from(value: &Rc<str>) -> Self {
        Self::text(Rc::clone(value))
    }
}

impl<T: Into<Self>> From<Vec<T>> for Tree {
    fn from(items: Vec<T>) -> Self {
        Value::List(items.into_iter().map(Into::into).collect()).into()
    }
}

impl<T: Into<Self>> FromIterator<T> for Tree {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Value::List(items.into_iter().map(Into::into).collect()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_at_a_path_is_found_there() {
        let mut tree = Tree::map();
        tree.set("list", vec![Tree::map(), Tree::map()]);
        tree.put("list[1].deep.er", 3.into());
        tree.put("list[7].lost", 3.into());
        tree.put("map[a.b/c]", "x".into());
        assert_eq!(tree.at("list[1].deep.er"), Some(&3.into()));
        assert_eq!(tree.at("list[7]"), None);
        assert_eq!(tree.get("map").and_then(|m| m.get("a.b/c")), Some(&"x".into()));
    }
}
