//! Where things are.
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// The folder of the repository.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Where the finished site is put.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Where the packages are put.
pub(crate) fn packages() -> PathBuf {
    root().join("target/package")
}

/// The wasm builds' own folder: a native build next to them would otherwise take turns with them in throwing away
/// each other's work.
pub(crate) fn wasm_target() -> PathBuf {
    root().join("target/wasm")
}

/// The folders of the project's own recordings, in the repository.
pub(crate) const RECORDINGS: [&str; 2] = ["tests/recordings/control-plane", "tests/recordings/pod-life"];

/// The JSON files in a folder, by name.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn json_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let reading = || format!("reading {}", folder.display());
    let entries = std::fs::read_dir(folder).with_context(reading)?;
    let files = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>();
    let mut files = files.with_context(reading)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    Ok(files)
}

/// The cargo that runs this tool, in the repository.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// Runs a cargo; what it says is seen at once.
///
/// # Errors
/// `complaint`, when it fails.
pub(crate) fn run(cargo: &mut Command, complaint: &'static str) -> Result<()> {
    let status = cargo.status().context("running cargo")?;
    ensure!(status.success(), complaint);
    Ok(())
}
