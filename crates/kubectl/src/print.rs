//! How objects are printed: as a table, as YAML or JSON, by name, by JSONPath, in columns of one's own.

use crate::flags::Parsed;
use crate::item::Item;
use crate::jsonpath::{Template, plain};
use crate::resource::Type;
use crate::rows::{NONE, cells, columns};
use crate::table::{Columns, push_cell};
use manifest::{Tree, Value};
use rollout_engine::Simulation;
use std::fmt::Write;

/// `-o`
#[derive(Clone, Debug)]
pub(crate) enum Format {
    Table { wide: bool },
    Yaml,
    Json,
    Name,
    JsonPath(Template),
    Custom(Vec<(String, Template)>),
}

const FORMATS: &str = "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,\
                       jsonpath-file,kyaml,name,template,templatefile,wide,yaml";

impl Format {
    /// Reads `-o`.
    ///
    /// # Errors
    /// Formats that do not exist, or that the lab does not print.
    pub(crate) fn read(text: Option<&str>) -> Result<Self, String> {
        let text = text.unwrap_or_default();
        let (name, argument) = text.split_once('=').unwrap_or((text, ""));
        Ok(match name {
            "" => Self::Table { wide: false },
            "wide" => Self::Table { wide: true },
            "yaml" => Self::Yaml,
            "json" => Self::Json,
            "name" => Self::Name,
            "jsonpath" if argument.is_empty() => {
                return Err("error: template format specified but no template given".to_owned());
            }
            "jsonpath" => Self::JsonPath(
                Template::parse(argument)
                    .map_err(|e| format!("error: error parsing jsonpath {argument}, {e}"))?,
            ),
            "custom-columns" => Self::Custom(custom(argument)?),
            other if FORMATS.split(',').any(|format| format == other) => {
                return Err(format!("error: the lab does not print -o {other}"));
            }
            _ => {
                return Err(format!(
                    "error: unable to match a printer suitable for the output format \"{text}\", allowed formats are: \
                     {FORMATS}"
                ));
            }
        })
    }

    /// Whether it prints tables as the API server makes them.
    pub(crate) fn is_table(&self) -> bool {
        matches!(self, Self::Table { .. })
    }
}

fn custom(argument: &str) -> Result<Vec<(String, Template)>, String> {
    if argument.is_empty() {
        return Err("error: custom-columns format specified but no custom columns given".to_owned());
    }
    let column = |part: &str| {
        let (header, path) = part.split_once(':').ok_or_else(|| {
            format!("error: unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        })?;
        let path = Template::relaxed(path).map_err(|e| format!("error: {e}"))?;
        Ok((header.to_owned(), path))
    };
    split_outside_brackets(argument).into_iter().map(column).collect()
}

/// Parts apart by commas; those in brackets do not count.
fn split_outside_brackets(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    text.split(|c: char| {
        depth += i32::from(matches!(c, '[' | '(')) - i32::from(matches!(c, ']' | ')'));
        c == ',' && depth == 0
    })
    .collect()
}

/// How a table is printed.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) format: Format,
    headers: bool,
    labels: bool,
    columns: Vec<String>,
    pub(crate) kinds: bool,
    namespace: bool,
    pub(crate) events: bool,
}

impl Look {
    /// Reads the flags that say how to print.
    ///
    /// # Errors
    /// A wrong `-o`.
    pub(crate) fn read(parsed: &Parsed) -> Result<Self, String> {
        Ok(Self {
            format: Format::read(parsed.value("output"))?,
            headers: !parsed.is_on("no-headers"),
            labels: parsed.is_on("show-labels"),
            columns: parsed
                .values("label-columns")
                .flat_map(|v| v.split(','))
                .filter(|v| !v.is_empty())
                .map(str::to_owned)
                .collect(),
            kinds: parsed.is_on("show-kind"),
            namespace: parsed.is_on("all-namespaces"),
            events: parsed.is_on("output-watch-events"),
        })
    }

    /// A table of objects of one type.
    pub(crate) fn table(&self, ty: Type, items: &[Item], cluster: &Simulation) -> String {
        let mut out = String::new();
        self.head(ty, &mut out);
        for item in items {
            self.row(item, None, cluster, &mut out);
        }
        Columns::new(6, 3).align(&out)
    }

    /// The line of headers, its cells apart by tabs.
    pub(crate) fn head(&self, ty: Type, out: &mut String) {
        if !self.headers {
            return;
        }
        let mut cells: Vec<String> = Vec::new();
        if self.events {
            cells.push("EVENT".to_owned());
        }
        if self.namespace && ty.is_namespaced() {
            cells.push("NAMESPACE".to_owned());
        }
        for column in columns(ty) {
            match column.strip_prefix('+') {
                Some(wide) if self.is_wide() => cells.push(wide.to_owned()),
                Some(_) => {}
                None => cells.push((*column).to_owned()),
            }
        }
        cells.extend(
            self.columns.iter().map(|key| key.rsplit('/').next().unwrap_or(key).to_ascii_uppercase()),
        );
        if self.labels {
            cells.push("LABELS".to_owned());
        }
        line(&cells, out);
    }

    fn is_wide(&self) -> bool {
        matches!(self.format, Format::Table { wide: true })
    }

    /// The line of an object, its cells apart by tabs; `event` is what a watch says of it.
    pub(crate) fn row(&self, item: &Item, event: Option<&str>, cluster: &Simulation, out: &mut String) {
        let mut shown: Vec<String> = Vec::new();
        if self.events {
            shown.push(event.unwrap_or("ADDED").to_owned());
        }
        if self.namespace && item.ty().is_namespaced() {
            shown.push(cluster.namespace().to_owned());
        }
        let mut is_name = true;
        for (cell, column) in cells(item, self.is_wide(), cluster).into_iter().zip(columns(item.ty())) {
            if column.starts_with('+') && !self.is_wide() {
                continue;
            }
            let prefixed = is_name && self.kinds && item.ty() != Type::Event;
            shown.push(if prefixed { [&*item.ty().singular(), "/", &cell].concat() } else { cell });
            is_name = false;
        }
        let labels = item.labels();
        shown.extend(self.columns.iter().map(|key| labels.text(key).unwrap_or(NONE).to_owned()));
        if self.labels {
            shown.push(crate::rows::labels(&labels));
        }
        line(&shown, out);
    }
}

fn line(cells: &[String], out: &mut String) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push('\t');
        }
        push_cell(out, cell);
    }
    out.push('\n');
}

