//! `kubectl diff`: what applying a manifest would change, as `diff -u` prints it. The exit code is 1 if anything would.

use super::Work;
use super::apply::{Applied, applied, for_each_document};
use crate::store::Stored;
use crate::unified::hunks;
use manifest::{Detail, Tree};

const LAST_APPLIED: &str = super::apply::LAST_APPLIED;

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let differs = compare(work, words);
    match differs {
        // Whatever fails is an error of diff itself.
        Err(_) => work.outcome.exit_code = 2,
        Ok(()) if work.outcome.exit_code != 0 => work.outcome.exit_code = 2,
        Ok(()) => work.outcome.exit_code = i32::from(!work.outcome.stdout.is_empty()),
    }
    if let Err(text) = differs {
        work.outcome.warn(&text);
    }
    Ok(())
}

fn compare(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("diff", words)?;
    if let Some(word) = parsed.words.first() {
        return Err(format!("error: Unexpected args: [{word}]\nSee 'kubectl diff -h' for help and examples"));
    }
    let mut differences: Vec<(String, String)> = Vec::new();
    for_each_document(work, &parsed, "diff", &mut |work, tree, file| {
        let warned = work.outcome.stderr.len();
        let result = applied(work, tree, file)?;
        // Only apply warns.
        work.outcome.stderr.truncate(warned);
        let (old, new) = match result {
            Applied::Unchanged(_) => return Ok(()),
            Applied::Created(new) => (None, new),
            Applied::Configured(live, new) => (Some(live), new),
        };
        let info = new.ty().info();
        let group = if info.group.is_empty() { String::new() } else { [info.group, "."].concat() };
        let file = [&group, "v1.", info.kind, ".", work.cluster.namespace(), ".", &*new.meta().name].concat();
        let text = difference(work, old.as_ref(), &new, &file);
        if !text.is_empty() {
            differences.push((file, text));
        }
        Ok(())
    })?;
    differences.sort();
    for (_, text) in differences {
        work.outcome.stdout.push_str(&text);
    }
    Ok(())
}

fn difference(work: &Work<'_>, old: Option<&Stored>, new: &Stored, file: &str) -> String {
    let before = old.map(|old| written(work, old)).unwrap_or_default();
    let mut merged = new.clone();
    let meta = merged.meta_mut();
    match old {
        Some(old) => {
            // A dry run does not write the annotation of the last apply.
            match old.meta().annotations.get(LAST_APPLIED) {
                Some(last) => meta.annotations.set(LAST_APPLIED, last.clone()),
                None => meta.annotations.unset(LAST_APPLIED),
            }
            let grows = match (old, new) {
                (Stored::Deployment(a), Stored::Deployment(b)) => {
                    a.spec != b.spec || meta.annotations != a.meta.annotations
                }
                _ => false,
            };
            meta.generation += i64::from(grows);
        }
        None => {
            meta.annotations.unset(LAST_APPLIED);
            meta.generation = 1;
            meta.creation_timestamp = work.cluster.timestamp();
        }
    }
    let hunks = hunks(&before, &written(work, &merged));
    if hunks.is_empty() {
        return hunks;
    }
    // Where the real one keeps its files; their numbers are different each time.
    let number = work.cluster.steps() % 1_000_000_000;
    let paths = [format!("/tmp/LIVE-{number}/{file}"), format!("/tmp/MERGED-{}/{file}", number + 1)];
    let ms = work.cluster.calendar().unix_ms(work.cluster.now()).rem_euclid(1000);
    let (y, mo, d, h, mi, s) = work.cluster.timestamp().civil();
    let date = format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02}.{ms:03}000000 +0000");
    let [live, merged] = &paths;
    [
        "diff -u -N ",
        live,
        " ",
        merged,
        "\n--- ",
        live,
        "\t",
        &date,
        "\n+++ ",
        merged,
        "\t",
        &date,
        "\n",
        &hunks,
    ]
    .concat()
}

fn written(work: &Work<'_>, object: &Stored) -> String {
    let detail = Detail::Stored { namespace: work.cluster.namespace() };
    let tree: Tree = match object {
        Stored::Deployment(deployment) => manifest::deployment_tree(deployment, detail),
        Stored::Service(service) => manifest::service_tree(service, detail),
    };
    manifest::to_yaml(&tree.sorted())
}
