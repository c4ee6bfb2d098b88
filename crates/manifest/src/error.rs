//! What is wrong with a manifest, or only worth knowing about it.

use crate::tree::Mark;
use std::fmt;

/// What YAML says to an indentation by tabs: true, but nobody's help.
pub(crate) const TAB: &str = "found character that cannot start any token";

/// At which gate a manifest was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// It is longer, deeper or larger than is read.
    Limit,
    /// It is no YAML.
    Syntax,
    /// It does not say which object it describes.
    Unidentified,
    /// It describes an object that a cluster may have and the lab leaves alone.
    NotModelled,
    /// A value has the wrong type.
    WrongType,
    /// A field does not exist (`strict decoding error`).
    UnknownField,
    /// It describes an object that may not be.
    Invalid,
    /// It describes an object twice.
    Twice,
}

/// Which object an error or notice is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectName {
    /// `apiVersion`
    pub api_version: String,
    /// `kind`
    pub kind: String,
    /// `metadata.name`
    pub name: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestError {
    /// Where it stands, or where something is missing.
    pub mark: Mark,
    /// At which gate it was found.
    pub kind: ErrorKind,
    /// The object, if it is known.
    pub object: Box<ObjectName>,
    /// The field, such as `spec.template.spec.containers[0].image`; empty if none is meant.
    pub path: String,
    /// What is wrong, in the API server's words where it has some, the path not repeated.
    pub message: String,
}

impl ManifestError {
    pub(crate) fn at(mark: Mark, kind: ErrorKind, message: String) -> Self {
        Self { mark, kind, object: Box::default(), path: String::new(), message }
    }

    /// Path and message as the API server joins them.
    pub fn cause(&self) -> String {
        match self.kind {
            ErrorKind::Invalid => format!("{}: {}", self.path, self.message),
            _ => self.message.clone(),
        }
    }
}

impl fmt::Display for ManifestError {
    /// `line 6, column 13: spec.replicas: Invalid value: -1: must be greater than or equal to 0`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mark.line > 0 {
            write!(f, "line {}, column {}: ", self.mark.line, self.mark.column)?;
        }
        f.write_str(&self.cause())?;
        if self.kind == ErrorKind::Syntax && self.message.ends_with(TAB) {
            f.write_str(" (indent with blanks, not with tabs)")?;
        }
        Ok(())
    }
}

impl std::error::Error for ManifestError {}

/// Something that the lab keeps in the text but does not act upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where it stands.
    pub mark: Mark,
    /// The object.
    pub object: ObjectName,
    /// The field; empty if the whole object is meant.
    pub path: String,
    /// What a person should know.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.mark.line, self.mark.column, self.message)
    }
}
