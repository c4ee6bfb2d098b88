//! What a lesson's run starts from.

use manifest::{Edit, Manifest};
use rollout_engine::api::{Labels, Name, Node};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{Latencies, NodeMode, Preset, Scenario, SimTime, SortedMap, Workload};

/// The manifest that the page opens with: one file, so that lessons and lab cannot come apart.
pub const WORKSHOP: &str = include_str!("../../../web/scenarios/workshop.yaml");

/// The manifests that a run may start from, by the name that stands in links. The first is what the page opens with.
pub const SCENARIOS: [(&str, &str); 4] = [
    ("workshop", WORKSHOP),
    ("recreate", include_str!("../../../web/scenarios/recreate.yaml")),
    ("canary", include_str!("../../../web/scenarios/canary.yaml")),
    ("blue-green", include_str!("../../../web/scenarios/blue-green.yaml")),
];

/// What they are called, in their order.
pub const SCENARIO_NAMES: [&str; SCENARIOS.len()] = {
    let [(first, _), (second, _), (third, _), (fourth, _)] = SCENARIOS;
    [first, second, third, fourth]
};

/// The manifest of the scenario of this name.
pub fn manifest_of(scenario: &str) -> Option<&'static str> {
    SCENARIOS.iter().find(|(name, _)| *name == scenario).map(|(_, manifest)| *manifest)
}

/// 23 November 2026, 10:00 UTC: any day will do, but it is always the same.
const START_UNIX_MS: i64 = 1_795_428_000_000;

/// A run opens when everything has been running for two minutes.
const OPENS_AT: SimTime = SimTime(120_000);

/// How often users call, unless told otherwise.
const CALLS_PER_SECOND: u32 = 12;

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The objects.
    pub manifest: String,
    /// Changes of the Deployment in it.
    pub edits: Vec<Edit>,
    /// The cluster is empty: the objects are there to be applied.
    pub empty: bool,
    /// How images behave, but for those that behave well.
    pub workloads: Vec<(Name, Workload)>,
    /// How often users call.
    pub calls_per_second: u32,
    /// The seed of all chance.
    pub seed: u64,
}

impl Default for Start {
    fn default() -> Self {
        Self {
            manifest: WORKSHOP.to_owned(),
            edits: Vec::new(),
            empty: false,
            workloads: Vec::new(),
            calls_per_second: CALLS_PER_SECOND,
            seed: 7,
        }
    }
}

impl Start {
    /// The text of the objects, with the changes made, and further ones.
    ///
    /// # Errors
    /// A change that cannot be made.
    pub fn text(&self, further: &[Edit]) -> Result<String, String> {
        edited(&self.manifest, &[&self.edits, further].concat())
    }

    /// The scenario with these objects.
    ///
    /// # Errors
    /// What is wrong with the objects.
    pub fn scenario(&self, text: &str) -> Result<Scenario, String> {
        let objects = if self.empty { Manifest::default() } else { parsed(text)? };
        let mut scenario = Scenario {
            seed: self.seed,
            workloads: self.workloads.iter().cloned().collect(),
            traffic: TrafficSpec::rate(self.calls_per_second),
            opens_at: if self.empty { SimTime(1_000) } else { OPENS_AT },
            ..scenario(objects)
        };
        kubectl::as_applied(&mut scenario, text);
        Ok(scenario)
    }
}

/// A run with these objects in a cluster of three nodes: images behave well, and users call.
pub fn scenario(objects: Manifest) -> Scenario {
    Scenario {
        start_unix_ms: START_UNIX_MS,
        seed: 7,
        namespace: "default".into(),
        nodes: (1..=3).map(node).collect(),
        deployments: objects.deployments,
        services: objects.services,
        workloads: SortedMap::new(),
        default_workload: Preset::Healthy.workload(),
        traffic: TrafficSpec::rate(CALLS_PER_SECOND),
        latencies: Latencies::default(),
        node_mode: NodeMode::Kubelet,
        pod_quota: None,
        opens_at: OPENS_AT,
    }
}

