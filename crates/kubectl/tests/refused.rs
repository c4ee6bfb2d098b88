//! What the real API server refused is refused in the same words; what it accepted is accepted.

mod cluster;

use manifest::Tree;
use std::error::Error;

fn check(name: &str) -> Result<usize, Box<dyn Error>> {
    let path = format!("{}/../../tests/recordings/control-plane/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let recording = manifest::parse(&std::fs::read_to_string(path)?)?.pop().ok_or("an empty recording")?;
    let mut cluster = cluster::empty();
    let mut compared = 0;
    for step in recording.get("steps").map(Tree::items).unwrap_or_default() {
        let text = |path: &str| step.at(path).and_then(Tree::as_text).unwrap_or_default();
        let line = text("input.kubectl");
        if line.is_empty() {
            continue;
        }
        // Names of Pods hang on chance.
        if line.starts_with("get rs,pods") {
            continue;
        }
        let outcome = cluster::act(&mut cluster, line, text("input.stdin"));
        let shown = format!("{line}\n{}", text("input.stdin"));
        assert_eq!(outcome.stderr, text("kubectl.stderr"), "{shown}");
        assert_eq!(outcome.stdout, text("kubectl.stdout"), "{shown}");
        assert_eq!(Some(&outcome.exit_code.into()), step.at("kubectl.exit"), "{shown}");
        assert!(outcome.exit_code == 0 || outcome.commands.is_empty(), "{shown}");
        compared += 1;
    }
    Ok(compared)
}

#[test]
fn manifests_are_refused_in_the_same_words() -> Result<(), Box<dyn Error>> {
    assert_eq!(check("refused-a")?, 32);
    Ok(())
}

#[test]
fn changes_are_refused_in_the_same_words() -> Result<(), Box<dyn Error>> {
    assert_eq!(check("refused-changes")?, 17);
    Ok(())
}
