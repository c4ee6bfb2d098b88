//! The table of the upstream unit test of `kubectl rollout status`, run through the code that the lab runs.

use super::status_line;
use manifest::{Tree, Value};
use rollout_engine::api::{
    Deployment, DeploymentSpec, DeploymentStatus, DeploymentStrategy, LabelSelector, ObjectMeta,
};

fn number(tree: &Tree, path: &str) -> i64 {
    match tree.at(path).map(|t| &t.value) {
        Some(Value::Int(n)) => *n,
        _ => 0,
    }
}

#[test]
fn states_are_told_in_the_words_of_the_upstream_table() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../rollout-engine/testdata/vectors/KubectlRolloutStatus.json");
    let file = manifest::parse(&std::fs::read_to_string(path).unwrap()).unwrap().pop().unwrap();
    let vectors = file.get("vectors").map(Tree::items).unwrap_or_default();
    assert_eq!(vectors.len(), 5);
    for vector in vectors {
        let input = vector.get("input").unwrap();
        let count = |field: &str| i32::try_from(number(input, &format!("status.{field}"))).unwrap();
        let mut meta = ObjectMeta::named(input.get("name").and_then(Tree::as_text).unwrap());
        meta.generation = number(input, "generation");
        let deployment = Deployment {
            meta,
            spec: DeploymentSpec {
                replicas: i32::try_from(number(input, "specReplicas")).unwrap(),
                selector: LabelSelector::default(),
                template: Default::default(),
                strategy: DeploymentStrategy::default(),
                min_ready_seconds: 0,
                revision_history_limit: 10,
                paused: false,
                progress_deadline_seconds: 600,
            },
            status: DeploymentStatus {
                observed_generation: number(input, "status.observedGeneration"),
                replicas: count("replicas"),
                updated_replicas: count("updatedReplicas"),
                available_replicas: count("availableReplicas"),
                ..DeploymentStatus::default()
            },
        };
        let (line, done) = status_line(&deployment, 0).unwrap();
        let expected = vector.get("expected").unwrap();
        assert_eq!(expected.get("message").and_then(Tree::as_text), Some(format!("{line}\n").as_str()));
        assert_eq!(expected.get("done"), Some(&done.into()));
    }
}
