//! Volumes of a Pod and where its containers see them.

use super::{DataKind, Name};

/// `volumes[]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// `name`
    pub name: Name,
    /// Where its files come from.
    pub source: VolumeSource,
}

/// Where a volume's files come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VolumeSource {
    /// `emptyDir`
    EmptyDir {
        /// `medium`; empty for the node's disk.
        medium: Name,
        /// `sizeLimit`, a quantity.
        size_limit: Option<Name>,
    },
    /// `configMap`, `secret`
    Data {
        /// Which of the two.
        kind: DataKind,
        /// `name`, `secretName`
        name: Name,
        /// `items`
        items: Vec<KeyToPath>,
        /// `defaultMode`
        default_mode: i32,
        /// `optional`
        optional: Option<bool>,
    },
    /// `hostPath`
    HostPath {
        /// `path`
        path: Name,
        /// `type`; empty for no check.
        kind: Name,
    },
    /// `persistentVolumeClaim`
    PersistentVolumeClaim {
        /// `claimName`
        claim_name: Name,
        /// `readOnly`
        read_only: bool,
    },
    /// Another source, kept with the fields that the lab does not model.
    Other,
}

/// `items[]` of a volume.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyToPath {
    /// `key`
    pub key: Name,
    /// `path`
    pub path: Name,
    /// `mode`
    pub mode: Option<i32>,
}

/// `volumeMounts[]`
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct VolumeMount {
    /// `name`
    pub name: Name,
    /// `readOnly`
    pub read_only: bool,
    /// `recursiveReadOnly`
    pub recursive_read_only: Option<Name>,
    /// `mountPath`
    pub mount_path: Name,
    /// `subPath`; empty if none.
    pub sub_path: Name,
    /// `mountPropagation`
    pub mount_propagation: Option<Name>,
    /// `subPathExpr`; empty if none.
    pub sub_path_expr: Name,
}