/// Objects in a format that is no table; `single` if one object was asked for by name.
///
/// # Errors
/// What a template cannot do.
pub(crate) fn print(
    format: &Format,
    items: &[Item],
    single: bool,
    cluster: &Simulation,
) -> Result<String, String> {
    let whole = || match items {
        [item] if single => item.tree(cluster).sorted(),
        items => {
            let mut list = Tree::map();
            list.set("apiVersion", "v1");
            list.set("items", items.iter().map(|item| item.tree(cluster).sorted()).collect::<Tree>());
            list.set("kind", "List");
            list.put("metadata.resourceVersion", "".into());
            list
        }
    };
    Ok(match format {
        Format::Yaml => manifest::to_yaml(&whole()),
        Format::Json => {
            let mut out = String::new();
            json(&whole(), 0, &mut out);
            out.push('\n');
            out
        }
        Format::Name => items.iter().map(|item| item.shown() + "\n").collect(),
        Format::JsonPath(template) => {
            template.print(&whole()).map_err(|e| format!("error: error executing jsonpath: {e}"))?
        }
        Format::Custom(columns) => {
            let mut out = String::new();
            line(&columns.iter().map(|(header, _)| header.clone()).collect::<Vec<_>>(), &mut out);
            for item in items {
                let tree = item.tree(cluster);
                let cells: Vec<String> = columns.iter().map(|(_, path)| cell(path, &tree)).collect();
                line(&cells, &mut out);
            }
            Columns::new(6, 3).align(&out)
        }
        Format::Table { .. } => String::new(),
    })
}

fn cell(path: &Template, tree: &Tree) -> String {
    let found: Vec<String> = path.find(tree).into_iter().map(go).collect();
    if found.is_empty() { NONE.to_owned() } else { found.join(",") }
}

/// A value as Go prints it.
pub(crate) fn go(tree: &Tree) -> String {
    match &tree.value {
        Value::Map(_) => {
            let sorted = tree.sorted();
            let pairs: Vec<String> =
                sorted.entries().iter().map(|e| [&*e.key, ":", &go(&e.value)].concat()).collect();
            ["map[", &pairs.join(" "), "]"].concat()
        }
        Value::List(items) => ["[", &items.iter().map(go).collect::<Vec<_>>().join(" "), "]"].concat(),
        Value::Null => "<nil>".to_owned(),
        _ => plain(tree),
    }
}

/// JSON as kubectl prints it: four blanks a level.
fn json(tree: &Tree, depth: usize, out: &mut String) {
    let line = |depth: usize, out: &mut String| {
        out.push('\n');
        out.extend(std::iter::repeat_n("    ", depth));
    };
    match &tree.value {
        Value::Map(entries) if !entries.is_empty() => {
            for (i, entry) in entries.iter().enumerate() {
                out.push(if i == 0 { '{' } else { ',' });
                line(depth + 1, out);
                let _ = write!(out, "{}: ", escaped(&manifest::to_json(&Tree::text(entry.key.clone()))));
                json(&entry.value, depth + 1, out);
            }
            line(depth, out);
            out.push('}');
        }
        Value::List(items) if !items.is_empty() => {
            for (i, item) in items.iter().enumerate() {
                out.push(if i == 0 { '[' } else { ',' });
                line(depth + 1, out);
                json(item, depth + 1, out);
            }
            line(depth, out);
            out.push(']');
        }
        _ => out.push_str(&escaped(&manifest::to_json(tree))),
    }
}

/// Go's JSON is fit for HTML.
fn escaped(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
