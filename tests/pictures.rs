//! What one takes along: pictures that stand alone, tables, the run for other programs.
use anyhow::{Context, Result, ensure};
use e2e::{Page, in_browser, save_picture};
use serde_json::json;

/// Draws an SVG on a canvas, as `<img>` shows it, and says its size, how many colours it has, and whether the canvas is still clean.
const DRAWN: &str = "
    const image = new Image();
    await new Promise((done, failed) => {
        image.onload = done;
        image.onerror = () => failed(new Error('it is no picture'));
        image.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
    });
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const data = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return [canvas.width, canvas.height, new Set(data).size];
";

fn alone(svg: &str) -> Result<()> {
    let without_namespace = svg.replace("http://www.w3.org/2000/svg", "");
    for foreign in ["http:", "https:", "var(", "light-dark(", "<script", "@import"] {
        ensure!(!without_namespace.contains(foreign), "{foreign} is in the picture");
    }
    Ok(())
}

async fn svg_of(page: &Page) -> Result<String> {
    Ok(page.js("return rolloutLab.svg()").await?.as_str().context("a text")?.to_owned())
}

async fn drawn(page: &Page, svg: &str) -> Result<Vec<u64>> {
    let script = format!("const svg = arguments[0]; return (async () => {{{DRAWN}}})()");
    let said = page.js_with(&script, vec![json!(svg)]).await?;
    Ok(said.as_array().context("numbers")?.iter().filter_map(serde_json::Value::as_u64).collect())
}

#[test]
fn the_moment_is_a_picture_that_stands_alone() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.click(".transport .primary").await?;
        page.lab("seek", vec![json!(6_000)]).await?;
        for theme in ["light", "dark"] {
            page.js_with("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await?;
            let svg = svg_of(page).await?;
            alone(&svg)?;
            let heading = page.text("h1").await?;
            ensure!(
                svg.contains(&format!("<title>Rollout Lab: {heading}</title>")),
                "its title is not {heading}"
            );
            ensure!(svg.len() < 250_000, "{} bytes", svg.len());
            let [w, h, colours] = drawn(page, &svg).await?[..] else { anyhow::bail!("no size") };
            ensure!(w > 800 && h > 400 && colours > 40, "{w} × {h}, {colours} colours");
            save_picture(&format!("moment-{theme}.svg"), svg.as_bytes())?;
        }
        Ok(())
    })
}

#[test]
fn many_pods_are_in_the_picture_too() -> Result<()> {
    in_browser(async |page| {
        page.open("?replicas=200").await?;
        page.seek(60_000).await?;
        let svg = svg_of(page).await?;
        alone(&svg)?;
        ensure!(svg.contains("<image ") && svg.contains("data:image/png"), "the cells are missing");
        drawn(page, &svg).await?;
        Ok(())
    })
}

#[test]
fn the_run_is_one_animated_svg() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.click(".transport .primary").await?;
        page.lab("seek", vec![json!(60_000)]).await?;
        page.lab("seek", vec![json!(3_000)]).await?;
        let svg = page.js("return rolloutLab.film()").await?;
        let svg = svg.as_str().context("a text")?;
        alone(svg)?;
        ensure!(svg.contains("@keyframes") && svg.contains("prefers-reduced-motion"), "nothing moves");
        ensure!(svg.len() < 600_000, "{} bytes", svg.len());
        ensure!(page.js("return rolloutLab.state().timeMs").await? == 3_000, "the page is not where it was");
        ensure!(page.js("return 'still' in document.documentElement.dataset").await? == false);
        drawn(page, svg).await?;
        save_picture("run.svg", svg.as_bytes())?;
        Ok(())
    })
}

#[test]
fn tables_and_script_hold_the_run() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.lab("seek", vec![json!(60_000)]).await?;
        let csv = page.js("return rolloutLab.csv()").await?;
        let csv = csv.as_str().context("a text")?;
        ensure!(csv.starts_with("seconds,web:1.0.0 available,"), "{csv}");
        let columns = |line: &str| line.split(',').count();
        let first = columns(csv.lines().next().unwrap_or_default());
        ensure!(csv.lines().count() > 5 && csv.lines().all(|l| columns(l) == first), "{csv}");
        let script = page.js("return rolloutLab.script()").await?;
        let script = script.as_str().context("a text")?;
        ensure!(script.contains("\nkubectl set image deploy/web web=web:2.0.0\n"), "{script}");
        Ok(())
    })
}

#[test]
fn files_are_saved_from_the_dialog() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.js("window.saved = []; HTMLAnchorElement.prototype.click = function () { saved.push([this.download, this.href.slice(0, 15)]); }").await?;
        page.press_button("Share").await?;
        for (button, name, address) in [
            ("Picture (SVG)", "rollout.svg", "blob:"),
            ("Picture (PNG)", "rollout.png", "data:image/png;"),
            ("Animated run (SVG)", "rollout-run.svg", "blob:"),
            ("Timeline (CSV)", "timeline.csv", "blob:"),
            ("Pods (CSV)", "pods.csv", "blob:"),
            ("kubectl script", "rollout.sh", "blob:"),
            ("Manifest (YAML)", "rollout.yaml", "blob:"),
            ("Run and state (JSON)", "rollout.json", "blob:"),
        ] {
            page.press_button(button).await?;
            page.until(&format!("saved.some(([n, a]) => n === '{name}' && a.startsWith('{address}'))"))
                .await?;
            page.until(&format!(
                "document.querySelector('.share-dialog').textContent.includes('{name} is saved.')"
            ))
            .await?;
        }
        page.look("take").await
    })
}
