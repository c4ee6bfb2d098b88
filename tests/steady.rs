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

/// It may grow by so much after the first minute: the run itself is kept, every decision and the counts at each change.
const GROWTH: u64 = 3 * 1024 * 1024;

/// Plays, at sixteen times the speed of a clock, the minute after so many, a fault put in or taken out every ten seconds; tells
/// memory and elements.
const PLAY: &str = "const [minute, done] = arguments;
    let step = minute * 6;
    const look = () => {
        if (step === minute * 6 + 6) return done([window.__memory.buffer.byteLength, document.getElementsByTagName('*').length]);
        step += 1;
        const state = rolloutLab.state();
        const pod = state.pods.find((p) => !p.metadata.deletionTimestamp);
        if (pod) {
            if (step % 2) rolloutLab.kubectl(`kubectl delete pod ${pod.metadata.name} --wait=false`);
            else rolloutLab.setImage('web', 'web', step % 4 ? 'web:2.0.0' : 'web:1.0.0');
        }
        rolloutLab.seek(step * 160_000);
        requestAnimationFrame(look);
    };
    look();";

/// Minutes of play.
const MINUTES: usize = 30;

#[test]
fn a_long_play_keeps_memory_and_elements() -> Result<()> {
    in_browser(async |page| {
        page.driver().cdp().page().add_script_to_evaluate_on_new_document(HOLD_MEMORY).await?;
        page.open("").await?;
        let mut seen = Vec::new();
        for minute in 0..MINUTES {
            let at = page.driver().execute_async(PLAY, vec![json!(minute)]).await?.json().clone();
            let of = |what: usize| at[what].as_u64().context("nothing seen");
            seen.push((of(0)?, of(1)?));
            println!("minute {}: {} bytes of memory, {} elements", minute + 1, of(0)?, of(1)?);
        }
        let ((memory, elements), (memory_late, elements_late)) = (seen[0], seen[MINUTES - 1]);
        ensure!(
            elements_late <= elements + elements / 10,
            "{elements} elements after a minute, {elements_late} at the end"
        );
        ensure!(
            memory_late <= memory + GROWTH,
            "{memory} bytes of memory after a minute, {memory_late} at the end"
        );
        Ok(())
    })
}
