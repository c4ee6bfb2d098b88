//! Every template that a real API server defaulted is read to the same text, and so gets the same hash.

use manifest::{Detail, Tree};
use rollout_engine::{hash_is_exact, hashed_text, pod_template_hash};
use std::error::Error;

fn check(vector: &Tree) -> Result<(), Box<dyn Error>> {
    let text = |key: &str| vector.get(key).and_then(Tree::as_text).unwrap_or_default();
    let name = text("name");
    let read = manifest::read(text("manifest")).map_err(|errors| format!("{name}: {errors:?}"))?;
    let deployment = read.deployments.first().ok_or("no Deployment")?;
    let template = &deployment.spec.template;
    assert_eq!(hashed_text(template), text("dump"), "{name}");
    assert_eq!(pod_template_hash(template, None), text("hash"), "{name}");
    assert_eq!(pod_template_hash(template, Some(1)), text("hashCollision1"), "{name}");
    assert!(hash_is_exact(template), "{name}");
    assert!(read.notices.is_empty(), "{name}: {:?}", read.notices);
    let defaulted = manifest::template_tree(template, Detail::Defaults).sorted();
    let recorded = vector.get("defaultedTemplate").ok_or("no defaultedTemplate")?;
    assert_eq!(manifest::to_json(&defaulted), manifest::to_json(&recorded.sorted()), "{name}");
    Ok(())
}

#[test]
fn recorded_templates_have_their_recorded_hashes() -> Result<(), Box<dyn Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../rollout-engine/testdata/pod-template-hash.json");
    let documents = manifest::parse(&std::fs::read_to_string(path)?)?;
    let vectors = documents.first().and_then(|d| d.get("vectors")).map(Tree::items).unwrap_or_default();
    assert_eq!(vectors.len(), 52);
    vectors.iter().try_for_each(check)
}
