//! `cargo xtask size`: what a visitor downloads, held against the budget in `web/size-budget.toml`.
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use lexopt::prelude::*;
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::build::{self, Names, Profile};
use crate::page::SiteFile;
use crate::say::kilobytes;
use crate::toolchain::{Choice, Toolchain};
use crate::{Command, workspace};

pub(crate) const COMMAND: Command = Command {
    name: "size",
    summary: "measures what a visitor downloads, and fails above the budget",
    help: "\
  --functions N   name the N largest functions too (default none)
  --debian        compile with Debian's packages even where rustup has the wasm target

The budget is web/size-budget.toml: bytes after gzip. A part without a line there has no limit of its own.",
    run,
};

/// Where the limits are, by the names that [`parts`] gives.
const BUDGET: &str = "web/size-budget.toml";

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let (mut choice, mut functions) = (Choice::Any, 0);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("debian") => choice = Choice::Debian,
            Long("functions") => functions = arguments.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    let toolchain = Toolchain::find(choice)?;
    let files = build::everything(&toolchain)?.site;
    // The same program, with its names left in.
    let named = build::bind(&build::compile(&toolchain, Profile::Web, "web")?, Names::Kept)?;
    say_sections(&files)?;
    say_functions(&named.wasm, functions)?;
    println!("{}", check(&files)?);
    Ok(())
}

/// Holds the site against the budget and gives the total in one line.
///
/// # Errors
/// Every part that is above its limit.
pub(crate) fn check(files: &[SiteFile]) -> Result<String> {
    let budget =
        fs::read_to_string(workspace::root().join(BUDGET)).with_context(|| format!("reading {BUDGET}"))?;
    let limits = limits(&budget)?;
    let sizes = parts(files)?;
    for name in limits.keys() {
        ensure!(sizes.contains_key(name.as_str()), "{BUDGET} limits \"{name}\", and there is no such part");
    }
    let over: Vec<String> = limits
        .iter()
        .filter_map(|(name, &limit)| {
            let size = sizes.get(name.as_str())?.gzip;
            (size > limit).then(|| {
                format!("{name} is {}, {} above its limit", kilobytes(size), kilobytes(size - limit))
            })
        })
        .collect();
    ensure!(over.is_empty(), "after gzip {}", over.join("; "));
    let total = sizes.get("total").map_or(0, |size| size.gzip);
    let limit = limits.get("total").map_or_else(String::new, |&limit| format!(" of {}", kilobytes(limit)));
    Ok(format!("{}{limit} after gzip", kilobytes(total)))
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Size {
    raw: u64,
    gzip: u64,
}

/// The sizes of wasm, glue, css and page (shell, boot script, icon), and their total.
fn parts(files: &[SiteFile]) -> Result<BTreeMap<&'static str, Size>> {
    let mut parts: BTreeMap<&'static str, Size> = BTreeMap::new();
    for file in files {
        let part = match file.name.as_str() {
            "app_bg.wasm" => "wasm",
            "app.js" => "glue",
            "app.css" => "css",
            _ => "page",
        };
        let (raw, gzip) = (file.bytes.len() as u64, gzip(&file.bytes)?);
        for name in [part, "total"] {
            let size = parts.entry(name).or_default();
            size.raw += raw;
            size.gzip += gzip;
        }
    }
    Ok(parts)
}

fn gzip(bytes: &[u8]) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len() as u64)
}

/// The `name = bytes` lines; `#` starts a comment.
fn limits(text: &str) -> Result<BTreeMap<String, u64>> {
    let mut limits = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let (name, bytes) = line
            .split_once('=')
            .and_then(|(name, bytes)| Some((name.trim(), bytes.trim().replace('_', "").parse().ok()?)))
            .with_context(|| {
                format!("{BUDGET}, line {}: expected `name = bytes`, found `{line}`", index + 1)
            })?;
        limits.insert(name.to_owned(), bytes);
    }
    Ok(limits)
}

