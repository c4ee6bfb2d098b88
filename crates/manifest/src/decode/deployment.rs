//! Deployment: `pkg/apis/apps/{v1/defaults,validation/validation}.go`.

use super::fields::{Fields, Schema, invalid_value};
use super::{metadata, pod_spec};
use crate::format::dns_subdomain;
use crate::tree::Tree;
use rollout_engine::api::{
    Deployment, DeploymentSpec, DeploymentStatus, DeploymentStrategy, IntOrPercent, IntOrString,
    LabelSelector, PodTemplateSpec,
};
use std::rc::Rc;

pub(super) static ROOT: Schema =
    Schema { go: "Deployment", unmodelled: "", ignored: "apiVersion kind status" };
static SPEC: Schema = Schema { go: "DeploymentSpec", unmodelled: "", ignored: "" };
static STRATEGY: Schema = Schema { go: "DeploymentStrategy", unmodelled: "", ignored: "" };
static ROLLING_UPDATE: Schema = Schema { go: "RollingUpdateDeployment", unmodelled: "", ignored: "" };
static TEMPLATE: Schema = Schema { go: "PodTemplateSpec", unmodelled: "", ignored: "" };

const NOT_NEGATIVE: &str = "must be greater than or equal to 0";

/// Reads a Deployment.
pub(super) fn read(object: &Fields<'_>) -> Deployment {
    let meta = metadata::object_meta(object, dns_subdomain);
    // Without a spec, everything in it is missing.
    let empty = Tree::map();
    let spec = match object.object("spec", &SPEC) {
        Some(fields) => spec(&fields),
        None => spec(&Fields::below(&empty, "spec", &SPEC, object.report)),
    };
    object.finish();
    Deployment { meta, spec, status: DeploymentStatus::default() }
}

fn spec(fields: &Fields<'_>) -> DeploymentSpec {
    let replicas = fields.int32("replicas").unwrap_or(1);
    not_negative(fields, "replicas", replicas);
    let selector = metadata::label_selector(fields, "selector");
    match &selector {
        None => fields.invalid("selector", "Required value"),
        Some(selector) if selector.is_empty() => {
            let value = fields.get("selector").cloned().unwrap_or_default();
            fields.invalid("selector", invalid_value(&value, "empty selector is invalid for deployment"));
        }
        Some(_) => {}
    }
    let selector = selector.unwrap_or_default();
    let template = template(fields, &selector);
    let strategy = strategy(fields);
    let min_ready_seconds = fields.int32("minReadySeconds").unwrap_or(0);
    not_negative(fields, "minReadySeconds", min_ready_seconds);
    let revision_history_limit = fields.int32("revisionHistoryLimit").unwrap_or(10);
    not_negative(fields, "revisionHistoryLimit", revision_history_limit);
    let progress_deadline_seconds = fields.int32("progressDeadlineSeconds").unwrap_or(600);
    not_negative(fields, "progressDeadlineSeconds", progress_deadline_seconds);
    if progress_deadline_seconds <= min_ready_seconds {
        let message =
            invalid_value(&progress_deadline_seconds.into(), "must be greater than minReadySeconds");
        fields.invalid("progressDeadlineSeconds", message);
    }
    let paused = fields.flag("paused");
    fields.finish();
    DeploymentSpec {
        replicas,
        selector,
        template: Rc::new(template),
        strategy,
        min_ready_seconds,
        revision_history_limit,
        paused,
        progress_deadline_seconds,
    }
}

fn not_negative(fields: &Fields<'_>, name: &str, value: i32) {
    if value < 0 {
        fields.invalid(name, invalid_value(&value.into(), NOT_NEGATIVE));
    }
}

fn template(spec: &Fields<'_>, selector: &LabelSelector) -> PodTemplateSpec {
    let Some(fields) = spec.object("template", &TEMPLATE) else {
        spec.invalid("template.metadata.labels", labels_mismatch(&Default::default()));
        spec.invalid("template.spec.containers", "Required value");
        return PodTemplateSpec::default();
    };
    let (labels, annotations) = metadata::template_meta(&fields);
    if selector.is_empty() || !selector.matches(&labels) {
        fields.invalid("metadata.labels", labels_mismatch(&labels));
    }
    let mut pod_spec = pod_spec::read(&fields);
    fields.finish();
    pod_spec.unmodelled = fields.report.unmodelled_below(&format!("{}.", fields.path));
    PodTemplateSpec { labels, annotations, spec: pod_spec }
}

