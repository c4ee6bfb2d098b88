//! What the API server fills in, as lines at their places in a text.

use crate::characters::Characters;
use crate::decode::{Object, members, read_object};
use crate::encode::{Detail, deployment_tree, service_tree};
use crate::parse::parse;
use crate::tree::{Entry, Tree, Value};
use crate::write::to_yaml;

/// A line that nobody wrote, because the API server fills in what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultLine {
    /// The line of the text that it stands after, counted from 1.
    pub after: usize,
    /// What would be written.
    pub text: String,
}

/// The lines that the API server's defaults would be, in their order. Written between the lines of the text, they change nothing
/// of what it means. Objects that cannot be read have none.
pub fn defaults(text: &str) -> Vec<DefaultLine> {
    let mut lines = Vec::new();
    let documents = parse(text).unwrap_or_default();
    let characters = Characters::of(text);
    for tree in documents.iter().flat_map(members) {
        let full = match read_object(tree) {
            Ok((Object::Deployment(deployment), _)) => deployment_tree(&deployment, Detail::Defaults),
            Ok((Object::Service(service), _)) => service_tree(&service, Detail::Defaults),
            _ => continue,
        };
        fill(&characters, tree, &full.sorted(), &mut lines);
    }
    lines
}

/// Finds what is only in the full tree: what lies deeper stands first. What is written as JSON has no lines of its own, and what an
/// alias stands for has them elsewhere.
fn fill(text: &Characters<'_>, written: &Tree, full: &Tree, lines: &mut Vec<DefaultLine>) {
    if text.from(written.span.start.offset).starts_with('{') {
        return;
    }
    let begin = written.span.start;
    for (item, full) in written.items().iter().zip(full.items()).filter(|(item, _)| item.span.start >= begin)
    {
        fill(text, item, full, lines);
    }
    let own = |entry: &&Entry| entry.key_span.start >= begin;
    for entry in written.entries().iter().filter(own) {
        let Some(full) = full.get(&entry.key).filter(|full| !full.is_null()) else { continue };
        if entry.value.is_null() {
            put(full, entry.key_span.start.line, column(entry) + 2, lines);
        } else if entry.value.span.start >= entry.key_span.start {
            fill(text, &entry.value, full, lines);
        }
    }
    let Some(mut place) = written.entries().iter().find(own) else { return };
    for entry in full.entries() {
        match written.entries().iter().find(|e| e.key == entry.key) {
            Some(there) if own(&there) => place = there,
            Some(_) => {}
            None => {
                let mut missing = Tree::map();
                missing.set(&entry.key, entry.value.clone());
                put(&missing, last_line_of(place), column(place), lines);
            }
        }
    }
}

/// How far in a key stands.
fn column(entry: &Entry) -> usize {
    entry.key_span.start.column.saturating_sub(1)
}

fn put(missing: &Tree, after: usize, indent: usize, lines: &mut Vec<DefaultLine>) {
    if missing.entries().is_empty() {
        return;
    }
    let indent = " ".repeat(indent);
    let at = lines.partition_point(|line| line.after <= after);
    for (at, line) in (at..).zip(to_yaml(missing).lines()) {
        lines.insert(at, DefaultLine { after, text: [&*indent, line].concat() });
    }
}

fn last_line_of(entry: &Entry) -> usize {
    last_line(&entry.value).max(entry.key_span.end.line)
}

/// The line on which the last thing in a value ends.
fn last_line(tree: &Tree) -> usize {
    let end = tree.span.end;
    let deepest = match &tree.value {
        Value::Map(entries) => entries.last().map(last_line_of),
        Value::List(items) => items.last().map(last_line),
        _ => None,
    };
    // What goes on up to the next line does not stand on it.
    let own = if end.column == 1 && end.line > tree.span.start.line { end.line - 1 } else { end.line };
    deepest.unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    const TEXT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3 # three
  selector: {matchLabels: {app: web}}
  strategy:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: web:1.0.0
        command:
        - sh
        - -c
        - |
          wait
          run
        readinessProbe:
          httpGet: {port: 80}
      terminationGracePeriodSeconds: 5
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
  - port: 80
";

    fn merged(text: &str, lines: &[DefaultLine]) -> String {
        let mut out = String::new();
        for (i, line) in text.lines().enumerate() {
            out.extend([line, "\n"]);
            for added in lines.iter().filter(|added| added.after == i + 1) {
                out.extend([&*added.text, "\n"]);
            }
        }
        out
    }

    #[test]
    fn defaults_stand_where_they_would_be_written() {
        let lines = defaults(TEXT);
        let at = |text: &str| lines.iter().find(|line| line.text == text).map(|line| line.after);
        assert_eq!(at("  revisionHistoryLimit: 10"), Some(5));
        assert_eq!(at("    type: RollingUpdate"), Some(7));
        assert_eq!(at("      maxSurge: 25%"), Some(7));
        assert_eq!(at("        imagePullPolicy: IfNotPresent"), Some(13));
        assert_eq!(at("            scheme: HTTP"), None);
        assert_eq!(at("          failureThreshold: 3"), Some(21));
        assert_eq!(at("        terminationMessagePath: /dev/termination-log"), Some(21));
        assert_eq!(at("    protocol: TCP"), Some(32));
        assert_eq!(at("  type: ClusterIP"), Some(30));
    }

    #[test]
    fn with_its_defaults_a_text_means_the_same_and_has_no_more() {
        let check = |text: &str| {
            let with = merged(text, &defaults(text));
            let trees = parse(&with).unwrap_or_else(|e| panic!("{e}:\n{with}"));
            assert!(!trees.is_empty());
            assert_eq!(crate::read(&with), crate::read(text), "{with}");
            assert_eq!(defaults(&with), [], "{with}");
        };
        let block = TEXT.replace("httpGet: {port: 80}", "httpGet:\n            port: 80");
        check(&block.replace("  strategy:\n", ""));
        check(include_str!("../../../web/scenarios/workshop.yaml"));
        check(include_str!("../../../web/scenarios/blue-green.yaml"));
        let json = r#"{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":80}]}}"#;
        assert_eq!(defaults(json), []);
        assert_eq!(defaults("kind: ["), []);
        assert_eq!(defaults("kind: Deployment"), []);
    }
}
