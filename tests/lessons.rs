//! The course in the page: chosen, gone through by keys, changed on the way, answered, solved.
use anyhow::{Result, ensure};
use e2e::{Page, Viewport, in_browser};
use serde_json::json;
use thirtyfour::Key;

/// Looks at the page at three widths.
async fn look(page: &Page, name: &str) -> Result<()> {
    let mut problems = Vec::new();
    for viewport in Viewport::ALL {
        page.set_viewport(viewport).await?;
        page.settled().await?;
        let picture = format!("lesson-{name}-{}", viewport.width);
        page.screenshot(&picture).await?;
        let mut found = page.overlaps("body").await?;
        found.extend(page.axe().await?);
        problems.extend(found.into_iter().map(|problem| format!("{picture}: {problem}")));
    }
    page.set_viewport(Viewport::WIDE).await?;
    page.settled().await?;
    ensure!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

async fn open(page: &Page, kind: &str, title: &str) -> Result<()> {
    page.press_button(kind).await?;
    page.js_with(
        "const entry = [...document.querySelectorAll('.lessons li button')].find((b) => b.querySelector('b').textContent === arguments[0]);
         if (!entry) throw new Error(`no lesson ${arguments[0]}`); entry.click();",
        vec![json!(title)],
    )
    .await?;
    page.settled().await
}

#[test]
fn the_list_of_lessons() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.press_button("Guided tour").await?;
        let chapters = page.js("return document.querySelectorAll('.lessons li').length").await?;
        ensure!(chapters == 8, "{chapters} chapters");
        look(page, "list").await?;
        page.click(".lessons .seg button:nth-child(3)").await?;
        look(page, "challenges").await?;
        page.keys(Key::Escape + "").await?;
        page.until("!document.querySelector('dialog.lessons').open").await
    })
}

#[test]
fn a_chapter_by_keys_and_with_other_numbers() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        open(page, "Guided tour", "A rolling update").await?;
        ensure!(page.text("h1").await? == "A rolling update");
        page.keys(Key::Right + "").await?;
        ensure!(page.text("h1").await? == "What is a rolling update?");
        for _ in 0..4 {
            page.keys(Key::PageDown + "").await?;
        }
        let heading = page.text("h1").await?;
        look(page, "tour").await?;
        page.keys(Key::Left + "").await?;
        ensure!(page.text("h1").await? != heading);
        page.keys(Key::Right + "").await?;
        ensure!(page.text("h1").await? == heading, "{}", page.text("h1").await?);
        // A reload loses nothing of it.
        page.open("").await?;
        ensure!(page.text("h1").await? == heading);
        page.lab("scale", vec![json!("web"), json!(5)]).await?;
        let mut moments = 0;
        while page.js("return !document.querySelector('.lesson .strong').disabled && document.querySelector('.lesson .strong').textContent === 'Next'").await? == true {
            page.keys(Key::Right + "").await?;
            moments += 1;
            ensure!(moments < 60, "it does not end");
        }
        ensure!(moments > 20, "{moments} more moments with 5 replicas");
        ensure!(page.text(".lesson").await?.contains("Next: Who creates the Pods?"));
        page.press_button("Back to the lab").await?;
        ensure!(page.js("return rolloutLab.state().deployments[0].spec.replicas").await? == 3);
        ensure!(page.js("return document.querySelector('.lesson') === null").await? == true);
        Ok(())
    })
}

#[test]
fn an_experiment_is_guessed_and_seen() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        open(page, "Experiments", "One replica and the defaults").await?;
        look(page, "question").await?;
        page.press_button("none, so there is an outage").await?;
        page.press_button("Run it").await?;
        let said = page.text(".say").await?;
        ensure!(said.contains("Not so. It is: always one"), "{said}");
        look(page, "seen").await?;
        page.press_button("Previous").await?;
        page.press_button("always one").await?;
        page.press_button("Run it").await?;
        ensure!(page.text(".say").await?.contains("Just so."));
        Ok(())
    })
}

#[test]
fn a_challenge_is_solved_and_starred() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        open(page, "Challenges", "Out of the mire").await?;
        page.press_button("A hint").await?;
        ensure!(page.text(".say").await?.contains("Which revision was good?"));
        look(page, "challenge").await?;
        page.press_button("16×").await?;
        page.lab("play", vec![]).await?;
        page.until("rolloutLab.state().timeMs > 15000").await?;
        page.lab("pause", vec![]).await?;
        page.js("rolloutLab.kubectl('kubectl rollout undo deployment/web')").await?;
        page.lab("play", vec![]).await?;
        page.until("document.querySelector('.stars')").await?;
        page.lab("pause", vec![]).await?;
        let stars = page.text(".stars").await?;
        ensure!(stars.matches('★').count() == 3, "{stars}");
        look(page, "stars").await
    })
}
