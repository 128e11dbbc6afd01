//! What a trained dictionary inside the encryption would gain: messages of the corpus, each pressed by itself, with and without.
//!
//! The dictionary is trained with other texts than those it is tried on: what the screens say, in French and English, which is
//! all the everyday text there is here. The corpus would know itself by heart: it says 24 sentences again and again.

use crate::Plan;
use allforone_tests::corpus::Corpus;
use allforone_tests::figure::Figure;
use std::fs;
use std::path::Path;

/// Sizes of the dictionaries, in bytes.
const SIZES: [usize; 3] = [4 * 1024, 8 * 1024, 28 * 1024];
/// As entries are pressed.
const LEVEL: i32 = 3;
/// Shorter texts are not pressed today: of a batch of 256 bytes about 30 are no text.
const PACKED_FROM: usize = 226;
/// Magic number and checksum, which a body need not repeat.
const FRAME_BYTES: usize = 4;
/// What a message takes on the wire in bulk besides its text, in bytes (`bench join`).
const ENVELOPE_BYTES: usize = 201 - 150;
const SEED: u64 = 4;

/// Bytes of text a message, as they are, as today, and with each dictionary; and what of the wire that gains.
pub(crate) fn figures(_: &Path, plan: &Plan) -> Vec<Figure> {
    let mut corpus = Corpus::new(SEED);
    let texts: Vec<String> = (0..plan.messages.min(10_000)).map(|_| corpus.message()).collect();
    let samples = samples();
    let mean =
        |size: &mut dyn FnMut(&str) -> usize| texts.iter().map(|text| size(text)).sum::<usize>() as f64 / texts.len() as f64;
    let pressed = |with: &[u8], text: &str| {
        let mut press = zstd::bulk::Compressor::with_dictionary(LEVEL, with).expect("a dictionary is one");
        press.compress(text.as_bytes()).map_or(text.len(), |bytes| (bytes.len() - FRAME_BYTES).min(text.len()))
    };
    let plain = mean(&mut |text| text.len());
    let today = mean(&mut |text| if text.len() < PACKED_FROM { text.len() } else { pressed(&[], text) });
    let mut figures = vec![Figure::new("dictionary: text of a message as today", "bytes", [today]).limit(plain)];
    for size in SIZES {
        let dictionary = zstd::dict::from_samples(&samples, size).expect("there are samples enough");
        let with = mean(&mut |text| pressed(&dictionary, text));
        let gain = 100.0 * (today - with) / (today + ENVELOPE_BYTES as f64);
        let name = format!("dictionary of {} kB: text of a message", dictionary.len() / 1_000);
        figures.push(Figure::new(name, "bytes", [with]).limit(plain).with("gain on the wire, %", gain));
    }
    figures
}

/// What the screens say: each quoted text with a space in it.
fn samples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../desktop/ui/src/i18n/texts");
    let mut files = Vec::new();
    list(&folder, &mut files);
    files.sort();
    let quoted = |file: &std::path::PathBuf| {
        let source = fs::read_to_string(file).expect("a text file");
        source.split('\'').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    files.iter().flat_map(quoted).filter(|text| text.len() > 11 && text.contains(' ') && !text.contains('\n')).collect()
}

fn list(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for file in fs::read_dir(folder).expect("the texts are there").flatten() {
        if file.path().is_dir() {
            list(&file.path(), files);
        } else {
            files.push(file.path());
        }
    }
}