fn say_sections(files: &[SiteFile]) -> Result<()> {
    println!("{:<24}{:>12}{:>12}", "what is downloaded", "raw", "gzip");
    let (total, parts): (Vec<_>, Vec<_>) = parts(files)?.into_iter().partition(|&(name, _)| name == "total");
    for (name, size) in parts.into_iter().chain(total) {
        println!("  {name:<22}{:>12}{:>12}", kilobytes(size.raw), kilobytes(size.gzip));
    }
    let wasm = files.iter().find(|file| file.name == "app_bg.wasm").context("the site has no wasm")?;
    println!("\n{:<24}{:>12}{:>12}", "the wasm by section", "raw", "gzip alone");
    for payload in Parser::new(0).parse_all(&wasm.bytes) {
        let payload = payload?;
        let name = match &payload {
            Payload::CodeSectionStart { .. } => "code",
            Payload::DataSection(_) => "data",
            Payload::ElementSection(_) => "elements",
            Payload::FunctionSection(_) => "functions",
            Payload::TypeSection(_) => "types",
            Payload::ImportSection(_) => "imports",
            Payload::ExportSection(_) => "exports",
            Payload::CustomSection(section) => section.name(),
            _ => continue,
        };
        let Some((_, range)) = payload.as_section() else { continue };
        let bytes = wasm.bytes.get(range).unwrap_or_default();
        println!("  {name:<22}{:>12}{:>12}", kilobytes(bytes.len() as u64), kilobytes(gzip(bytes)?));
    }
    Ok(())
}

fn say_functions(wasm: &[u8], largest: usize) -> Result<()> {
    let mut functions = functions(wasm)?;
    let mut by_crate: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (name, bytes) in &functions {
        let sum = by_crate.entry(crate_of(name)).or_default();
        sum.0 += bytes;
        sum.1 += 1;
    }
    let mut by_crate: Vec<_> = by_crate.into_iter().collect();
    by_crate.sort_by_key(|&(name, (bytes, _))| (std::cmp::Reverse(bytes), name));
    println!("\n{:<24}{:>12}{:>12}", "the code by crate", "raw", "functions");
    for (name, (bytes, count)) in by_crate {
        println!("  {name:<22}{:>12}{count:>12}", kilobytes(bytes));
    }
    functions.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    for (name, bytes) in functions.iter().take(largest) {
        println!("{:>12}  {name}", kilobytes(*bytes));
    }
    println!();
    Ok(())
}

/// Every function's name and its size in bytes.
fn functions(wasm: &[u8]) -> Result<Vec<(String, u64)>> {
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len() as u64),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(section) = section.as_known() else { continue };
                for part in section {
                    let Name::Function(map) = part? else { continue };
                    for naming in map {
                        let naming = naming?;
                        names.insert(naming.index, naming.name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    let unnamed = || "(no name)".to_owned();
    Ok((imported..)
        .zip(sizes)
        .map(|(index, size)| (names.remove(&index).unwrap_or_else(unnamed), size))
        .collect())
}

/// The crate in which a function is written: the first part of its path, `core` for `<core::option::Option<T>>::map`.
fn crate_of(name: &str) -> &str {
    let mut path = name;
    loop {
        let bare = path.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_');
        let next = ["dyn ", "mut ", "const ", "impl "]
            .iter()
            .find_map(|word| bare.strip_prefix(word))
            .unwrap_or(bare);
        if next == path {
            break;
        }
        path = next;
    }
    let Some((first, _)) = path.split_once("::") else { return "(other)" };
    // One manner of mangling adds a disambiguator: `dlmalloc[e24a27700634d609]`.
    let first = first.split_once('[').map_or(first, |(first, _)| first);
    if first.chars().all(|c| c.is_alphanumeric() || c == '_') { first } else { "(other)" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_it_is_written_in() {
        let check = |name, expected: &str| assert_eq!(crate_of(name), expected, "{name}");
        check("yew::scheduler::start", "yew");
        check("<web::app::App as yew::Component>::view", "web");
        check("<&mut dyn core::fmt::Write as core::fmt::Write>::write_str", "core");
        check("<[alloc::string::String]>::concat", "alloc");
        check(
            "<dlmalloc[e24a27700634d609]::dlmalloc::Dlmalloc<dlmalloc[e2]::sys::System>>::malloc",
            "dlmalloc",
        );
        check("memcpy", "(other)");
        check("", "(other)");
    }

    #[test]
    fn the_budget_is_read_and_its_mistakes_have_a_place() {
        let read = limits("# why\ntotal = 180_000 # bytes\n\nwasm=1\n").unwrap();
        assert_eq!(read, BTreeMap::from([("total".to_owned(), 180_000), ("wasm".to_owned(), 1)]));
        let error = limits("total = 1\nwasm: 3").unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
    }

    #[test]
    fn parts_add_up_to_the_total() {
        let file = |name: &str, length| SiteFile { name: name.to_owned(), bytes: vec![b'a'; length] };
        let sizes = parts(&[file("app_bg.wasm", 1000), file("index.html", 10), file("boot.js", 20)]).unwrap();
        assert_eq!(sizes["page"].raw, 30);
        assert_eq!(sizes["total"].raw, 1030);
        assert_eq!(sizes["total"].gzip, sizes["page"].gzip + sizes["wasm"].gzip);
        assert!(sizes["wasm"].gzip < 100);
    }
}
