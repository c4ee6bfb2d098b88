//! Firefox by its own remote protocol, Marionette: no driver between, so there is none to be installed.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::other_browser::OtherBrowser;

/// How long Firefox may take to open its port, or to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A Firefox without a window, in a fresh profile.
#[derive(Debug)]
pub struct Firefox {
    process: Child,
    profile: PathBuf,
    connection: BufReader<TcpStream>,
    sent: u64,
}

impl Firefox {
    /// Starts one; `None` where there is no Firefox.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start() -> Result<Option<Self>> {
        let quiet = |program: &str| {
            Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status()
        };
        let Some(program) =
            ["firefox-esr", "firefox"].into_iter().find(|p| quiet(p).is_ok_and(|s| s.success()))
        else {
            return Ok(None);
        };
        // A port that is free now.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let profile = std::env::temp_dir().join(format!("rollout-lab-firefox-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&profile)?;
        let settings = format!(
            "user_pref(\"marionette.port\", {port});\nuser_pref(\"browser.shell.checkDefaultBrowser\", false);\n\
             user_pref(\"datareporting.policy.dataSubmissionEnabled\", false);\n\
             user_pref(\"app.normandy.enabled\", false);\nuser_pref(\"network.captive-portal-service.enabled\", false);\n"
        );
        std::fs::write(profile.join("user.js"), settings)?;
        let process = Command::new(program)
            .args(["--headless", "--no-remote", "--marionette", "--profile"])
            .arg(&profile)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting Firefox")?;
        let connection = connect(port)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        let mut firefox = Self { process, profile, connection: BufReader::new(connection), sent: 0 };
        // It says first who it is.
        firefox.receive()?;
        firefox.call("WebDriver:NewSession", json!({ "capabilities": {} }))?;
        firefox.call("WebDriver:SetWindowRect", json!({ "width": 1440, "height": 985 }))?;
        Ok(Some(firefox))
    }

    /// `LENGTH:JSON`
    fn receive(&mut self) -> Result<Value> {
        let mut length = Vec::new();
        self.connection.read_until(b':', &mut length)?;
        let length = std::str::from_utf8(&length)?.trim_end_matches(':').parse()?;
        let mut message = vec![0; length];
        self.connection.read_exact(&mut message)?;
        Ok(serde_json::from_slice(&message)?)
    }

    fn call(&mut self, name: &str, arguments: Value) -> Result<Value> {
        self.sent += 1;
        let message = json!([0, self.sent, name, arguments]).to_string();
        self.connection.get_mut().write_all(format!("{}:{message}", message.len()).as_bytes())?;
        let answer = self.receive()?;
        ensure!(answer[2].is_null(), "{name}: {}", answer[2]["message"]);
        Ok(answer[3].clone())
    }

    fn element(&mut self, selector: &str) -> Result<Value> {
        let found =
            self.call("WebDriver:FindElement", json!({ "using": "css selector", "value": selector }))?;
        let id = found["value"].as_object().and_then(|o| o.values().next()).cloned();
        id.with_context(|| format!("nothing matches {selector}"))
    }
}

/// Firefox opens its port when it is ready; until then nobody listens.
fn connect(port: u16) -> Result<TcpStream> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if let Ok(connection) = TcpStream::connect(("127.0.0.1", port)) {
            return Ok(connection);
        }
        // Nothing tells when it opens.
        std::thread::park_timeout(Duration::from_millis(20));
    }
    bail!("Firefox does not open its port")
}

impl OtherBrowser for Firefox {
    fn name(&self) -> &'static str {
        "firefox"
    }

    fn open(&mut self, address: &str) -> Result<()> {
        self.call("WebDriver:Navigate", json!({ "url": address })).map(drop)
    }

    fn js(&mut self, body: &str) -> Result<Value> {
        let answer = self.call("WebDriver:ExecuteScript", json!({ "script": body, "args": [] }))?;
        Ok(answer["value"].clone())
    }

    fn click(&mut self, selector: &str) -> Result<()> {
        let id = self.element(selector)?;
        self.call("WebDriver:ElementClick", json!({ "id": id })).map(drop)
    }

    fn key(&mut self, key: char) -> Result<()> {
        let presses = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        let actions = json!([{ "type": "key", "id": "keyboard", "actions": presses }]);
        self.call("WebDriver:PerformActions", json!({ "actions": actions })).map(drop)
    }

    fn picture(&mut self) -> Result<String> {
        let answer = self.call("WebDriver:TakeScreenshot", json!({ "full": false }))?;
        Ok(answer["value"].as_str().context("no picture")?.to_owned())
    }
}

impl Drop for Firefox {
    fn drop(&mut self) {
        // What is left of it is in a temporary folder.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
