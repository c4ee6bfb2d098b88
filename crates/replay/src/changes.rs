//! What happened between two moments, and why as far as the numbers show it.

mod between;
mod sentences;

pub(crate) use between::between;

/// Something that happened. Its text is a plain sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A command was given.
    Command(String),
    /// A Deployment is new, or wants something else.
    Deployed {
        /// The Deployment.
        name: String,
        /// What of it.
        what: Edited,
    },
    /// A ReplicaSet was created, or its size changed.
    Scaled {
        /// The ReplicaSet.
        name: String,
        /// Its size before; none if it was created.
        from: Option<i64>,
        /// Its size now.
        to: i64,
        /// Why, if the numbers show it.
        why: Option<Why>,
    },
    /// The condition `Progressing` has another reason.
    Progress {
        /// The Deployment.
        name: String,
        /// `reason`
        reason: String,
        /// `message`
        message: String,
    },
    /// A Pod has come.
    Created(String),
    /// A Pod became ready.
    Ready(String),
    /// A Pod is not ready any more.
    Unready(String),
    /// A Pod has another STATUS.
    Status(String, String),
    /// A Pod is being deleted.
    Leaving(String),
    /// An object is gone.
    Gone(&'static str, String),
    /// An Event of type `Warning`.
    Warning(String),
}

/// What of a Deployment is other than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is new, with this image and so many replicas.
    Created(String, i64),
    /// The image, from and to.
    Image(String, String),
    /// The replicas, from and to.
    Replicas(i64, i64),
    /// It was paused, or resumed.
    Paused(bool),
}

/// The rule behind a ReplicaSet's new size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// There was room under the ceiling: so many Pods were wanted of all ReplicaSets, and so many may be.
    Room {
        /// Wanted of all before.
        total: i64,
        /// The most that may be.
        ceiling: i64,
    },
    /// More were available than the floor.
    Spare {
        /// Available Pods.
        available: i64,
        /// The fewest that must be.
        floor: i64,
    },
    /// The Deployment wants another number.
    Wanted(i64),
}
