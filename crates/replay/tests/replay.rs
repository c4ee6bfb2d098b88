//! Recordings become moments with sentences; what is no recording is refused with its reason.

use kubectl::Request;
use replay::{Change, Replay, Why, check_size, read};
use rollout_engine::decision::DecisionOutcome;
use rollout_engine::{SimRng, SimTime, Timeline};
use std::fmt::Write as _;
use std::path::Path;

fn sentences(replay: &Replay) -> Vec<String> {
    replay.moments.iter().flat_map(|m| &m.changes).map(ToString::to_string).collect()
}

fn kubectl(timeline: &Timeline, line: &str) -> kubectl::Outcome {
    kubectl::run(Request { line, stdin: "", files: &[] }, timeline.simulation())
}

/// A rollout of the lab, as a cluster's watch would print it; and every size that its Deployment decided on.
fn rollout() -> (String, Vec<(String, i64)>) {
    let objects = manifest::read(course::WORKSHOP).expect("it is valid");
    let mut timeline = Timeline::new(course::scenario(objects));
    let (mut stream, mut last) = (String::new(), String::new());
    let mut at = timeline.scenario().opens_at.0;
    for i in 0..600 {
        if i == 5 {
            for command in kubectl(&timeline, "kubectl set image deployment/web web=web:2.0.0").commands {
                timeline.apply(command).expect("it is accepted");
            }
        }
        at += 100;
        timeline.seek(SimTime(at));
        let now = kubectl(&timeline, "kubectl get deploy,rs,pods -o json").stdout;
        if now != last {
            let _ = writeln!(stream, "{now}");
            last = now;
        }
    }
    let decided = timeline.decisions().iter().filter_map(|d| match &d.outcome {
        DecisionOutcome::Scaled { replica_set, to, .. } => Some((replica_set.to_string(), i64::from(*to))),
        DecisionOutcome::Created { replica_set, replicas } => {
            Some((replica_set.to_string(), i64::from(*replicas)))
        }
        _ => None,
    });
    (stream, decided.collect())
}

#[test]
fn the_decisions_of_a_run_are_found_again_in_what_kubectl_prints_of_it() {
    let (stream, decided) = rollout();
    let replay = read(&stream).expect("it is a recording");
    let scaled: Vec<(String, i64)> = replay
        .moments
        .iter()
        .flat_map(|m| &m.changes)
        .filter_map(|c| match c {
            Change::Scaled { name, to, .. } => Some((name.clone(), *to)),
            _ => None,
        })
        .collect();
    // Of each ReplicaSet the same sizes in the same order, from what was seen first on.
    let of = |all: &[(String, i64)], name: &str| -> Vec<i64> {
        all.iter().filter(|(n, _)| n == name).map(|(_, size)| *size).collect()
    };
    let mut names: Vec<&String> = scaled.iter().map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 2, "{scaled:?}");
    for name in names {
        // What there was before the lab opened nobody decided.
        assert!(
            of(&scaled, name).ends_with(&of(&decided, name)) && !of(&decided, name).is_empty(),
            "{name}: {decided:?}\n{scaled:?}"
        );
    }
    let told = sentences(&replay);
    let has = |part: &str| assert!(told.iter().any(|s| s.contains(part)), "{part} is not in {told:#?}");
    has("The image of Deployment web is changed from web:1.0.0 to web:2.0.0.");
    has("from 3 to 2: 4 were ready, and 3 must be available.");
    has("from 1 to 2: 4 may exist, and 3 were wanted.");
    has("became ready.");
    has("is gone.");
    assert!(replay.moments.windows(2).all(|w| w[0].at_ms <= w[1].at_ms), "time goes on");
    assert_eq!(replay.moments.last().map(|m| m.cluster.pods.len()), Some(3));
}

