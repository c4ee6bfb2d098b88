//! Traces spoilt on purpose: the judge gives the verdicts that the reference judge gave for each of them.
//!
//! `spoilt/README.md` describes the cases.

use conformance::judge;
use conformance::recording::{Recording, pod_life};
use serde::Deserialize;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

/// A trace made from a recording by edits, and what the reference judge said of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: Rule,
    recording: String,
    /// The run that the trace is made from.
    run: Option<usize>,
    /// The recorded runs that the trace is held against.
    against: Option<Vec<usize>>,
    edits: Vec<Vec<Value>>,
    verdict: Verdict,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Rule {
    ControlPlane,
    PodLife,
    Kubectl,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Verdict {
    /// How many outputs of kubectl were compared.
    outputs: Option<usize>,
    /// How many differences there are.
    count: usize,
    /// The first characters of the first of them.
    first: Option<String>,
}

const FIRST: usize = 200;

#[test]
fn verdicts_are_those_of_the_reference_judge() {
    let cases = include_str!("spoilt/cases.jsonl");
    let recordings = Recordings::default();
    for (i, line) in cases.lines().enumerate() {
        let case: Case = serde_json::from_str(line).unwrap_or_else(|error| panic!("case {}: {error}", i + 1));
        assert_eq!(verdict(&recordings, &case), case.verdict, "case {}: {line}", i + 1);
    }
}

fn verdict(recordings: &Recordings, case: &Case) -> Verdict {
    let read = recordings.get(case);
    let (document, recording) = &*read;
    let mut trace = trace(document, case);
    for edit in &case.edits {
        apply(&mut trace, edit);
    }
    let (outputs, differences) = match (case.rule, recording) {
        (Rule::ControlPlane, Recording::ControlPlane(recording)) => {
            (None, judge::control_plane(recording, &from_value(trace)))
        }
        (Rule::Kubectl, Recording::ControlPlane(recording)) => {
            let printed = judge::kubectl(recording, &from_value(trace));
            (Some(printed.outputs), printed.differences)
        }
        (Rule::PodLife, Recording::PodLife(recording)) => {
            let against = case.against.as_ref().expect("runs to hold against");
            let runs = against.iter().map(|&run| recording.runs[run].clone()).collect();
            (None, judge::pod_life(&pod_life::Recording { runs, ..recording.clone() }, &from_value(trace)))
        }
        _ => panic!("{} is of another kind", case.recording),
    };
    let first = differences.first().map(|first| first.chars().take(FIRST).collect());
    Verdict { outputs, count: differences.len(), first }
}

/// The recording as its own perfect trace.
fn trace(recording: &Value, case: &Case) -> Value {
    match case.run {
        Some(run) => serde_json::json!({ "runs": [recording["runs"][run]] }),
        None => serde_json::json!({ "steps": recording["steps"] }),
    }
}

fn from_value<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_path_to_error::deserialize(value).unwrap_or_else(|error| panic!("{error}"))
}

/// Changes a document at a JSON pointer: `[operation, pointer, arguments…]`.
fn apply(document: &mut Value, edit: &[Value]) {
    let [operation, pointer, arguments @ ..] = edit else { panic!("an edit is [operation, pointer, …]") };
    let pointer = pointer.as_str().expect("a pointer");
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {parent}"));
    match (operation.as_str().expect("an operation"), arguments) {
        ("set", [value]) => *child(parent, key) = value.clone(),
        ("remove", []) => match parent {
            Value::Object(fields) => drop(fields.shift_remove(key).expect("a field to remove")),
            list => drop(array(list).remove(index(key))),
        },
        ("replace", [Value::String(from), Value::String(to)]) => {
            let text = child(parent, key);
            *text = text.as_str().expect("a text").replacen(from, to, 1).into();
        }
        ("shift", [from, by]) => {
            let rows = array(child(parent, key)).iter_mut().skip(from.as_u64().expect("an index") as usize);
            rows.for_each(|row| {
                row[0] = (row[0].as_i64().expect("a time") + by.as_i64().expect("milliseconds")).into();
            });
        }
        ("duplicate", []) => {
            let copy = parent[index(key)].clone();
            array(parent).insert(index(key), copy);
        }
        ("insert", [value]) => array(parent).insert(index(key), value.clone()),
        ("swap", []) => array(parent).swap(index(key), index(key) + 1),
        (operation, _) => panic!("unknown edit {operation}"),
    }
}

/// What a key of an object or an index of a list leads to; a new field where the object has none.
fn child<'a>(parent: &'a mut Value, key: &str) -> &'a mut Value {
    if parent.is_array() { &mut parent[index(key)] } else { &mut parent[key] }
}

fn array(value: &mut Value) -> &mut Vec<Value> {
    value.as_array_mut().expect("a list")
}

fn index(key: &str) -> usize {
    key.parse().expect("an index")
}

/// Recordings that have been read, as they are written and as they are meant.
#[derive(Default)]
struct Recordings(RefCell<BTreeMap<String, Rc<(Value, Recording)>>>);

impl Recordings {
    fn get(&self, case: &Case) -> Rc<(Value, Recording)> {
        let folder = if case.rule == Rule::PodLife { "pod-life" } else { "control-plane" };
        let file = format!("{folder}/{}.json", case.recording);
        let read = || {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings").join(&file);
            let text =
                std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let recording = Recording::parse(&file, &text).unwrap_or_else(|error| panic!("{error}"));
            Rc::new((serde_json::from_str(&text).expect("it has been read before"), recording))
        };
        self.0.borrow_mut().entry(file.clone()).or_insert_with(read).clone()
    }
}
