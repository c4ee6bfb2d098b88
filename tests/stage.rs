//! The stage as a person sees it: rows up to twelve Pods that stay where they are, several Deployments and Services, and what each
//! starting point is about.
use anyhow::{Context, Result, ensure};
use e2e::{Page, Viewport, in_browser};
use serde_json::{Value, json};

const WORKSHOP: &str = include_str!("../web/scenarios/workshop.yaml");
const CANARY: &str = include_str!("../web/scenarios/canary.yaml");

async fn load(page: &Page, manifest: &str) -> Result<()> {
    page.lab("load", vec![json!(manifest)]).await?;
    page.settled().await
}

async fn start_from(page: &Page, scenario: &str) -> Result<()> {
    page.open("").await?;
    page.choose("header .from", scenario).await
}

async fn answered(page: &Page, image: &str) -> Result<u64> {
    Ok(page.requests().await?["answered"][image].as_u64().unwrap_or(0))
}

/// Where the rows stand that are drawn, by the names of their Pods, and where the lanes do.
async fn places(page: &Page) -> Result<Value> {
    page.js("const at = (e) => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.height].map(Math.round).join(); };
         const rows = [...document.querySelectorAll('.place')].map((e) => [e.querySelector('.m')?.textContent, e.getAttribute('transform')]);
         return { rows: Object.fromEntries(rows), first: at(document.querySelector('.lane')) };")
        .await
}

/// Every row that was drawn still stands where it stood.
async fn check_that_rows_stayed(page: &Page, before: &Value) -> Result<()> {
    let after = places(page).await?;
    let rows = before["rows"].as_object().filter(|rows| !rows.is_empty()).context("there were no rows")?;
    for (name, place) in rows {
        ensure!(after["rows"][name] == *place, "{name} went from {place} to {}", after["rows"][name]);
    }
    Ok(())
}

/// So many Pods are rows, before and while they roll, and none of them moves when it begins. Nothing scrolls on the stage.
async fn check_rows(page: &Page, replicas: u32) -> Result<()> {
    load(page, &WORKSHOP.replace("replicas: 3", &format!("replicas: {replicas}"))).await?;
    ensure!(page.count(".oneline .pod").await? == u64::from(replicas), "{replicas} Pods are no rows");
    let before = places(page).await?;
    page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
    page.lab("step", vec![]).await?;
    page.settled().await?;
    let begun = places(page).await?;
    ensure!(
        before["first"] == begun["first"],
        "the lane went from {} to {}",
        before["first"],
        begun["first"]
    );
    check_that_rows_stayed(page, &before).await.with_context(|| format!("{replicas} Pods"))?;
    for ms in [3_000, 5_500, 7_000, 9_000, 20_000] {
        page.seek(ms).await?;
        ensure!(page.count("svg.oneline").await? == 1, "{replicas} Pods at {ms} ms are no rows");
        ensure!(page.count(".scrolls").await? == 0, "{replicas} Pods at {ms} ms do not fit");
    }
    Ok(())
}

#[test]
fn seven_to_twelve_pods_are_rows_that_stay_where_they_are() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.set_viewport(Viewport::WIDE).await?;
        for replicas in [7, 8, 10, 12] {
            check_rows(page, replicas).await?;
        }
        Ok(())
    })
}

#[test]
fn a_finished_rollout_keeps_room_for_the_next() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.seek(40_000).await?;
        ensure!(page.count(".ghostlane").await? == 1, "there is no room for a third ReplicaSet");
        let before = places(page).await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:3.0.0")]).await?;
        page.lab("step", vec![]).await?;
        page.settled().await?;
        check_that_rows_stayed(page, &before).await
    })
}

