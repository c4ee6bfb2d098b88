//! The tree of futures: made by acting in the past, named, returned to and removed, by pointer and by key, kept over a reload.
use anyhow::{Result, ensure};
use e2e::{Page, in_browser};
use serde_json::{Value, json};
use thirtyfour::Key;

async fn image(page: &Page, at_ms: u64, image: &str) -> Result<()> {
    page.lab("seek", vec![json!(at_ms)]).await?;
    page.set_image(image).await
}

/// A run with three futures, the last of them shown, and the list of them opened.
async fn three(page: &Page) -> Result<()> {
    page.open("").await?;
    image(page, 0, "web:2.0.0").await?;
    page.lab("seek", vec![json!(30_000)]).await?;
    image(page, 6_000, "web:3.0.0").await?;
    page.lab("seek", vec![json!(30_000)]).await?;
    image(page, 4_000, "web:1.0.0").await?;
    page.lab("seek", vec![json!(30_000)]).await?;
    page.click("#tab-History").await?;
    page.settled().await
}

/// Names of the futures, and which of them is shown.
async fn futures(page: &Page) -> Result<Value> {
    page.js("return [...document.querySelectorAll('.futures li')].map((row) =>
             row.querySelector('input').value + (row.ariaCurrent === 'true' ? ' *' : ''))")
        .await
}

#[test]
fn acts_in_the_past_are_listed_and_returned_to() -> Result<()> {
    in_browser(async |page| {
        three(page).await?;
        ensure!(futures(page).await? == json!(["image 2.0.0", "image 3.0.0", "image 1.0.0 *"]));
        page.press_button("Return: image 3.0.0").await?;
        page.settled().await?;
        ensure!(futures(page).await? == json!(["image 2.0.0", "image 3.0.0 *", "image 1.0.0"]));
        ensure!(page.state().await?["timeMs"] == 4_000, "not where they parted");
        page.lab("seek", vec![json!(30_000)]).await?;
        let spec = page.spec().await?;
        ensure!(spec["template"]["spec"]["containers"][0]["image"] == "web:3.0.0", "{spec}");
        Ok(())
    })
}

#[test]
fn they_are_named_and_removed_by_key_and_kept() -> Result<()> {
    in_browser(async |page| {
        three(page).await?;
        page.js("document.querySelector('.futures li input').focus()").await?;
        page.keys("as planned".to_owned() + Key::Tab).await?;
        // A field that is entered by key is written into at its end, or in place of what is selected.
        page.until("document.querySelector('.futures li input').value.includes('as planned')").await?;
        page.keys(Key::Enter + "").await?;
        page.until("document.querySelector('.futures li').ariaCurrent === 'true'").await?;
        page.js("[...document.querySelectorAll('.futures li:last-child button')].pop().focus()").await?;
        page.keys(Key::Enter + "").await?;
        page.until("document.querySelectorAll('.futures li').length === 2").await?;
        let before = futures(page).await?;
        page.open("").await?;
        page.click("#tab-History").await?;
        page.settled().await?;
        ensure!(futures(page).await? == before, "{} instead of {before}", futures(page).await?);
        page.press_button("Return: image 3.0.0").await?;
        page.settled().await?;
        page.press_button("Take the last act back").await?;
        page.settled().await?;
        page.press_button("Do it again").await?;
        page.settled().await?;
        ensure!(futures(page).await?[1] == "image 3.0.0 *", "{}", futures(page).await?);
        Ok(())
    })
}
