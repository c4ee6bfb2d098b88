//! What may stand behind a pipe: `grep`, `wc`, `head`, `tail`, `sort`, `uniq`, `cat`.

use rollout_engine::order::sort_by;
/// A filter at work: it is given text piece by piece.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    what: What,
    /// The beginning of a line whose end has not come yet.
    partial: String,
    /// Lines that are kept until the end.
    kept: Vec<String>,
    count: usize,
}

#[derive(Clone, Debug)]
enum What {
    Grep { patterns: Vec<String>, invert: bool, ignore_case: bool, count: bool, whole_words: bool },
    Count { lines: bool, words: bool, bytes: bool, total: [usize; 3] },
    Head(usize),
    Tail(usize),
    Sort { reverse: bool, numeric: bool, column: usize, unique: bool },
    Unique,
    Pass,
}

impl Filter {
    /// Reads the words of a filter.
    ///
    /// # Errors
    /// Other programs, and options that are not known.
    pub(crate) fn read(words: &[String]) -> Result<Self, String> {
        let Some((name, rest)) = words.split_first() else { return Err(String::new()) };
        let mut letters = String::new();
        let mut plain: Vec<&str> = Vec::new();
        for word in rest {
            match word.strip_prefix('-') {
                Some(options) if !options.is_empty() => letters.push_str(options.trim_start_matches('-')),
                _ => plain.push(word),
            }
        }
        let has = |letter: char| letters.contains(letter);
        let only = |known: &str| match letters.chars().find(|c| !known.contains(*c) && !c.is_ascii_digit()) {
            Some(c) => Err(format!("{name}: invalid option -- '{c}'")),
            None => Ok(()),
        };
        let number = |default: usize| -> usize {
            let digits: String = letters.chars().filter(char::is_ascii_digit).collect();
            let text = if digits.is_empty() { plain.first().copied().unwrap_or_default() } else { &digits };
            text.parse().unwrap_or(default)
        };
        let what = match name.as_str() {
            "grep" | "egrep" => {
                only("vicEFwno")?;
                let Some(pattern) = plain.first() else {
                    return Err("usage: grep [-v] [-i] [-c] [-w] [-E] PATTERN".to_owned());
                };
                let alternatives = if has('F') { vec![*pattern] } else { pattern.split('|').collect() };
                let alternatives = alternatives.iter().map(|p| p.strip_suffix('\\').unwrap_or(p).to_owned());
                What::Grep {
                    patterns: alternatives.collect(),
                    invert: has('v'),
                    ignore_case: has('i'),
                    count: has('c'),
                    whole_words: has('w'),
                }
            }
            "wc" => {
                only("lwc")?;
                let all = letters.is_empty();
                What::Count {
                    lines: all || has('l'),
                    words: all || has('w'),
                    bytes: all || has('c'),
                    total: [0; 3],
                }
            }
            "head" => {
                only("n")?;
                What::Head(number(10))
            }
            "tail" => {
                only("n")?;
                What::Tail(number(10))
            }
            "sort" => {
                only("rnuk")?;
                let column = if has('k') { number(0) } else { 0 };
                What::Sort { reverse: has('r'), numeric: has('n'), column, unique: has('u') }
            }
            "uniq" => What::Unique,
            "cat" | "less" | "more" => What::Pass,
            other => {
                return Err(format!(
                    "{other}: command not found: behind a pipe the lab knows grep, wc, head, tail, sort, uniq and cat"
                ));
            }
        };
        Ok(Self { what, partial: String::new(), kept: Vec::new(), count: 0 })
    }

    /// Passes on what comes out of a piece of text.
    pub(crate) fn feed(&mut self, text: &str) -> String {
        let mut out = String::new();
        if let What::Count { total: [_, _, bytes], .. } = &mut self.what {
            *bytes += text.len();
        }
        for piece in text.split_inclusive('\n') {
            self.partial.push_str(piece);
            if self.partial.ends_with('\n') {
                let line = std::mem::take(&mut self.partial);
                self.line(line.strip_suffix('\n').unwrap_or(&line), &mut out);
            }
        }
        out
    }

    fn line(&mut self, line: &str, out: &mut String) {
        let passes = match &mut self.what {
            What::Grep { patterns, invert, ignore_case, count, whole_words } => {
                let fits = patterns.iter().any(|p| grep(line, p, *ignore_case, *whole_words)) != *invert;
                self.count += usize::from(fits);
                fits && !*count
            }
            What::Count { total: [lines, words, _], .. } => {
                *lines += 1;
                *words += line.split_whitespace().count();
                false
            }
            What::Head(most) => {
                self.count += 1;
                self.count <= *most
            }
            What::Tail(most) => {
                self.kept.push(line.to_owned());
                if self.kept.len() > *most {
                    self.kept.remove(0);
                }
                false
            }
            What::Sort { .. } => {
                self.kept.push(line.to_owned());
                false
            }
            What::Unique => {
                let new = self.kept.last().is_none_or(|last| last != line);
                self.kept = vec![line.to_owned()];
                new
            }
            What::Pass => true,
        };
        if passes {
            out.push_str(line);
            out.push('\n');
        }
    }

