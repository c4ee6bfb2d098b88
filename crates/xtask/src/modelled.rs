//! `modelled.html`: which Kubernetes the lab is like, how much of it was held against the real one, and what is left out. Made by the
//! build from the list in `docs/` and from the recordings and tables that the tests run.
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use crate::page::{POLICY, SiteFile};
use crate::workspace::{self, json_files};

/// The release that the recordings were made of, and whose sources the engine follows.
const KUBERNETES: &str = "1.37.2";

/// The page, in the look of these styles.
pub(crate) fn page(root: &Path, css: &SiteFile) -> Result<SiteFile> {
    let text = body(root)?;
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>What is modelled · Rollout Lab</title>\n\
         <link rel=\"stylesheet\" href=\"{}\">\n</head>\n<body class=\"text\">\n<main>\n{text}</main>\n</body>\n</html>\n",
        css.address()
    );
    Ok(SiteFile::new("modelled.html", html))
}

/// What it says, as HTML.
pub(crate) fn body(root: &Path) -> Result<String> {
    let [control_plane, pod_life] = workspace::RECORDINGS.map(|folder| json_files(&root.join(folder)));
    let (control_plane, pod_life) = (control_plane?, pod_life?);
    let outputs = outputs(control_plane.iter().chain(&pod_life))?;
    let (control_plane, pod_life) = (control_plane.len(), pod_life.len());
    let vectors = vectors(&root.join("crates/rollout-engine/testdata/vectors"))?;
    let hashes: Value = json(&root.join("crates/rollout-engine/testdata/pod-template-hash.json"))?;
    let hashes = count(&hashes, "vectors");
    let mut text = format!(
        "# What is modelled\n\nThis lab does what **Kubernetes {KUBERNETES}** does, with default settings. Its tests hold it against:\n\n\
         | what | how many | held |\n|---|---|---|\n\
         | recordings of a real control plane, step by step | {control_plane} | all |\n\
         | recordings of a real kubelet | {pod_life} | all |\n\
         | outputs of the real kubectl, byte by byte | {outputs} | all but those listed below |\n"
    );
    let _ = writeln!(text, "| cases of Kubernetes' own unit tests | {vectors} | all |");
    let _ = writeln!(text, "| names of ReplicaSets, from their templates | {hashes} | all |\n");
    let list = fs::read_to_string(root.join("docs/not-modelled.md")).context("docs/not-modelled.md")?;
    // Its title is a part of this page.
    text.push('#');
    text.push_str(&list.replace("\n## ", "\n### "));
    Ok(html(&text))
}

/// Markdown as HTML; links into the repository lead nowhere from here, so only their words stay.
fn html(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).filter(|event| {
        !matches!(event, Event::Start(Tag::Link { .. }) | Event::End(pulldown_cmark::TagEnd::Link))
    });
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

fn json(file: &Path) -> Result<Value> {
    let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{}", file.display()))
}

/// How many entries a file has under a key, or as a whole.
fn count(value: &Value, key: &str) -> usize {
    value.as_array().or_else(|| value.get(key)?.as_array()).map_or(0, Vec::len)
}

/// How many command lines were recorded.
fn outputs<'a>(recordings: impl Iterator<Item = &'a PathBuf>) -> Result<usize> {
    let mut outputs = 0;
    for file in recordings {
        let recording = json(file)?;
        let steps = recording.get("steps").and_then(Value::as_array);
        outputs += steps.into_iter().flatten().filter(|step| step.get("kubectl").is_some()).count();
    }
    Ok(outputs)
}

/// How many cases there are of Kubernetes' own unit tests.
fn vectors(folder: &Path) -> Result<usize> {
    json_files(folder)?.iter().map(|file| Ok(count(&json(file)?, "vectors"))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recording_is_of_the_release_that_the_page_names() {
        for folder in workspace::RECORDINGS {
            for file in json_files(&workspace::root().join(folder)).expect("they can be listed") {
                let recording = json(&file).expect("it can be read");
                assert_eq!(recording["kubernetes"], format!("v{KUBERNETES}"), "{}", file.display());
            }
        }
    }

    #[test]
    fn the_page_says_what_the_tests_hold() {
        let said = body(workspace::root()).expect("it can be made");
        let check = |part: &str| assert!(said.contains(part), "no {part:?} in {said}");
        check("Kubernetes 1.37.2");
        check("<td>recordings of a real control plane, step by step</td><td>110</td>");
        check("<td>recordings of a real kubelet</td><td>49</td>");
        check("<td>names of ReplicaSets, from their templates</td><td>52</td>");
        check("kube-proxy");
        assert!(!said.contains("<a "), "a link that leads nowhere");
    }
}
