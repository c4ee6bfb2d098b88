//! Reads lessons from their files.

use crate::expression::Expression;
use crate::lesson::{Act, Ask, Choice, Deed, Lesson, LessonKind, Moment, When};
use crate::start::{SCENARIO_NAMES, Start, manifest_of};
use manifest::{Edit, Mark, Tree, Value};
use rollout_engine::api::Name;
use rollout_engine::{Fault, Preset, SimDuration, Workload};
use std::fmt;
use std::rc::Rc;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonError {
    /// The place.
    pub mark: Mark,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for LessonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.mark.line, self.mark.column, self.message)
    }
}

impl std::error::Error for LessonError {}

type Read<T> = Result<T, LessonError>;

/// The lessons of a file: one a YAML document.
///
/// # Errors
/// The first thing that is wrong, and where.
pub fn read(text: &str) -> Read<Vec<Rc<Lesson>>> {
    let documents = manifest::parse(text).map_err(|e| LessonError { mark: e.mark, message: e.message })?;
    let lessons = documents.iter().map(lesson).collect::<Read<Vec<_>>>()?;
    for (at, lesson) in lessons.iter().enumerate() {
        if lessons.iter().take(at).any(|earlier| earlier.id == lesson.id) {
            let mark = documents.get(at).map_or_else(Mark::default, |d| d.place_of("id"));
            return Err(LessonError { mark, message: format!("there are two lessons `{}`", lesson.id) });
        }
    }
    Ok(lessons.into_iter().map(Rc::new).collect())
}

fn wrong<T>(tree: &Tree, message: impl Into<String>) -> Read<T> {
    Err(LessonError { mark: tree.span.start, message: message.into() })
}

/// A map, of which only these keys are known.
fn keys(tree: &Tree, known: &[&str]) -> Read<()> {
    let Value::Map(entries) = &tree.value else {
        return wrong(tree, format!("a map with the keys {} is expected", known.join(", ")));
    };
    match entries.iter().find(|entry| !known.contains(&&*entry.key)) {
        None => Ok(()),
        Some(entry) => Err(LessonError {
            mark: entry.key_span.start,
            message: format!("`{}` is not known here; there is: {}", entry.key, known.join(", ")),
        }),
    }
}

