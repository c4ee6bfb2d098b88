//! Writes the whole lab as one HTML file that runs from a disk, without a network.
//!
//! Styles, glue and wasm are in it as `pack` packs them, behind the wasm module that unpacks them, a byte a character: the page says
//! that its encoding is windows-1252, in which every byte is a character, and the few that HTML would change are avoided. The policy
//! allows exactly the scripts and the styles that the file holds, by their hashes, and no connection but to the file itself: where a
//! server says another encoding than the page, the page is read once more as the bytes that it is.
use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::{Compression, write::DeflateEncoder};
use sha2::{Digest, Sha256};

use crate::page::{Program, SiteFile};
use crate::shell::{Line, Shell};
use crate::squeeze;

/// Its name in `dist/`.
const NAME: &str = "rollout-lab.html";

const CHARSET: &str = "<meta charset=\"windows-1252\">";

/// Starts the program that has been unpacked; in a block of its own, since the glue has names too.
const START: &str = "
{
const element = document.getElementById('program');
__wbg_init({ module_or_path: element.wasm });
delete element.wasm;
}
";

/// The one file from the shell and the program.
///
/// # Errors
/// A script in which an HTML parser would see its own end.
pub(crate) fn assemble(shell: &Shell, program: &Program, unpacker: &[u8]) -> Result<SiteFile> {
    let glue = squeeze::script(&program.glue) + START;
    // The first script stands by while the page opens. The others are there for the program, and come with it.
    let is_script = |line: &&Line| matches!(line, Line::Script(_));
    let first = shell.lines.iter().position(|line| is_script(&line));
    let others: String = shell.lines.iter().filter(is_script).skip(1).map(text_of).collect();
    let unpack = ascii_script(&squeeze::script(include_str!("one_file/unpack.js")));
    let mut scripts = vec![source_hash(&glue), source_hash(&others), source_hash(&unpack)];
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut head_at = 0;
    for (nth, line) in shell.lines.iter().enumerate() {
        let line = match line {
            Line::Script(_) if Some(nth) != first => continue,
            Line::Kept(line) => ascii_html(line).into_bytes(),
            Line::Charset(_) => {
                // What goes after it needs the hashes of what comes later.
                head_at = lines.len() + 1;
                CHARSET.into()
            }
            Line::Script(script) => {
                let text = ascii_script(&script.text);
                scripts.push(source_hash(&text));
                format!("<script>{}</script>", inline(&text, "script")?).into_bytes()
            }
            Line::Icon(icon) => format!(
                "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\">",
                BASE64.encode(&icon.text)
            )
            .into_bytes(),
            Line::Program => {
                let unpacker = deflated(unpacker)?;
                let parts = [shell.css.as_bytes(), others.as_bytes(), glue.as_bytes(), &program.wasm];
                let texts = shell.css.len() + others.len() + glue.len();
                let packed = pack::pack(&parts.concat(), texts);
                let (block, characters) = as_characters(&[unpacker.as_slice(), &packed].concat())?;
                let sizes = [block, unpacker.len()].into_iter().chain(parts.map(<[u8]>::len));
                let sizes = sizes.map(|size| size.to_string()).collect::<Vec<_>>().join(" ");
                // A type that no browser runs: it is data.
                let mut line = format!(
                    "<script id=\"program\" type=\"application/octet-stream\" data-sizes=\"{sizes}\">"
                )
                .into_bytes();
                line.extend(characters);
                line.extend(format!("</script>\n<script>{}</script>", inline(&unpack, "script")?).bytes());
                line
            }
        };
        lines.push(line);
    }
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {} 'wasm-unsafe-eval'; \
         style-src {}; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'\">",
        scripts.join(" "),
        source_hash(&shell.css),
    );
    lines.insert(head_at, head.into_bytes());
    let mut bytes = lines.join(&b'\n');
    bytes.push(b'\n');
    Ok(SiteFile::new(NAME, bytes))
}

