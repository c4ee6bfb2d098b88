//! What comes next if what is coming now came before: the place where the last bytes stood last.

/// Bytes that have to be the same before it is believed.
const SHORTEST: usize = 5;
/// They are looked for by the hash of so many, of which the multiplier leaves nothing beyond.
const SPREAD: u32 = 0x2F0B_4C40;
const PLACES: usize = 1 << 17;

#[derive(Debug)]
pub(crate) struct Repeats {
    /// By hash, the place behind the bytes; 0 for none.
    places: Box<[u32; PLACES]>,
    rolling: u32,
    at: usize,
    length: usize,
}

impl Repeats {
    pub(crate) fn new(places: Box<[u32; PLACES]>) -> Self {
        Self { places, rolling: 0, at: 0, length: 0 }
    }

    /// The byte that followed then.
    pub(crate) fn expected(&self, bytes: &[u8]) -> Option<u8> {
        (self.length > 0).then(|| bytes[self.at])
    }

    /// How sure that is, from 1 to 31; 0 for nothing.
    pub(crate) fn sureness(&self) -> usize {
        if self.length < 16 { self.length } else { (15 + self.length / 16).min(31) }
    }

    /// It was another one.
    pub(crate) fn end(&mut self) {
        self.length = 0;
    }

    /// Goes past the byte at `at`, which is the last that is known.
    pub(crate) fn take(&mut self, bytes: &[u8], at: usize) {
        self.rolling = self.rolling.wrapping_mul(SPREAD).wrapping_add(u32::from(bytes[at]) + 1);
        let hash = self.rolling.wrapping_mul(0x9E37_79B1) >> (32 - PLACES.ilog2());
        let place = &mut self.places[hash as usize & (PLACES - 1)];
        if self.length > 0 {
            self.at += 1;
            self.length += 1;
        } else {
            let now = bytes[..=at].iter().rev();
            let then = bytes[..*place as usize].iter().rev();
            let same = now.zip(then).take(32).take_while(|(a, b)| a == b).count();
            if same >= SHORTEST {
                (self.at, self.length) = (*place as usize, same);
            }
        }
        *place = at as u32 + 1;
    }
}
