//! The YAML tab by real keys and pointer: applied as kubectl does it, compared before, wrong lines marked, defaults shown.
use anyhow::{Context, Result, ensure};
use e2e::{Page, in_browser};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Opens the lab at the YAML tab.
fn check(test: impl AsyncFn(&Page) -> Result<()>) -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.click("#tab-YAML").await?;
        test(page).await
    })
}

/// Marks a part of the text and types over it.
async fn type_over(page: &Page, part: &str, keys: &str) -> Result<()> {
    let found = page
        .js_with(
            "const field = document.querySelector('#manifest'), at = field.value.indexOf(arguments[0]);
             field.focus(); field.setSelectionRange(at, at + arguments[0].length); return at;",
            vec![json!(part)],
        )
        .await?;
    ensure!(found.as_i64() >= Some(0), "{part:?} is not in the text");
    page.keys(if keys.is_empty() { Key::Delete + "" } else { keys.into() }).await?;
    page.settled().await
}

async fn number(page: &Page, expression: &str) -> Result<u64> {
    page.js(&format!("return {expression}")).await?.as_u64().with_context(|| format!("{expression} is none"))
}

/// The line that the cursor is in, counted from 1.
async fn line(page: &Page) -> Result<u64> {
    page.until("document.activeElement?.id === 'manifest'").await?;
    let field = "document.querySelector('#manifest')";
    number(page, &format!("{field}.value.slice(0, {field}.selectionStart).split('\\n').length")).await
}

#[test]
fn what_is_taken_out_goes_and_what_came_otherwise_stays() -> Result<()> {
    check(async |page| {
        page.lab("kubectl", vec![json!("kubectl scale deployment web --replicas=5")]).await?;
        page.lab("kubectl", vec![json!("kubectl set env deployment/web A=b")]).await?;
        page.settled().await?;
        let followed = page.value("#manifest").await?;
        ensure!(followed.contains("replicas: 5") && followed.contains("- name: A"), "{followed}");
        type_over(page, "  replicas: 5\n", "").await?;
        type_over(page, "- env:\n        - name: A\n          value: b\n        name: web", "- name: web")
            .await?;
        page.ctrl(Key::Enter + "").await?;
        let spec = page.spec().await?;
        ensure!(spec["replicas"] == json!(1), "{spec}");
        ensure!(spec["template"]["spec"]["containers"][0]["env"][0]["name"] == json!("A"), "{spec}");
        let applied = page.value("#manifest").await?;
        ensure!(!applied.contains("replicas:") && applied.contains("- name: A"), "{applied}");
        page.press_button("Take the last act back").await?;
        ensure!(page.value("#manifest").await? == followed, "taken back, the text is another");
        page.press_button("Do it again").await?;
        page.open("").await?;
        page.click("#tab-YAML").await?;
        ensure!(page.value("#manifest").await? == applied, "after a reload it is another run");
        Ok(())
    })
}

#[test]
fn both_sides_are_compared_before_it_is_applied() -> Result<()> {
    check(async |page| {
        type_over(page, "web:1.0.0", "web:2.0.0").await?;
        page.press_button("Compare").await?;
        page.until("document.querySelector('dialog.diff').open").await?;
        let told = page.text("dialog.diff").await?;
        ensure!(
            told.contains("deployment.apps/web configured") && told.contains("service/web unchanged"),
            "{told}"
        );
        ensure!(told.contains("1 line goes, 1 line comes"), "{told}");
        let side = async |class: &str| page.text(&format!("dialog.diff .{class}")).await;
        let (goes, comes) = (side("goes").await?, side("comes").await?);
        ensure!(goes.starts_with('−') && goes.ends_with("image: web:1.0.0"), "{goes}");
        ensure!(comes.starts_with('+') && comes.ends_with("image: web:2.0.0"), "{comes}");
        page.keys(Key::Escape + "").await?;
        page.until("!document.querySelector('dialog.diff').open").await?;
        ensure!(page.js("return document.activeElement.textContent").await? == json!("Compare"));
        page.keys(Key::Enter + "").await?;
        page.until("document.querySelector('dialog.diff').open").await?;
        // The first thing in the dialog is to apply.
        page.keys(Key::Enter + "").await?;
        page.until("!document.querySelector('dialog.diff').open").await?;
        page.until("document.querySelector('#manifest-state').textContent.startsWith('This is what')")
            .await?;
        let spec = page.spec().await?;
        ensure!(spec["template"]["spec"]["containers"][0]["image"] == json!("web:2.0.0"), "{spec}");
        Ok(())
    })
}

