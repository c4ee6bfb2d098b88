//! A number that stands for everything that a value says of itself: equal values have equal digests, wherever they are taken.

use crate::choices::Choices;
use crate::{rollout, trial};
use rollout_engine::{Recording, Simulation};
use std::fmt::{Debug, Write};

/// FNV-1a over 64 bits, of the value's `Debug` text. It tells runs apart; it is no protection against forgery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(pub u64);

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

impl Default for Digest {
    fn default() -> Self {
        Self(OFFSET)
    }
}

impl Digest {
    /// The digest of one value.
    pub fn of(value: &impl Debug) -> Self {
        let mut digest = Self::default();
        digest.add(value);
        digest
    }

    /// Takes in another value.
    pub fn add(&mut self, value: &impl Debug) {
        // Writing into a number cannot fail.
        let _ = writeln!(self, "{value:?}");
    }
}

/// The digests of everything that happens in the random trial of a seed, in a rollout of so many Pods, and of how that ends: as text.
pub fn of_trial(seed: u64, pods: i32) -> String {
    let random = match trial::run(&mut Choices::of_seed(seed)) {
        Ok(run) => run.digest,
        Err(broken) => Digest::of(&broken.law),
    };
    let mut simulation = Simulation::new(&rollout::scenario(pods), Recording::ALL);
    // Where everything is recorded, probes are asked for ever.
    let minute = rollout_engine::SimTime(60_000);
    simulation.run_until(minute);
    // A refusal would be in the digest.
    let applied = simulation.apply(&rollout::set_image());
    simulation.run_until(minute + minute.since(rollout_engine::SimTime::ZERO));
    let mut rolled = Digest::of(&applied);
    for happening in simulation.drain_log() {
        rolled.add(&happening);
    }
    let end = Digest::of(&simulation.snapshot());
    format!("{:016x} {:016x} {:016x}", random.0, rolled.0, end.0)
}

impl Write for Digest {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(PRIME);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors() {
        let check = |text: &str, digest: u64| {
            let mut taken = Digest::default();
            assert!(taken.write_str(text).is_ok());
            assert_eq!(taken.0, digest, "{text}");
        };
        check("", 0xcbf2_9ce4_8422_2325);
        check("a", 0xaf63_dc4c_8601_ec8c);
        check("foobar", 0x8594_4171_f739_67e8);
    }
}