fn text_of(script: &Line) -> &str {
    if let Line::Script(script) = script { &script.text } else { "" }
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

/// As `DecompressionStream` reads it.
fn deflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = DeflateEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// The bytes as characters that an HTML parser leaves alone in a script, so neither NUL, nor CR, nor a `<` that could begin an end tag or
/// a comment: in blocks, before each of which stands a byte by which its bytes are others. How long a block is, too.
///
/// # Errors
/// None in practice: of the bytes that may stand before a short block one will do.
fn as_characters(bytes: &[u8]) -> Result<(usize, Vec<u8>)> {
    let stays = |block: &[u8]| {
        let bare = block.iter().all(|byte| !matches!(byte, 0 | b'\r'));
        let begins = block.windows(2).any(|two| matches!(two, [b'<', b'/' | b'!']));
        bare && !begins && block.last() != Some(&b'<')
    };
    let veiled = |block: &[u8]| {
        let veils = (1..=255)
            .map(|veil| [&[veil], &*block.iter().map(|byte| byte ^ veil).collect::<Vec<u8>>()].concat());
        veils.into_iter().find(|characters| stays(characters))
    };
    // The longer the blocks, the fewer bytes are added, and the rarer is a byte that will do.
    let fits =
        |size: usize| Some((size, bytes.chunks(size).map(veiled).collect::<Option<Vec<_>>>()?.concat()));
    (1..=30).rev().map(|n| n * 25).find_map(fits).context("the program cannot be written in characters")
}

/// The same markup, in characters that every encoding has.
fn ascii_html(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if c.is_ascii() {
            out.push(c);
        } else {
            let _ = write!(out, "&#{};", u32::from(c));
        }
        out
    })
}

/// The same script, of which only texts and comments hold other characters.
fn ascii_script(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut out, unit| {
        match u8::try_from(unit).ok().filter(u8::is_ascii) {
            Some(byte) => out.push(char::from(byte)),
            None => drop(write!(out, "\\u{unit:04x}")),
        }
        out
    })
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
                Line::Script(Asset { name: "boot.js".into(), text: "let a = '…';\n".into() }),
                Line::Script(Asset { name: "embed.js".into(), text: "let b = 1;\n".into() }),
                Line::Kept("<p>Opening …</p>".into()),
                Line::Program,
            ],
            css: "b{}\n".into(),
        };
        let program = Program { glue: "let c = 2;\n".into(), wasm: b"\0asm".to_vec() };
        let file = assemble(&shell, &program, b"\0asm unpacker").expect("it can be made");
        let text: String = file.bytes.iter().map(|byte| char::from(*byte)).collect();
        let boot = "let a = '\\u2026';\n";
        assert!(text.contains(&format!(">{boot}<")) && text.contains("<p>Opening &#8230;</p>"), "{text}");
        assert!(!text.contains("let b"), "it comes with the program");
        for source in [boot, "let b = 1;\n", "b{}\n", &format!("let c = 2;\n{START}")] {
            assert!(text.contains(&source_hash(source)), "it allows {source}");
        }
        assert!(text.starts_with(CHARSET) && text.contains("data-sizes=\"750 "));
        assert!(!text.contains("unsafe-inline") && !text.contains("http:") && !text.contains("https:"));
    }

    #[test]
    fn what_would_end_its_own_element_is_refused() {
        let check = |text, fits| assert_eq!(inline(text, "script").is_ok(), fits, "{text}");
        check("a < b", true);
        check("'</SCRIPT>'", false);
        check("'<!--'", false);
    }

    #[test]
    fn bytes_that_a_parser_would_change_are_avoided() {
        let check = |bytes: &[u8]| {
            let (size, characters) = as_characters(bytes).expect("they can be written");
            assert!(characters.iter().all(|byte| !matches!(byte, 0 | b'\r')), "{characters:?}");
            let begins = |two: &[u8]| matches!(two, [b'<', b'/' | b'!']);
            assert!(!characters.windows(2).any(begins) && !characters.ends_with(b"<"), "{characters:?}");
            let read: Vec<u8> = characters
                .chunks(size + 1)
                .flat_map(|block| block[1..].iter().map(|byte| byte ^ block[0]).collect::<Vec<u8>>())
                .collect();
            assert_eq!(read, bytes);
        };
        check(b"");
        check(b"<a</script><!--<\0\r\n");
        // All bytes there are, three times: no byte changes all of them into others.
        check(&(0..768).map(|i| (i * 7 % 256) as u8).collect::<Vec<u8>>());
    }
}
