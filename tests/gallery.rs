//! Every state that the lab is drawn in, at three widths, in light, dark and for a projector: nothing overlaps, nothing is cut
//! off, nobody is left out, and there is a picture of each in `target/screenshots/`.
use anyhow::{Result, ensure};
use e2e::{Look, Page, Scheme, Viewport, in_browser};
use serde_json::json;

/// Opens the lab, brings it into a state, and looks at it from all sides.
fn check(name: &str, prepare: impl AsyncFn(&Page) -> Result<()>) -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        prepare(page).await?;
        let mut problems = Vec::new();
        for (look, scheme) in [("light", Scheme::Light), ("dark", Scheme::Dark), ("projector", Scheme::Light)]
        {
            page.prefer(scheme, false).await?;
            if look == "projector" {
                page.js("document.documentElement.setAttribute('data-theme', 'projector')").await?;
            }
            for viewport in Viewport::ALL {
                page.set_viewport(viewport).await?;
                // Colours do not depend on the width, names do not depend on the colours.
                let sought = if viewport == Viewport::MEDIUM { Look::Geometry } else { Look::GeometryAndAxe };
                let picture = format!("{name}-{}-{look}", viewport.width);
                problems.extend(page.problems(&picture, sought).await?);
            }
        }
        ensure!(problems.is_empty(), "{}", problems.join("\n"));
        Ok(())
    })
}

/// A rollout to an image that behaves so, at a moment.
async fn behaves(page: &Page, behaviour: &str, at_ms: u64) -> Result<()> {
    page.set_image("web:2.0.0").await?;
    page.choose("#behaves", behaviour).await?;
    page.seek(at_ms).await
}

/// A rollout of so many Pods, at a moment.
async fn many(page: &Page, replicas: u32, at_ms: u64) -> Result<()> {
    page.lab("scale", vec![json!("web"), json!(replicas)]).await?;
    page.seek(60_000).await?;
    page.set_image("web:2.0.0").await?;
    page.seek(60_000 + at_ms).await
}

async fn decide(page: &Page, decisions: usize) -> Result<()> {
    page.set_image("web:2.0.0").await?;
    for _ in 0..decisions {
        page.lab("step", vec![]).await?;
    }
    Ok(())
}

/// The workshop's manifest with something added after a line of it.
async fn apply_with(page: &Page, after: &str, added: &str) -> Result<()> {
    let manifest = include_str!("../web/scenarios/workshop.yaml");
    ensure!(manifest.contains(after), "the workshop has no line {after:?}");
    let changed = manifest.replacen(after, &format!("{after}{added}"), 1).replace("web:1.0.0", "web:2.0.0");
    page.lab("apply", vec![json!(changed)]).await?;
    page.settled().await
}

#[test]
fn at_rest() -> Result<()> {
    check("rest", async |_| Ok(()))
}

#[test]
fn in_the_middle_of_a_rollout() -> Result<()> {
    check("middle", async |page| decide(page, 3).await)
}

#[test]
fn complete() -> Result<()> {
    check("complete", async |page| {
        page.set_image("web:2.0.0").await?;
        page.seek(40_000).await
    })
}

#[test]
fn stuck_for_an_image_that_cannot_be_had() -> Result<()> {
    check("stuck", async |page| behaves(page, "image cannot be pulled", 100_000).await)
}

#[test]
fn crashing() -> Result<()> {
    check("crash", async |page| behaves(page, "crashes at once", 60_000).await)
}

#[test]
fn never_ready() -> Result<()> {
    check("never-ready", async |page| behaves(page, "never ready", 30_000).await)
}

#[test]
fn past_its_deadline() -> Result<()> {
    check("deadline", async |page| behaves(page, "never ready", 700_000).await)
}

#[test]
fn pending() -> Result<()> {
    check("pending", async |page| {
        apply_with(page, "\n    spec:", "\n      nodeSelector:\n        disk: ssd").await?;
        page.seek(3_000).await?;
        ensure!(page.text(".pod.pending").await?.contains("Pending"));
        page.click_within(".pod.pending").await
    })
}

#[test]
fn a_pod_whose_label_is_taken_off_stays_in_sight() -> Result<()> {
    check("orphan", async |page| {
        page.seek(3_000).await?;
        let name = page.js("return rolloutLab.state().pods[0].metadata.name").await?;
        let name = name.as_str().unwrap_or_default();
        page.lab("kubectl", vec![json!(format!("kubectl label pod {name} app-"))]).await?;
        page.seek(20_000).await?;
        let all = page.text("svg.stage").await?;
        ensure!(all.contains("no Deployment") && page.count(".pod.ready").await? == 4, "{all}");
        Ok(())
    })
}

#[test]
fn the_pods_of_a_deployment_that_is_deleted_end_in_sight() -> Result<()> {
    check("deleted", async |page| {
        decide(page, 2).await?;
        page.seek(6_000).await?;
        page.lab("kubectl", vec![json!("kubectl delete deployment web --wait=false")]).await?;
        page.seek(6_600).await?;
        ensure!(page.text("h1").await? == "The last five Pods are ending.", "{}", page.text("h1").await?);
        ensure!(page.count(".pod.terminating").await? == 5);
        Ok(())
    })
}

