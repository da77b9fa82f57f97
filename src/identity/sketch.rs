//! Sketch: a small sample of the words of a text, the same words for the same text in every build.
//!
//! It keeps the words whose fingerprints are smallest (a bottom-k sample). Of two texts, the words
//! below the lower of the two highest kept prints are known completely, so what they share and
//! what only one has can be counted; a text of few words is kept whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::words::telling_prints;

/// How many words are kept.
const SIZE: usize = 24;
/// Four of these for each word.
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/// Fingerprints of up to 24 words of 24 bits each, ascending; 96 characters in the lock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sketch(Arc<[u32]>);

impl Sketch {
    /// The sketch of a text.
    pub fn of(text: &str) -> Sketch {
        let mut kept = BTreeSet::new();
        telling_prints(text, |print| {
            if kept.len() < SIZE || kept.last().is_some_and(|last| print < *last) {
                kept.insert(print);
                if kept.len() > SIZE {
                    kept.pop_last();
                }
            }
        });
        Sketch(kept.into_iter().collect())
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many words are kept.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The kept words.
    pub(super) fn prints(&self) -> &[u32] {
        &self.0
    }

    /// The share of the words of two texts that both have, from 0 to 1, as far as their samples tell.
    pub fn share(&self, other: &Sketch) -> f64 {
        let (mut both, mut all) = (0.0, 0.0);
        self.compare(other, |_, side| {
            all += 1.0;
            both += if side == Side::Both { 1.0 } else { 0.0 };
        });
        if all > 0.0 { both / all } else { 0.0 }
    }

    /// Up to which print all words are known.
    fn reach(&self) -> u32 {
        if self.0.len() < SIZE { u32::MAX } else { self.0.last().copied().unwrap_or(u32::MAX) }
    }

    /// Calls `take` with each word known of both texts: its print, whether the first has it and
    /// whether the second has it.
    pub(super) fn compare(&self, other: &Sketch, mut take: impl FnMut(u32, Side)) {
        let reach = self.reach().min(other.reach());
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let (print, side) = match (ours.peek(), theirs.peek()) {
                (None, None) => return,
                (Some(a), Some(b)) if a == b => (**a, Side::Both),
                (Some(a), Some(b)) if a > b => (**b, Side::Second),
                (Some(a), _) => (**a, Side::First),
                (None, Some(b)) => (**b, Side::Second),
            };
            if print > reach {
                return;
            }
            if side != Side::Second {
                ours.next();
            }
            if side != Side::First {
                theirs.next();
            }
            take(print, side);
        }
    }
}

/// Which of two texts has a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Second,
    Both,
}

impl From<Sketch> for String {
    fn from(sketch: Sketch) -> String {
        let digit =
            |print: u32, place: u32| DIGITS.get((print >> (place * 6) & 63) as usize).copied().map_or('0', char::from);
        sketch.0.iter().flat_map(|print| (0..4).rev().map(move |place| digit(*print, place))).collect()
    }
}

impl TryFrom<String> for Sketch {
    type Error = String;

    fn try_from(text: String) -> Result<Sketch, String> {
        let value = |digit: &u8| DIGITS.iter().position(|known| known == digit).map(|value| value as u32);
        let words = text.as_bytes().chunks(4).map(|word| {
            let value = word.iter().try_fold(0, |sum, digit| Some(sum << 6 | value(digit)?));
            value.filter(|_| word.len() == 4)
        });
        let words: Option<Arc<[u32]>> = words.collect();
        let ascending =
            |words: &[u32]| words.len() <= SIZE && words.iter().zip(words.iter().skip(1)).all(|(a, b)| a < b);
        words
            .filter(|words| ascending(words))
            .map(Sketch)
            .ok_or_else(|| format!("`{text}` is not the sketch of a text"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(one: &str, other: &str) -> (usize, usize, usize) {
        let mut counts = (0, 0, 0);
        Sketch::of(one).compare(&Sketch::of(other), |_, side| match side {
            Side::First => counts.0 += 1,
            Side::Both => counts.1 += 1,
            Side::Second => counts.2 += 1,
        });
        counts
    }

    #[test]
    fn short_texts_are_compared_whole() {
        assert_eq!(count("alpha beta gamma", "gamma delta alpha epsilon"), (1, 2, 2));
        assert_eq!(count("", "alpha"), (0, 0, 1));
    }

    #[test]
    fn long_texts_are_compared_by_sample() {
        let words = |from: usize, to: usize| (from..to).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
        let (first, both, second) = count(&words(0, 1000), &words(0, 1000));
        assert_eq!((first, both, second), (0, SIZE, 0));
        let (first, both, second) = count(&words(0, 1000), &words(500, 1500));
        assert!(first > 3 && both > 3 && second > 3 && first + both + second >= SIZE);
    }

    #[test]
    fn sketches_come_back_from_the_lock() {
        let sketch = Sketch::of("How a sketch is kept: by its words, each by four digits");
        assert_eq!(Sketch::try_from(String::from(sketch.clone())), Ok(sketch));
        for bad in ["abc", "zzzz0000", "00000000", "000 ", "é000"] {
            assert!(Sketch::try_from(bad.to_owned()).is_err(), "{bad}");
        }
        assert!(Sketch::try_from(String::new()).unwrap().is_empty());
    }
}
