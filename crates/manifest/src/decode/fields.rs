//! The fields of one object, each asked for by name. They have been checked: what is there has its type.

use super::report::Report;
use crate::tree::{Mark, Span, Tree, Value};
use crate::write::to_json;
use rollout_engine::SortedMap;
use rollout_engine::api::{IntOrString, Name, Quantity, StringMap};

/// `Invalid value: VALUE: DETAIL`, the value as the API server shows it.
pub(super) fn invalid_value(value: &Tree, detail: &str) -> String {
    ["Invalid value: ", &to_json(value), ": ", detail].concat()
}

/// The fields of one object.
#[derive(Clone, Copy)]
pub(super) struct Fields<'t> {
    /// The value as it was written.
    pub(super) tree: &'t Tree,
    /// The object that it is a field of, its key there, and its index if it is in a list.
    place: Option<(&'t Self, &'static str, Option<usize>)>,
    /// Where to report to.
    pub(super) report: &'t Report<'t>,
}

const NOWHERE: Mark = Mark { offset: 0, line: 0, column: 0 };

/// An object without fields.
const NOTHING: &Tree = &Tree { value: Value::Null, span: Span { start: NOWHERE, end: NOWHERE } };

impl<'t> Fields<'t> {
    pub(super) fn root(tree: &'t Tree, report: &'t Report<'t>) -> Self {
        Self { tree, place: None, report }
    }

    /// Its path; empty for the object itself.
    pub(super) fn path(&self) -> String {
        let Some((owner, name, index)) = self.place else { return String::new() };
        let path = owner.path_of(name);
        index.map_or(path.clone(), |i| [&path, "[", &i.to_string(), "]"].concat())
    }

    /// The path of a field of this object.
    pub(super) fn path_of(&self, name: &str) -> String {
        let path = self.path();
        if path.is_empty() || name.is_empty() { path + name } else { [&path, ".", name].concat() }
    }

    /// Reports a field of this object as invalid; the object itself if no field is named.
    pub(super) fn invalid(&self, name: &str, message: &str) {
        self.report.invalid(self.path_of(name), message);
    }

    /// Reports the value of a field as invalid.
    pub(super) fn bad_value(&self, name: &str, value: impl Into<Tree>, detail: &str) {
        self.invalid(name, &invalid_value(&value.into(), detail));
    }

