//! What is looked at to guess a byte: what came before at places where all of one of these was the same.
use crate::place::{Field, Place, mixed};

/// How many ways there are to look at what came before.
pub(crate) const CONTEXTS: usize = 10;

/// Each way as a number: bytes before which it is the same are likely to be followed by the same.
pub(crate) fn contexts(place: &Place, bytes: &[u8], at: usize) -> [u32; CONTEXTS] {
    let (base, seen) = if place.in_code() { in_code(place, bytes, at) } else { in_text(place, bytes, at) };
    let mut nth = base;
    seen.map(|seen| {
        nth = nth.wrapping_add(1);
        mixed(nth, seen)
    })
}

/// The byte so many before the next.
fn before(bytes: &[u8], at: usize, back: usize) -> u32 {
    at.checked_sub(back).map_or(0, |i| u32::from(bytes[i]))
}

fn in_code(place: &Place, bytes: &[u8], at: usize) -> (u32, [u32; CONTEXTS]) {
    let field = u32::from(place.field);
    let base = mixed(field << 3 | place.number_bytes.min(5), place.number);
    let operations = place.operations as u32;
    let latest = |field: Field| place.latest[field as usize];
    let last_bytes = (1..=3).fold(0, |all, back| all << 8 | before(bytes, at, back));
    let seen = [
        place.told[0],
        operations,
        mixed(operations, (place.operations >> 32) as u32),
        mixed(mixed(place.told[0], place.told[1]), place.function),
        mixed(place.latest[usize::from(place.field)], operations & 0xffff),
        mixed(place.function, place.highest_local),
        mixed(last_bytes, 1),
        mixed(place.highest_local, operations & 0xff),
        mixed(latest(Field::Function), operations),
        mixed(latest(Field::Constant), operations),
    ];
    (base, seen)
}

fn in_text(place: &Place, bytes: &[u8], at: usize) -> (u32, [u32; CONTEXTS]) {
    let before = |back| before(bytes, at, back);
    let last = (1..=4).rev().fold(0, |all, back| all << 8 | before(back));
    let (word, size) = word(bytes, at);
    let (word_before, _) = self::word(bytes, at.saturating_sub(size + 1));
    let seen = [
        last & 0xff,
        last & 0xffff,
        last & 0xff_ffff,
        last,
        mixed(last, before(5)),
        mixed(last, before(5) | before(6) << 8),
        mixed(word, word_before),
        // Of tables of pairs.
        before(8) | before(1) << 8 | before(4) << 16,
        mixed(word, last & 0xff),
        // Whatever stood before that.
        mixed(last & 0xffff_ff00, 7),
    ];
    (0x8000 | u32::from(place.field) << 4, seen)
}

/// The word that ends there, and how long it is.
fn word(bytes: &[u8], end: usize) -> (u32, usize) {
    const LONGEST: usize = 16;
    let letters = bytes[..end].iter().rev().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic());
    letters.fold((0, 0), |(word, size), letter| (mixed(word, u32::from(letter | 32)), size + 1))
}
