//! The address holds what is on screen: it opens again, is shared, and says what it could not do.
use anyhow::{Result, ensure};
use e2e::{Page, in_browser};
use serde_json::json;

async fn address(page: &Page) -> Result<String> {
    let said = page.js("return location.search + location.hash").await?;
    Ok(said.as_str().unwrap_or_default().to_owned())
}

#[test]
fn the_address_opens_what_is_on_screen() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.lab("seek", vec![json!(1_500)]).await?;
        page.click(".transport .primary").await?;
        page.lab("seek", vec![json!(9_000)]).await?;
        let link = address(page).await?;
        ensure!(link.starts_with("?v=1&scenario=workshop&at=9s#1.5s:") && link.len() < 2_000, "{link}");
        let was = page.js("return [rolloutLab.state().pods.map((p) => [p.metadata.name, p.status.phase]), document.querySelector('h1').textContent]").await?;
        page.js("localStorage.clear()").await?;
        page.open(&link).await?;
        let is = page.js("return [rolloutLab.state().pods.map((p) => [p.metadata.name, p.status.phase]), document.querySelector('h1').textContent]").await?;
        ensure!(is == was, "{is}\n{was}");
        ensure!(page.count(".notice").await? == 0);
        Ok(())
    })
}

#[test]
fn a_link_leaves_ones_own_run_alone() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.lab("scale", vec![json!("web"), json!(5)]).await?;
        page.open("?replicas=2&theme=dark").await?;
        ensure!(page.spec().await?["replicas"] == 2);
        ensure!(page.js("return document.documentElement.dataset.theme").await? == "dark");
        page.look("link-another").await?;
        page.press_button("Return to your own run").await?;
        ensure!(page.spec().await?["replicas"] == 5);
        page.open("").await?;
        ensure!(page.spec().await?["replicas"] == 5);
        Ok(())
    })
}

#[test]
fn a_broken_link_says_what_it_could_not_do() -> Result<()> {
    in_browser(async |page| {
        page.open("?replicas=4&maxSurge=lots&colour=%3Cimg+src=x+onerror=alert(1)%3E&at=2s#1s:dance;1.5s:kubectl+delete+pod+nobody").await?;
        let said = page.text(".notice").await?;
        for part in ["maxSurge cannot be lots", "There is no parameter colour", "dance", "nobody"] {
            ensure!(said.contains(part), "{part} is not in {said}");
        }
        ensure!(page.spec().await?["replicas"] == 4);
        ensure!(page.count(".notice img").await? == 0);
        page.look("link-broken").await?;
        page.press_button("Close").await?;
        page.until("document.querySelector('.notice') === null").await
    })
}

#[test]
fn lessons_have_links() -> Result<()> {
    in_browser(async |page| {
        page.open("?lesson=tour/rolling-update/3").await?;
        let heading = page.text("h1").await?;
        ensure!(heading == "A Pod with the new image is created", "{heading}");
        page.press_button("Next").await?;
        ensure!(address(page).await?.contains("lesson=rolling-update/4"), "{}", address(page).await?);
        page.open("?lesson=tour/no-such-thing/3").await?;
        ensure!(page.text(".notice").await?.contains("There is no lesson tour/no-such-thing/3."));
        Ok(())
    })
}

#[test]
fn a_link_is_shared() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.click(".transport .primary").await?;
        page.press_button("Share").await?;
        let shared = page.text(".share-dialog code").await?;
        ensure!(shared.contains("?v=1&scenario=workshop#0s:"), "{shared}");
        page.look("link-share").await?;
        page.click(".share-dialog .row button").await?;
        page.until("document.querySelector('.share-dialog .row button').textContent === 'Copied'").await
    })
}
