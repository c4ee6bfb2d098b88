//! The rule for `pod-life` recordings: the same rows, runtime operations, Events, endpoints and sizes as at least one of the runs,
//! within what a real kubelet leaves to chance. All times in milliseconds.

mod rows;

use super::difference::{first, json};
use super::mask::{Mask, Table};
use crate::recording::pod_life::{Operated, Pod, Recording, Run, Size, Trace, Workload};
use rows::{RowSpan, Span, late, matched, same_row, shown, spans, waits_to_retry};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What lasts less may or may not be seen: the kubelet looks at its containers once a second.
const SHORT: i64 = 2_500;
/// How far off a change may be.
const NEAR: i64 = 1_500;
/// How much further off for each wait in a back-off before it: a failed sync is tried again after 10 to 15 s.
const BACK: i64 = 16_000;
/// `periodSeconds` of a probe that has none.
const DEFAULT_PERIOD: i64 = 10_000;

/// The differences between a recording and a trace: those from the run that the trace is nearest to.
#[must_use]
pub fn pod_life(recording: &Recording, trace: &Trace) -> Vec<String> {
    let Some(run) = trace.runs.first() else { return vec!["the trace has no run".into()] };
    let verdicts = recording.runs.iter().map(|recorded| against(recording, recorded, run));
    verdicts.min_by_key(Vec::len).unwrap_or_else(|| vec!["the recording has no run".into()])
}

/// The differences between one recorded run and another run of the same scenario.
#[must_use]
pub fn against(recording: &Recording, recorded: &Run, run: &Run) -> Vec<String> {
    if recorded.pods.len() != run.pods.len() {
        return vec![format!("{} Pods recorded, {} in the trace", recorded.pods.len(), run.pods.len())];
    }
    let comparison = Comparison {
        recorded,
        run,
        end: i64::from(recording.seconds) * 1000,
        readiness_period: readiness_period(&recording.manifest),
        about_pulling: recording.workloads.values().any(takes_time_to_pull),
    };
    let pods = || recorded.pods.iter().zip(&run.pods).enumerate();
    let mut differences = Vec::new();
    for (n, (x, y)) in pods() {
        comparison.life(n, x, y, &mut differences);
    }
    comparison.events(&mut differences);
    for (n, (x, y)) in pods() {
        comparison.endpoint(n, x, y, &mut differences);
    }
    comparison.sizes(&mut differences);
    differences
}

fn takes_time_to_pull(workload: &Workload) -> bool {
    workload.pull_ms.is_some_and(|ms| ms > 0)
}

/// The period of the manifest's first readiness probe; 0 without one.
fn readiness_period(manifest: &str) -> i64 {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = manifest.split('\n').skip_while(|line| line.trim() != "readinessProbe:");
    let Some(probe) = lines.next() else { return 0 };
    let seconds = lines
        .take_while(|line| depth(line) > depth(probe))
        .find_map(|line| line.trim().strip_prefix("periodSeconds:"))
        .and_then(|seconds| seconds.trim().parse::<i64>().ok());
    seconds.map_or(DEFAULT_PERIOD, |seconds| 1000 * seconds)
}

/// How often an Event of a kind of object, component, type, reason and message was counted.
type EventCounts = BTreeMap<[String; 5], i64>;

struct Comparison<'a> {
    recorded: &'a Run,
    run: &'a Run,
    /// When the recording stopped.
    end: i64,
    readiness_period: i64,
    /// Without it, whether an image is on a node already is the scheduler's choice.
    about_pulling: bool,
}

