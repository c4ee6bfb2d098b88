//! Files that are no recordings are refused with what is wrong and where; every recording that we have can be read.

use conformance::recording::Recording;
use std::path::Path;

const CONTROL_PLANE: &str = r#"{
  "format": 1, "kind": "control-plane", "kubernetes": "v1.37.2", "name": "one", "about": "", "images": {}, "clock": null, "pods": [],
  "steps": [
    {"t": 0, "input": {"node": "gone", "pod": "web-1"}, "scale": [["web", null, 3]], "progress": [], "created": [], "deleted": []}
  ]
}"#;

const POD_LIFE: &str = r#"{
  "format": 1, "kind": "pod-life", "kubernetes": "v1.37.2", "name": "one", "about": "", "manifest": "", "workloads": {"web": {}},
  "seconds": 1, "do": [[1, "get pods"]],
  "runs": [{
    "commands": [],
    "pods": [{"name": "web-1", "node": null, "rows": [[1, "0/1", "Pending", "0"]], "status": [], "runtime": [[1, "sandbox", ""]]}],
    "events": [], "endpoints": [], "sizes": [[1, "ReplicaSet", "web", 1, 1, 0, 0, 0, 0], [9, "ReplicaSet", "web", null]]
  }]
}"#;

/// What is said of a recording in which a text is replaced.
fn refusal(recording: &str, from: &str, to: &str) -> String {
    assert!(recording.contains(from), "nothing to replace: {from}");
    match Recording::parse("x.json", &recording.replacen(from, to, 1)) {
        Ok(_) => "read".into(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn bad_recordings_are_refused_with_the_place() {
    let cases = [
        (
            CONTROL_PLANE,
            "]\n}",
            "",
            "x.json:5:2: steps: EOF while parsing a list; the file seems to be cut off, is it complete?",
        ),
        (
            CONTROL_PLANE,
            "control-plane",
            "card-game",
            "x.json:2:34: kind: unknown variant `card-game`, expected `control-plane` or `pod-life`",
        ),
        (
            CONTROL_PLANE,
            "\"format\": 1",
            "\"format\": 2",
            "x.json:2:13: format: unknown format 2, only 1 can be read",
        ),
        (CONTROL_PLANE, "\"name\": \"one\", ", "", "x.json:6:1: missing field `name`"),
        (
            CONTROL_PLANE,
            "\"name\"",
            "\"nome\"",
            "x.json:2:71: nome: unknown field `nome`, expected one of `format`, `kind`, `kubernetes`, `name`, `about`, `images`, `clock`, `pods`, `steps`",
        ),
        (
            CONTROL_PLANE,
            "null, 3",
            "null, \"3\"",
            "x.json:4:83: steps[0].scale[0][2]: invalid type: string \"3\", expected i64",
        ),
        (
            CONTROL_PLANE,
            "gone",
            "asleep",
            "x.json:4:56: steps[0].input: unknown input `asleep`, known are `ready`, `unready` and `gone`",
        ),
        (CONTROL_PLANE, "gone", "ready", "x.json:4:55: steps[0].input: an input `ready` needs a `stamp`"),
        (
            CONTROL_PLANE,
            "\"node\": \"gone\"",
            "\"kubectl\": \"get\"",
            "x.json:4:56: steps[0].input: unknown input: it has either `kubectl` (and `stdin`) or `node` and `pod` (and `stamp`)",
        ),
        (
            CONTROL_PLANE,
            "\"node\":",
            "\"wait\":",
            "x.json:4:29: steps[0].input.wait: unknown field `wait`, expected one of `kubectl`, `stdin`, `node`, `pod`, `stamp`",
        ),
        (CONTROL_PLANE, "\n}", "\n} {}", "x.json:6:3: trailing characters"),
        (
            POD_LIFE,
            "\"0/1\", ",
            "",
            "x.json:6:74: runs[0].pods[0].rows[0]: a row is [t, READY, STATUS, RESTARTS], or [t, null] for a Pod that is gone",
        ),
        (
            POD_LIFE,
            "\"sandbox\"",
            "\"start\"",
            "x.json:6:126: runs[0].pods[0].runtime[0]: `start` needs an attempt",
        ),
        (
            POD_LIFE,
            "\"sandbox\"",
            "\"sing\"",
            "x.json:6:125: runs[0].pods[0].runtime[0]: unknown runtime operation `sing`",
        ),
        (
            POD_LIFE,
            "1, 1, 0, 0",
            "1, 1, 0",
            "x.json:7:86: runs[0].sizes[0]: a size is [t, kind, name, replicas, status.replicas, updated, ready, available, terminating (, conditions)], or [t, kind, name, null] for one that is gone",
        ),
        (
            POD_LIFE,
            "{\"web\": {}}",
            "{\"web\": {\"Sings\": 1}}",
            "x.json:2:133: workloads.web.Sings: unknown field `Sings`, expected one of",
        ),
    ];
    for (recording, from, to, expected) in cases {
        let refusal = refusal(recording, from, to);
        assert!(refusal.starts_with(expected), "{from} -> {to}\nexpected {expected}\n     got {refusal}");
    }
}

#[test]
fn what_is_no_text_is_refused_at_the_first_bad_byte() {
    let folder = std::env::temp_dir().join(format!("recordings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let check = |bytes: &[u8], expected: &str| {
        let file = folder.join("x.json");
        std::fs::write(&file, bytes).expect("a file");
        let error = Recording::read(&file).expect_err("it is no recording").to_string();
        let said = error.strip_prefix(&*file.display().to_string()).unwrap_or(&error);
        assert_eq!(said, expected);
    };
    check(b"{\n \"name\": \"\xff\"}", ":2:11: this is no UTF-8 text");
    check(b"", ":1:0: EOF while parsing a value; the file seems to be cut off, is it complete?");
    check(b"[]", ":1:2: invalid length 0, expected struct Head with 1 element");
    check(b"{}", ":1:2: missing field `kind`");
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
}

#[test]
fn a_recording_that_ends_anywhere_is_refused() {
    for whole in [CONTROL_PLANE, POD_LIFE] {
        for end in 0..whole.len() {
            let error = Recording::parse("x.json", &whole[..end]).expect_err("it is cut off").to_string();
            assert!(error.starts_with("x.json:"), "{error}");
            assert!(error.contains("cut off") || error.contains("EOF"), "cut at {end}: {error}");
        }
    }
}

#[test]
fn a_huge_file_is_refused_like_a_small_one() {
    const BYTES: usize = 100 << 20;
    let mut text =
        CONTROL_PLANE.replacen("\"about\": \"\"", &format!("\"about\": \"{}\"", "a".repeat(BYTES)), 1);
    text.truncate(text.len() - 2);
    let error = Recording::parse("x.json", &text).expect_err("it is cut off").to_string();
    assert!(error.starts_with("x.json:5:"), "{error}");
    let nested = "[".repeat(BYTES);
    let error = Recording::parse("x.json", &nested).expect_err("it is no recording").to_string();
    assert!(error.starts_with("x.json:1:"), "{error}");
}

#[test]
fn a_file_that_is_not_there_is_refused_by_its_name() {
    let error = Recording::read(Path::new("no/such/file.json")).expect_err("there is none");
    assert!(error.to_string().starts_with("no/such/file.json: "), "{error}");
}

#[test]
fn every_recording_is_read_and_written_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings");
    let mut read = 0;
    for kind in ["control-plane", "pod-life"] {
        for entry in std::fs::read_dir(folder.join(kind)).expect("the folder of recordings") {
            let path = entry.expect("an entry").path();
            let mut written = match Recording::read(&path).unwrap_or_else(|error| panic!("{error}")) {
                Recording::ControlPlane(recording) => serde_json::to_value(recording),
                Recording::PodLife(recording) => serde_json::to_value(recording),
            }
            .expect("a document");
            let text = std::fs::read_to_string(&path).expect("it has been read before");
            // Flags are written as booleans, whatever they were read from.
            let document = text.replace("\"PullFail\": 1", "\"PullFail\": true");
            let mut document: serde_json::Value =
                serde_json::from_str(&document).expect("it has been read before");
            // Dates are written without zeros at their end.
            for document in [&mut written, &mut document] {
                if let Some(clock) = document["clock"].as_str() {
                    document["clock"] = clock.trim_end_matches('Z').trim_end_matches('0').into();
                }
            }
            assert_eq!(written, document, "{}", path.display());
            read += 1;
        }
    }
    assert_eq!(read, 159);
}
