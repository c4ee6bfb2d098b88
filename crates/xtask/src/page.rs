//! Writes the static site: the page, and beside it the files that it loads.
use flate2::Crc;

use crate::shell::{Line, Shell};
use crate::squeeze;

/// Nothing but the page's own files, no inline script or style, and nothing looser for wasm than the one word it needs.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
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

/// The script for pages that embed the lab: it lies beside the page, and makes a frame of it.
pub(crate) fn embed_script() -> SiteFile {
    SiteFile::new("rollout-lab.js", squeeze::script(include_str!("../../../web/rollout-lab.js")))
}

/// The whole site from the shell and the program. `extra` is one more script of the page's own, for `serve`.
pub(crate) fn assemble(shell: Shell, program: Program, extra: Option<&str>) -> Vec<SiteFile> {
    let wasm = SiteFile::new("app_bg.wasm", program.wasm);
    // The program starts itself when the browser has read the glue: no inline script, no request more.
    let start =
        format!("\n__wbg_init({{ module_or_path: new URL('{}', import.meta.url) }});\n", wasm.address());
    let glue = SiteFile::new("app.js", squeeze::script(&program.glue) + &start);
    let css = SiteFile::new("app.css", shell.css);
    let (mut files, mut lines) = (Vec::new(), Vec::new());
    for line in shell.lines {
        match line {
            Line::Kept(line) => lines.push(line),
            Line::Charset(line) => {
                lines.push(line);
                lines.push(format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"));
                lines.push(format!("<link rel=\"stylesheet\" href=\"{}\">", css.address()));
                lines.extend(extra.map(|address| format!("<script src=\"{address}\" defer></script>")));
            }
            Line::Script(script) => {
                let script = SiteFile::new(&script.name, script.text);
                lines.push(format!("<script src=\"{}\"></script>", script.address()));
                files.push(script);
            }
            Line::Icon(icon) => {
                let icon = SiteFile::new(&icon.name, icon.text);
                lines.push(format!("<link rel=\"icon\" href=\"{}\">", icon.address()));
                files.push(icon);
            }
            Line::Program => {
                // Asked for at once, not one after the other.
                lines.push(format!(
                    "<link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" crossorigin>",
                    wasm.address()
                ));
                lines.push(format!("<script type=\"module\" src=\"{}\"></script>", glue.address()));
            }
        }
    }
    let page = SiteFile::new("index.html", lines.join("\n") + "\n");
    files.extend([page, css, glue, wasm]);
    files
}
