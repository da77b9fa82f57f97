//! Rivals: notes that are found already, or that had left, and that a draft is like as well. A near-twin of
//! one of them is no edit of another note.

use std::collections::{BTreeSet, HashMap};

use super::Fingerprint;
use super::candidates::{candidates, near};
use super::likeness::{Likeness, Texts};
use super::rarity::Rarity;
use super::similar::Pair;
use super::table::{Pool, Table};
use super::verdict::{MARGIN, Verdict};

/// Prints of front and back.
type Prints = (Fingerprint, Fingerprint);

/// Leaves to a person what is as much like a note that is found already, or that had left: it may be a
/// near-twin of that one. Doubtful is what was written anew, and a question that several have.
pub(super) fn doubt_twins(table: &Table<'_>, pool: Pool, pairs: &mut [Pair], rarity: &Rarity) {
    let places: BTreeSet<usize> = pairs.iter().filter(|pair| pair.is_doubtful()).map(|pair| pair.draft).collect();
    if places.is_empty() {
        return;
    }
    let draft = |place: usize| {
        let draft = table.drafts.get(place)?;
        Some((place, ((draft.outline.kind, draft.home), Texts::of_outline(draft.outline))))
    };
    let (places, drafts): (Vec<_>, Vec<_>) = places.into_iter().filter_map(draft).unzip();
    let others = table.olds.iter().enumerate().filter(|(place, old)| !(table.is_free(*place) && pool.holds(old)));
    let others: Vec<_> = others.map(|(_, old)| ((old.record.kind, old.home), old.record)).collect();
    let others: Vec<_> = near(&drafts, &others, rarity).into_iter().filter_map(|at| others.get(at)).collect();
    let others: Vec<_> = others.into_iter().map(|(class, record)| (*class, Texts::of_record(record))).collect();
    // Of each draft: what others say, and how alike that is.
    let mut rivals: HashMap<usize, Vec<(Prints, f64)>> = HashMap::new();
    for (draft, other) in candidates(&drafts, &others, rarity) {
        if let (Some(place), Some((_, new)), Some((_, old))) = (places.get(draft), drafts.get(draft), others.get(other))
        {
            let score = Likeness::of(old, new, rarity).score();
            rivals.entry(*place).or_default().push((old.prints(), score));
        }
    }
    for pair in pairs.iter_mut().filter(|pair| pair.is_doubtful()) {
        let Some(old) = table.olds.get(pair.old).map(|old| (old.record.front_print, old.record.back_print)) else {
            continue;
        };
        // A copy of the note is no other note.
        let wins = |(prints, score): &(Prints, f64)| *prints != old && pair.score < score + MARGIN;
        if rivals.get(&pair.draft).is_some_and(|rivals| rivals.iter().any(wins)) {
            pair.verdict = Verdict::Ask;
        }
    }
}
