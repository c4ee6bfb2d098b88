//! `pack::unpack` as a wasm module of its own, for the one file: it stands in it beside what it unpacks, and so has to be small and
//! needs no glue. Who calls it asks for room, writes there what is packed, and is told where the rest has come to lie.
#![allow(
    unsafe_code,
    reason = "names of functions that are called from outside count as unsafe; nothing else is"
)]

use std::sync::Mutex;

static PACKED: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static UNPACKED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Where in the memory so many bytes have room.
#[unsafe(no_mangle)]
pub extern "C" fn room(size: usize) -> *const u8 {
    let Ok(mut packed) = PACKED.lock() else { return std::ptr::null() };
    *packed = vec![0; size];
    packed.as_ptr()
}

/// Where in the memory `size` bytes are after unpacking what is in the room; the first `texts` of them are text.
#[unsafe(no_mangle)]
pub extern "C" fn unpack(texts: usize, size: usize) -> *const u8 {
    let (Ok(packed), Ok(mut unpacked)) = (PACKED.lock(), UNPACKED.lock()) else { return std::ptr::null() };
    *unpacked = pack::unpack(&packed, texts, size);
    unpacked.as_ptr()
}
