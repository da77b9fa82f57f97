//! Fronts: how much of a question two notes have in common, and how they differ.

use super::backs::{Backs, dice};
use super::likeness::{Change, Texts};
use super::rarity::Rarity;
use super::sketch::{Side, Sketch};
use super::slips::{are_many, is_mistyped, slip};
use super::words::{Sort, Word};

/// What two fronts have in common.
pub(super) struct Fronts {
    pub like: f64,
    /// The same, with every word that may be another mistyped.
    pub like_at_most: f64,
    pub change: Change,
    /// Whether words were put in the place of others, and all else is as it was.
    pub exchanged: bool,
}

/// Compares two fronts; what is known of the backs says how much to believe.
pub(super) fn fronts(old: &Texts<'_>, new: &Texts<'_>, back: &Backs, rarity: &Rarity) -> Fronts {
    let mut added: Vec<&Word> = new.words.iter().collect();
    let mut dropped: Vec<&Word> = Vec::new();
    let mut both = 0.0;
    for word in &old.words {
        match added.iter().position(|other| other.print == word.print) {
            Some(at) => {
                added.remove(at);
                both += rarity.front(word);
            }
            None => dropped.push(word),
        }
    }
    let reordered = added.is_empty() && dropped.is_empty();
    // The answer speaks of the one before and of the other now: another thing is asked.
    let is_mirrored = |word: &Word, other: &Word| {
        old.back_sketch.prints().contains(&word.print) && new.back_sketch.prints().contains(&other.print)
    };
    let mut slips = Vec::new();
    let many = are_many(&dropped, &added, rarity);
    dropped.retain(|word| {
        let mistyped = |other: &Word| is_mistyped(word, other, back, many, rarity) && !is_mirrored(word, other);
        let slip = added.iter().position(|other| mistyped(other));
        let Some(other) = slip.map(|at| added.remove(at)) else { return true };
        both += 0.9 * rarity.front(word).min(rarity.front(other));
        slips.extend([word.print, other.print]);
        false
    });
    let one: f64 = dropped.iter().chain(&added).map(|word| rarity.front(word)).sum();
    let like = dice(both, one);
    let perhaps: f64 = dropped
        .iter()
        .filter_map(|word| Some((word, added.iter().find(|other| slip(word, other, rarity).is_some())?)))
        .map(|(word, other)| 0.9 * rarity.front(word).min(rarity.front(other)))
        .sum();
    let like_at_most = dice(both + perhaps, (one - 2.0 * perhaps).max(0.0));
    let counted = |word: &&&Word| word.sort != Sort::Plain || word.text.len() > 3 || !rarity.is_common(word);
    let block = is_block(old, new);
    let exchanged = block && !dropped.is_empty() && !added.is_empty();
    // Even of common words, one in the place of another can decide: *before* and *after*, *i* and *x* in code.
    let swapped = !dropped.is_empty() && !added.is_empty() && back.like < SWAPPED;
    let mut longer = dropped.is_empty() || added.is_empty();
    let (mut lost, mut gained) = (dropped.iter().filter(counted).count(), added.iter().filter(counted).count());
    // Numbers, names and signs only: what is asked is another thing.
    let block = block || dropped.iter().chain(&added).all(|word| word.sort != Sort::Plain);
    let exact = dropped.iter().chain(&added).any(|word| word.sort != Sort::Plain);
    let mut matters = exact || (reordered && old.words.iter().any(|word| word.sort != Sort::Plain));
    let mut like = like;
    if !old.front_sketch.is_empty() || !new.front_sketch.is_empty() {
        let (far, far_lost, far_gained) = whole_fronts(old, new, &slips);
        like = (like + far) / 2.0;
        // Where the kept text ends depends on what was changed before: only the sample counts.
        let cut = old.cut || new.cut;
        let seen = if cut { 0 } else { lost + gained };
        // Nothing seen, yet the texts differ: what differs was not sampled.
        matters |= far_lost + far_gained + seen == 0 && slips.is_empty();
        (lost, gained) = if cut { (far_lost, far_gained) } else { (lost.max(far_lost), gained.max(far_gained)) };
        longer = longer && !cut && (far_lost == 0 || far_gained == 0);
        // Nor does the sample see how often a word stands there: word for word, but for slips.
        let alike =
            |(one, other): (&Word, &Word)| one.print == other.print || is_mistyped(one, other, back, many, rarity);
        matters |= cut && !old.words.iter().zip(&new.words).all(alike);
    }
    let change = match (lost, gained) {
        (0, 0) if !matters && !swapped => Change::Slight,
        _ if longer && !matters => Change::Longer,
        (0..=FEW, _) | (_, 0..=FEW) => Change::Pointed,
        _ if block => Change::Pointed,
        _ => Change::Reworded,
    };
    Fronts { like, like_at_most: like_at_most.max(like), change, exchanged }
}

/// So much of the answer is the same where a common word in the place of another changes nothing.
const SWAPPED: f64 = 0.8;

/// Whether all changed words stand together: something was put in the place of something else. Of a front
/// that is kept in part, what follows them is the same as far as both go.
fn is_block(old: &Texts<'_>, new: &Texts<'_>) -> bool {
    let same = |(one, other): &(&Word, &Word)| one.print == other.print;
    let start = old.words.iter().zip(&new.words).take_while(same).count();
    let (old_rest, new_rest) = (old.words.get(start..).unwrap_or_default(), new.words.get(start..).unwrap_or_default());
    let parted =
        |gone: &[Word], come: &[Word]| !gone.iter().any(|word| come.iter().any(|other| other.print == word.print));
    if !(old.cut || new.cut) {
        let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
        let middle = |rest: &[Word]| rest.len().saturating_sub(end);
        let (gone, come) = (old_rest.get(..middle(old_rest)), new_rest.get(..middle(new_rest)));
        return parted(gone.unwrap_or_default(), come.unwrap_or_default());
    }
    let joins = |gone: usize, come: usize| {
        let (tail, other) = (old_rest.get(gone..)?, new_rest.get(come..)?);
        let all_same = tail.len().min(other.len()) > FEW && tail.iter().zip(other).all(|pair| same(&pair));
        (all_same && parted(old_rest.get(..gone)?, new_rest.get(..come)?)).then_some(())
    };
    (0..old_rest.len()).any(|gone| (0..new_rest.len()).any(|come| joins(gone, come).is_some()))
}

/// So many words on each side are few.
const FEW: usize = 2;

/// Compares fronts of which the lock keeps only the beginning, or that hold pictures.
fn whole_fronts(old: &Texts<'_>, new: &Texts<'_>, slips: &[u32]) -> (f64, usize, usize) {
    let whole = |texts: &Texts<'_>| match texts.front_sketch.is_empty() && !texts.cut {
        true => Sketch::of(texts.front),
        false => texts.front_sketch.clone(),
    };
    let (mut both, mut lost, mut gained) = (0, 0, 0);
    whole(old).compare(&whole(new), |print, side| match side {
        Side::Both => both += 1,
        _ if slips.contains(&print) => {}
        Side::First => lost += 1,
        Side::Second => gained += 1,
    });
    (dice(f64::from(both), (lost + gained) as f64), lost, gained)
}
