//! A page for the trials in wasm, compiled as the lab's own page is.
use std::path::PathBuf;

use anyhow::Result;

use crate::build::{self, Names, Profile};
use crate::page::SiteFile;
use crate::say::say;
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace;

const SHELL: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Trials</title>\n<link rel=\"icon\" href=\"data:,\">\n\
                     <script type=\"module\" src=\"page.js\"></script>\n";

/// Where the page is, once built.
pub(crate) fn folder() -> PathBuf {
    workspace::wasm_target().join("trials")
}

/// Builds the page into [`folder`].
pub(crate) fn build(toolchain: &Toolchain) -> Result<()> {
    say("Building the trials for wasm ...");
    let mut cargo = toolchain.cargo_build(Profile::Web);
    cargo.args(["--quiet", "--package", "trials", "--bin", "in_browser", "--profile", "web"]);
    workspace::run(&mut cargo, "the trials do not compile")?;
    let wasm = workspace::wasm_target().join(TARGET).join("web/in_browser.wasm");
    let program = build::bind(&wasm, Names::Dropped)?;
    let files = [
        SiteFile::new("app.js", program.glue),
        SiteFile::new("app_bg.wasm", program.wasm),
        SiteFile::new("page.js", include_str!("trials_page/page.js")),
        SiteFile::new("index.html", SHELL),
    ];
    build::write(&files, &folder())
}
