//! Takes comments and indentation out of the page's scripts and styles, and nothing cleverer.

/// Drops lines that are only comment or empty, and indentation. It leaves a script alone in which that could change the
/// meaning: one with a template literal over several lines.
pub(crate) fn script(text: &str) -> String {
    if text.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("/*") {
            in_comment = true;
        }
        let skipped = in_comment || line.is_empty() || line.starts_with("//");
        if in_comment && line.ends_with("*/") {
            in_comment = false;
        }
        if !skipped {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Drops comments, empty lines and indentation.
pub(crate) fn style(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let mut out = String::with_capacity(bare.len());
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_the_program_stays() {
        let check = |text, squeezed: &str| assert_eq!(script(text), squeezed);
        check(
            "/**\n * @param a\n */\nfunction f(a) {\n    // why\n    return a; // here\n}\n",
            "function f(a) {\nreturn a; // here\n}\n",
        );
        check("/* one line */\nlet a = 'x';\n\n", "let a = 'x';\n");
        check("let a = `b`;\n    c();\n", "let a = `b`;\nc();\n");
    }

    #[test]
    fn a_script_with_a_text_over_several_lines_is_left_alone() {
        let text = "let a = `one\n    // two\n`;\n";
        assert_eq!(script(text), text);
    }

    #[test]
    fn styles_keep_their_rules() {
        let check = |text, squeezed: &str| assert_eq!(style(text), squeezed);
        check("/* 1. Tokens */\n:root {\n  --a: 1px; /* why */\n}\n", ":root {\n--a: 1px;\n}\n");
        check("a{}/* over\nlines */b{}\n", "a{}b{}\n");
        check("a{} /* never closed", "a{}\n");
    }
}
