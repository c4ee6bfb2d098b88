//! In every recording's run, each decision's arithmetic gives what the controller did, and what was decided is what was written.

use conformance::recording::Recording;
use conformance::trace;
use rollout_engine::{Change, Decision, Happening, SimTime};
use std::collections::BTreeSet;
use std::path::Path;
use trials::arithmetic;

#[test]
fn every_decision_comes_to_what_was_done() {
    let (mut checked, mut rules) = (0, BTreeSet::new());
    for folder in ["control-plane", "pod-life"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings").join(folder);
        for entry in std::fs::read_dir(folder).expect("the folder of recordings") {
            let path = entry.expect("an entry").path();
            let recording = Recording::read(&path).unwrap_or_else(|error| panic!("{error}"));
            let happened = trace::happenings(&recording);
            for decision in happened.iter().filter_map(decided) {
                let writes = written_at(&happened, decision.at);
                if let Err(problem) = arithmetic::check(decision, &writes, &|_| false) {
                    panic!("{}: {problem}", recording.name());
                }
                checked += 1;
                rules.insert(decision.rule);
            }
        }
    }
    assert!(checked > 3000, "only {checked} decisions were checked");
    assert!(rules.len() >= 16, "only these rules were followed: {rules:?}");
}

fn decided(happening: &Happening) -> Option<&Decision> {
    match happening {
        Happening::Decision(decision) => Some(decision),
        _ => None,
    }
}

/// A decision is logged in the instant in which its effect is stored.
fn written_at(happened: &[Happening], instant: SimTime) -> Vec<Change> {
    let written = happened.iter().filter_map(|happening| match happening {
        Happening::Stored { at, change } if *at == instant => Some(change.clone()),
        _ => None,
    });
    written.collect()
}
