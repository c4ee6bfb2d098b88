//! Reads the page shell, `index.html`.
//!
//! The shell marks what a build must supply with Trunk's `data-trunk` attribute, one element per line, so that it is also
//! a page that Trunk can build. What is understood here: `rel="css"`, `rel="icon"`, `rel="rust"` and `<script src>`.
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::squeeze;

/// The shell, and the files that it asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shell {
    /// Its lines in order, from the first to the last.
    pub(crate) lines: Vec<Line>,
    /// All style sheets, joined in the order in which the shell lists them.
    pub(crate) css: String,
}

/// A line of the shell, as a build has to treat it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Stays as it is.
    Kept(String),
    /// Says how the file is encoded; policy and styles come after it, as browsers look for it at the start.
    Charset(String),
    /// A classic script of the page's own.
    Script(Asset),
    /// The page's icon.
    Icon(Asset),
    /// Where the program goes.
    Program,
}

/// A file that the shell asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asset {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Shell {
    /// Reads `index.html` in `root` and the files that it marks.
    ///
    /// # Errors
    /// A file that cannot be read, or an element that no build understands, with its line.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let (mut lines, mut css) = (Vec::new(), String::new());
        for (index, line) in read(root, "index.html")?.lines().enumerate() {
            let element = line.trim();
            if element.starts_with("<!--") && element.ends_with("-->") {
                continue;
            }
            if !element.contains("data-trunk") {
                let is_charset = element.contains("<meta charset");
                lines.push(if is_charset { Line::Charset(line.into()) } else { Line::Kept(line.into()) });
                continue;
            }
            let place = || format!("index.html, line {}", index + 1);
            if element.starts_with("<script") {
                let path = attribute(element, "src").with_context(place)?;
                let text = squeeze::script(&read(root, path)?);
                lines.push(Line::Script(Asset { name: file_name(path), text }));
                continue;
            }
            let path = attribute(element, "href").with_context(place)?;
            match attribute(element, "rel").with_context(place)? {
                "css" => css.push_str(&squeeze::style(&read(root, path)?)),
                "icon" => {
                    lines.push(Line::Icon(Asset { name: file_name(path), text: read(root, path)? }));
                }
                "rust" => lines.push(Line::Program),
                other => bail!("{}: rel=\"{other}\" is not known to `cargo xtask build`", place()),
            }
        }
        let has_charset = lines.iter().any(|line| matches!(line, Line::Charset(_)));
        ensure!(has_charset, "index.html has no <meta charset>");
        Ok(Self { lines, css })
    }
}

fn read(root: &Path, path: &str) -> Result<String> {
    std::fs::read_to_string(root.join(path)).with_context(|| format!("reading {path}"))
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// The value of ` name="…"` in an element.
fn attribute<'a>(element: &'a str, name: &str) -> Result<&'a str> {
    let start = format!(" {name}=\"");
    element
        .split_once(&start)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(value, _)| value)
        .with_context(|| format!("an element with data-trunk needs {name}=\"…\": {element}"))
}
