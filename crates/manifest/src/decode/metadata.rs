//! `metadata`, label selectors, and what their texts must look like.

use super::fields::{Fields, Report, Schema, invalid_value};
use crate::format::{label_value, qualified_name};
use crate::tree::Tree;
use rollout_engine::api::{
    LabelSelector, Labels, Name, ObjectMeta, SelectorOperator, SelectorRequirement, StringMap,
};

static META: Schema = Schema {
    go: "ObjectMeta",
    unmodelled: "generateName finalizers ownerReferences",
    ignored: "uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds \
              managedFields selfLink",
};

static LABEL_SELECTOR: Schema = Schema { go: "LabelSelector", unmodelled: "", ignored: "" };

static REQUIREMENT: Schema = Schema { go: "LabelSelectorRequirement", unmodelled: "", ignored: "" };

/// The metadata of an object; `name_form` says what is wrong with a name.
pub(super) fn object_meta(object: &Fields<'_>, name_form: fn(&str) -> Option<String>) -> ObjectMeta {
    let Some(fields) = object.object("metadata", &META) else { return ObjectMeta::named("") };
    let name = fields.text_or_empty("name");
    if let Some(complaint) = name_form(&name) {
        fields.invalid("name", invalid_value(&(&name).into(), &complaint));
    }
    let namespace = fields.text_or_empty("namespace");
    if !namespace.is_empty() && *namespace != *"default" {
        let path = "metadata.namespace";
        let mark = object.tree().place_of(path);
        let message = format!("the lab has one namespace: \"{namespace}\" is taken for it");
        fields.report.notice(path, mark, message);
    }
    let meta =
        ObjectMeta { labels: labels(&fields), annotations: annotations(&fields), ..ObjectMeta::named(name) };
    fields.finish();
    meta
}

/// The metadata of a Pod template.
pub(super) fn template_meta(template: &Fields<'_>) -> (Labels, StringMap) {
    let Some(fields) = template.object("metadata", &META) else { return Default::default() };
    // A template's own name and namespace come to nothing.
    let _ = (fields.text("name"), fields.text("namespace"));
    let read = (labels(&fields), annotations(&fields));
    fields.finish();
    read
}

fn labels(meta: &Fields<'_>) -> Labels {
    let labels = meta.texts_by_key("labels");
    check_labels(meta.report, &meta.path_of("labels"), &labels);
    labels
}

/// Checks keys and values of labels.
pub(super) fn check_labels(report: &Report<'_>, path: &str, labels: &StringMap) {
    for (key, value) in labels.iter() {
        if let Some(complaint) = qualified_name(key) {
            report.invalid(path.to_owned(), invalid_value(&key.into(), &complaint));
        }
        if let Some(complaint) = label_value(value) {
            report.invalid(path.to_owned(), invalid_value(&value.into(), &complaint));
        }
    }
}

fn annotations(meta: &Fields<'_>) -> StringMap {
    let annotations = meta.texts_by_key("annotations");
    for key in annotations.keys() {
        if let Some(complaint) = qualified_name(&key.to_ascii_lowercase()) {
            meta.invalid("annotations", invalid_value(&key.into(), &complaint));
        }
    }
    annotations
}

/// `selector`; nothing if it is missing.
pub(super) fn label_selector(spec: &Fields<'_>, name: &'static str) -> Option<LabelSelector> {
    let fields = spec.object(name, &LABEL_SELECTOR)?;
    let match_labels = fields.texts_by_key("matchLabels");
    check_labels(fields.report, &fields.path_of("matchLabels"), &match_labels);
    let match_expressions =
        fields.objects("matchExpressions", &REQUIREMENT).iter().filter_map(requirement).collect();
    fields.finish();
    Some(LabelSelector { match_labels, match_expressions })
}

fn requirement(fields: &Fields<'_>) -> Option<SelectorRequirement> {
    let key = fields.text_or_empty("key");
    let word = fields.text_or_empty("operator");
    let values: Vec<Name> = fields.texts("values");
    fields.finish();
    let operator = match &*word {
        "In" => SelectorOperator::In,
        "NotIn" => SelectorOperator::NotIn,
        "Exists" => SelectorOperator::Exists,
        "DoesNotExist" => SelectorOperator::DoesNotExist,
        _ => {
            fields.invalid("operator", invalid_value(&Tree::from(&word), "not a valid selector operator"));
            return None;
        }
    };
    let takes_values = matches!(operator, SelectorOperator::In | SelectorOperator::NotIn);
    if takes_values && values.is_empty() {
        fields.invalid("values", "Required value: must be specified when `operator` is 'In' or 'NotIn'");
    }
    if !takes_values && !values.is_empty() {
        fields.invalid(
            "values",
            "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        );
    }
    if let Some(complaint) = qualified_name(&key) {
        fields.invalid("key", invalid_value(&Tree::from(&key), &complaint));
    }
    Some(SelectorRequirement { key, operator, values })
}
