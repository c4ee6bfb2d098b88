//! The first place where two values differ.

use serde::Serialize;
use serde_json::Value;

/// How much of a value a difference quotes, in characters.
const QUOTED: usize = 300;

/// Says where two different values differ first, as a path from `path` on, and what is there.
pub(super) fn first(path: &str, recorded: &Value, got: &Value) -> String {
    match (recorded, got) {
        (Value::Object(recorded), Value::Object(got)) => {
            for (key, value) in recorded {
                let other = got.get(key).unwrap_or(&Value::Null);
                if value != other {
                    return first(&format!("{path}.{key}"), value, other);
                }
            }
            let mut extra: Vec<&String> = got.keys().filter(|key| !recorded.contains_key(*key)).collect();
            extra.sort();
            format!("{path}: only got {}", json(&extra))
        }
        (Value::Array(recorded), Value::Array(got)) if recorded.len() == got.len() => {
            let different = recorded.iter().zip(got).enumerate().find(|(_, (value, other))| value != other);
            match different {
                Some((i, (value, other))) => first(&format!("{path}[{i}]"), value, other),
                None => format!("{path}: no difference"),
            }
        }
        _ => format!("{path}: recorded {}, got {}", cut(&json(recorded), QUOTED), cut(&json(got), QUOTED)),
    }
}

/// The first characters of a text.
pub(super) fn cut(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// A value as JSON on one line, with a blank after each comma and colon.
pub(super) fn json(value: &impl Serialize) -> String {
    let mut text = Vec::new();
    let written = value.serialize(&mut serde_json::Serializer::with_formatter(&mut text, Spaced));
    match written {
        Ok(()) => String::from_utf8_lossy(&text).into_owned(),
        Err(error) => error.to_string(),
    }
}

struct Spaced;

impl serde_json::ser::Formatter for Spaced {
    fn begin_array_value<W: std::io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> std::io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: std::io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> std::io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: std::io::Write + ?Sized>(&mut self, writer: &mut W) -> std::io::Result<()> {
        writer.write_all(b": ")
    }
}