    /// The value of a field; `null` counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&'t Tree> {
        self.tree.get(name).filter(|tree| !tree.is_null())
    }

    pub(super) fn text(&self, name: &str) -> Option<Name> {
        self.get(name).map(text_of)
    }

    /// A text, empty if the field is absent.
    pub(super) fn text_or_empty(&self, name: &str) -> Name {
        self.text(name).unwrap_or_default()
    }

    /// A text; none if it is absent or empty.
    pub(super) fn filled(&self, name: &str) -> Option<Name> {
        self.text(name).filter(|text| !text.is_empty())
    }

    pub(super) fn int64(&self, name: &str) -> Option<i64> {
        match self.get(name)?.value {
            Value::Int(n) => Some(n),
            _ => None,
        }
    }

    pub(super) fn int32(&self, name: &str) -> Option<i32> {
        self.int64(name).and_then(|n| i32::try_from(n).ok())
    }

    pub(super) fn boolean(&self, name: &str) -> Option<bool> {
        match self.get(name)?.value {
            Value::Bool(b) => Some(b),
            _ => None,
        }
    }

    /// A switch that is off if absent.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.boolean(name).unwrap_or(false)
    }

    pub(super) fn int_or_text(&self, name: &str) -> Option<IntOrString> {
        self.int32(name).map(IntOrString::Int).or_else(|| self.text(name).map(IntOrString::Text))
    }

    /// Which of these words a field has, by its place among them; none if it is absent or another, which is reported.
    pub(super) fn word(&self, name: &str, words: &str) -> Option<usize> {
        let written = self.filled(name)?;
        let found = words.split(' ').position(|word| *word == *written);
        if found.is_none() {
            self.unsupported(name, &(&written).into(), words);
        }
        found
    }

    /// Reports a value that is none of the words allowed.
    pub(super) fn unsupported(&self, name: &str, value: &Tree, words: &str) {
        let mut words: Vec<&str> = words.split(' ').collect();
        words.sort_unstable();
        let allowed = words.join("\", \"");
        let message = ["Unsupported value: ", &to_json(value), ": supported values: \"", &allowed, "\""];
        self.invalid(name, &message.concat());
    }

    pub(super) fn texts(&self, name: &str) -> Vec<Name> {
        self.list(name).iter().map(text_of).collect()
    }

    pub(super) fn int64s(&self, name: &str) -> Vec<i64> {
        let number = |item: &Tree| if let Value::Int(n) = item.value { Some(n) } else { None };
        self.list(name).iter().filter_map(number).collect()
    }

    /// Values by their names in a list.
    pub(super) fn pairs(&self, name: &'static str) -> Vec<(Name, Name)> {
        self.all(name, |pair| (pair.text_or_empty("name"), pair.text_or_empty("value")))
    }

    /// The items of a list; none if it is absent.
    pub(super) fn list(&self, name: &str) -> &'t [Tree] {
        self.tree.get(name).map_or(&[], Tree::items)
    }

    /// Texts by key.
    pub(super) fn texts_by_key(&self, name: &str) -> StringMap {
        self.by_key(name, text_of).collect()
    }

    /// An amount, in canonical form.
    pub(super) fn quantity(&self, name: &str) -> Option<Name> {
        self.get(name).map(amount_of)
    }

    /// Amounts by key.
    pub(super) fn quantities(&self, name: &str) -> SortedMap<Name, Name> {
        self.by_key(name, amount_of).collect()
    }

    fn by_key(&self, name: &str, read: fn(&Tree) -> Name) -> impl Iterator<Item = (Name, Name)> + use<'t> {
        let entries = self.tree.get(name).map_or(&[][..], Tree::entries);
        entries.iter().map(move |entry| (entry.key.clone(), read(&entry.value)))
    }

    /// An object in a field.
    pub(super) fn object<'f>(&'f self, name: &'static str) -> Option<Fields<'f>> {
        let tree = self.get(name)?;
        Some(Fields { tree, place: Some((self, name, None)), report: self.report })
    }

    /// An object in a field, one without fields if it is absent.
    pub(super) fn object_or_empty<'f>(&'f self, name: &'static str) -> Fields<'f> {
        let tree = self.get(name).unwrap_or(NOTHING);
        Fields { tree, place: Some((self, name, None)), report: self.report }
    }

    /// Goes through the objects of a list.
    pub(super) fn each(&self, name: &'static str, read: &mut dyn FnMut(&Fields<'_>)) {
        for (i, tree) in self.list(name).iter().enumerate() {
            read(&Fields { tree, place: Some((self, name, Some(i))), report: self.report });
        }
    }

    /// Reads the objects of a list.
    pub(super) fn all<T>(&self, name: &'static str, read: fn(&Fields<'_>) -> T) -> Vec<T> {
        let mut all = Vec::new();
        self.each(name, &mut |fields| all.push(read(fields)));
        all
    }
}

fn text_of(tree: &Tree) -> Name {
    match &tree.value {
        Value::Text(text) => text.clone(),
        _ => Name::default(),
    }
}

/// An amount as it was written.
pub(super) fn written_amount(tree: &Tree) -> Name {
    match &tree.value {
        Value::Text(text) | Value::Number(text) => text.clone(),
        Value::Int(n) => n.to_string().into(),
        Value::Null => "0".into(),
        _ => Name::default(),
    }
}

fn amount_of(tree: &Tree) -> Name {
    Quantity::canonical_text(&written_amount(tree)).unwrap_or_default().into()
}
