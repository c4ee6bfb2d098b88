//! The upstream unit tests' tables (`testdata/vectors/`), run through the functions that the lab itself runs: a file for each group.

mod printed;

use serde_json::Value;
use std::path::Path;

/// Runs every vector of a suite: `got` makes the `expected` part from the `input`. `count` is how many there are.
fn check(suite: &str, count: usize, got: impl Fn(&Value) -> Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/vectors/{suite}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let vectors = file["vectors"].as_array().expect("a list of vectors");
    assert_eq!(vectors.len(), count, "{suite}: how many there are");
    for vector in vectors {
        let (name, input) = (&vector["name"], &vector["input"]);
        assert_eq!(got(input), vector["expected"], "{suite} {name}: {input}");
    }
}
