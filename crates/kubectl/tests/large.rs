//! Large clusters: how long answers take is measured by `cargo test --release -p kubectl --test large -- --nocapture`.
#![allow(clippy::disallowed_types, reason = "a native test that measures time; the engine reads no clock")]

mod cluster;

use kubectl::{CandidateKind, complete};
use rollout_engine::Simulation;
use std::time::{Duration, Instant};

/// Tests are compiled for quick building, and run on busy machines: bounds are so much wider then.
const SLACK: u32 = if cfg!(debug_assertions) { 10 } else { 1 };

fn with_pods(count: u32) -> Simulation {
    let mut cluster = cluster::empty();
    cluster::act(&mut cluster, "create deployment web --image=web:1.0.0 --replicas=2", "");
    cluster::act(&mut cluster, &format!("scale deployment/web --replicas={count}"), "");
    cluster::wait(&mut cluster, 1);
    while cluster.pod_count() < count as usize {
        cluster::wait(&mut cluster, 1);
    }
    cluster
}

/// The best of several: the others were disturbed.
fn best<T>(mut act: impl FnMut() -> T) -> (Duration, T) {
    let mut run = || {
        let started = Instant::now();
        let got = act();
        (started.elapsed(), got)
    };
    let mut best = run();
    for _ in 0..5 {
        let next = run();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

#[test]
fn ten_thousand_pods_are_printed_within_100_ms() {
    let mut cluster = with_pods(10_000);
    let (took, outcome) = best(|| cluster::act(&mut cluster, "get pods", ""));
    assert_eq!(outcome.stdout.lines().count(), 10_001);
    println!("get pods with 10,000 Pods: {took:?}");
    assert!(took < SLACK * Duration::from_millis(100), "{took:?}");
}

#[test]
fn lines_are_completed_within_5_ms() {
    let cluster = with_pods(1000);
    for (line, kind, least) in [
        ("get pods web", CandidateKind::Name, 200),
        ("kubectl describe pod/", CandidateKind::Name, 200),
        ("kub", CandidateKind::Verb, 1),
        ("k rollo", CandidateKind::Verb, 1),
        ("kubectl rollout ", CandidateKind::Verb, 6),
        ("kubectl get ", CandidateKind::Kind, 8),
        ("kubectl get deploy -o ", CandidateKind::Value, 4),
        ("kubectl get deploy --", CandidateKind::Flag, 10),
        ("kubectl get deploy --output=w", CandidateKind::Value, 1),
        ("kubectl rollout status deployment/", CandidateKind::Name, 1),
        ("kubectl set image deployment/web ", CandidateKind::Container, 1),
        ("kubectl set image deployment/web web=", CandidateKind::Image, 1),
        ("kubectl apply -f ", CandidateKind::File, 2),
        ("kubectl get pods | gr", CandidateKind::Verb, 1),
    ] {
        let (took, found) = best(|| complete(line, line.len(), &cluster, &["web.yaml"]));
        let fitting = found.candidates.iter().filter(|c| c.kind == kind).count();
        assert!(fitting >= least, "{line}: {found:?}");
        println!("{line:?}: {took:?}");
        assert!(took < SLACK * Duration::from_millis(5), "{line}: {took:?}");
    }
}
