//! How probable it is that the next bit is 1.
//!
//! A byte is a path in its field's alphabet. For each step of it every context has a state: how often it was 1 there before, and how
//! sure that is. What states like it really came to (`outcomes`) is weighed (`Weights`), by weights that learn which contexts are right
//! where; a last table corrects the result. Nothing but the arithmetic of `f32` and integers, so that it is the same everywhere.
use crate::alphabet::Alphabet;
use crate::coder::Coder;
use crate::contexts::{CONTEXTS, contexts};
use crate::place::{FIELDS, Place, mixed};
use crate::repeats::Repeats;

/// States of the steps of a part of a path, after what tells whose they are.
type Slot = [u16; 8];
/// Steps that a slot holds: 1 + 2 + 4 + 8 states.
const STEPS: usize = 3;
/// Slots of all contexts together: those that look far take most.
const SLOTS: usize = 1 << 22;
/// A state: 12 bits of probability and 4 of how often it was met; turned about, so that a new one is 0.
const NEW: u16 = 0x8000;
const MOST_MET: u16 = 15;
/// The contexts, what repeats, and one that is always there; filled up to a multiple of four.
const INPUTS: usize = 12;
/// Entries of the last table, each with a curve of so many points.
const CORRECTIONS: usize = 1 << 14;
const POINTS: usize = 33;
/// Odds beyond these are as good as certain.
const MOST: f32 = 11.9;
/// No bit is certain: of 65,536.
const UNLIKELY: u32 = 32;
/// How quickly the two kinds of weights learn.
const LEARNING: [f32; 2] = [0.01, 0.025];

/// What a weight comes to on the whole, from which all begin.
const FIRST_WEIGHT: f32 = 0.27;

type Weights = [f32; INPUTS];

pub(crate) struct Model {
    place: Place,
    alphabets: [Alphabet; FIELDS],
    repeats: Repeats,
    slots: Box<[Slot; SLOTS]>,
    outcomes: Box<[[u16; 512]; CONTEXTS]>,
    /// What came of an expectation by its sureness.
    repeated: [u16; 32],
    /// By field and how many contexts are new, and by field and step.
    weights: [Box<[Weights]>; 2],
    corrections: Box<[[u16; POINTS]]>,
    /// Odds by probability.
    odds: [f32; 1024],
}

/// Zeros in a box, without their being on the stack first.
fn zeros<T: Copy, const N: usize>(zero: T) -> Box<[T; N]> {
    match vec![zero; N].into_boxed_slice().try_into() {
        Ok(all) => all,
        Err(_) => unreachable!("it has as many as were asked for"),
    }
}

impl Model {
    pub(crate) fn new(alphabets: [Alphabet; FIELDS], texts: usize) -> Self {
        let mut outcomes = zeros([0; 512]);
        for outcomes in outcomes.iter_mut() {
            for (i, outcome) in outcomes.iter_mut().enumerate() {
                *outcome = ((i as u16 >> 4) * 2 + 1) * 1024;
            }
        }
        let curve = std::array::from_fn(|i| (probability((i as f32 - 16.0) * 0.75) * 65_535.0) as u16);
        let mut odds = -MOST;
        let weights = |n: usize| vec![[FIRST_WEIGHT; INPUTS]; n].into_boxed_slice();
        Self {
            place: Place::new(texts),
            alphabets,
            repeats: Repeats::new(zeros(0)),
            slots: zeros([0; 8]),
            outcomes,
            repeated: [49_152; 32],
            weights: [weights(FIELDS * 16), weights(FIELDS * 256)],
            corrections: vec![curve; CORRECTIONS].into_boxed_slice(),
            odds: std::array::from_fn(|i| {
                while odds < MOST && probability(odds) < (i as f32 + 0.5) / 1024.0 {
                    odds += 0.01;
                }
                odds
            }),
        }
    }