#[test]
fn ready_not_yet_available() -> Result<()> {
    check("settling", async |page| {
        apply_with(page, "  replicas: 3", "\n  minReadySeconds: 10").await?;
        page.seek(9_000).await?;
        ensure!(page.text(".pod.settling").await?.contains("available in"));
        Ok(())
    })
}

#[test]
fn recreate_waits_for_its_new_pods() -> Result<()> {
    check("recreate", async |page| {
        page.press_button("Recreate").await?;
        page.set_image("web:2.0.0").await?;
        page.seek(4_700).await?;
        let chain = page.text("ol.chain").await?;
        ensure!(chain.contains("ready") && !chain.contains("Nothing more to come"), "{chain}");
        ensure!(page.text("h1").await? == "Three new Pods are being created.");
        page.seek(6_000).await?;
        let why = page.text(".pod.notready").await?;
        ensure!(why.contains("readiness: 503") || why.contains("port refused"), "{why}");
        page.click_within(".pod.notready").await
    })
}

#[test]
fn a_manifest_without_a_service() -> Result<()> {
    check("alone", async |page| {
        let nginx = "apiVersion: apps/v1
kind: Deployment
metadata: {name: nginx-deployment}
spec:
  replicas: 3
  selector: {matchLabels: {app: nginx}}
  template:
    metadata: {labels: {app: nginx}}
    spec: {containers: [{name: nginx, image: 'nginx:1.14.2'}]}
";
        page.lab("load", vec![json!(nginx)]).await?;
        ensure!(page.text("h1").await? == "Three Pods run. No Service leads to them.");
        page.lab("setImage", vec![json!("nginx-deployment"), json!("nginx"), json!("nginx:1.16.1")]).await?;
        for _ in 0..3 {
            page.lab("step", vec![]).await?;
        }
        let chain = page.text("ol.chain").await?;
        ensure!(!chain.contains("It answered its readiness probe"), "{chain}");
        Ok(())
    })
}

#[test]
fn no_pods() -> Result<()> {
    check("none", async |page| {
        page.lab("scale", vec![json!("web"), json!(0)]).await?;
        page.seek(20_000).await?;
        let chain = page.text("ol.chain").await?;
        ensure!(chain.contains("As many as wanted") && chain.contains("\u{2212}3"), "{chain}");
        Ok(())
    })
}

#[test]
fn hung() -> Result<()> {
    check("hung", async |page| behaves(page, "hangs", 18_000).await)
}

#[test]
fn failing_requests() -> Result<()> {
    check("failing", async |page| {
        behaves(page, "exits at once on SIGTERM", 40_000).await?;
        page.set_image("web:3.0.0").await?;
        page.seek(52_000).await
    })
}

#[test]
fn paused() -> Result<()> {
    check("paused", async |page| {
        decide(page, 1).await?;
        page.press_button("Pause rollout").await?;
        page.seek(20_000).await
    })
}

#[test]
fn another_future() -> Result<()> {
    check("future", async |page| {
        page.set_image("web:2.0.0").await?;
        page.seek(20_000).await?;
        page.seek(6_000).await?;
        page.set_image("web:3.0.0").await?;
        page.seek(14_000).await
    })
}

#[test]
fn the_tree_of_futures() -> Result<()> {
    check("futures", async |page| {
        for (from, image) in [(0, "web:2.0.0"), (6_000, "web:3.0.0"), (8_000, "web:1.0.0")] {
            page.seek(from).await?;
            page.set_image(image).await?;
            page.seek(30_000).await?;
        }
        page.press_button("History").await?;
        page.js("document.querySelector('.futures').scrollIntoView()").await?;
        Ok(())
    })
}

#[test]
fn two_futures_compared() -> Result<()> {
    check("compare", async |page| {
        behaves(page, "exits at once on SIGTERM", 20_000).await?;
        page.set_image("web:3.0.0").await?;
        page.js("document.activeElement.blur()").await?;
        page.keys("c").await?;
        page.until("document.querySelector('dialog.compare[open] .verdict')").await
    })
}

#[test]
fn history_after_an_undo() -> Result<()> {
    check("history", async |page| {
        page.set_image("web:2.0.0").await?;
        page.seek(20_000).await?;
        page.set_image("web:3.0.0").await?;
        page.seek(40_000).await?;
        page.press_button("History").await?;
        page.press_button("Undo to 2").await?;
        page.seek(52_000).await
    })
}

#[test]
fn why() -> Result<()> {
    check("why", async |page| {
        decide(page, 3).await?;
        page.press_button("Why").await
    })
}

