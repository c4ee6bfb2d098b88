//! A text by its characters: where in its bytes each of them begins.

/// The byte of each so manieth character is kept.
const STEP: usize = 256;

/// A text of which many places are looked up. To count to each from the beginning takes a time that grows with its length.
pub(crate) struct Characters<'t> {
    text: &'t str,
    bytes: Vec<usize>,
}

impl<'t> Characters<'t> {
    /// Counts once through the text.
    pub(crate) fn of(text: &'t str) -> Self {
        Self { text, bytes: text.char_indices().step_by(STEP).map(|(byte, _)| byte).collect() }
    }

    /// The text from the character of this number on; empty behind its end.
    pub(crate) fn from(&self, offset: usize) -> &'t str {
        let near = self.bytes.get(offset / STEP).and_then(|byte| self.text.get(*byte..)).unwrap_or_default();
        let mut rest = near.chars();
        for _ in 0..offset % STEP {
            rest.next();
        }
        rest.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_found() {
        let check = |text: &str| {
            let characters = Characters::of(text);
            for (offset, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(characters.from(offset), &text[byte..], "{offset}");
            }
            let count = text.chars().count();
            assert_eq!((characters.from(count), characters.from(count + 1_000)), ("", ""));
        };
        check("");
        check("abc");
        check(&"a\u{e9}\u{20ac}\u{1f600}".repeat(200));
        check(&"x".repeat(2 * STEP));
    }
}
