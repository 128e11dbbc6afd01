//! Who this installation speaks as: the personas in reserve, and how far the recovery words are.
//!
//! The seed of the words is kept in the sealed store until the words have been checked, so that a closed window does not lose
//! them for ever (`docs/decisions/0008-words-until-checked.md`); then it is erased there and in memory, for good.

use crate::error::{ErrorCode, NodeError};
use crate::view::{self, PhraseAnswer, PhraseState, Settings};
use allforone_core::cbor::{Cbor, CborError, Reader, Writer};
use allforone_core::domain::fold;
use allforone_core::id::CommunityId;
use allforone_core::identity::{Persona, PhraseLanguage, RESERVE_SIZE, Reserve, Seed};
use allforone_core::store::{Batch, Store, StoreError, Tree, keys};
use allforone_core::time::Timestamp;
use rand_core::CryptoRng;
use std::collections::{BTreeMap, BTreeSet};

/// Name of the reserve in the store.
const RESERVE: &str = "reserve";
/// Name of the words' seed in the store; there only until they are checked.
const SEED: &str = "phrase seed";
/// Name of the language in which the words were first shown.
const SHOWN_IN: &str = "phrase language";
/// Name of the settings in the store.
const SETTINGS: &str = "settings";
/// Words that a check must at least ask for.
const MIN_ANSWERS: usize = 2;
/// Under this name stands the persona that was taken for founding: no community has it.
const FOUNDING: CommunityId = CommunityId::ZERO;

/// The personas of this installation, and what is known of the words they come from.
#[derive(Default)]
pub(super) struct Identity {
    kept: Option<Kept>,
    /// The seed of the words, while they are unchecked; erased when dropped.
    seed: Option<Seed>,
    /// The language in which the words were first shown; they stay in it.
    shown_in: Option<PhraseLanguage>,
}

/// What is on disk.
#[derive(Clone)]
struct Kept {
    is_checked: bool,
    reserve: Reserve,
    /// Personas that were taken and are not known to be used: a further attempt at the same community takes the same one,
    /// because the first may have got through.
    taken: BTreeMap<CommunityId, Persona>,
}

