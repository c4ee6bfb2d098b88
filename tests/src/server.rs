//! The site under test and the pages around it, served.
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use loopback::{Answer, Server};

/// The folder of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The address of the site, with a slash at the end. One server for all tests of a process.
///
/// # Errors
/// When there is no site yet, or no port for it.
pub fn site() -> Result<String> {
    static SERVER: OnceLock<Result<Server>> = OnceLock::new();
    let server = SERVER.get_or_init(|| {
        let dist = root().join("dist");
        ensure!(dist.join("index.html").exists(), "there is no site to test; run `cargo xtask build`");
        Server::start(dist, 0).context("serving the site")
    });
    match server {
        Ok(server) => Ok(server.url()),
        Err(error) => Err(anyhow::anyhow!("{error:#}")),
    }
}

/// A page of its own origin that stands around the lab, and nothing beside it.
///
/// # Errors
/// When there is no port for it.
pub fn page_around(html: String) -> Result<Server> {
    let answer = move |path: &str| (path == "/").then(|| Answer::html(html.as_bytes()));
    Server::start_with(root().join("tests/vendor"), 0, answer).context("serving the page around the lab")
}
