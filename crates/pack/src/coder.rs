//! Bits in as few bits as their probabilities allow: a binary arithmetic coder.

/// A model says to it how probable the next bit is: an encoder is told the bit, a decoder tells it.
pub(crate) trait Coder {
    /// The bit, which is 1 with a probability of `p` in 65,536. `bit` is what an encoder is told.
    fn code(&mut self, p: u32, bit: u32) -> u32;
}

/// Where the interval is split.
fn middle(low: u32, high: u32, p: u32) -> u32 {
    let range = high - low;
    low + (range >> 16) * p + (((range & 0xffff) * p) >> 16)
}

#[derive(Debug)]
pub(crate) struct Encoder {
    low: u32,
    high: u32,
    out: Vec<u8>,
}

impl Encoder {
    pub(crate) fn new() -> Self {
        Self { low: 0, high: u32::MAX, out: Vec::new() }
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        // A decoder reads zeros behind the end: the top of the interval, cut off after a byte, lies within it.
        self.out.push((self.high >> 24) as u8);
        self.out
    }
}

impl Coder for Encoder {
    fn code(&mut self, p: u32, bit: u32) -> u32 {
        let middle = middle(self.low, self.high, p);
        if bit == 1 {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.out.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 255;
        }
        bit
    }
}

#[derive(Debug)]
pub(crate) struct Decoder<'a> {
    low: u32,
    high: u32,
    /// The bytes that are looked at.
    code: u32,
    rest: std::slice::Iter<'a, u8>,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(from: &'a [u8]) -> Self {
        let mut decoder = Self { low: 0, high: u32::MAX, code: 0, rest: from.iter() };
        (0..4).for_each(|_| decoder.take());
        decoder
    }

    fn take(&mut self) {
        self.code = self.code << 8 | self.rest.next().map_or(0, |byte| u32::from(*byte));
    }
}

impl Coder for Decoder<'_> {
    fn code(&mut self, p: u32, _: u32) -> u32 {
        let middle = middle(self.low, self.high, p);
        let bit = u32::from(self.code <= middle);
        if bit == 1 {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.low <<= 8;
            self.high = self.high << 8 | 255;
            self.take();
        }
        bit
    }
}
