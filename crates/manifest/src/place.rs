//! Where in a manifest a cursor stands, found by indentation alone: so that it works while the text is being typed.

/// A place in a text at which something is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// `kind` of the document, as far as it says so.
    pub kind: String,
    /// The keys on the way from the document's root, lists passed over: `spec`, `containers`, `env`.
    pub path: Vec<String>,
    /// The key whose value is being typed; none if it is a key itself.
    pub value_of: Option<String>,
    /// Where the word begins and ends that the cursor is in, in bytes.
    pub word: (usize, usize),
    /// What of the word stands before the cursor.
    pub prefix: String,
    /// Whether there is a colon behind the word already.
    pub has_colon: bool,
    /// How far in the keys of this map stand.
    pub column: usize,
    /// The keys that are in the same map already.
    pub siblings: Vec<String>,
}

/// What a line says of the structure: where the dash of a list stands, where a key, and whether a value follows it.
struct Line<'t> {
    dash: Option<usize>,
    column: usize,
    key: Option<&'t str>,
    has_value: bool,
}

impl<'t> Line<'t> {
    /// None of a line that says nothing.
    fn read(text: &'t str) -> Option<Self> {
        let mut rest = text.trim_start_matches(' ');
        let mut column = text.len() - rest.len();
        if rest.is_empty() || rest.starts_with('#') {
            return None;
        }
        let mut dash = None;
        while let Some(after) = rest.strip_prefix('-').filter(|r| r.is_empty() || r.starts_with(' ')) {
            dash = dash.or(Some(column));
            let inner = after.trim_start_matches(' ');
            column += rest.len() - inner.len();
            rest = inner;
        }
        let split = rest.split_once(": ").or_else(|| rest.trim_end().strip_suffix(':').map(|key| (key, "")));
        let (key, value) = split.unwrap_or((rest, ""));
        let value = value.split(" #").next().unwrap_or_default().trim();
        let key = split.map(|_| key.trim_matches(['"', '\'']));
        Some(Self { dash, column, key, has_value: !value.is_empty() && !value.starts_with('#') })
    }

    /// The leftmost column at which something of this line begins.
    fn begins(&self) -> usize {
        self.dash.unwrap_or(self.column)
    }
}

/// The place of a cursor, a number of bytes; none inside of comments and of what is written as JSON.
pub fn place(text: &str, cursor: usize) -> Option<Place> {
    let before = text.get(..cursor)?;
    let after = text.get(cursor..)?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let typed = text.get(line_start..cursor)?;
    let rest = after.split('\n').next().unwrap_or_default();
    if typed.contains(['#', '{', '[', '|', '>']) || typed.trim_end() == "---" {
        return None;
    }
    let above = text.get(..line_start)?.lines().rev().take_while(|line| line.trim_end() != "---");
    let below = after.lines().skip(1).take_while(|line| line.trim_end() != "---");
    let above: Vec<&str> = above.collect();
    let below: Vec<&str> = below.collect();

    let mut place = Place::default();
    // The line up to the cursor: dashes, then a key or what is typed of it.
    let own = Line::read(typed);
    let (dash, column) = own.as_ref().map_or((None, typed.len()), |line| (line.dash, line.column));
    place.column = column;
    let word_start = match typed.find(": ") {
        Some(colon) => {
            place.value_of = own.as_ref().and_then(|line| line.key).map(str::to_owned);
            let value = typed.get(colon + 2..)?;
            line_start + colon + 2 + (value.len() - value.trim_start().len())
        }
        None if typed.trim_end().ends_with(':') => return None,
        None => line_start + column,
    };
    let end = match place.value_of {
        Some(_) => rest.find(" #").unwrap_or(rest.len()),
        None => rest.find([':', ' ', '#']).unwrap_or(rest.len()),
    };
    let rest_of_word = rest.get(..end)?.trim_end();
    place.word = (word_start, cursor + rest_of_word.len());
    place.prefix = text.get(word_start..cursor)?.to_owned();
    place.has_colon = rest.get(end..).is_some_and(|r| r.starts_with(':'));
    place.siblings = siblings(&above, &below, dash, column);
    place.kind = kind(&above, &below, typed);
    place.path = way(&above, dash, column)?;
    Some(place)
}

fn kind(above: &[&str], below: &[&str], typed: &str) -> String {
    let lines = above.iter().chain(below).filter(|line| !line.is_empty());
    let found =
        lines.filter_map(|line| line.strip_prefix("kind:")).next().or_else(|| typed.strip_prefix("kind:"));
    found.map(|kind| kind.split('#').next().unwrap_or_default().trim().to_owned()).unwrap_or_default()
}

