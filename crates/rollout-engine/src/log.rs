//! What happened, for those who watch: the timeline, traces, tests. The simulation itself remembers none of it.

use crate::api::{Event, Name};
use crate::cluster::Change;
use crate::decision::SharedDecision;
use crate::id::PodId;
use crate::time::SimTime;
use std::rc::Rc;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Happening {
    /// A controller took, or could not take, a step.
    Decision(SharedDecision),
    /// The API server stored a version of an object, or its removal.
    Stored {
        /// When.
        at: SimTime,
        /// What.
        change: Change,
    },
    /// An Event was written: a new one, or one counted up.
    Event {
        /// When.
        at: SimTime,
        /// The Event as it is now.
        event: Rc<Event>,
    },
    /// A node's container runtime did something.
    Runtime {
        /// When.
        at: SimTime,
        /// For which Pod.
        pod: PodId,
        /// The Pod's name.
        pod_name: Name,
        /// What.
        act: RuntimeAct,
    },
}

/// What a container runtime was told, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeAct {
    /// The Pod's sandbox was made.
    Sandbox,
    /// An image was pulled.
    Pull {
        /// The image.
        image: Name,
    },
    /// A container was started.
    Start {
        /// Its number, from 0.
        attempt: u32,
        /// Its image.
        image: Name,
    },
    /// A probe's HTTP request arrived.
    Request {
        /// The container's number.
        attempt: u32,
        /// The path asked for.
        path: Name,
        /// The status answered; 0 where it never answered.
        status: u32,
    },
    /// A command was run in a container.
    Exec {
        /// The container's number.
        attempt: u32,
        /// The command, its words joined by blanks.
        command: Name,
        /// Its exit code.
        exit_code: i32,
    },
    /// SIGTERM was sent.
    Term {
        /// The container's number.
        attempt: u32,
        /// Seconds until SIGKILL.
        timeout_seconds: i64,
    },
    /// A container exited.
    Exit {
        /// The container's number.
        attempt: u32,
        /// Its exit code.
        exit_code: i32,
    },
    /// The Pod's sandbox was stopped.
    StopSandbox,
}

/// Which kinds of happenings are logged; what nobody reads costs nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// [`Happening::Decision`]
    pub decisions: bool,
    /// [`Happening::Stored`]
    pub writes: bool,
    /// [`Happening::Event`]
    pub events: bool,
    /// [`Happening::Runtime`]
    pub runtime: bool,
}

impl Recording {
    /// Everything.
    pub const ALL: Self = Self { decisions: true, writes: true, events: true, runtime: true };
}
