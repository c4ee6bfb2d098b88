//! Recordings: files that say what a real control plane or a real kubelet did.
//!
//! Reading is strict: whatever is truncated, of unknown kind, missing, unknown or of the wrong type is refused with the file, the
//! line and the place in the document.

pub mod control_plane;
pub mod pod_life;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::path::Path;

/// One recorded scenario, told apart by the field `kind` of its file.
#[derive(Clone, Debug, PartialEq)]
pub enum Recording {
    /// `control-plane`: what the controllers did after each input, the kubelet being a script.
    ControlPlane(control_plane::Recording),
    /// `pod-life`: what a real kubelet did in real time, run several times.
    PodLife(pod_life::Recording),
}

impl Recording {
    /// Reads a recording from a file.
    ///
    /// # Errors
    /// When the file cannot be read, or is not a recording: see [`Recording::parse`].
    pub fn read(file: &Path) -> Result<Self, ReadError> {
        let name = file.display().to_string();
        match std::fs::read(file) {
            Ok(bytes) => Self::parse_bytes(&name, bytes),
            Err(error) => {
                Err(ReadError { file: name, at: None, place: String::new(), problem: error.to_string() })
            }
        }
    }

    fn parse_bytes(file: &str, bytes: Vec<u8>) -> Result<Self, ReadError> {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Self::parse(file, &text),
            Err(error) => error,
        };
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line_start = good.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        Err(ReadError {
            file: file.to_owned(),
            at: Some((line, good.len() - line_start + 1)),
            place: String::new(),
            problem: "this is no UTF-8 text".to_owned(),
        })
    }

    /// Reads a recording from its text; `file` is the name that errors mention.
    ///
    /// # Errors
    /// When the text is not JSON, ends early, is of an unknown kind or format, or has a field that is missing, unknown or of the
    /// wrong type.
    pub fn parse(file: &str, text: &str) -> Result<Self, ReadError> {
        match parse::<Head>(file, text)?.kind {
            Kind::ControlPlane => parse(file, text).map(Self::ControlPlane),
            Kind::PodLife => parse(file, text).map(Self::PodLife),
        }
    }

    /// The scenario's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::ControlPlane(recording) => &recording.name,
            Self::PodLife(recording) => &recording.name,
        }
    }
}

/// What tells the kinds apart; everything else is read once the kind is known.
#[derive(Deserialize)]
struct Head {
    kind: Kind,
}

/// What a recording is about: the field `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The control plane, step by step.
    ControlPlane,
    /// The kubelet, in real time.
    PodLife,
}

/// The version of the format: the field `format`, of which only 1 exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Format;

impl TryFrom<u32> for Format {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        if version == 1 { Ok(Self) } else { Err(format!("unknown format {version}, only 1 can be read")) }
    }
}

impl From<Format> for u32 {
    fn from(_: Format) -> Self {
        1
    }
}

/// Reads a document of a recording or of a trace; `file` is the name that errors mention.
///
/// # Errors
/// When the text is not JSON, ends early, or does not have the shape of `T`.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, ReadError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let place = error.path().to_string();
        ReadError::new(file, if place == "." { String::new() } else { place }, error.inner())
    })?;
    json.end().map_err(|error| ReadError::new(file, String::new(), &error))?;
    Ok(read)
}

/// Why a file is not a recording, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    file: String,
    /// Line and column, both from 1.
    at: Option<(usize, usize)>,
    /// The place in the document, such as `steps[3].input`.
    place: String,
    problem: String,
}

impl ReadError {
    fn new(file: &str, place: String, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let mut problem = text.trim_end_matches(&format!(" at line {line} column {column}")).to_owned();
        if error.is_eof() {
            problem += "; the file seems to be cut off, is it complete?";
        }
        Self { file: file.to_owned(), at: (line > 0).then_some((line, column)), place, problem }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some((line, column)) = self.at {
            write!(f, ":{line}:{column}")?;
        }
        if !self.place.is_empty() {
            write!(f, ": {}", self.place)?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for ReadError {}
