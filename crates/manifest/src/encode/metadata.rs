//! `metadata` and selectors.

use super::{Detail, Fields};
use crate::tree::Tree;
use rollout_engine::api::{
    Finalizer, Kind, LabelSelector, ObjectMeta, SelectorOperator, SelectorRequirement,
};

/// A selector.
pub(super) fn selector_tree(selector: &LabelSelector) -> Tree {
    let mut fields = Fields::new(Detail::Brief);
    fields
        .texts_by_key("matchLabels", &selector.match_labels)
        .list("matchExpressions", selector.match_expressions.iter().map(requirement));
    fields.done()
}

fn requirement(requirement: &SelectorRequirement) -> Tree {
    let operator = match requirement.operator {
        SelectorOperator::In => "In",
        SelectorOperator::NotIn => "NotIn",
        SelectorOperator::Exists => "Exists",
        SelectorOperator::DoesNotExist => "DoesNotExist",
    };
    let mut fields = Fields::new(Detail::Brief);
    fields.set("key", &requirement.key).set("operator", operator).texts("values", &requirement.values);
    fields.done()
}

/// `metadata`
pub(super) fn meta_tree(meta: &ObjectMeta, detail: Detail<'_>) -> Tree {
    let mut fields = Fields::new(detail);
    fields.set("name", &meta.name);
    if let Detail::Stored { namespace } = detail {
        fields.set("namespace", namespace);
    }
    fields.texts_by_key("labels", &meta.labels).texts_by_key("annotations", &meta.annotations);
    if !matches!(detail, Detail::Stored { .. }) {
        return fields.done();
    }
    let finalizer = |finalizer: &Finalizer| match finalizer {
        Finalizer::Orphan => "orphan",
        Finalizer::ForegroundDeletion => "foregroundDeletion",
    };
    fields
        .set("uid", meta.uid.to_string())
        .count("generation", meta.generation)
        .set("resourceVersion", meta.resource_version.to_string())
        .set("creationTimestamp", meta.creation_timestamp.to_string())
        .some("deletionTimestamp", meta.deletion_timestamp.map(|t| t.to_string()))
        .some("deletionGracePeriodSeconds", meta.deletion_grace_period_seconds)
        .list("finalizers", meta.finalizers.iter().map(finalizer));
    if let Some(owner) = &meta.owner {
        let mut reference = Fields::new(detail);
        reference
            .set("apiVersion", api_version(owner.kind))
            .set("kind", owner.kind.as_str())
            .set("name", &owner.name)
            .set("uid", owner.uid.to_string())
            .set("controller", true)
            .set("blockOwnerDeletion", true);
        fields.list("ownerReferences", [reference.done()]);
    }
    fields.done()
}

/// `apiVersion` of a kind.
pub(super) fn api_version(kind: Kind) -> &'static str {
    match kind {
        Kind::Deployment | Kind::ReplicaSet => "apps/v1",
        Kind::EndpointSlice => "discovery.k8s.io/v1",
        Kind::Pod | Kind::Service | Kind::Node => "v1",
    }
}

/// `apiVersion`, `kind` and `metadata`: how every object begins.
pub(super) fn object(kind: Kind, meta: &ObjectMeta, detail: Detail<'_>) -> Fields {
    let mut fields = Fields::new(detail);
    fields
        .set("apiVersion", api_version(kind))
        .set("kind", kind.as_str())
        .set("metadata", meta_tree(meta, detail));
    fields
}