/// The text with changes made to its first Deployment; with `NAME/` before the field, to the one of this name.
///
/// # Errors
/// What is wrong with the text, or a change that cannot be made.
pub fn edited(text: &str, edits: &[Edit]) -> Result<String, String> {
    if edits.is_empty() {
        return Ok(text.to_owned());
    }
    let objects = parsed(text)?;
    let first = &objects.deployments.first().ok_or("there is no Deployment to be changed")?.meta.name;
    let named = |edit: &Edit| {
        // A slash may be in a field as well: `metadata.annotations[example.com/owner]`.
        let (name, path) = edit.path.split_once('/')?;
        let named = objects.deployments.iter().find(|d| *d.meta.name == *name)?;
        Some((Name::clone(&named.meta.name), Edit { path: path.to_owned(), value: edit.value.clone() }))
    };
    edits.iter().try_fold(text.to_owned(), |text, edit| {
        let (name, edit) = named(edit).unwrap_or_else(|| (Name::clone(first), edit.clone()));
        manifest::edit(&text, &name, &[edit]).map_err(|e| e.to_string())
    })
}

fn parsed(text: &str) -> Result<Manifest, String> {
    manifest::read(text)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn node(n: u32) -> Node {
    Node {
        name: format!("node-{n}").into(),
        labels: Labels::default(),
        unschedulable: false,
        allocatable_cpu_milli: 4_000_000,
        allocatable_memory: 16 << 40,
        allocatable_pods: 10_000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollout_engine::{SimDuration, Timeline};

    /// What a starting point is about, seen from its traffic: which images answer before and after `edits`, and whether calls fail.
    fn check(name: &str, edits: &[(&str, &str)], before: &[&str], after: &[&str], fails: bool) {
        let text = manifest_of(name).expect("it is there");
        let mut timeline = Timeline::new(scenario(parsed(text).expect("it is valid")));
        let answers = |timeline: &mut Timeline| {
            let was = timeline.snapshot().ledger;
            timeline.run_until(timeline.now() + SimDuration::millis(20_000));
            let is = timeline.snapshot().ledger;
            is.answered
                .iter()
                .filter(|n| !was.answered.contains(n))
                .map(|n| n.0.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(answers(&mut timeline), before, "{name} at first");
        let edited = edits.iter().fold(text.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{name}: no {old}");
            text.replacen(old, new, 1)
        });
        let objects = parsed(&edited).expect("it is valid");
        for d in objects.deployments {
            timeline.apply(rollout_engine::Command::UpdateDeployment(Box::new(d))).expect("it is accepted");
        }
        for s in objects.services {
            timeline.apply(rollout_engine::Command::UpdateService(Box::new(s))).expect("it is accepted");
        }
        timeline.run_until(timeline.now() + SimDuration::millis(30_000));
        assert_eq!(answers(&mut timeline), after, "{name} in the end");
        let failed = timeline.snapshot().ledger.failed_in_all();
        assert_eq!(failed > 0, fails, "{name}: {failed} failed");
    }

    #[test]
    fn each_starting_point_shows_what_it_is_about() {
        let (old, new, both) = (&["web:1.0.0"][..], &["web:2.0.0"][..], &["web:1.0.0", "web:2.0.0"][..]);
        let image = ("image: web:1.0.0", "image: web:2.0.0");
        check("workshop", &[image], old, new, false);
        check("recreate", &[image], old, new, true);
        check("canary", &[("replicas: 1", "replicas: 2")], both, both, false);
        check("blue-green", &[("version: blue", "version: green")], old, new, false);
    }

    #[test]
    fn a_change_is_made_to_the_deployment_that_it_names() {
        let check = |path: &str, wanted: [&str; 2]| {
            let canary = manifest_of("canary").expect("it is there");
            let text = edited(canary, &[Edit::set(path, manifest::Value::Text("7".into()))]).expect(path);
            let documents = manifest::parse(&text).expect("it is valid");
            let path = path.strip_prefix("web-canary/").unwrap_or(path);
            let found = documents.iter().skip(1).map(|d| d.at(path).and_then(|v| v.as_text()).unwrap_or("-"));
            assert_eq!(found.collect::<Vec<_>>(), wanted, "{path}");
        };
        check("metadata.namespace", ["7", "-"]);
        check("web-canary/metadata.namespace", ["-", "7"]);
        check("metadata.annotations[web-canary/owner]", ["7", "-"]);
        check("web-canary/metadata.annotations[example.com/owner]", ["-", "7"]);
    }
}