impl Comparison<'_> {
    fn life(&self, n: usize, x: &Pod, y: &Pod, differences: &mut Vec<String>) {
        let slack = late(x);
        let (recorded, got) = (spans(&x.rows, self.end), spans(&y.rows, self.end));
        let Some(pairs) = matched(&recorded, &got, |x, y| same_row(x, y), self.end - slack) else {
            let rows = |pod: &Pod| json(&pod.rows.iter().map(shown).collect::<Vec<_>>());
            differences.push(format!("Pod {n}: rows recorded {}, got {}", rows(x), rows(y)));
            return;
        };
        self.times(n, x, y, &pairs, differences);
        self.operations(n, x, y, slack, differences);
        self.requests(n, x, y, slack, differences);
    }

    /// Times count from the Pod's creation, from its deletion on from there.
    fn times(&self, n: usize, x: &Pod, y: &Pod, pairs: &[(RowSpan, RowSpan)], differences: &mut Vec<String>) {
        let (Some(created), Some(created_in_run)) = (x.rows.first(), y.rows.first()) else { return };
        let (mut zero, mut zero_in_run, mut waits) = (created.t, created_in_run.t, 0);
        for (recorded, got) in pairs.iter().map(|(recorded, got)| (recorded.what, got.what)) {
            if recorded.status() == Some("Terminating") {
                (zero, zero_in_run) = (recorded.t, got.t);
                continue;
            }
            let (after, after_in_run) = (recorded.t - zero, got.t - zero_in_run);
            let off = (after - after_in_run).abs();
            // The first readiness probe comes at once or one period later.
            let turns_ready = recorded.shown.as_ref().is_some_and(|[ready, ..]| ready.starts_with("1/"));
            let one_later = turns_ready && (off - self.readiness_period).abs() < NEAR;
            if off > NEAR + BACK * waits && !one_later {
                let row = json(&shown(recorded));
                differences
                    .push(format!("Pod {n}: {row} recorded after {after} ms, got after {after_in_run} ms"));
            }
            waits += i64::from(recorded.status().is_some_and(waits_to_retry));
        }
    }

    /// The same starts, terminations and exits, and pulls where the scenario is about them.
    fn operations(&self, n: usize, x: &Pod, y: &Pod, slack: i64, differences: &mut Vec<String>) {
        let before = |pod: &Pod, last: i64| -> Vec<Operated> {
            let counts = |operated: &Operated| match operated.verb.as_str() {
                "start" | "term" | "exit" => true,
                "pull" => n == 0 && self.about_pulling,
                _ => false,
            };
            pod.runtime.iter().filter(|o| counts(&o.what) && o.t < last).map(|o| o.what.clone()).collect()
        };
        let (sooner, later) = (self.end - slack, self.end + slack);
        let (recorded, got) = (before(x, sooner), before(y, later));
        if !got.starts_with(&recorded) || !before(x, later).starts_with(&before(y, sooner)) {
            let list =
                |operated: &[Operated]| json(&operated.iter().take(12).map(columns).collect::<Vec<_>>());
            differences.push(format!("Pod {n}: runtime recorded {}, got {}", list(&recorded), list(&got)));
        }
    }

    /// Per attempt, path and answer as many probes in a life as long.
    fn requests(&self, n: usize, x: &Pod, y: &Pod, slack: i64, differences: &mut Vec<String>) {
        let (recorded, got, born) = (self.rates(x), self.rates(y), moments(x, "start"));
        for what in recorded.keys().chain(got.keys()).collect::<BTreeSet<_>>() {
            let in_time = what
                .attempt
                .and_then(|attempt| born.get(&attempt))
                .is_some_and(|&born| born <= self.end - slack);
            if !in_time {
                continue;
            }
            let ((times, life), (times_in_run, life_in_run)) =
                (recorded.get(what).copied().unwrap_or((0, 1)), got.get(what).copied().unwrap_or((0, 1)));
            let mut expected = times_in_run as f64;
            if times > 0 && times_in_run > 0 {
                expected = (times_in_run * life) as f64 / life_in_run as f64;
            }
            if (times as f64 - expected).abs() > 1.5 + 0.1 * times as f64 {
                let (verb, attempt) = (&what.verb, what.attempt.unwrap_or_default());
                differences.push(format!(
                    "Pod {n}: {verb} {attempt} {} recorded {times} times, got {expected:.1} (in a life as long)",
                    what.detail
                ));
            }
        }
    }

    /// How many requests of each sort, and in how long a life.
    fn rates(&self, pod: &Pod) -> BTreeMap<Operated, (i64, i64)> {
        let (born, died) = (moments(pod, "start"), moments(pod, "exit"));
        let mut rates: BTreeMap<Operated, (i64, i64)> = BTreeMap::new();
        for operation in pod.runtime.iter().filter(|o| matches!(o.what.verb.as_str(), "request" | "exec")) {
            let attempt = operation.what.attempt.unwrap_or_default();
            let life = died.get(&attempt).unwrap_or(&self.end) - born.get(&attempt).unwrap_or(&0);
            rates.entry(operation.what.clone()).or_insert((0, life.max(1))).0 += 1;
        }
        rates
    }

    /// The same set of Events, as often.
    fn events(&self, differences: &mut Vec<String>) {
        let (recorded, got) = (self.event_counts(self.recorded), self.event_counts(self.run));
        for event in recorded.keys().chain(got.keys()).collect::<BTreeSet<_>>() {
            match (recorded.get(event), got.get(event)) {
                (None, _) => differences.push(format!("event not recorded: {}", json(event))),
                (_, None) => differences.push(format!("event missing: {}", json(event))),
                (Some(&x), Some(&y)) if (x - y).abs() as f64 > (0.25 * x as f64).max(1.0) => {
                    differences.push(format!("event {}: count recorded {x}, got {y}", json(event)));
                }
                _ => {}
            }
        }
    }

    fn event_counts(&self, run: &Run) -> EventCounts {
        let first_pod = run.pods.first().map(|pod| pod.name.as_str());
        let mut counts = EventCounts::new();
        for (_, object, component, kind_of_event, reason, message, count) in &run.events {
            let (kind, name) = object.split_once('/').unwrap_or((object, ""));
            if !matches!(kind, "Pod" | "ReplicaSet" | "Deployment") {
                continue;
            }
            if matches!(reason.as_str(), "Pulling" | "Pulled")
                && !(self.about_pulling && Some(name) == first_pod)
            {
                continue;
            }
            // A probe in the very moment in which the program starts or ends.
            if reason == "Unhealthy" && (message.contains("refused") || message.contains("reset by peer")) {
                continue;
            }
            let event = [kind, component, kind_of_event, reason, &masked(message)].map(str::to_owned);
            let most = counts.entry(event).or_default();
            *most = (*most).max(*count);
        }
        counts
    }

    /// The same sequence of ready, serving and terminating.
    fn endpoint(&self, n: usize, x: &Pod, y: &Pod, differences: &mut Vec<String>) {
        let (recorded, got) = (self.served(self.recorded, &x.name), self.served(self.run, &y.name));
        if matched(&recorded, &got, |x, y| x == y, self.end - late(x)).is_none() {
            let list =
                |served: &[Span<String>]| json(&served.iter().map(|span| &span.what).collect::<Vec<_>>());
            differences.push(format!("Pod {n}: endpoint recorded {}, got {}", list(&recorded), list(&got)));
        }
    }

    /// The states of a Pod's endpoint, by the initials of its conditions.
    fn served(&self, run: &Run, pod: &str) -> Vec<Span<String>> {
        let mut states: Vec<(i64, String)> = Vec::new();
        for (t, endpoints) in &run.endpoints {
            let conditions =
                [("r", &endpoints.ready), ("s", &endpoints.serving), ("t", &endpoints.terminating)]
                    .into_iter();
            let state: String = conditions
                .filter(|(_, pods)| pods.iter().any(|name| name == pod))
                .map(|(initial, _)| initial)
                .collect();
            if states.last().is_none_or(|(_, last)| *last != state) {
                states.push((*t, state));
            }
        }
        let ends: Vec<i64> = states.iter().skip(1).map(|(t, _)| *t).chain([self.end]).collect();
        let spans = states.into_iter().zip(ends);
        spans.map(|((from, what), end)| Span { from, lasts: end - from, what }).collect()
    }

    /// The same `spec.replicas`, `status.replicas` and updated at the end.
    fn sizes(&self, differences: &mut Vec<String>) {
        let [recorded, got] = [self.recorded, self.run].map(|run| {
            let last = |size: &Size| {
                let counts = size.counts.map(|[replicas, status, updated, ..]| [replicas, status, updated]);
                let counts =
                    counts.map_or_else(|| serde_json::json!([null]), |counts| serde_json::json!(counts));
                (format!("{}/{}", size.kind, size.name), counts)
            };
            serde_json::Value::Object(run.sizes.iter().map(last).collect())
        });
        if recorded != got {
            differences.push(first("sizes at the end", &recorded, &got));
        }
    }
}

