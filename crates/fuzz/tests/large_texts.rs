//! What the page asks of a manifest while it is being typed takes a time that grows with its length, and not much faster.

use cpu_time::ThreadTime;
use fuzz::texts::WEB;
use rollout_engine::Simulation;
use std::time::Duration;

/// A quarter of a megabyte takes some hundredths of a second; what grows with the square of it takes several.
const LONGEST: Duration = Duration::from_secs(1);

/// So many times the objects of one manifest.
const TIMES: usize = 400;

fn check(what: &str, ask: impl FnOnce(&str, &Simulation)) {
    let text: String =
        (0..TIMES).map(|n| WEB.replace("name: web", &format!("name: web{n}")) + "---\n").collect();
    let cluster = fuzz::cluster();
    let started = ThreadTime::now();
    ask(&text, &cluster);
    let took = started.elapsed();
    assert!(took <= LONGEST, "{what}: {took:?} for {} bytes", text.len());
}

#[test]
fn a_long_manifest_is_no_burden() {
    check("read", |text, _| assert!(manifest::read(text).is_ok()));
    check("mistakes", |text, _| {
        assert!(manifest::read(&text.replace("replicas:", "repicas:")).is_err());
    });
    check("defaults", |text, _| assert!(manifest::defaults(text).len() > TIMES));
    check("suggest", |text, _| {
        let cursor = text.rfind("replicas:").expect("it is there");
        assert!(!kubectl::suggest(text, cursor, &[]).found.is_empty());
    });
    check("edit", |text, _| {
        let edits = [manifest::Edit::set("spec.replicas", 4)];
        assert!(manifest::edit(text, "web7", &edits).is_ok());
    });
    check("apply", |text, cluster| {
        let (objects, refused) = kubectl::applying(text, cluster).expect("it is YAML");
        assert!(refused.is_empty() && objects.len() >= TIMES, "{refused:?}");
        let _ = kubectl::left_alone(&objects, cluster);
        for object in &objects {
            let (before, after) = object.texts();
            let _ = kubectl::compared(&before, &after);
        }
    });
}
