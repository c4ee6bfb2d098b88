//! Strict decoding: an object held against the table of types. What is not there is unknown, what has another type is wrong.

use super::report::Report;
use crate::error::ErrorKind;
use crate::schema::{self, Field, Standing};
use crate::tree::{Tree, Value};
use rollout_engine::api::Quantity;

/// Checks the fields of an object of a type, and notes those that are kept without being modelled.
pub(super) fn check(report: &Report<'_>, tree: &Tree, kind: &'static str, path: &str) {
    for entry in tree.entries() {
        let key = &*entry.key;
        let path = if path.is_empty() { key.to_owned() } else { [path, ".", key].concat() };
        let mark = entry.key_span.start;
        let Some(field) = schema::find(kind, key) else {
            let message = ["unknown field \"", &path, "\""].concat();
            report.wrong(ErrorKind::UnknownField, &path, mark, message);
            continue;
        };
        if entry.value.is_null() {
            continue;
        }
        match field.standing {
            Standing::Modelled => Place { report, owner: kind, path }.field(&field, &entry.value),
            Standing::Kept => {
                report.notice(&path, mark, [&path, " is kept, but the lab does not model it"].concat());
                report.keep(path, entry.value.clone());
            }
            Standing::Servers | Standing::Identity => {}
        }
    }
}

/// A field of an object.
struct Place<'r, 't> {
    report: &'r Report<'t>,
    owner: &'static str,
    path: String,
}

impl Place<'_, '_> {
    fn field(&self, field: &Field, tree: &Tree) {
        let kind = field.item();
        if kind == field.written {
            return self.value(kind, tree, true, &self.path);
        }
        let Value::List(items) = &tree.value else {
            let plain = matches!(kind, "string" | "int64");
            return self.wrong(tree, false, &[if plain { "[]" } else { "[]v1." }, kind].concat());
        };
        for (i, item) in items.iter().enumerate() {
            if !item.is_null() || kind == "int64" {
                self.value(kind, item, false, &[&self.path, "[", &i.to_string(), "]"].concat());
            }
        }
    }

    /// Checks a value; `literal` is whether a complaint shows a number.
    fn value(&self, kind: &'static str, tree: &Tree, literal: bool, path: &str) {
        let is_map = matches!(tree.value, Value::Map(_));
        let (fits, literal, wanted) = match (kind, &tree.value) {
            ("string", value) => (matches!(value, Value::Text(_)), false, "string"),
            ("boolean", value) => (matches!(value, Value::Bool(_)), false, "bool"),
            ("int64", value) => (matches!(value, Value::Int(_)), literal, "int64"),
            ("IntOrString", Value::Text(_)) => (true, false, ""),
            ("int32" | "IntOrString", Value::Int(n)) => (i32::try_from(*n).is_ok(), literal, "int32"),
            ("int32" | "IntOrString", _) => (false, literal, "int32"),
            ("Quantity", _) => return self.amount(tree),
            ("Object", _) => return,
            ("map[string]string", _) => (is_map, false, "map[string]string"),
            ("map[string]Quantity", _) => (is_map, false, "v1.ResourceList"),
            _ => (is_map, false, ""),
        };
        if !fits {
            let object = ["v1.", kind].concat();
            return self.wrong(tree, literal, if wanted.is_empty() { &object } else { wanted });
        }
        match kind {
            "map[string]string" => {
                for entry in tree.entries() {
                    if !matches!(entry.value.value, Value::Text(_) | Value::Null) {
                        self.wrong(&entry.value, false, "string");
                    }
                }
            }
            "map[string]Quantity" => tree.entries().iter().for_each(|entry| self.amount(&entry.value)),
            _ if is_map => check(self.report, tree, kind, path),
            _ => {}
        }
    }

    fn amount(&self, tree: &Tree) {
        let written = super::fields::written_amount(tree);
        if Quantity::canonical_text(&written).is_none() {
            let message = Quantity::complaint(&written).to_owned();
            self.report.wrong(ErrorKind::WrongType, &self.path, tree.span.start, message);
        }
    }

    fn wrong(&self, tree: &Tree, literal: bool, wanted: &str) {
        let what = match &tree.value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Int(_) | Value::Number(_) => "number",
            Value::Text(_) => "string",
            Value::List(_) => "array",
            Value::Map(_) => "object",
        };
        let number = match &tree.value {
            Value::Int(n) if literal => [" ", &n.to_string()].concat(),
            Value::Number(n) if literal => [" ", n].concat(),
            _ => String::new(),
        };
        let message = [
            "json: cannot unmarshal ",
            what,
            &number,
            " into Go struct field ",
            self.owner,
            ".",
            &without_indices(&self.path),
            " of type ",
            wanted,
        ];
        self.report.wrong(ErrorKind::WrongType, &self.path, tree.span.start, message.concat());
    }
}

/// The keys of a path alone, as the JSON package of the API server names a place.
fn without_indices(path: &str) -> String {
    path.split('[').map(|part| part.split_once(']').map_or(part, |(_, after)| after)).collect()
}
