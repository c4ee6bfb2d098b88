//! Two texts side by side: line by line what goes and what comes, with long stretches of equal lines folded away.

use kubectl::{Line, compared};

/// So many equal lines are shown around what differs.
const CONTEXT: usize = 3;

/// A line of a pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PaneLine {
    Same(String),
    /// Only in this pane.
    Own(String),
    /// The other pane has more lines here.
    Gap,
    /// So many equal lines.
    Folded(usize),
}

/// Both panes have the same number of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Panes {
    pub(crate) old: Vec<PaneLine>,
    pub(crate) new: Vec<PaneLine>,
    /// How many lines go, and how many come.
    pub(crate) changes: (usize, usize),
}

pub(crate) fn panes(old: &str, new: &str) -> Panes {
    let lines = compared(old, new);
    let mut panes = Panes::default();
    let mut at = 0;
    while at < lines.len() {
        let equal = lines[at..].iter().take_while(|(line, _)| *line == Line::Both).count();
        let (is_first, is_last) = (at == 0, at + equal == lines.len());
        panes.equal(&lines[at..at + equal], is_first, is_last);
        at += equal;
        while let Some((line, text)) = lines.get(at).filter(|(line, _)| *line != Line::Both) {
            let (pane, changes) = match line {
                Line::Old => (&mut panes.old, &mut panes.changes.0),
                _ => (&mut panes.new, &mut panes.changes.1),
            };
            pane.push(PaneLine::Own((*text).to_owned()));
            *changes += 1;
            at += 1;
        }
        let longest = panes.old.len().max(panes.new.len());
        panes.old.resize(longest, PaneLine::Gap);
        panes.new.resize(longest, PaneLine::Gap);
    }
    panes
}

impl Panes {
    fn equal(&mut self, lines: &[(Line, &str)], is_first: bool, is_last: bool) {
        let head = if is_first { 0 } else { CONTEXT };
        let tail = if is_last { 0 } else { CONTEXT };
        let folded = lines.len().saturating_sub(head + tail);
        // A fold takes a line itself.
        let folded = if folded > 1 { head..head + folded } else { 0..0 };
        for (i, (_, text)) in lines.iter().enumerate() {
            if i == folded.start && !folded.is_empty() {
                self.both(&PaneLine::Folded(folded.len()));
            }
            if !folded.contains(&i) {
                self.both(&PaneLine::Same((*text).to_owned()));
            }
        }
    }

    fn both(&mut self, line: &PaneLine) {
        self.old.push(line.clone());
        self.new.push(line.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[PaneLine]) -> String {
        let shown = |line: &PaneLine| match line {
            PaneLine::Same(text) => text.clone(),
            PaneLine::Own(text) => format!("!{text}"),
            PaneLine::Gap => "_".to_owned(),
            PaneLine::Folded(n) => format!("({n})"),
        };
        lines.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines_stand_side_by_side() {
        let check = |old: &str, new: &str, expected: (&str, &str)| {
            let text = |words: &str| words.split_whitespace().map(|w| format!("{w}\n")).collect::<String>();
            let panes = panes(&text(old), &text(new));
            assert_eq!((&*shown(&panes.old), &*shown(&panes.new)), expected);
            assert_eq!(panes.old.len(), panes.new.len());
        };
        check("a b c", "a B c", ("a !b c", "a !B c"));
        check("a c", "a b b c", ("a _ _ c", "a !b !b c"));
        check("1 2 3 4 5 6 x", "1 2 3 4 5 6 y", ("(3) 4 5 6 !x", "(3) 4 5 6 !y"));
        check("x 1 2 3 4 5", "y 1 2 3 4 5", ("!x 1 2 3 (2)", "!y 1 2 3 (2)"));
        check("x 1 2 3 4", "y 1 2 3 4", ("!x 1 2 3 4", "!y 1 2 3 4"));
        check(
            "x 1 2 3 4 5 6 7 8 x",
            "y 1 2 3 4 5 6 7 8 y",
            ("!x 1 2 3 (2) 6 7 8 !x", "!y 1 2 3 (2) 6 7 8 !y"),
        );
        check("", "a b", ("_ _", "!a !b"));
        check("a b", "a b", ("(2)", "(2)"));
    }
}
