//! The text of a template, read.

use super::{Operand, Part, Step};
use manifest::Value;

/// Reads the text of a template from its begin on.
pub(super) struct Reader {
    chars: Vec<char>,
    at: usize,
    /// How deep ranges and filters are nested.
    depth: u32,
}

/// Deeper nesting is refused.
const DEEPEST: u32 = 32;

impl Reader {
    pub(super) fn new(text: &str) -> Self {
        Self { chars: text.chars().collect(), at: 0, depth: 0 }
    }

    /// All parts of the template.
    ///
    /// # Errors
    /// What is wrong with it, in the words of kubectl.
    pub(super) fn template(mut self) -> Result<Vec<Part>, String> {
        self.parts(false)
    }

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
