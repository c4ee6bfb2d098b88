//! Pods of a ReplicaSet counted by what they look like.

use rollout_engine::snapshot::{PodStage, PodView};
use std::rc::Rc;

/// The kinds of Pods that are kept together where there are many, in the order in which they are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    Available,
    Hung,
    Settling,
    NotReady,
    Creating,
    Pending,
    Crashing,
    NoImage,
    Leaving,
    Ended,
}

impl Group {
    pub(crate) const ALL: [Self; 10] = [
        Self::Available,
        Self::Hung,
        Self::Settling,
        Self::NotReady,
        Self::Creating,
        Self::Pending,
        Self::Crashing,
        Self::NoImage,
        Self::Leaving,
        Self::Ended,
    ];

    pub(crate) const fn of(stage: PodStage) -> Self {
        match stage {
            PodStage::Pending => Self::Pending,
            PodStage::Creating => Self::Creating,
            PodStage::NotReady => Self::NotReady,
            PodStage::ReadyNotAvailable => Self::Settling,
            PodStage::Available => Self::Available,
            PodStage::Hung => Self::Hung,
            PodStage::Terminating => Self::Leaving,
            PodStage::CrashLoop => Self::Crashing,
            PodStage::ImageFailure => Self::NoImage,
            PodStage::Ended => Self::Ended,
        }
    }

    /// The class that its Pods are drawn with.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Available => "ready",
            Self::Hung => "hung",
            Self::Settling => "settling",
            Self::NotReady => "notready",
            Self::Creating => "creating",
            Self::Pending => "pending",
            Self::Crashing => "crash",
            Self::NoImage => "nopull",
            Self::Leaving => "terminating",
            Self::Ended => "ended",
        }
    }
}

/// How many Pods there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally([u32; Group::ALL.len()]);

impl Tally {
    pub(crate) fn of(pods: &[Rc<PodView>]) -> Self {
        let mut tally = Self::default();
        for pod in pods {
            tally.add(pod.stage, 1);
        }
        tally
    }

    pub(crate) fn add(&mut self, stage: PodStage, n: u32) {
        self.0[Group::of(stage) as usize] += n;
    }

    pub(crate) fn get(self, group: Group) -> u32 {
        self.0[group as usize]
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        let mut sum = self;
        for (a, b) in sum.0.iter_mut().zip(other.0) {
            *a += b;
        }
        sum
    }

    /// Those that count as available.
    pub(crate) fn available(self) -> u32 {
        self.get(Group::Available) + self.get(Group::Hung)
    }

    /// Those that will never do by themselves, as it looks now.
    pub(crate) fn failing(self) -> u32 {
        self.get(Group::Crashing) + self.get(Group::NoImage)
    }

    /// Those on their way to becoming available.
    pub(crate) fn coming(self) -> u32 {
        self.get(Group::Settling)
            + self.get(Group::NotReady)
            + self.get(Group::Creating)
            + self.get(Group::Pending)
    }

    pub(crate) fn leaving(self) -> u32 {
        self.get(Group::Leaving)
    }

    /// Those that are not on their way out.
    pub(crate) fn staying(self) -> u32 {
        self.available() + self.failing() + self.coming()
    }
}
