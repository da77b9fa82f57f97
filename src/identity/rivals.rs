//! Rivals: notes that are found already, or that had left, and that a draft is like as well. A near-twin of
//! one of them is no edit of another note.

use std::collections::{BTreeSet, HashMap};

use super::Fingerprint;
use super::candidates::{candidates, near};
use super::likeness::{Likeness, Texts};
use super::rarity::Rarity;
use super::similar::Pair;
use super::table::{Pool, Table};
use super::verdict::Verdict;

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
    let (at, others): (Vec<_>, Vec<_>) =
        others.map(|(place, old)| (place, ((old.record.kind, old.home), old.record))).unzip();
    let near = near(&drafts, &others, rarity).into_iter().filter_map(|one| Some((*at.get(one)?, others.get(one)?)));
    let (at, others): (Vec<_>, Vec<_>) =
        near.map(|(place, (class, record))| (place, (*class, Texts::of_record(record)))).unzip();
    // Of each draft: the others, what they say, and how alike that is.
    let mut rivals: HashMap<usize, Vec<(usize, Prints, f64)>> = HashMap::new();
    for (draft, other) in candidates(&drafts, &others, rarity) {
        if let (Some(place), Some((_, new)), Some((_, old)), Some(rival)) =
            (places.get(draft), drafts.get(draft), others.get(other), at.get(other))
        {
            let score = Likeness::of(old, new, rarity).score();
            rivals.entry(*place).or_default().push((*rival, old.prints(), score));
        }
    }
    for pair in pairs.iter_mut().filter(|pair| pair.is_doubtful()) {
        let Some(old) = table.olds.get(pair.old).map(|old| (old.record.front_print, old.record.back_print)) else {
            continue;
        };
        // A copy of the note is no other note.
        let wins =
            |(_, prints, score): &&(usize, Prints, f64)| *prints != old && !pair.doubt.is_won(pair.score, *score);
        let winners = rivals.get(&pair.draft).into_iter().flatten().filter(wins);
        if let Some((rival, _, _)) = winners.max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0))) {
            pair.verdict = Verdict::Ask;
            pair.rival = Some(*rival);
        }
    }
}
