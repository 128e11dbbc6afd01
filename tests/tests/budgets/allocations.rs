//! An allocator that counts what the asking thread takes.
#![expect(unsafe_code, reason = "an allocator cannot be written without; it hands everything on to the system's")]

use crate::ledger::Ledger;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, counted by thread.
pub(crate) struct Counting;

/// What was taken; what was given back is not taken off.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted {
    times: u64,
    bytes: u64,
}

thread_local! {
    static TAKEN: Cell<Counted> = const { Cell::new(Counted { times: 0, bytes: 0 }) };
}

/// Does something and counts what it took.
pub(crate) fn counting<T>(act: impl FnOnce() -> T) -> (T, Counted) {
    let before = TAKEN.get();
    let answer = act();
    let after = TAKEN.get();
    (answer, Counted { times: after.times - before.times, bytes: after.bytes - before.bytes })
}

impl Counted {
    /// Notes what one of `count` took.
    pub(crate) fn note(self, ledger: &mut Ledger, what: &str, count: usize) {
        ledger.note(&format!("{what}: allocations"), self.times as f64 / count as f64);
        ledger.note(&format!("{what}: bytes allocated"), self.bytes as f64 / count as f64);
    }
}

impl std::ops::AddAssign for Counted {
    fn add_assign(&mut self, other: Self) {
        self.times += other.times;
        self.bytes += other.bytes;
    }
}

fn count(bytes: usize) {
    // A thread that ends has no place to count any more.
    let _ = TAKEN.try_with(|taken| {
        let before = taken.get();
        taken.set(Counted { times: before.times + 1, bytes: before.bytes + bytes as u64 });
    });
}

// SAFETY: every call is handed on unchanged to the system's allocator, whose contract it keeps; counting touches a constant
// thread-local cell, which takes no memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size.saturating_sub(layout.size()));
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(at, layout, new_size) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(at, layout) }
    }
}
