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

async fn seek(page: &Page, ms: u64) -> Result<()> {
    page.lab("seek", vec![json!(ms)]).await?;
    page.settled().await
}

async fn count(page: &Page, selector: &str) -> Result<u64> {
    let found =
        page.js_with("return document.querySelectorAll(arguments[0]).length", vec![json!(selector)]).await?;
    found.as_u64().context("no number")
}

/// What became of the requests so far.
async fn requests(page: &Page) -> Result<Value> {
    Ok(page.lab("state", vec![]).await?["requests"].clone())
}

async fn answered(page: &Page, image: &str) -> Result<u64> {
    Ok(requests(page).await?["answered"][image].as_u64().unwrap_or(0))
}

/// Where the rows stand that are drawn, by the names of their Pods, and where the lanes do.
async fn places(page: &Page) -> Result<Value> {
    page.js("const at = (e) => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.height].map(Math.round).join(); };
         const rows = [...document.querySelectorAll('.place')].map((e) => [e.querySelector('.m')?.textContent, e.getAttribute('transform')]);
         return { rows: Object.fromEntries(rows), first: at(document.querySelector('.lane')) };")
        .await
}

/// So many Pods are rows, before and while they roll, and none of them moves when it begins. Nothing scrolls on the stage.
async fn check_rows(page: &Page, replicas: u32) -> Result<()> {
    load(page, &WORKSHOP.replace("replicas: 3", &format!("replicas: {replicas}"))).await?;
    ensure!(count(page, ".oneline .pod").await? == u64::from(replicas), "{replicas} Pods are no rows");
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
    for (name, place) in before["rows"].as_object().context("no rows")? {
        ensure!(
            begun["rows"][name] == *place,
            "{replicas}: {name} went from {place} to {}",
            begun["rows"][name]
        );
    }
    for ms in [3_000, 5_500, 7_000, 9_000, 20_000] {
        seek(page, ms).await?;
        ensure!(count(page, "svg.oneline").await? == 1, "{replicas} Pods at {ms} ms are no rows");
        ensure!(count(page, ".scrolls").await? == 0, "{replicas} Pods at {ms} ms do not fit");
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
        seek(page, 40_000).await?;
        ensure!(count(page, ".ghostlane").await? == 1, "there is no room for a third ReplicaSet");
        let before = places(page).await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:3.0.0")]).await?;
        page.lab("step", vec![]).await?;
        page.settled().await?;
        let begun = places(page).await?;
        for (name, place) in before["rows"].as_object().context("no rows")? {
            ensure!(begun["rows"][name] == *place, "{name} went from {place} to {}", begun["rows"][name]);
        }
        Ok(())
    })
}

#[test]
fn a_canary_gets_its_share() -> Result<()> {
    in_browser(async |page| {
        start_from(page, "Canary").await?;
        ensure!(page.text("h1").await? == "Five Pods answer your users.");
        ensure!(count(page, ".deployment").await? == 2 && count(page, ".wire").await? == 5);
        seek(page, 60_000).await?;
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
        seek(page, 80_000).await?;
        ensure!(
            page.text(".routing").await?.contains("33 % of the endpoints"),
            "{}",
            page.text(".routing").await?
        );
        ensure!(count(page, ".wire").await? == 6);
        Ok(())
    })
}

#[test]
fn a_service_is_switched_from_blue_to_green() -> Result<()> {
    in_browser(async |page| {
        start_from(page, "Blue/green").await?;
        ensure!(page.text("h1").await? == "Three Pods answer your users, three stand by.");
        seek(page, 10_000).await?;
        ensure!(answered(page, "web:2.0.0").await? == 0 && answered(page, "web:1.0.0").await? > 90);
        page.click("[data-first=send-users]").await?;
        page.settled().await?;
        ensure!(page.text("h1").await? == "You sent the users to web-green.");
        let line = "kubectl patch svc/web -p '{\"spec\":{\"selector\":{\"version\":\"green\"}}}'";
        ensure!(page.text("#panel").await?.contains(line), "{}", page.text("#panel").await?);
        seek(page, 13_000).await?;
        let blue = answered(page, "web:1.0.0").await?;
        seek(page, 30_000).await?;
        ensure!(answered(page, "web:1.0.0").await? == blue && answered(page, "web:2.0.0").await? > 150);
        ensure!(
            requests(page).await?["failed"].as_object().is_none_or(|causes| causes.values().all(|n| n == 0))
        );
        // The same in the Service's details, and back.
        page.js(
            "document.querySelector('.service').dispatchEvent(new MouseEvent('click', { bubbles: true }))",
        )
        .await?;
        page.settled().await?;
        page.press_button("web-blue").await?;
        ensure!(page.text("h1").await? == "You sent the users to web-blue.");
        // The text says so too.
        page.press_button("Close").await?;
        page.press_button("YAML").await?;
        let text = page.js("return document.querySelector('textarea').value").await?;
        ensure!(text.as_str().is_some_and(|t| t.contains("    version: blue\n  ports")), "{text}");
        Ok(())
    })
}

#[test]
fn recreate_leaves_a_gap() -> Result<()> {
    in_browser(async |page| {
        start_from(page, "Recreate").await?;
        page.click("[data-first=roll-out]").await?;
        page.settled().await?;
        seek(page, 4_500).await?;
        ensure!(page.text(".service").await?.contains("0 endpoints"), "{}", page.text(".service").await?);
        seek(page, 20_000).await?;
        let failed = requests(page).await?["failed"].clone();
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
        ensure!(count(page, ".service").await? == 2 && count(page, ".wire").await? == 6);
        ensure!(count(page, "svg .tip").await? == 3, "users call the first alone");
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
        seek(page, 1_500).await?;
        ensure!(count(page, ".pod").await? == 4, "there are {} rows", count(page, ".pod").await?);
        let after = places(page).await?;
        for (name, place) in before["rows"].as_object().context("no rows")? {
            ensure!(after["rows"][name] == *place, "{name} went from {place} to {}", after["rows"][name]);
        }
        Ok(())
    })
}
