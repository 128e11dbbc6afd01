//! Pressing of blocks and records: zstd (RFC 8878), where it makes them smaller.
//!
//! The form is `0 ‖ bytes` or `1 ‖ length u32 ‖ pressed bytes`. zstd's contexts take some hundred kilobytes: a thread keeps its
//! own instead of making them anew for each block.

use std::cell::RefCell;
use zstd::bulk::{Compressor, Decompressor};

/// Values below this are not pressed: it would gain little.
const MIN_PRESSED_BYTES: usize = 4 * 1024;
/// Largest value that is unpressed, in bytes: a whole document with its history is far below.
const MAX_UNPRESSED_BYTES: usize = 256 * 1024 * 1024;
/// zstd's fast end: most of the bytes are sealed or random.
const ZSTD_LEVEL: i32 = 1;
const PLAIN: u8 = 0;
const PRESSED: u8 = 1;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Returns `bytes` behind a sign that says whether they are pressed, which they are where it makes them smaller.
pub(super) fn press(bytes: &[u8]) -> Vec<u8> {
    let pressed = (bytes.len() >= MIN_PRESSED_BYTES).then(|| compressed(bytes)).flatten();
    match pressed.filter(|pressed| pressed.len() + 4 < bytes.len()) {
        Some(pressed) => {
            let len = u32::try_from(bytes.len()).expect("values are far below 4 GiB").to_be_bytes();
            [[PRESSED].as_slice(), &len, &pressed].concat()
        }
        None => [[PLAIN].as_slice(), bytes].concat(),
    }
}

/// Returns what [`press`] was given; `None` where it is something else.
pub(super) fn unpress(bytes: &[u8]) -> Option<Vec<u8>> {
    let (form, rest) = bytes.split_first()?;
    match *form {
        PLAIN => Some(rest.to_vec()),
        PRESSED => {
            let (len, pressed) = rest.split_first_chunk::<4>()?;
            let len = usize::try_from(u32::from_be_bytes(*len)).ok().filter(|len| *len <= MAX_UNPRESSED_BYTES)?;
            decompressed(pressed, len).filter(|bytes| bytes.len() == len)
        }
        _ => None,
    }
}

fn compressed(bytes: &[u8]) -> Option<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Compressor::new(ZSTD_LEVEL).ok();
        }
        kept.as_mut()?.compress(bytes).ok()
    })
}

fn decompressed(pressed: &[u8], len: usize) -> Option<Vec<u8>> {
    DECOMPRESSOR.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Decompressor::new().ok();
        }
        kept.as_mut()?.decompress(pressed, len).ok()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_pressed_comes_back(bytes in proptest::collection::vec(0_u8..4, 0..20_000)) {
            prop_assert_eq!(unpress(&press(&bytes)).unwrap(), bytes);
        }

        #[test]
        fn damage_is_no_panic_and_does_not_outlast_its_call(at in 5_usize..200, with in any::<u8>()) {
            let whole: Vec<u8> = (0..9_000_u32).map(|n| (n % 97) as u8).collect();
            let mut pressed = press(&whole);
            prop_assert_eq!(pressed[0], PRESSED);
            let at = at % pressed.len();
            pressed[at] ^= with;
            let _ = unpress(&pressed);
            prop_assert_eq!(unpress(&press(&whole)).unwrap(), whole);
        }
    }
}