/// The keys in whose values the line lies, from the root on; none where the indentation makes no sense.
fn way(above: &[&str], dash: Option<usize>, column: usize) -> Option<Vec<String>> {
    let mut path = Vec::new();
    // The map that is being looked for has its key left of here; that of a list may stand right above the dash.
    let (mut limit, mut in_list) = dash.map_or((column, false), |dash| (dash, true));
    for line in above.iter().filter_map(|line| Line::read(line)) {
        if limit == 0 && !in_list {
            break;
        }
        let is_item = |line: &Line<'_>| line.dash.is_some_and(|dash| dash < limit && line.column >= limit);
        if !in_list && is_item(&line) {
            // The map is an item of a list, and this is its first line.
            limit = line.dash.unwrap_or(limit);
            in_list = true;
            continue;
        }
        let is_left = line.column < limit || (in_list && line.column == limit && line.dash.is_none());
        if !is_left {
            continue;
        }
        let key = line.key.filter(|_| !line.has_value)?;
        path.push(key.to_owned());
        (limit, in_list) = line.dash.map_or((line.column, false), |dash| (dash, true));
    }
    if limit > 0 {
        return None;
    }
    path.reverse();
    Some(path)
}

fn siblings(above: &[&str], below: &[&str], dash: Option<usize>, column: usize) -> Vec<String> {
    let mut keys = Vec::new();
    if dash.is_none() {
        for line in above.iter().filter_map(|line| Line::read(line)) {
            if line.column == column {
                keys.extend(line.key.map(str::to_owned));
            }
            if line.begins() < column {
                break;
            }
        }
    }
    for line in below.iter().filter_map(|line| Line::read(line)) {
        if line.begins() < column {
            break;
        }
        if line.column == column && line.dash.is_none() {
            keys.extend(line.key.map(str::to_owned));
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
apiVersion: v1
kind: Service
---
apiVersion: apps/v1
kind: Deployment # the
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: web:1.0.0
        env:
          - name: A
            value: b
      - name: side
";

    /// What is found where `|` stands.
    fn at(text: &str) -> Option<Place> {
        place(&text.replace('|', ""), text.find('|').expect("there is a cursor"))
    }

    #[track_caller]
    fn check(old: &str, new: &str, path: &str, value_of: &str, word: &str, siblings: &str) {
        let text = TEXT.replacen(old, new, 1);
        let plain = text.replace('|', "");
        let place = at(&text).unwrap_or_else(|| panic!("no place in {new:?}"));
        assert_eq!(place.kind, "Deployment");
        assert_eq!(place.path.join("."), path, "{new:?}");
        assert_eq!(place.value_of.as_deref().unwrap_or_default(), value_of, "{new:?}");
        assert_eq!(&plain[place.word.0..place.word.1], word, "{new:?}");
        assert_eq!(place.siblings.join(" "), siblings, "{new:?}");
    }

    #[test]
    fn the_way_is_found_by_indentation() {
        check("  replicas: 3\n", "  replicas: 3\n  |\n", "spec", "", "", "replicas template");
        check("  replicas: 3\n", "  replicas: 3\n|\n", "", "", "", "spec metadata kind apiVersion");
        check("replicas", "repl|icas", "spec", "", "replicas", "template");
        check("replicas: 3", "replicas: |3", "spec", "replicas", "3", "template");
        check(
            "name: web\n        image",
            "na|me: web\n        image",
            "spec.template.spec.containers",
            "",
            "name",
            "image env",
        );
        check("image: web", "im|age: web", "spec.template.spec.containers", "", "image", "name env");
        check(
            "image: web:1.0.0",
            "image: web:|1.0.0",
            "spec.template.spec.containers",
            "image",
            "web:1.0.0",
            "name env",
        );
        check("value: b", "val|ue: b", "spec.template.spec.containers.env", "", "value", "name");
        check("- name: A", "- na|me: A", "spec.template.spec.containers.env", "", "name", "value");
        check("- name: side", "- |", "spec.template.spec.containers", "", "", "");
        check("- name: side\n", "- name: side\n        |", "spec.template.spec.containers", "", "", "name");
        check("- name: side\n", "- name: side\n      |", "spec.template.spec", "", "", "containers");
        check("    spec:\n", "    spec:\n      |\n", "spec.template.spec", "", "", "containers");
    }

    #[test]
    fn there_are_places_at_which_nothing_is_completed() {
        for text in ["# a comment|", "spec: {rep|", "---|", "key:|", "a: 3\n  b|"] {
            assert_eq!(at(text), None, "{text:?}");
        }
        assert_eq!(at("k|").map(|place| (place.path, place.prefix)), Some((Vec::new(), "k".to_owned())));
    }

    #[test]
    fn nothing_panics() {
        let text = "é: ü\n- - a: 'b'\n  -\n\t- c: |\n   ...\n---\n: :\n";
        for cursor in 0..=text.len() + 3 {
            let _ = place(text, cursor);
        }
    }
}
