//! What is found while an object is read.

use crate::error::{ErrorKind, ManifestError, Notice, ObjectName};
use crate::tree::{Mark, Tree};
use crate::write::to_json;
use rollout_engine::order::sort_by;
use std::cell::RefCell;

/// What is found while an object is read.
pub(super) struct Report<'t> {
    tree: &'t Tree,
    object: ObjectName,
    decoding: RefCell<Vec<ManifestError>>,
    invalid: RefCell<Vec<ManifestError>>,
    notices: RefCell<Vec<Notice>>,
    kept: RefCell<Vec<(String, Tree)>>,
}

impl<'t> Report<'t> {
    pub(super) fn new(tree: &'t Tree, object: ObjectName) -> Self {
        Self {
            tree,
            object,
            decoding: RefCell::default(),
            invalid: RefCell::default(),
            notices: RefCell::default(),
            kept: RefCell::default(),
        }
    }

    /// The errors of decoding: the server does not validate where there are any.
    pub(super) fn decoding_errors(&self) -> Vec<ManifestError> {
        let mut decoding = self.decoding.take();
        // kubectl sends keys in alphabetical order, and the server complains as it reads.
        sort_by(&mut decoding, |a, b| (a.kind, &a.path).cmp(&(b.kind, &b.path)));
        decoding
    }

    /// The errors of validation.
    pub(super) fn into_result(self) -> Result<Vec<Notice>, Vec<ManifestError>> {
        let mut invalid: Vec<ManifestError> = Vec::new();
        for error in self.invalid.into_inner() {
            if !invalid.contains(&error) {
                invalid.push(error);
            }
        }
        if invalid.is_empty() { Ok(self.notices.into_inner()) } else { Err(invalid) }
    }

    pub(super) fn into_notices(self) -> Vec<Notice> {
        self.notices.into_inner()
    }

    pub(super) fn notice(&self, path: &str, mark: Mark, message: String) {
        let notice = Notice { mark, object: self.object.clone(), path: path.to_owned(), message };
        self.notices.borrow_mut().push(notice);
    }

    /// A field may not have this value.
    pub(super) fn invalid(&self, path: String, message: &str) {
        let error = self.error(ErrorKind::Invalid, &path, self.tree.place_of(&path), message.to_owned());
        self.invalid.borrow_mut().push(error);
    }

    /// A field is not there, or is of another type.
    pub(super) fn wrong(&self, kind: ErrorKind, path: &str, mark: Mark, message: String) {
        let error = self.error(kind, path, mark, message);
        self.decoding.borrow_mut().push(error);
    }

    fn error(&self, kind: ErrorKind, path: &str, mark: Mark, message: String) -> ManifestError {
        let error = ManifestError::at(mark, kind, message);
        ManifestError { object: Box::new(self.object.clone()), path: path.to_owned(), ..error }
    }

    /// Keeps what is not modelled.
    pub(super) fn keep(&self, path: String, tree: Tree) {
        self.kept.borrow_mut().push((path, tree));
    }

    /// What is kept below a path, as canonical JSON; empty if there is nothing.
    pub(super) fn kept_below(&self, prefix: &str) -> String {
        let mut kept = Tree::map();
        for (path, tree) in self.kept.borrow().iter() {
            if let Some(path) = path.strip_prefix(prefix) {
                kept.set(path, tree.clone());
            }
        }
        if kept.entries().is_empty() { String::new() } else { to_json(&kept.sorted()) }
    }
}
