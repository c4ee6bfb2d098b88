//! Words of a line, as a shell splits them.

/// Splits a line into words: blanks apart, single quotes, double quotes, backslashes.
///
/// # Errors
/// A quote that is not closed.
pub(crate) fn split(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some('\'') => break,
                        Some(c) => word.push(c),
                        None => return Err("unexpected end of line while looking for a closing '".to_owned()),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some('"') => break,
                        Some('\\') => match chars.next() {
                            Some(c @ ('"' | '\\' | '$' | '`')) => word.push(c),
                            Some(c) => word.extend(['\\', c]),
                            None => word.push('\\'),
                        },
                        Some(c) => word.push(c),
                        None => {
                            return Err("unexpected end of line while looking for a closing \"".to_owned());
                        }
                    }
                }
            }
            '\\' => {
                // A backslash at the end of a line joins it to the next.
                if let Some(c) = chars.next().filter(|c| *c != '\n') {
                    word.get_or_insert_default().push(c);
                }
            }
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_split_as_in_a_shell() {
        let check = |line: &str, words: &[&str]| assert_eq!(split(line).unwrap(), words, "{line}");
        check("get  pods -o wide ", &["get", "pods", "-o", "wide"]);
        check("a '' \"\"", &["a", "", ""]);
        check("-p '{\"a\": 1}'", &["-p", "{\"a\": 1}"]);
        check("x='image 1' y\\ z", &["x=image 1", "y z"]);
        check("\"a\\\"b\\n\"", &["a\"b\\n"]);
        check("a\\\\.b", &["a\\.b"]);
        check("", &[]);
        assert!(split("'").is_err() && split("\"a").is_err());
    }
}
