//! What no two runs have in common, such as UIDs, times and addresses, and what stands in its place.

use fancy_regex::Regex;

/// Patterns and what stands in the place of their matches, in the order in which they are replaced.
pub(super) type Table = [(&'static str, &'static str)];

/// A table that is ready for use.
pub(super) struct Mask(Vec<(Regex, &'static str)>);

impl Mask {
    /// A pattern that is no regular expression masks nothing: then more differs, never less.
    pub(super) fn new(table: &Table) -> Self {
        Self(table.iter().filter_map(|&(pattern, name)| Some((Regex::new(pattern).ok()?, name))).collect())
    }

    /// A text in which every match of a pattern, one after the other, is replaced. One that cannot be matched to its end leaves the
    /// text as it is.
    pub(super) fn over(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (pattern, name)| {
            let replaced = pattern.try_replacen(&text, 0, *name).map(std::borrow::Cow::into_owned);
            replaced.unwrap_or(text)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{kubectl, pod_life};
    use super::*;

    #[test]
    fn every_pattern_of_the_judge_can_be_used() {
        let check = |table: &Table| {
            for (pattern, _) in table {
                assert!(Regex::new(pattern).is_ok(), "{pattern}");
            }
            assert_eq!(Mask::new(table).0.len(), table.len());
        };
        check(kubectl::VARYING);
        check(pod_life::VARYING);
    }
}
