//! The lab as a person uses it: rolled out by click and by key, gone through backwards, edited as text, at three widths.
use anyhow::{Context, Result, ensure};
use e2e::{Page, in_browser};
use serde_json::json;
use thirtyfour::Key;

/// Decisions so far, as scripts see them.
async fn decisions(page: &Page) -> Result<u64> {
    let state = page.state().await?;
    state["decisions"].as_u64().context("the state has no number of decisions")
}

/// Images of the Pods that are not on their way out.
async fn images(page: &Page) -> Result<Vec<String>> {
    let state = page.state().await?;
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
        let manifest = page.value("#manifest").await?;
        page.fill("#manifest", &manifest.replace("replicas: 3", "replicas: -1")).await?;
        page.press_button("Apply").await?;
        let problem = page.text("#problems").await?;
        ensure!(problem.starts_with("line 17, column 13: spec.replicas: Invalid value: -1"), "{problem}");
        ensure!(page.value("#manifest").await?.contains("replicas: -1"), "what was typed is lost");
        ensure!(images(page).await?.len() == 3 && decisions(page).await? == 0, "the run has changed");

        page.fill("#manifest", &manifest.replace("replicas: 3", "replicas: 5")).await?;
        page.press_button("Apply").await?;
        page.click("#tab-Spec").await?;
        let replicas = page.value("input[aria-label=replicas]").await?;
        ensure!(replicas == "5", "the form says {replicas}");
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
        let before = (page.text("h1").await?, page.text(".clock").await?, page.state().await?);
        page.open("").await?;
        let after = (page.text("h1").await?, page.text(".clock").await?, page.state().await?);
        ensure!(before == after, "it was {before:?}, it is {after:?}");
        Ok(())
    })
}

#[test]
fn the_workshop_rollout_fails_no_request() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.click("[data-first=roll-out]").await?;
        page.lab("seek", vec![json!(60_000)]).await?;
        let requests = page.requests().await?;
        ensure!(requests["sent"].as_u64() > Some(500), "there were too few: {requests}");
        ensure!(requests["failed"] == json!({}), "{requests}");
        Ok(())
    })
}

#[test]
fn what_a_new_user_tries() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        // Five Pods, two more at a time.
        page.fill("input[aria-label=replicas]", "5").await?;
        page.keys(Key::Tab + "").await?;
        page.press_button("maxSurge: %").await?;
        page.fill("input[aria-label=maxSurge]", "2").await?;
        page.keys(Key::Tab + "").await?;
        let spec = page.spec().await?;
        ensure!(spec["replicas"] == 5 && spec["strategy"]["rollingUpdate"]["maxSurge"] == 2, "{spec}");
        page.lab("seek", vec![json!(20_000)]).await?;
        // A new image that does not start: it says why, and names the Pod.
        page.click("[data-first=roll-out]").await?;
        page.choose("#behaves", "image cannot be pulled").await?;
        page.lab("seek", vec![json!(60_000)]).await?;
        ensure!(page.text("h1").await? == "Why is nothing happening?", "{}", page.text("h1").await?);
        ensure!(page.text("ol.chain").await?.contains("No registry has its image"));
        // One press undoes it.
        page.click("[data-first=undo]").await?;
        page.lab("seek", vec![json!(90_000)]).await?;
        let images = images(page).await?;
        ensure!(images.len() == 5 && images.iter().all(|i| i == "web:1.0.0"), "{images:?}");
        Ok(())
    })
}

/// The image that the Deployment asks for.
async fn wanted(page: &Page) -> Result<String> {
    let spec = page.spec().await?;
    spec["template"]["spec"]["containers"][0]["image"].as_str().map(str::to_owned).context("no image")
}

#[test]
fn the_future_that_was_left_can_be_returned_to() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.lab("seek", vec![json!(20_000)]).await?;
        page.lab("seek", vec![json!(6_000)]).await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:3.0.0")]).await?;
        page.seek(40_000).await?;
        ensure!(page.count(".tl .left").await? > 0);
        page.press_button("Return to the other future").await?;
        page.settled().await?;
        ensure!(page.state().await?["timeMs"] == 6_000);
        page.lab("seek", vec![json!(30_000)]).await?;
        ensure!(wanted(page).await? == "web:2.0.0", "it came to {}", wanted(page).await?);
        // And back again.
        page.press_button("Return to the other future").await?;
        page.lab("seek", vec![json!(30_000)]).await?;
        ensure!(wanted(page).await? == "web:3.0.0", "it came back to {}", wanted(page).await?);
        Ok(())
    })
}

#[test]
fn the_timeline_is_zoomed_by_wheel_and_by_key() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.lab("seek", vec![json!(20_000)]).await?;
        let whole = "document.querySelector('.tltools button')?.textContent === 'Whole run'";
        page.js(
            "const box = document.querySelector('.tlbox'); const { left, top } = box.getBoundingClientRect();
             box.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, clientX: left + 300, clientY: top + 50, cancelable: true }));",
        )
        .await?;
        page.until(whole).await?;
        page.press_button("Whole run").await?;
        page.until(&format!("!({whole})")).await?;
        page.js("document.activeElement.blur()").await?;
        page.keys("+").await?;
        page.until(whole).await?;
        page.keys("0").await?;
        page.until(&format!("!({whole})")).await?;
        Ok(())
    })
}