    /// What is left at the end, and the exit code.
    pub(crate) fn finish(&mut self) -> (String, i32) {
        let mut out = String::new();
        if !self.partial.is_empty() {
            let line = std::mem::take(&mut self.partial);
            self.line(&line, &mut out);
        }
        match &self.what {
            What::Grep { count, .. } => {
                if *count {
                    out.push_str(&self.count.to_string());
                    out.push('\n');
                }
                return (out, i32::from(self.count == 0));
            }
            What::Count { lines, words, bytes, total } => {
                let shown = [(lines, 0), (words, 1), (bytes, 2)];
                let numbers: Vec<String> = shown
                    .iter()
                    .filter(|(is_on, _)| **is_on)
                    .filter_map(|(_, i)| total.get(*i).map(ToString::to_string))
                    .collect();
                out.push_str(&numbers.join(" "));
                out.push('\n');
            }
            What::Tail(_) => {
                for line in &self.kept {
                    out.extend([line, "\n"]);
                }
            }
            What::Sort { reverse, numeric, column, unique } => {
                let key = |line: &str| -> String {
                    match column {
                        0 => line.to_owned(),
                        n => line.split_whitespace().skip(n - 1).collect::<Vec<_>>().join(" "),
                    }
                };
                let amount = |line: &str| -> i64 {
                    let key = key(line);
                    let end = key.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(key.len());
                    key.get(..end).and_then(|digits| digits.parse().ok()).unwrap_or(0)
                };
                sort_by(&mut self.kept, |a, b| {
                    let order = if *numeric { amount(a).cmp(&amount(b)) } else { key(a).cmp(&key(b)) };
                    if *reverse { order.reverse() } else { order }
                });
                if *unique {
                    self.kept.dedup();
                }
                for line in &self.kept {
                    out.extend([line, "\n"]);
                }
            }
            What::Head(_) | What::Unique | What::Pass => {}
        }
        (out, 0)
    }
}

/// Whether a line has a pattern in it: a text, perhaps with `^`, `$`, `.` and `.*`.
fn grep(line: &str, pattern: &str, ignore_case: bool, whole_words: bool) -> bool {
    let fold = |text: &str| if ignore_case { text.to_ascii_lowercase() } else { text.to_owned() };
    let (line, pattern) = (fold(line), fold(pattern));
    let begins = pattern.starts_with('^');
    let ends = pattern.ends_with('$') && !pattern.ends_with("\\$");
    let inner = pattern.strip_prefix('^').unwrap_or(&pattern);
    let inner = if ends { inner.strip_suffix('$').unwrap_or(inner) } else { inner };
    let text: Vec<char> = line.chars().collect();
    let mut tokens: Vec<(Option<char>, bool)> = Vec::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => tokens.push((chars.next(), false)),
            '.' => tokens.push((None, false)),
            '*' => {
                if let Some(last) = tokens.last_mut() {
                    last.1 = true;
                }
            }
            c => tokens.push((Some(c), false)),
        }
    }
    let is_word = |at: Option<&char>| at.is_some_and(|c| c.is_alphanumeric() || *c == '_');
    let starts = |start: usize| !begins || start == 0;
    let stops = |end: usize| !ends || end == text.len();
    if !whole_words {
        return ends_of(&tokens, &text, &starts).into_iter().enumerate().any(|(end, is)| is && stops(end));
    }
    let free_before = |start: usize| !is_word(start.checked_sub(1).and_then(|i| text.get(i)));
    let free_behind = |end: usize| !is_word(text.get(end));
    (0..=text.len()).filter(|start| starts(*start) && free_before(*start)).any(|start| {
        let ends = ends_of(&tokens, &text, &|at| at == start);
        ends.into_iter().enumerate().any(|(end, is)| is && stops(end) && free_behind(end))
    })
}

/// At which places a match may end that begins at one of those allowed: all are followed at once.
fn ends_of(tokens: &[(Option<char>, bool)], text: &[char], starts: &dyn Fn(usize) -> bool) -> Vec<bool> {
    let mut places: Vec<bool> = (0..=text.len()).map(starts).collect();
    for (wanted, many) in tokens {
        let mut before = false;
        for (at, place) in places.iter_mut().enumerate() {
            let fits =
                at.checked_sub(1).and_then(|at| text.get(at)).is_some_and(|c| wanted.is_none_or(|w| w == *c));
            let was = *place;
            *place = if *many { was || (before && fits) } else { before && fits };
            before = if *many { *place } else { was };
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_do_as_those_of_a_shell() {
        let check = |line: &str, input: &str, output: &str, exit: i32| {
            let words = crate::shell::split(line).unwrap().pop().unwrap();
            let mut filter = Filter::read(&words).unwrap();
            let mut got = filter.feed(input);
            let (rest, code) = filter.finish();
            got.push_str(&rest);
            assert_eq!((got.as_str(), code), (output, exit), "{line}");
        };
        check("grep web", "web-1\ndb-1\nweb-2\n", "web-1\nweb-2\n", 0);
        check("grep -v ^web", "web-1\ndb-web\n", "db-web\n", 0);
        check("grep -c e.*1$", "web-1\nweb-12\n", "1\n", 0);
        check("grep -iE 'RUN|pend'", "Running\nPending\nError\n", "Running\nPending\n", 0);
        check("grep x", "a\n", "", 1);
        check("grep -w web", "web-1\nwebber\n", "web-1\n", 0);
        check("grep 'a*b'", "b\naab\nc\n", "b\naab\n", 0);
        check("grep '^a.c$'", "abc\nabcd\nxabc\n", "abc\n", 0);
        check("wc -l", "a\nb c\n", "2\n", 0);
        check("wc", "a\nb c\n", "2 3 6\n", 0);
        check("head -2", "a\nb\nc\n", "a\nb\n", 0);
        check("head -n 1", "a\nb", "a\n", 0);
        check("tail -n1", "a\nb", "b\n", 0);
        check("sort -k2 -n -r", "a 1\nb 10\nc 9\n", "b 10\nc 9\na 1\n", 0);
        check("uniq", "a\na\nb\n", "a\nb\n", 0);
        assert!(Filter::read(&["awk".to_owned()]).is_err());
    }
}
