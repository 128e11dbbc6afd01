//! The recovery words.

use super::Driver;
use crate::error::NodeError;
use crate::subject::Subject;
use crate::view::{Phrase, PhraseCheck, PhraseChecked, PhraseNew};

/// Returns the words, making them where there are none.
pub(super) fn make(driver: &mut Driver, input: PhraseNew) -> Result<Phrase, NodeError> {
    driver.check_writable()?;
    let now = driver.now();
    let words = driver.identity.phrase_new(input.language, driver.store.as_mut(), now, &mut driver.rng)?;
    driver.is_dirty = true;
    driver.announce(Subject::Status);
    Ok(Phrase { words })
}

/// Returns whether the words were written down.
pub(super) fn check(driver: &mut Driver, input: PhraseCheck) -> Result<PhraseChecked, NodeError> {
    driver.check_writable()?;
    let ok = driver.identity.phrase_check(&input.answers, driver.store.as_mut())?;
    driver.is_dirty = true;
    driver.announce(Subject::Status);
    Ok(PhraseChecked { ok })
}
