//! JSONPath templates (`client-go/util/jsonpath`): `{.items[*].metadata.name}`, `{range …}…{end}`, filters, `..`.

mod read;
mod walk;

use manifest::{Tree, Value};
use read::Reader;
use walk::walk;

/// A template.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Path(Vec<Step>),
    Range(Vec<Step>, Vec<Self>),
}

#[derive(Clone, Debug)]
enum Step {
    /// From the whole object on: `$`.
    Root,
    Field(String),
    /// All values of a list or map.
    All,
    /// Everything below.
    Recursive,
    /// From, to, by: `[1:3]`; `[0]` is `[0:1]`.
    Slice(Option<i64>, Option<i64>, i64, bool),
    /// Several at once: `[0,2]`, `['a','b']`.
    Union(Vec<Vec<Self>>),
    Filter(Operand, &'static str, Operand),
}

#[derive(Clone, Debug)]
enum Operand {
    Path(Vec<Step>),
    Value(Value),
    Missing,
}

/// A value as `-o jsonpath` prints it: texts bare, all else as JSON.
pub(crate) fn plain(tree: &Tree) -> String {
    match &tree.value {
        Value::Text(text) => text.to_string(),
        Value::Null => String::new(),
        _ => manifest::to_json(tree),
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Reader::new(text).template().map(Self)
    }

    /// Reads a path that may lack its braces and its first dot, as `--sort-by` and `custom-columns` take it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn relaxed(text: &str) -> Result<Self, String> {
        let inner = text.strip_prefix('{').map_or(Some(text), |t| t.strip_suffix('}'));
        let Some(inner) = inner.filter(|t| !t.contains(['{', '}'])) else {
            return Err(
                "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or \
                        '{.name1.name2}'"
                    .to_owned(),
            );
        };
        let inner = inner.strip_prefix('.').unwrap_or(inner);
        Self::parse(&["{.", inner, "}"].concat())
    }

    /// What the template makes of an object.
    ///
    /// # Errors
    /// An index beyond the end of a list.
    pub(crate) fn print(&self, root: &Tree) -> Result<String, String> {
        let mut out = String::new();
        print(&self.0, root, root, &mut out)?;
        Ok(out)
    }

    /// The values that the (first) path of the template leads to.
    pub(crate) fn find<'t>(&self, root: &'t Tree) -> Vec<&'t Tree> {
        let path = self.0.iter().find_map(|part| match part {
            Part::Path(path) => Some(path),
            _ => None,
        });
        path.map(|path| walk(path, root, root).unwrap_or_default()).unwrap_or_default()
    }
}

fn print(parts: &[Part], root: &Tree, current: &Tree, out: &mut String) -> Result<(), String> {
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Path(path) => {
                let found = walk(path, root, current)?;
                for (i, tree) in found.iter().enumerate() {
                    if i > 0 {
                        out.push(' ');
                    }
                    out.push_str(&plain(tree));
                }
            }
            Part::Range(path, body) => {
                for tree in walk(path, root, current)? {
                    print(body, root, tree, out)?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_print_what_they_lead_to() {
        let tree = manifest::parse(
            "{kind: List, items: [{name: a, n: 1, labels: {x.y/z: q}, c: [{t: A, s: T}, {t: B, s: F}]}, {name: b, n: 2}]}",
        )
        .unwrap()
        .pop()
        .unwrap();
        let check = |template: &str, printed: &str| {
            assert_eq!(
                Template::parse(template).and_then(|t| t.print(&tree)).as_deref(),
                Ok(printed),
                "{template}"
            );
        };
        check("{.kind}", "List");
        check("{$.kind}x", "Listx");
        check("{.items[*].name}", "a b");
        check("{.items[0].n}-{.items[-1].name}", "1-b");
        check("{range .items[*]}{.name}{\"\\t\"}{.n}{\"\\n\"}{end}", "a\t1\nb\t2\n");
        check("{.items[0].labels.x\\.y/z}", "q");
        check("{.items[0].labels['x.y/z']}", "q");
        check("{.items[0].c[?(@.t==\"B\")].s}", "F");
        check("{.items[?(@.n>1)].name}", "b");
        check("{.items[?(@.c)].name}", "a");
        check("{..name}", "a b");
        check("{.items[0:2].name}", "a b");
        check("{.items[0]['name','n']}", "a 1");
        check("{.nothing.here}", "");
        check("{.items[1]}", "{\"name\":\"b\",\"n\":2}");
        for wrong in
            ["{.a", "{.items[0}", "{end}", "{range .items[*]}", "{abc}", "{.a[x]}", "{'a}", "{.a[?(@.b==c)]}"]
        {
            assert!(Template::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Template::parse("{.items[7]}").unwrap().print(&tree).is_err());
        assert_eq!(Template::relaxed("kind").unwrap().find(&tree).len(), 1);
        assert!(Template::relaxed("{.kind").is_err());
    }
}
