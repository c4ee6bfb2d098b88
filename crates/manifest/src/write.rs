//! From trees to text: JSON, and YAML as kubectl prints it.

use crate::parse::resolve;
use crate::tree::{Tree, Value};
use std::fmt::Write;

/// JSON without blanks, keys in the order of the tree.
pub fn to_json(tree: &Tree) -> String {
    let mut out = String::new();
    json(tree, &mut out);
    out
}

fn json(tree: &Tree, out: &mut String) {
    match &tree.value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        // Writing to a String cannot fail.
        Value::Int(n) => drop(write!(out, "{n}")),
        Value::Number(n) => out.push_str(n),
        Value::Text(text) => json_text(text, out),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                json(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (i, entry) in entries.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                json_text(&entry.key, out);
                out.push(':');
                json(&entry.value, out);
            }
            out.push('}');
        }
    }
}

fn json_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || c == '\u{feff}' || matches!(c, '\u{2028}' | '\u{2029}') => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// YAML: block style, lists not indented, texts quoted only where they must be.
pub fn to_yaml(tree: &Tree) -> String {
    let mut out = String::new();
    yaml(tree, 0, &mut out);
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Writes a value; the text stands where its first line begins.
fn yaml(tree: &Tree, depth: usize, out: &mut String) {
    match &tree.value {
        Value::Map(entries) if !entries.is_empty() => {
            for (i, entry) in entries.iter().enumerate() {
                if i > 0 {
                    indent(depth, out);
                }
                yaml_text(&entry.key, out);
                out.push(':');
                yaml_below(&entry.value, depth, out);
            }
        }
        Value::List(items) if !items.is_empty() => {
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    indent(depth, out);
                }
                out.push_str("- ");
                yaml(item, depth + 1, out);
                if !out.ends_with('\n') {
                    out.push('\n');
                }
            }
        }
        Value::Text(text) => yaml_text(text, out),
        _ => json(tree, out),
    }
}

/// Writes the value of a key, from the colon on.
fn yaml_below(tree: &Tree, depth: usize, out: &mut String) {
    match &tree.value {
        Value::Map(entries) if !entries.is_empty() => {
            out.push('\n');
            indent(depth + 1, out);
            yaml(tree, depth + 1, out);
        }
        Value::List(items) if !items.is_empty() => {
            out.push('\n');
            indent(depth, out);
            yaml(tree, depth, out);
        }
        Value::Text(text) if is_block(text) => {
            out.push_str(if text.ends_with('\n') { " |\n" } else { " |-\n" });
            for line in text.lines() {
                if !line.is_empty() {
                    indent(depth + 1, out);
                    out.push_str(line);
                }
                out.push('\n');
            }
        }
        _ => {
            out.push(' ');
            yaml(tree, depth, out);
            out.push('\n');
        }
    }
}

/// Whether a text of several lines can stand as a block.
fn is_block(text: &str) -> bool {
    let plain = |c: char| c == '\n' || !(c.is_control() || is_special(c));
    text.contains('\n')
        && !text.ends_with("\n\n")
        && !text.starts_with([' ', '\n'])
        && text.lines().all(|line| !line.ends_with(' '))
        && text.chars().all(plain)
}

fn is_special(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn yaml_text(text: &str, out: &mut String) {
    let misread = !matches!(resolve(text), Value::Text(_)) || is_date(text);
    if misread || text.chars().any(|c| c.is_control() || is_special(c)) {
        return json_text(text, out);
    }
    if is_plain(text) {
        out.push_str(text);
        return;
    }
    out.push('\'');
    out.push_str(&text.replace('\'', "''"));
    out.push('\'');
}

/// Whether a text would be taken for a date: `2026-11-23`, perhaps with a time behind it.
fn is_date(text: &str) -> bool {
    let (date, time) = text.split_at_checked(10).unwrap_or((text, ""));
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = date.split('-');
    let is_date = digits(parts.next().unwrap_or_default(), 4)
        && digits(parts.next().unwrap_or_default(), 2)
        && digits(parts.next().unwrap_or_default(), 2)
        && parts.next().is_none();
    is_date && (time.is_empty() || time.starts_with(['T', 't', ' ']))
}

/// Whether a text means itself without quotes.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    let begins = match first {
        '-' | '?' | ':' => text.chars().nth(1).is_some_and(|c| !c.is_whitespace() && !",[]{}".contains(c)),
        c => !" ,[]{}#&*!|>'\"%@`=<".contains(c),
    };
    begins
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.starts_with("---")
        && !text.starts_with("...")
        && text != "-"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_only_where_they_must_be() {
        let check = |text: &str, yaml: &str| assert_eq!(to_yaml(&Tree::text(text)), format!("{yaml}\n"));
        check("web:1.0.0", "web:1.0.0");
        check("1.0", "\"1.0\"");
        check("", "\"\"");
        check("true", "\"true\"");
        check("yes", "\"yes\"");
        check("25%", "25%");
        check("*", "'*'");
        check("it's", "it's");
        check("# no", "'# no'");
        check("a: b", "'a: b'");
        check("- x", "'- x'");
        check("-x", "-x");
        check("tab\t", "\"tab\\t\"");
        check("2026-11-23T19:01:43Z", "\"2026-11-23T19:01:43Z\"");
        check("2026-11-23", "\"2026-11-23\"");
        check("2026-11-23x", "2026-11-23x");
    }
}
