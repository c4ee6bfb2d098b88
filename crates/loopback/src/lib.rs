//! Serves a folder of files on the loopback address, as any static host would.
//!
//! `cargo xtask serve` shows the page with it and the end-to-end tests drive the page through it, so that both see the
//! same addresses and the same types. It answers `GET` and `HEAD`, one thread per connection, and nothing from
//! outside the folder.
#![allow(clippy::disallowed_types, reason = "a native server; the engine's ban on the clock is not for it")]

mod media_type;
mod request;

use std::fmt;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

pub use media_type::media_type;

/// How long a connection may stay silent before it is closed.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer: status, type and bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status code, such as 200.
    pub status: u16,
    /// The value of `Content-Type`.
    pub media_type: &'static str,
    /// What is sent.
    pub body: Vec<u8>,
}

impl Answer {
    /// A found thing.
    #[must_use]
    pub fn ok(media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, media_type, body: body.into() }
    }

    /// A page.
    #[must_use]
    pub fn html(page: impl Into<Vec<u8>>) -> Self {
        Self::ok(media_type(Path::new("page.html")), page)
    }

    fn plain(status: u16, text: &str) -> Self {
        Self { status, media_type: "text/plain; charset=utf-8", body: text.into() }
    }
}

/// Answers some paths (such as `/-/reload`) itself; `None` leaves the path to the folder.
pub type Route = dyn Fn(&str) -> Option<Answer> + Send + Sync;

/// A running server. It stops taking connections when dropped.
pub struct Server {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Server {
    /// Serves `folder` on `port`, or on a free port when `port` is taken or 0.
    ///
    /// # Errors
    /// When no port of the loopback address can be opened.
    pub fn start(folder: impl Into<PathBuf>, port: u16) -> io::Result<Self> {
        Self::start_with(folder, port, |_| None)
    }

    /// As [`Server::start`], with `route` asked first.
    ///
    /// # Errors
    /// When no port of the loopback address can be opened.
    pub fn start_with(
        folder: impl Into<PathBuf>,
        port: u16,
        route: impl Fn(&str) -> Option<Answer> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let address = listener.local_addr()?;
        let stopped = Arc::new(AtomicBool::new(false));
        let folder: Arc<Path> = folder.into().into();
        let route: Arc<Route> = Arc::new(route);
        let stop = Arc::clone(&stopped);
        thread::spawn(move || {
            for connection in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(connection) = connection else { continue };
                let (folder, route) = (Arc::clone(&folder), Arc::clone(&route));
                // A browser that goes away in the middle of an answer is not our error.
                thread::spawn(move || drop(converse(&connection, &folder, &*route)));
            }
        });
        Ok(Self { address, stopped })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as a browser wants it, with a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the accepting thread, which then sees that it shall end.
        drop(TcpStream::connect(self.address));
    }
}

/// Answers requests on one connection until the other side has no more.
fn converse(connection: &TcpStream, folder: &Path, route: &Route) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_nodelay(true)?;
    let mut reader = io::BufReader::new(connection);
    while let Some(request) = request::read(&mut reader)? {
        let answer = match request.method.as_str() {
            "GET" | "HEAD" => route(&request.path).unwrap_or_else(|| file(folder, &request.path)),
            _ => Answer::plain(405, "Only GET and HEAD are answered here.\n"),
        };
        send(connection, &answer, request.method == "HEAD")?;
        if request.close {
            break;
        }
    }
    Ok(())
}

/// The file at `path`, `index.html` for a folder.
fn file(folder: &Path, path: &str) -> Answer {
    let Some(mut file) = request::file_below(folder, path) else {
        return Answer::plain(404, "Nothing here.\n");
    };
    if file.is_dir() {
        file.push("index.html");
    }
    match std::fs::read(&file) {
        Ok(body) => Answer::ok(media_type(&file), body),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Answer::plain(404, "Nothing here.\n"),
        Err(error) => Answer::plain(500, &format!("{error}\n")),
    }
}

fn send(mut to: &TcpStream, answer: &Answer, head_only: bool) -> io::Result<()> {
    let Answer { status, media_type, body } = answer;
    let reason = match status {
        200 => "OK",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Error",
    };
    let length = body.len();
    let mut message = format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n\r\n"
    )
    .into_bytes();
    if !head_only {
        message.extend_from_slice(body);
    }
    to.write_all(&message)
}
