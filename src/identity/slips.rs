//! Slips: whether a word is another one mistyped, or another one. One letter can be all that near-twins
//! differ by: *slice* and *splice*, *nitrate* and *nitrite*.

use super::backs::Backs;
use super::rarity::Rarity;
use super::words::{Sort, Word};

/// How one word can be another one mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slip {
    /// Two neighbours swapped, or a letter doubled: that hardly ever makes another word.
    Harmless,
    /// One letter too many, missing or wrong, but for the first: so do *nitrate* and *nitrite* differ.
    Inner,
    /// At the first letter, twice, or in a short word: so do *import* and *export* differ, *map* and *maps*.
    Far,
}

impl Slip {
    /// The slip between two words; very short words are too telling for any.
    pub(super) fn between(one: &str, other: &str) -> Option<Slip> {
        let one: Vec<char> = one.chars().collect();
        let other: Vec<char> = other.chars().collect();
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        if long.len() < 4 || long.len() > short.len() + 2 || short == long {
            return None;
        }
        let start = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
        let end = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
        let end = end.min(short.len() - start);
        let (less, more) = (middle(&short, start, end), middle(&long, start, end));
        let slip = match (less, more) {
            ([a, b], [c, d]) if (a, b) == (d, c) => Slip::Harmless,
            ([], [extra]) if long.get(start.wrapping_sub(1)) == Some(extra) => Slip::Harmless,
            ([], [_]) | ([_], [_]) if start > 0 => Slip::Inner,
            _ => Slip::far(&short, &long)?,
        };
        Some(if short.len() < 4 { Slip::Far } else { slip })
    }

    /// The letters that differ: slips of one cause have the same.
    pub(super) fn letters(one: &str, other: &str) -> [String; 2] {
        let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
        let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
        let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
        let end = end.min(one.len().min(other.len()) - start);
        let mut both = [&one, &other].map(|word| middle(word, start, end).iter().collect());
        both.sort();
        both
    }

    fn far(short: &[char], long: &[char]) -> Option<Slip> {
        let most = if long.len() < 6 && short.first() != long.first() || short.len() < 4 { 1 } else { 2 };
        let (short, long): (String, String) = (short.iter().collect(), long.iter().collect());
        (strsim::osa_distance(&short, &long) <= most).then_some(Slip::Far)
    }
}

fn middle(letters: &[char], start: usize, end: usize) -> &[char] {
    letters.get(start..letters.len() - end).unwrap_or_default()
}

/// So much of the answer must be the same, for slips that hardly make other words and for one that may.
const MISTYPED: (f64, f64) = (0.5, 0.8);

/// Letters from which on another letter hardly makes another word: *typo* and *type*, *class* and *clause*.
const LONG: usize = 6;
/// Letters of a word that, if it is common too, asks for nothing.
const SMALL: usize = 4;

/// Whether one word can be the other mistyped: nothing else in the project has one of them, so that it may
/// be no word at all.
pub(super) fn slip(word: &Word, other: &Word, rarity: &Rarity) -> Option<Slip> {
    if word.text.len().abs_diff(other.text.len()) > 8 || !(rarity.is_stray(word) || rarity.is_stray(other)) {
        return None;
    }
    Slip::between(&word.text, &other.text)
}

fn is_plain(word: &Word, other: &Word) -> bool {
    (word.sort == Sort::Plain && other.sort == Sort::Plain) || is_begun_wrong(word, other)
}

/// Whether the first two letters changed places, the capital with them: *hWat* is no name of code.
fn is_begun_wrong(word: &Word, other: &Word) -> bool {
    let swapped = |(one, other): (&str, &str)| {
        let (mut one, mut other) = (one.chars(), other.chars());
        let (a, b, c, d) = (one.next(), one.next(), other.next(), other.next());
        (a, b) == (d, c) && a != b && one.eq(other)
    };
    let letters = [word, other].iter().all(|word| word.text.chars().all(char::is_alphabetic));
    let sorts = [word.sort, other.sort];
    sorts.contains(&Sort::Plain) && sorts.contains(&Sort::Exact) && letters && swapped((&word.text, &other.text))
}

/// Whether several words are mistyped, each in its own way. A near-twin has one that differs.
pub(super) fn are_many(dropped: &[&Word], added: &[&Word], rarity: &Rarity) -> bool {
    let letters = |word: &&Word| {
        let other = added.iter().find(|other| is_plain(word, other) && slip(word, other, rarity).is_some())?;
        Some(Slip::letters(&word.text, &other.text))
    };
    let mut ways: Vec<[String; 2]> = dropped.iter().filter_map(letters).collect();
    ways.sort();
    ways.dedup();
    ways.len() > 1
}

/// Whether one word is taken for the other mistyped: the more such a slip makes words of words, the more of
/// the answer must be the same.
pub(super) fn is_mistyped(word: &Word, other: &Word, back: &Backs, many: bool, rarity: &Rarity) -> bool {
    let Some(slip) = slip(word, other, rarity) else { return false };
    let plain = is_plain(word, other);
    let long = |word: &Word| word.text.chars().count() >= LONG;
    let small = |word: &Word| word.text.len() <= SMALL && rarity.is_common(word);
    let common = small(word) || small(other);
    match slip {
        _ if plain && (many || common) => back.like >= MISTYPED.0,
        Slip::Harmless if plain => back.like >= MISTYPED.0 || back.part,
        Slip::Inner if plain && long(word) && long(other) => back.like >= MISTYPED.1,
        Slip::Harmless => is_name(word) && is_name(other) && back.like >= MISTYPED.1,
        _ => (plain || (is_name(word) && is_name(other))) && back.same && back.telling,
    }
}

/// Long names of code and their slips, but no numbers.
fn is_name(word: &Word) -> bool {
    let number = word.text.bytes().any(|byte| byte.is_ascii_digit());
    matches!(word.sort, Sort::Plain | Sort::Exact) && word.text.len() >= 6 && !number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fingers_do_is_told_from_what_words_do() {
        let all = [
            (
                Some(Slip::Harmless),
                [("closure", "clousre"), ("closure", "closurre"), ("don't", "odn't"), ("word", "wword")],
            ),
            (
                Some(Slip::Inner),
                [("closure", "closre"), ("slice", "splice"), ("nitrate", "nitrite"), ("hook", "hooks")],
            ),
            (
                Some(Slip::Far),
                [("synchronous", "asynchronous"), ("import", "export"), ("lower", "power"), ("mitosis", "meiosis")],
            ),
            (None, [("map", "mop"), ("same", "same"), ("stateful", "stateless"), ("advantages", "disadvantages")]),
        ];
        for (slip, pairs) in all {
            for (one, other) in pairs {
                assert_eq!((Slip::between(one, other), Slip::between(other, one)), (slip, slip), "{one} {other}");
            }
        }
    }
}
