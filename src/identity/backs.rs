//! Backs: how much of an answer two notes have in common, by the samples of their words.

use super::likeness::Texts;
use super::rarity::Rarity;
use super::sketch::{Side, Sketch};

/// Kept words of a back from which on it tells which note it is, and what they must weigh.
const TELLING: (usize, f64) = (5, 9.0);
/// The same for a fact within its question.
const TELLING_FACT: (usize, f64) = (3, 6.0);

/// Kept words of a back that is long.
const LONG: usize = 16;

/// What two backs have in common.
pub(super) struct Backs {
    /// Share of their words, each by its rarity; 1 where they are the same.
    pub like: f64,
    pub same: bool,
    /// Whether they are long enough to say by themselves which note it is.
    pub telling: bool,
    /// Whether both have so many words that no two questions share them.
    pub long: bool,
    /// Whether both are facts' texts, compared within a question.
    pub part: bool,
}

impl Backs {
    pub(super) fn of(old: &Texts<'_>, new: &Texts<'_>, rarity: &Rarity) -> Backs {
        let same = old.back_print == new.back_print;
        let (mut both, mut one) = (0.0, 0.0);
        old.back_sketch.compare(new.back_sketch, |print, side| match side {
            Side::Both => both += rarity.back(print),
            Side::First | Side::Second => one += rarity.back(print),
        });
        let weight = |sketch: &Sketch| sketch.prints().iter().map(|print| rarity.back(*print)).sum::<f64>();
        let part = old.part && new.part;
        let least = if part { TELLING_FACT } else { TELLING };
        let telling = [old.back_sketch, new.back_sketch]
            .into_iter()
            .all(|sketch| sketch.prints().len() >= least.0 && weight(sketch) >= least.1);
        let long = [old.back_sketch, new.back_sketch].into_iter().all(|sketch| sketch.len() >= LONG);
        Backs { like: if same { 1.0 } else { dice(both, one) }, same, telling, long, part }
    }
}

/// The share that is in both.
pub(super) fn dice(both: f64, one: f64) -> f64 {
    if both > 0.0 { 2.0 * both / (2.0 * both + one) } else { 0.0 }
}
