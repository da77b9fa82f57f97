//! Where sentences end.

use super::letters::{BREAK, Letter, Mark};
use crate::lookup::{Words, set};

/// Where the last sentence of letters begins.
pub(super) fn last_sentence(letters: &[Letter]) -> usize {
    (0..letters.len()).rev().find_map(|at| end(letters, at)).unwrap_or(0)
}

/// Whether a letter ends a sentence by itself, whatever follows.
pub(super) fn is_full_stop(c: char) -> bool {
    matches!(c, '.' | '。' | '．' | '।' | '॥' | '۔' | '።')
}

/// Whether a letter ends a question or an exclamation.
pub(super) fn is_call(c: char) -> bool {
    matches!(c, '?' | '!' | '？' | '！' | '؟')
}

/// Brackets and quotation marks that close.
fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '"' | '\'' | '”' | '’' | '»' | '）' | '」' | '』' | '】')
}

/// Where the next sentence begins, if the letter at this place ends one.
fn end(letters: &[Letter], at: usize) -> Option<usize> {
    let letter = letters.get(at)?;
    let rest = letters.get(at + 1..)?;
    let closing = rest.iter().take_while(|next| is_closing(next.c)).count();
    let rest = rest.get(closing..)?;
    let begin = at + 1 + closing;
    if letter.c == BREAK {
        return Some(at + 1);
    }
    let next = rest.iter().find(|next| !next.c.is_whitespace())?;
    let is_dense = !letter.c.is_ascii() && (is_full_stop(letter.c) || is_call(letter.c));
    let apart = rest.first().is_some_and(|next| next.c.is_whitespace()) && !next.c.is_lowercase();
    let ends = is_dense || apart && (is_call(letter.c) || letter.c == '.' && closes(letters.get(..at)?));
    ends.then_some(begin)
}

/// Whether a full stop after these letters closes a sentence. After a short word that is or may be an abbreviation,
/// one with a stop inside and a number that begins the text it may as well belong to what follows.
fn closes(before: &[Letter]) -> bool {
    let Some(last) = before.last() else { return false };
    if last.mark == Mark::Code || is_closing(last.c) {
        return true;
    }
    let length = before.iter().rev().take_while(|letter| !letter.c.is_whitespace()).count();
    let (earlier, word) = before.split_at(before.len() - length);
    if last.c.is_numeric() {
        return !earlier.is_empty();
    }
    let end = word.iter().rev().take_while(|letter| letter.c.is_alphanumeric()).count();
    let end: String = word.iter().skip(word.len() - end).map(|letter| letter.c).collect();
    is_whole(&end) && word.iter().all(|letter| letter.c != '.')
}

/// Abbreviations of two or three letters in small letters, in the languages most decks are written in.
static ABBREVIATIONS: Words = Words::new(|| {
    set("abs al anm app art bes bsp bzw ca cap cf ch cit cor dim ebd ed eq esp etc evt ex exp fig gen ggf hrsg ib inc \
         inf jh kap lat lit ltd max min mio mrd np nr obs op pag par pct pl pos pp pt pág ref rel rev sec seq sig sim \
         sog str tab tel tzn usw ver vgl vol vs zb гл див др им млн напр пр рис см стр табл тыс")
});

/// Whether letters before a full stop are a word in full: a long one, one in capitals ("SQL"), or a short one in
/// small letters that is no abbreviation. "Dr." and "Nr." may be one.
fn is_whole(word: &str) -> bool {
    let mut letters = word.chars();
    match word.chars().count() {
        0 | 1 => false,
        2 | 3 => {
            let is_small = letters.clone().all(|c| !c.is_uppercase());
            is_small && !ABBREVIATIONS.contains(&word) || letters.all(|c| !c.is_lowercase())
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_full_end_sentences() {
        for word in ["all", "is", "it", "SQL", "RAM", "ihn", "два", "ОС", "كله", "word"] {
            assert!(is_whole(word), "{word}");
        }
        for word in ["ca", "Dr", "Nr", "vs", "usw", "B", "a", "см", "Fig", ""] {
            assert!(!is_whole(word), "{word}");
        }
    }
}
