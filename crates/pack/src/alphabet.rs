//! The bytes of a field as paths of few bits: Huffman's tree, so that what is frequent takes few questions.
use crate::coder::Coder;

/// No path is longer.
const LONGEST: usize = 14;
/// Odds of a bit: no bit is certain.
const UNLIKELY: u32 = 32;

/// The paths of a field's bytes.
#[derive(Debug, Clone)]
pub(crate) struct Alphabet {
    lengths: [u8; 256],
    paths: [u16; 256],
    /// By length: the first path, how many there are, and where their bytes stand in `sorted`.
    first: [u16; LONGEST + 1],
    count: [u16; LONGEST + 1],
    offset: [u16; LONGEST + 1],
    sorted: [u8; 256],
}

impl Alphabet {
    /// Says to the coder how long the path of each byte is, or has it from there.
    pub(crate) fn told<C: Coder>(coder: &mut C, lengths: &[u8; 256]) -> Self {
        // By whether the last two lengths were the same, the last one, and the bits so far.
        let mut odds = [[[32_768_u16; 16]; 16]; 2];
        let (mut last, mut before) = (0, 0);
        let lengths = lengths.map(|length| {
            let mut bits = 1;
            for shift in (0..4).rev() {
                let odds = &mut odds[usize::from(last == before)][last][bits & 15];
                let p = u32::from(*odds).clamp(UNLIKELY, 65_535 - UNLIKELY);
                let bit = coder.code(p, u32::from(length >> shift) & 1);
                *odds = if bit == 1 { *odds + ((65_535 - *odds) >> 3) } else { *odds - (*odds >> 3) };
                bits = bits << 1 | bit as usize;
            }
            (last, before) = (bits & 15, last);
            last as u8
        });
        Self::of(lengths)
    }

    fn of(lengths: [u8; 256]) -> Self {
        let none = [0; LONGEST + 1];
        let mut alphabet =
            Self { lengths, paths: [0; 256], first: none, count: none, offset: none, sorted: [0; 256] };
        let (mut path, mut at) = (0_u16, 0_u16);
        for length in 1..=LONGEST {
            path <<= 1;
            alphabet.first[length] = path;
            alphabet.offset[length] = at;
            for byte in 0..=255 {
                if usize::from(lengths[usize::from(byte)]) == length {
                    alphabet.paths[usize::from(byte)] = path;
                    alphabet.sorted[usize::from(at)] = byte;
                    path = path.wrapping_add(1);
                    at += 1;
                }
            }
            alphabet.count[length] = at - alphabet.offset[length];
        }
        alphabet
    }

    /// The byte, if the field knows only one, or none.
    pub(crate) fn certain(&self) -> Option<u8> {
        (self.count.iter().sum::<u16>() <= 1).then_some(self.sorted[0])
    }

    /// The path of a byte, and how long it is: 0 for one that the field does not know.
    pub(crate) fn path(&self, byte: u8) -> (u32, usize) {
        (u32::from(self.paths[usize::from(byte)]), usize::from(self.lengths[usize::from(byte)]))
    }

    /// The byte to which this path leads; any one at the end of all paths.
    pub(crate) fn byte(&self, path: u32, length: usize) -> Option<u8> {
        if length > LONGEST {
            return Some(0);
        }
        let nth = path.checked_sub(u32::from(self.first[length]))?;
        (nth < u32::from(self.count[length]))
            .then(|| self.sorted[(usize::from(self.offset[length]) + nth as usize) & 255])
    }
}

/// How long the paths are by which bytes that are so frequent take the fewest questions.
pub(crate) fn lengths(counts: &[u32; 256]) -> [u8; 256] {
    let mut counts = *counts;
    loop {
        let lengths = unlimited(&counts);
        if lengths.iter().all(|length| usize::from(*length) <= LONGEST) {
            return lengths;
        }
        // Less different counts make a flatter tree.
        for count in counts.iter_mut().filter(|count| **count > 0) {
            *count = *count / 2 + 1;
        }
    }
}

fn unlimited(counts: &[u32; 256]) -> [u8; 256] {
    let mut lengths = [0; 256];
    let mut trees: Vec<(u64, Vec<u8>)> =
        (0..=255).zip(counts).filter(|(_, n)| **n > 0).map(|(byte, n)| (u64::from(*n), vec![byte])).collect();
    if let [(_, only)] = trees.as_slice() {
        lengths[usize::from(only[0])] = 1;
    }
    while trees.len() > 1 {
        trees.sort_by(|a, b| b.cmp(a));
        let smallest = trees.split_off(trees.len() - 2);
        let bytes: Vec<u8> = smallest.iter().flat_map(|(_, bytes)| bytes).copied().collect();
        for byte in &bytes {
            lengths[usize::from(*byte)] += 1;
        }
        trees.push((smallest.iter().map(|(n, _)| n).sum(), bytes));
    }
    lengths
}
