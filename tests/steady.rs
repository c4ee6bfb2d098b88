//! Nothing moves that need not: no layout shift while a rollout with failures is played, and neither memory nor document grows in a
//! long play.
use anyhow::{Context, Result, ensure};
use e2e::{Page, Viewport, in_browser};
use serde_json::json;

/// From now on notes every shift that the browser sees, and what moved.
const WATCH: &str = "window.shifts = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shifts.push(
    `${e.value.toFixed(5)} by ${e.sources.map((s) => `${s.node?.parentElement?.className?.baseVal ?? s.node?.parentElement?.className} > ${s.node?.className || s.node?.textContent || s.node?.nodeName} ${JSON.stringify(s.previousRect)} to ${JSON.stringify(s.currentRect)}`)}`); })
    .observe({ type: 'layout-shift' });";

/// A rollout to an image that drops what it serves, played to its end at the highest speed.
async fn shifts(page: &Page, viewport: Viewport) -> Result<Vec<String>> {
    page.set_viewport(viewport).await?;
    page.open("").await?;
    page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
    page.choose("#behaves", "exits at once on SIGTERM").await?;
    page.lab("seek", vec![json!(30_000)]).await?;
    page.lab("setImage", vec![json!("web"), json!("web"), json!("web:3.0.0")]).await?;
    page.settled().await?;
    page.js(WATCH).await?;
    page.js("[...document.querySelectorAll('.transport .seg button')].pop().click(); document.activeElement.blur()")
        .await?;
    page.lab("play", vec![]).await?;
    page.until("rolloutLab.state().atRest && rolloutLab.state().timeMs > 50000").await?;
    page.lab("pause", vec![]).await?;
    page.settled().await?;
    let failed = page.js("return document.querySelectorAll('.failbar').length").await?;
    ensure!(failed.as_u64() > Some(0), "no request failed at {}", viewport.width);
    let shifts = page.js("return window.shifts").await?;
    let shifts = shifts.as_array().context("nobody watched")?;
    Ok(shifts.iter().map(|s| format!("{}: {s}", viewport.width)).collect())
}

#[test]
fn nothing_shifts_while_a_rollout_with_failures_is_played() -> Result<()> {
    in_browser(async |page| {
        let mut all = Vec::new();
        for viewport in Viewport::ALL {
            all.extend(shifts(page, viewport).await?);
        }
        ensure!(all.is_empty(), "{}", all.join("\n"));
        Ok(())
    })
}

/// Runs before the page's own scripts: keeps hold of the program's memory.
const HOLD_MEMORY: &str = "for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...rest) => {
        const made = await real.apply(WebAssembly, rest);
        window.__memory = (made.instance ?? made).exports.memory;
        return made;
    };
}";

/// It may grow by so much after the first minute.
const GROWTH: u64 = 2 * 1024 * 1024;

/// Plays so many minutes of the lab's clock, a fault put in and taken out every ten seconds; tells memory and elements once a minute.
const PLAY: &str = "const [minutes, done] = arguments;
    const seen = []; let step = 0;
    const look = () => {
        if (step % 6 === 0) seen.push([window.__memory.buffer.byteLength, document.getElementsByTagName('*').length]);
        if (step === minutes * 6) return done(seen);
        step += 1;
        const state = rolloutLab.state();
        const pod = state.pods.find((p) => !p.metadata.deletionTimestamp);
        if (pod) {
            if (step % 2) rolloutLab.kubectl(`kubectl delete pod ${pod.metadata.name} --wait=false`);
            else rolloutLab.setImage('web', 'web', step % 4 ? 'web:2.0.0' : 'web:1.0.0');
        }
        rolloutLab.seek(step * 10_000);
        requestAnimationFrame(look);
    };
    look();";

#[test]
fn a_long_play_keeps_memory_and_elements() -> Result<()> {
    in_browser(async |page| {
        page.driver().cdp().page().add_script_to_evaluate_on_new_document(HOLD_MEMORY).await?;
        page.open("").await?;
        let found = page.driver().execute_async(PLAY, vec![json!(30)]).await?.json().clone();
        let seen = found.as_array().context("nothing seen")?;
        for (minute, at) in seen.iter().enumerate() {
            println!("minute {minute}: {} bytes of memory, {} elements", at[0], at[1]);
        }
        let of = |minute: usize, what: usize| seen.get(minute).and_then(|at| at[what].as_u64()).unwrap_or(0);
        let last = seen.len() - 1;
        ensure!(last == 30 && of(1, 0) > 0, "it was not played to its end");
        let (early, late) = (of(1, 1), of(last, 1));
        ensure!(late <= early + early / 10, "{early} elements after a minute, {late} at the end");
        let (early, late) = (of(1, 0), of(last, 0));
        ensure!(late <= early + GROWTH, "{early} bytes after a minute, {late} at the end");
        Ok(())
    })
}
