//! The lab as a person uses it: rolled out by click and by key, gone through backwards, edited as text, at three widths.
use anyhow::{Context, Result, ensure};
use e2e::{Page, Viewport, in_browser};
use serde_json::json;
use thirtyfour::Key;

/// Decisions so far, as scripts see them.
async fn decisions(page: &Page) -> Result<u64> {
    let state = page.lab("state", vec![]).await?;
    state["decisions"].as_u64().context("the state has no number of decisions")
}

/// Images of the Pods that are not on their way out.
async fn images(page: &Page) -> Result<Vec<String>> {
    let state = page.lab("state", vec![]).await?;
    let pods = state["pods"].as_array().context("the state has no Pods")?;
    let staying = pods.iter().filter(|pod| pod["metadata"]["deletionTimestamp"].is_null());
    Ok(staying.filter_map(|pod| pod["spec"]["containers"][0]["image"].as_str().map(str::to_owned)).collect())
}

/// At most so many decisions are waited for: more than any rollout of three Pods takes.
const MOST_STEPS: usize = 20;

/// Presses until all Pods run the new image.
async fn go_on(page: &Page, press: impl AsyncFn() -> Result<()>) -> Result<()> {
    for _ in 0..MOST_STEPS {
        if images(page).await?.iter().all(|image| image == "web:2.0.0") {
            return Ok(());
        }
        press().await?;
    }
    anyhow::bail!("after {MOST_STEPS} steps the Pods run {:?}", images(page).await?)
}

#[test]
fn a_rollout_by_click() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        ensure!(page.text("h1").await? == "Three Pods answer your users.");
        page.click("[data-first=roll-out]").await?;
        page.until("document.querySelector('[data-first=next]')").await?;
        go_on(page, async || page.click("[data-first=next]").await).await?;
        ensure!(images(page).await?.len() == 3, "there are {:?}", images(page).await?);
        let errors = page.take_console_errors().await?;
        ensure!(errors.is_empty(), "{errors:?}");
        Ok(())
    })
}

#[test]
fn a_rollout_by_key_and_back() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.js("document.querySelector('[data-first=roll-out]').focus()").await?;
        page.keys(" ").await?;
        page.until("document.querySelector('[data-first=next]')").await?;
        let mut told = Vec::new();
        for expected in 1..=4 {
            page.keys(Key::Right + "").await?;
            page.until(&format!("rolloutLab.state().decisions === {expected}")).await?;
            told.push((page.text(".clock").await?, page.text("ol.chain").await?));
        }
        for expected in (1..=3_usize).rev() {
            page.keys(Key::Left + "").await?;
            page.until(&format!("rolloutLab.state().decisions === {expected}")).await?;
            let now = (page.text(".clock").await?, page.text("ol.chain").await?);
            ensure!(told.get(expected - 1) == Some(&now), "back at #{expected} it says {now:?}");
        }
        page.keys(Key::Home + "").await?;
        page.until("rolloutLab.state().timeMs === 0").await?;
        Ok(())
    })
}

#[test]
fn what_is_wrong_with_a_manifest_is_said_at_its_place_and_changes_nothing() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.click("#tab-YAML").await?;
        let manifest = page.js("return document.querySelector('#manifest').value").await?;
        let manifest = manifest.as_str().context("no text")?.to_owned();
        page.fill("#manifest", &manifest.replace("replicas: 3", "replicas: -1")).await?;
        page.press_button("Apply").await?;
        let problem = page.text("#problems").await?;
        ensure!(problem.starts_with("line 17, column 13: spec.replicas: Invalid value: -1"), "{problem}");
        let typed = page.js("return document.querySelector('#manifest').value").await?;
        ensure!(typed.as_str().is_some_and(|t| t.contains("replicas: -1")), "what was typed is lost");
        ensure!(images(page).await?.len() == 3 && decisions(page).await? == 0, "the run has changed");

        page.fill("#manifest", &manifest.replace("replicas: 3", "replicas: 5")).await?;
        page.press_button("Apply").await?;
        page.click("#tab-Spec").await?;
        let replicas = page.js("return document.querySelector('input[aria-label=replicas]').value").await?;
        ensure!(replicas == json!("5"), "the form says {replicas}");
        Ok(())
    })
}

#[test]
fn a_script_meets_the_same_errors() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let scaled = page
            .js("try { rolloutLab.scale('web', -1) } catch (e) { return e instanceof Error && e.message }");
        let message = scaled.await?;
        let expected =
            "line 17, column 13: spec.replicas: Invalid value: -1: must be greater than or equal to 0";
        ensure!(message == json!(expected), "{message}");
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.lab("step", vec![]).await?;
        ensure!(decisions(page).await? == 1);
        Ok(())
    })
}

