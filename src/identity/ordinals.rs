//! Ordinals: which number each blank of a cloze note has. Anki keeps the history of a card by it,
//! so a number belongs to one blank for ever and is never given again.
//!
//! A blank keeps its number where its text is still there; of equal texts, those with the same
//! neighbours go together. A blank whose text changed keeps its number where it stands between the
//! same neighbours and is the only one there. All others get the next free numbers.

use std::collections::BTreeMap;

use super::{Blank, Fingerprint};

/// The numbers of a note's blanks, for its record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbered {
    /// The blanks in the order of the text.
    pub blanks: Vec<Blank>,
    /// The number the next new blank gets.
    pub next: u16,
}

/// Numbers the blanks of a text, given by the fingerprints of their texts in order. `old` and
/// `next` are what the record has, with the blanks in the order they then had; for a new note
/// nothing and 0.
pub fn number(old: &[Blank], next: u16, texts: &[Fingerprint]) -> Numbered {
    let mut from: Vec<Option<usize>> = vec![None; texts.len()];
    let mut free = vec![true; old.len()];
    same_texts(old, texts, &mut from, &mut free);
    same_neighbours(&mut from, &mut free);
    let mut next = next.max(old.iter().map(|blank| blank.number.saturating_add(1)).max().unwrap_or(1)).max(1);
    let blanks = texts.iter().zip(from).map(|(print, from)| {
        let kept = from.and_then(|at| old.get(at)).map(|blank| blank.number);
        let number = kept.unwrap_or_else(|| {
            next = next.saturating_add(1);
            next - 1
        });
        Blank { number, print: *print }
    });
    Numbered { blanks: blanks.collect(), next }
}

/// Joins blanks of the same text: those between the same neighbours first, then in order.
fn same_texts(old: &[Blank], texts: &[Fingerprint], from: &mut [Option<usize>], free: &mut [bool]) {
    let olds: Vec<Fingerprint> = old.iter().map(|blank| blank.print).collect();
    for width in [2, 1, 0] {
        let mut left: BTreeMap<(Fingerprint, Vec<Option<Fingerprint>>), Vec<usize>> = BTreeMap::new();
        for (at, print) in olds.iter().enumerate().rev().filter(|(at, _)| free.get(*at) == Some(&true)) {
            left.entry((*print, neighbours(&olds, at, width))).or_default().push(at);
        }
        for (at, print) in texts.iter().enumerate() {
            if let Some(slot) = from.get_mut(at).filter(|slot| slot.is_none())
                && let Some(found) = left.get_mut(&(*print, neighbours(texts, at, width))).and_then(Vec::pop)
            {
                *slot = Some(found);
                if let Some(free) = free.get_mut(found) {
                    *free = false;
                }
            }
        }
    }
}

/// The texts around a blank: both (2), the one before (1), none (0).
fn neighbours(prints: &[Fingerprint], at: usize, width: usize) -> Vec<Option<Fingerprint>> {
    let before = at.checked_sub(1).and_then(|at| prints.get(at)).copied();
    let after = prints.get(at + 1).copied();
    [before, after].into_iter().take(width).collect()
}

