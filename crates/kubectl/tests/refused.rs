//! What the real API server refused is refused in the same words; what it accepted is accepted.

use kubectl::{Objects, Request, run};
use manifest::Tree;
use rollout_engine::api::Deployment;
use rollout_engine::{Command, Timestamp};
use std::error::Error;
use std::rc::Rc;

/// Commands whose output comes with a later version.
const LATER: &[&str] = &["get ", "rollout status", "rollout history", "diff ", "describe ", "wait "];

fn check(name: &str) -> Result<usize, Box<dyn Error>> {
    let path = format!("{}/../../tests/recordings/control-plane/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let recording = manifest::parse(&std::fs::read_to_string(path)?)?.pop().ok_or("an empty recording")?;
    let mut deployments: Vec<Rc<Deployment>> = Vec::new();
    let mut compared = 0;
    for step in recording.get("steps").map(Tree::items).unwrap_or_default() {
        let text = |path: &str| step.at(path).and_then(Tree::as_text).unwrap_or_default();
        let line = text("input.kubectl");
        if line.is_empty() || LATER.iter().any(|later| line.starts_with(later)) {
            continue;
        }
        let objects = Objects {
            namespace: "default",
            deployments: &deployments,
            replica_sets: &[],
            pods: &[],
            services: &[],
            now: Timestamp(0),
        };
        let outcome = run(Request { line, stdin: text("input.stdin"), files: &[] }, &objects);
        let shown = format!("{line}\n{}", text("input.stdin"));
        assert_eq!(outcome.stderr, text("kubectl.stderr"), "{shown}");
        assert_eq!(outcome.stdout, text("kubectl.stdout"), "{shown}");
        assert_eq!(Some(&outcome.exit_code.into()), step.at("kubectl.exit"), "{shown}");
        assert!(outcome.exit_code == 0 || outcome.commands.is_empty(), "{shown}");
        for command in outcome.commands {
            match command {
                Command::CreateDeployment(new) => deployments.push(Rc::from(new)),
                other => panic!("{shown}: {other:?}"),
            }
        }
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
    assert_eq!(check("refused-changes")?, 14);
    Ok(())
}
