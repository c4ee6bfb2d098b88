//! The engine does the same in a browser as natively: everything that happens in random runs and in whole rollouts, byte for byte.
use anyhow::{Result, ensure};
use e2e::{in_browser, root};
use loopback::Server;
use serde_json::json;

/// Random trials by seed, each with a rollout of so many Pods.
const TRIALS: [(u32, i32); 12] = [
    (1, 3),
    (2, 10),
    (3, 40),
    (5, 1),
    (8, 100),
    (13, 5),
    (21, 250),
    (34, 7),
    (55, 0),
    (89, 12),
    (144, 2),
    (233, 4),
];

#[test]
fn a_run_is_the_same_in_a_browser() -> Result<()> {
    let folder = root().join("target/wasm/trials");
    ensure!(
        folder.join("index.html").exists(),
        "there are no trials to run in a browser; `cargo xtask test` builds them"
    );
    let server = Server::start(folder, 0)?;
    in_browser(async |page| {
        page.driver().goto(server.url()).await?;
        page.until("document.documentElement.dataset.ready !== undefined").await?;
        for (seed, pods) in TRIALS {
            let there = page
                .js_with("return window.trials.digest(...arguments)", vec![json!(seed), json!(pods)])
                .await?;
            let here = trials::digest::of_trial(u64::from(seed), pods);
            ensure!(
                there == json!(here),
                "seed {seed}, {pods} Pods: {there} in the browser, {here} natively"
            );
        }
        Ok(())
    })
}
