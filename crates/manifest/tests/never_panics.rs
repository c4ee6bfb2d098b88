//! Whatever is typed, reading ends in objects or in errors.

use manifest::{DefaultLine, Detail, Edit, Manifest, edit, read, write_yaml};
use proptest::prelude::*;

const WORKSHOP: &str = include_str!("valid/workshop.yaml");
const RICH: &str = include_str!("valid/rich.yaml");

/// Reads a text, and what is written of it; both must say the same.
fn check(text: &str) {
    let _ = edit(text, "web", &[Edit::set("spec.replicas", 4), Edit::remove("spec.strategy")]);
    for cursor in (0..=text.len()).step_by(61) {
        let _ = manifest::place(text, cursor);
    }
    let Ok(manifest) = read(text) else { return };
    let bare = Manifest { notices: Vec::new(), ..manifest };
    let with_defaults = between(text, &manifest::defaults(text));
    let again = read(&with_defaults).map(|m| Manifest { notices: Vec::new(), ..m });
    assert_eq!(again.as_ref(), Ok(&bare), "{with_defaults}");
    let written = write_yaml(&bare, Detail::Brief);
    if bare.deployments.is_empty() && bare.services.is_empty() {
        return;
    }
    let again = read(&written).map(|m| Manifest { notices: Vec::new(), ..m });
    assert_eq!(again.as_ref(), Ok(&bare), "{written}");
}

/// The text with the lines of the API server's defaults in it.
fn between(text: &str, defaults: &[DefaultLine]) -> String {
    let mut out = String::new();
    for (i, line) in text.lines().enumerate() {
        out.extend([line, "\n"]);
        for added in defaults.iter().filter(|added| added.after == i + 1) {
            out.extend([&*added.text, "\n"]);
        }
    }
    out
}

/// A manifest with a part taken out, doubled, or replaced by something else.
fn mutated() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "",
        "\t",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "null",
        "-1",
        "0",
        "25%",
        "99999999999",
        "1e9",
        "&a ",
        "*a",
        "|",
        "é",
        "\n",
        "---\n",
        "true",
        "~",
        "#",
        "0x10",
        "spec:",
        "! ",
        "<<: ",
    ]);
    let text = prop::sample::select(vec![WORKSHOP, RICH]);
    (text, any::<prop::sample::Index>(), 0..12_usize, pieces, any::<bool>()).prop_map(
        |(text, at, len, piece, doubled)| {
            let chars: Vec<char> = text.chars().collect();
            let at = at.index(chars.len());
            let end = (at + len).min(chars.len());
            let (head, cut, tail) = (&chars[..at], &chars[at..end], &chars[end..]);
            let kept: &[char] = if doubled { cut } else { &[] };
            head.iter()
                .chain(kept)
                .copied()
                .chain(piece.chars())
                .chain(kept.iter().chain(tail).copied())
                .collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_texts(text in "[ -~\n\t:é{}\\[\\]&*#|>'\"-]{0,200}") {
        check(&text);
    }

    #[test]
    fn mutated_manifests(text in mutated()) {
        check(&text);
    }
}