#[test]
fn a_canary_gets_its_share() -> Result<()> {
    in_browser(async |page| {
        start_from(page, "Canary").await?;
        ensure!(page.text("h1").await? == "Five Pods answer your users.");
        ensure!(page.count(".deployment").await? == 2 && page.count(".wire").await? == 5);
        page.seek(60_000).await?;
        let (old, new) = (answered(page, "web:1.0.0").await?, answered(page, "web:2.0.0").await?);
        let percent = new * 100 / (old + new).max(1);
        ensure!((12..=28).contains(&percent), "{percent} % of the calls are answered by one Pod of five");
        // The panel is about the Deployment that is chosen.
        ensure!(page.text("#panel .vers .on").await? == "1.0.0");
        page.press_button("web-canary").await?;
        ensure!(page.text("#panel .vers .on").await? == "2.0.0");
        page.press_button("History").await?;
        ensure!(page.text("#panel").await?.contains("kubectl rollout history deployment/web-canary"));
        page.js("document.querySelector('.deployment').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))").await?;
        page.settled().await?;
        ensure!(page.text("aside").await?.starts_with("Deployment\nweb\n"), "{}", page.text("aside").await?);
        // More Pods, a larger share.
        page.press_button("Close").await?;
        page.press_button("Spec").await?;
        page.js("document.querySelectorAll('.routing .step')[1].querySelectorAll('button')[1].click()")
            .await?;
        page.settled().await?;
        ensure!(page.text("h1").await? == "You asked for 2 Pods.");
        page.seek(80_000).await?;
        ensure!(
            page.text(".routing").await?.contains("33 % of the endpoints"),
            "{}",
            page.text(".routing").await?
        );
        ensure!(page.count(".wire").await? == 6);
        Ok(())
    })
}

#[test]
fn a_service_is_switched_from_blue_to_green() -> Result<()> {
    in_browser(async |page| {
        start_from(page, "Blue/green").await?;
        ensure!(page.text("h1").await? == "Three Pods answer your users, three stand by.");
        page.seek(10_000).await?;
        ensure!(answered(page, "web:2.0.0").await? == 0 && answered(page, "web:1.0.0").await? > 90);
        page.click("[data-first=send-users]").await?;
        page.settled().await?;
        ensure!(page.text("h1").await? == "You sent the users to web-green.");
        let line = "kubectl patch svc/web -p '{\"spec\":{\"selector\":{\"version\":\"green\"}}}'";
        ensure!(page.text("#panel").await?.contains(line), "{}", page.text("#panel").await?);
        page.seek(13_000).await?;
        let blue = answered(page, "web:1.0.0").await?;
        page.seek(30_000).await?;
        ensure!(answered(page, "web:1.0.0").await? == blue && answered(page, "web:2.0.0").await? > 150);
        let failed = page.requests().await?["failed"].take();
        let causes = failed.as_object().context("no count of failures")?;
        ensure!(causes.values().all(|n| *n == 0), "{failed}");
        // The same in the Service's details, and back.
        page.click_within(".service").await?;
        page.press_button("web-blue").await?;
        ensure!(page.text("h1").await? == "You sent the users to web-blue.");
        // The text says so too.
        page.press_button("Close").await?;
        page.press_button("YAML").await?;
        let text = page.value("textarea").await?;
        ensure!(text.contains("    version: blue\n  ports"), "{text}");
        Ok(())
    })
}

#[test]
fn recreate_leaves_a_gap() -> Result<()> {
    in_browser(async |page| {
        start_from(page, "Recreate").await?;
        page.click("[data-first=roll-out]").await?;
        page.settled().await?;
        page.seek(4_500).await?;
        ensure!(page.text(".service").await?.contains("0 endpoints"), "{}", page.text(".service").await?);
        page.seek(20_000).await?;
        let failed = page.requests().await?["failed"].clone();
        ensure!(failed["NoEndpoint"].as_u64().is_some_and(|n| n > 10), "{failed}");
        ensure!(page.text(".service").await?.contains("3 endpoints"));
        Ok(())
    })
}

#[test]
fn a_service_more_has_its_own_card_and_wires() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let own = "---\napiVersion: v1\nkind: Service\nmetadata: {name: canary}\nspec: {selector: {track: canary}, ports: [{port: 80}]}\n";
        load(page, &(CANARY.to_owned() + own)).await?;
        ensure!(page.count(".service").await? == 2 && page.count(".wire").await? == 6);
        ensure!(page.count("svg .tip").await? == 3, "users call the first alone");
        Ok(())
    })
}

#[test]
fn one_pod_replaces_another_and_no_row_moves() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let before = places(page).await?;
        let pod = page.js("return rolloutLab.state().pods[1].metadata.name").await?;
        let name = pod.as_str().context("no Pod")?;
        page.lab("kubectl", vec![json!(format!("delete pod {name} --wait=false"))]).await?;
        page.seek(1_500).await?;
        ensure!(page.count(".pod").await? == 4, "there are {} rows", page.count(".pod").await?);
        check_that_rows_stayed(page, &before).await
    })
}