#[test]
fn a_reload_loses_nothing() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.click("[data-first=roll-out]").await?;
        page.until("document.querySelector('[data-first=next]')").await?;
        for expected in 1..=3 {
            page.click("[data-first=next]").await?;
            page.until(&format!("rolloutLab.state().decisions === {expected}")).await?;
        }
        let before = (page.text("h1").await?, page.text(".clock").await?, page.lab("state", vec![]).await?);
        page.open("").await?;
        let after = (page.text("h1").await?, page.text(".clock").await?, page.lab("state", vec![]).await?);
        ensure!(before == after, "it was {before:?}, it is {after:?}");
        Ok(())
    })
}

#[test]
fn nothing_overlaps_in_the_middle_of_a_rollout() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        for _ in 0..3 {
            page.lab("step", vec![]).await?;
        }
        for viewport in Viewport::ALL {
            page.set_viewport(viewport).await?;
            page.until(&format!(
                "document.querySelector('svg.stage').getBoundingClientRect().width <= {}",
                viewport.width
            ))
            .await?;
            page.screenshot(&format!("rollout-{}", viewport.width)).await?;
            let wider = page.js("return document.documentElement.scrollWidth - innerWidth").await?;
            ensure!(
                wider.as_i64().is_some_and(|w| w <= 0),
                "at {} the page is {wider} px too wide",
                viewport.width
            );
            let problems = page.overlaps("body").await?;
            ensure!(problems.is_empty(), "at {}:\n{}", viewport.width, problems.join("\n"));
        }
        Ok(())
    })
}

#[test]
fn a_paused_page_asks_for_no_frame_and_sets_no_timer() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.lab("play", vec![]).await?;
        page.until("rolloutLab.state().timeMs > 300").await?;
        page.lab("pause", vec![]).await?;
        page.until("!document.documentElement.hasAttribute('data-playing')").await?;
        // What the last frame led to is drawn first.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        page.js(
            "window.asked = 0; for (const name of ['requestAnimationFrame', 'setTimeout', 'setInterval']) {
                const real = window[name]; window[name] = (...a) => { window.asked++; return real.apply(window, a); }; }",
        )
        .await?;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let asked = page.js("return window.asked").await?;
        ensure!(asked == json!(0), "it asked {asked} times");
        Ok(())
    })
}

/// The state's ledger of requests.
async fn requests(page: &Page) -> Result<serde_json::Value> {
    Ok(page.lab("state", vec![]).await?["requests"].clone())
}

#[test]
fn a_click_on_a_count_of_failures_goes_to_the_first() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.press_button("Recreate").await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.lab("seek", vec![json!(30_000)]).await?;
        page.until("document.querySelector('.ledger .cause button')").await?;
        let failed = requests(page).await?["failed"].clone();
        let many = failed["NoEndpoint"].as_u64().context("nothing failed for want of an endpoint")?;
        ensure!(many > 10, "only {many} failed");
        let shown = page.text(".ledger .cause button").await?;
        ensure!(
            shown.contains("no endpoint") && shown.contains(&many.to_string()),
            "the ledger says {shown}"
        );

        page.click(".ledger .cause button").await?;
        page.until("rolloutLab.state().timeMs < 30000").await?;
        let at = page.lab("state", vec![]).await?["timeMs"].as_u64().context("no time")?;
        let then = requests(page).await?["failed"]["NoEndpoint"].as_u64();
        ensure!(then == Some(1), "at {at} ms {then:?} have failed");
        page.screenshot("first-failure").await?;
        page.lab("seek", vec![json!(at - 1)]).await?;
        let before = requests(page).await?["failed"]["NoEndpoint"].clone();
        ensure!(before.is_null(), "a moment before {before} have failed");
        page.lab("seek", vec![json!(30_000)]).await?;
        ensure!(requests(page).await?["failed"] == failed, "the counts have changed");
        Ok(())
    })
}

#[test]
fn who_calls_is_edited_and_kept() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.js("for (const d of document.querySelectorAll('details')) d.open = true").await?;
        page.press_button("Another client").await?;
        page.until("document.querySelectorAll('input[aria-label=\"calls per second\"]').length === 2")
            .await?;
        page.js("for (const d of document.querySelectorAll('details')) d.open = true").await?;
        let set = |label: &str, value: u32| {
            format!(
                "const all = document.querySelectorAll('input[aria-label=\"{label}\"]');
                 const field = all[all.length - 1];
                 field.value = '{value}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}))"
            )
        };
        page.js(&set("calls per second", 88)).await?;
        page.js(&set("is tried again", 2)).await?;
        page.until("document.querySelector('.service').textContent.includes('100 calls/s')").await?;
        page.screenshot("clients").await?;
        page.lab("seek", vec![json!(10_000)]).await?;
        let sent = requests(page).await?;
        page.open("").await?;
        ensure!(requests(page).await? == sent, "after a reload it is {}", requests(page).await?);
        page.js("for (const d of document.querySelectorAll('details')) d.open = true").await?;
        let again = page.js(
            "return [...document.querySelectorAll('input[aria-label=\"is tried again\"]')].map(i => i.value)",
        );
        ensure!(again.await? == json!(["0", "2"]), "the retries are lost");
        Ok(())
    })
}
