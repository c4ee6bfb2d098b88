//! Everything that is said on the page, in the language in use.
//!
//! English is the text in the program (`en.rs`), and its own key: a further language is a list of English texts and what to say in
//! their place (`de.rs`). What a language lacks is said in English.

mod de;
mod en;

pub(crate) use en::*;

use std::cell::Cell;
use std::fmt::{Display, Write};
use std::ops::Deref;
use yew::AttrValue;

/// A language of the page.
pub(crate) struct Language {
    /// As in the attribute `lang` and in links.
    pub(crate) code: &'static str,
    /// What those who speak it call it.
    pub(crate) name: &'static str,
    /// Stands between thousands, and before tenths.
    thousands: char,
    decimal: char,
    /// From zero on, as they begin a sentence.
    numbers: [&'static str; 13],
    /// Which of the forms of a text, apart by `|`, goes with a number.
    form: fn(u64) -> usize,
    /// English and what stands for it, in the order of the English bytes. `{}` are the parts in their order, `{1}` is the second one.
    texts: &'static [(&'static str, &'static str)],
}

const ENGLISH: Language = Language {
    code: "en",
    name: "English",
    thousands: ',',
    decimal: '.',
    numbers: [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
        "Twelve",
    ],
    form: one_or_more,
    texts: &[],
};

/// All of them; the first is the one that the program is written in.
pub(crate) static LANGUAGES: [Language; 2] = [ENGLISH, de::GERMAN];

thread_local! {
    static IN_USE: Cell<usize> = const { Cell::new(0) };
}

/// The place of the language in use among all.
pub(crate) fn in_use() -> usize {
    IN_USE.get()
}

/// Says everything in this language from now on.
pub(crate) fn speak(language: usize) {
    IN_USE.set(language.min(LANGUAGES.len() - 1));
}

/// The code of the language in use.
pub(crate) fn code() -> &'static str {
    language().code
}

/// The language of a code such as `de` or `de-AT`.
pub(crate) fn by_code(code: &str) -> Option<usize> {
    let main = code.split('-').next().unwrap_or(code);
    LANGUAGES.iter().position(|l| l.code.eq_ignore_ascii_case(main))
}

fn language() -> &'static Language {
    &LANGUAGES[in_use()]
}

/// A text of the page, written in English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text(pub(crate) &'static str);

impl Text {
    /// In the language in use.
    pub(crate) fn say(self) -> &'static str {
        tell(self.0)
    }

    pub(crate) fn to_owned(self) -> String {
        self.say().to_owned()
    }
}

impl From<Text> for AttrValue {
    fn from(text: Text) -> Self {
        Self::Static(text.say())
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.say())
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.say()
    }
}

/// What stands for an English text in the language in use.
pub(crate) fn tell(english: &'static str) -> &'static str {
    let texts = language().texts;
    texts.binary_search_by_key(&english, |(key, _)| key).map_or(english, |at| texts[at].1)
}

fn word(english: &'static str) -> String {
    tell(english).to_owned()
}

/// A text with its parts put in.
fn fill(english: &'static str, parts: &[&dyn Display]) -> String {
    put(tell(english), parts)
}

/// A text in the form that goes with the number. Another language has its forms, apart by `|`, where the second English one stands.
fn plural(n: u64, one: &'static str, more: &'static str, parts: &[&dyn Display]) -> String {
    let said = tell(more);
    let of_english = if n == 1 { one } else { more };
    let text =
        if said == more { of_english } else { said.split('|').nth((language().form)(n)).unwrap_or(said) };
    put(text, parts)
}

fn put(template: &str, parts: &[&dyn Display]) -> String {
    let mut out = String::new();
    let mut next = 0;
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((place, after)) = after.split_once('}') else { break };
        let at = place.parse().unwrap_or(next);
        if let Some(part) = parts.get(at) {
            let _ = write!(out, "{part}");
        }
        next = at + 1;
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A number as a word, at the start of a sentence.
pub(crate) fn number(n: u32) -> String {
    language().numbers.get(n as usize).map_or_else(|| count(n.into()), |w| (*w).to_owned())
}

/// A number with its thousands set apart: `12,480`.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(language().thousands);
        }
        out.push(c);
    }
    out
}