#[test]
fn what_is_wrong_is_marked_as_one_types() -> Result<()> {
    check(async |page| {
        type_over(page, "replicas: 3", "replicas: -1").await?;
        type_over(page, "        - containerPort: 8080", "        - containerPort: 0").await?;
        page.until("document.querySelectorAll('#problems button').length === 2").await?;
        ensure!(page.text("#manifest-state").await? == "2 things are wrong:");
        let marks =
            page.js("return [...document.querySelectorAll('.gutter b')].map((b) => b.textContent)").await?;
        ensure!(marks == json!(["! 17", "! 30"]), "{marks}");
        ensure!(
            page.text("#problems button").await?
                == "line 17, column 13: spec.replicas: Invalid value: -1: must be greater than or equal to 0"
        );
        // By keys: the first problem is the next stop after the text.
        page.keys(Key::Tab + "").await?;
        page.keys(Key::Enter + "").await?;
        ensure!(line(page).await? == 17);
        page.click("#problems button:last-child").await?;
        ensure!(line(page).await? == 30);
        page.click(".gutter b:last-of-type").await?;
        ensure!(line(page).await? == 30);
        // The Service is applied though the Deployment is refused.
        type_over(page, "port: 80\n", "port: 81\n").await?;
        page.ctrl(Key::Enter + "").await?;
        page.until("document.querySelectorAll('#problems button').length === 2").await?;
        ensure!(page.value("#manifest").await?.contains("replicas: -1"), "what was typed is lost");
        ensure!(
            page.lab("kubectl", vec![json!("kubectl get service web")]).await?["stdout"]
                .as_str()
                .is_some_and(|s| s.contains("81/TCP"))
        );
        // What is wrong is still marked when one comes back.
        page.open("").await?;
        page.click("#tab-YAML").await?;
        page.until("document.querySelectorAll('#problems button').length === 2").await?;
        type_over(page, "replicas: -1", "replicas: 4").await?;
        type_over(page, "containerPort: 0", "containerPort: 8080").await?;
        page.until("!document.querySelector('#problems button')").await?;
        page.ctrl(Key::Enter + "").await?;
        ensure!(page.spec().await?["replicas"] == json!(4));
        Ok(())
    })
}

#[test]
fn defaults_are_shown_and_nothing_is_changed() -> Result<()> {
    check(async |page| {
        let before = page.value("#manifest").await?;
        page.press_button("Show defaults").await?;
        let shown =
            page.js("return [...document.querySelectorAll('.default')].map((d) => d.textContent)").await?;
        ensure!(
            shown
                .as_array()
                .is_some_and(|lines| lines.contains(&json!("default:   revisionHistoryLimit: 10"))),
            "{shown}"
        );
        ensure!(page.value("#manifest").await? == before);
        page.js("document.querySelectorAll('#with-defaults > div:not(.default)')[16].click()").await?;
        ensure!(line(page).await? == 17);
        page.until("!document.querySelector('#with-defaults')").await?;
        page.keys("# ").await?;
        page.settled().await?;
        ensure!(page.value("#manifest").await? == before.replace("  replicas: 3", "#   replicas: 3"));
        Ok(())
    })
}

#[test]
fn numbers_go_along_with_the_text() -> Result<()> {
    check(async |page| {
        page.js("document.querySelector('#manifest').scrollTop = 120").await?;
        page.until("document.querySelector('#manifest').scrollTop > 0").await?;
        page.until(
            "document.querySelector('.gutter').scrollTop === document.querySelector('#manifest').scrollTop",
        )
        .await?;
        Ok(())
    })
}

#[test]
fn kubectl_edit_opens_the_text_at_the_object() -> Result<()> {
    check(async |page| {
        page.click("#tab-kubectl").await?;
        page.until("document.activeElement?.id === 'prompt'").await?;
        page.keys("kubectl edit deployment/web".to_owned() + Key::Enter).await?;
        ensure!(line(page).await? == 12);
        type_over(page, "replicas: 3", "replicas: 2").await?;
        page.ctrl(Key::Enter + "").await?;
        ensure!(page.spec().await?["replicas"] == json!(2));
        Ok(())
    })
}

