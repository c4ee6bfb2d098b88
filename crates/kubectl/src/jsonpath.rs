//! JSONPath templates (`client-go/util/jsonpath`): `{.items[*].metadata.name}`, `{range …}…{end}`, filters, `..`.

use manifest::{Tree, Value};

/// A template.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Path(Vec<Step>),
    Range(Vec<Step>, Vec<Self>),
}

#[derive(Clone, Debug)]
enum Step {
    /// From the whole object on: `$`.
    Root,
    Field(String),
    /// All values of a list or map.
    All,
    /// Everything below.
    Recursive,
    /// From, to, by: `[1:3]`; `[0]` is `[0:1]`.
    Slice(Option<i64>, Option<i64>, i64, bool),
    /// Several at once: `[0,2]`, `['a','b']`.
    Union(Vec<Vec<Self>>),
    Filter(Operand, &'static str, Operand),
}

#[derive(Clone, Debug)]
enum Operand {
    Path(Vec<Step>),
    Value(Value),
    Missing,
}

/// A value as `-o jsonpath` prints it: texts bare, all else as JSON.
pub(crate) fn plain(tree: &Tree) -> String {
    match &tree.value {
        Value::Text(text) => text.to_string(),
        Value::Null => String::new(),
        _ => manifest::to_json(tree),
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { chars: text.chars().collect(), at: 0, depth: 0 };
        let parts = reader.parts(false)?;
        Ok(Self(parts))
    }

    /// Reads a path that may lack its braces and its first dot, as `--sort-by` and `custom-columns` take it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn relaxed(text: &str) -> Result<Self, String> {
        let inner = text.strip_prefix('{').map_or(Some(text), |t| t.strip_suffix('}'));
        let Some(inner) = inner.filter(|t| !t.contains(['{', '}'])) else {
            return Err(
                "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or \
                        '{.name1.name2}'"
                    .to_owned(),
            );
        };
        let inner = inner.strip_prefix('.').unwrap_or(inner);
        Self::parse(&["{.", inner, "}"].concat())
    }

    /// What the template makes of an object.
    ///
    /// # Errors
    /// An index beyond the end of a list.
    pub(crate) fn print(&self, root: &Tree) -> Result<String, String> {
        let mut out = String::new();
        print(&self.0, root, root, &mut out)?;
        Ok(out)
    }

    /// The values that the (first) path of the template leads to.
    pub(crate) fn find<'t>(&self, root: &'t Tree) -> Vec<&'t Tree> {
        let path = self.0.iter().find_map(|part| match part {
            Part::Path(path) => Some(path),
            _ => None,
        });
        path.map(|path| walk(path, root, root).unwrap_or_default()).unwrap_or_default()
    }
}

fn print(parts: &[Part], root: &Tree, current: &Tree, out: &mut String) -> Result<(), String> {
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Path(path) => {
                let found = walk(path, root, current)?;
                for (i, tree) in found.iter().enumerate() {
                    if i > 0 {
                        out.push(' ');
                    }
                    out.push_str(&plain(tree));
                }
            }
            Part::Range(path, body) => {
                for tree in walk(path, root, current)? {
                    print(body, root, tree, out)?;
                }
            }
        }
    }
    Ok(())
}

/// More values than anybody wants to see.
const MOST: usize = 100_000;

fn walk<'t>(path: &[Step], root: &'t Tree, current: &'t Tree) -> Result<Vec<&'t Tree>, String> {
    let mut found = vec![current];
    for step in path {
        let mut next = Vec::new();
        for tree in found {
            take(step, root, tree, &mut next)?;
            if next.len() > MOST {
                return Err("too many results".to_owned());
            }
        }
        found = next;
    }
    Ok(found)
}