#[test]
fn acts_are_taken_back_and_done_again() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.click("[data-first=roll-out]").await?;
        page.lab("seek", vec![json!(6_000)]).await?;
        page.press_button("Take the last act back").await?;
        ensure!(wanted(page).await? == "web:1.0.0" && decisions(page).await? == 0);
        page.press_button("Do it again").await?;
        page.lab("seek", vec![json!(30_000)]).await?;
        ensure!(images(page).await?.iter().all(|i| i == "web:2.0.0"));
        page.ctrl("z").await?;
        ensure!(wanted(page).await? == "web:1.0.0");
        Ok(())
    })
}

#[test]
fn a_manifest_that_was_not_applied_survives_a_reload() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.press_button("YAML").await?;
        page.click("#manifest").await?;
        page.keys("# mine").await?;
        page.settled().await?;
        page.open("").await?;
        ensure!(page.count("#tab-YAML .dot").await? == 1, "no mark");
        page.press_button("YAML").await?;
        let text = page.value("#manifest").await?;
        ensure!(text.contains("# mine"), "it is lost: {text}");
        Ok(())
    })
}

#[test]
fn a_click_on_a_count_of_failures_goes_to_the_first() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.press_button("Recreate").await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.lab("seek", vec![json!(30_000)]).await?;
        page.until("document.querySelector('.ledger .cause button')").await?;
        let failed = page.requests().await?["failed"].clone();
        let many = failed["NoEndpoint"].as_u64().context("nothing failed for want of an endpoint")?;
        ensure!(many > 10, "only {many} failed");
        let shown = page.text(".ledger .cause button").await?;
        ensure!(
            shown.contains("no endpoint") && shown.contains(&many.to_string()),
            "the ledger says {shown}"
        );

        page.click(".ledger .cause button").await?;
        page.until("rolloutLab.state().timeMs < 30000").await?;
        let at = page.state().await?["timeMs"].as_u64().context("no time")?;
        let then = page.requests().await?["failed"]["NoEndpoint"].as_u64();
        ensure!(then == Some(1), "at {at} ms {then:?} have failed");
        page.screenshot("first-failure").await?;
        page.lab("seek", vec![json!(at - 1)]).await?;
        let before = page.requests().await?["failed"]["NoEndpoint"].clone();
        ensure!(before.is_null(), "a moment before {before} have failed");
        page.lab("seek", vec![json!(30_000)]).await?;
        ensure!(page.requests().await?["failed"] == failed, "the counts have changed");
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
        page.until("document.querySelector('svg.stage').textContent.includes('100 calls/s')").await?;
        page.screenshot("clients").await?;
        page.lab("seek", vec![json!(10_000)]).await?;
        let sent = page.requests().await?;
        page.open("").await?;
        ensure!(page.requests().await? == sent, "after a reload it is {}", page.requests().await?);
        page.js("for (const d of document.querySelectorAll('details')) d.open = true").await?;
        let again = page.js(
            "return [...document.querySelectorAll('input[aria-label=\"is tried again\"]')].map(i => i.value)",
        );
        ensure!(again.await? == json!(["0", "2"]), "the retries are lost");
        Ok(())
    })
}

/// The words in backquotes of a row's first cell, up to their brackets.
fn named_in_readme() -> Vec<String> {
    let table =
        include_str!("../README.md").lines().skip_while(|line| *line != "| `version` | the lab's version |");
    let cells = table.take_while(|line| line.starts_with('|')).filter_map(|line| line.split('|').nth(1));
    let words =
        cells.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
    words.map(|word| word.split('(').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn scripts_have_what_the_readme_says_and_nothing_else() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let mut told = named_in_readme();
        told.sort();
        let there = page.js("return Object.keys(rolloutLab).sort()").await?;
        ensure!(there == json!(told), "there is {there}, the README says {told:?}");
        let version = page.js("return rolloutLab.version").await?;
        ensure!(version == json!(env!("CARGO_PKG_VERSION")), "{version}");

        let state = page.js("return Object.keys(rolloutLab.state()).sort()").await?;
        let fields = [
            "atRest",
            "decisions",
            "deployments",
            "endpoints",
            "events",
            "lesson",
            "pods",
            "replicaSets",
            "requests",
            "timeMs",
        ];
        ensure!(state == json!(fields), "{state}");

        page.lab("scale", vec![json!("web"), json!(1)]).await?;
        page.lab("seek", vec![json!(20_000)]).await?;
        ensure!(images(page).await?.len() == 1);
        let time = page.js("return rolloutLab.state().timeMs").await?;
        ensure!(time == json!(20_000), "{time}");
        page.lab("back", vec![]).await?;
        let time = page.js("return rolloutLab.state().timeMs").await?;
        ensure!(
            time.as_u64().is_some_and(|ms| ms < 1_000),
            "back leads to {time}, not to the decision before"
        );
        page.lab("play", vec![]).await?;
        page.until("rolloutLab.state().timeMs > 100").await?;
        page.lab("pause", vec![]).await?;
        let manifest = include_str!("../web/scenarios/workshop.yaml").replace("replicas: 3", "replicas: 4");
        page.lab("apply", vec![json!(manifest)]).await?;
        page.lab("seek", vec![json!(30_000)]).await?;
        ensure!(images(page).await?.len() == 4);
        page.lab("load", vec![json!(manifest)]).await?;
        let time = page.js("return rolloutLab.state().timeMs").await?;
        ensure!(time == json!(0) && decisions(page).await? == 0, "load begins no new run");
        Ok(())
    })
}
