//! From trees to objects: types checked, unknown fields refused, defaults filled in, validated as the API server does.

mod container;
mod deployment;
mod fields;
mod metadata;
mod pod_spec;
mod probe;
mod report;
mod security;
mod service;
mod strict;
mod volume;

use crate::error::{ErrorKind, ManifestError, Notice, ObjectName};
use crate::tree::{Mark, Tree};
pub(crate) use container::default_pull_policy;
use fields::Fields;
use report::Report;
use rollout_engine::api::{Deployment, Service};

/// What a manifest describes, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The Deployments.
    pub deployments: Vec<Deployment>,
    /// The Services.
    pub services: Vec<Service>,
    /// What the lab leaves alone.
    pub notices: Vec<Notice>,
}

/// An object that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    /// `apps/v1` Deployment
    Deployment(Box<Deployment>),
    /// `v1` Service
    Service(Box<Service>),
    /// Any other kind: the lab leaves it alone.
    Other(ObjectName),
}

/// Reads the objects of all documents; a `List` counts as its items.
///
/// # Errors
/// Everything that is wrong with any of them, document by document.
pub fn read_objects(documents: &[Tree]) -> Result<Manifest, Vec<ManifestError>> {
    let mut manifest = Manifest::default();
    let mut errors = Vec::new();
    let mut names: Vec<ObjectName> = Vec::new();
    for tree in documents.iter().flat_map(members) {
        match read_object(tree) {
            Ok((object, notices)) => {
                let name = identity(tree);
                if names.contains(&name) {
                    let message = format!(
                        "{} \"{}\" is described twice: give one of them another name",
                        name.kind, name.name
                    );
                    let mark = tree.place_of("metadata.name");
                    errors.push(ManifestError {
                        object: Box::new(name.clone()),
                        path: "metadata.name".to_owned(),
                        ..ManifestError::at(mark, ErrorKind::Twice, message)
                    });
                }
                names.push(name);
                manifest.notices.extend(notices);
                match object {
                    Object::Deployment(deployment) => manifest.deployments.push(*deployment),
                    Object::Service(service) => manifest.services.push(*service),
                    Object::Other(_) => {}
                }
            }
            Err(found) => errors.extend(found),
        }
    }
    if documents.is_empty() {
        let start = Mark { offset: 0, line: 1, column: 1 };
        errors.push(ManifestError::at(
            start,
            ErrorKind::Unidentified,
            "no objects passed to apply".to_owned(),
        ));
    }
    if errors.is_empty() { Ok(manifest) } else { Err(errors) }
}

/// The objects of a document: itself, or the items of a `List`.
pub fn members(document: &Tree) -> Vec<&Tree> {
    let is_list = document.get("kind").and_then(Tree::as_text).is_some_and(|kind| kind.ends_with("List"));
    match document.get("items") {
        Some(items) if is_list => items.items().iter().collect(),
        _ => vec![document],
    }
}

fn identity(tree: &Tree) -> ObjectName {
    let text = |path| tree.at(path).and_then(Tree::as_text).unwrap_or_default().to_owned();
    ObjectName { api_version: text("apiVersion"), kind: text("kind"), name: text("metadata.name") }
}

/// Reads one object, with what is worth knowing about it.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_object(tree: &Tree) -> Result<(Object, Vec<Notice>), Vec<ManifestError>> {
    let name = identity(tree);
    let refuse = |path: &str, message: String| {
        let error = ManifestError::at(tree.place_of(path), ErrorKind::Unidentified, message);
        Err(vec![ManifestError { object: Box::new(name.clone()), path: path.to_owned(), ..error }])
    };
    if !matches!(tree.value, crate::tree::Value::Map(_)) {
        return refuse("", "invalid object to validate".to_owned());
    }
    if name.api_version.is_empty() && name.kind.is_empty() {
        return refuse("apiVersion", "[apiVersion not set, kind not set]".to_owned());
    }
    if name.api_version.is_empty() {
        return refuse("apiVersion", "apiVersion not set".to_owned());
    }
    if name.kind.is_empty() {
        return refuse("kind", "kind not set".to_owned());
    }
    let known = match (name.kind.as_str(), name.api_version.as_str()) {
        ("Deployment", "apps/v1") | ("Service", "v1") => true,
        ("Deployment" | "Service", version) => {
            return refuse(
                "apiVersion",
                format!("no matches for kind \"{}\" in version \"{version}\"", name.kind),
            );
        }
        (kind, version) if exists(version, kind) => false,
        (kind, version) => {
            return refuse("kind", format!("no matches for kind \"{kind}\" in version \"{version}\""));
        }
    };
    if name.name.is_empty() {
        return refuse("metadata.name", "resource name may not be empty".to_owned());
    }
    let report = Report::new(tree, name.clone());
    if !known {
        report.notice(
            "",
            tree.place_of("kind"),
            format!("{} \"{}\" is not modelled by the lab", name.kind, name.name),
        );
        return Ok((Object::Other(name), report.into_notices()));
    }
    let kind = if name.kind == "Deployment" { "Deployment" } else { "Service" };
    strict::check(&report, tree, kind, "");
    let errors = report.decoding_errors();
    if !errors.is_empty() {
        return Err(errors);
    }
    let fields = Fields::root(tree, &report);
    let object = match kind {
        "Deployment" => Object::Deployment(Box::new(deployment::read(&fields))),
        _ => Object::Service(Box::new(service::read(&fields))),
    };
    report.into_result().map(|notices| (object, notices))
}

const NOT_NEGATIVE: &str = "must be greater than or equal to 0";

/// Kinds that a cluster has and the lab leaves alone.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "v1",
        "ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate \
         ReplicationController ResourceQuota Secret ServiceAccount List",
    ),
    ("apps/v1", "ControllerRevision DaemonSet ReplicaSet StatefulSet"),
    ("batch/v1", "CronJob Job"),
    ("autoscaling/v1", "HorizontalPodAutoscaler"),
    ("autoscaling/v2", "HorizontalPodAutoscaler"),
    ("networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy"),
    ("policy/v1", "PodDisruptionBudget"),
    ("rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding Role RoleBinding"),
    ("storage.k8s.io/v1", "StorageClass VolumeAttachment"),
    ("scheduling.k8s.io/v1", "PriorityClass"),
    ("discovery.k8s.io/v1", "EndpointSlice"),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    ("coordination.k8s.io/v1", "Lease"),
    ("events.k8s.io/v1", "Event"),
];

fn exists(version: &str, kind: &str) -> bool {
    ELSEWHERE.iter().any(|(v, kinds)| *v == version && kinds.split(' ').any(|k| k == kind))
}

/// The paths of the fields that the lab keeps without modelling them, as a template's `unmodelled` holds them.
pub fn unmodelled_paths(unmodelled: &str) -> Vec<(String, Tree)> {
    let documents = crate::parse::parse(unmodelled).unwrap_or_default();
    documents
        .iter()
        .flat_map(Tree::entries)
        .map(|entry| (entry.key.to_string(), entry.value.clone()))
        .collect()
}
