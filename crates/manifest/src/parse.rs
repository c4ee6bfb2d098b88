//! From text to trees: YAML as Kubernetes reads it (and so JSON too), within limits.

use crate::error::{ErrorKind, ManifestError, TAB};
use crate::json_error;
use crate::tree::{Entry, Mark, Span, Tree, Value};
use rollout_engine::SortedMap;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};
use std::rc::Rc;

/// The longest text that is read, in bytes: no manifest of a cluster may be longer either.
pub const MAX_BYTES: usize = 1 << 20;
/// How deep lists and maps may lie in each other.
const MAX_DEPTH: usize = 100;
/// How many values a text may come to, aliases written out.
const MAX_VALUES: usize = 200_000;

/// The documents of a text; empty ones are left out.
///
/// # Errors
/// Where the text is not YAML, is too long, too deep or, with its aliases written out, too large, or names a key twice.
pub fn parse(text: &str) -> Result<Vec<Tree>, ManifestError> {
    parse_with(text, false)
}

/// The same as kubectl does it: of a key that is given twice, the last one counts, and nobody is told.
///
/// # Errors
/// As [`parse`], but for keys that are given twice.
pub fn parse_like_kubectl(text: &str) -> Result<Vec<Tree>, ManifestError> {
    parse_with(text, true)
}

fn parse_with(text: &str, last_counts: bool) -> Result<Vec<Tree>, ManifestError> {
    if text.len() > MAX_BYTES {
        let message =
            format!("the text has {} bytes; at most {MAX_BYTES} are read: paste a part of it", text.len());
        return Err(ManifestError::at(Mark { offset: 0, line: 1, column: 1 }, ErrorKind::Limit, message));
    }
    documents(text, last_counts).map_err(|error| {
        // What begins as JSON is complained about as JSON.
        let is_json = error.kind == ErrorKind::Syntax && text.trim_start().starts_with('{');
        match is_json.then(|| json_error::first(text)).flatten() {
            Some((offset, what)) => {
                ManifestError { message: format!("json: offset {offset}: {what}"), ..error }
            }
            None => error,
        }
    })
}

fn documents(text: &str, last_counts: bool) -> Result<Vec<Tree>, ManifestError> {
    let mut builder = Builder { last_counts, ..Builder::default() };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| syntax_error(&error, text))?;
        builder.event(event, Span { start: mark(span.start), end: mark(span.end) })?;
    }
    Ok(builder.documents)
}

fn mark(marker: Marker) -> Mark {
    Mark { offset: marker.index(), line: marker.line(), column: marker.col() + 1 }
}

/// The parser's complaint in the words of the one that Kubernetes uses, where both mean the same.
fn syntax_error(error: &ScanError, text: &str) -> ManifestError {
    let place = mark(*error.marker());
    let line = text.lines().nth(place.line.saturating_sub(1)).unwrap_or("");
    let indented_by_tab = line.trim_start_matches(' ').starts_with('\t');
    let what = match error.info() {
        info if info.contains("tab") || indented_by_tab => TAB.to_owned(),
        "simple key expected" | "simple key expect ':'" => "could not find expected ':'".to_owned(),
        "while parsing a block mapping, did not find expected key" => "did not find expected key".to_owned(),
        info => info.to_owned(),
    };
    let message = format!("yaml: line {}: {what}", place.line);
    ManifestError::at(place, ErrorKind::Syntax, message)
}

/// A list or map that is being read.
struct Open {
    start: Mark,
    anchor: usize,
    what: Collection,
}

enum Collection {
    List(Vec<Tree>),
    Map { entries: Vec<Entry>, key: Option<(Rc<str>, Span)>, merged: Vec<Tree> },
}

