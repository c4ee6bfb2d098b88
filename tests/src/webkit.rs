//! WebKit, as GTK's small browser, by WebKitWebDriver. It needs a screen: one that exists in memory only.
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tokio::runtime::Runtime;

use crate::other_browser::OtherBrowser;

/// How long the driver may take to open its port.
const PATIENCE: Duration = Duration::from_secs(60);

/// The small browser of WebKitGTK.
#[derive(Debug)]
pub struct WebKit {
    runtime: Runtime,
    page: Option<WebDriver>,
    driver: Child,
    screen: Child,
}

impl WebKit {
    /// Starts one; `None` where it or a screen in memory is missing.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start() -> Result<Option<Self>> {
        let Some(browser) = browser() else { return Ok(None) };
        let Ok((screen, display)) = start_screen() else { return Ok(None) };
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let driver = Command::new("WebKitWebDriver")
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("DISPLAY", display)
            // As root, inside a container, its own sandbox cannot be made.
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(driver) = driver else {
            end(screen);
            return Ok(None);
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut webkit = Self { runtime, page: None, driver, screen };
        let mut wishes = Capabilities::new();
        let options = json!({ "binary": browser, "args": ["--automation"] });
        wishes.set("webkitgtk:browserOptions", options)?;
        webkit.page = Some(webkit.runtime.block_on(connect(port, wishes))?);
        let page = webkit.page()?.clone();
        webkit.runtime.block_on(page.set_window_rect(0, 0, 1440, 960))?;
        Ok(Some(webkit))
    }

    fn page(&self) -> Result<&WebDriver> {
        self.page.as_ref().context("it has no page")
    }
}

fn browser() -> Option<PathBuf> {
    let library = std::fs::read_dir("/usr/lib").ok()?.flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = library
        .filter_map(|folder| folder.read_dir().ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path().join("MiniBrowser")))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.pop()
}

/// A screen in memory, and its name. It chooses a free one and says which.
fn start_screen() -> Result<(Child, String)> {
    let mut screen = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1500x1000x24", "-nolisten", "tcp"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("starting Xvfb")?;
    let said = screen.stdout.take().context("Xvfb has no output")?;
    let mut number = String::new();
    BufReader::new(said.take(16)).read_line(&mut number)?;
    Ok((screen, format!(":{}", number.trim())))
}

async fn connect(port: u16, wishes: Capabilities) -> Result<WebDriver> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            let address = format!("http://127.0.0.1:{port}");
            return WebDriver::new(address, wishes).await.context("starting WebKit");
        }
        // Nothing tells when it opens.
        std::thread::park_timeout(Duration::from_millis(20));
    }
    bail!("WebKitWebDriver does not open its port")
}

fn end(mut process: Child) {
    let _ = process.kill();
    let _ = process.wait();
}

impl OtherBrowser for WebKit {
    fn name(&self) -> &'static str {
        "webkit"
    }

    fn open(&mut self, address: &str) -> Result<()> {
        Ok(self.runtime.block_on(self.page()?.goto(address))?)
    }

    fn js(&mut self, body: &str) -> Result<Value> {
        let answer = self.runtime.block_on(self.page()?.execute(body, Vec::new()))?;
        Ok(answer.json().clone())
    }

    fn click(&mut self, selector: &str) -> Result<()> {
        let page = self.page()?;
        self.runtime.block_on(async {
            let element = page.find(By::Css(selector)).await?;
            Ok(element.click().await?)
        })
    }

    fn key(&mut self, key: char) -> Result<()> {
        let page = self.page()?;
        let chain = page.action_chain().send_keys(key.to_string());
        Ok(self.runtime.block_on(chain.perform())?)
    }

    fn picture(&mut self) -> Result<String> {
        Ok(self.runtime.block_on(self.page()?.screenshot_as_png_base64())?)
    }
}

impl Drop for WebKit {
    fn drop(&mut self) {
        if let Some(page) = self.page.take() {
            let _ = self.runtime.block_on(page.quit());
        }
        for process in [&mut self.driver, &mut self.screen] {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