fn take<'t>(step: &Step, root: &'t Tree, tree: &'t Tree, next: &mut Vec<&'t Tree>) -> Result<(), String> {
    match step {
        Step::Root => next.push(root),
        Step::Field(name) => next.extend(tree.get(name)),
        Step::All => {
            next.extend(tree.items());
            next.extend(tree.entries().iter().map(|e| &e.value));
        }
        Step::Recursive => below(tree, next),
        Step::Slice(from, to, by, single) => {
            let Value::List(items) = &tree.value else {
                if tree.is_null() {
                    return Ok(());
                }
                return Err("is not array or slice and cannot index".to_owned());
            };
            let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let place = |n: i64| if n < 0 { n.saturating_add(length) } else { n };
            let from = place(from.unwrap_or(0));
            let to = if *single { from.saturating_add(1) } else { place(to.unwrap_or(length)).min(length) };
            if *single && !(0..length).contains(&from) {
                return Err(format!("array index out of bounds: index {from}, length {length}"));
            }
            let mut i = from.max(0);
            while i < to && *by > 0 {
                next.extend(usize::try_from(i).ok().and_then(|i| items.get(i)));
                i = i.saturating_add(*by);
            }
        }
        Step::Union(paths) => {
            for path in paths {
                next.extend(walk(path, root, tree)?);
            }
        }
        Step::Filter(left, operator, right) => {
            let all: Vec<&Tree> = match &tree.value {
                Value::List(items) => items.iter().collect(),
                _ => Vec::new(),
            };
            for item in all {
                if holds(left, operator, right, root, item)? {
                    next.push(item);
                }
            }
        }
    }
    Ok(())
}

/// Everything below, itself included, the deepest last.
fn below<'t>(tree: &'t Tree, next: &mut Vec<&'t Tree>) {
    let mut queue = vec![tree];
    let mut at = 0;
    while let Some(tree) = queue.get(at).copied() {
        queue.extend(tree.items());
        queue.extend(tree.entries().iter().map(|e| &e.value));
        at += 1;
    }
    next.extend(queue);
}

fn holds(left: &Operand, operator: &str, right: &Operand, root: &Tree, item: &Tree) -> Result<bool, String> {
    let value = |operand: &Operand| -> Result<Option<Value>, String> {
        Ok(match operand {
            Operand::Path(path) => walk(path, root, item)?.first().map(|tree| tree.value.clone()),
            Operand::Value(value) => Some(value.clone()),
            Operand::Missing => None,
        })
    };
    let (left, right) = (value(left)?, value(right)?);
    if operator.is_empty() {
        return Ok(left.is_some());
    }
    let (Some(left), Some(right)) = (left, right) else { return Ok(false) };
    let order = match (&left, &right) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (a, b) => (a == b).then_some(std::cmp::Ordering::Equal),
    };
    Ok(match operator {
        "==" => left == right,
        "!=" => left != right,
        "<" => order.is_some_and(std::cmp::Ordering::is_lt),
        ">" => order.is_some_and(std::cmp::Ordering::is_gt),
        "<=" => order.is_some_and(std::cmp::Ordering::is_le),
        _ => order.is_some_and(std::cmp::Ordering::is_ge),
    })
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    /// How deep ranges and filters are nested.
    depth: u32,
}

