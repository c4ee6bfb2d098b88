//! `pack::unpack` as a wasm module of its own, for the one file: it stands in it beside what it unpacks, and so has to be small and
//! needs no glue. Who calls it asks for room, writes there what is packed, and is told where the rest has come to lie.
#![allow(
    unsafe_code,
    reason = "functions with a name of their own and an allocator count as unsafe; nothing else is"
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

/// Memory that is never given back: the module is used once. The usual allocator is as large as all the rest.
#[cfg(target_arch = "wasm32")]
mod memory {
    use std::alloc::{GlobalAlloc, Layout};
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    const PAGE: usize = 1 << 16;

    struct Growing {
        next: AtomicUsize,
        end: AtomicUsize,
    }

    #[global_allocator]
    static MEMORY: Growing = Growing { next: AtomicUsize::new(0), end: AtomicUsize::new(0) };

    // SAFETY: each piece lies behind all that were given before, in memory that the module has grown by for it.
    unsafe impl GlobalAlloc for Growing {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let mut end = self.end.load(Relaxed);
            if end == 0 {
                end = std::arch::wasm32::memory_size(0) * PAGE;
                self.next.store(end, Relaxed);
            }
            let from = self.next.load(Relaxed).next_multiple_of(layout.align());
            let to = from + layout.size();
            if to > end {
                let pages = (to - end).div_ceil(PAGE);
                if std::arch::wasm32::memory_grow(0, pages) == usize::MAX {
                    return std::ptr::null_mut();
                }
                end += pages * PAGE;
            }
            self.end.store(end, Relaxed);
            self.next.store(to, Relaxed);
            from as *mut u8
        }

        unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
            // Nobody has written there before.
            unsafe { self.alloc(layout) }
        }

        unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
    }
}
