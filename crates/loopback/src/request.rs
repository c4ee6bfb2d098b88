//! The part of HTTP/1.1 that a browser on the same machine uses to ask for files.
use std::io::{self, BufRead, Read};
use std::path::{Component, Path, PathBuf};

/// Longest line and most header lines that are read; a browser stays far below both.
const LONGEST_LINE_BYTES: u64 = 16 * 1024;
const MOST_HEADERS: usize = 100;

/// What was asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path of the target, as sent, without its query.
    pub(crate) path: String,
    /// Whether the other side wants the connection closed after the answer.
    pub(crate) close: bool,
}

/// Reads one request, or `None` when the other side has closed.
pub(crate) fn read(from: &mut impl BufRead) -> io::Result<Option<Request>> {
    let first = line(from)?;
    if first.is_empty() {
        return Ok(None);
    }
    let mut words = first.split_whitespace();
    let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next()) else {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "not an HTTP request"));
    };
    let mut request = Request {
        method: method.to_owned(),
        path: target.split(['?', '#']).next().unwrap_or_default().to_owned(),
        close: version == "HTTP/1.0",
    };
    for _ in 0..MOST_HEADERS {
        let header = line(from)?.trim().to_ascii_lowercase();
        if header.is_empty() {
            return Ok(Some(request));
        }
        if let Some(("connection", value)) = header.split_once(':') {
            request.close = value.trim() == "close";
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "too many header lines"))
}

fn line(from: &mut impl BufRead) -> io::Result<String> {
    let mut text = String::new();
    from.by_ref().take(LONGEST_LINE_BYTES).read_line(&mut text)?;
    Ok(text)
}

/// The file that `path` (percent-encoded, starting with a slash) names below `folder`; `None` if it would lie elsewhere.
pub(crate) fn file_below(folder: &Path, path: &str) -> Option<PathBuf> {
    let relative = decode(path.strip_prefix('/')?)?;
    let relative = Path::new(&relative);
    let inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
    inside.then(|| folder.join(relative))
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first != b'%' {
            bytes.push(first);
            rest = after;
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_with_its_path_and_the_next_one_after_it() {
        let mut bytes =
            &b"GET /a/b.css?v=1 HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nConnection: close\r\n\r\n"[..];
        let first = read(&mut bytes).unwrap().unwrap();
        assert_eq!(first, Request { method: "GET".into(), path: "/a/b.css".into(), close: false });
        let second = read(&mut bytes).unwrap().unwrap();
        assert_eq!(second, Request { method: "HEAD".into(), path: "/".into(), close: true });
        assert_eq!(read(&mut bytes).unwrap(), None);
    }

    #[test]
    fn what_is_not_http_is_refused() {
        for bytes in [&b"\0\0\0"[..], b"GET\r\n\r\n", &b"GET / HTTP/1.1\r\na: b\r\n".repeat(200)] {
            assert!(read(&mut &*bytes).is_err(), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn only_files_below_the_folder_are_found() {
        let check = |path, file: Option<&str>| {
            assert_eq!(file_below(Path::new("site"), path), file.map(PathBuf::from), "{path}");
        };
        check("/", Some("site/"));
        check("/app.js", Some("site/app.js"));
        check("/a%20b/c.css", Some("site/a b/c.css"));
        check("/../Cargo.toml", None);
        check("/a/../../b", None);
        check("/%2e%2e/b", None);
        check("//etc/passwd", None);
        check("/%zz", None);
        check("app.js", None);
    }
}
