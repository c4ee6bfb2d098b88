//! The lab behind the page: what tests ask of `window.rolloutLab` again and again.
use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::page::Page;

impl Page {
    /// Calls a verb of `window.rolloutLab`, such as `"seek"` with `[json!(5_000)]`.
    ///
    /// # Errors
    /// What the lab throws: the message that a person would see.
    pub async fn lab(&self, verb: &str, arguments: Vec<Value>) -> Result<Value> {
        let call = format!("return window.rolloutLab.{verb}(...arguments)");
        self.js_with(&call, arguments).await.with_context(|| format!("rolloutLab.{verb}"))
    }

    /// Goes to a moment, in milliseconds of the lab's own time, and waits until it is drawn.
    ///
    /// # Errors
    /// What the lab throws.
    pub async fn seek(&self, ms: u64) -> Result<()> {
        self.lab("seek", vec![json!(ms)]).await?;
        self.settled().await
    }

    /// Rolls the workshop's Deployment out to an image, such as `"web:2.0.0"`, and waits until that is drawn.
    ///
    /// # Errors
    /// What the lab throws.
    pub async fn set_image(&self, image: &str) -> Result<()> {
        self.lab("setImage", vec![json!("web"), json!("web"), json!(image)]).await?;
        self.settled().await
    }

    /// All that scripts can know of the moment.
    ///
    /// # Errors
    /// What the lab throws.
    pub async fn state(&self) -> Result<Value> {
        self.lab("state", vec![]).await
    }

    /// What is wanted of the first Deployment: its `spec`.
    ///
    /// # Errors
    /// What the lab throws.
    pub async fn spec(&self) -> Result<Value> {
        Ok(self.state().await?["deployments"][0]["spec"].take())
    }

    /// What became of the requests so far.
    ///
    /// # Errors
    /// What the lab throws.
    pub async fn requests(&self) -> Result<Value> {
        Ok(self.state().await?["requests"].take())
    }
}
