//! The lines in which two texts differ, as `diff -u` prints them.

/// How many equal lines are shown around what differs.
const CONTEXT: usize = 3;

/// More pairs of lines are not compared: they would take more memory than a page has. Then all of the old lines go and all of the new
/// ones come, between those that are the same at the beginning and at the end.
const MOST_PAIRS: usize = 4_000_000;

/// Which of two texts a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// In both.
    Both,
    /// Only in the old one.
    Old,
    /// Only in the new one.
    New,
}

/// The lines of two texts, each with which of them it stands in: in every place the old ones before the new ones.
pub fn compared<'t>(old: &'t str, new: &'t str) -> Vec<(Line, &'t str)> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let script = script(&a, &b);
    let (mut a, mut b) = (a.into_iter(), b.into_iter());
    let text = |line: &Line| {
        let old = if *line == Line::New { None } else { a.next() };
        let new = if *line == Line::Old { None } else { b.next() };
        (*line, old.or(new).unwrap_or_default())
    };
    script.iter().map(text).collect()
}

/// The hunks between two texts; nothing if they are equal.
pub(crate) fn hunks(old: &str, new: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let script = script(&a, &b);
    let mut out = String::new();
    let mut at = 0;
    while let Some(first) = (at..script.len()).find(|i| script.get(*i) != Some(&Line::Both)) {
        let start = first.saturating_sub(CONTEXT).max(at);
        let mut end = first;
        let mut equal = 0;
        for (i, line) in script.iter().enumerate().skip(first) {
            equal = if *line == Line::Both { equal + 1 } else { 0 };
            if equal > 2 * CONTEXT {
                break;
            }
            if equal == 0 {
                end = i + 1;
            }
        }
        let end = (end + CONTEXT).min(script.len());
        let count = |from: usize, to: usize, not: Line| {
            script.iter().take(to).skip(from).filter(|l| **l != not).count()
        };
        let (mut i, mut j) = (count(0, start, Line::New), count(0, start, Line::Old));
        let range = |from: usize, length: usize| match length {
            1 => (from + 1).to_string(),
            _ => [&*(from + usize::from(length > 0)).to_string(), ",", &length.to_string()].concat(),
        };
        let (olds, news) = (count(start, end, Line::New), count(start, end, Line::Old));
        out.extend(["@@ -", &*range(i, olds), " +", &range(j, news), " @@\n"]);
        for line in script.iter().take(end).skip(start) {
            let (mark, text) = match line {
                Line::Both => (" ", a.get(i)),
                Line::Old => ("-", a.get(i)),
                Line::New => ("+", b.get(j)),
            };
            i += usize::from(*line != Line::New);
            j += usize::from(*line != Line::Old);
            out.extend([mark, text.copied().unwrap_or_default(), "\n"]);
        }
        at = end;
    }
    out
}

/// What becomes of each line, with as few changes as can be; old lines go before new ones come.
fn script(a: &[&str], b: &[&str]) -> Vec<Line> {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(..a.len() - tail).unwrap_or_default(), b.get(..b.len() - tail).unwrap_or_default());
    if a.len().saturating_mul(b.len()) > MOST_PAIRS {
        let parts = [(Line::Both, same), (Line::Old, a.len()), (Line::New, b.len()), (Line::Both, tail)];
        return parts.into_iter().flat_map(|(line, n)| std::iter::repeat_n(line, n)).collect();
    }
    // How many lines from here on are common.
    let width = b.len() + 1;
    let mut common = vec![0_u32; (a.len() + 1) * width];
    let get = |common: &[u32], i: usize, j: usize| common.get(i * width + j).copied().unwrap_or(0);
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let value = if a.get(i) == b.get(j) {
                get(&common, i + 1, j + 1) + 1
            } else {
                get(&common, i + 1, j).max(get(&common, i, j + 1))
            };
            if let Some(place) = common.get_mut(i * width + j) {
                *place = value;
            }
        }
    }
    let mut script = vec![Line::Both; same];
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a.get(i) == b.get(j) {
            script.push(Line::Both);
            i += 1;
            j += 1;
        } else if i < a.len() && (j == b.len() || get(&common, i + 1, j) >= get(&common, i, j + 1)) {
            script.push(Line::Old);
            i += 1;
        } else {
            script.push(Line::New);
            j += 1;
        }
    }
    script.extend(std::iter::repeat_n(Line::Both, tail));
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_two_texts_are_told_apart() {
        let found = compared("a\nb\nc\n", "a\nB\nc\nd\n");
        let expected =
            [(Line::Both, "a"), (Line::Old, "b"), (Line::New, "B"), (Line::Both, "c"), (Line::New, "d")];
        assert_eq!(found, expected);
        assert_eq!(compared("", "a\n"), [(Line::New, "a")]);
    }

    #[test]
    fn texts_that_are_too_long_are_told_apart_as_a_whole() {
        let text = |change: &str| {
            let lines: String = (0..30_000).map(|n| format!("{n}\n")).collect();
            ["begin\n", change, &lines, change, "end\n"].concat()
        };
        let (old, new) = (text(""), text("changed\n"));
        let found = compared(&old, &new);
        let count = |which| found.iter().filter(|(line, _)| *line == which).count();
        assert_eq!((count(Line::Both), count(Line::Old), count(Line::New)), (2, 30_000, 30_002));
        assert_eq!((found[0], found[60_003]), ((Line::Both, "begin"), (Line::Both, "end")));
    }

    #[test]
    fn hunks_are_those_of_diff() {
        let text = |lines: &[&str]| lines.iter().map(|l| format!("{l}\n")).collect::<String>();
        let numbers: Vec<String> = (1..=20).map(|n| n.to_string()).collect();
        let old: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let mut new = old.clone();
        new[4] = "five";
        new[17] = "eighteen";
        assert_eq!(
            hunks(&text(&old), &text(&new)),
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -15,6 +15,6 @@\n 15\n 16\n 17\n-18\n+eighteen\n 19\n 20\n"
        );
        assert_eq!(hunks("", "a\nb\n"), "@@ -0,0 +1,2 @@\n+a\n+b\n");
        assert_eq!(hunks("a\n", "a\nb\n"), "@@ -1 +1,2 @@\n a\n+b\n");
        assert_eq!(hunks("a\n", ""), "@@ -1 +0,0 @@\n-a\n");
        assert_eq!(hunks("a\n", "a\n"), "");
    }
}