fn text(tree: &Tree) -> Read<String> {
    match &tree.value {
        Value::Text(text) => Ok(text.trim_end().to_owned()),
        Value::Int(number) => Ok(number.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        _ => wrong(tree, "a text is expected"),
    }
}

fn text_at(tree: &Tree, key: &str) -> Read<String> {
    match tree.get(key) {
        Some(value) => text(value),
        None => wrong(tree, format!("`{key}` is missing")),
    }
}

fn optional_text(tree: &Tree, key: &str) -> Read<String> {
    tree.get(key).map_or(Ok(String::new()), text)
}

fn list<T>(tree: &Tree, key: &str, item: impl Fn(&Tree) -> Read<T>) -> Read<Vec<T>> {
    let Some(found) = tree.get(key) else { return Ok(Vec::new()) };
    match &found.value {
        Value::List(items) => items.iter().map(item).collect(),
        _ => wrong(found, format!("`{key}` is a list")),
    }
}

fn expression(tree: &Tree) -> Read<Expression> {
    Expression::read(&text(tree)?).or_else(|message| wrong(tree, message))
}

fn whole<T: TryFrom<i64>>(tree: &Tree) -> Read<T> {
    let Value::Int(number) = tree.value else { return wrong(tree, "a whole number is expected") };
    T::try_from(number).or_else(|_| wrong(tree, format!("{number} is out of range")))
}

/// `4s`, `800ms`, `2m`
fn duration(tree: &Tree) -> Read<SimDuration> {
    let text = text(tree)?;
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match text.get(digits.len()..) {
        Some("ms") => 1,
        Some("s") => 1_000,
        Some("m") => 60_000,
        _ => return wrong(tree, format!("`{text}` is no time such as 4s, 800ms or 2m")),
    };
    match digits.parse::<u64>().ok().and_then(|n| n.checked_mul(unit)) {
        Some(ms) => Ok(SimDuration::millis(ms)),
        None => wrong(tree, format!("`{text}` is no time such as 4s, 800ms or 2m")),
    }
}

fn lesson(tree: &Tree) -> Read<Lesson> {
    keys(
        tree,
        &[
            "id", "kind", "title", "intro", "start", "do", "moments", "ask", "seen", "expect", "until",
            "vary", "hints", "solution",
        ],
    )?;
    let kind = match &*text_at(tree, "kind")? {
        "tour" => LessonKind::Tour,
        "experiment" => LessonKind::Experiment,
        "challenge" => LessonKind::Challenge,
        other => {
            return wrong(
                tree.get("kind").unwrap_or(tree),
                format!("`{other}` is no kind: tour, experiment, challenge"),
            );
        }
    };
    let expected = |tree: &Tree| Ok((text(tree)?, expression(tree)?));
    let lesson = Lesson {
        line: tree.span.start.line,
        id: text_at(tree, "id")?,
        kind,
        title: text_at(tree, "title")?,
        intro: optional_text(tree, "intro")?,
        start: tree.get("start").map_or_else(|| Ok(Start::default()), start)?,
        acts: list(tree, "do", act)?,
        moments: list(tree, "moments", moment)?,
        ask: tree.get("ask").map(ask).transpose()?,
        seen: optional_text(tree, "seen")?,
        expect: list(tree, "expect", expected)?,
        until: tree.get("until").map_or(Ok(When::AtRest), when)?,
        variations: list(tree, "vary", edits)?,
        hints: list(tree, "hints", text)?,
        solution: list(tree, "solution", act)?,
    };
    complete(tree, &lesson)?;
    Ok(lesson)
}

/// What a lesson of its kind has to have.
fn complete(tree: &Tree, lesson: &Lesson) -> Read<()> {
    let missing = match lesson.kind {
        LessonKind::Tour if lesson.moments.is_empty() => "moments",
        LessonKind::Experiment if lesson.ask.is_none() => "ask",
        LessonKind::Experiment if lesson.seen.is_empty() => "seen",
        LessonKind::Experiment | LessonKind::Challenge if lesson.expect.is_empty() => "expect",
        LessonKind::Challenge if lesson.solution.is_empty() => "solution",
        _ => return Ok(()),
    };
    wrong(tree, format!("a lesson of this kind needs `{missing}`"))
}

fn start(tree: &Tree) -> Read<Start> {
    keys(tree, &["scenario", "manifest", "set", "empty", "images", "calls", "seed"])?;
    let mut start = Start::default();
    match (tree.get("scenario"), tree.get("manifest")) {
        (Some(name), None) => start.manifest = scenario(name)?.to_owned(),
        (None, Some(objects)) => start.manifest = text(objects)? + "\n",
        (Some(_), Some(both)) => return wrong(both, "`scenario` and `manifest` cannot both be there"),
        (None, None) => {}
    }
    start.edits = tree.get("set").map_or(Ok(Vec::new()), edits)?;
    start.empty = tree.get("empty").is_some_and(|t| t.value == Value::Bool(true));
    for entry in tree.get("images").map(Tree::entries).unwrap_or_default() {
        start.workloads.push((Name::clone(&entry.key), workload(&entry.value)?));
    }
    if let Some(calls) = tree.get("calls") {
        start.calls_per_second = whole(calls)?;
    }
    if let Some(seed) = tree.get("seed") {
        start.seed = whole(seed)?;
    }
    Ok(start)
}

/// The manifest of this name, of those that the lab starts from.
fn scenario(tree: &Tree) -> Read<&'static str> {
    let wanted = text(tree)?;
    if let Some(manifest) = manifest_of(&wanted) {
        return Ok(manifest);
    }
    wrong(tree, format!("`{wanted}` is no scenario: {}", SCENARIO_NAMES.join(", ")))
}

/// `{spec.replicas: 5}`; `null` takes a field out.
fn edits(tree: &Tree) -> Read<Vec<Edit>> {
    let Value::Map(entries) = &tree.value else {
        return wrong(tree, "a map from fields to values is expected");
    };
    Ok(entries
        .iter()
        .map(|entry| {
            if entry.value.is_null() {
                Edit::remove(&*entry.key)
            } else {
                Edit::set(&*entry.key, entry.value.clone())
            }
        })
        .collect())
}