/// Joins what stands alone between the same two neighbours, in the old order and in the new one.
fn same_neighbours(from: &mut [Option<usize>], free: &mut [bool]) {
    let is_free = |free: &[bool], at: usize| free.get(at) == Some(&true);
    for at in 0..from.len() {
        let before = at.checked_sub(1).map(|at| from.get(at).copied().flatten());
        let after = from.get(at + 1).copied();
        // `Some(None)`: a neighbour that is new itself tells nothing.
        let place = match (before, after) {
            (None, None) => (free.len() == 1).then_some(0),
            (None, Some(Some(after))) => (after == 1).then_some(0),
            (Some(Some(before)), None) => (before + 2 == free.len()).then_some(before + 1),
            (Some(Some(before)), Some(Some(after))) => (before + 2 == after).then_some(before + 1),
            _ => None,
        };
        if let (Some(slot), Some(place)) = (from.get_mut(at), place)
            && slot.is_none()
            && is_free(free, place)
        {
            *slot = Some(place);
            if let Some(free) = free.get_mut(place) {
                *free = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::fingerprint;

    fn prints(text: &str) -> Vec<Fingerprint> {
        text.split_whitespace().map(fingerprint).collect()
    }

    /// Numbers a life of texts, and gives the numbers of each.
    fn life(texts: &[&str]) -> Vec<Vec<u16>> {
        let mut now = Numbered::default();
        let step = |text: &&str| {
            now = number(&now.blanks, now.next, &prints(text));
            now.blanks.iter().map(|blank| blank.number).collect()
        };
        texts.iter().map(step).collect()
    }

    #[test]
    fn blanks_that_stay_keep_their_numbers() {
        assert_eq!(life(&["a b c", "a x b c"]), [vec![1, 2, 3], vec![1, 4, 2, 3]], "inserted");
        assert_eq!(life(&["a b c", "a c", "a c d"]), [vec![1, 2, 3], vec![1, 3], vec![1, 3, 4]], "deleted");
        assert_eq!(life(&["a b c", "c a b"]), [vec![1, 2, 3], vec![3, 1, 2]], "reordered");
        assert_eq!(life(&["a b c", "a", "a b c"]), [vec![1, 2, 3], vec![1], vec![1, 4, 5]], "never given again");
    }

    #[test]
    fn a_reworded_blank_keeps_its_number_where_its_place_is_clear() {
        assert_eq!(life(&["a b c", "a x c"]), [vec![1, 2, 3], vec![1, 2, 3]]);
        assert_eq!(life(&["a", "x"]), [vec![1], vec![1]]);
        assert_eq!(life(&["a b", "a x"]), [vec![1, 2], vec![1, 2]]);
        assert_eq!(life(&["a b c", "a x y c"]), [vec![1, 2, 3], vec![1, 4, 5, 3]], "one of two: nobody knows which");
        assert_eq!(life(&["a b c", "c x a"]), [vec![1, 2, 3], vec![3, 4, 1]], "the neighbours changed places");
        assert_eq!(life(&["a b", "x y"]), [vec![1, 2], vec![3, 4]]);
    }

    #[test]
    fn of_equal_texts_those_with_the_same_neighbours_go_together() {
        assert_eq!(life(&["x a x b", "a x b"]), [vec![1, 2, 3, 4], vec![2, 3, 4]]);
        assert_eq!(life(&["x x", "x x x"]), [vec![1, 2], vec![1, 3, 2]]);
    }

    #[test]
    fn five_thousand_edits_never_move_a_number() {
        let mut state = 7_u64;
        let mut below = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) as usize) % end.max(1)
        };
        let mut texts: Vec<u32> = (0..5).collect();
        let print = |texts: &[u32]| texts.iter().map(|text| fingerprint(&text.to_string())).collect::<Vec<_>>();
        let mut now = number(&[], 0, &print(&texts));
        let mut fresh = 5;
        // Which text each number was ever given to, by its first owner's line of rewordings.
        for _ in 0..5_000 {
            let before: BTreeMap<Fingerprint, u16> =
                now.blanks.iter().map(|blank| (blank.print, blank.number)).collect();
            for _ in 0..=below(3) {
                let at = below(texts.len());
                fresh += 1;
                match below(4) {
                    0 if texts.len() < 12 => texts.insert(at, fresh),
                    1 if texts.len() > 1 => drop(texts.remove(at)),
                    2 => {
                        let other = below(texts.len());
                        texts.swap(at, other);
                    }
                    _ => texts[at] = fresh,
                }
            }
            let later = number(&now.blanks, now.next, &print(&texts));
            let mut seen = std::collections::BTreeSet::new();
            for blank in &later.blanks {
                assert!(seen.insert(blank.number) && blank.number < later.next);
                match before.get(&blank.print) {
                    Some(number) => assert_eq!(*number, blank.number, "a text that survived"),
                    None => assert!(blank.number >= now.next || before.values().any(|old| *old == blank.number)),
                }
            }
            now = Numbered { next: later.next % 60_000, ..later };
            if now.next > 50_000 {
                now = number(&[], 0, &print(&texts));
            }
        }
    }
}
