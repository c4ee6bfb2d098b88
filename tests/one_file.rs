//! The lab as one HTML file opens from a disk and fetches nothing. Broken policy would be an error in the console, and fail.
use anyhow::{Context, Result, ensure};
use e2e::{in_browser, root, site};
use serde_json::json;

/// What may be sent around by mail and kept on any stick.
const MOST_BYTES: u64 = 450_000;

#[test]
fn it_runs_from_a_disk_without_a_request() -> Result<()> {
    in_browser(async |page| {
        let file = root().join("dist/rollout-lab.html").canonicalize();
        let file = file.context("the one file is missing; `cargo xtask build` makes it")?;
        let size = file.metadata()?.len();
        ensure!(size <= MOST_BYTES, "it has {size} bytes, more than {MOST_BYTES}");
        page.driver().goto(format!("file://{}", file.display())).await?;
        page.until("document.querySelector('[data-ready]')").await.context("it does not become ready")?;
        page.screenshot("one-file").await?;

        let fetched = page.js("return performance.getEntriesByType('resource').map((e) => e.name)").await?;
        ensure!(fetched == json!([]), "it fetched {fetched}");

        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.lab("seek", vec![json!(600_000)]).await?;
        let ready = page.js("return rolloutLab.state().deployments[0].status.updatedReplicas").await?;
        ensure!(ready == json!(3), "after ten minutes {ready} Pods are of the new version");
        Ok(())
    })
}

/// Its bytes are characters of an encoding that the file names; a server may name another one.
#[test]
fn a_server_that_says_another_encoding_does_not_spoil_it() -> Result<()> {
    in_browser(async |page| {
        page.driver().goto(format!("{}rollout-lab.html", site()?)).await?;
        page.until("document.querySelector('[data-ready]')").await.context("it does not become ready")?;
        ensure!(page.js("return document.characterSet").await? == "UTF-8", "this server says nothing else");
        Ok(())
    })
}
