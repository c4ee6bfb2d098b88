//! The engine does what the real thing did, recording by recording.

use conformance::recording::Recording;
use conformance::{judge, trace};
use std::path::Path;

#[test]
fn the_control_plane_does_what_the_real_one_did() {
    let different = differences("control-plane", 110, |recording| match recording {
        Recording::ControlPlane(recording) => {
            judge::control_plane(recording, &trace::control_plane(recording))
        }
        Recording::PodLife(_) => vec!["is of another kind".into()],
    });
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn kubectl_prints_what_the_real_one_printed() {
    let different = differences("control-plane", 110, |recording| match recording {
        Recording::ControlPlane(recording) => {
            judge::kubectl(recording, &trace::control_plane(recording)).differences
        }
        Recording::PodLife(_) => vec!["is of another kind".into()],
    });
    // In which second two Events were written: see docs/not-modelled.md.
    let is_chance = |text: &String| text.starts_with("slides: step 20 (get events --sort-by=.lastTimestamp)");
    let different: Vec<String> = different.into_iter().filter(|text| !is_chance(text)).collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// The first difference of each recording in a folder that has one.
fn differences(folder: &str, count: usize, judge: impl Fn(&Recording) -> Vec<String>) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings").join(folder);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let recordings: Vec<Recording> = entries
        .map(|entry| {
            Recording::read(&entry.expect("an entry").path()).unwrap_or_else(|error| panic!("{error}"))
        })
        .collect();
    assert_eq!(recordings.len(), count, "how many there are");
    let first = |recording: &Recording| Some(format!("{}: {}", recording.name(), judge(recording).first()?));
    recordings.iter().filter_map(first).collect()
}