/// What is offered, and which of it is marked.
async fn offered(page: &Page) -> Result<Value> {
    page.js(
        "const field = document.querySelector('#manifest'), marked = document.getElementById(field.getAttribute('aria-activedescendant'));
         return [[...document.querySelectorAll('#suggestions b')].map((b) => b.textContent).join(' '), marked?.querySelector('b').textContent];",
    )
    .await
}

async fn behind(page: &Page, part: &str) -> Result<()> {
    type_over(page, part, part).await
}

#[test]
fn keys_and_values_are_completed() -> Result<()> {
    check(async |page| {
        behind(page, "  replicas: 3").await?;
        page.keys("\n  str").await?;
        page.until("document.querySelector('#suggestions')").await?;
        ensure!(offered(page).await? == json!(["strategy", "strategy"]), "{}", offered(page).await?);
        ensure!(page.text("#suggestions [aria-selected=true]").await?.contains("How old Pods are replaced"));
        page.keys(Key::Enter + "").await?;
        page.until("document.querySelectorAll('#suggestions li').length === 2").await?;
        ensure!(offered(page).await? == json!(["type rollingUpdate", "type"]), "{}", offered(page).await?);
        page.keys(Key::Tab + "").await?;
        page.until("document.querySelector('#suggestions')?.textContent.startsWith('RollingUpdate')").await?;
        page.keys(Key::Down + "").await?;
        ensure!(offered(page).await? == json!(["RollingUpdate Recreate", "Recreate"]));
        page.keys(Key::Enter + "").await?;
        page.until("!document.querySelector('#suggestions')").await?;
        let changed = "  replicas: 3\n  strategy:\n    type: Recreate\n";
        ensure!(page.value("#manifest").await?.contains(changed), "{}", page.value("#manifest").await?);
        page.ctrl(Key::Enter + "").await?;
        ensure!(page.spec().await?["strategy"]["type"] == json!("Recreate"));
        Ok(())
    })
}

#[test]
fn what_is_offered_is_asked_for_left_and_chosen_by_pointer() -> Result<()> {
    check(async |page| {
        let before = page.value("#manifest").await?;
        behind(page, "  replicas: 3").await?;
        page.keys("\n  ").await?;
        ensure!(offered(page).await? == json!(["", null]), "it comes unasked: {}", offered(page).await?);
        page.ctrl(" ").await?;
        page.until("document.querySelectorAll('#suggestions li').length > 3").await?;
        page.keys(Key::Escape + "").await?;
        page.until("!document.querySelector('#suggestions')").await?;
        ensure!(page.js("return document.activeElement.id").await? == json!("manifest"));
        page.ctrl(" ").await?;
        page.until("document.querySelector('#suggestions')").await?;
        page.click("#suggestions li:nth-child(2)").await?;
        page.until("!document.querySelector('#suggestions')").await?;
        ensure!(page.js("return document.activeElement.id").await? == json!("manifest"));
        ensure!(
            page.value("#manifest").await?.contains("  replicas: 3\n  minReadySeconds: \n"),
            "{}",
            page.value("#manifest").await?
        );
        // The browser's own undo takes it back too.
        for _ in 0..2 {
            page.ctrl("z").await?;
        }
        ensure!(
            !page.value("#manifest").await?.contains("minReadySeconds"),
            "{}",
            page.value("#manifest").await?
        );
        page.keys(Key::Tab + "").await?;
        ensure!(
            page.js("return document.activeElement.id").await? != json!("manifest"),
            "Tab is caught in the text"
        );
        page.press_button("Revert").await?;
        ensure!(page.value("#manifest").await? == before);
        behind(page, "image: web:1.0.0").await?;
        page.ctrl(" ").await?;
        page.until("document.querySelectorAll('#suggestions li').length === 3").await?;
        ensure!(offered(page).await? == json!(["web:1.0.0 web:2.0.0 web:3.0.0", "web:1.0.0"]));
        page.keys(Key::Down + Key::Enter).await?;
        page.until("document.querySelector('#manifest').value.includes('image: web:2.0.0\\n')").await?;
        Ok(())
    })
}
