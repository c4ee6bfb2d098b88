//! A text as it differs from another: `19=        image: web:2.0.0`, the lines that are replaced and what stands there then; `20+=…`
//! comes before line 20. Places are apart by `|`.

/// What turns the text `before` into `after`.
pub(crate) fn between(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let mut hunks: Vec<String> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (skip_old, skip_new) = to_next_common(&old[i..], &new[j..]);
        let place = match skip_old {
            0 => format!("{}+", i + 1),
            1 => (i + 1).to_string(),
            n => format!("{}-{}", i + 1, i + n),
        };
        let lines: Vec<String> = new[j..j + skip_new].iter().map(|line| escaped(line)).collect();
        // No line at all is not the same as one empty line.
        hunks.push(if skip_new == 0 { place } else { place + "=" + &lines.join("%0A") });
        (i, j) = (i + skip_old, j + skip_new);
    }
    hunks.join("|")
}

/// How many lines of both are to be left out until a line is the same: the fewest together.
fn to_next_common(old: &[&str], new: &[&str]) -> (usize, usize) {
    // Of long texts that have little in common, the rest is taken as a whole.
    const FAR: usize = 400;
    for sum in 1..(old.len() + new.len()).min(FAR) {
        for a in sum.saturating_sub(new.len().saturating_sub(1))..=sum.min(old.len().saturating_sub(1)) {
            let b = sum - a;
            if a < old.len() && b < new.len() && old[a] == new[b] {
                return (a, b);
            }
        }
    }
    (old.len(), new.len())
}

/// The text with these changes; none, if they do not fit it.
pub(crate) fn applied(before: &str, hunks: &str) -> Option<String> {
    let old: Vec<&str> = before.split('\n').collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    for hunk in hunks.split('|').filter(|hunk| !hunk.is_empty()) {
        let (place, lines) = match hunk.split_once('=') {
            Some((place, lines)) => (place, Some(lines)),
            None => (hunk, None),
        };
        let (from, to) = match (place.strip_suffix('+'), place.split_once('-')) {
            (Some(from), _) => (number(from)?, number(from)?),
            (None, Some((from, to))) => {
                (number(from)?, number(to).filter(|to| number(from) <= Some(*to))? + 1)
            }
            (None, None) => (number(place)?, number(place)? + 1),
        };
        if from < at || to < from || to > old.len() {
            return None;
        }
        out.extend(old[at..from].iter().map(|line| (*line).to_owned()));
        if let Some(lines) = lines {
            out.extend(plain(lines)?.split('\n').map(str::to_owned));
        }
        at = to;
    }
    out.extend(old[at..].iter().map(|line| (*line).to_owned()));
    Some(out.join("\n"))
}

/// A line's number, counted from 0.
fn number(text: &str) -> Option<usize> {
    text.parse::<usize>().ok()?.checked_sub(1)
}

/// With `%`, `|` and ends of lines written as `%25`, `%7C`, `%0A`.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('|', "%7C").replace('\n', "%0A")
}

/// What [`escaped`] came from.
pub(crate) fn plain(text: &str) -> Option<String> {
    super::percent::decoded(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_by_their_differences() {
        let check = |before: &str, after: &str, hunks: &str| {
            assert_eq!(between(before, after), hunks);
            assert_eq!(applied(before, hunks).as_deref(), Some(after), "{hunks}");
        };
        check("a\nb\nc", "a\nb\nc", "");
        check("a\nb\nc", "a\nx\nc", "2=x");
        check("a\nb\nc", "a\nc", "2");
        check("a\nc", "a\nb\nc", "2+=b");
        check("a\nb", "a\nb\n\nc", "3+=%0Ac");
        check("a\nb\nc\nd", "x|y\nd", "1-3=x%7Cy");
        check("", "100%\nb", "1=100%25%0Ab");
        check("a\nb\nc\nd\ne", "a\nB\nc\nd\nE", "2=B|5=E");
    }

    #[test]
    fn differences_that_do_not_fit_change_nothing() {
        for hunks in ["9=x", "2-1=x", "x=1", "2=x|1=y", "=", "1=%zz"] {
            assert_eq!(applied("a\nb", hunks), None, "{hunks}");
        }
    }
}
