//! Bad input: a clear message at its place, and the running lab and the text typed so far stay as they were.
use anyhow::{Result, ensure};
use e2e::{Page, in_browser};
use serde_json::{Value, json};

/// A text made from the workshop's manifest by replacing one part of it, and what is said about it.
struct Case {
    name: &'static str,
    replaces: &'static str,
    by: &'static str,
    says: &'static str,
}

const CASES: &[Case] = &[
    Case { name: "broken YAML", replaces: "  replicas: 3", by: "  replicas: [3", says: "line 1" },
    Case {
        name: "a wrong type",
        replaces: "replicas: 3",
        by: "replicas: three",
        says: "line 17, column 13: json: cannot unmarshal string into Go struct field",
    },
    Case {
        name: "fewer than none",
        replaces: "replicas: 3",
        by: "replicas: -1",
        says: "line 17, column 13: spec.replicas: Invalid value: -1: must be greater than or equal to 0",
    },
    Case {
        name: "no room for any step",
        replaces: "replicas: 3",
        by: "replicas: 3\n  strategy:\n    rollingUpdate:\n      maxSurge: 0\n      maxUnavailable: 0",
        says: "may not be 0 when `maxSurge` is 0",
    },
    Case {
        name: "two of the same name",
        replaces: "apiVersion: v1\nkind: Service",
        by: "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n---\napiVersion: v1\nkind: Service",
        says: "web",
    },
];

async fn type_in(page: &Page, text: &str) -> Result<()> {
    let script = "const field = document.querySelector('#manifest');
        field.value = arguments[0];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    page.js_with(script, vec![json!(text)]).await?;
    page.settled().await
}

/// What must not change: everything but the count of requests, which goes on by itself.
async fn running(page: &Page) -> Result<Value> {
    page.js("const { requests, ...rest } = rolloutLab.state(); return rest").await
}

async fn apply_and_look(page: &Page, name: &str, text: &str, says: &str) -> Result<()> {
    let before = running(page).await?;
    type_in(page, text).await?;
    page.press_button("Apply").await?;
    let said = page.text("#problems").await?;
    ensure!(said.contains(says), "{name}: it says \"{said}\", not \"{says}\"");
    ensure!(page.value("#manifest").await? == text, "{name}: what was typed has changed");
    ensure!(running(page).await? == before, "{name}: the lab has changed");
    Ok(())
}

#[test]
fn every_bad_manifest_is_told_at_its_place_and_changes_nothing() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.lab("setImage", vec![json!("web"), json!("web"), json!("web:2.0.0")]).await?;
        page.lab("seek", vec![json!(6_000)]).await?;
        page.press_button("YAML").await?;
        let good = page.value("#manifest").await?;
        for Case { name, replaces, by, says } in CASES {
            ensure!(good.contains(replaces), "{name}: the manifest has no {replaces}");
            apply_and_look(page, name, &good.replacen(replaces, by, 1), says).await?;
        }
        Ok(())
    })
}

#[test]
fn an_unknown_field_is_named_kept_and_runs() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.press_button("YAML").await?;
        let changed =
            page.value("#manifest").await?.replace("replicas: 3", "replicas: 3\n  frobnicate: true");
        type_in(page, &changed).await?;
        page.press_button("Apply").await?;
        page.settled().await?;
        let told = page.text("aside").await?;
        ensure!(told.contains("frobnicate"), "it is not named: {told}");
        ensure!(page.value("#manifest").await?.contains("frobnicate"), "it is lost");
        Ok(())
    })
}

#[test]
fn ten_megabytes_are_refused_and_kept() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.press_button("YAML").await?;
        let before = running(page).await?;
        page.js(
            "const field = document.querySelector('#manifest'); field.value = `# ${'x'.repeat(97)}\\n`.repeat(105_000);
             field.dispatchEvent(new InputEvent('input', { bubbles: true }));",
        )
        .await?;
        page.press_button("Apply").await?;
        let said = page.text("#problems").await?;
        ensure!(said.contains("longer than 1 MB"), "{said}");
        let length = page.js("return document.querySelector('#manifest').value.length").await?;
        ensure!(length == json!(10_500_000), "{length} letters are left");
        ensure!(running(page).await? == before, "the lab has changed");
        page.press_button("Revert").await?;
        Ok(())
    })
}

#[test]
fn a_number_that_is_none_is_put_back() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let before = running(page).await?;
        let field = "input[aria-label=replicas]";
        page.fill(field, "many").await?;
        page.keys(thirtyfour::Key::Tab + "").await?;
        let shown = page.value(field).await?;
        ensure!(shown == "3", "the field says {shown}");
        ensure!(running(page).await? == before, "the lab has changed");
        Ok(())
    })
}
