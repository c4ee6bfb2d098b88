//! Two futures side by side: chosen by pointer and key, one clock, told in a sentence and a table.
use anyhow::{Result, ensure};
use e2e::{Page, Viewport, in_browser};
use serde_json::json;
use thirtyfour::Key;

async fn rollout(page: &Page) -> Result<()> {
    page.open("").await?;
    page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
    page.settled().await
}

#[test]
fn another_max_surge_is_compared_by_key() -> Result<()> {
    in_browser(async |page| {
        rollout(page).await?;
        page.js("document.activeElement.blur()").await?;
        page.keys("c").await?;
        page.until("document.querySelector('dialog.compare[open] .verdict')").await?;
        let said = page.text(".compare .verdict").await?;
        for part in ["maxSurge 2", "sooner", "2 extra Pods at most (not 1)", "0 failed requests"] {
            ensure!(said.contains(part), "{part} is not in: {said}");
        }
        ensure!(page.js("return document.querySelectorAll('.compare svg.tl').length").await? == 2);
        // One clock for both: an arrow moves both heads and what the table says of the moment.
        let heads = "return [...document.querySelectorAll('.compare .head')].map((h) => h.getAttribute('d'))";
        let before = page.js(heads).await?;
        page.js("document.querySelector('.compare input[type=range]').focus()").await?;
        page.keys(Key::PageUp + "").await?;
        page.settled().await?;
        let after = page.js(heads).await?;
        ensure!(after != before && after[0] == after[1], "{before} {after}");
        // Another value, typed; one that is none is put back.
        page.fill(".compare input[type=text]", "3").await?;
        page.keys(Key::Tab + "").await?;
        page.until("document.querySelector('.compare .verdict').textContent.includes('3 extra Pods')")
            .await?;
        page.fill(".compare input[type=text]", "many").await?;
        page.keys(Key::Tab + "").await?;
        ensure!(page.js("return document.querySelector('.compare input[type=text]').value").await? == "3");
        page.keys(Key::Escape + "").await?;
        page.until("!document.querySelector('dialog.compare')").await?;
        ensure!(page.lab("state", vec![]).await?["timeMs"] == 0, "the run has moved");
        Ok(())
    })
}

#[test]
fn two_futures_are_compared_by_pointer_at_every_width() -> Result<()> {
    in_browser(async |page| {
        rollout(page).await?;
        page.lab("seek", vec![json!(30_000)]).await?;
        page.lab("seek", vec![json!(6_000)]).await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:3.0.0")]).await?;
        page.settled().await?;
        for viewport in Viewport::ALL {
            page.set_viewport(viewport).await?;
            page.settled().await?;
            // On a phone the buttons are below what can be seen at first.
            page.js("window.scrollTo(0, document.body.scrollHeight)").await?;
            page.press_button("Compare").await?;
            page.until("document.querySelector('dialog.compare[open] .verdict')").await?;
            let said = page.text(".compare .verdict").await?;
            ensure!(said.contains("With image 2.0.0") || said.contains("sooner"), "{said}");
            let clock = page.text(".compare .clock").await?;
            // The middle may be where the clock stands already.
            page.js(
                "const chart = document.querySelector('.compare svg.tl'), r = chart.getBoundingClientRect();
                 chart.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, buttons: 1, clientX: r.left + r.width * 0.35, clientY: r.top + r.height / 2 }));",
            )
            .await?;
            page.settled().await?;
            ensure!(
                page.text(".compare .clock").await? != clock,
                "a click on the chart does not move the clock"
            );
            let cells = page.js("return document.querySelectorAll('.compare td').length").await?;
            ensure!(cells == 17, "{cells} cells");
            page.press_button("Close").await?;
            page.until("!document.querySelector('dialog.compare')").await?;
        }
        Ok(())
    })
}