#[derive(Default)]
struct Builder {
    documents: Vec<Tree>,
    open: Vec<Open>,
    anchors: SortedMap<usize, (Tree, usize)>,
    values: usize,
    /// Of a key that is given twice, the last one counts.
    last_counts: bool,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), ManifestError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = style != ScalarStyle::Plain || tag.is_some_and(|t| t.suffix == "str");
                let is_key =
                    matches!(self.open.last().map(|o| &o.what), Some(Collection::Map { key: None, .. }));
                let value = if is_text || is_key { Value::Text(text.into()) } else { resolve(&text) };
                self.value(Tree { value, span }, anchor, 1)
            }
            Event::SequenceStart(anchor, _) => self.begin(span.start, anchor, Collection::List(Vec::new())),
            Event::MappingStart(anchor, _) => {
                let what = Collection::Map { entries: Vec::new(), key: None, merged: Vec::new() };
                self.begin(span.start, anchor, what)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => {
                let Some((tree, size)) = self.anchors.get(&anchor).cloned() else {
                    let message = "yaml: an alias stands inside of what it stands for".to_owned();
                    return Err(ManifestError::at(span.start, ErrorKind::Limit, message));
                };
                self.value(Tree { span, ..tree }, 0, size)
            }
            Event::DocumentStart(_) => {
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, start: Mark, anchor: usize, what: Collection) -> Result<(), ManifestError> {
        if let Some(Open { what: Collection::Map { key: None, .. }, .. }) = self.open.last() {
            let message = format!("yaml: line {}: a key must be a text, not a list or a map", start.line);
            return Err(ManifestError::at(start, ErrorKind::Syntax, message));
        }
        if self.open.len() >= MAX_DEPTH {
            let message = format!("lists and maps lie more than {MAX_DEPTH} deep in each other");
            return Err(ManifestError::at(start, ErrorKind::Limit, message));
        }
        self.open.push(Open { start, anchor, what });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), ManifestError> {
        let Some(Open { start, anchor, what }) = self.open.pop() else { return Ok(()) };
        let value = match what {
            Collection::List(items) => Value::List(items),
            Collection::Map { mut entries, merged, .. } => {
                merge_into(&mut entries, &merged);
                Value::Map(entries)
            }
        };
        let tree = Tree { value, span: Span { start, end: span.end } };
        let size = if anchor > 0 { count(&tree) } else { 1 };
        // What is inside has been counted when it was read.
        let counted = std::mem::replace(&mut self.values, 0);
        let result = self.value(tree, anchor, size);
        self.values = counted + 1;
        result
    }

    /// Puts a value where it belongs; `size` is how many values it comes to.
    fn value(&mut self, tree: Tree, anchor: usize, size: usize) -> Result<(), ManifestError> {
        self.values += size;
        if self.values > MAX_VALUES {
            let message = format!("the text comes to more than {MAX_VALUES} values, aliases written out");
            return Err(ManifestError::at(tree.span.start, ErrorKind::Limit, message));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, (tree.clone(), size));
        }
        match self.open.last_mut().map(|o| &mut o.what) {
            None if tree.is_null() => {}
            None => self.documents.push(tree),
            Some(Collection::List(items)) => items.push(tree),
            Some(Collection::Map { entries, key, merged }) => match key.take() {
                None => {
                    let Value::Text(text) = tree.value else {
                        let message = format!("yaml: line {}: a key must be a text", tree.span.start.line);
                        return Err(ManifestError::at(tree.span.start, ErrorKind::Syntax, message));
                    };
                    if self.last_counts {
                        entries.retain(|e| e.key != text);
                    } else if entries.iter().any(|e| e.key == text) {
                        let line = tree.span.start.line;
                        let message =
                            format!("yaml: unmarshal errors: line {line}: key \"{text}\" already set in map");
                        return Err(ManifestError::at(tree.span.start, ErrorKind::Syntax, message));
                    }
                    *key = Some((text, tree.span));
                }
                Some((name, _)) if *name == *"<<" => merged.push(tree),
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: tree }),
            },
        }
        Ok(())
    }
}

fn count(tree: &Tree) -> usize {
    let inside: usize = match &tree.value {
        Value::List(items) => items.iter().map(count).sum(),
        Value::Map(entries) => entries.iter().map(|e| count(&e.value)).sum(),
        _ => 0,
    };
    inside.saturating_add(1)
}

/// The merge key `<<`: what the maps have and the map itself has not, the first one winning.
fn merge_into(entries: &mut Vec<Entry>, merged: &[Tree]) {
    for tree in merged {
        let maps = if tree.items().is_empty() { std::slice::from_ref(tree) } else { tree.items() };
        for entry in maps.iter().flat_map(Tree::entries) {
            if !entries.iter().any(|e| e.key == entry.key) {
                entries.push(entry.clone());
            }
        }
    }
}

/// What a bare word means in YAML 1.1, as the YAML package of Kubernetes has it.
pub(crate) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Value::Bool(true),
        "y" | "Y" => return Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            return Value::Bool(false);
        }
        "n" | "N" => return Value::Bool(false),
        _ => {}
    }
    let first = text.as_bytes().first().copied().unwrap_or_default();
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return Value::Text(text.into());
    }
    integer(text).or_else(|| decimal(text)).unwrap_or_else(|| Value::Text(text.into()))
}

fn integer(text: &str) -> Option<Value> {
    let plain = text.replace('_', "");
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (radix, digits) = if let Some(hex) = digits.strip_prefix("0x") {
        (16, hex)
    } else if let Some(binary) = digits.strip_prefix("0b") {
        (2, binary)
    } else if let Some(octal) = digits.strip_prefix("0o") {
        (8, octal)
    } else if digits.len() > 1 && digits.starts_with('0') {
        (8, digits)
    } else {
        (10, digits)
    };
    if !digits.bytes().next()?.is_ascii_alphanumeric() {
        return None;
    }
    if let Ok(n) = i64::from_str_radix(&format!("{sign}{digits}"), radix) {
        return Some(Value::Int(n));
    }
    let too_long = radix == 10 && digits.bytes().all(|b| b.is_ascii_digit());
    too_long.then(|| Value::Number(format!("{sign}{digits}").into()))
}

/// A number with a fraction or an exponent: kept as text, in the form that JSON allows.
fn decimal(text: &str) -> Option<Value> {
    let plain = text.replace('_', "");
    let (sign, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((m, e)) => (m, Some(e)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let power = exponent.map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
    let is_number = digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && power.is_none_or(|e| !e.is_empty() && digits(e));
    if !is_number {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() && exponent.is_none() {
        return format!("{sign}{whole}").parse().ok().map(Value::Int);
    }
    let point = if fraction.is_empty() { "" } else { "." };
    let exponent = exponent.map_or_else(String::new, |e| format!("e{e}"));
    Some(Value::Number(format!("{sign}{whole}{point}{fraction}{exponent}").into()))
}
