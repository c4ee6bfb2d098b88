//! Small changes to a manifest's text: everything else, comments and order too, stays as the person wrote it.

use crate::decode::members;
use crate::error::ManifestError;
use crate::parse::parse;
use crate::tree::{Entry, Tree, Value};
use crate::write::{to_json, to_yaml};
use std::fmt;

/// One change to a Deployment.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The field, such as `spec.template.spec.containers[0].image`.
    pub path: String,
    /// Its new value; none takes the field out.
    pub value: Option<Tree>,
}

impl Edit {
    /// Gives a field a value.
    pub fn set(path: impl Into<String>, value: impl Into<Tree>) -> Self {
        Self { path: path.into(), value: Some(value.into()) }
    }

    /// Takes a field out.
    pub fn remove(path: impl Into<String>) -> Self {
        Self { path: path.into(), value: None }
    }
}

/// Why a text could not be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// It is no YAML.
    Syntax(ManifestError),
    /// No such object is in it.
    NoSuchObject(String),
    /// The text is so written that the field cannot be changed in place (behind an alias, say).
    NotInPlace(String),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => error.fmt(f),
            Self::NoSuchObject(name) => write!(f, "there is no {name} in the text"),
            Self::NotInPlace(path) => {
                write!(f, "{path} cannot be changed where it stands: change it in the text")
            }
        }
    }
}

impl std::error::Error for EditError {}

/// The text with these changes made to the Deployment of this name, one after the other.
///
/// # Errors
/// Where the text is not YAML, has no such Deployment, or does not allow a change in place; nothing is changed then.
pub fn edit(text: &str, deployment: &str, edits: &[Edit]) -> Result<String, EditError> {
    edit_object(text, "Deployment", deployment, edits)
}

/// The same for an object of any kind.
///
/// # Errors
/// As [`edit`].
pub fn edit_object(text: &str, kind: &str, name: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for edit in edits {
        let tree = find(&text, kind, name)?;
        if tree.at(&edit.path) == edit.value.as_ref() {
            continue;
        }
        let changed = change(&text, &tree, edit);
        let changed = changed.ok_or_else(|| EditError::NotInPlace(edit.path.clone()))?;
        // What was written is read again, so that no way of writing YAML can lead us astray.
        let reread = find(&changed, kind, name).map_err(|_| EditError::NotInPlace(edit.path.clone()))?;
        let mut wanted = tree;
        match &edit.value {
            Some(value) => wanted.put(&edit.path, value.clone()),
            None => remove_at(&mut wanted, &edit.path),
        }
        if reread.sorted() != wanted.sorted() {
            return Err(EditError::NotInPlace(edit.path.clone()));
        }
        text = changed;
    }
    Ok(text)
}

fn find(text: &str, kind: &str, name: &str) -> Result<Tree, EditError> {
    let documents = parse(text).map_err(EditError::Syntax)?;
    let named = |tree: &&Tree| {
        let is = |path: &str, wanted: &str| tree.at(path).and_then(Tree::as_text) == Some(wanted);
        is("kind", kind) && is("metadata.name", name)
    };
    let found = documents.iter().flat_map(members).find(named).cloned();
    found.ok_or_else(|| EditError::NoSuchObject([kind, " \"", name, "\""].concat()))
}

/// The way to the map that a field is in, and its key: `a.b.c`, or `a.b[c.d]` where the key has dots in it.
fn split(path: &str) -> (&str, &str) {
    let bracketed = path.strip_suffix(']').and_then(|inner| inner.rsplit_once('['));
    bracketed
        .filter(|(_, key)| key.parse::<usize>().is_err())
        .or_else(|| path.rsplit_once('.'))
        .unwrap_or(("", path))
}

fn parent_of<'t>(tree: &'t Tree, path: &str) -> Option<&'t Tree> {
    tree.at(split(path).0)
}

/// Takes a field out, and the maps that it leaves empty.
fn remove_at(tree: &mut Tree, path: &str) {
    let top = emptied_by(tree, path).to_owned();
    let (parent, key) = split(&top);
    let Some(mut map) = tree.at(parent).cloned() else { return };
    map.unset(key);
    tree.put(parent, map);
}

/// The highest field that goes when this one does, because nothing else is in it.
fn emptied_by<'p>(tree: &Tree, path: &'p str) -> &'p str {
    let mut path = path;
    loop {
        let parent = split(path).0;
        let alone = tree.at(parent).is_some_and(|map| map.entries().len() == 1);
        if parent.is_empty() || !alone {
            return path;
        }
        path = parent;
    }
}

fn change(text: &str, tree: &Tree, edit: &Edit) -> Option<String> {
    let Some(value) = &edit.value else { return remove(text, tree, emptied_by(tree, &edit.path)) };
    match entry_at(tree, &edit.path) {
        Some(entry) => replace(text, entry, value),
        None => insert(text, tree, &edit.path, value),
    }
}

