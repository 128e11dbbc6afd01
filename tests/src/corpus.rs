//! Seeded texts: what neighbours write, in French and English.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const SENTENCES: [&str; 24] = [
    "Bonjour à tous !",
    "Quelqu’un aurait-il une échelle pour samedi matin ?",
    "Je peux prêter la mienne, passez quand vous voulez.",
    "La fête des voisins est déplacée au 28 à cause de la pluie.",
    "Merci pour hier soir, c’était très réussi.",
    "On cherche encore deux personnes pour tenir la buvette.",
    "Le portail de la cour reste ouvert depuis ce matin.",
    "J’ai retrouvé un trousseau de clés devant le numéro 12.",
    "Qui connaît un bon plombier dans le quartier ?",
    "L’atelier vélo commence à 18 h, apportez vos chambres à air.",
    "Les enfants ont laissé une trottinette bleue dans l’entrée.",
    "Réunion du conseil mardi, ordre du jour en pièce jointe.",
    "Does anyone have a drill I could borrow this weekend?",
    "Sure, it’s in the cellar, just ring at the second floor.",
    "The heating will be off on Thursday between nine and noon.",
    "I’m going to the market later, shall I bring something?",
    "Great idea, count me in.",
    "Could somebody water the plants in the hall next week?",
    "We found a grey cat, very friendly, no collar.",
    "The choir rehearses in the small room tonight.",
    "Please keep the bicycles out of the stairway.",
    "See you all on Sunday at the garden!",
    "My daughter offers help with maths, first lesson is free.",
    "Has the parcel for number seven turned up anywhere?",
];
/// Lengths of messages, in characters.
const CHARACTERS: (usize, usize) = (20, 400);

/// Makes one text after the other; the same seed makes the same texts.
pub struct Corpus {
    rng: ChaCha20Rng,
}

impl Corpus {
    /// Returns the texts of `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { rng: ChaCha20Rng::seed_from_u64(seed) }
    }

    /// Returns the next message: 20 to 400 characters, most of them short, 145 bytes in the mean.
    pub fn message(&mut self) -> String {
        let (least, most) = CHARACTERS;
        // The square of an even draw: short messages are the rule.
        let draw = f64::from(self.rng.next_u32()) / f64::from(u32::MAX);
        let wanted = least + (draw * draw * (most - least) as f64) as usize;
        let mut text = String::new();
        while text.chars().count() < wanted {
            if !text.is_empty() {
                text.push(' ');
            }
            let n = self.rng.next_u32() as usize % SENTENCES.len();
            text.push_str(SENTENCES[n]);
            if self.rng.next_u32().is_multiple_of(3) {
                // What no dictionary has: numbers of houses, prices, telephones.
                text.push_str(&format!(" {}", self.rng.next_u32() % 100_000));
            }
        }
        text.chars().take(wanted.max(least)).collect::<String>().trim().to_owned()
    }

    /// Returns `letters` small letters without any rhythm: packing leaves more than half of their bytes.
    pub fn noise(&mut self, letters: usize) -> String {
        (0..letters).map(|_| char::from(b'a' + (self.rng.next_u32() % 26) as u8)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_as_long_as_those_of_neighbours() {
        let mut corpus = Corpus::new(4);
        let texts: Vec<String> = (0..2_000).map(|_| corpus.message()).collect();
        let mean = texts.iter().map(String::len).sum::<usize>() / texts.len();
        assert!((120..190).contains(&mean), "{mean} bytes in the mean");
        assert!(texts.iter().all(|text| (15..=CHARACTERS.1).contains(&text.chars().count())));
    }
}
