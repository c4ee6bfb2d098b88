//! `kubectl describe`

use super::Work;
use crate::describe::describe;
use crate::item::{Item, items, items_of};
use crate::resource::{Meant, meant};

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("describe", words)?;
    let meant = match parsed.value("filename") {
        Some(file) => {
            Meant { found: super::delete::from_file(work, file)?, types: Vec::new(), by_name: true }
        }
        None if parsed.words.is_empty() => return Err(super::get::nothing_asked("describe")),
        None => meant(&parsed, work.cluster, true)?,
    };
    let mut found: Vec<Item> = Vec::new();
    for of in &meant.found {
        match items(work.cluster, of.ty, Some(&of.name)).pop() {
            Some(item) => found.push(item),
            // One name that is not there may be the beginning of others.
            None if parsed.words.len() == 2 => {
                let begins = |item: &Item| item.name().starts_with(&of.name);
                let meant: Vec<Item> = items_of(work.cluster, of.ty).into_iter().filter(begins).collect();
                if meant.is_empty() {
                    return Err(of.not_found());
                }
                for item in meant {
                    let text = describe(&item, work.cluster, parsed.value("show-events") != Some("false"));
                    work.outcome.print(&text);
                }
                return Ok(());
            }
            None => work.outcome.fail(&of.not_found()),
        }
    }
    if found.is_empty() && work.outcome.exit_code == 0 {
        work.outcome.warn(&super::get::nothing_found(work, &meant));
    }
    let events = match parsed.value("show-events") {
        Some(value) => value != "false",
        None => meant.found.len() == 1,
    };
    for (i, item) in found.iter().enumerate() {
        if i > 0 {
            work.outcome.stdout.push_str("\n\n");
        }
        work.outcome.stdout.push_str(&describe(item, work.cluster, events));
    }
    Ok(())
}