    /// Says the byte at `at` to the coder, or has it from there and puts it there.
    pub(crate) fn byte<C: Coder>(&mut self, coder: &mut C, bytes: &mut [u8], at: usize) {
        let byte = match self.alphabets[usize::from(self.place.field)].certain() {
            Some(byte) => byte,
            None => self.uncertain(coder, bytes, at),
        };
        bytes[at] = byte;
        self.place.take(byte);
        self.repeats.take(bytes, at);
    }

    // A function of its own: an engine that compiles a function better once it is called often never gets to a loop that it is in.
    #[inline(never)]
    fn uncertain<C: Coder>(&mut self, coder: &mut C, bytes: &[u8], at: usize) -> u8 {
        let contexts = contexts(&self.place, bytes, at);
        let field = usize::from(self.place.field);
        let (known, known_length) = self.alphabets[field].path(bytes[at]);
        let (expected, mut expected_length) = match self.repeats.expected(bytes) {
            Some(byte) => self.alphabets[field].path(byte),
            None => (0, 0),
        };
        let sureness = self.repeats.sureness();
        let mut slots = [0; CONTEXTS];
        let (mut path, mut length) = (0, 0);
        loop {
            let (whole, within) = (path | 1 << length, length % STEPS);
            if within == 0 {
                slots = self.slots_of(&contexts, if length == 0 { 0 } else { whole });
            }
            let step = ((path & ((1 << within) - 1)) | 1 << within) as usize & 7;
            let next = |path: u32, length_: usize| path >> (length_ - length - 1) & 1;
            let follows = expected_length > length && expected >> (expected_length - length) == path;
            let told = follows.then(|| next(expected, expected_length));

            let mut inputs = [0.0; INPUTS];
            let (mut seen, mut new) = ([0; CONTEXTS], 0);
            for i in 0..CONTEXTS {
                let state = self.slots[slots[i] & (SLOTS - 1)][step] ^ NEW;
                seen[i] = usize::from(state >> 11) << 4 | usize::from(state & MOST_MET);
                if state & MOST_MET == 0 {
                    new += 1;
                } else {
                    inputs[i] = self.odds[usize::from(self.outcomes[i][seen[i]] >> 6)];
                }
            }
            inputs[CONTEXTS] = told.map_or(0.0, |bit| {
                let odds = self.odds[usize::from(self.repeated[sureness] >> 6)];
                if bit == 1 { odds } else { -odds }
            });
            inputs[CONTEXTS + 1] = 0.5;

            let of_step = if length < 8 { whole as usize & 255 } else { length & 7 };
            let sets = [field * 16 + new, field * 256 + of_step];
            let odds = [0, 1].map(|i| weighed(&self.weights[i][sets[i]], &inputs));
            let guesses = odds.map(probability);
            let odds = (odds[0] + odds[1]) * 0.5;
            let point = (odds + 12.0) / 0.75;
            let share = point - (point as usize) as f32;
            let at = point as usize;
            let places = [0, 4].map(|i| mixed(contexts[i], whole) as usize & (CORRECTIONS - 1));
            let corrected = places.map(|place| {
                let curve = &self.corrections[place];
                f32::from(curve[at]) * (1.0 - share) + f32::from(curve[at + 1]) * share
            });
            let p = (probability(odds) * 65_536.0 * 0.4 + (corrected[0] + corrected[1]) * 0.3) as u32;
            let bit = coder.code(
                p.clamp(UNLIKELY, 65_536 - UNLIKELY),
                if known_length > length { next(known, known_length) } else { 0 },
            );

            for place in places {
                self.corrections[place][at..at + 2].iter_mut().for_each(|p| learn(p, bit, 6));
            }
            for i in [0, 1] {
                let miss = (bit as f32 - guesses[i]) * LEARNING[i];
                for (weight, input) in self.weights[i][sets[i]].iter_mut().zip(&inputs) {
                    *weight += input * miss;
                }
            }
            for i in 0..CONTEXTS {
                learn(&mut self.outcomes[i][seen[i]], bit, 8);
                let state = &mut self.slots[slots[i] & (SLOTS - 1)][step];
                *state = met(*state ^ NEW, bit) ^ NEW;
            }
            if let Some(told) = told {
                learn(&mut self.repeated[sureness], u32::from(told == bit), 6);
                if told != bit {
                    self.repeats.end();
                    expected_length = 0;
                }
            }
            path = path << 1 | bit;
            length += 1;
            if let Some(byte) = self.alphabets[field].byte(path, length) {
                return byte;
            }
        }
    }

