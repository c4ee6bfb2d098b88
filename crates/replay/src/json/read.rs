//! JSON from a text that may hold many values, one after the other, as `kubectl get -o json -w` prints them.

use super::Json;
use crate::Refusal;

/// Deeper values are refused.
const MAX_DEPTH: u32 = 100;

/// Reads one value after the other.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next value; none at the end of the text.
    pub(crate) fn next(&mut self) -> Result<Option<Json>, Refusal> {
        self.blanks();
        if self.peek().is_none() { Ok(None) } else { self.value(0).map(Some) }
    }

    /// Where the reader is, for those who have something to say of what it read last.
    pub(crate) fn refuse(&self, problem: &str) -> Refusal {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Refusal { at: Some((line, column)), problem: problem.to_owned() }
    }

    /// What has not been read yet.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What has been read since a place.
    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn unexpected(&self, wanted: &str) -> Refusal {
        match self.rest().chars().next() {
            None => self.refuse("the file ends in the middle of an object: it is cut off; copy it again, or take the last object out"),
            Some(found) => self.refuse(&format!("this is no JSON: {wanted} is expected here, not {found:?}")),
        }
    }

    fn value(&mut self, depth: u32) -> Result<Json, Refusal> {
        if depth > MAX_DEPTH {
            return Err(self.refuse("lists and objects lie too deep in each other"));
        }
        self.blanks();
        match self.peek() {
            Some(b'{') => self.map(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => {
                let start = self.at;
                while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
                    self.at += 1;
                }
                Ok(Json::Number(self.since(start).to_owned()))
            }
            _ => {
                for (word, value) in
                    [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))]
                {
                    let rest = self.rest();
                    if rest.starts_with(word) {
                        self.at += word.len();
                        return Ok(value);
                    }
                    if !rest.is_empty() && word.starts_with(rest) {
                        self.at = self.text.len();
                    }
                }
                Err(self.unexpected("a value"))
            }
        }
    }

    fn map(&mut self, depth: u32) -> Result<Json, Refusal> {
        let mut entries = Vec::new();
        self.each(b'}', "a comma or }", &mut |reader| {
            reader.blanks();
            if reader.peek() != Some(b'"') {
                return Err(reader.unexpected("a key in quotes"));
            }
            let key = reader.string()?;
            reader.blanks();
            reader.one(b':', "a colon")?;
            entries.push((key, reader.value(depth + 1)?));
            Ok(())
        })?;
        Ok(Json::Map(entries))
    }

    fn list(&mut self, depth: u32) -> Result<Json, Refusal> {
        let mut items = Vec::new();
        self.each(b']', "a comma or ]", &mut |reader| {
            items.push(reader.value(depth + 1)?);
            Ok(())
        })?;
        Ok(Json::List(items))
    }

    /// From the opening bracket to the closing one, with commas between what `read` reads.
    fn each(
        &mut self,
        close: u8,
        wanted: &str,
        read: &mut dyn FnMut(&mut Self) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.at += 1;
        self.blanks();
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            read(self)?;
            self.blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(self.unexpected(wanted)),
            }
        }
    }

    fn one(&mut self, byte: u8, name: &str) -> Result<(), Refusal> {
        if self.peek() != Some(byte) {
            return Err(self.unexpected(name));
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Result<String, Refusal> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|b| b != b'"' && b != b'\\') {
                self.at += 1;
            }
            out.push_str(self.since(start));
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                None => return Err(self.unexpected("a closing quote")),
                Some(_) => {
                    self.at += 1;
                    out.push(self.escaped()?);
                }
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Refusal> {
        let Some(byte) = self.peek() else { return Err(self.unexpected("an escape")) };
        self.at += 1;
        Ok(match byte {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let unit = self.unit()?;
                let high = (0xD800..0xDC00).contains(&unit);
                if high && self.rest().starts_with("\\u") {
                    self.at += 2;
                    let low = self.unit()?;
                    char::decode_utf16([unit, low]).next().and_then(Result::ok).unwrap_or('\u{FFFD}')
                } else {
                    char::from_u32(u32::from(unit)).unwrap_or('\u{FFFD}')
                }
            }
            b'"' | b'\\' | b'/' => char::from(byte),
            _ => {
                self.at -= 1;
                return Err(self.unexpected("an escape"));
            }
        })
    }

    fn unit(&mut self) -> Result<u16, Refusal> {
        let digits = self.rest().get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|d| u16::from_str_radix(d, 16).ok()) {
            Some(unit) => {
                self.at += 4;
                Ok(unit)
            }
            None => Err(self.unexpected("four hexadecimal digits")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_one_after_the_other() {
        let mut reader =
            Reader::new("{\"a\": [1, -2.5e3, null], \"b\\u00e9\": \"x\\n\\ud83d\\ude00\"}\n{} true");
        let first = reader.next().expect("it is JSON").expect("there is one");
        assert_eq!(first.at("a").items()[1].text(), "-2.5e3");
        assert_eq!(first.at("bé").text(), "x\n😀");
        assert_eq!(reader.next(), Ok(Some(Json::Map(Vec::new()))));
        assert_eq!(reader.next(), Ok(Some(Json::Bool(true))));
        assert_eq!(reader.next(), Ok(None));
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let check = |text: &str, at, part: &str| {
            let refusal = Reader::new(text).next().expect_err(text);
            assert!(refusal.at == Some(at) && refusal.problem.contains(part), "{text}: {refusal:?}");
        };
        check("{\n \"a\": 1", (2, 8), "cut off");
        check("{\"a", (1, 4), "cut off");
        check("tru", (1, 4), "cut off");
        check("{\"a\" 1}", (1, 6), "a colon is expected here, not '1'");
        check("hello", (1, 1), "a value is expected here, not 'h'");
        check(&"[".repeat(200), (1, 102), "too deep");
        check("\"\\u12\"", (1, 4), "hexadecimal");
        check("\"\\u+123\"", (1, 4), "hexadecimal");
    }
}
