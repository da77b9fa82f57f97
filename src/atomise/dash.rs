//! Dashes and arrows between a label and what it labels.

use super::letters::Letter;

/// A sign that may part a label from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parting {
    /// Letters of it.
    pub length: usize,
    pub is_arrow: bool,
    /// Whether there is space around it.
    pub is_apart: bool,
    /// Whether it parts without space around it: a long dash does.
    pub is_long: bool,
}

/// The dash or arrow that begins at this place.
pub(super) fn parting(letters: &[Letter], at: usize) -> Option<Parting> {
    let before = at.checked_sub(1).and_then(|at| letters.get(at))?;
    let rest = letters.get(at..)?;
    let first = rest.first()?.c;
    let dashes = rest.iter().take_while(|letter| is_dash(letter.c) || letter.c == '=').count();
    let points = rest.get(dashes).is_some_and(|letter| letter.c == '>');
    let (length, is_arrow) = match first {
        '→' | '⇒' | '⟶' | '➜' | '➔' => (1, true),
        '=' | '-' if points => (dashes + 1, true),
        // `name` = what it is.
        '=' if dashes == 1 => (1, true),
        _ if is_dash(first) && !is_dash(before.c) => (dashes, false),
        _ => return None,
    };
    let is_free = rest.get(length).is_none_or(|after| after.c.is_whitespace());
    let is_long = matches!(first, '—' | '―');
    Some(Parting { length, is_arrow, is_apart: before.c.is_whitespace() && is_free, is_long })
}

/// Letters of the space and the dash that content begins with: `Label: - text`.
pub(super) fn leading(letters: &[Letter]) -> usize {
    let spaces = letters.iter().take_while(|letter| letter.c.is_whitespace()).count();
    let dashes = letters.iter().skip(spaces).take_while(|letter| is_dash(letter.c)).count();
    let is_apart = letters.get(spaces + dashes).is_some_and(|after| after.c.is_whitespace());
    if dashes > 0 && is_apart { spaces + dashes } else { 0 }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '－')
}
