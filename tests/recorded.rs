//! A recording of a real cluster on the stage: opened, gone through, left; what is no recording is refused, and nothing is lost.
use anyhow::{Result, ensure};
use e2e::{Look, Page, Scheme, Viewport, in_browser, root};
use serde_json::json;

const ORPHANS: &str = "tests/recordings/control-plane/delete-deployment-orphan.json";
const UPDATE: &str = "tests/recordings/control-plane/apply-scale-and-image.json";

/// Gives the page a file, as if it were dropped there or chosen.
async fn give(page: &Page, how: &str, name: &str, text: &str) -> Result<()> {
    let script = match how {
        "drop" => {
            "document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: given, bubbles: true, cancelable: true }))"
        }
        _ => {
            "const field = document.querySelector('#recording'); field.files = given.files; \
              field.dispatchEvent(new Event('change', { bubbles: true }))"
        }
    };
    let script = format!(
        "const given = new DataTransfer(); given.items.add(new File([arguments[1]], arguments[0])); {script}"
    );
    page.js_with(&script, vec![json!(name), json!(text)]).await?;
    page.until("document.querySelector('.recorded, .notice')").await?;
    page.settled().await
}

fn recording(path: &str) -> Result<String> {
    Ok(std::fs::read_to_string(root().join(path))?)
}

#[test]
fn a_recording_is_gone_through_like_a_run() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.set_image("web:2.0.0").await?;
        page.seek(6_000).await?;
        let own = page.js("return JSON.stringify(rolloutLab.state())").await?;
        give(page, "choose", "update.json", &recording(UPDATE)?).await?;
        let panel = page.text(".recorded").await?;
        ensure!(panel.contains("update.json") && panel.contains("replicas and image changed by one apply"));
        ensure!(page.text("h1").await?.starts_with("Somebody runs: kubectl apply"));
        for _ in 0..3 {
            page.press_button("Next decision").await?;
        }
        let title = page.text("h1").await?;
        ensure!(title == "The Deployment creates ReplicaSet web-67bbb65ffc for 2 Pods", "{title}");
        ensure!(page.text(".say p").await? == "10 may exist, and 8 were wanted.");
        let stage = page.text("svg.stage").await?;
        ensure!(
            stage.contains("ceiling 10") && stage.contains("floor 6") && !stage.contains("Service"),
            "{stage}"
        );
        ensure!(page.count(".pod.ready").await? == 4, "four Pods run");
        ensure!(page.text(".told .now").await?.contains("web-67bbb65ffc"));
        // A sentence leads to its moment; the keys work as ever.
        page.js("[...document.querySelectorAll('.told button')].find((b) => b.textContent.includes('from 8 to 6')).click()")
            .await?;
        page.settled().await?;
        ensure!(
            page.text("h1").await?.starts_with("The Deployment scales ReplicaSet web-5cbcff677b from 8 to 6")
        );
        page.press_button("Back").await?;
        ensure!(page.text("h1").await? == title);
        // Nothing changes it, and the run that was left is as it was.
        ensure!(page.lab("scale", vec![json!("web"), json!(9)]).await.is_err());
        page.press_button("Back to my run").await?;
        ensure!(page.js("return JSON.stringify(rolloutLab.state())").await? == own, "the run is another one");
        Ok(())
    })
}

#[test]
fn what_kubectl_printed_is_a_recording_too() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let mut text = String::new();
        page.set_image("web:2.0.0").await?;
        for at in [500, 3_000, 6_000, 9_000, 12_000, 20_000] {
            page.seek(at).await?;
            let said = page.lab("kubectl", vec![json!("kubectl get deploy,rs,pods -o json")]).await?;
            text += said["stdout"].as_str().unwrap_or_default();
        }
        give(page, "drop", "watched.json", &text).await?;
        page.js("document.querySelector('.told li:last-child button').click()").await?;
        page.settled().await?;
        ensure!(page.count(".pod.ready").await? >= 3);
        ensure!(page.text("svg.stage").await?.contains("2.0.0"));
        page.press_button("Play").await?;
        page.until("!document.documentElement.hasAttribute('data-playing')").await
    })
}

#[test]
fn what_is_none_is_refused_and_nothing_is_lost() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let whole = recording(UPDATE)?;
        let cut = &whole[..whole.len() / 2];
        let names = r#"{"kind": "Pod", "metadata": {"name": "<img src=x onerror=alert(1)>"}, "status": {"phase": "Running"}}"#;
        let check = async |how: &str, name: &str, text: &str, said: &str| {
            give(page, how, name, text).await?;
            let notice = page.text(".notice").await?;
            ensure!(notice.contains(said) && notice.contains(name), "{name}: {notice}");
            ensure!(page.text("h1").await? == "Three Pods answer your users.");
            page.press_button("Close").await
        };
        check("choose", "cut.json", cut, "cut off").await?;
        check("drop", "cut.json", cut, "line").await?;
        check("choose", "list.json", "[1, 2]", "this is no object of Kubernetes").await?;
        check("choose", "words.txt", "hello", "line 1, column 1").await?;
        check("choose", "empty.json", "", "record").await?;
        let large = "x".repeat(34 << 20);
        check("drop", "large.json", &large, "at most 33 MB are read").await?;
        // Markup in names is text.
        give(page, "drop", "<b>names</b>.json", names).await?;
        let (panel, injected) =
            (page.text(".recorded").await?, page.count(".recorded img, .stage img, .recorded b").await?);
        ensure!(
            injected == 0 && panel.contains("<b>names</b>.json") && panel.contains("<img src=x"),
            "{panel}"
        );
        Ok(())
    })
}

#[test]
fn it_looks_well_from_all_sides() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let mut problems = Vec::new();
        for (name, file, steps) in [("update", UPDATE, 6), ("orphans", ORPHANS, 8)] {
            give(page, "drop", file, &recording(file)?).await?;
            for _ in 0..steps {
                page.press_button("Next decision").await?;
            }
            for scheme in [Scheme::Light, Scheme::Dark] {
                page.prefer(scheme, false).await?;
                for viewport in Viewport::ALL {
                    page.set_viewport(viewport).await?;
                    let picture = format!("recorded-{name}-{}-{scheme:?}", viewport.width);
                    problems.extend(page.problems(&picture, Look::GeometryAndAxe).await?);
                }
            }
            page.set_viewport(Viewport::ALL[0]).await?;
        }
        ensure!(problems.is_empty(), "{}", problems.join("\n"));
        Ok(())
    })
}