fn entry_at<'t>(tree: &'t Tree, path: &str) -> Option<&'t Entry> {
    let key = split(path).1;
    parent_of(tree, path)?.entries().iter().find(|e| *e.key == *key)
}

/// The byte at which the character of this number begins.
fn byte_at(text: &str, offset: usize) -> usize {
    text.char_indices().nth(offset).map_or(text.len(), |(byte, _)| byte)
}

fn splice(text: &str, from: usize, to: usize, new: &str) -> Option<String> {
    Some(format!("{}{new}{}", text.get(..from)?, text.get(to..)?))
}

/// Whether a value is written as in JSON: then keys are quoted and nothing may span lines by itself.
fn is_flow(text: &str, tree: &Tree) -> bool {
    text.get(byte_at(text, tree.span.start.offset)..).is_some_and(|rest| rest.starts_with('{'))
}

fn written(value: &Tree, flow: bool) -> String {
    if flow { to_json(value) } else { to_yaml(value).trim_end().to_owned() }
}

fn replace(text: &str, entry: &Entry, value: &Tree) -> Option<String> {
    let old = &entry.value;
    if old.is_null() {
        let after_key = byte_at(text, entry.key_span.end.offset);
        let colon = after_key + text.get(after_key..)?.find(':')? + 1;
        let rest = text.get(colon..)?;
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let word = ["null", "Null", "NULL", "~"]
            .iter()
            .find(|w| rest.get(blanks..).is_some_and(|r| r.starts_with(**w)));
        let end = word.map_or(colon, |w| colon + blanks + w.len());
        return splice(text, colon, end, &format!(" {}", to_json(value)));
    }
    if matches!(old.value, Value::List(_) | Value::Map(_)) {
        return None;
    }
    let (from, to) = (byte_at(text, old.span.start.offset), byte_at(text, old.span.end.offset));
    let quoted = text.get(from..)?.starts_with(['"', '\'']);
    splice(text, from, to, &written(value, quoted))
}

/// Puts a field that is not there at the beginning of the deepest map on its way that is there.
fn insert(text: &str, tree: &Tree, path: &str, value: &Tree) -> Option<String> {
    let mut parent = split(path).0;
    while tree.at(parent).is_none() && !parent.is_empty() {
        parent = split(parent).0;
    }
    let rest = path.get(parent.len()..)?.trim_start_matches('.');
    let mut new = Tree::map();
    new.put(rest, value.clone());
    let map = tree.at(parent)?;
    if map.is_null() {
        return replace(text, entry_at(tree, parent)?, &new);
    }
    if is_flow(text, map) {
        let inside = to_json(&new);
        let inside = inside.strip_prefix('{')?.strip_suffix('}')?;
        let separator = if map.entries().is_empty() { "" } else { ", " };
        let at = byte_at(text, map.span.start.offset) + 1;
        return splice(text, at, at, &format!("{inside}{separator}"));
    }
    let first = map.entries().first()?;
    let at = byte_at(text, first.key_span.start.offset);
    let line_start = text.get(..at)?.rfind('\n').map_or(0, |i| i + 1);
    let indent = " ".repeat(text.get(line_start..at)?.chars().count());
    let block = to_yaml(&new).trim_end().replace('\n', &format!("\n{indent}"));
    splice(text, at, at, &format!("{block}\n{indent}"))
}

/// Where the last thing in a value ends, in characters.
fn end_of(entry: &Entry) -> usize {
    fn last(tree: &Tree) -> usize {
        match &tree.value {
            Value::List(items) => items.last().map_or(tree.span.end.offset, last),
            Value::Map(entries) => entries.last().map_or(tree.span.end.offset, end_of),
            _ => tree.span.end.offset,
        }
    }
    if entry.value.is_null() { entry.key_span.end.offset + 1 } else { last(&entry.value) }
}

fn remove(text: &str, tree: &Tree, path: &str) -> Option<String> {
    let map = parent_of(tree, path)?;
    let key = split(path).1;
    let at = map.entries().iter().position(|e| *e.key == *key)?;
    let entry = map.entries().get(at)?;
    let from = byte_at(text, entry.key_span.start.offset);
    let next = map.entries().get(at + 1).map(|e| byte_at(text, e.key_span.start.offset));
    let end = byte_at(text, end_of(entry));
    if is_flow(text, map) {
        let before = text.get(..from)?;
        return match next {
            Some(next) => splice(text, from, next, ""),
            None => splice(text, before.trim_end().trim_end_matches(',').len(), end, ""),
        };
    }
    let line_start = text.get(..from)?.rfind('\n').map_or(0, |i| i + 1);
    if text.get(line_start..from)?.trim().is_empty() {
        let after = end + text.get(end..)?.find('\n').map_or(text.len() - end, |i| i + 1);
        return splice(text, line_start, after, "");
    }
    // It stands behind the dash of a list: the next key moves up.
    splice(text, from, next?, "")
}
