//! `kubectl edit`: opens the manifest of an object where manifests are edited.

use super::{Work, nothing_named};

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("edit", words)?;
    let mut documents = Vec::new();
    for of in work.named(&parsed, nothing_named)? {
        documents.push(manifest::to_yaml(&work.stored(&of)?.tree()));
    }
    work.outcome.edits = Some(documents.join("---\n"));
    Ok(())
}
