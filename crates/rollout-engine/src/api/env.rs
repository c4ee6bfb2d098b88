//! Environment variables of a container.

use super::Name;

/// `env[]`
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnvVar {
    /// `name`
    pub name: Name,
    /// `value`; empty if none.
    pub value: Name,
    /// `valueFrom`
    pub value_from: Option<EnvVarSource>,
}

/// `valueFrom`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnvVarSource {
    /// `fieldRef`: a field of the Pod.
    Field {
        /// `apiVersion`
        api_version: Name,
        /// `fieldPath`
        field_path: Name,
    },
    /// `resourceFieldRef`: a request or limit of a container.
    Resource {
        /// `containerName`; empty for the container itself.
        container_name: Name,
        /// `resource`
        resource: Name,
        /// `divisor`
        divisor: Name,
    },
    /// `configMapKeyRef`
    ConfigMapKey(KeySelector),
    /// `secretKeyRef`
    SecretKey(KeySelector),
    /// Another source, kept with the fields that the lab does not model.
    Other,
}

/// A key of a ConfigMap or Secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeySelector {
    /// `name`
    pub name: Name,
    /// `key`
    pub key: Name,
    /// `optional`
    pub optional: Option<bool>,
}

/// Whether a ConfigMap or a Secret is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataKind {
    /// `configMapRef`, `configMap`
    ConfigMap,
    /// `secretRef`, `secret`
    Secret,
}

/// `envFrom[]`: all keys of a ConfigMap or Secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnvFromSource {
    /// `prefix`; empty if none.
    pub prefix: Name,
    /// Which kind of object.
    pub kind: DataKind,
    /// `name`
    pub name: Name,
    /// `optional`
    pub optional: Option<bool>,
}
