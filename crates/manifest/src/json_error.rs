//! Where a text that should be JSON is none, in the words of Go's JSON package.

/// How deep values may lie in each other before we give up looking.
const MAX_DEPTH: usize = 200;

/// The first complaint: how many bytes were read when it was found, and what it is; nothing if a whole value was read.
pub(crate) fn first(text: &str) -> Option<(usize, String)> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    scanner.value(0).err()
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

type Scan = Result<(), (usize, String)>;

impl Scanner<'_> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn unexpected(&self, context: &str) -> Scan {
        let Some(byte) = self.bytes.get(self.at) else {
            return Err((self.at, "unexpected EOF".to_owned()));
        };
        let shown = match byte {
            b'\'' => "'\\''".to_owned(),
            b'"' => "'\"'".to_owned(),
            byte => format!("'{}'", char::from(*byte).escape_default()),
        };
        Err((self.at + 1, format!("invalid character {shown} {context}")))
    }

    fn value(&mut self, depth: usize) -> Scan {
        match self.peek() {
            Some(b'{') if depth < MAX_DEPTH => self.object(depth),
            Some(b'[') if depth < MAX_DEPTH => self.array(depth),
            Some(b'"') => self.string(),
            Some(b't') => self.literal(b"true"),
            Some(b'f') => self.literal(b"false"),
            Some(b'n') => self.literal(b"null"),
            Some(b'-' | b'0'..=b'9') => {
                while let Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') = self.bytes.get(self.at) {
                    self.at += 1;
                }
                Ok(())
            }
            _ => self.unexpected("looking for beginning of value"),
        }
    }

    fn object(&mut self, depth: usize) -> Scan {
        self.at += 1;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return self.unexpected("looking for beginning of object key string");
            }
            self.string()?;
            if self.peek() != Some(b':') {
                return self.unexpected("after object key");
            }
            self.at += 1;
            self.value(depth + 1)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return self.unexpected("after object key:value pair"),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Scan {
        self.at += 1;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return self.unexpected("after array element"),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Scan {
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    self.at += 1;
                    if !matches!(
                        self.bytes.get(self.at),
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u')
                    ) {
                        return self.unexpected("in string escape code");
                    }
                }
                Some(0..=0x1f) | None => return self.unexpected("in string literal"),
                Some(_) => {}
            }
            self.at += 1;
        }
        self.at += 1;
        Ok(())
    }

    fn literal(&mut self, word: &[u8]) -> Scan {
        let text = String::from_utf8_lossy(word).into_owned();
        for (i, wanted) in word.iter().enumerate() {
            if self.bytes.get(self.at) != Some(wanted) {
                let wanted = char::from(*wanted);
                return match i {
                    0 => self.unexpected("looking for beginning of value"),
                    _ => self.unexpected(&format!("in literal {text} (expecting '{wanted}')")),
                };
            }
            self.at += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_complaint_is_found() {
        let check = |text: &str, complaint: Option<(usize, &str)>| {
            assert_eq!(first(text), complaint.map(|(at, what)| (at, what.to_owned())), "{text}");
        };
        check("{[", Some((2, "invalid character '[' looking for beginning of object key string")));
        check("{\"a\" 1}", Some((6, "invalid character '1' after object key")));
        check("{\"a\":1 \"b\"", Some((8, "invalid character '\"' after object key:value pair")));
        check("[1 2]", Some((4, "invalid character '2' after array element")));
        check("{\"a\": tru}", Some((10, "invalid character '}' in literal true (expecting 'e')")));
        check("{\"a\":", Some((5, "unexpected EOF")));
        check("{\"a\": [1, -2.5e3, \"x\\n\", null, {}, []]}", None);
    }
}
