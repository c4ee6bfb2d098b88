//! One chromedriver for all tests of a process, one Chromium with a fresh profile for each test.
use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;

use crate::look;
use crate::page::Page;

/// Chromium on its own: no window, no first-run pages, no traffic of its own.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A container's /dev/shm may be too small for a browser.
    "--disable-dev-shm-usage",
];

/// Runs `test` with a page in a browser of its own.
///
/// On failure it leaves a picture in `target/screenshots/`, named after the test. A test that passes also fails when the
/// console holds an error, unless the test took it with [`Page::take_console_errors`].
///
/// # Errors
/// What the test returned, or that the browser could not be started or closed.
///
/// # Panics
/// When the test does; the browser is closed first.
pub fn in_browser(test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let driver = runtime.block_on(start())?;
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let page = Page::new(driver.clone()).await?;
            test(&page).await?;
            let errors = page.take_console_errors().await?;
            ensure!(errors.is_empty(), "errors in the console:\n{}", errors.join("\n"));
            Ok(())
        })
    }));
    if !matches!(outcome, Ok(Ok(()))) {
        let name = thread::current().name().unwrap_or("test").replace("::", "-");
        let picture = runtime.block_on(look::picture(&driver, &format!("failed-{name}")));
        match picture {
            Ok(file) => eprintln!("a picture of the failure is in {}", file.display()),
            Err(error) => eprintln!("no picture of the failure: {error:#}"),
        }
    }
    let closed = runtime.block_on(driver.quit());
    match outcome {
        Ok(result) => result.and(closed.context("closing the browser")),
        Err(panic) => resume_unwind(panic),
    }
}

async fn start() -> Result<WebDriver> {
    let mut wishes = DesiredCapabilities::chrome();
    for flag in FLAGS {
        wishes.add_arg(flag)?;
    }
    wishes.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    WebDriver::new(chromedriver()?, wishes).await.context("starting Chromium")
}

/// The address of the chromedriver of this process.
fn chromedriver() -> Result<String> {
    static DRIVER: OnceLock<Result<String>> = OnceLock::new();
    match DRIVER.get_or_init(start_chromedriver) {
        Ok(address) => Ok(address.clone()),
        Err(error) => Err(anyhow!("{error:#}")),
    }
}

fn start_chromedriver() -> Result<String> {
    // The shell ends chromedriver when this process has ended, however that came about: its standard input closes then.
    let mut shell = Command::new("sh")
        .args(["-c", "chromedriver --port=0 </dev/null & read _; kill $!"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("starting chromedriver")?;
    let said = shell.stdout.take().context("chromedriver has no output")?;
    let mut lines = BufReader::new(said).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| Some(line.strip_suffix('.')?.split_once("successfully on port ")?.1.to_owned()))
        .context("chromedriver does not start; `cargo xtask test` installs it")?;
    // It goes on talking; unread, its output would fill up and stop it.
    thread::spawn(move || lines.for_each(drop));
    static SHELL: Mutex<Option<Child>> = Mutex::new(None);
    if let Ok(mut kept) = SHELL.lock() {
        *kept = Some(shell);
    }
    Ok(format!("http://127.0.0.1:{port}"))
}
