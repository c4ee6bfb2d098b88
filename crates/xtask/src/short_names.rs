//! Gives the functions that the wasm imports from the glue short names. wasm-bindgen names each by what it calls and a checksum,
//! twice: in the wasm and in the glue. No other part of the page could halve so easily.

use std::collections::BTreeMap;

/// The glue with short names, and those names by the long ones. In the glue each is the start of a line, `name: function(…`.
/// Names that are not found there stay as they are.
pub(crate) fn shorten<'a>(
    names: impl Iterator<Item = &'a str>,
    glue: &str,
) -> (String, BTreeMap<String, String>) {
    let wanted: Vec<&str> = names.collect();
    let mut short: BTreeMap<String, String> = BTreeMap::new();
    let mut out = String::with_capacity(glue.len());
    for line in glue.lines() {
        let named = line.split_once(": function(").map(|(name, rest)| (name.trim(), rest));
        match named {
            Some((name, rest)) if wanted.contains(&name) => {
                let number = short.len();
                let short = short.entry(name.to_owned()).or_insert_with(|| name_of(number));
                out.push_str(&format!("{short}: function({rest}\n"));
            }
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    (out, short)
}

/// `a` to `z`, `aa`, `ba`, …
fn name_of(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
        if number == 0 {
            return name;
        }
        number -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imported_functions_are_renamed_and_nothing_else() {
        let glue = "const a = {\n    __wbg_now_0123: function() { return __wbg_now_0123(); },\n    other: function(x) {\n";
        let (glue, short) = shorten(["__wbg_now_0123", "__wbg_gone_4567"].into_iter(), glue);
        assert_eq!(
            glue,
            "const a = {\na: function() { return __wbg_now_0123(); },\n    other: function(x) {\n"
        );
        assert_eq!(short, BTreeMap::from([("__wbg_now_0123".to_owned(), "a".to_owned())]));
    }

    #[test]
    fn names_do_not_repeat() {
        let names: std::collections::BTreeSet<String> = (0..2000).map(name_of).collect();
        assert_eq!(names.len(), 2000);
    }
}
