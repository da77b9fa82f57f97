//! Lookup: sets of words, written as one text, that a word is looked up in.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that are looked up; the set is made at the first use.
pub type Words = LazyLock<HashSet<&'static str>>;

/// The words of a text, parted at white space.
pub fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}
