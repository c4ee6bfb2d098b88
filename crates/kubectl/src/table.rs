//! Columns, aligned as Go's tabwriter does it.

/// Aligns cells that are ended by tabs. A column is a run of adjacent lines that have that cell; it is as wide as its widest cell and
/// `padding`, and at least `least`. What follows the last tab of a line belongs to no column.
pub(crate) fn align(text: &str, least: usize, padding: usize) -> String {
    Columns::new(least, padding).align(text)
}

/// Columns that only grow from one text to the next.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    least: usize,
    padding: usize,
    /// The widths so far, where they are to be kept.
    kept: Option<Vec<usize>>,
}

impl Columns {
    pub(crate) fn new(least: usize, padding: usize) -> Self {
        Self { least, padding, kept: None }
    }

    /// The columns of `kubectl get`, which remembers them for the next lines.
    pub(crate) fn of_get() -> Self {
        Self { least: 6, padding: 3, kept: Some(Vec::new()) }
    }

    pub(crate) fn align(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        let body = text.strip_suffix('\n').unwrap_or(text);
        let lines: Vec<Vec<&str>> = body.split('\n').map(|line| line.split('\t').collect()).collect();
        // For each column, the line at which its present run ends, and its width.
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (i, cells) in lines.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                out.push_str(cell);
                if column + 1 >= cells.len() {
                    break;
                }
                if runs.get(column).is_none_or(|run| run.0 <= i) {
                    let run = self.run(&lines, i, column);
                    runs.resize(runs.len().max(column + 1), (0, 0));
                    if let Some(place) = runs.get_mut(column) {
                        *place = run;
                    }
                }
                let width = runs.get(column).map_or(0, |run| run.1);
                let blanks = width.saturating_sub(cell.chars().count());
                out.extend(std::iter::repeat_n(' ', blanks));
            }
            if i + 1 < lines.len() || text.ends_with('\n') {
                out.push('\n');
            }
        }
        out
    }

    /// Where the run of a column that begins at a line ends, and how wide it is.
    fn run(&mut self, lines: &[Vec<&str>], from: usize, column: usize) -> (usize, usize) {
        let (mut end, mut width) = (from, self.least);
        for cells in lines.iter().skip(from).take_while(|cells| cells.len() > column + 1) {
            let cell = cells.get(column).map_or(0, |cell| cell.chars().count());
            width = width.max(cell + self.padding);
            end += 1;
        }
        if let Some(kept) = &mut self.kept {
            kept.resize(kept.len().max(column + 1), 0);
            if let Some(place) = kept.get_mut(column) {
                *place = width.max(*place);
                width = *place;
            }
        }
        (end, width)
    }
}

/// A cell of a table: cut where its text would begin a new line.
pub(crate) fn push_cell(out: &mut String, text: &str) {
    match text.find(['\n', '\r', '\x0c']) {
        Some(end) => {
            out.push_str(text.get(..end).unwrap_or_default());
            out.push_str("...");
        }
        None => out.extend(text.chars().map(|c| if c == '\t' { ' ' } else { c })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_those_of_a_tabwriter() {
        let check = |text: &str, least, padding, aligned: &str| {
            assert_eq!(align(text, least, padding), aligned, "{text:?}");
        };
        check("a\tb\nccc\td\n", 0, 2, "a    b\nccc  d\n");
        check("a\tb\n", 6, 3, "a     b\n");
        check("long\tb\n", 6, 3, "long   b\n");
        check("\tb\n", 0, 2, "  b\n");
        check("a\tb\nno cell\nccc\td\n", 0, 2, "a  b\nno cell\nccc  d\n");
        check("é\tb\nxyz\td", 0, 1, "é   b\nxyz d");
        check("a\tb\tc\nd\te\nf\tgg\th\n", 0, 1, "a b c\nd e\nf gg h\n");
        check("", 6, 3, "");
    }

    #[test]
    fn columns_that_are_kept_only_grow() {
        let mut columns = Columns::of_get();
        assert_eq!(columns.align("NAME\tREADY\nweb-1\t1/1\n"), "NAME    READY\nweb-1   1/1\n");
        assert_eq!(columns.align("x\t1/1\n"), "x       1/1\n");
        assert_eq!(columns.align("web-12345\t1/1\n"), "web-12345   1/1\n");
    }
}
