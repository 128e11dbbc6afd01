//! The recovery phrase: 24 words that a person writes on paper.

use bip39::{Language, Mnemonic};
use rand_core::CryptoRng;
use std::borrow::Cow;
use std::fmt;
use zeroize::Zeroizing;

/// A word list in which a phrase is shown; it is read in any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseLanguage {
    /// BIP-39 English.
    English,
    /// BIP-39 French.
    French,
}

impl PhraseLanguage {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    const fn list(self) -> Language {
        match self {
            Self::English => Language::English,
            Self::French => Language::French,
        }
    }
}

/// Why words are no recovery phrase. It never repeats them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// There are not 24 words but so many.
    #[error("{0} words instead of 24")]
    Count(usize),
    /// The word at this place, from 1, is in no list.
    #[error("word {0} is not in the list")]
    Word(usize),
    /// All words are known, but one is wrong or two have changed places.
    #[error("the words do not belong together")]
    Checksum,
}

/// Number of words of a phrase.
pub const PHRASE_WORDS: usize = 24;

/// The 256 bits behind a phrase, from which all roots come. Erased when dropped; never shown, never stored.
#[derive(Clone)]
pub struct Seed(Zeroizing<[u8; 32]>);

impl Seed {
    /// Returns a fresh seed.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut_slice());
        Self(seed)
    }

    /// Returns the seed of these 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads 24 words in any of the languages, whatever their case, accents, Unicode form and spaces.
    ///
    /// # Errors
    /// [`PhraseError`]; a wrong word is named by its place in the language that knows most of the words.
    pub fn from_words(text: &str) -> Result<Self, PhraseError> {
        let words: Vec<Zeroizing<String>> = text.split_whitespace().map(folded).collect();
        if words.len() != PHRASE_WORDS {
            return Err(PhraseError::Count(words.len()));
        }
        let readings = PhraseLanguage::ALL.map(|language| read(language, &words));
        if let Some(Ok(seed)) = readings.iter().find(|reading| reading.is_ok()) {
            return Ok(seed.clone());
        }
        // The reading that got furthest is the one the person meant.
        Err(readings
            .into_iter()
            .filter_map(Result::err)
            .max_by_key(|(known, _)| *known)
            .map_or(PhraseError::Checksum, |(_, e)| e))
    }

    /// Returns the 24 words, as the list spells them (NFKD), for showing them once.
    #[must_use]
    pub fn words(&self, language: PhraseLanguage) -> Vec<&'static str> {
        self.mnemonic(language).words().collect()
    }

    /// Returns the bytes, for deriving roots.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn mnemonic(&self, language: PhraseLanguage) -> Mnemonic {
        Mnemonic::from_entropy_in(language.list(), self.0.as_slice()).expect("256 bits are an entropy of BIP-39")
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// Reads folded words in one language; on failure also says how many it knew.
fn read(language: PhraseLanguage, words: &[Zeroizing<String>]) -> Result<Seed, (usize, PhraseError)> {
    let list = language.list().word_list();
    let known: Vec<Zeroizing<String>> = list.iter().map(|word| folded(word)).collect();
    let mut spelled = Zeroizing::new(String::with_capacity(PHRASE_WORDS * 10));
    let (mut found, mut first_wrong) = (0, None);
    for (at, word) in words.iter().enumerate() {
        match known.iter().position(|candidate| candidate == word).and_then(|i| list.get(i)) {
            Some(word) => {
                spelled.push_str(word);
                spelled.push(' ');
                found += 1;
            }
            None => first_wrong = first_wrong.or(Some(at + 1)),
        }
    }
    if let Some(at) = first_wrong {
        return Err((found, PhraseError::Word(at)));
    }
    let mnemonic = Mnemonic::parse_in_normalized(language.list(), &spelled).map_err(|_| (found, PhraseError::Checksum))?;
    let entropy = Zeroizing::new(mnemonic.to_entropy());
    entropy.as_slice().try_into().map(Seed::from_bytes).map_err(|_| (found, PhraseError::Checksum))
}

/// Returns a word in lower case without accents.
fn folded(word: &str) -> Zeroizing<String> {
    let mut decomposed = Cow::Borrowed(word);
    Mnemonic::normalize_utf8_cow(&mut decomposed);
    let folded = decomposed.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).flat_map(char::to_lowercase).collect();
    if let Cow::Owned(copy) = decomposed {
        drop(Zeroizing::new(copy));
    }
    Zeroizing::new(folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// BIP-39's own vector for 32 bytes of 0x7f, English.
    const ENGLISH: &str = "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful \
        legal winner thank year wave sausage worth title";

    fn seed() -> Seed {
        Seed::from_bytes([0x7f; 32])
    }

    #[test]
    fn the_english_phrase_is_that_of_the_standard() {
        assert_eq!(seed().words(PhraseLanguage::English).join(" "), ENGLISH);
        assert_eq!(Seed::from_words(ENGLISH).map(|s| *s.as_bytes()), Ok([0x7f; 32]));
    }

    #[test]
    fn a_phrase_is_read_in_both_languages_in_any_spelling() {
        for byte in (0..=255).step_by(17) {
            let seed = Seed::from_bytes([byte; 32]);
            for language in PhraseLanguage::ALL {
                let words = seed.words(language).join(" \t ");
                let bare: String = folded(&words).to_string();
                let composed = words.replace("e\u{301}", "é").replace("e\u{300}", "È").replace("c\u{327}", "Ç");
                for text in [words.clone(), words.to_uppercase(), bare, composed, format!("\n {words}\u{a0}")] {
                    assert_eq!(Seed::from_words(&text).map(|s| *s.as_bytes()), Ok([byte; 32]), "{language:?} {text}");
                }
            }
        }
    }

    #[test]
    fn the_french_phrase_has_accents_and_needs_none() {
        let words = Seed::from_bytes([3; 32]).words(PhraseLanguage::French).join(" ");
        assert_eq!(words.split(' ').count(), PHRASE_WORDS);
        assert_eq!(Seed::from_words(&words).map(|s| *s.as_bytes()), Ok([3; 32]));
    }

    #[test]
    fn no_two_words_of_a_list_differ_by_accents_alone() {
        for language in PhraseLanguage::ALL {
            let folded: BTreeSet<String> = language.list().word_list().iter().map(|word| folded(word).to_string()).collect();
            assert_eq!(folded.len(), 2048, "{language:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_place() {
        assert_eq!(Seed::from_words("legal winner").map(drop), Err(PhraseError::Count(2)));
        assert_eq!(Seed::from_words(&ENGLISH.replace("title", "tittle")).map(drop), Err(PhraseError::Word(24)));
        assert_eq!(Seed::from_words(&ENGLISH.replacen("thank", "thanx", 1)).map(drop), Err(PhraseError::Word(3)));
        assert_eq!(Seed::from_words(&ENGLISH.replace("title", "legal")).map(drop), Err(PhraseError::Checksum));
        assert_eq!(Seed::from_words("").map(drop), Err(PhraseError::Count(0)));
    }
}
