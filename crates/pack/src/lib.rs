//! Packs the program of the lab for the one file: texts, and behind them a wasm module.
//!
//! Each bit is written in as many bits as it is surprising (`coder.rs`). How surprising it is says a mixture of what came before in
//! several contexts (`model.rs`, `contexts.rs`), which know where in the module a byte stands (`place.rs`) and so what came before at
//! places like it. That is a quarter smaller than LZMA and takes about two seconds to unpack, by the same code in `crates/unpack`.

#![forbid(unsafe_code)]

mod alphabet;
mod coder;
mod contexts;
mod model;
mod place;
mod repeats;

use alphabet::Alphabet;
use coder::{Coder, Decoder, Encoder};
use model::Model;
use place::{FIELDS, Place};

/// Packs `bytes`, of which the first `texts` are text, and the rest is a wasm module (or nothing).
///
/// Any bytes come back as they were; those that are no such thing are packed less well.
#[must_use]
pub fn pack(bytes: &[u8], texts: usize) -> Vec<u8> {
    let mut place = Place::new(texts);
    let mut counts = [[0; 256]; FIELDS];
    for byte in bytes {
        counts[usize::from(place.field)][usize::from(*byte)] += 1;
        place.take(*byte);
    }
    let mut encoder = Encoder::new();
    let alphabets = counts.map(|counts| Alphabet::told(&mut encoder, &alphabet::lengths(&counts)));
    gone_through(&mut encoder, alphabets, texts, &mut bytes.to_vec());
    encoder.finish()
}

/// What [`pack`] packed: `size` bytes, of which the first `texts` are text. What is no such packing comes out as any bytes.
#[must_use]
pub fn unpack(packed: &[u8], texts: usize, size: usize) -> Vec<u8> {
    let mut decoder = Decoder::new(packed);
    let alphabets = [(); FIELDS].map(|()| Alphabet::told(&mut decoder, &[0; 256]));
    let mut bytes = vec![0; size];
    gone_through(&mut decoder, alphabets, texts, &mut bytes);
    bytes
}

/// Says the bytes to the coder, or has them from it.
fn gone_through<C: Coder>(coder: &mut C, alphabets: [Alphabet; FIELDS], texts: usize, bytes: &mut [u8]) {
    let mut model = Model::new(alphabets, texts);
    for at in 0..bytes.len() {
        model.byte(coder, bytes, at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], texts: usize, at_most: usize) {
        let packed = pack(bytes, texts);
        assert!(packed.len() <= at_most, "{} bytes became {}", bytes.len(), packed.len());
        assert!(unpack(&packed, texts, bytes.len()) == bytes, "{} bytes came back as others", bytes.len());
    }

    /// A module with two functions: a loop over all operations that have operands, and nothing.
    const MODULE: &[u8] = &[
        0, b'a', b's', b'm', 1, 0, 0, 0, // magic
        1, 4, 1, 0x60, 0, 0, // a type
        3, 3, 2, 0, 0, // two functions of it
        10, 55, 2, // code
        50, 1, 2, 0x7f, // two locals
        0x02, 0x40, 0x03, 0x40, 0x20, 0, 0x41, 0x80, 0x80, 0x04, 0x6a, 0x21, 1, 0x28, 2, 0xac, 1, 0x42, 0x7f,
        0x44, 1, 2, 3, 4, 5, 6, 7, 8, 0x0e, 2, 0, 1, 0, 0xfc, 8, 0, 0, 0xfc, 10, 0, 0, 0x11, 0, 0, 0x10, 1,
        0x0b, 0x0b, 0x0b, // the loop
        2, 0, 0x0b, // nothing
    ];

    #[test]
    fn everything_comes_back() {
        check(b"", 0, 400);
        check(b"a", 1, 400);
        check(MODULE, 0, 600);
        check(&[b"a { b: c }".as_slice(), MODULE].concat(), 10, 600);
    }

    #[test]
    fn what_repeats_is_small() {
        let text = b"The Deployment has minimum availability. ".repeat(500);
        check(&text, text.len(), 500);
    }

    #[test]
    fn what_is_no_module_comes_back_too() {
        // Published constants of a linear congruential generator.
        let mut seed = 1_u32;
        let noise: Vec<u8> = (0..20_000)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as u8
            })
            .collect();
        check(&noise, 0, 26_000);
        check(&noise, 700, 26_000);
        // A code section that is larger than what there is, and one that says too many functions.
        check(&[MODULE, &[10, 0xff, 0xff, 3, 0xff, 0xff, 0xff, 0xff, 0x0f], &noise[..200]].concat(), 0, 900);
        check(&[&MODULE[..22], &[0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0], &MODULE[23..]].concat(), 0, 700);
    }

    #[test]
    fn what_was_not_packed_does_no_harm() {
        for packed in [b"".as_slice(), &[0xff; 300], &[0x5a; 300], MODULE] {
            assert_eq!(unpack(packed, 10, 5000).len(), 5000);
        }
    }
}
