//! Blanks: which blank of a cloze is which of those it had.
//!
//! A blank is the same where its text is still there; of equal texts, those with the same neighbours go
//! together. A blank whose text changed is the same where it stands between the same neighbours and is the
//! only one there, unless the text shows that another word was hidden instead.

use std::collections::BTreeMap;

use super::{Blank, Record};
use crate::draft::Outline;

/// What two clozes have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Common {
    /// One blank was reworded; another, and all around them, is the same.
    AllButOne,
    /// One asks for all that the other asks for, and for two things at least.
    Asked,
    /// Less.
    Less,
}

/// Compares the clozes of a record and a draft.
pub(super) fn common(record: &Record, outline: &Outline) -> Common {
    let (old, new) = (&record.blanks, &outline.blanks);
    let without = |blanks: &[Blank], others: &[Blank]| -> Vec<Box<str>> {
        let alone = blanks.iter().filter(|blank| others.iter().all(|other| other.text != blank.text));
        alone.map(|blank| blank.text.clone()).collect()
    };
    let (gone, come) = (without(old, new), without(new, old));
    let (was, is) = (&*record.front, outline.kept_front());
    match (gone.as_slice(), come.as_slice()) {
        ([gone], [come]) if old.len() >= 2 && is.replacen(&**come, gone, 1) == was => Common::AllButOne,
        ([], _) | (_, []) if old.len().min(new.len()) >= 2 => Common::Asked,
        _ => Common::Less,
    }
}

/// For each new blank the place of the old one that it is. Both sides with the text the blanks stand in.
pub(super) fn find(old: (&str, &[Blank]), new: (&str, &[Blank])) -> Vec<Option<usize>> {
    let ((old_front, old), (new_front, new)) = (old, new);
    let mut from: Vec<Option<usize>> = vec![None; new.len()];
    let mut free = vec![true; old.len()];
    same_texts(old, new, &mut from, &mut free);
    same_neighbours(&mut from, &mut free, |was, is| {
        let pair = old.get(was).zip(new.get(is));
        pair.is_some_and(|(was, is)| may_be_reworded((old_front, &was.text), (new_front, &is.text)))
    });
    from
}

/// Whether a blank may be the other reworded. It is not where the old words are still there for all
/// to see, or the new ones were: then another word was hidden. What grew or shrank is the same blank.
fn may_be_reworded(old: (&str, &str), new: (&str, &str)) -> bool {
    let ((old_front, was), (new_front, is)) = (old, new);
    is.contains(was) || was.contains(is) || !(new_front.contains(was) || old_front.contains(is))
}

/// Joins blanks of the same text: those between the same neighbours first, then in order.
fn same_texts(old: &[Blank], new: &[Blank], from: &mut [Option<usize>], free: &mut [bool]) {
    for width in [2, 1, 0] {
        let mut left: BTreeMap<(&str, Vec<Option<&str>>), Vec<usize>> = BTreeMap::new();
        for (at, blank) in old.iter().enumerate().rev().filter(|(at, _)| free.get(*at) == Some(&true)) {
            left.entry((&blank.text, neighbours(old, at, width))).or_default().push(at);
        }
        for (at, blank) in new.iter().enumerate() {
            if let Some(slot) = from.get_mut(at).filter(|slot| slot.is_none())
                && let Some(found) = left.get_mut(&(&*blank.text, neighbours(new, at, width))).and_then(Vec::pop)
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
fn neighbours(blanks: &[Blank], at: usize, width: usize) -> Vec<Option<&str>> {
    let before = at.checked_sub(1).and_then(|at| blanks.get(at)).map(|blank| &*blank.text);
    let after = blanks.get(at + 1).map(|blank| &*blank.text);
    [before, after].into_iter().take(width).collect()
}

/// Joins what stands alone between the same two neighbours, in the old order and in the new one,
/// where `may_be` says that the new blank may be the old one.
fn same_neighbours(from: &mut [Option<usize>], free: &mut [bool], may_be: impl Fn(usize, usize) -> bool) {
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
            && may_be(place, at)
        {
            *slot = Some(place);
            if let Some(free) = free.get_mut(place) {
                *free = false;
            }
        }
    }
}