/// Deeper nesting is refused.
const DEEPEST: u32 = 32;

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn eat(&mut self, text: &str) -> bool {
        let mut at = self.at;
        for c in text.chars() {
            if self.chars.get(at) != Some(&c) {
                return false;
            }
            at += 1;
        }
        self.at = at;
        true
    }

    fn blanks(&mut self) {
        while self.peek() == Some(' ') {
            self.at += 1;
        }
    }

    /// The parts up to the end, or to `{end}`.
    fn parts(&mut self, inside: bool) -> Result<Vec<Part>, String> {
        let mut parts = Vec::new();
        let mut text = String::new();
        loop {
            match self.next() {
                Some('{') => {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                    }
                    self.blanks();
                    if self.eat("end") {
                        self.close()?;
                        return if inside {
                            Ok(parts)
                        } else {
                            Err("not in range, nothing to end".to_owned())
                        };
                    }
                    if self.eat("range") {
                        let path = self.path("}")?;
                        self.close()?;
                        self.deeper()?;
                        parts.push(Part::Range(path, self.parts(true)?));
                        self.depth -= 1;
                        continue;
                    }
                    while !matches!(self.peek(), Some('}') | None) {
                        match self.peek() {
                            Some(quote @ ('"' | '\'')) => {
                                self.at += 1;
                                parts.push(Part::Text(self.quoted(quote)?));
                            }
                            _ => parts.push(Part::Path(self.path("}")?)),
                        }
                        self.blanks();
                    }
                    self.close()?;
                }
                Some(c) => text.push(c),
                None if inside => return Err("unclosed action".to_owned()),
                None => {
                    if !text.is_empty() {
                        parts.push(Part::Text(text));
                    }
                    return Ok(parts);
                }
            }
        }
    }

    fn close(&mut self) -> Result<(), String> {
        self.blanks();
        if self.eat("}") { Ok(()) } else { Err("unclosed action".to_owned()) }
    }

    fn quoted(&mut self, quote: char) -> Result<String, String> {
        let mut text = String::new();
        loop {
            match self.next() {
                Some('\\') => match self.next() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => text.push('\r'),
                    Some(c) => text.push(c),
                    None => return Err("unterminated quoted string".to_owned()),
                },
                Some(c) if c == quote => return Ok(text),
                Some(c) => text.push(c),
                None => return Err("unterminated quoted string".to_owned()),
            }
        }
    }

    /// A path, up to one of the characters that end it.
    fn path(&mut self, ends: &str) -> Result<Vec<Step>, String> {
        self.deeper()?;
        let steps = self.steps(ends);
        self.depth -= 1;
        steps
    }

    fn deeper(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEEPEST { Err("nested too deeply".to_owned()) } else { Ok(()) }
    }

    fn steps(&mut self, ends: &str) -> Result<Vec<Step>, String> {
        let mut steps = Vec::new();
        self.blanks();
        loop {
            match self.peek() {
                None => return Ok(steps),
                Some(c) if ends.contains(c) || c == ' ' => return Ok(steps),
                Some('$') => {
                    self.at += 1;
                    steps.push(Step::Root);
                }
                Some('@') => self.at += 1,
                Some('.') => {
                    self.at += 1;
                    if self.peek() == Some('.') {
                        self.at += 1;
                        steps.push(Step::Recursive);
                    }
                    self.field(ends, &mut steps);
                }
                Some('[') => {
                    self.at += 1;
                    steps.push(self.bracket()?);
                }
                Some('*') => {
                    self.at += 1;
                    steps.push(Step::All);
                }
                Some(c) if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '\\' | '/') => {
                    if steps.is_empty() {
                        let word: String =
                            self.chars.iter().skip(self.at).take_while(|c| !ends.contains(**c)).collect();
                        return Err(format!("unrecognized identifier {word}"));
                    }
                    self.field(ends, &mut steps);
                }
                Some(c) => {
                    return Err(format!("unrecognized character in action: U+{:04X} '{c}'", u32::from(c)));
                }
            }
        }
    }

    fn field(&mut self, ends: &str, steps: &mut Vec<Step>) {
        let mut name = String::new();
        while let Some(c) = self.peek() {
            match c {
                '\\' => {
                    self.at += 1;
                    name.extend(self.next());
                    continue;
                }
                '.' | '[' | ' ' | '@' | '$' => break,
                c if ends.contains(c) => break,
                c => name.push(c),
            }
            self.at += 1;
        }
        match name.as_str() {
            "" => {}
            "*" => steps.push(Step::All),
            _ => steps.push(Step::Field(name)),
        }
    }

    fn bracket(&mut self) -> Result<Step, String> {
        self.blanks();
        if self.eat("?(") {
            return self.filter();
        }
        if self.eat("*]") {
            return Ok(Step::All);
        }
        let mut paths: Vec<Vec<Step>> = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                Some(quote @ ('\'' | '"')) => {
                    self.at += 1;
                    paths.push(vec![Step::Field(self.quoted(quote)?)]);
                }
                _ => {
                    let mut text = String::new();
                    while let Some(c) = self.peek().filter(|c| !matches!(c, ',' | ']')) {
                        text.push(c);
                        self.at += 1;
                    }
                    paths.push(vec![slice(text.trim())?]);
                }
            }
            self.blanks();
            match self.next() {
                Some(',') => {}
                Some(']') => break,
                _ => return Err("unterminated array".to_owned()),
            }
        }
        let only = if paths.len() == 1 { paths.pop().and_then(|mut path| path.pop()) } else { None };
        Ok(only.unwrap_or(Step::Union(paths)))
    }

    fn filter(&mut self) -> Result<Step, String> {
        let left = self.operand()?;
        self.blanks();
        let operator =
            ["==", "!=", "<=", ">=", "<", ">"].into_iter().find(|o| self.eat(o)).unwrap_or_default();
        let right = if operator.is_empty() { Operand::Missing } else { self.operand()? };
        self.blanks();
        if self.eat(")]") {
            Ok(Step::Filter(left, operator, right))
        } else {
            Err("unterminated filter".to_owned())
        }
    }

    fn operand(&mut self) -> Result<Operand, String> {
        self.blanks();
        match self.peek() {
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                Ok(Operand::Value(Value::Text(self.quoted(quote)?.into())))
            }
            Some('@' | '.' | '$') => self.path(")=!<>").map(Operand::Path),
            _ => {
                let mut text = String::new();
                while let Some(c) = self.peek().filter(|c| !matches!(c, ')' | '=' | '!' | '<' | '>' | ' ')) {
                    text.push(c);
                    self.at += 1;
                }
                Ok(Operand::Value(match text.as_str() {
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    _ => match text.parse() {
                        Ok(number) => Value::Int(number),
                        Err(_) => return Err(format!("unrecognized identifier {text}")),
                    },
                }))
            }
        }
    }
}