fn labels_mismatch(labels: &rollout_engine::api::Labels) -> String {
    let shown = if labels.is_empty() { Tree::default() } else { crate::encode::texts_by_key(labels) };
    invalid_value(&shown, "`selector` does not match template `labels`")
}

fn strategy(spec: &Fields<'_>) -> DeploymentStrategy {
    let Some(fields) = spec.object("strategy", &STRATEGY) else { return DeploymentStrategy::default() };
    let word = fields.text_or_empty("type");
    let rolling = fields.object("rollingUpdate", &ROLLING_UPDATE);
    let strategy = match &*word {
        "" | "RollingUpdate" => rolling_update(&fields, rolling.as_ref()),
        "Recreate" => {
            if rolling.is_some() {
                let message = "Forbidden: may not be specified when strategy `type` is 'Recreate'";
                fields.invalid("rollingUpdate", message);
            }
            DeploymentStrategy::Recreate
        }
        _ => {
            // The API server shows its own structure here.
            let mut shown = Tree::map();
            shown.set("Type", &word);
            shown.set("RollingUpdate", fields.get("rollingUpdate").cloned().unwrap_or_default());
            let shown = crate::write::to_json(&shown);
            let message =
                format!("Unsupported value: {shown}: supported values: \"Recreate\", \"RollingUpdate\"");
            fields.invalid("", message);
            DeploymentStrategy::default()
        }
    };
    if let Some(rolling) = rolling {
        // Asked for, whatever the type.
        let _ = (rolling.get("maxUnavailable"), rolling.get("maxSurge"));
        rolling.finish();
    }
    fields.finish();
    strategy
}

/// A bound as it was written, and as far as it can be counted with.
struct Bound {
    written: IntOrString,
    read: Option<IntOrPercent>,
}

impl Bound {
    fn read(rolling: Option<&Fields<'_>>, name: &'static str) -> Self {
        let default = IntOrString::Text("25%".into());
        let written = rolling.and_then(|r| r.int_or_text(name)).unwrap_or(default);
        let read = match &written {
            IntOrString::Int(n) => Some(IntOrPercent::Int(*n)),
            IntOrString::Text(text) => IntOrPercent::parse_text(text),
        };
        Self { written, read }
    }

    fn tree(&self) -> Tree {
        match &self.written {
            IntOrString::Int(n) => (*n).into(),
            IntOrString::Text(text) => text.into(),
        }
    }

    /// Whether it counts as nothing: a text that is no percentage does.
    fn is_nothing(&self) -> bool {
        matches!(self.read, None | Some(IntOrPercent::Int(0) | IntOrPercent::Percent(0)))
    }

    fn complaint(&self) -> Option<&'static str> {
        match self.read {
            None => Some(
                "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', \
                 regex used for validation is '[0-9]+%')",
            ),
            Some(IntOrPercent::Int(n)) if n < 0 => Some(NOT_NEGATIVE),
            Some(_) => None,
        }
    }
}

fn rolling_update(strategy: &Fields<'_>, rolling: Option<&Fields<'_>>) -> DeploymentStrategy {
    let max_unavailable = Bound::read(rolling, "maxUnavailable");
    let max_surge = Bound::read(rolling, "maxSurge");
    let invalid = |name: &str, bound: &Bound, detail: &str| {
        strategy.invalid(&format!("rollingUpdate.{name}"), invalid_value(&bound.tree(), detail));
    };
    for (name, bound) in [("maxUnavailable", &max_unavailable), ("maxSurge", &max_surge)] {
        if let Some(complaint) = bound.complaint() {
            invalid(name, bound, complaint);
        }
    }
    if max_unavailable.is_nothing() && max_surge.is_nothing() {
        invalid("maxUnavailable", &max_unavailable, "may not be 0 when `maxSurge` is 0");
    }
    if matches!(max_unavailable.read, Some(IntOrPercent::Percent(p)) if p > 100) {
        invalid("maxUnavailable", &max_unavailable, "must not be greater than 100%");
    }
    let or_nothing = |bound: &Bound| bound.read.unwrap_or(IntOrPercent::Int(0));
    DeploymentStrategy::RollingUpdate {
        max_unavailable: or_nothing(&max_unavailable),
        max_surge: or_nothing(&max_surge),
    }
}
