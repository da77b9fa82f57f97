//! Likeness: how much of a note's texts, as far as the lock keeps them, a draft has.

use super::Record;
use super::rarity::Rarity;
use super::sketch::Side;
use super::words::{Sort, Word, is_near, is_slip, words};
use super::{Fingerprint, Sketch};
use crate::draft::{KEPT, Outline};

/// What is compared: the same of a record and of a draft.
#[derive(Debug)]
pub(super) struct Texts<'a> {
    words: Vec<Word>,
    /// Whether the kept front is not all of it.
    cut: bool,
    front: &'a str,
    front_print: Fingerprint,
    front_sketch: &'a Sketch,
    back_print: Fingerprint,
    back_sketch: &'a Sketch,
    pub parent: Option<Fingerprint>,
}

impl<'a> Texts<'a> {
    /// Of a record.
    pub(super) fn of_record(record: &'a Record) -> Texts<'a> {
        Texts::new(&record.front, (record.front_print, &record.front_sketch), (record.back_print, &record.back_sketch))
            .within(record.parent)
    }

    /// Of a draft, no more than a record would keep.
    pub(super) fn of_outline(outline: &'a Outline) -> Texts<'a> {
        let front = (outline.front_print, &outline.front_sketch);
        Texts::new(outline.kept_front(), front, (outline.back_print, &outline.back_sketch)).within(outline.parent)
    }

    fn new(text: &'a str, front: (Fingerprint, &'a Sketch), back: (Fingerprint, &'a Sketch)) -> Texts<'a> {
        let cut = !front.1.is_empty() && text.chars().count() >= KEPT;
        let mut words = words(text);
        if cut {
            // The last word may be half a word.
            words.pop();
        }
        let ((front_print, front_sketch), (back_print, back_sketch)) = (front, back);
        Texts { words, cut, front: text, front_print, front_sketch, back_print, back_sketch, parent: None }
    }

    fn within(self, parent: Option<Fingerprint>) -> Texts<'a> {
        Texts { parent, ..self }
    }

    /// The words of the front.
    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// The sample of the back's words.
    pub(super) fn back(&self) -> &'a Sketch {
        self.back_sketch
    }

    /// The prints of both texts.
    pub(super) fn prints(&self) -> (Fingerprint, Fingerprint) {
        (self.front_print, self.back_print)
    }
}

/// What two pairs of texts have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    /// Share of the fronts' words, each by its rarity; 1 where they are the same.
    pub front: f64,
    /// The same of the backs.
    pub back: f64,
    pub same_front: bool,
    pub same_back: bool,
    /// How the fronts differ.
    pub change: Change,
    /// Whether the backs are long enough to say by themselves which note it is.
    pub telling_back: bool,
    /// Whether both are parts of the same question, or of none.
    pub same_parent: bool,
}

/// How two fronts differ, most harmless first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// By slips of the fingers, by common words, or not at all.
    Slight,
    /// Words were added or taken away, none of which turns the meaning around.
    Longer,
    /// Many words: the question was written anew.
    Reworded,
    /// Few words, and those decide what is asked: so do near-twins differ.
    Pointed,
}

impl Likeness {
    /// One figure for ranking.
    pub(super) fn score(&self) -> f64 {
        (self.front + self.back) / 2.0
    }

    /// Compares a note with a draft.
    pub(super) fn of(old: &Texts<'_>, new: &Texts<'_>, rarity: &Rarity) -> Likeness {
        let same_front = old.front_print == new.front_print;
        let same_back = old.back_print == new.back_print;
        let (back, told) = backs(old.back_sketch, new.back_sketch, rarity);
        let back = if same_back { 1.0 } else { back };
        let (front, change) = if same_front { (1.0, Change::Slight) } else { fronts(old, new, back, rarity) };
        Likeness {
            front,
            back,
            same_front,
            same_back,
            change,
            telling_back: told,
            same_parent: old.parent == new.parent,
        }
    }
}

/// Kept words of a back from which on it tells which note it is, and what they must weigh.
const TELLING: (usize, f64) = (5, 9.0);

