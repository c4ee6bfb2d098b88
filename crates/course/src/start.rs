//! What a lesson's run starts from.

use manifest::{Edit, Manifest};
use rollout_engine::api::{Labels, Name, Node};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{Latencies, NodeMode, Preset, Scenario, SimTime, Workload};

/// The manifest that the page opens with: one file, so that lessons and lab cannot come apart.
pub const WORKSHOP: &str = include_str!("../../../web/scenarios/workshop.yaml");

/// 23 November 2026, 10:00 UTC: any day will do, but it is always the same.
pub const START_UNIX_MS: i64 = 1_795_428_000_000;

/// A run opens when everything has been running for two minutes.
const OPENS_AT: SimTime = SimTime(120_000);

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
            calls_per_second: 12,
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
        Ok(Scenario {
            start_unix_ms: START_UNIX_MS,
            seed: self.seed,
            namespace: "default".into(),
            nodes: (1..=3).map(node).collect(),
            deployments: objects.deployments,
            services: objects.services,
            workloads: self.workloads.iter().cloned().collect(),
            default_workload: Preset::Healthy.workload(),
            traffic: TrafficSpec::rate(self.calls_per_second),
            latencies: Latencies::default(),
            node_mode: NodeMode::Kubelet,
            pod_quota: None,
            opens_at: if self.empty { SimTime(1_000) } else { OPENS_AT },
        })
    }
}

/// The text with changes made to its first Deployment.
pub(crate) fn edited(text: &str, edits: &[Edit]) -> Result<String, String> {
    if edits.is_empty() {
        return Ok(text.to_owned());
    }
    let objects = parsed(text)?;
    let name = objects.deployments.first().ok_or("there is no Deployment to be changed")?.meta.name.clone();
    manifest::edit(text, &name, edits).map_err(|e| e.to_string())
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