#[test]
fn events_of_a_watch_are_read_and_order_is_that_of_the_writes() {
    let pod = |version: u32, more: &str| {
        format!(
            "{{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{{\"name\":\"web-abc-1\",\"resourceVersion\":\"{version}\",\
             \"creationTimestamp\":\"2026-11-23T19:01:24Z\"{more}}}}}"
        )
    };
    let event = |kind: &str, object: String| format!("{{\"type\":\"{kind}\",\"object\":{object}}}\n");
    let text = event("DELETED", pod(9, "")) + &event("ADDED", pod(3, ""));
    let replay = read(&text).expect("it is a recording");
    assert_eq!(sentences(&replay), ["Pod web-abc-1 is created.", "Pod web-abc-1 is gone."]);
    let leaving = ",\"deletionTimestamp\":\"2026-11-23T19:02:00Z\",\"deletionGracePeriodSeconds\":";
    let text = pod(3, "") + &pod(5, &format!("{leaving}30")) + &pod(6, &format!("{leaving}0"));
    let replay = read(&text).expect("it is a recording");
    assert_eq!(sentences(&replay)[1..], ["Pod web-abc-1 is being deleted.", "Pod web-abc-1 is gone."]);
    assert_eq!(
        replay.moments[1].at_ms, 6_000,
        "its end is known ahead, its deletion is when it was asked for"
    );
}

#[test]
fn every_recording_of_the_project_can_be_gone_through() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings");
    let mut n = 0;
    for folder in ["control-plane", "pod-life"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("it is there") {
            let path = entry.expect("it can be listed").path();
            let text = std::fs::read_to_string(&path).expect("it can be read");
            let replay = read(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert!(!replay.moments.is_empty(), "{}", path.display());
            let scaled = |c: &Change| matches!(c, Change::Scaled { .. });
            n += usize::from(replay.moments.iter().flat_map(|m| &m.changes).any(scaled));
        }
    }
    assert!(n > 100, "{n} recordings in which something is scaled");
}

#[test]
fn sizes_of_a_recording_are_explained() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings/control-plane/delete-pod.json");
    let replay = read(&std::fs::read_to_string(path).expect("it is there")).expect("it is a recording");
    let wanted = |c: &Change| matches!(c, Change::Scaled { why: Some(Why::Wanted(3)), .. });
    assert!(replay.moments.iter().flat_map(|m| &m.changes).any(wanted), "{:#?}", sentences(&replay));
}

/// A Deployment and its ReplicaSet as they are written one after the other, at the version and with the size of each.
fn written(namespace: &str, replicas: &str, limits: &str, sizes: &[(u32, &str)]) -> String {
    let meta = |name: &str, version: u32, more: &str| {
        format!(
            "\"metadata\":{{\"name\":\"{name}\",\"namespace\":\"{namespace}\",\"resourceVersion\":\"{version}\"{more}}}"
        )
    };
    let owner = ",\"ownerReferences\":[{\"name\":\"web\",\"controller\":true}]";
    let mut text = format!(
        "{{\"kind\":\"Deployment\",{},\"spec\":{{\"replicas\":{replicas},\"strategy\":{{\"rollingUpdate\":{{{limits}}}}}}}}}\n",
        meta("web", 1, "")
    );
    let set = |name: &str, version: u32, size: &str| {
        format!(
            "{{\"kind\":\"ReplicaSet\",{},\"spec\":{{\"replicas\":{size}}}}}\n",
            meta(name, version, owner)
        )
    };
    text += &set("web-old", 2, replicas);
    for (version, size) in sizes {
        text += &set("web-new", *version, size);
    }
    text
}

#[test]
fn limits_of_any_kind_and_in_any_namespace_explain_a_size() {
    let check = |text: &str, expected: &str| {
        let told = sentences(&read(text).expect("it is a recording"));
        assert!(told.iter().any(|sentence| sentence == expected), "{expected} is not in {told:#?}");
    };
    let new = |replicas, limits| written("default", replicas, limits, &[(3, "1")]);
    check(
        &new("3", ""),
        "The Deployment creates ReplicaSet web-new for 1 Pod: 4 may exist, and 3 were wanted.",
    );
    check(
        &new("3", "\"maxSurge\":2,\"maxUnavailable\":0"),
        "The Deployment creates ReplicaSet web-new for 1 Pod: 5 may exist, and 3 were wanted.",
    );
    check(
        &new("4", "\"maxSurge\":\"50%\""),
        "The Deployment creates ReplicaSet web-new for 1 Pod: 6 may exist, and 4 were wanted.",
    );
    // Two of the same name, in two namespaces.
    let other = written("other", "7", "\"maxSurge\":3", &[(3, "1")]);
    check(
        &(new("3", "") + &other),
        "The Deployment creates ReplicaSet other/web-new for 1 Pod: 10 may exist, and 7 were wanted.",
    );
}

