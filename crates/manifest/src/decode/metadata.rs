//! `metadata`, label selectors, and what their texts must look like.

use super::fields::Fields;
use crate::format::{label_value, qualified_name};
use rollout_engine::api::{
    LabelSelector, Labels, Name, ObjectMeta, SelectorOperator, SelectorRequirement, StringMap,
};

/// The metadata of an object; `name_form` says what is wrong with a name.
pub(super) fn object_meta(object: &Fields<'_>, name_form: fn(&str) -> Option<String>) -> ObjectMeta {
    let Some(fields) = object.object("metadata") else { return ObjectMeta::named("") };
    let name = fields.text_or_empty("name");
    if let Some(complaint) = name_form(&name) {
        fields.bad_value("name", &name, &complaint);
    }
    let namespace = fields.text_or_empty("namespace");
    if !namespace.is_empty() && *namespace != *"default" {
        let path = "metadata.namespace";
        let message = ["the lab has one namespace: \"", &*namespace, "\" is taken for it"].concat();
        fields.report.notice(path, object.tree.place_of(path), message);
    }
    ObjectMeta {
        labels: checked_labels(&fields, "labels"),
        annotations: annotations(&fields),
        ..ObjectMeta::named(name)
    }
}

/// The metadata of a Pod template.
pub(super) fn template_meta(template: &Fields<'_>) -> (Labels, StringMap) {
    let Some(fields) = template.object("metadata") else { return Default::default() };
    // A template's own name and namespace come to nothing.
    (checked_labels(&fields, "labels"), annotations(&fields))
}

/// Reads labels, and checks their keys and values.
pub(super) fn checked_labels(fields: &Fields<'_>, name: &str) -> Labels {
    let labels = fields.texts_by_key(name);
    for (key, value) in labels.iter() {
        if let Some(complaint) = qualified_name(key) {
            fields.bad_value(name, key, &complaint);
        }
        if let Some(complaint) = label_value(value) {
            fields.bad_value(name, value, &complaint);
        }
    }
    labels
}

fn annotations(meta: &Fields<'_>) -> StringMap {
    let annotations = meta.texts_by_key("annotations");
    for key in annotations.keys() {
        if let Some(complaint) = qualified_name(&key.to_ascii_lowercase()) {
            meta.bad_value("annotations", key, &complaint);
        }
    }
    annotations
}

/// `selector`; nothing if it is missing.
pub(super) fn label_selector(spec: &Fields<'_>, name: &'static str) -> Option<LabelSelector> {
    let fields = spec.object(name)?;
    let match_labels = checked_labels(&fields, "matchLabels");
    let match_expressions = fields.all("matchExpressions", requirement).into_iter().flatten().collect();
    Some(LabelSelector { match_labels, match_expressions })
}

fn requirement(fields: &Fields<'_>) -> Option<SelectorRequirement> {
    let key = fields.text_or_empty("key");
    let word = fields.text_or_empty("operator");
    let values: Vec<Name> = fields.texts("values");
    let operator = match &*word {
        "In" => SelectorOperator::In,
        "NotIn" => SelectorOperator::NotIn,
        "Exists" => SelectorOperator::Exists,
        "DoesNotExist" => SelectorOperator::DoesNotExist,
        _ => {
            fields.bad_value("operator", &word, "not a valid selector operator");
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
        fields.bad_value("key", &key, &complaint);
    }
    Some(SelectorRequirement { key, operator, values })
}