fn slice(text: &str) -> Result<Step, String> {
    let invalid = || format!("invalid array index {text}");
    let parts: Vec<&str> = text.split(':').collect();
    let number = |part: Option<&&str>| -> Result<Option<i64>, String> {
        match part.map(|p| p.trim()) {
            None | Some("") => Ok(None),
            Some(part) => part.parse().map(Some).map_err(|_| invalid()),
        }
    };
    if parts.len() > 3 || text.is_empty() {
        return Err(invalid());
    }
    let by = number(parts.get(2))?.unwrap_or(1);
    Ok(Step::Slice(number(parts.first())?, number(parts.get(1))?, by, parts.len() == 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_print_what_they_lead_to() {
        let tree = manifest::parse(
            "{kind: List, items: [{name: a, n: 1, labels: {x.y/z: q}, c: [{t: A, s: T}, {t: B, s: F}]}, {name: b, n: 2}]}",
        )
        .unwrap()
        .pop()
        .unwrap();
        let check = |template: &str, printed: &str| {
            assert_eq!(
                Template::parse(template).and_then(|t| t.print(&tree)).as_deref(),
                Ok(printed),
                "{template}"
            );
        };
        check("{.kind}", "List");
        check("{$.kind}x", "Listx");
        check("{.items[*].name}", "a b");
        check("{.items[0].n}-{.items[-1].name}", "1-b");
        check("{range .items[*]}{.name}{\"\\t\"}{.n}{\"\\n\"}{end}", "a\t1\nb\t2\n");
        check("{.items[0].labels.x\\.y/z}", "q");
        check("{.items[0].labels['x.y/z']}", "q");
        check("{.items[0].c[?(@.t==\"B\")].s}", "F");
        check("{.items[?(@.n>1)].name}", "b");
        check("{.items[?(@.c)].name}", "a");
        check("{..name}", "a b");
        check("{.items[0:2].name}", "a b");
        check("{.items[0]['name','n']}", "a 1");
        check("{.nothing.here}", "");
        check("{.items[1]}", "{\"name\":\"b\",\"n\":2}");
        for wrong in
            ["{.a", "{.items[0}", "{end}", "{range .items[*]}", "{abc}", "{.a[x]}", "{'a}", "{.a[?(@.b==c)]}"]
        {
            assert!(Template::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Template::parse("{.items[7]}").unwrap().print(&tree).is_err());
        assert_eq!(Template::relaxed("kind").unwrap().find(&tree).len(), 1);
        assert!(Template::relaxed("{.kind").is_err());
    }
}