fn backs(old: &Sketch, new: &Sketch, rarity: &Rarity) -> (f64, bool) {
    let (mut both, mut one) = (0.0, 0.0);
    old.compare(new, |print, side| match side {
        Side::Both => both += rarity.back(print),
        Side::First | Side::Second => one += rarity.back(print),
    });
    let weight = |sketch: &Sketch| sketch.prints().iter().map(|print| rarity.back(*print)).sum::<f64>();
    let telling =
        [old, new].into_iter().all(|sketch| sketch.prints().len() >= TELLING.0 && weight(sketch) >= TELLING.1);
    (dice(both, one), telling)
}

fn dice(both: f64, one: f64) -> f64 {
    if both > 0.0 { 2.0 * both / (2.0 * both + one) } else { 0.0 }
}

fn fronts(old: &Texts<'_>, new: &Texts<'_>, back: f64, rarity: &Rarity) -> (f64, Change) {
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
    let mut slips = Vec::new();
    dropped.retain(|word| {
        let slip = added.iter().position(|other| is_mistyped(word, other, back, rarity));
        let Some(other) = slip.map(|at| added.remove(at)) else { return true };
        both += 0.9 * rarity.front(word).min(rarity.front(other));
        slips.extend([word.print, other.print]);
        false
    });
    let one: f64 = dropped.iter().chain(&added).map(|word| rarity.front(word)).sum();
    let like = dice(both, one);
    let counted = |word: &&&Word| word.sort != Sort::Plain || word.text.len() > 3 || !rarity.is_common(word);
    let block = is_block(&old.words, &new.words, (dropped.len() + slips.len() / 2, added.len() + slips.len() / 2));
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
        // Nothing seen, yet the texts differ: what differs was not sampled.
        matters |= far_lost + far_gained + lost + gained == 0 && slips.is_empty();
        // Where the kept text ends depends on what was changed before: only the sample counts.
        let cut = old.cut || new.cut;
        (lost, gained) = if cut { (far_lost, far_gained) } else { (lost.max(far_lost), gained.max(far_gained)) };
        longer = longer && !cut && (far_lost == 0 || far_gained == 0);
        // Nor does the sample see how often a word stands there: word for word, but for slips.
        let alike = |(one, other): (&Word, &Word)| one.print == other.print || is_mistyped(one, other, back, rarity);
        matters |= cut && !old.words.iter().zip(&new.words).all(alike);
    }
    let change = match (lost, gained) {
        (0, 0) if !matters => Change::Slight,
        _ if longer && !matters => Change::Longer,
        (0..=FEW, _) | (_, 0..=FEW) => Change::Pointed,
        _ if block => Change::Pointed,
        _ => Change::Reworded,
    };
    (like, change)
}

/// Where so much of the answer is the same, a word that is nowhere else in the project is taken for
/// a mistyped one.
const MISTYPED: f64 = 0.5;
/// The same for names of code.
const MISTYPED_NAME: f64 = 0.8;
/// Whether all changed words, so many on each side, stand together: something was put in the place
/// of something else.
fn is_block(old: &[Word], new: &[Word], changed: (usize, usize)) -> bool {
    let same = |(one, other): &(&Word, &Word)| one.print == other.print;
    let start = old.iter().zip(new).take_while(same).count();
    let end = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let middle = |words: &[Word]| words.len().saturating_sub(start + end);
    (middle(old), middle(new)) == changed
}

/// Whether one word is the other mistyped; the more of the answer is the same, the more is believed.
fn is_mistyped(word: &Word, other: &Word, back: f64, rarity: &Rarity) -> bool {
    let (one, two) = (&word.text, &other.text);
    let plain = word.sort == Sort::Plain && other.sort == Sort::Plain;
    if plain && is_slip(one, two) {
        return true;
    }
    let believed = (plain && back >= MISTYPED) || (is_name(word) && is_name(other) && back >= MISTYPED_NAME);
    believed && is_near(one, two) && (rarity.is_stray(word) || rarity.is_stray(other))
}

/// Long names of code and their slips, but no numbers.
fn is_name(word: &Word) -> bool {
    let number = word.text.bytes().any(|byte| byte.is_ascii_digit());
    matches!(word.sort, Sort::Plain | Sort::Exact) && word.text.len() >= 6 && !number
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
