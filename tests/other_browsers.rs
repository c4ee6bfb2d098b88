//! The main path in Firefox and in WebKit, from a server and, as one file, from a disk. Where one of them is not installed, its
//! test says so and proves nothing; `cargo xtask test` installs both where it can, and then they have to be there.
#![allow(clippy::disallowed_methods, reason = "a native test, told by the tool which browsers there are")]
use anyhow::{Context, Result, ensure};
use e2e::{Firefox, OtherBrowser, WebKit, root, site};

/// WebDriver's code points.
const RIGHT: char = '\u{e014}';
const LEFT: char = '\u{e012}';

/// Set where every browser has been installed.
const ALL_BROWSERS: &str = "ROLLOUT_LAB_ALL_BROWSERS";

/// At most so many decisions are waited for: more than any rollout of three Pods takes.
const MOST_STEPS: usize = 20;

/// Opens the lab, rolls out by click, goes on by key to the end, and one step back.
fn check(browser: &mut dyn OtherBrowser, address: &str, name: &str) -> Result<()> {
    browser.open(address)?;
    browser.until("document.querySelector('[data-ready]')").context("it does not become ready")?;
    browser.screenshot(&format!("{name}-open"))?;
    browser.click("[data-first=roll-out]")?;
    browser.until("document.querySelector('[data-first=next]')")?;
    for step in 1..=3 {
        browser.key(RIGHT)?;
        browser.until(&format!("rolloutLab.state().decisions === {step}"))?;
    }
    browser.screenshot(&format!("{name}-rolling"))?;
    browser.key(LEFT)?;
    browser.until("rolloutLab.state().decisions === 2")?;

    let done = "rolloutLab.state().deployments[0].status.updatedReplicas === 3";
    for _ in 0..MOST_STEPS {
        if browser.js(&format!("return {done}"))? == true {
            break;
        }
        browser.click("[data-first=next]")?;
    }
    browser.until(done)?;
    let failed = browser.js("return rolloutLab.state().requests.failed")?;
    ensure!(failed.as_object().is_some_and(serde_json::Map::is_empty), "requests failed: {failed}");
    Ok(())
}

fn everywhere(browser: Option<impl OtherBrowser>, name: &str) -> Result<()> {
    let Some(mut browser) = browser else {
        ensure!(std::env::var_os(ALL_BROWSERS).is_none(), "{name} is not installed");
        println!("{name} is not installed: nothing is proven about it");
        return Ok(());
    };
    check(&mut browser, &site()?, "site")?;
    let file = root().join("dist/rollout-lab.html").canonicalize()?;
    check(&mut browser, &format!("file://{}", file.display()), "file")
}

#[test]
fn firefox_runs_the_lab() -> Result<()> {
    everywhere(Firefox::start()?, "Firefox")
}

#[test]
fn webkit_runs_the_lab() -> Result<()> {
    everywhere(WebKit::start()?, "WebKit")
}
