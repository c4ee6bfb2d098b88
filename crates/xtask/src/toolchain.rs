//! Finds a compiler for wasm, or installs one.
//!
//! In this order: the target is there for the compiler in use; rustup adds it; Debian's packages bring a compiler. The standard
//! library is built along with the page where there is none for the target, and for what is published, as small as the page.
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::build::Profile;
use crate::debian;
use crate::say::say;
use crate::workspace;

/// The target of the page.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's packages with a current compiler, its cargo and the sources of its standard library.
const DEBIAN_RUST: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];

/// What can compile the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The compiler in use has the target.
    Installed,
    /// Debian's compiler in `folder`; it has no standard library for wasm, so that is built too and linked by `linker`.
    Debian { folder: PathBuf, linker: PathBuf },
}

/// Which toolchains may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    Any,
    /// Only Debian's: to try that path where the first would win.
    Debian,
}

impl Toolchain {
    /// Finds one, installing it when there is none and that is permitted.
    pub(crate) fn find(choice: Choice) -> Result<Self> {
        if choice == Choice::Any && (target_is_installed() || rustup_adds_target()) {
            return Ok(Self::Installed);
        }
        if let Some(debian) = debian_toolchain() {
            return Ok(debian);
        }
        install_debian_toolchain()?;
        debian_toolchain().context("Debian's packages are installed, but hold no usable compiler for wasm")
    }

    /// `cargo`, ready to get a subcommand such as `build`.
    fn cargo(&self) -> Command {
        match self {
            Self::Installed => workspace::cargo(),
            Self::Debian { folder, linker } => {
                let mut cargo = Command::new(folder.join("cargo"));
                let old_path = std::env::var_os("PATH").unwrap_or_default();
                let path = std::iter::once(folder.clone()).chain(std::env::split_paths(&old_path));
                if let Ok(path) = std::env::join_paths(path) {
                    cargo.env("PATH", path);
                }
                cargo
                    .current_dir(workspace::root())
                    .env("RUSTC", folder.join("rustc"))
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                // What rustup set for the cargo that runs this tool is not for the other compiler.
                for name in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTC_WRAPPER", "RUSTFLAGS", "CARGO"] {
                    cargo.env_remove(name);
                }
                cargo
            }
        }
    }

    /// `cargo build` for the target, into the wasm builds' own folder.
    pub(crate) fn cargo_build(&self, profile: Profile) -> Command {
        let mut cargo = self.cargo();
        cargo.args(["build", "--target", TARGET, "--target-dir"]).arg(workspace::wasm_target());
        let published = profile != Profile::Serve;
        let debian = matches!(self, Self::Debian { .. });
        let mut flags = Vec::new();
        if profile == Profile::Unpacker {
            // A fifth quicker.
            flags.push("-Ctarget-feature=+simd128");
        }
        if debian || (published && (std_sources("rustc") || rustup_adds_sources())) {
            // Building the standard library is not a stable option of cargo.
            cargo.env("RUSTC_BOOTSTRAP", "1");
            cargo.args(["-Z", "build-std=std,panic_abort"]);
            // Smaller sorts and maps at the cost of some speed: what the page downloads counts.
            cargo.args(["-Z", "build-std-features=optimize_for_size"]);
            if published {
                // A panic is a trap and nothing else: no text that is made first, no place that is remembered.
                flags.extend(["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"]);
            }
        }
        cargo.args(["--config", &format!("target.{TARGET}.rustflags={flags:?}")]);
        cargo
    }
}

/// Whether a compiler has the sources of its standard library.
fn std_sources(rustc: impl AsRef<OsStr>) -> bool {
    output(Command::new(rustc).args(["--print", "sysroot"])).is_some_and(|sysroot| {
        Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml").exists()
    })
}

/// Lets rustup add those sources; without them the page works as well, but is a tenth larger.
fn rustup_adds_sources() -> bool {
    say(
        "Adding the sources of Rust's standard library, to build it as small as the page: rustup component add rust-src",
    );
    let added = Command::new("rustup")
        .args(["component", "add", "rust-src"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !added {
        say("It could not be added; the page will be larger.");
    }
    added && std_sources("rustc")
}

/// Whether the compiler on `PATH` has a standard library for the target.
fn target_is_installed() -> bool {
    output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|folder| holds_std(Path::new(folder.trim())))
}

fn holds_std(folder: &Path) -> bool {
    let Ok(files) = folder.read_dir() else { return false };
    files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
}

/// Lets rustup add the target to the toolchain in use; `false` where there is no rustup or it cannot.
fn rustup_adds_target() -> bool {
    if output(Command::new("rustup").arg("--version")).is_none() {
        return false;
    }
    say(format!("Adding the wasm target: rustup target add {TARGET}"));
    // Whatever it prints names hosts and retries; only the outcome matters here.
    let added = Command::new("rustup")
        .args(["target", "add", TARGET])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !added || !target_is_installed() {
        say("rustup could not add it; trying Debian's packages.");
        return false;
    }
    true
}

/// Debian's compiler, when all of its parts are there.
fn debian_toolchain() -> Option<Toolchain> {
    let folder = PathBuf::from("/usr/bin");
    let verbose = output(Command::new(folder.join("rustc")).arg("-vV"))?;
    let new_enough =
        field(&verbose, "release").and_then(minor_version)? >= minor_version(env!("CARGO_PKG_RUST_VERSION"))?;
    let llvm = field(&verbose, "LLVM version").and_then(|version| version.split('.').next())?;
    let linker = [format!("wasm-ld-{llvm}"), "wasm-ld".to_owned()]
        .into_iter()
        .map(|name| folder.join(name))
        .find(|linker| linker.exists())?;
    (new_enough && folder.join("cargo").exists() && std_sources(folder.join("rustc")))
        .then_some(Toolchain::Debian { folder, linker })
}

fn install_debian_toolchain() -> Result<()> {
    ensure!(
        debian::has_apt(),
        "the page needs Rust's wasm target, and it is not installed; run `rustup target add {TARGET}`"
    );
    debian::install(DEBIAN_RUST, "to compile the page to wasm")?;
    // The linker is the one of the compiler's own LLVM.
    let verbose = output(Command::new("/usr/bin/rustc").arg("-vV"))
        .context("Debian's compiler is installed, but does not run")?;
    let Some(llvm) = field(&verbose, "LLVM version").and_then(|version| version.split('.').next()) else {
        bail!("Debian's compiler does not say which LLVM it uses");
    };
    debian::install(&[&format!("lld-{llvm}")], "to link the wasm")
}

/// The value of `name` in the `name: value` lines of `text`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// 95 of `1.95.0`.
fn minor_version(version: &str) -> Option<u32> {
    version.split('.').nth(1)?.parse().ok()
}

/// What a command printed, if it could be run and succeeded.
fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_compiler_says_of_itself() {
        let text = "rustc 1.96.0\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0\nLLVM version: 22.1.8\n";
        assert_eq!(field(text, "release").and_then(minor_version), Some(96));
        assert_eq!(field(text, "LLVM version"), Some("22.1.8"));
        assert_eq!(field(text, "commit-date"), None);
        assert_eq!(minor_version("nonsense"), None);
    }
}
