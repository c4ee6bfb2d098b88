//! The page in a further language: chosen in the header, kept, complete, and nothing is cut off by longer words.
use anyhow::{Result, ensure};
use e2e::{Look, Page, Viewport, in_browser};
use serde_json::json;

/// Words that only English sentences have, in what is seen; names, commands and what kubectl prints are the same in every language.
const LEFT_IN_ENGLISH: &str = r"
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const left = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (parent.closest('pre, .mono, .log, textarea, script, option') || !parent.checkVisibility()) continue;
        if (/\b(the|is|are|of|and|that|with|wants?|ready|available|leaving|more|nothing)\b/.test(node.textContent)) left.push(node.textContent);
    }
    return left;";

fn check(name: &str, prepare: impl AsyncFn(&Page) -> Result<()>) -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.choose("#language", "Deutsch").await?;
        prepare(page).await?;
        let mut problems = Vec::new();
        for viewport in Viewport::ALL {
            page.set_viewport(viewport).await?;
            let picture = format!("{name}-{}-german", viewport.width);
            problems.extend(page.problems(&picture, Look::Geometry).await?);
        }
        let left = page.js(LEFT_IN_ENGLISH).await?;
        if left != json!([]) {
            problems.push(format!("{name}: still English: {left}"));
        }
        ensure!(problems.is_empty(), "{}", problems.join("\n"));
        Ok(())
    })
}

async fn roll(page: &Page, ms: u64) -> Result<()> {
    page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
    page.seek(ms).await
}

#[test]
fn at_rest() -> Result<()> {
    check("rest", async |page| {
        ensure!(page.text("h1").await? == "Drei Pods antworten deinen Nutzern.");
        ensure!(page.js("return document.documentElement.lang").await? == "de");
        Ok(())
    })
}

#[test]
fn in_the_middle_of_a_rollout() -> Result<()> {
    check("middle", async |page| roll(page, 5_000).await)
}

#[test]
fn stuck() -> Result<()> {
    check("stuck", async |page| {
        roll(page, 0).await?;
        page.choose("#behaves", "nie bereit").await?;
        page.seek(30_000).await
    })
}

#[test]
fn why() -> Result<()> {
    check("why", async |page| {
        roll(page, 8_000).await?;
        page.press_button("Warum").await
    })
}

#[test]
fn history() -> Result<()> {
    check("history", async |page| {
        roll(page, 30_000).await?;
        page.press_button("Verlauf").await
    })
}

#[test]
fn a_language_is_kept_and_can_be_changed_at_any_time() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        roll(page, 5_000).await?;
        let english = page.text("h1").await?;
        page.choose("#language", "Deutsch").await?;
        let german = page.text("h1").await?;
        ensure!(german != english, "{german}");
        page.open("").await?;
        ensure!(page.text("h1").await? == german);
        page.choose("#language", "English").await?;
        ensure!(page.text("h1").await? == english);
        Ok(())
    })
}