impl Identity {
    /// Reads the identity.
    ///
    /// # Errors
    /// [`StoreError`]; `Corrupt` where it cannot be read.
    pub(super) fn load(store: &dyn Store) -> Result<Self, StoreError> {
        let bytes = store.get(Tree::Keys, &keys::of_installation(RESERVE))?;
        let kept = bytes.map(|bytes| Kept::from_cbor(&bytes)).transpose();
        let kept = kept.map_err(|_| StoreError::Corrupt("the reserve of personas".into()))?;
        let seed = store.get(Tree::Keys, &keys::of_installation(SEED))?;
        let seed = seed.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).map(Seed::from_bytes);
        let shown_in = match store.get(Tree::Keys, &keys::of_installation(SHOWN_IN))?.as_deref() {
            Some(b"fr") => Some(PhraseLanguage::French),
            Some(b"en") => Some(PhraseLanguage::English),
            Some(_) | None => None,
        };
        Ok(Self { kept, seed, shown_in })
    }

    /// Returns how far the words are.
    pub(super) fn phrase_state(&self) -> PhraseState {
        match &self.kept {
            None => PhraseState::None,
            Some(Kept { is_checked: false, .. }) => PhraseState::Unchecked,
            Some(Kept { is_checked: true, .. }) => PhraseState::Checked,
        }
    }

    /// Returns how many more communities this identity can hold.
    pub(super) fn personas_left(&self) -> u32 {
        let free = |kept: &Kept| kept.reserve.len() + usize::from(kept.taken.contains_key(&FOUNDING));
        self.kept.as_ref().map_or(RESERVE_SIZE, |kept| u32::try_from(free(kept)).unwrap_or(u32::MAX))
    }

    /// Returns the words, making them where there are none; again the same ones while they are unchecked in this run.
    ///
    /// # Errors
    /// `conflict` where they cannot be shown any more; what a store's failure means.
    pub(super) fn phrase_new(
        &mut self,
        language: view::PhraseLanguage,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<String>, NodeError> {
        self.make(store, now, rng)?;
        let Some(seed) = &self.seed else {
            let sentence = match self.phrase_state() {
                PhraseState::Checked => {
                    "Your recovery words were written down and checked already. They are not kept here, so they cannot be shown again. The paper has them."
                }
                PhraseState::None | PhraseState::Unchecked => {
                    "Your recovery words are not on this computer any more, so they cannot be shown. Everything here works without them; only a lost computer needs them."
                }
            };
            return Err(NodeError::new(ErrorCode::Conflict).with_message(sentence));
        };
        let (language, word) = match (self.shown_in, language) {
            (Some(PhraseLanguage::French), _) | (None, view::PhraseLanguage::Fr) => (PhraseLanguage::French, "fr"),
            (Some(PhraseLanguage::English), _) | (None, view::PhraseLanguage::En) => (PhraseLanguage::English, "en"),
        };
        if self.shown_in.is_none() {
            let mut batch = Batch::new();
            batch.put(Tree::Keys, keys::of_installation(SHOWN_IN), word.as_bytes().to_vec());
            store.commit(batch).map_err(|error| super::node_error(&error))?;
            self.shown_in = Some(language);
        }
        Ok(seed.words(language).into_iter().map(str::to_owned).collect())
    }

    /// Returns whether all answers are right; the words are then checked for good and erased from memory.
    ///
    /// # Errors
    /// `bad_input` for fewer than two different places or one outside of the phrase; `conflict` where the words are not in
    /// memory; what a store's failure means.
    pub(super) fn phrase_check(&mut self, answers: &[PhraseAnswer], store: &mut dyn Store) -> Result<bool, NodeError> {
        let (Some(seed), Some(language)) = (&self.seed, self.shown_in) else {
            let sentence = "The recovery words are not in memory, so they cannot be compared. Nothing was changed.";
            return Err(NodeError::new(ErrorCode::Conflict).with_message(sentence));
        };
        if answers.iter().map(|answer| answer.index).collect::<BTreeSet<_>>().len() < MIN_ANSWERS {
            return Err(NodeError::bad_input("at least two different words are asked for"));
        }
        let words = seed.words(language);
        for answer in answers {
            let word = usize::try_from(answer.index).ok().and_then(|index| words.get(index));
            let word = word.ok_or_else(|| NodeError::bad_input("a place outside of the phrase"))?;
            if fold(word) != fold(answer.word.trim()) {
                return Ok(false);
            }
        }
        self.change(store, |kept| kept.is_checked = true)?;
        let mut batch = Batch::new();
        batch.delete(Tree::Keys, keys::of_installation(SEED));
        store.commit(batch).map_err(|error| super::node_error(&error))?;
        self.seed = None;
        Ok(true)
    }

    /// Takes a persona to found a community with; [`Identity::founded`] says that it was used.
    ///
    /// # Errors
    /// `quota_reached` where all are used; what a store's failure means.
    pub(super) fn take_for_founding(
        &mut self,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Persona, NodeError> {
        self.take_persona(FOUNDING, store, now, rng)
    }

    /// Says that the persona taken for founding is used.
    ///
    /// # Errors
    /// What a store's failure means.
    pub(super) fn founded(&mut self, store: &mut dyn Store) -> Result<(), NodeError> {
        self.joined(&FOUNDING, store)
    }

    /// Takes the persona with which to join `community`: every attempt gets the same one until [`Identity::joined`] says
    /// that it was used. Makes an identity where there is none.
    ///
    /// # Errors
    /// `quota_reached` where all are used; what a store's failure means.
    pub(super) fn take_persona(
        &mut self,
        community: CommunityId,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Persona, NodeError> {
        self.make(store, now, rng)?;
        let taken = self.change(store, |kept| {
            if let Some(persona) = kept.taken.get(&community) {
                return Some(persona.clone());
            }
            let persona = kept.reserve.take()?;
            kept.taken.insert(community, persona.clone());
            Some(persona)
        })?;
        taken.ok_or_else(|| {
            NodeError::new(ErrorCode::QuotaReached)
                .with_message("Your recovery words hold sixteen communities, and all are used. Nothing was changed.")
        })
    }

    /// Says that the persona taken for `community` is a member there now.
    ///
    /// # Errors
    /// What a store's failure means.
    pub(super) fn joined(&mut self, community: &CommunityId, store: &mut dyn Store) -> Result<(), NodeError> {
        self.change(store, |kept| drop(kept.taken.remove(community)))
    }

    /// Makes words and personas where there are none.
    fn make(&mut self, store: &mut dyn Store, now: Timestamp, rng: &mut impl CryptoRng) -> Result<(), NodeError> {
        if self.kept.is_some() {
            return Ok(());
        }
        let seed = Seed::generate(rng);
        let kept = Kept { is_checked: false, reserve: Reserve::from_seed(&seed, now, rng), taken: BTreeMap::new() };
        let mut batch = Batch::new();
        batch.put(Tree::Keys, keys::of_installation(RESERVE), kept.to_cbor());
        batch.put(Tree::Keys, keys::of_installation(SEED), seed.as_bytes().to_vec());
        store.commit(batch).map_err(|error| super::node_error(&error))?;
        (self.kept, self.seed) = (Some(kept), Some(seed));
        Ok(())
    }

    /// Changes what is kept: on disk first, then in memory.
    fn change<T: Default>(&mut self, store: &mut dyn Store, change: impl FnOnce(&mut Kept) -> T) -> Result<T, NodeError> {
        let Some(kept) = &self.kept else { return Ok(T::default()) };
        let mut next = kept.clone();
        let answer = change(&mut next);
        save(&next, store)?;
        self.kept = Some(next);
        Ok(answer)
    }
}

fn save(kept: &Kept, store: &mut dyn Store) -> Result<(), NodeError> {
    let mut batch = Batch::new();
    batch.put(Tree::Keys, keys::of_installation(RESERVE), kept.to_cbor());
    store.commit(batch).map_err(|error| super::node_error(&error))
}

/// `[checked, reserve, [[community, persona]…]]`: holds secrets, for the sealed store only.
impl Cbor for Kept {
    fn write(&self, w: &mut Writer) {
        w.array(3).bool(self.is_checked).value(&self.reserve).array(self.taken.len());
        for (community, persona) in &self.taken {
            w.array(2).value(community).value(persona);
        }
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(3, "identity")?;
        let (is_checked, reserve) = (r.bool("checked")?, Reserve::read(r)?);
        let mut taken = BTreeMap::new();
        for _ in 0..r.array(RESERVE_SIZE as usize, "taken personas")? {
            r.tuple(2, "taken persona")?;
            taken.insert(CommunityId::read(r)?, Persona::read(r)?);
        }
        Ok(Self { is_checked, reserve, taken })
    }
}

/// Reads the settings of this device; those of a new one where none were saved.
///
/// # Errors
/// [`StoreError`].
pub(super) fn load_settings(store: &dyn Store) -> Result<Settings, StoreError> {
    let saved = store.get(Tree::Own, &keys::of_installation(SETTINGS))?;
    // Settings that an older or newer program wrote otherwise are not worth a start that fails.
    let saved = saved.and_then(|json| serde_json::from_slice(&json).ok());
    Ok(saved.unwrap_or_default())
}

/// Will save the settings of this device.
///
/// # Errors
/// `internal` where they cannot be written as JSON.
pub(super) fn save_settings(settings: &Settings, batch: &mut Batch) -> Result<(), NodeError> {
    let json = serde_json::to_vec(settings).map_err(NodeError::internal)?;
    batch.put(Tree::Own, keys::of_installation(SETTINGS), json);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use allforone_core::encryption::StoreKey;
    use allforone_core::store::{MemoryEngine, MemoryStore};
    use rand::rngs::SysRng;
    use rand_core::UnwrapErr;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    fn store() -> MemoryStore {
        MemoryStore::open(MemoryEngine::new(), &StoreKey::from_secret([7; 32])).unwrap()
    }

    fn rng() -> UnwrapErr<SysRng> {
        UnwrapErr(SysRng)
    }

    fn answers(words: &[String], places: &[usize]) -> Vec<PhraseAnswer> {
        let answer = |&at: &usize| PhraseAnswer { index: u32::try_from(at).unwrap(), word: words[at].to_uppercase() };
        places.iter().map(answer).collect()
    }

    #[test]
    fn words_are_shown_again_until_they_are_checked() {
        let mut store = store();
        let mut identity = Identity::load(&store).unwrap();
        assert_eq!(identity.phrase_state(), PhraseState::None);
        let words = identity.phrase_new(view::PhraseLanguage::Fr, &mut store, NOW, &mut rng()).unwrap();
        assert_eq!((words.len(), identity.phrase_state()), (24, PhraseState::Unchecked));
        let again = identity.phrase_new(view::PhraseLanguage::En, &mut store, NOW, &mut rng()).unwrap();
        assert_eq!(words, again, "the language counts the first time only");
        assert!(!identity.phrase_check(&answers(&again, &[3]), &mut store).is_ok_and(|ok| ok), "one word is no check");
        let mut wrong = answers(&words, &[0, 5]);
        wrong[1].word = "nothing".into();
        assert_eq!(identity.phrase_check(&wrong, &mut store), Ok(false));
        assert_eq!(identity.phrase_check(&answers(&words, &[0, 5, 23]), &mut store), Ok(true));
        assert_eq!(Identity::load(&store).unwrap().phrase_state(), PhraseState::Checked);
        let late = identity.phrase_new(view::PhraseLanguage::Fr, &mut store, NOW, &mut rng()).unwrap_err();
        assert_eq!(late.code, ErrorCode::Conflict);
    }

    #[test]
    fn a_restart_shows_the_same_words_until_they_are_checked() {
        let mut store = store();
        let mut identity = Identity::default();
        let words = identity.phrase_new(view::PhraseLanguage::Fr, &mut store, NOW, &mut rng()).unwrap();
        let mut identity = Identity::load(&store).unwrap();
        assert_eq!(identity.phrase_state(), PhraseState::Unchecked);
        let again = identity.phrase_new(view::PhraseLanguage::En, &mut store, NOW, &mut rng()).unwrap();
        assert_eq!(words, again, "also in the language of the first time");
        assert_eq!(identity.phrase_check(&answers(&words, &[1, 2]), &mut store), Ok(true));
        assert_eq!(store.get(Tree::Keys, &keys::of_installation(SEED)).unwrap(), None, "erased once checked");
        let mut identity = Identity::load(&store).unwrap();
        let error = identity.phrase_new(view::PhraseLanguage::Fr, &mut store, NOW, &mut rng()).unwrap_err();
        assert_eq!(error.code, ErrorCode::Conflict);
    }

    #[test]
    fn founding_first_makes_an_identity_whose_words_can_still_be_shown() {
        let mut store = store();
        let mut identity = Identity::default();
        identity.take_for_founding(&mut store, NOW, &mut rng()).unwrap();
        assert_eq!((identity.phrase_state(), identity.personas_left()), (PhraseState::Unchecked, RESERVE_SIZE));
        identity.founded(&mut store).unwrap();
        assert_eq!(identity.personas_left(), RESERVE_SIZE - 1);
        let words = identity.phrase_new(view::PhraseLanguage::En, &mut store, NOW, &mut rng()).unwrap();
        assert_eq!(words.len(), 24);
    }

    #[test]
    fn every_attempt_at_a_community_has_the_same_persona_also_after_a_restart() {
        let mut store = store();
        let (here, there) = (CommunityId([1; 32]), CommunityId([2; 32]));
        let mut identity = Identity::default();
        let first = identity.take_persona(here, &mut store, NOW, &mut rng()).unwrap();
        let other = identity.take_persona(there, &mut store, NOW, &mut rng()).unwrap();
        let mut identity = Identity::load(&store).unwrap();
        let second = identity.take_persona(here, &mut store, NOW, &mut rng()).unwrap();
        assert_eq!(first.person(), second.person());
        assert_ne!(first.person(), other.person(), "two communities must not know the same person");
        identity.joined(&here, &mut store).unwrap();
        assert_eq!(identity.personas_left(), RESERVE_SIZE - 2);
    }

    #[test]
    fn the_seventeenth_community_is_refused() {
        let mut store = store();
        let mut identity = Identity::default();
        for n in 1..=u8::try_from(RESERVE_SIZE).unwrap() {
            identity.take_persona(CommunityId([n; 32]), &mut store, NOW, &mut rng()).unwrap();
        }
        let error = identity.take_persona(CommunityId([99; 32]), &mut store, NOW, &mut rng()).unwrap_err();
        assert_eq!(error.code, ErrorCode::QuotaReached);
    }

    #[test]
    fn settings_survive_a_restart() {
        let mut store = store();
        let mut settings = load_settings(&store).unwrap();
        assert_eq!(settings.text_size, 100, "those of a new device");
        settings.text_size = 150;
        let mut batch = Batch::new();
        save_settings(&settings, &mut batch).unwrap();
        store.commit(batch).unwrap();
        assert!(load_settings(&store).unwrap() == settings);
    }
}
