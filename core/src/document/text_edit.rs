//! How a text becomes another with few insertions and deletions.
//!
//! What is written meanwhile by others merges best when only the words that differ are touched. Equal beginnings and ends are
//! left alone; what lies between is compared word by word.

/// One place where a text changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// The op of the element after which to insert, or `None` at the start.
    pub after: Option<u32>,
    /// What to insert.
    pub insert: String,
    /// The ops of the elements to delete.
    pub delete: Vec<u32>,
}

/// Most pairs of words compared; above it, what lies between equal beginning and end is replaced as a whole.
const MAX_COMPARED_PAIRS: usize = 1 << 20;

/// Returns the edits that turn `old`, characters with the ops that inserted them, into `new`.
pub(super) fn edits(old: &[(char, u32)], new: &str) -> Vec<Edit> {
    let element = |at: usize| old.get(at).map(|(_, op)| *op);
    let (old_chars, new): (Vec<char>, Vec<char>) = (old.iter().map(|(c, _)| *c).collect(), new.chars().collect());
    let mut edits = Vec::new();
    for Span { mut from, mut to, insert } in spans(&old_chars, &new) {
        // An element may hold several characters: one that lies across the border is replaced as a whole.
        let (mut start, mut end) = (String::new(), String::new());
        while from > 0 && from < old.len() && element(from - 1) == element(from) {
            from -= 1;
            start.extend(old_chars.get(from));
        }
        while to > 0 && to < old.len() && element(to - 1) == element(to) {
            end.extend(old_chars.get(to));
            to += 1;
        }
        let start: String = start.chars().rev().collect();
        let mut delete: Vec<u32> = (from..to).filter_map(element).collect();
        delete.dedup();
        let inserted: String = insert.iter().collect();
        edits.push(Edit { after: from.checked_sub(1).and_then(element), insert: format!("{start}{inserted}{end}"), delete });
    }
    edits
}

/// Characters `from..to` of the old text become `insert`.
#[derive(Debug, PartialEq, Eq)]
struct Span<'a> {
    from: usize,
    to: usize,
    insert: &'a [char],
}

fn spans<'a>(old: &[char], new: &'a [char]) -> Vec<Span<'a>> {
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (old.get(prefix..).unwrap_or_default(), new.get(prefix..).unwrap_or_default());
    let suffix = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_mid = old_rest.get(..old_rest.len() - suffix).unwrap_or_default();
    let new_mid = new_rest.get(..new_rest.len() - suffix).unwrap_or_default();
    let (old_words, new_words) = (words(old_mid), words(new_mid));
    if old_words.len().saturating_mul(new_words.len()) > MAX_COMPARED_PAIRS {
        return vec![Span { from: prefix, to: prefix + old_mid.len(), insert: new_mid }];
    }
    let mut spans: Vec<Span<'a>> = Vec::new();
    let (mut from, mut at) = (0, 0);
    let (mut old_at, mut new_at) = (0, 0);
    let mut close = |from: usize, to: usize, at: usize, upto: usize| {
        if from < to || at < upto {
            let insert = new_mid.get(at..upto).unwrap_or_default();
            spans.push(Span { from: prefix + from, to: prefix + to, insert });
        }
    };
    for (i, j) in common(&old_words, &new_words) {
        let skipped = |words: &[&[char]], range: std::ops::Range<usize>| -> usize {
            words.get(range).unwrap_or_default().iter().map(|w| w.len()).sum()
        };
        let (to, upto) = (from + skipped(&old_words, old_at..i), at + skipped(&new_words, new_at..j));
        close(from, to, at, upto);
        let word = old_words.get(i).map_or(0, |w| w.len());
        (from, at, old_at, new_at) = (to + word, upto + word, i + 1, j + 1);
    }
    close(from, old_mid.len(), at, new_mid.len());
    spans
}

/// Runs of letters and digits; every other character stands alone.
fn words(text: &[char]) -> Vec<&[char]> {
    text.chunk_by(|a, b| a.is_alphanumeric() && b.is_alphanumeric()).collect()
}

/// Returns the places of a longest common subsequence.
fn common(old: &[&[char]], new: &[&[char]]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    // Length of the longest common subsequence of what follows (i, j).
    let mut table = vec![0_u32; (old.len() + 1) * width];
    let at = |table: &[u32], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best = if a == b { at(&table, i + 1, j + 1) + 1 } else { at(&table, i + 1, j).max(at(&table, i, j + 1)) };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
        if a == b {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&table, i + 1, j) >= at(&table, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test that slices wrongly must fail")]
mod tests {
    use super::*;

    fn check(old: &str, new: &str) -> Vec<(String, String)> {
        let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let spans = spans(&a, &b);
        let mut result = a.clone();
        for span in spans.iter().rev() {
            result.splice(span.from..span.to, span.insert.iter().copied());
        }
        assert_eq!(result, b, "{old:?} becomes {new:?}");
        spans.iter().map(|s| (a[s.from..s.to].iter().collect(), s.insert.iter().collect())).collect()
    }

    #[test]
    fn only_the_words_that_differ_are_touched() {
        let edits = check("one two three four five", "one 2 three four 5");
        assert_eq!(edits, [("two".into(), "2".into()), ("five".into(), "5".into())]);
        assert_eq!(check("", "new"), [(String::new(), "new".into())]);
        assert_eq!(check("gone", ""), [("gone".into(), String::new())]);
        assert!(check("same", "same").is_empty());
    }

    #[test]
    fn every_text_becomes_the_other() {
        let texts = ["", "a", "ab ba", "the cat, the dog", "the dog, a cat!", "été à l’été", "aaaa", "aa", "🎉🎉 party"];
        for old in texts {
            for new in texts {
                check(old, new);
            }
        }
    }
}
