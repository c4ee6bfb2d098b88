//! A page looked at: what a person would call broken, and a picture of it in `target/screenshots/`.
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use thirtyfour::WebDriver;

use crate::page::{Page, Viewport};
use crate::root;

/// What a page is looked at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// What overlaps, is cut off or sticks out.
    Geometry,
    /// That, and what axe-core finds.
    GeometryAndAxe,
}

impl Page {
    /// Looks at the page at the three widths, leaves a picture of each named `NAME-WIDTH`, and makes the window wide again.
    ///
    /// # Errors
    /// All that is wrong, a line each.
    pub async fn look(&self, name: &str) -> Result<()> {
        let mut problems = Vec::new();
        for viewport in Viewport::ALL {
            self.set_viewport(viewport).await?;
            let picture = format!("{name}-{}", viewport.width);
            problems.extend(self.problems(&picture, Look::GeometryAndAxe).await?);
        }
        self.set_viewport(Viewport::WIDE).await?;
        self.settled().await?;
        ensure!(problems.is_empty(), "{}", problems.join("\n"));
        Ok(())
    }

    /// Waits until the page has settled, takes a picture of this name, and says what is wrong with it: a sentence for each, which
    /// names the picture.
    ///
    /// # Errors
    /// When it cannot be looked at.
    pub async fn problems(&self, picture: &str, look: Look) -> Result<Vec<String>> {
        self.settled().await?;
        self.screenshot(picture).await?;
        let mut found = self.overlaps("body").await?;
        if look == Look::GeometryAndAxe {
            found.extend(self.axe().await?);
        }
        Ok(found.into_iter().map(|problem| format!("{picture}: {problem}")).collect())
    }

    /// What overlaps, is cut off or sticks out of the window among the visible texts and controls below the first
    /// element that `selector` finds: a sentence for each. What can be scrolled to is not cut off.
    ///
    /// # Errors
    /// When nothing matches `selector`.
    pub async fn overlaps(&self, selector: &str) -> Result<Vec<String>> {
        let found = self.js_with(include_str!("geometry.js"), vec![json!(selector)]).await?;
        serde_json::from_value(found).with_context(|| format!("measuring {selector}"))
    }

    /// What axe-core finds wrong with the page for people who use it by ear, by keyboard or with little sight.
    ///
    /// # Errors
    /// When it cannot be run.
    pub async fn axe(&self) -> Result<Vec<String>> {
        if self.js("return typeof axe").await? != "object" {
            self.driver().execute(include_str!("../vendor/axe.min.js"), Vec::new()).await?;
        }
        let found = self.driver().execute_async(include_str!("axe.js"), Vec::new()).await?;
        serde_json::from_value(found.json().clone()).context("running axe")
    }

    /// Takes a picture of the window into `target/screenshots/NAME.png`.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        picture(self.driver(), name).await
    }
}

pub(crate) async fn picture(driver: &WebDriver, name: &str) -> Result<PathBuf> {
    save_picture(&format!("{name}.png"), &driver.screenshot_as_png().await?)
}

/// Writes a picture into `target/screenshots/`.
///
/// # Errors
/// When it cannot be written.
pub fn save_picture(name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let folder = root().join("target/screenshots");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(name);
    std::fs::write(&file, bytes).with_context(|| format!("writing {}", file.display()))?;
    Ok(file)
}