/// A list as `kubectl get -o json` prints it, of objects of these kinds and names.
fn list(version: u32, objects: &[(&str, &str)]) -> String {
    let object = |(kind, name): &(&str, &str)| {
        format!(
            "{{\"kind\":\"{kind}\",\"metadata\":{{\"name\":\"{name}\",\"resourceVersion\":\"{version}\"}},\"type\":\"Warning\"}}"
        )
    };
    let objects: Vec<String> = objects.iter().map(object).collect();
    format!("{{\"kind\":\"List\",\"items\":[{}]}}\n", objects.join(","))
}

#[test]
fn what_a_list_does_not_have_is_gone_if_the_list_is_of_its_kind() {
    let check = |last: &[(&str, &str)], expected: &[&str]| {
        let text = list(1, &[("Deployment", "web")])
            + &list(2, &[("ReplicaSet", "web-a"), ("ReplicaSet", "web-b")])
            + &list(3, &[("Pod", "web-a-1"), ("Pod", "web-a-2")])
            + &list(4, last);
        let mut told = sentences(&read(&text).expect("it is a recording"));
        told.retain(|sentence| sentence.ends_with("is gone."));
        assert_eq!(told, expected, "{last:?}");
    };
    check(&[("Event", "web.1")], &[]);
    check(&[("Pod", "web-a-2")], &["Pod web-a-1 is gone."]);
    check(&[("ReplicaSet", "web-b")], &["ReplicaSet web-a is gone."]);
    check(
        &[("Deployment", "web"), ("ReplicaSet", "web-b"), ("Event", "web.1")],
        &["Pod web-a-1 is gone.", "Pod web-a-2 is gone.", "ReplicaSet web-a is gone."],
    );
}

#[test]
fn numbers_that_no_cluster_holds_do_no_harm() {
    for number in ["9223372036854775807", "-9223372036854775808", "2147483647", "-2147483648", "1e999"] {
        let limits = format!("\"maxSurge\":{number},\"maxUnavailable\":{number}");
        let text = written("default", number, &limits, &[(3, number), (4, "1")])
            + &format!(
                "{{\"kind\":\"Pod\",\"metadata\":{{\"name\":\"a\",\"deletionTimestamp\":\"2026-11-23T19:02:00Z\",\
                 \"deletionGracePeriodSeconds\":{number}}},\"status\":{{\"containerStatuses\":[{{\"restartCount\":{number}}},\
                 {{\"restartCount\":{number}}}]}}}}"
            );
        let replay = read(&text).expect("it is a recording");
        assert!(replay.moments.windows(2).all(|w| w[0].at_ms <= w[1].at_ms), "{number}");
    }
}

#[test]
fn what_is_no_recording_is_refused_with_its_reason() {
    let check = |text: &str, expected: &str| {
        let refusal = read(text).expect_err(text).to_string();
        assert!(refusal.contains(expected), "{text}: {refusal}");
    };
    check("", "there is no Deployment");
    check("{\"kind\": \"ConfigMap\"}", "there is no Deployment");
    check("apiVersion: v1\nkind: Pod\n", "line 1, column 1: this is no JSON");
    check("[1]", "this is no object of Kubernetes");
    check("{\"kind\": \"Pod\", \"metadata\": {\"name\": \"a\"", "cut off");
    check("{\"kind\": \"control-plane\", \"format\": 2}", "another format");
    check("{\"kind\": \"control-plane\", \"format\": 1, \"steps\": []}", "nothing happens");
    let large = check_size(100_000_000).expect_err("it is too large").to_string();
    assert!(large.contains("100 MB") && large.contains("record a shorter time"), "{large}");
}

