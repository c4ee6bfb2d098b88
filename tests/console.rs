//! The console: real commands by real keys, commands that go on while the lab's time passes, and what helps to type.
use anyhow::{Context, Result, ensure};
use e2e::{Page, in_browser};
use serde_json::json;
use thirtyfour::Key;

/// Opens the lab with the prompt ready for keys.
fn check(test: impl AsyncFn(&Page) -> Result<()>) -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.keys("`").await?;
        page.until("document.activeElement?.id === 'prompt'").await?;
        test(page).await
    })
}

async fn enter(page: &Page, line: &str) -> Result<()> {
    page.keys(line.to_owned() + Key::Enter).await?;
    page.until("document.querySelector('#prompt').value === ''").await
}

async fn press(page: &Page, key: Key) -> Result<()> {
    page.keys(key + "").await?;
    page.settled().await
}

/// What was printed of this kind: `out`, `error`, `note`.
async fn printed(page: &Page, kind: &str) -> Result<String> {
    let script =
        "return [...document.querySelectorAll('.said.' + arguments[0])].map((e) => e.textContent).join('')";
    Ok(page.js_with(script, vec![json!(kind)]).await?.as_str().context("no text")?.to_owned())
}

#[test]
fn pods_are_listed_and_chosen_by_their_names() -> Result<()> {
    check(async |page| {
        enter(page, "kubectl get pods").await?;
        let table = printed(page, "out").await?;
        let lines: Vec<&str> = table.lines().collect();
        ensure!(lines.len() == 4 && lines[0].starts_with("NAME"), "{table}");
        let name = lines[1].split(' ').next().context("no name")?;
        page.click(".said.table button.name").await?;
        ensure!(page.text("aside .insp").await?.contains(name), "the Pod is not opened");
        ensure!(page.count(".pod.chosen").await? == 1);
        page.press_button("Close").await?;
        ensure!(printed(page, "out").await? == table, "what was printed is lost");
        Ok(())
    })
}

#[test]
fn a_rollout_is_watched_to_its_end() -> Result<()> {
    check(async |page| {
        enter(page, "k set image deployment/web web=web:2.0.0").await?;
        ensure!(printed(page, "out").await? == "deployment.apps/web image updated\n");
        page.press_button("16×").await?;
        page.js("document.querySelector('#prompt').focus()").await?;
        enter(page, "k rollout status deployment/web").await?;
        ensure!(page.text(".waits").await?.contains("while time passes"), "it does not say that it goes on");
        page.until("[...document.querySelectorAll('.said.out')].at(-1).textContent.includes('successfully rolled out')").await?;
        page.until(
            "!document.querySelector('.waits') && !document.documentElement.hasAttribute('data-playing')",
        )
        .await?;
        let state = page.state().await?;
        ensure!(state["deployments"][0]["status"]["updatedReplicas"] == json!(3), "{}", state["deployments"]);
        // The run and its manifest hold what was done.
        page.click("#tab-YAML").await?;
        let text = page.value("#manifest").await?;
        ensure!(text.contains("image: web:2.0.0"), "{text}");
        ensure!(page.text("#manifest-state").await? == "This is what the cluster was given.");
        page.open("").await?;
        let again = page.state().await?;
        ensure!(again == state, "it is another run after a reload");
        Ok(())
    })
}

#[test]
fn a_command_waits_for_the_next_decision_and_ends_by_ctrl_c() -> Result<()> {
    check(async |page| {
        enter(page, "k set image deployment/web web=web:2.0.0").await?;
        enter(page, "k get pods -w").await?;
        page.until("document.querySelector('.waits')").await?;
        page.lab("pause", vec![]).await?;
        page.until("document.querySelector('.waits').textContent.includes('Next decision')").await?;
        let before = printed(page, "out").await?.lines().count();
        page.lab("step", vec![]).await?;
        page.lab("step", vec![]).await?;
        page.settled().await?;
        ensure!(printed(page, "out").await?.lines().count() > before, "nothing was printed as time passed");
        page.js("document.querySelector('#prompt').focus()").await?;
        page.ctrl("c").await?;
        ensure!(printed(page, "out").await?.ends_with("^C\n"));
        page.until("!document.querySelector('.waits')").await?;
        enter(page, "k get pods -w").await?;
        page.seek(0).await?;
        ensure!(printed(page, "note").await?.contains("Time went back"));
        Ok(())
    })
}

