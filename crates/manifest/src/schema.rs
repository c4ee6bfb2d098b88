//! The types of the API and their fields, as one table: what is read strictly, explained and completed is looked up here.

mod table;

use table::{TYPES, Type};

/// What becomes of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The lab reads it.
    Modelled,
    /// It exists and is kept, but the lab does not model it.
    Kept,
    /// Only the server writes it: what a manifest says there does not count.
    Servers,
    /// It says what the object is.
    Identity,
}

/// A field of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What becomes of it.
    pub standing: Standing,
    /// Its type as the table has it: `int32`, `[]Container`.
    pub(crate) written: &'static str,
    words: &'static str,
    /// What it means, in a sentence.
    pub about: &'static str,
}

impl Field {
    /// Its type, as `kubectl explain` names it.
    pub fn kind(&self) -> &'static str {
        match self.written {
            "int32" | "int64" => "integer",
            "[]int64" => "[]integer",
            written => written,
        }
    }

    /// The type of what it holds, or of what its list holds.
    pub fn item(&self) -> &'static str {
        self.written.trim_start_matches("[]")
    }

    /// The words that it may have as its value, the usual one first; none if it takes others.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + use<> {
        let words = if self.written == "boolean" { "true|false" } else { self.words };
        words.split('|').filter(|word| !word.is_empty())
    }
}

/// A line of the table: a mark, the name, the type with the words that are allowed, the meaning.
fn field(line: &'static str) -> Option<Field> {
    let mut parts = line.splitn(3, ' ');
    let (name, kind, about) = (parts.next()?, parts.next()?, parts.next()?);
    let (written, words) = kind.split_once('|').unwrap_or((kind, ""));
    let bare = name.trim_start_matches(['-', '~', '=']);
    let standing = match name.as_bytes().first() {
        Some(b'-') => Standing::Kept,
        Some(b'~') => Standing::Servers,
        Some(b'=') => Standing::Identity,
        _ => Standing::Modelled,
    };
    (!bare.is_empty()).then_some(Field { name: bare, standing, written, words, about })
}

fn all() -> impl Iterator<Item = &'static Type> {
    TYPES.into_iter().flatten()
}

fn lines(kind: &str) -> std::str::Lines<'static> {
    all().find(|(name, _, _)| *name == kind).map_or("", |(_, _, fields)| fields).lines()
}

/// The fields of a type that are explained; none of one that is plain or not known.
pub fn fields(kind: &str) -> Vec<Field> {
    lines(kind).filter_map(field).collect()
}

/// What a type is.
pub fn about(kind: &str) -> &'static str {
    all()
        .find(|(name, _, _)| *name == kind)
        .map_or("The lab shows this type, but does not explain its fields.", |(_, about, _)| about)
}

/// A field of a type, one that is only named in the table too.
pub(crate) fn find(kind: &str, name: &str) -> Option<Field> {
    for line in lines(kind) {
        let names = line.strip_prefix("- ").map(|names| (Standing::Kept, names));
        match names.or_else(|| line.strip_prefix("~ ").map(|names| (Standing::Servers, names))) {
            Some((standing, names)) => {
                if let Some(name) = names.split(' ').find(|known| *known == name) {
                    return Some(Field { name, standing, written: "Object", words: "", about: "" });
                }
            }
            None => {
                let found = field(line).filter(|field| field.name == name);
                if found.is_some() {
                    return found;
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_that_is_named_is_there_or_plain() {
        for (kind, _, _) in all() {
            assert!(!fields(kind).is_empty(), "{kind}");
            for field in fields(kind) {
                let plain = matches!(
                    field.item(),
                    "string" | "int32" | "int64" | "boolean" | "IntOrString" | "Quantity" | "Object" | "Time"
                ) || field.item().starts_with("map");
                assert!(plain || !fields(field.item()).is_empty(), "{kind}.{}: {field:?}", field.name);
                assert!(field.about.ends_with('.'), "{kind}.{}: {}", field.name, field.about);
                assert_eq!(find(kind, field.name), Some(field), "{kind}.{}", field.name);
            }
        }
        assert_eq!(find("PodSpec", "affinity").map(|field| field.standing), Some(Standing::Kept));
        assert_eq!(find("PodSpec", "afinity"), None);
        assert_eq!(find("PodSpec", "-"), None);
    }
}
