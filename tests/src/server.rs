//! The site under test, served.
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use loopback::Server;

/// The address of the site, with a slash at the end. One server for all tests of a process.
///
/// # Errors
/// When there is no site yet, or no port for it.
pub fn site() -> Result<String> {
    static SERVER: OnceLock<Result<Server>> = OnceLock::new();
    let server = SERVER.get_or_init(|| {
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist");
        ensure!(dist.join("index.html").exists(), "there is no site to test; run `cargo xtask build`");
        Server::start(dist, 0).context("serving the site")
    });
    match server {
        Ok(server) => Ok(server.url()),
        Err(error) => Err(anyhow::anyhow!("{error:#}")),
    }
}