#[test]
fn earlier_lines_come_back() -> Result<()> {
    check(async |page| {
        for line in ["k get pods", "k get deploy", "k get rs"] {
            enter(page, line).await?;
        }
        press(page, Key::Up).await?;
        press(page, Key::Up).await?;
        ensure!(page.value("#prompt").await? == "k get deploy", "{}", page.value("#prompt").await?);
        press(page, Key::Down).await?;
        ensure!(page.value("#prompt").await? == "k get rs");
        press(page, Key::Down).await?;
        ensure!(page.value("#prompt").await?.is_empty());
        page.ctrl("r").await?;
        page.keys("get").await?;
        page.settled().await?;
        ensure!(page.text(".search").await?.ends_with("k get rs"));
        page.ctrl("r").await?;
        ensure!(page.text(".search").await?.ends_with("k get deploy"));
        press(page, Key::Right).await?;
        ensure!(page.value("#prompt").await? == "k get deploy");
        page.ctrl("c").await?;
        ensure!(page.value("#prompt").await?.is_empty());
        page.ctrl("l").await?;
        ensure!(printed(page, "out").await?.is_empty());
        Ok(())
    })
}

#[test]
fn tab_completes_what_is_typed_and_leaves_an_empty_prompt() -> Result<()> {
    check(async |page| {
        page.keys("k roll" + Key::Tab).await?;
        page.until("document.querySelector('#prompt').value === 'k rollout '").await?;
        page.keys("s" + Key::Tab).await?;
        page.until("document.querySelector('#prompt').value === 'k rollout status '").await?;
        page.keys("deployment/" + Key::Tab).await?;
        page.until("document.querySelector('#prompt').value === 'k rollout status deployment/web '").await?;
        page.ctrl("u").await?;
        page.keys("k get d" + Key::Tab).await?;
        page.until("document.querySelectorAll('#choices [role=option]').length > 1").await?;
        press(page, Key::Down).await?;
        press(page, Key::Enter).await?;
        ensure!(page.value("#prompt").await?.starts_with("k get deploy"), "{}", page.value("#prompt").await?);
        page.ctrl("u").await?;
        page.keys("k set image deployment/web web=" + Key::Tab).await?;
        page.until(
            "document.querySelector('#prompt').value.startsWith('k set image deployment/web web=web:1.0.0')",
        )
        .await?;
        page.ctrl("u").await?;
        press(page, Key::Tab).await?;
        ensure!(
            page.js("return document.activeElement.id").await? != json!("prompt"),
            "Tab is caught in the prompt"
        );
        Ok(())
    })
}

#[test]
fn what_is_wrong_is_said_in_kubectls_words() -> Result<()> {
    check(async |page| {
        enter(page, "kubectl get pods --wrong").await?;
        let error = printed(page, "error").await?;
        ensure!(error.starts_with("error: unknown flag: --wrong"), "{error}");
        page.ctrl("l").await?;
        enter(page, "kubectl gte pods").await?;
        let error = printed(page, "error").await?;
        ensure!(error.starts_with("error: unknown command \"gte\" for \"kubectl\""), "{error}");
        page.ctrl("l").await?;
        enter(page, "kubectl apply -f nowhere.yaml").await?;
        ensure!(printed(page, "error").await?.starts_with("error: the path \"nowhere.yaml\" does not exist"));
        ensure!(printed(page, "note").await?.contains("web.yaml"));
        let said = page.lab("kubectl", vec![json!("kubectl get pod nobody")]).await?;
        ensure!(said["exitCode"] == json!(1) && said["stdout"] == json!(""), "{said}");
        Ok(())
    })
}

#[test]
fn files_are_the_documents_of_the_manifest() -> Result<()> {
    check(async |page| {
        page.click("#tab-YAML").await?;
        let text = page.value("#manifest").await?.replace("replicas: 3", "replicas: 5");
        page.fill("#manifest", &text).await?;
        page.click("#tab-kubectl").await?;
        page.until("document.activeElement?.id === 'prompt'").await?;
        enter(page, "kubectl apply -f deployment.yaml").await?;
        ensure!(printed(page, "out").await?.ends_with("deployment.apps/web configured\n"));
        page.click("#tab-YAML").await?;
        ensure!(page.text("#manifest-state").await? == "This is what the cluster was given.");
        page.click("#tab-kubectl").await?;
        // The prompt is gone before it could be seen to be empty.
        page.keys("kubectl edit deployment/web".to_owned() + Key::Enter).await?;
        page.until("document.activeElement?.id === 'manifest'").await?;
        Ok(())
    })
}

#[test]
fn a_control_puts_its_line_into_the_console() -> Result<()> {
    check(async |page| {
        page.click("#tab-Spec").await?;
        page.press_button("2.0.0").await?;
        page.press_button("Put into the console: kubectl set image deploy/web web=web:2.0.0").await?;
        page.until("document.activeElement?.id === 'prompt'").await?;
        ensure!(page.value("#prompt").await? == "kubectl set image deploy/web web=web:2.0.0");
        Ok(())
    })
}
