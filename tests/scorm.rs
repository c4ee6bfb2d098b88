//! The SCORM package in a small run-time that takes nothing that SCORM 1.2 does not know: place, status and score are reported, and
//! the learner goes on where they were.
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use e2e::{Page, in_browser, root};
use flate2::read::DeflateDecoder;
use loopback::{Answer, Server, media_type};
use serde_json::json;

/// The files of a zip archive, by name.
fn unpacked(archive: &[u8]) -> Result<BTreeMap<String, Vec<u8>>> {
    let number = |at: usize, bytes: usize| -> Result<usize> {
        let field = archive.get(at..at + bytes).context("the archive is cut off")?;
        Ok(field.iter().rev().fold(0, |n, byte| n << 8 | usize::from(*byte)))
    };
    let end = archive.windows(4).rposition(|w| w == b"PK\x05\x06").context("it is no archive")?;
    let (count, mut at) = (number(end + 10, 2)?, number(end + 16, 4)?);
    let mut files = BTreeMap::new();
    for _ in 0..count {
        ensure!(archive.get(at..at + 4) == Some(b"PK\x01\x02"), "a broken directory");
        let (size, name_length, local) = (number(at + 20, 4)?, number(at + 28, 2)?, number(at + 42, 4)?);
        let name = String::from_utf8(archive[at + 46..at + 46 + name_length].to_vec())?;
        let begins = local + 30 + number(local + 26, 2)? + number(local + 28, 2)?;
        let mut content = Vec::new();
        DeflateDecoder::new(&archive[begins..begins + size]).read_to_end(&mut content)?;
        ensure!(content.len() == number(at + 24, 4)?, "{name} has another size");
        files.insert(name, content);
        at += 46 + name_length + number(at + 30, 2)? + number(at + 32, 2)?;
    }
    Ok(files)
}

/// A learning management system: the package in a frame, and the run-time around it.
fn system() -> Result<Server> {
    let file = root().join("target/package/rollout-lab-scorm.zip");
    let files = unpacked(&std::fs::read(&file).context("no package; `cargo xtask build` makes it")?)?;
    let answer = move |path: &str| {
        let path = path.split('?').next().unwrap_or_default();
        if path == "/" {
            return Some(Answer::html(include_str!("src/scorm_system.html")));
        }
        let name = path.strip_prefix("/course/")?;
        files.get(name).map(|content| Answer::ok(media_type(Path::new(name)), content.clone()))
    };
    Ok(Server::start_with(root().join("tests/vendor"), 0, answer)?)
}

/// Opens an entry of the table of contents, and runs a script in the lab that was opened.
async fn launch(page: &Page, item: &str) -> Result<()> {
    page.js_with("launch(arguments[0])", vec![json!(item)]).await?;
    page.until("document.querySelector('iframe')?.contentDocument?.querySelector('[data-ready]')").await
}

async fn lab(page: &Page, script: &str) -> Result<()> {
    page.js(&format!(
        "const rolloutLab = document.querySelector('iframe').contentWindow.rolloutLab; {script}"
    ))
    .await?;
    page.settled().await
}

async fn said(page: &Page, item: &str, what: &str) -> Result<String> {
    let value =
        page.js_with("return kept[arguments[0]][arguments[1]]", vec![json!(item), json!(what)]).await?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

#[test]
fn place_status_and_score_are_reported() -> Result<()> {
    in_browser(async |page| {
        let server = system()?;
        page.driver().goto(server.url()).await?;
        page.until("window.items").await?;
        let items = page.js("return items.length").await?;
        ensure!(items.as_u64() > Some(30), "{items} entries");
        ensure!(page.js("return missing.join()").await? == "", "files of the manifest are missing");

        // The lab itself: done as soon as something was decided, and gone on with where it was left.
        launch(page, "i-the-lab").await?;
        ensure!(said(page, "i-the-lab", "cmi.core.lesson_status").await? == "incomplete");
        lab(page, "rolloutLab.setImage('web', 'web', 'web:2.0.0'); rolloutLab.step();").await?;
        ensure!(said(page, "i-the-lab", "cmi.core.lesson_status").await? == "completed");
        page.js("leave()").await?;
        ensure!(said(page, "i-the-lab", "cmi.core.session_time").await?.starts_with("00:00:"));
        page.js("localStorage.clear()").await?;
        launch(page, "i-the-lab").await?;
        let image = page.js("return document.querySelector('iframe').contentWindow.rolloutLab.state().deployments[0].spec.template.spec.containers[0].image").await?;
        ensure!(image == "web:2.0.0", "it goes on with {image}");
        page.js("leave()").await?;

        // A chapter of the tour: the score is how much of it was seen.
        launch(page, "i-rolling-update").await?;
        lab(page, "rolloutLab.step(); rolloutLab.step();").await?;
        ensure!(said(page, "i-rolling-update", "cmi.core.lesson_location").await? == "rolling-update/2");
        let score: f64 = said(page, "i-rolling-update", "cmi.core.score.raw").await?.parse()?;
        ensure!(score > 0.0 && score < 100.0, "{score}");
        lab(page, "for (let i = 0; i < 100; i++) rolloutLab.step();").await?;
        ensure!(said(page, "i-rolling-update", "cmi.core.lesson_status").await? == "completed");
        ensure!(said(page, "i-rolling-update", "cmi.core.score.raw").await? == "100");
        // What was reached is not taken back.
        lab(page, "rolloutLab.back(); rolloutLab.back();").await?;
        ensure!(said(page, "i-rolling-update", "cmi.core.lesson_status").await? == "completed");
        page.js("leave()").await?;
        let wrong = page.js("return wrong.join('; ')").await?;
        ensure!(wrong == "", "{wrong}");
        Ok(())
    })
}

#[test]
fn whatever_the_system_answers_the_lab_opens() -> Result<()> {
    in_browser(async |page| {
        let server = system()?;
        page.driver().goto(server.url()).await?;
        page.until("window.items").await?;
        page.js(
            "const answers = ['', 'true', null, undefined, 7, {}, [], '?', '?replicas=x#dance', '<img src=x onerror=top.hit()>', 'passed', 'NaN', '1e999',
                 '?'.repeat(5000), { toString() { throw new Error('no'); } }, Symbol('no')];
             let n = 0, thrown = 0;
             window.hits = 0; window.hit = () => { hits++; };
             for (const name of ['LMSGetValue', 'LMSSetValue', 'LMSCommit', 'LMSFinish']) API[name] = () => {
                 n = (n * 5 + 3) % 4093;
                 if (n % 7 === 0) { thrown++; throw new Error('out of order'); }
                 return answers[n % answers.length];
             };
             API.LMSInitialize = () => 'true';
             window.leave = () => document.querySelector('iframe').remove();",
        )
        .await?;
        for item in
            ["i-the-lab", "i-rolling-update", "i-the-lab", "i-rolling-update", "i-the-lab", "i-the-lab"]
        {
            launch(page, item).await?;
            lab(page, "for (let i = 0; i < 5; i++) rolloutLab.step();").await?;
            page.js("leave()").await?;
        }
        ensure!(page.js("return hits").await? == 0, "an answer was run");
        Ok(())
    })
}
