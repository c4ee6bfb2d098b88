//! Deployment: `pkg/apis/apps/{v1/defaults,validation/validation}.go`.

use super::fields::Fields;
use super::{NOT_NEGATIVE, metadata, pod_spec};
use crate::format::dns_subdomain;
use crate::tree::Tree;
use rollout_engine::api::{
    Deployment, DeploymentSpec, DeploymentStatus, DeploymentStrategy, IntOrPercent, IntOrString,
    LabelSelector, Labels, PodTemplateSpec,
};
use std::rc::Rc;

/// Reads a Deployment.
pub(super) fn read(object: &Fields<'_>) -> Deployment {
    let meta = metadata::object_meta(object, dns_subdomain);
    // Without a spec, everything in it is missing.
    let spec = spec(&object.object_or_empty("spec"));
    Deployment { meta, spec, status: DeploymentStatus::default() }
}

fn spec(fields: &Fields<'_>) -> DeploymentSpec {
    let number = |name: &str, default: i32| {
        let number = fields.int32(name).unwrap_or(default);
        if number < 0 {
            fields.bad_value(name, number, NOT_NEGATIVE);
        }
        number
    };
    let replicas = number("replicas", 1);
    let selector = metadata::label_selector(fields, "selector");
    match &selector {
        None => fields.invalid("selector", "Required value"),
        Some(selector) if selector.is_empty() => {
            let value = fields.get("selector").cloned().unwrap_or_default();
            fields.bad_value("selector", value, "empty selector is invalid for deployment");
        }
        Some(_) => {}
    }
    let selector = selector.unwrap_or_default();
    let template = template(fields, &selector);
    let strategy = strategy(fields);
    let min_ready_seconds = number("minReadySeconds", 0);
    let revision_history_limit = number("revisionHistoryLimit", 10);
    let progress_deadline_seconds = number("progressDeadlineSeconds", 600);
    if progress_deadline_seconds <= min_ready_seconds {
        let detail = "must be greater than minReadySeconds";
        fields.bad_value("progressDeadlineSeconds", progress_deadline_seconds, detail);
    }
    let paused = fields.flag("paused");
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

fn template(spec: &Fields<'_>, selector: &LabelSelector) -> PodTemplateSpec {
    let Some(fields) = spec.object("template") else {
        labels_mismatch(spec, "template.metadata.labels", &Default::default());
        spec.invalid("template.spec.containers", "Required value");
        return PodTemplateSpec::default();
    };
    let (labels, annotations) = metadata::template_meta(&fields);
    if selector.is_empty() || !selector.matches(&labels) {
        labels_mismatch(&fields, "metadata.labels", &labels);
    }
    let mut pod_spec = pod_spec::read(&fields);
    pod_spec.unmodelled = fields.report.kept_below(&(fields.path() + "."));
    PodTemplateSpec { labels, annotations, spec: pod_spec }
}

fn labels_mismatch(fields: &Fields<'_>, name: &str, labels: &Labels) {
    let shown = if labels.is_empty() { Tree::default() } else { crate::encode::texts_by_key(labels) };
    fields.bad_value(name, shown, "`selector` does not match template `labels`");
}

fn strategy(spec: &Fields<'_>) -> DeploymentStrategy {
    let Some(fields) = spec.object("strategy") else { return DeploymentStrategy::default() };
    let word = fields.text_or_empty("type");
    let rolling = fields.object("rollingUpdate");
    match &*word {
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
            fields.unsupported("", &shown, "Recreate RollingUpdate");
            DeploymentStrategy::default()
        }
    }
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
        strategy.bad_value(&["rollingUpdate.", name].concat(), bound.tree(), detail);
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