/// When each attempt started or ended.
fn moments(pod: &Pod, verb: &str) -> BTreeMap<i64, i64> {
    let of_verb = pod.runtime.iter().filter(|o| o.what.verb == verb);
    of_verb.filter_map(|o| Some((o.what.attempt?, o.t))).collect()
}

fn columns(operated: &Operated) -> serde_json::Value {
    let Operated { verb, attempt, detail } = operated;
    attempt.map_or_else(
        || serde_json::json!([verb, detail]),
        |attempt| serde_json::json!([verb, attempt, detail]),
    )
}

/// UIDs, addresses, durations, nodes and random suffixes, and what stands in their place.
pub(super) const VARYING: &Table = &[
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "UID"),
    (r"\d+\.\d+\.\d+\.\d+(:\d+)?(->\d+\.\d+\.\d+\.\d+:\d+)?", "IP"),
    (r"in [\d.]+(m|µ)?s \([\d.]+(m|µ)?s including waiting\)", "in TIME"),
    (r"\bnode-\d+\b", "NODE"),
    (r"(web-[a-z0-9]{6,10})-[a-z0-9]{5}(?![a-z0-9])", "${1}-POD"),
];

fn masked(message: &str) -> String {
    static MASK: LazyLock<Mask> = LazyLock::new(|| Mask::new(VARYING));
    MASK.over(message)
}
