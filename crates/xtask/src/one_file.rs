//! Writes the whole lab as one HTML file that runs from a disk, without a network.
//!
//! The program is in it as base64 of its gzip. The policy allows exactly the scripts and the styles that the file holds, by
//! their hashes, and no connection at all.
use std::io::Write;

use anyhow::{Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::page::{Program, SiteFile};
use crate::shell::{Line, Shell};
use crate::squeeze;

/// Its name in `dist/`.
const NAME: &str = "rollout-lab.html";

/// Unpacks the program and starts it; in a block of its own, since the glue has names too.
const START: &str = "
{
const packed = Uint8Array.from(atob(document.getElementById('program').textContent), (c) => c.charCodeAt(0));
const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
__wbg_init({ module_or_path: new Response(unpacked, { headers: { 'Content-Type': 'application/wasm' } }) });
}
";

/// The one file from the shell and the program.
///
/// # Errors
/// A script or style in which an HTML parser would see its own end.
pub(crate) fn assemble(shell: &Shell, program: &Program) -> Result<SiteFile> {
    let glue = squeeze::script(&program.glue) + START;
    let mut scripts = vec![source_hash(&glue)];
    let mut lines = Vec::new();
    let mut head_at = 0;
    for line in &shell.lines {
        match line {
            Line::Kept(line) => lines.push(line.clone()),
            Line::Charset(line) => {
                lines.push(line.clone());
                // What goes here needs the hashes of what comes later.
                head_at = lines.len();
            }
            Line::Script(script) => {
                scripts.push(source_hash(&script.text));
                lines.push(format!("<script>{}</script>", inline(&script.text, "script")?));
            }
            Line::Icon(icon) => lines.push(format!(
                "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\">",
                BASE64.encode(&icon.text)
            )),
            Line::Program => {
                let packed = BASE64.encode(gzip(&program.wasm)?);
                // A type that no browser runs: it is data.
                lines.push(format!("<script id=\"program\" type=\"application/gzip\">{packed}</script>"));
                lines.push(format!("<script type=\"module\">{}</script>", inline(&glue, "script")?));
            }
        }
    }
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {} 'wasm-unsafe-eval'; \
         style-src {}; img-src data:; base-uri 'none'; form-action 'none'\">\n<style>{}</style>",
        scripts.join(" "),
        source_hash(&shell.css),
        inline(&shell.css, "style")?,
    );
    lines.insert(head_at, head);
    Ok(SiteFile::new(NAME, lines.join("\n") + "\n"))
}

/// `'sha256-…'`, as a policy names an inline script or style.
fn source_hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(Sha256::digest(text)))
}

/// The text, if it can stand in an element of this name.
fn inline<'a>(text: &'a str, element: &str) -> Result<&'a str> {
    let end = format!("</{element}");
    ensure!(
        !text.to_ascii_lowercase().contains(&end) && !text.contains("<!--"),
        "a {element} of the page holds \"{end}\" or \"<!--\", so it cannot stand in one HTML file"
    );
    Ok(text)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Asset;

    #[test]
    fn the_policy_allows_what_the_file_holds_and_nothing_else() {
        let shell = Shell {
            lines: vec![
                Line::Charset("<meta charset=\"utf-8\">".into()),
                Line::Script(Asset { name: "boot.js".into(), text: "let a = 1;\n".into() }),
                Line::Program,
            ],
            css: "b{}\n".into(),
        };
        let program = Program { glue: "let c = 2;\n".into(), wasm: b"\0asm".to_vec() };
        let file = assemble(&shell, &program).expect("it can be made");
        let text = String::from_utf8(file.bytes).expect("it is text");
        for source in ["let a = 1;\n", "b{}\n", &format!("let c = 2;\n{START}")] {
            assert!(text.contains(&format!(">{source}<")), "it holds {source}");
            assert!(text.contains(&source_hash(source)), "it allows {source}");
        }
        assert!(!text.contains("unsafe-inline") && !text.contains("'self'"));
    }

    #[test]
    fn what_would_end_its_own_element_is_refused() {
        let check = |text, fits| assert_eq!(inline(text, "script").is_ok(), fits, "{text}");
        check("a < b", true);
        check("'</SCRIPT>'", false);
        check("'<!--'", false);
    }
}
