//! `cargo xtask build`: the static site.
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::modelled;
use crate::page::{self, Program, SiteFile};
use crate::say::{kilobytes, say};
use crate::shell::Shell;
use crate::toolchain::{Choice, TARGET, Toolchain};
use crate::{Command, one_file, package, workspace};
use crate::{same_functions, short_names};

pub(crate) const COMMAND: Command = Command {
    name: "build",
    summary: "makes the static site and the one-file lab in dist/, optimised",
    help: "\
  --debian   compile with Debian's packages even where rustup has the wasm target",
    run,
};

/// How the page is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As small as possible.
    Web,
    /// As quick to run as possible: what unpacks the one file.
    Unpacker,
    /// As quick to build as possible.
    Serve,
}

impl Profile {
    /// The profile's name in Cargo.toml, which is also its folder under the target.
    fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Unpacker => "release",
            Self::Serve => "serve",
        }
    }
}

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let choice = toolchain_choice(arguments)?;
    let Built { site, one_file, .. } = everything(&Toolchain::find(choice)?)?;
    let total: usize = site.iter().map(|file| file.bytes.len()).sum();
    println!("dist/ holds the site: {} files, {}", site.len(), kilobytes(total as u64));
    println!("and the lab as one file: {}, {}", one_file.name, kilobytes(one_file.bytes.len() as u64));
    Ok(())
}

/// Reads the options of a command that has none but `--debian`.
pub(crate) fn toolchain_choice(arguments: &mut lexopt::Parser) -> Result<Choice> {
    let mut choice = Choice::Any;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("debian") => choice = Choice::Debian,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(choice)
}

/// What a build makes.
#[derive(Debug)]
pub(crate) struct Built {
    /// What a visitor of the site loads.
    pub(crate) site: Vec<SiteFile>,
    /// The whole lab to take along.
    pub(crate) one_file: SiteFile,
    /// All of it as people take it along.
    pub(crate) packages: Vec<SiteFile>,
}

/// Builds everything that is published, optimised, into `dist/`, and the packages of it.
pub(crate) fn everything(toolchain: &Toolchain) -> Result<Built> {
    say("Building the page ...");
    let program = bind(&compile(toolchain, Profile::Web, "web")?, Names::Dropped)?;
    let shell = Shell::read(workspace::root())?;
    let unpacker = compile(toolchain, Profile::Unpacker, "unpack")?;
    let unpacker = same_functions::merge(&fs::read(&unpacker).context("reading the unpacker")?)?;
    let one_file = one_file::assemble(&shell, &program, &unpacker)?;
    let mut site = page::assemble(shell, program, None);
    let css = site.iter().find(|file| file.name == "app.css").context("the site has no styles")?;
    site.push(modelled::page(workspace::root(), css)?);
    let embed = page::embed_script();
    write(site.iter().chain([&one_file, &embed]), &workspace::dist())?;
    let packages = package::all(&site, &one_file, &embed)?;
    write(&packages, &workspace::packages())?;
    Ok(Built { site, one_file, packages })
}

/// Compiles a package, the page's or the unpacker's, and returns the wasm file, not yet bound to JavaScript.
pub(crate) fn compile(toolchain: &Toolchain, profile: Profile, package: &str) -> Result<std::path::PathBuf> {
    let mut cargo = toolchain.cargo_build(profile);
    cargo.args(["--quiet", "--package", package, "--profile", profile.name()]);
    workspace::run(&mut cargo, "a package of the page does not compile")?;
    Ok(workspace::wasm_target().join(TARGET).join(profile.name()).join(format!("{package}.wasm")))
}

/// Whether the wasm keeps the names of its functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// For measuring.
    Kept,
    /// For the browser.
    Dropped,
}

/// Lets wasm-bindgen make glue and final wasm.
pub(crate) fn bind(wasm: &Path, names: Names) -> Result<Program> {
    let mut output = Bindgen::new()
        .input_path(wasm)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .remove_name_section(names == Names::Dropped)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen")?;
    ensure!(
        output.snippets().values().all(Vec::is_empty)
            && output.local_modules().is_empty()
            && output.npm_dependencies().is_empty(),
        "a crate of the page brings JavaScript of its own ({:?}); the page must stay two files, so it cannot be used",
        output.snippets().keys().chain(output.npm_dependencies().keys()).collect::<Vec<_>>()
    );
    let imports: Vec<String> = output.wasm().imports.iter().map(|import| import.name.clone()).collect();
    let (glue, short) = short_names::shorten(imports.iter().map(String::as_str), output.js());
    for import in output.wasm_mut().imports.iter_mut() {
        if let Some(short) = short.get(&import.name) {
            import.name.clone_from(short);
        }
    }
    let wasm = output.wasm_mut().emit_wasm();
    let wasm = if names == Names::Dropped { same_functions::merge(&wasm)? } else { wasm };
    Ok(Program { glue, wasm })
}

/// Replaces the folder's content by `files`. `index.html` comes last: whoever sees it finds the files it names.
pub(crate) fn write<'a>(files: impl IntoIterator<Item = &'a SiteFile>, folder: &Path) -> Result<()> {
    let files: Vec<&SiteFile> = files.into_iter().collect();
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    for old in fs::read_dir(folder)?.flatten() {
        let stale = files.iter().all(|file| old.file_name() != *file.name);
        if stale && old.path().is_file() {
            fs::remove_file(old.path())?;
        }
    }
    let (page, rest): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.name == "index.html");
    for file in rest.into_iter().chain(page) {
        fs::write(folder.join(&file.name), &file.bytes).with_context(|| format!("writing {}", file.name))?;
    }
    Ok(())
}
