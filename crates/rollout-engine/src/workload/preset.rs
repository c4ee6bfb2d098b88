//! Behaviours that have a name.

use super::Workload;
use crate::time::SimDuration;

/// A behaviour that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// It takes its time to start and to stop, and drops nothing.
    Healthy,
    /// It takes so long to start that a liveness probe may lose patience.
    SlowToStart,
    /// Its readiness path never answers 200.
    NeverReady,
    /// It ends before it serves.
    CrashesAtOnce,
    /// It serves for a while and ends.
    CrashesLater,
    /// After a while it answers nobody, though it still accepts connections.
    Hangs,
    /// On SIGTERM it ends at once, and drops what it was answering.
    ExitsAtOnceOnSigterm,
    /// It takes no notice of SIGTERM.
    IgnoresSigterm,
    /// Its memory grows until the kernel kills it.
    LeaksMemory,
    /// It answers wrongly to clients of another version.
    BreaksApi,
    /// Its image is nowhere.
    ImageMissing,
}

impl Preset {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Healthy,
        Self::SlowToStart,
        Self::NeverReady,
        Self::CrashesAtOnce,
        Self::CrashesLater,
        Self::Hangs,
        Self::ExitsAtOnceOnSigterm,
        Self::IgnoresSigterm,
        Self::LeaksMemory,
        Self::BreaksApi,
        Self::ImageMissing,
    ];

    /// The behaviour.
    pub fn workload(self) -> Workload {
        let ms = SimDuration::millis;
        let mut made = Workload {
            pull_for: ms(900),
            listens_after: Some(ms(1_000)),
            ready_after: Some(ms(4_000)),
            stops_after: ms(4_000),
            ..Workload::default()
        };
        match self {
            Self::Healthy => {}
            Self::SlowToStart => {
                made.listens_after = Some(ms(15_000));
                made.ready_after = Some(ms(25_000));
            }
            Self::NeverReady => made.ready_after = None,
            Self::CrashesAtOnce => {
                made.exits_after = Some(ms(800));
                made.listens_after = None;
                made.ready_after = None;
            }
            Self::CrashesLater => made.exits_after = Some(ms(20_000)),
            Self::Hangs => made.hangs_at = Some(ms(15_000)),
            Self::ExitsAtOnceOnSigterm => {
                made.stops_after = ms(0);
                made.drains = false;
            }
            Self::IgnoresSigterm => made.ignores_sigterm = true,
            Self::LeaksMemory => made.memory_mib_per_second = Some(32),
            Self::BreaksApi => made.breaks_api = true,
            Self::ImageMissing => made.pull_failures = u32::MAX,
        }
        made
    }

    /// The one that behaves like this, if there is one.
    pub fn of(workload: &Workload) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.workload() == *workload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_behave_alike() {
        for preset in Preset::ALL {
            assert_eq!(Preset::of(&preset.workload()), Some(preset));
        }
    }
}
