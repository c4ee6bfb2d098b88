//! A page that stands still does nothing, and one that moves keeps everything in its place.
use anyhow::{Result, ensure};
use e2e::{Page, Scheme, in_browser};
use serde_json::{Value, json};

/// From now on notes who asks for a frame or a timer, and every change of the document.
const WATCH: &str = "
    window.asked = []; window.realFrame = window.requestAnimationFrame.bind(window);
    for (const name of ['requestAnimationFrame', 'setTimeout', 'setInterval', 'queueMicrotask']) {
        const real = window[name];
        window[name] = (...rest) => { window.asked.push(name); return real.apply(window, rest); };
    }
    new MutationObserver((changes) => window.asked.push(...changes.map((c) => `change of ${c.target.nodeName}`)))
        .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });";

/// Lets so many frames go by, without being seen by the watch.
const WAIT: &str = "const [frames, done] = arguments; let left = frames;
    const next = () => { left -= 1; if (left < 0) done(window.asked); else window.realFrame(next); };
    next();";

/// What happens in half a second.
async fn watched(page: &Page) -> Result<Value> {
    page.settled().await?;
    page.js(WATCH).await?;
    Ok(page.driver().execute_async(WAIT, vec![json!(30)]).await?.json().clone())
}

async fn play_for(page: &Page, ms: u64) -> Result<()> {
    page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
    page.lab("play", vec![]).await?;
    page.until(&format!("rolloutLab.state().timeMs > {ms}")).await
}

#[test]
fn a_page_just_opened_does_nothing() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let seen = watched(page).await?;
        ensure!(seen == json!([]), "it did {seen}");
        Ok(())
    })
}

#[test]
fn a_page_paused_in_a_rollout_does_nothing() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        play_for(page, 600).await?;
        page.lab("pause", vec![]).await?;
        page.until("!document.documentElement.hasAttribute('data-playing')").await?;
        // Animations of what the last frame brought are over.
        page.until("document.getAnimations().every((a) => a.playState !== 'running')").await?;
        let seen = watched(page).await?;
        ensure!(seen == json!([]), "it did {seen}");
        Ok(())
    })
}

/// Numbers that grow by a digit, and the ledger by a line for a new version, are no jumps.
const SLACK: f64 = 0.001;

#[test]
fn nothing_jumps_while_it_plays() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.js(
            "window.shifts = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) {
                window.shifts.push(`${e.value.toFixed(5)} by ${e.sources.map((s) => `${s.node?.className || s.node?.textContent || s.node?.nodeName} ${JSON.stringify(s.previousRect)} to ${JSON.stringify(s.currentRect)}`)}`); } })
                .observe({ type: 'layout-shift' });",
        )
        .await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.press_button("16×").await?;
        page.lab("play", vec![]).await?;
        page.until("rolloutLab.state().atRest && rolloutLab.state().timeMs > 20000").await?;
        let shifts = page.js("return window.shifts").await?;
        let sum =
            page.js("return window.shifts.reduce((sum, shift) => sum + Number.parseFloat(shift), 0)").await?;
        ensure!(sum.as_f64().is_some_and(|sum| sum < SLACK), "{sum} in all: {shifts}");
        Ok(())
    })
}

#[test]
fn with_less_motion_nothing_slides_and_requests_are_not_sent_along_wires() -> Result<()> {
    in_browser(async |page| {
        page.prefer(Scheme::Light, true).await?;
        page.open("").await?;
        play_for(page, 600).await?;
        let moving = page.js(
            "return document.getAnimations().filter((a) => a.effect.getComputedTiming().duration > 0).length",
        );
        ensure!(moving.await? == json!(0), "something slides");
        page.lab("pause", vec![]).await?;
        Ok(())
    })
}
