//! How much of the heap is in use: the system's allocator, counted.
#![allow(unsafe_code, reason = "an allocator can only be wrapped so; it hands everything on unchanged")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = IN_USE.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(now, Relaxed);
        // SAFETY: the caller's promises are the system allocator's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promises are the system allocator's.
        unsafe { System.dealloc(place, layout) }
    }
}

/// Bytes in use now, as they were asked for.
pub(super) fn in_use() -> usize {
    IN_USE.load(Relaxed)
}

/// The most bytes in use at a time since [`forget_peak`].
pub(super) fn peak() -> usize {
    PEAK.load(Relaxed)
}

/// The peak counts from now on.
pub(super) fn forget_peak() {
    PEAK.store(in_use(), Relaxed);
}
