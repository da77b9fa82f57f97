//! Rarity: how much a word says, by how few texts of the project have it.

use std::collections::{HashMap, HashSet};

use super::Sketch;
use super::words::{Word, words};

/// Texts that are counted; more change little and cost time.
const SAMPLE: usize = 4096;

/// In how many texts words occur.
#[derive(Debug, Default)]
pub(super) struct Rarity {
    fronts: HashMap<u32, u32>,
    backs: HashMap<u32, u32>,
    texts: u32,
}

impl Rarity {
    /// Counts `texts`, of which there are `number`, each print once. The choice among many depends
    /// on nothing but the texts, so their order does not matter.
    pub(super) fn of<'a>(number: usize, texts: impl Iterator<Item = (u64, &'a str, &'a Sketch)>) -> Rarity {
        let step = (number / SAMPLE).max(1) as u64;
        let mut rarity = Rarity::default();
        let mut seen = HashSet::new();
        for (_, front, back) in texts.filter(|(print, _, _)| print % step == 0 && seen.insert(*print)) {
            rarity.texts += 1;
            let mut prints: Vec<u32> = words(front).iter().map(|word| word.print).collect();
            prints.sort_unstable();
            prints.dedup();
            for print in prints {
                *rarity.fronts.entry(print).or_default() += 1;
            }
            for print in back.prints() {
                *rarity.backs.entry(*print).or_default() += 1;
            }
        }
        rarity
    }

    /// What a word of a front says.
    pub(super) fn front(&self, word: &Word) -> f64 {
        let short = word.text.len() <= 3 && word.text.bytes().all(|b| b.is_ascii_alphabetic());
        self.weight(&self.fronts, word.print) * if short { 0.5 } else { 1.0 }
    }

    /// What a word of a back says.
    pub(super) fn back(&self, print: u32) -> f64 {
        self.weight(&self.backs, print)
    }

    /// Whether so many fronts have a word that it says next to nothing.
    pub(super) fn is_common(&self, word: &Word) -> bool {
        let count = self.fronts.get(&word.print).copied().unwrap_or(0);
        count > 5 && count * 5 > self.texts
    }

    /// Whether no other text has a word, so that it may be no word at all.
    pub(super) fn is_stray(&self, word: &Word) -> bool {
        self.fronts.get(&word.print).is_none_or(|count| *count <= 1) && !self.backs.contains_key(&word.print)
    }

    // Ten texts more than there are, so that the words of a small project have weights too.
    fn weight(&self, counts: &HashMap<u32, u32>, print: u32) -> f64 {
        let count = counts.get(&print).copied().unwrap_or(0).max(1);
        (f64::from(self.texts + 10) / f64::from(count + 1)).ln().max(0.05)
    }
}