#[test]
fn what_is_cut_off_anywhere_is_refused_or_read_and_never_breaks() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings/control-plane/delete-pod.json");
    let text = std::fs::read_to_string(path).expect("it is there");
    for end in (1..text.trim_end().len()).step_by(97).filter(|end| text.is_char_boundary(*end)) {
        let refusal = read(&text[..end]).expect_err("it is cut off").to_string();
        assert!(refusal.contains("cut off"), "{end}: {refusal}");
    }
}

#[test]
fn what_is_spoilt_anywhere_is_refused_or_read_and_never_breaks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings");
    let recording = |name: &str| std::fs::read_to_string(root.join(name)).expect("it is there");
    let watch = rollout().0;
    let (end, _) = watch.match_indices("\n}\n").nth(3).expect("there are some lists");
    let texts = [
        recording("control-plane/delete-pod.json"),
        recording("pod-life/crash-at-once.json"),
        watch[..end + 3].to_owned(),
    ];
    let words = [
        "",
        "0",
        "-9223372036854775808",
        "1e9",
        "null",
        "[]",
        "{}",
        "\"DELETED\"",
        "\"\u{e9}\"",
        ",",
        "\\u",
        "}",
    ];
    let mut rng = SimRng::new(1);
    for text in texts {
        let mut below = |n: usize| usize::try_from(rng.below(n as u64)).expect("it fits");
        let mut read_of_it = 0;
        let places: Vec<usize> = text.match_indices([':', ',', '[', '{']).map(|(at, _)| at + 1).collect();
        for _ in 0..400 {
            let mut spoilt = text.clone();
            let from = places[below(places.len())];
            let rest = &text[from..];
            let to = from + rest.find([',', ']', '}']).unwrap_or(rest.len());
            spoilt.replace_range(from..to, words[below(words.len())]);
            read_of_it += usize::from(read(&spoilt).is_ok());
        }
        assert!(read_of_it > 50, "only {read_of_it} were read: too much is spoilt to try anything");
    }
}

#[test]
fn every_moment_is_a_snapshot_that_agrees_with_its_own_counts() {
    let (stream, _) = rollout();
    let replay = read(&stream).expect("it is a recording");
    let mut new_images = Vec::new();
    for (nth, moment) in replay.moments.iter().enumerate() {
        let snapshot = replay.snapshot(nth);
        assert_eq!(snapshot.time, SimTime(moment.at_ms));
        assert_eq!(snapshot.pods.len(), moment.cluster.pods.len());
        for pod in &snapshot.pods {
            let set = snapshot.replica_sets.iter().find(|set| Some(set.id) == pod.replica_set);
            let set = set.expect("its ReplicaSet is there");
            assert!(pod.object.meta.is_controlled_by(set.object.meta.uid));
            assert!(pod.ready_at.is_none_or(|at| at >= pod.created_at && at <= snapshot.time));
        }
        let [deployment] = snapshot.deployments.as_slice() else { panic!("there is one Deployment") };
        let new: Vec<_> = snapshot.replica_sets.iter().filter(|set| set.is_new).collect();
        assert!(new.len() <= 1, "{} are new", new.len());
        let staying = snapshot.pods.iter().filter(|p| p.deleted_at.is_none());
        let updated = staying.filter(|p| new.iter().any(|set| Some(set.id) == p.replica_set)).count();
        assert_eq!(deployment.status.updated_replicas, i32::try_from(updated).expect("few"));
        new_images
            .extend(new.iter().map(|set| set.object.spec.template.spec.containers[0].image.to_string()));
    }
    new_images.dedup();
    assert_eq!(new_images, ["web:1.0.0", "web:2.0.0"]);
    let last = replay.snapshot(replay.moments.len() - 1);
    assert_eq!(last.deployments[0].status.updated_replicas, 3);
}