#[test]
fn the_console() -> Result<()> {
    check("console", async |page| {
        page.press_button("kubectl").await?;
        for line in
            ["get pods", "set image deployment/web web=web:2.0.0", "get rs -o wide", "get pods --wrong"]
        {
            page.lab("kubectl", vec![json!(line)]).await?;
        }
        page.lab("kubectl", vec![json!("rollout status deployment/web")]).await?;
        page.seek(5_000).await
    })
}

#[test]
fn completing_a_line() -> Result<()> {
    check("completion", async |page| {
        page.press_button("kubectl").await?;
        page.click("#prompt").await?;
        page.keys("k get " + thirtyfour::Key::Tab).await?;
        page.until("document.querySelector('#choices')").await
    })
}

#[test]
fn events() -> Result<()> {
    check("events", async |page| {
        decide(page, 3).await?;
        page.press_button("Events").await
    })
}

#[test]
fn a_pod_opened() -> Result<()> {
    check("pod", async |page| {
        decide(page, 3).await?;
        page.click_within(".pod").await
    })
}

/// Types over a part of the manifest.
async fn in_yaml(page: &Page, old: &str, new: &str) -> Result<()> {
    page.click("#tab-YAML").await?;
    let script = "const field = document.querySelector('#manifest'), at = field.value.indexOf(arguments[0]);
        field.setRangeText(arguments[1], at, at + arguments[0].length);
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    page.js_with(script, vec![json!(old), json!(new)]).await?;
    page.settled().await
}

#[test]
fn a_text_with_mistakes() -> Result<()> {
    check("yaml-wrong", async |page| in_yaml(page, "replicas: 3", "replicas: -1\n  frobnicate: 3").await)
}

#[test]
fn a_text_with_its_defaults() -> Result<()> {
    check("yaml-defaults", async |page| {
        page.click("#tab-YAML").await?;
        page.press_button("Show defaults").await
    })
}

#[test]
fn completing_a_text() -> Result<()> {
    check("yaml-typing", async |page| {
        page.click("#tab-YAML").await?;
        let script = "const field = document.querySelector('#manifest'), at = field.value.indexOf('replicas');
            field.scrollIntoView(); field.focus(); field.setRangeText('', at, at + 9); field.setSelectionRange(at, at);
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            field.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', ctrlKey: true, bubbles: true, cancelable: true }));";
        page.js(script).await?;
        page.settled().await
    })
}

#[test]
fn both_sides_compared() -> Result<()> {
    check("yaml-compare", async |page| {
        in_yaml(
            page,
            "web:1.0.0\n        ports:\n",
            "web:2.0.0\n        env:\n        - name: A\n        ports:\n",
        )
        .await?;
        page.press_button("Compare").await
    })
}

#[test]
fn a_deployment_opened_as_yaml() -> Result<()> {
    check("deployment", async |page| {
        decide(page, 3).await?;
        page.click_within(".deployment").await?;
        page.press_button("YAML").await
    })
}

#[test]
fn everything_unfolded() -> Result<()> {
    check("unfolded", async |page| {
        page.js("for (const d of document.querySelectorAll('details')) d.open = true").await?;
        Ok(())
    })
}

#[test]
fn eight_pods() -> Result<()> {
    check("pods-8", async |page| many(page, 8, 5_500).await)
}

#[test]
fn twelve_pods() -> Result<()> {
    check("pods-12", async |page| many(page, 12, 5_500).await)
}

#[test]
fn ten_pods_at_rest() -> Result<()> {
    check("pods-10", async |page| {
        page.lab("scale", vec![json!("web"), json!(10)]).await?;
        page.seek(60_000).await
    })
}

#[test]
fn a_canary() -> Result<()> {
    check("canary", async |page| {
        page.choose("header .from", "Canary").await?;
        page.seek(10_000).await
    })
}

#[test]
fn a_canary_that_becomes_all() -> Result<()> {
    check("canary-rolls", async |page| {
        page.choose("header .from", "Canary").await?;
        page.set_image("web:2.0.0").await?;
        page.seek(5_500).await
    })
}

#[test]
fn blue_and_green() -> Result<()> {
    check("blue-green", async |page| page.choose("header .from", "Blue/green").await)
}

#[test]
fn green_instead_of_blue() -> Result<()> {
    check("green", async |page| {
        page.choose("header .from", "Blue/green").await?;
        page.click("[data-first=send-users]").await?;
        page.seek(3_000).await?;
        page.click_within(".service").await
    })
}

#[test]
fn two_services() -> Result<()> {
    check("services", async |page| {
        let own = "---
apiVersion: v1
kind: Service
metadata: {name: canary-only}
spec: {selector: {track: canary}, ports: [{port: 80}]}
";
        let manifest = include_str!("../web/scenarios/canary.yaml").to_owned() + own;
        page.lab("load", vec![json!(manifest)]).await?;
        page.seek(4_000).await
    })
}

#[test]
fn a_hundred_pods() -> Result<()> {
    check("pods-100", async |page| many(page, 100, 9_000).await)
}

#[test]
fn two_hundred_and_fifty_pods() -> Result<()> {
    check("pods-250", async |page| many(page, 200, 14_000).await)
}
