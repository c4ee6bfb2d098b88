//! Pictures that stand alone: what was taken from the page, put together as one SVG that stands still or shows a run.

/// One moment, taken: its parts in the order of drawing, and how long it stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shot {
    pub(crate) parts: Vec<String>,
    pub(crate) stays_ms: u32,
}

/// Looks of elements, each once, under a short name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Looks(Vec<String>);

impl Looks {
    /// The class of a look, given as CSS declarations.
    pub(crate) fn class(&mut self, look: String) -> String {
        let known = self.0.iter().position(|l| *l == look);
        let at = known.unwrap_or_else(|| {
            self.0.push(look);
            self.0.len() - 1
        });
        "s".to_owned() + &at.to_string()
    }

    fn rules(&self) -> String {
        let mut out = String::new();
        for (i, look) in self.0.iter().enumerate() {
            out.extend([".s", &i.to_string(), "{", look, "}"]);
        }
        out
    }
}

/// A text as it stands in XML.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no other control characters, not even escaped.
            c if c < ' ' && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

/// The text in lines of at most so many characters, at most so many lines.
pub(crate) fn wrap(text: &str, most: usize, lines: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for word in text.split_whitespace() {
        let here = out.last().map_or(0, |l| l.chars().count());
        if here > 0 && here + 1 + word.chars().count() > most {
            if out.len() == lines {
                out.iter_mut().last().into_iter().for_each(|l| l.push('…'));
                break;
            }
            out.push(String::new());
        }
        if let Some(line) = out.last_mut() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    out
}

/// One SVG of this size from shots of the same page: of several, one after the other, again and again. A part that is the same in
/// several shots is in it once. `defs` is what parts refer to. Who wants less motion sees the last shot.
pub(crate) fn svg(title: &str, (w, h): (i32, i32), looks: &Looks, defs: &str, shots: &[Shot]) -> String {
    // Each part once, in an order of drawing that suits all shots, and in which of them it is.
    let mut all: Vec<(&str, Vec<bool>)> = Vec::new();
    for (n, shot) in shots.iter().enumerate() {
        let mut at = 0;
        for part in &shot.parts {
            let same = |p: &(&str, Vec<bool>)| p.0 == part && !p.1[n];
            let found = all[at..].iter().position(same).map(|i| at + i);
            let found = found.unwrap_or_else(|| {
                all.insert(at, (part, vec![false; shots.len()]));
                at
            });
            all[found].1[n] = true;
            at = found + 1;
        }
    }
    let mut times: Vec<&Vec<bool>> = Vec::new();
    let (mut body, mut open) = (String::new(), None);
    for (part, shown) in &all {
        let changes = shown.contains(&false);
        let time = changes.then(|| {
            times.iter().position(|t| *t == shown).unwrap_or_else(|| {
                times.push(shown);
                times.len() - 1
            })
        });
        if time != open {
            body.push_str(if open.is_some() { "</g>" } else { "" });
            if let Some(time) = time {
                body.extend(["<g class=\"t", &time.to_string(), "\">"]);
            }
            open = time;
        }
        body.push_str(part);
    }
    body.push_str(if open.is_some() { "</g>" } else { "" });
    let mut rules = looks.rules();
    let whole: u32 = shots.iter().map(|s| s.stays_ms).sum();
    for (i, shown) in times.iter().enumerate() {
        let i = i.to_string();
        let word = |on: bool| if on { "visible" } else { "hidden" };
        let at_rest = word(shown.last() == Some(&true));
        rules.extend([".t", &i, "{visibility:", at_rest, ";animation:t", &i, " ", &whole.to_string()]);
        rules.extend(["ms step-end infinite}@keyframes t", &i, "{"]);
        let (mut since, mut before) = (0, None);
        for (on, shot) in shown.iter().zip(shots) {
            if before != Some(*on) {
                rules.extend([&*percent(since, whole), "{visibility:", word(*on), "}"]);
                before = Some(*on);
            }
            since += shot.stays_ms;
        }
        rules.push('}');
    }
    if !times.is_empty() {
        rules.push_str("@media(prefers-reduced-motion:reduce){g{animation:none!important}}");
    }
    let (w, h) = (w.to_string(), h.to_string());
    let title = escape(title);
    [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"",
        &w,
        "\" height=\"",
        &h,
        "\" viewBox=\"0 0 ",
        &w,
        " ",
        &h,
        "\" role=\"img\"><title>",
        &title,
        "</title><style>",
        &rules,
        "</style>",
        defs,
        &body,
        "</svg>\n",
    ]
    .concat()
}

/// A part of a whole, in hundredths of a percent.
fn percent(part: u32, whole: u32) -> String {
    let n = u64::from(part) * 10_000 / u64::from(whole.max(1));
    let rest = (n % 100 + 100).to_string();
    [&*(n / 100).to_string(), ".", &rest[1..], "%"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shot(parts: &[&str], stays_ms: u32) -> Shot {
        Shot { parts: parts.iter().map(|p| (*p).to_owned()).collect(), stays_ms }
    }

    #[test]
    fn one_shot_stands_still() {
        let mut looks = Looks::default();
        let class = looks.class("fill:#fff".into());
        assert_eq!(looks.class("fill:#fff".into()), class, "the same look has one name");
        let made = svg("a <b>", (10, 20), &looks, "", &[shot(&["<a/>", "<b/>"], 1)]);
        assert_eq!(
            made,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"20\" viewBox=\"0 0 10 20\" role=\"img\">\
             <title>a &lt;b&gt;</title><style>.s0{fill:#fff}</style><a/><b/></svg>\n"
        );
    }

    #[test]
    fn of_several_shots_each_part_is_there_once_and_in_its_time() {
        let shots = [
            shot(&["<a/>", "<c/>"], 500),
            shot(&["<a/>", "<b/>", "<c/>"], 500),
            shot(&["<a/>", "<c/>"], 1000),
        ];
        let made = svg("", (1, 1), &Looks::default(), "", &shots);
        assert!(made.contains("<a/><g class=\"t0\"><b/></g><c/></svg>"), "{made}");
        let times =
            "@keyframes t0{0.00%{visibility:hidden}25.00%{visibility:visible}50.00%{visibility:hidden}}";
        assert!(made.contains(times) && made.contains("2000ms"), "{made}");
    }

    #[test]
    fn the_order_of_drawing_suits_all_shots() {
        let shots = [
            shot(&["<a/>", "<z/>"], 1),
            shot(&["<b/>", "<z/>"], 1),
            shot(&["<a/>", "<b/>", "<z/>", "<z/>"], 1),
        ];
        let made = svg("", (1, 1), &Looks::default(), "", &shots);
        // What is drawn last in every shot is drawn last.
        assert!(made.rfind("<z/>") > made.rfind("<b/>") && made.matches("<z/>").count() == 2, "{made}");
    }

    #[test]
    fn long_texts_are_wrapped() {
        assert_eq!(wrap("one two three four", 9, 2), ["one two", "three…"]);
        assert_eq!(wrap("one", 2, 2), ["one"]);
    }
}
