//! The lab's page, as a person and as a course author's script meet it.
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{BrowserLogEntry, TypingData};

use crate::server::site;

/// How long [`Page::until`] waits before it gives up. Far more than anything takes, so that a slow machine does not fail.
const PATIENCE_MS: u64 = 20_000;

/// Runs in every document before its own scripts: notes when the page says that it can be used.
const NOTE_READY: &str = "new MutationObserver((_, observer) => {
    if (!document.querySelector('[data-ready]')) return;
    window.__readyAtMs = performance.now();
    observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] });";

/// A size of the window, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewport {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl Viewport {
    /// A desktop screen.
    pub const WIDE: Self = Self { width: 1440, height: 900 };
    /// A small laptop, or a projector.
    pub const MEDIUM: Self = Self { width: 1024, height: 768 };
    /// A phone, upright.
    pub const PHONE: Self = Self { width: 390, height: 844 };
    /// The desktop screen with everything, and so all text, at twice the size: pixels as the page counts them.
    pub const ENLARGED: Self = Self { width: 720, height: 450 };
    /// The small laptop at twice the size.
    pub const SMALL_ENLARGED: Self = Self { width: 512, height: 384 };
    /// The three the lab is designed for.
    pub const ALL: [Self; 3] = [Self::WIDE, Self::MEDIUM, Self::PHONE];
}

/// What the system asks pages to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// The name that CSS has for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A page in a browser.
#[derive(Debug)]
pub struct Page {
    driver: WebDriver,
}

impl Page {
    /// A page in the driver's window, with [`Viewport::WIDE`].
    pub(crate) async fn new(driver: WebDriver) -> Result<Self> {
        let page = Self { driver };
        page.driver.set_script_timeout(std::time::Duration::from_millis(PATIENCE_MS + 5_000)).await?;
        page.driver.cdp().page().add_script_to_evaluate_on_new_document(NOTE_READY).await?;
        page.set_viewport(Viewport::WIDE).await?;
        Ok(page)
    }

    /// The driver, for what this page object has no word for.
    #[must_use]
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Opens a path of the site (such as `""` or `"#link"`) and waits until the lab can be used.
    ///
    /// # Errors
    /// When it cannot be opened, or is not ready in good time.
    pub async fn open(&self, path: &str) -> Result<()> {
        let address = format!("{}{}", site()?, path.trim_start_matches('/'));
        self.driver.goto(address).await?;
        self.until("document.querySelector('[data-ready]')").await.context("the page does not become ready")
    }

    /// Milliseconds from navigation to the moment in which the page said that it can be used.
    ///
    /// # Errors
    /// When it has not said so.
    pub async fn ready_after_ms(&self) -> Result<f64> {
        self.js("return window.__readyAtMs").await?.as_f64().context("the page is not ready")
    }

