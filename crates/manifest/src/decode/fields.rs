//! Reading the fields of one object: typed, each asked for by name, the rest refused or noticed at the end.

use crate::error::{ErrorKind, ManifestError, Notice, ObjectName};
use crate::tree::{Entry, Mark, Tree, Value};
use crate::write::to_json;
use rollout_engine::api::{IntOrString, Name, Quantity, StringMap};
use std::cell::RefCell;

/// A type of the API: its name in Go, and its fields that the lab does not read.
pub(super) struct Schema {
    /// The Go type, which the API server names in errors.
    pub(super) go: &'static str,
    /// Fields that exist but are not modelled.
    pub(super) unmodelled: &'static str,
    /// Fields that are the server's to write: what a manifest says there does not count.
    pub(super) ignored: &'static str,
}

/// What is found while an object is read.
pub(super) struct Report<'t> {
    tree: &'t Tree,
    object: ObjectName,
    decoding: RefCell<Vec<ManifestError>>,
    invalid: RefCell<Vec<ManifestError>>,
    notices: RefCell<Vec<Notice>>,
    unmodelled: RefCell<Vec<(String, Tree)>>,
}

impl<'t> Report<'t> {
    pub(super) fn new(tree: &'t Tree, object: ObjectName) -> Self {
        Self {
            tree,
            object,
            decoding: RefCell::default(),
            invalid: RefCell::default(),
            notices: RefCell::default(),
            unmodelled: RefCell::default(),
        }
    }

    /// The errors of decoding if there are any (the server does not validate then), else those of validation.
    pub(super) fn into_result(self) -> Result<Vec<Notice>, Vec<ManifestError>> {
        let mut decoding = self.decoding.into_inner();
        if !decoding.is_empty() {
            // kubectl sends keys in alphabetical order, and the server complains as it reads.
            decoding.sort_by(|a, b| (a.kind, &a.path).cmp(&(b.kind, &b.path)));
            return Err(decoding);
        }
        let mut invalid: Vec<ManifestError> = Vec::new();
        for error in self.invalid.into_inner() {
            if !invalid.contains(&error) {
                invalid.push(error);
            }
        }
        if invalid.is_empty() { Ok(self.notices.into_inner()) } else { Err(invalid) }
    }

    pub(super) fn into_notices(self) -> Vec<Notice> {
        self.notices.into_inner()
    }

    pub(super) fn notice(&self, path: &str, mark: Mark, message: String) {
        let notice = Notice { mark, object: self.object.clone(), path: path.to_owned(), message };
        self.notices.borrow_mut().push(notice);
    }

    /// A field may not have this value.
    pub(super) fn invalid(&self, path: String, message: impl Into<String>) {
        let error = ManifestError::at(self.tree.place_of(&path), ErrorKind::Invalid, message.into());
        self.invalid.borrow_mut().push(ManifestError {
            object: Box::new(self.object.clone()),
            path,
            ..error
        });
    }

    fn wrong(&self, kind: ErrorKind, path: String, mark: Mark, message: String) {
        let error = ManifestError::at(mark, kind, message);
        self.decoding.borrow_mut().push(ManifestError {
            object: Box::new(self.object.clone()),
            path,
            ..error
        });
    }

    /// What is kept below a path without being modelled, as canonical JSON; empty if there is nothing.
    pub(super) fn unmodelled_below(&self, prefix: &str) -> String {
        let mut kept = Tree::map();
        for (path, tree) in self.unmodelled.borrow().iter() {
            if let Some(path) = path.strip_prefix(prefix) {
                kept.set(path, tree.clone());
            }
        }
        if kept.entries().is_empty() { String::new() } else { to_json(&kept.sorted()) }
    }
}

/// `Invalid value: VALUE: DETAIL`, the value as the API server shows it.
pub(super) fn invalid_value(value: &Tree, detail: &str) -> String {
    format!("Invalid value: {}: {detail}", to_json(value))
}

/// The fields of one object.
pub(super) struct Fields<'t> {
    tree: &'t Tree,
    /// Its path; empty for the object itself.
    pub(super) path: String,
    schema: &'static Schema,
    /// Where to report to.
    pub(super) report: &'t Report<'t>,
    read: RefCell<Vec<&'static str>>,
}

impl<'t> Fields<'t> {
    pub(super) fn root(tree: &'t Tree, schema: &'static Schema, report: &'t Report<'t>) -> Self {
        Self::below(tree, "", schema, report)
    }

    pub(super) fn below(tree: &'t Tree, path: &str, schema: &'static Schema, report: &'t Report<'t>) -> Self {
        Self { tree, path: path.to_owned(), schema, report, read: RefCell::default() }
    }