/// A number that may be below zero, with its thousands set apart.
pub(crate) fn amount(n: impl Into<i64>) -> String {
    let n = n.into();
    let digits = count(n.unsigned_abs());
    if n < 0 { "−".to_owned() + &digits } else { digits }
}

/// What stands before tenths.
pub(crate) fn decimal() -> char {
    language().decimal
}

/// The plural of English, German and many more: one thing, or another number of them.
fn one_or_more(n: u64) -> usize {
    usize::from(n != 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH_FILES: [&str; 19] = [
        include_str!("locale/en.rs"),
        include_str!("locale/en/guess.rs"),
        include_str!("locale/en/compare.rs"),
        include_str!("locale/en/forks.rs"),
        include_str!("locale/en/lessons.rs"),
        include_str!("locale/en/links.rs"),
        include_str!("locale/en/present.rs"),
        include_str!("locale/en/recorded.rs"),
        include_str!("locale/en/stage.rs"),
        include_str!("locale/en/take.rs"),
        include_str!("locale/en/yaml.rs"),
        include_str!("locale/en/decisions.rs"),
        include_str!("locale/en/pods.rs"),
        include_str!("locale/en/say.rs"),
        include_str!("locale/en/cards.rs"),
        include_str!("locale/en/spec.rs"),
        include_str!("locale/en/workload.rs"),
        include_str!("locale/en/console.rs"),
        include_str!("locale/en/inspect.rs"),
    ];

    #[test]
    fn numbers_are_grouped() {
        let check = |language, n, expected| {
            speak(language);
            assert_eq!(count(n), expected);
        };
        check(0, 0, "0");
        check(0, 999, "999");
        check(0, 1_234_567, "1,234,567");
        check(1, 1_234_567, "1.234.567");
    }

    #[test]
    fn a_language_says_what_it_can() {
        let check = |code, said: &dyn Fn() -> String, expected| {
            speak(by_code(code).unwrap());
            assert_eq!(said(), expected);
        };
        check("en", &|| pods(1), "1 Pod");
        check("en-GB", &|| pods(2_000), "2,000 Pods");
        check("de", &|| pods(1), "1 Pod");
        check("de-AT", &|| pods(2_000), "2.000 Pods");
        check("en", &|| say::leaving(2, true), "two old Pods are leaving");
        check("de", &|| say::leaving(1, true), "ein alter Pod geht");
        check("de", &|| say::leaving(2, true), "zwei alte Pods gehen");
        check("de", &|| READY.to_owned(), "bereit");
        check("de", &|| Text("what no language knows").to_owned(), "what no language knows");
        assert_eq!(by_code("xx"), None);
    }

    #[test]
    fn texts_stand_for_english_ones() {
        // Strings that go on in the next line are one.
        let english: String = ENGLISH_FILES.iter().flat_map(|file| file.split_inclusive('\n')).fold(
            String::new(),
            |mut all, line| {
                match all.strip_suffix("\\\n") {
                    Some(begun) => {
                        let begun = begun.len();
                        all.truncate(begun);
                        all.push_str(line.trim_start());
                    }
                    None => all.push_str(line),
                }
                all
            },
        );
        let holes = |text: &str| text.matches('{').count();
        for language in &LANGUAGES {
            for pair in language.texts.windows(2) {
                assert!(pair[0].0 < pair[1].0, "not in order: {:?}", pair[1].0);
            }
            for (key, said) in language.texts {
                let quoted = format!("\"{}\"", key.replace('"', "\\\""));
                assert!(english.contains(&quoted), "nobody says {quoted}");
                for form in said.split('|') {
                    assert!(holes(form) <= holes(key), "{said:?} has more parts than {key:?}");
                }
            }
        }
    }
}
