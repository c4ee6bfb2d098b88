//! What every object has: name, identity, labels, owner, times.

use super::{Annotations, Labels};
use crate::time::Timestamp;
use std::fmt;
use std::rc::Rc;

/// An object's name, shared by all who speak of it.
pub type Name = Rc<str>;

/// An object's identity for ever: a UUID.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(pub u128);

impl Uid {
    /// Reads `8886296a-8c7e-4b3a-9f60-b5bbca960bf4`; nothing if it is not 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut uid, mut digits) = (0, 0);
        for digit in text.chars().filter(|c| *c != '-') {
            uid = (uid << 4) | u128::from(digit.to_digit(16)?);
            digits += 1;
        }
        (digits == 32).then_some(Self(uid))
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(36);
        let digits = self.0.to_be_bytes().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
        for (i, digit) in digits.enumerate() {
            if matches!(i, 8 | 12 | 16 | 20) {
                text.push('-');
            }
            text.extend(char::from_digit(digit.into(), 16));
        }
        f.write_str(&text)
    }
}

/// The kinds of objects that the lab holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `apps/v1` Deployment
    Deployment,
    /// `apps/v1` ReplicaSet
    ReplicaSet,
    /// `v1` Pod
    Pod,
    /// `v1` Service
    Service,
    /// `discovery.k8s.io/v1` EndpointSlice
    EndpointSlice,
    /// `v1` Node
    Node,
}

impl Kind {
    /// The kind's name in manifests.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deployment => "Deployment",
            Self::ReplicaSet => "ReplicaSet",
            Self::Pod => "Pod",
            Self::Service => "Service",
            Self::EndpointSlice => "EndpointSlice",
            Self::Node => "Node",
        }
    }
}

/// Which object is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectRef {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: Name,
}

impl fmt::Display for ObjectRef {
    /// `Deployment/web`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.name)
    }
}

/// The owner that controls an object (`controller: true`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerReference {
    /// The owner's kind.
    pub kind: Kind,
    /// The owner's name.
    pub name: Name,
    /// The owner's UID: an owner of the same name but another UID is another owner.
    pub uid: Uid,
}

/// Why a deleted object is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finalizer {
    /// `orphan`: its dependents are to be set free first.
    Orphan,
    /// `foregroundDeletion`: its dependents are to go first.
    ForegroundDeletion,
}

/// `metadata`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectMeta {
    /// `name`
    pub name: Name,
    /// `uid`
    pub uid: Uid,
    /// `labels`
    pub labels: Labels,
    /// `annotations`
    pub annotations: Annotations,
    /// `generation`: grows with the spec.
    pub generation: i64,
    /// `resourceVersion`: grows with every write to the cluster.
    pub resource_version: u64,
    /// `creationTimestamp`
    pub creation_timestamp: Timestamp,
    /// `deletionTimestamp`: for a Pod the end of its grace period.
    pub deletion_timestamp: Option<Timestamp>,
    /// `deletionGracePeriodSeconds`
    pub deletion_grace_period_seconds: Option<i64>,
    /// `finalizers`
    pub finalizers: Vec<Finalizer>,
    /// The one of `ownerReferences` that controls; shared by all that it controls.
    pub owner: Option<Rc<OwnerReference>>,
}

impl ObjectMeta {
    /// Metadata of an object that is about to be created: the API server fills in the rest.
    pub fn named(name: impl Into<Name>) -> Self {
        Self {
            name: name.into(),
            uid: Uid::default(),
            labels: Labels::default(),
            annotations: Annotations::default(),
            generation: 0,
            resource_version: 0,
            creation_timestamp: Timestamp::default(),
            deletion_timestamp: None,
            deletion_grace_period_seconds: None,
            finalizers: Vec::new(),
            owner: None,
        }
    }

    /// Whether its deletion has been asked for.
    pub fn is_being_deleted(&self) -> bool {
        self.deletion_timestamp.is_some()
    }

    /// Whether the object of this UID controls it.
    pub fn is_controlled_by(&self, uid: Uid) -> bool {
        self.owner.as_ref().is_some_and(|o| o.uid == uid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uids_read_as_they_are_written() {
        let text = "8886296a-8c7e-4b3a-9f60-b5bbca960bf4";
        assert_eq!(Uid::parse(text).map(|u| u.to_string()).as_deref(), Some(text));
        assert_eq!(Uid::parse("web"), None);
    }
}
