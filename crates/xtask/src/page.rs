//! Reads the page shell, `index.html`, and writes the page that is published.
//!
//! The shell marks what a build must supply with Trunk's `data-trunk` attribute, one element per line, so that it is also
//! a page that Trunk can build. What is understood here: `rel="css"`, `rel="icon"`, `rel="rust"` and `<script src>`.
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Crc;

use crate::squeeze;

/// Nothing but the page's own files, no inline script or style, and nothing looser for wasm than the one word it needs.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'";

/// A file of the site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SiteFile {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl SiteFile {
    pub(crate) fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), bytes: bytes.into() }
    }

    /// Its relative address. The checksum changes with the content, so that a cache never pairs new glue with old wasm.
    pub(crate) fn address(&self) -> String {
        let mut crc = Crc::new();
        crc.update(&self.bytes);
        format!("{}?v={:08x}", self.name, crc.sum())
    }
}

/// What wasm-bindgen made of the page's program.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) glue: String,
    pub(crate) wasm: Vec<u8>,
}

/// The whole site from the shell in `root` and the program. `extra` is one more script of the page's own, for `serve`.
pub(crate) fn assemble(root: &Path, program: Program, extra: Option<&str>) -> Result<Vec<SiteFile>> {
    let shell = read(root, "index.html")?;
    let wasm = SiteFile::new("app_bg.wasm", program.wasm);
    // The program starts itself when the browser has read the glue: no inline script, no request more.
    let start =
        format!("\n__wbg_init({{ module_or_path: new URL('{}', import.meta.url) }});\n", wasm.address());
    let glue = SiteFile::new("app.js", squeeze::script(&program.glue) + &start);
    let mut css = String::new();
    let mut files = Vec::new();
    let mut lines = Vec::new();
    for (index, line) in shell.lines().enumerate() {
        let element = line.trim();
        let place = || format!("index.html, line {}", index + 1);
        if element.starts_with("<!--") && element.ends_with("-->") {
            continue;
        }
        if !element.contains("data-trunk") {
            lines.push(line.to_owned());
            continue;
        }
        if element.starts_with("<script") {
            let path = attribute(element, "src").with_context(place)?;
            let script = SiteFile::new(file_name(path), squeeze::script(&read(root, path)?));
            lines.push(format!("<script src=\"{}\"></script>", script.address()));
            files.push(script);
            continue;
        }
        let path = attribute(element, "href").with_context(place)?;
        match attribute(element, "rel").with_context(place)? {
            "css" => css.push_str(&squeeze::style(&read(root, path)?)),
            "icon" => {
                let icon = SiteFile::new(file_name(path), read(root, path)?);
                lines.push(format!("<link rel=\"icon\" href=\"{}\">", icon.address()));
                files.push(icon);
            }
            "rust" => {
                // Asked for at once, not one after the other.
                lines.push(format!(
                    "<link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" crossorigin>",
                    wasm.address()
                ));
                lines.push(format!("<script type=\"module\" src=\"{}\"></script>", glue.address()));
            }
            other => bail!("{}: rel=\"{other}\" is not known to `cargo xtask build`", place()),
        }
    }
    let css = SiteFile::new("app.css", css);
    // The encoding comes first, as browsers look for it at the start.
    let charset = lines
        .iter()
        .position(|line| line.contains("<meta charset"))
        .context("index.html has no <meta charset>")?;
    let mut inserted = vec![
        format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"),
        format!("<link rel=\"stylesheet\" href=\"{}\">", css.address()),
    ];
    inserted.extend(extra.map(|address| format!("<script src=\"{address}\" defer></script>")));
    lines.splice(charset + 1..=charset, inserted);
    let page = SiteFile::new("index.html", lines.join("\n") + "\n");
    files.extend([page, css, glue, wasm]);
    Ok(files)
}

fn read(root: &Path, path: &str) -> Result<String> {
    std::fs::read_to_string(root.join(path)).with_context(|| format!("reading {path}"))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
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
