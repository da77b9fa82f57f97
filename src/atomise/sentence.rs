//! Where sentences end.

use super::letters::{BREAK, Letter, Mark};

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

/// Whether a full stop after these letters closes a sentence. After a short word, one with a stop inside
/// and a number that begins the text it may as well belong to an abbreviation or a numbering.
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
    let long = word.iter().rev().take_while(|letter| letter.c.is_alphanumeric()).count() > 3;
    long && word.iter().all(|letter| letter.c != '.')
}
