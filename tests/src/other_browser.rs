//! A browser that is not Chromium, as far as the main path needs it.
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use base64::Engine;
use serde_json::Value;

use crate::look::save_picture;

/// How long [`OtherBrowser::until`] waits before it gives up. Far more than anything takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// See the module.
pub trait OtherBrowser {
    /// For file names.
    fn name(&self) -> &'static str;

    /// Opens an address and waits until it has loaded.
    ///
    /// # Errors
    /// When it cannot be opened.
    fn open(&mut self, address: &str) -> Result<()>;

    /// Runs a script in the page, as the body of a function.
    ///
    /// # Errors
    /// What the script throws.
    fn js(&mut self, body: &str) -> Result<Value>;

    /// Clicks the first element that a CSS selector finds.
    ///
    /// # Errors
    /// When there is none, or no way to click it.
    fn click(&mut self, selector: &str) -> Result<()>;

    /// Presses a key where the focus is: a character, or one of WebDriver's code points for keys.
    ///
    /// # Errors
    /// When the browser refuses.
    fn key(&mut self, key: char) -> Result<()>;

    /// A picture of the window: PNG as base64.
    ///
    /// # Errors
    /// When it cannot be taken.
    fn picture(&mut self) -> Result<String>;

    /// Waits until an expression in the page is true.
    ///
    /// # Errors
    /// When it stays false for very long.
    fn until(&mut self, expression: &str) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        while self.js(&format!("return Boolean({expression})"))? != true {
            ensure!(Instant::now() < end, "still not: {expression}");
        }
        Ok(())
    }

    /// Takes a picture into `target/screenshots/NAME-BROWSER.png`.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    fn screenshot(&mut self, name: &str) -> Result<()> {
        let picture = base64::engine::general_purpose::STANDARD.decode(self.picture()?)?;
        save_picture(&format!("{name}-{}.png", self.name()), &picture)?;
        Ok(())
    }
}
