//! Words and pipes of a line, as a shell splits them.

/// The commands of a line, each as its words; what one prints is what the next reads.
///
/// # Errors
/// A quote that is not closed, and what the lab's shell does not do.
pub(crate) fn split(line: &str) -> Result<Vec<Vec<String>>, String> {
    let mut commands = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut chars = line.chars().peekable();
    let put = |commands: &mut Vec<Vec<String>>, word: &mut Option<String>| {
        if let (Some(command), Some(word)) = (commands.last_mut(), word.take()) {
            command.push(word);
        }
    };
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
            '|' if chars.peek() != Some(&'|') => {
                put(&mut commands, &mut word);
                commands.push(Vec::new());
            }
            '|' | '&' | ';' | '<' | '>' => {
                return Err(format!("the lab's shell has pipes, but no \"{c}\": type one command at a time"));
            }
            '#' if word.is_none() => break,
            c if c.is_whitespace() => put(&mut commands, &mut word),
            c => word.get_or_insert_default().push(c),
        }
    }
    put(&mut commands, &mut word);
    if commands.len() > 1 && commands.iter().any(Vec::is_empty) {
        return Err("syntax error near unexpected token `|'".to_owned());
    }
    Ok(commands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_split_as_in_a_shell() {
        let check = |line: &str, words: &[&str]| assert_eq!(split(line).unwrap(), [words], "{line}");
        check("get  pods -o wide ", &["get", "pods", "-o", "wide"]);
        check("a '' \"\"", &["a", "", ""]);
        check("-p '{\"a\": 1}'", &["-p", "{\"a\": 1}"]);
        check("x='image 1' y\\ z", &["x=image 1", "y z"]);
        check("\"a\\\"b\\n\"", &["a\"b\\n"]);
        check("a\\\\.b", &["a\\.b"]);
        check("get pods # all of them", &["get", "pods"]);
        check("a#b '|;'", &["a#b", "|;"]);
        check("", &[]);
        assert_eq!(split("get pods|grep web | wc -l").unwrap().len(), 3);
        for wrong in ["'", "\"a", "a |", "| a", "a || b", "a && b", "a; b", "a > b"] {
            assert!(split(wrong).is_err(), "{wrong}");
        }
    }
}