    /// The slot of each context for the steps from `part` of the path on: its own, or the less used one of two that is made its own.
    fn slots_of(&mut self, contexts: &[u32; CONTEXTS], part: u32) -> [usize; CONTEXTS] {
        let hashes = if part == 0 { *contexts } else { contexts.map(|context| mixed(context, part)) };
        let first = hashes.map(|hash| (hash >> (32 - SLOTS.ilog2())) as usize & (SLOTS - 1));
        // All of them are fetched before the first is looked at: most are far away.
        let owners: [[u16; 2]; CONTEXTS] =
            std::array::from_fn(|i| [self.slots[first[i]][0], self.slots[first[i] ^ 1][0]]);
        std::array::from_fn(|i| {
            let owner = hashes[i] as u16 | 1;
            let (one, other) = (first[i], first[i] ^ 1);
            if owners[i][0] == owner {
                return one;
            }
            if owners[i][1] == owner {
                return other;
            }
            let slots = &mut *self.slots;
            let taken = if slots[one][1] & MOST_MET <= slots[other][1] & MOST_MET { one } else { other };
            slots[taken] = [0; 8];
            slots[taken][0] = owner;
            taken
        })
    }
}

/// What all inputs together say.
fn weighed(weights: &Weights, inputs: &Weights) -> f32 {
    let mut sums = [0.0; 4];
    for (weights, inputs) in weights.chunks_exact(4).zip(inputs.chunks_exact(4)) {
        for i in 0..4 {
            sums[i] += weights[i] * inputs[i];
        }
    }
    ((sums[0] + sums[1]) + (sums[2] + sums[3])).clamp(-MOST, MOST)
}

/// Moves a probability towards what happened.
fn learn(p: &mut u16, bit: u32, slowness: u32) {
    let target = if bit == 1 { 65_535 } else { 0 };
    *p = (i32::from(*p) + ((target - i32::from(*p)) >> slowness)) as u16;
}

/// The state after a bit was met: the more often, the less it moves.
fn met(state: u16, bit: u32) -> u16 {
    const SHARES: [i32; 16] = {
        let mut shares = [0; 16];
        let mut met = 0;
        while met < 16 {
            shares[met] = 655_360 / (met as i32 * 10 + 16);
            met += 1;
        }
        shares
    };
    let (p, times) = (i32::from(state >> 4), state & MOST_MET);
    let target = if bit == 1 { 4095 } else { 0 };
    let p = p + (((target - p) * SHARES[usize::from(times)] + 0x8000) >> 16);
    (p as u16) << 4 | (times + 1).min(MOST_MET)
}

/// The probability of odds (their logarithm): between points that are half of one apart.
fn probability(odds: f32) -> f32 {
    static CURVE: [f32; 49] = {
        // e to the power of -½.
        const FACTOR: f64 = 0.606_530_659_712_633_4;
        let mut curve = [0.0; 49];
        let mut i = 0_usize;
        while i < 49 {
            let (mut power, mut n) = (1.0, i.abs_diff(24));
            while n > 0 {
                power *= FACTOR;
                n -= 1;
            }
            curve[i] = if i < 24 { power / (1.0 + power) } else { 1.0 / (1.0 + power) } as f32;
            i += 1;
        }
        curve
    };
    let point = odds.clamp(-MOST, MOST) * 2.0 + 24.0;
    let share = point - (point as usize) as f32;
    CURVE[point as usize] * (1.0 - share) + CURVE[point as usize + 1] * share
}