fn workload(tree: &Tree) -> Read<Workload> {
    const KNOWN: &[&str] = &[
        "pull",
        "pullFails",
        "listens",
        "ready",
        "hangs",
        "exits",
        "code",
        "crashes",
        "stops",
        "ignoresTerm",
        "drains",
        "serves",
        "breaksApi",
    ];
    keys(tree, KNOWN)?;
    let mut made = Preset::Healthy.workload();
    for entry in tree.entries() {
        let value = &entry.value;
        let never = value.as_text() == Some("never");
        let after = || if never { Ok(None) } else { duration(value).map(Some) };
        let flag = value.value == Value::Bool(true);
        match &*entry.key {
            "pull" => made.pull_for = duration(value)?,
            "pullFails" => made.pull_failures = if flag { u32::MAX } else { whole(value)? },
            "listens" => made.listens_after = after()?,
            "ready" => made.ready_after = after()?,
            "hangs" => made.hangs_at = after()?,
            "exits" => made.exits_after = after()?,
            "code" => made.exit_code = whole(value)?,
            "crashes" => made.crashes = Some(whole(value)?),
            "stops" => made.stops_after = duration(value)?,
            "ignoresTerm" => made.ignores_sigterm = flag,
            "drains" => made.drains = flag,
            "serves" => made.serves_for = duration(value)?,
            _ => made.breaks_api = flag,
        }
    }
    Ok(made)
}

fn act(tree: &Tree) -> Read<Act> {
    keys(tree, &["at", "when", "kubectl", "stdin", "edit", "fault"])?;
    let when = match (tree.get("at"), tree.get("when")) {
        (Some(at), None) => When::At(duration(at)?),
        (None, Some(holds)) => when(holds)?,
        (None, None) => return wrong(tree, "`at` or `when` is missing"),
        (Some(_), Some(both)) => return wrong(both, "`at` and `when` cannot both say when"),
    };
    let deed = match (tree.get("kubectl"), tree.get("edit"), tree.get("fault")) {
        (Some(line), None, None) => Deed::Kubectl { line: text(line)?, stdin: optional_text(tree, "stdin")? },
        (None, Some(changes), None) => Deed::Edit(edits(changes)?),
        (None, None, Some(fault)) => Deed::Fault(match &*text(fault)? {
            "hangs" => Fault::Hangs,
            "not-ready" => Fault::NotReady,
            other => return wrong(fault, format!("`{other}` is no fault: hangs, not-ready")),
        }),
        _ => return wrong(tree, "one of `kubectl`, `edit`, `fault` is expected"),
    };
    Ok(Act { when, deed })
}

/// `rest`, a time, or an expression.
fn when(tree: &Tree) -> Read<When> {
    let said = text(tree)?;
    if said == "rest" {
        return Ok(When::AtRest);
    }
    match duration(tree) {
        Ok(at) => Ok(When::At(at)),
        Err(_) => expression(tree).map(When::Holds),
    }
}

fn moment(tree: &Tree) -> Read<Moment> {
    keys(tree, &["id", "title", "text", "note", "slides", "when", "each"])?;
    let holds = match tree.get("when") {
        Some(holds) => expression(holds)?,
        None => return wrong(tree, "`when` is missing"),
    };
    Ok(Moment {
        id: text_at(tree, "id")?,
        title: text_at(tree, "title")?,
        text: text_at(tree, "text")?,
        note: optional_text(tree, "note")?,
        slides: list(tree, "slides", text)?,
        holds,
        rounds: tree.get("each").map(expression).transpose()?,
    })
}

fn ask(tree: &Tree) -> Read<Ask> {
    keys(tree, &["question", "choices", "number"])?;
    let choice = |tree: &Tree| {
        keys(tree, &["say", "when"])?;
        let Some(holds) = tree.get("when") else { return wrong(tree, "`when` is missing") };
        Ok(Choice { say: text_at(tree, "say")?, holds: expression(holds)? })
    };
    let choices = list(tree, "choices", choice)?;
    let number = tree.get("number").map(expression).transpose()?;
    if choices.is_empty() == number.is_none() {
        return wrong(tree, "either `choices` or a `number` is expected");
    }
    Ok(Ask { question: text_at(tree, "question")?, choices, number })
}
