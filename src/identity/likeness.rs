//! Likeness: how much of a note's texts, as far as the lock keeps them, a draft has.

use super::Record;
use super::backs::Backs;
use super::fronts::{Fronts, fronts};
use super::rarity::Rarity;
use super::words::{Word, words};
use super::{Fingerprint, Sketch};
use crate::draft::{KEPT, Outline};

/// What is compared: the same of a record and of a draft.
#[derive(Debug)]
pub(super) struct Texts<'a> {
    pub words: Vec<Word>,
    /// Whether the kept front is not all of it.
    pub cut: bool,
    pub front: &'a str,
    pub front_print: Fingerprint,
    pub front_sketch: &'a Sketch,
    pub back_print: Fingerprint,
    pub back_sketch: &'a Sketch,
    /// Whether it is a fact: what it says is compared within its question alone.
    pub part: bool,
}

impl<'a> Texts<'a> {
    /// Of a record.
    pub(super) fn of_record(record: &'a Record) -> Texts<'a> {
        let texts = Texts::new(
            &record.front,
            (record.front_print, &record.front_sketch),
            (record.back_print, &record.back_sketch),
        );
        Texts { part: record.parent.is_some(), ..texts }
    }

    /// Of a draft, no more than a record would keep.
    pub(super) fn of_outline(outline: &'a Outline) -> Texts<'a> {
        let front = (outline.front_print, &outline.front_sketch);
        let texts = Texts::new(outline.kept_front(), front, (outline.back_print, &outline.back_sketch));
        Texts { part: outline.parent.is_some(), ..texts }
    }

    fn new(text: &'a str, front: (Fingerprint, &'a Sketch), back: (Fingerprint, &'a Sketch)) -> Texts<'a> {
        let cut = !front.1.is_empty() && text.chars().count() >= KEPT;
        let mut words = words(text);
        if cut {
            // The last word may be half a word.
            words.pop();
        }
        let ((front_print, front_sketch), (back_print, back_sketch)) = (front, back);
        Texts { words, cut, front: text, front_print, front_sketch, back_print, back_sketch, part: false }
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
    /// The same as `front`, with every word that may be another mistyped.
    pub front_at_most: f64,
    /// How the fronts differ.
    pub change: Change,
    /// Whether the backs are long enough to say by themselves which note it is.
    pub telling_back: bool,
    /// Whether the backs have so many words that no two questions share them.
    pub long_back: bool,
    /// Whether words were put in the place of others, and all else of the front is as it was.
    pub exchanged: bool,
    /// Whether both are facts of one question.
    pub part: bool,
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
        let back = Backs::of(old, new, rarity);
        let same = Fronts { like: 1.0, like_at_most: 1.0, change: Change::Slight, exchanged: false };
        let front = if same_front { same } else { fronts(old, new, &back, rarity) };
        Likeness {
            front: front.like,
            front_at_most: front.like_at_most,
            back: back.like,
            same_front,
            same_back: back.same,
            change: front.change,
            telling_back: back.telling,
            long_back: back.long,
            exchanged: front.exchanged,
            part: back.part,
        }
    }
}