    /// Makes the window this large, a phone's where it is that narrow.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn set_viewport(&self, viewport: Viewport) -> Result<()> {
        let Viewport { width, height } = viewport;
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
        Ok(())
    }

    /// Sets what the system asks for: light or dark, and whether to keep still.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn prefer(&self, scheme: Scheme, reduced_motion: bool) -> Result<()> {
        let motion = if reduced_motion { "reduce" } else { "no-preference" };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme.name() },
            { "name": "prefers-reduced-motion", "value": motion },
        ] });
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// The first element that a CSS selector finds.
    ///
    /// # Errors
    /// When there is none.
    pub async fn find(&self, selector: &str) -> Result<WebElement> {
        self.driver.find(By::Css(selector)).await.with_context(|| format!("nothing matches {selector}"))
    }

    /// The visible text of the first element that a CSS selector finds.
    ///
    /// # Errors
    /// When there is none.
    pub async fn text(&self, selector: &str) -> Result<String> {
        Ok(self.find(selector).await?.text().await?)
    }

    /// How many elements a CSS selector finds.
    ///
    /// # Errors
    /// When it is no selector.
    pub async fn count(&self, selector: &str) -> Result<u64> {
        let script = "return document.querySelectorAll(arguments[0]).length";
        self.js_with(script, vec![json!(selector)]).await?.as_u64().context("no number")
    }

    /// What the first field that a CSS selector finds holds.
    ///
    /// # Errors
    /// When there is none.
    pub async fn value(&self, selector: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0])?.value";
        let value = self.js_with(script, vec![json!(selector)]).await?;
        value.as_str().map(str::to_owned).with_context(|| format!("no field {selector}"))
    }

    /// Clicks, as a mouse does, the first element that a CSS selector finds. What covers it makes this fail.
    ///
    /// # Errors
    /// When there is no such element, or no way to click it.
    pub async fn click(&self, selector: &str) -> Result<()> {
        self.find(selector).await?.click().await.with_context(|| format!("clicking {selector}"))
    }

    /// Tells the first element that a CSS selector finds that it was clicked, such as one of a drawing, which may be covered.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn click_within(&self, selector: &str) -> Result<()> {
        let script =
            "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('click', { bubbles: true }))";
        self.js_with(script, vec![json!(selector)]).await?;
        self.settled().await
    }

    /// Clicks the visible button, tab, link or menu item of this accessible name (its `aria-label`, else its text).
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub async fn press_button(&self, name: &str) -> Result<()> {
        let found = self.js_with(include_str!("named_control.js"), vec![json!(name)]).await?;
        match found.as_u64() {
            Some(1) => self.click("[data-e2e-named]").await,
            Some(count) => bail!("{count} visible buttons are named \"{name}\""),
            None => bail!("looking for the button \"{name}\" gave {found}"),
        }
    }

    /// Presses keys where the focus is, such as `"abc"` or `Key::Right`.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// Presses keys where the focus is while Control is held, and waits until what they do is drawn.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn ctrl(&self, keys: impl Into<TypingData>) -> Result<()> {
        let chain = self.driver.action_chain().key_down(Key::Control).send_keys(keys).key_up(Key::Control);
        chain.perform().await?;
        self.settled().await
    }

    /// Replaces what a text field holds, by typing.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, selector: &str, text: &str) -> Result<()> {
        let field = self.find(selector).await?;
        field.click().await?;
        self.ctrl("a").await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Runs a script in the page, as the body of a function, and gives what it returns.
    ///
    /// # Errors
    /// What the script throws.
    pub async fn js(&self, body: &str) -> Result<Value> {
        self.js_with(body, Vec::new()).await
    }

    /// As [`Page::js`], with `arguments[0]` and so on.
    ///
    /// # Errors
    /// What the script throws.
    pub async fn js_with(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.driver.execute(body, arguments).await?.json().clone())
    }

    /// Waits until an expression in the page is true. It looks once per frame.
    ///
    /// # Errors
    /// When it stays false for very long.
    pub async fn until(&self, expression: &str) -> Result<()> {
        let script = format!(
            "const [patienceMs, done] = arguments;
             const end = performance.now() + patienceMs;
             const look = () => {{
                 let met = false;
                 try {{ met = Boolean({expression}); }} catch {{ /* not yet */ }}
                 if (met || performance.now() > end) return done(met);
                 requestAnimationFrame(look);
             }};
             look();"
        );
        let met = self.driver.execute_async(script, vec![json!(PATIENCE_MS)]).await?;
        ensure!(met.json() == true, "after {PATIENCE_MS} ms still not: {expression}");
        Ok(())
    }

    /// The errors in the console since the last call: the page's own, refused and missing files, broken policy.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn take_console_errors(&self) -> Result<Vec<String>> {
        let entries = self.driver.browser_log().await?;
        let is_error = |entry: &BrowserLogEntry| entry.level == "SEVERE";
        Ok(entries.into_iter().filter(is_error).map(|entry| entry.message).collect())
    }

    /// Waits until what was changed last has been measured and drawn: for a few frames.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn settled(&self) -> Result<()> {
        let script = "const [frames, done] = arguments; let left = frames;
             const next = () => { left -= 1; if (left < 0) done(); else requestAnimationFrame(next); };
             next();";
        self.driver.execute_async(script, vec![json!(6)]).await?;
        Ok(())
    }

    /// Chooses, as a click on it would, an option of a select field by its name.
    ///
    /// # Errors
    /// When there is no such field or no such option.
    pub async fn choose(&self, field: &str, option: &str) -> Result<()> {
        let script = "const field = document.querySelector(arguments[0]);
             const at = [...field.options].findIndex((o) => o.textContent === arguments[1]);
             if (at < 0) throw new Error(`no option ${arguments[1]}`);
             field.selectedIndex = at;
             field.dispatchEvent(new Event('change', { bubbles: true }));";
        self.js_with(script, vec![json!(field), json!(option)]).await?;
        self.settled().await
    }
}