    /// The path of a field of this object.
    pub(super) fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Reports a field of this object as invalid.
    pub(super) fn invalid(&self, name: &str, message: impl Into<String>) {
        let path = if name.is_empty() { self.path.clone() } else { self.path_of(name) };
        self.report.invalid(path, message);
    }

    /// The value of a field; `null` counts as absent.
    pub(super) fn get(&self, name: &'static str) -> Option<&'t Tree> {
        self.read.borrow_mut().push(name);
        self.tree.get(name).filter(|tree| !tree.is_null())
    }

    fn wrong_type(&self, name: &str, tree: &Tree, literal: bool, wanted: &str) {
        let what = match &tree.value {
            Value::Null => "null".to_owned(),
            Value::Bool(_) => "bool".to_owned(),
            Value::Int(n) if literal => format!("number {n}"),
            Value::Number(n) if literal => format!("number {n}"),
            Value::Int(_) | Value::Number(_) => "number".to_owned(),
            Value::Text(_) => "string".to_owned(),
            Value::List(_) => "array".to_owned(),
            Value::Map(_) => "object".to_owned(),
        };
        let path = self.path_of(name);
        let keys = without_indices(&path);
        let go = self.schema.go;
        let message =
            format!("json: cannot unmarshal {what} into Go struct field {go}.{keys} of type {wanted}");
        self.report.wrong(ErrorKind::WrongType, path, tree.span.start, message);
    }

    pub(super) fn text(&self, name: &'static str) -> Option<Name> {
        let tree = self.get(name)?;
        match &tree.value {
            Value::Text(text) => Some(text.clone()),
            _ => {
                self.wrong_type(name, tree, false, "string");
                None
            }
        }
    }

    /// A text, empty if the field is absent.
    pub(super) fn text_or_empty(&self, name: &'static str) -> Name {
        self.text(name).unwrap_or_default()
    }

    /// A text; none if it is absent or empty.
    pub(super) fn filled(&self, name: &'static str) -> Option<Name> {
        self.text(name).filter(|text| !text.is_empty())
    }

    pub(super) fn int32(&self, name: &'static str) -> Option<i32> {
        let tree = self.get(name)?;
        match tree.value {
            Value::Int(n) if i32::try_from(n).is_ok() => i32::try_from(n).ok(),
            _ => {
                self.wrong_type(name, tree, true, "int32");
                None
            }
        }
    }

    pub(super) fn int64(&self, name: &'static str) -> Option<i64> {
        let tree = self.get(name)?;
        match tree.value {
            Value::Int(n) => Some(n),
            _ => {
                self.wrong_type(name, tree, true, "int64");
                None
            }
        }
    }

    pub(super) fn boolean(&self, name: &'static str) -> Option<bool> {
        let tree = self.get(name)?;
        match tree.value {
            Value::Bool(b) => Some(b),
            _ => {
                self.wrong_type(name, tree, false, "bool");
                None
            }
        }
    }

    /// A switch that is off if absent.
    pub(super) fn flag(&self, name: &'static str) -> bool {
        self.boolean(name).unwrap_or(false)
    }

    pub(super) fn int_or_text(&self, name: &'static str) -> Option<IntOrString> {
        let tree = self.get(name)?;
        match &tree.value {
            Value::Text(text) => return Some(IntOrString::Text(text.clone())),
            Value::Int(n) => {
                if let Ok(n) = i32::try_from(*n) {
                    return Some(IntOrString::Int(n));
                }
            }
            _ => {}
        }
        self.wrong_type(name, tree, true, "int32");
        None
    }

    pub(super) fn texts(&self, name: &'static str) -> Vec<Name> {
        self.each(name, "[]string", |item| match &item.value {
            Value::Text(text) => Ok(text.clone()),
            Value::Null => Ok(Name::default()),
            _ => Err("string"),
        })
    }

    pub(super) fn int64s(&self, name: &'static str) -> Vec<i64> {
        self.each(name, "[]int64", |item| match item.value {
            Value::Int(n) => Ok(n),
            _ => Err("int64"),
        })
    }

    fn each<T>(
        &self,
        name: &'static str,
        go: &str,
        read: impl Fn(&Tree) -> Result<T, &'static str>,
    ) -> Vec<T> {
        let Some(tree) = self.get(name) else { return Vec::new() };
        let Value::List(items) = &tree.value else {
            self.wrong_type(name, tree, false, go);
            return Vec::new();
        };
        let mut read_items = Vec::with_capacity(items.len());
        for item in items {
            match read(item) {
                Ok(value) => read_items.push(value),
                Err(wanted) => self.wrong_type(name, item, false, wanted),
            }
        }
        read_items
    }

    /// Texts by key.
    pub(super) fn texts_by_key(&self, name: &'static str) -> StringMap {
        let Some(tree) = self.get(name) else { return StringMap::default() };
        let Value::Map(entries) = &tree.value else {
            self.wrong_type(name, tree, false, "map[string]string");
            return StringMap::default();
        };
        let text = |entry: &Entry| match &entry.value.value {
            Value::Text(text) => Some((entry.key.clone(), text.clone())),
            Value::Null => Some((entry.key.clone(), Name::default())),
            _ => {
                self.wrong_type(name, &entry.value, false, "string");
                None
            }
        };
        entries.iter().filter_map(text).collect()
    }

    /// An amount, in canonical form.
    pub(super) fn quantity(&self, name: &'static str) -> Option<Name> {
        let tree = self.get(name)?;
        self.quantity_of(name, tree)
    }

    /// Amounts by key.
    pub(super) fn quantities(&self, name: &'static str) -> rollout_engine::SortedMap<Name, Name> {
        let Some(tree) = self.get(name) else { return Default::default() };
        let Value::Map(entries) = &tree.value else {
            self.wrong_type(name, tree, false, "v1.ResourceList");
            return Default::default();
        };
        let amount = |entry: &Entry| Some((entry.key.clone(), self.quantity_of(name, &entry.value)?));
        entries.iter().filter_map(amount).collect()
    }

    fn quantity_of(&self, name: &str, tree: &Tree) -> Option<Name> {
        let written: Name = match &tree.value {
            Value::Text(text) | Value::Number(text) => text.clone(),
            Value::Int(n) => n.to_string().into(),
            Value::Null => "0".into(),
            _ => Name::default(),
        };
        let canonical = Quantity::canonical_text(&written);
        if canonical.is_none() {
            let message = Quantity::complaint(&written);
            self.report.wrong(ErrorKind::WrongType, self.path_of(name), tree.span.start, message.to_owned());
        }
        canonical.map(Name::from)
    }

    /// An object in a field.
    pub(super) fn object(&self, name: &'static str, schema: &'static Schema) -> Option<Self> {
        let tree = self.get(name)?;
        if !matches!(tree.value, Value::Map(_)) {
            self.wrong_type(name, tree, false, &format!("v1.{}", schema.go));
            return None;
        }
        let path = self.path_of(name);
        Some(Self { tree, path, schema, report: self.report, read: RefCell::default() })
    }

    /// Objects in a list.
    pub(super) fn objects(&self, name: &'static str, schema: &'static Schema) -> Vec<Self> {
        let Some(tree) = self.get(name) else { return Vec::new() };
        let Value::List(items) = &tree.value else {
            self.wrong_type(name, tree, false, &format!("[]v1.{}", schema.go));
            return Vec::new();
        };
        let mut objects = Vec::with_capacity(items.len());
        for (i, tree) in items.iter().enumerate() {
            if !matches!(tree.value, Value::Map(_) | Value::Null) {
                self.wrong_type(name, tree, false, &format!("v1.{}", schema.go));
                continue;
            }
            let path = format!("{}[{i}]", self.path_of(name));
            objects.push(Self { tree, path, schema, report: self.report, read: RefCell::default() });
        }
        objects
    }

    /// The value as it was written.
    pub(super) fn tree(&self) -> &'t Tree {
        self.tree
    }

    /// Turns to the fields that nobody asked for: those that do not exist are refused, the others kept and noticed.
    pub(super) fn finish(&self) {
        let read = self.read.borrow();
        let lists = |names: &str, key: &str| names.split(' ').any(|name| name == key);
        for entry in self.tree.entries() {
            let key = &*entry.key;
            if read.contains(&key) || lists(self.schema.ignored, key) {
                continue;
            }
            let path = self.path_of(key);
            let mark = entry.key_span.start;
            if !lists(self.schema.unmodelled, key) {
                let message = format!("unknown field \"{path}\"");
                self.report.wrong(ErrorKind::UnknownField, path, mark, message);
            } else if !entry.value.is_null() {
                let message = format!("{path} is kept, but the lab does not model it");
                self.report.notice(&path, mark, message);
                self.report.unmodelled.borrow_mut().push((path, entry.value.clone()));
            }
        }
    }
}

/// The keys of a path alone, as the JSON package of the API server names a place.
fn without_indices(path: &str) -> String {
    let mut keys = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            c if !inside => keys.push(c),
            _ => {}
        }
    }
    keys
}
