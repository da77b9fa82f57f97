//! All questions of a project, side by side.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::asked::singular;
use super::vocabulary::{is_common, subject};
use crate::draft::Outline;
use crate::identity::{Sort, Word, words};
use crate::note::Kind;
use crate::source::Span;

/// A question's note in outline, and where it is.
#[derive(Debug)]
pub struct Noted<'a> {
    /// The number of its document.
    pub document: usize,
    /// Its outline.
    pub outline: &'a Outline,
    /// Digest of what it asks, the same for upper and lower case and whatever signs of prose stand around.
    pub(super) asks: u64,
    /// Digests of those words of it that say something, sorted, each once.
    pub(super) telling: Box<[u32]>,
}

/// The questions of a project.
#[derive(Debug)]
pub struct Project<'a> {
    /// All of them, in order; facts are left out.
    pub notes: Vec<Noted<'a>>,
}

impl<'a> Project<'a> {
    /// Reads the outlines of each document.
    pub fn new(documents: impl Iterator<Item = &'a [Outline]>) -> Project<'a> {
        let number = |(document, outlines): (usize, &'a [Outline])| {
            let questions = outlines.iter().filter(|outline| outline.parent.is_none());
            questions.map(move |outline| Noted::new(document, outline))
        };
        Project { notes: documents.enumerate().flat_map(number).collect() }
    }

    /// The document and the place of a question.
    pub(super) fn place(&self, note: usize) -> Option<(usize, Span)> {
        self.notes.get(note).map(|note| (note.document, note.outline.asked))
    }
}

/// Digest of a word, the same for plural and singular.
fn print(word: &Word) -> u32 {
    let singular = singular(&word.text);
    if singular.len() == word.text.len() {
        return word.print;
    }
    words(singular).first().map_or(word.print, |word| word.print)
}

impl<'a> Noted<'a> {
    fn new(document: usize, outline: &'a Outline) -> Noted<'a> {
        let words = words(&outline.front);
        let mut hasher = DefaultHasher::new();
        words.iter().for_each(|word| word.text.hash(&mut hasher));
        let subject = match subject(&outline.front) {
            Cow::Borrowed(_) => words,
            Cow::Owned(subject) => crate::identity::words(&subject),
        };
        let mut telling: Vec<u32> = subject.iter().filter(|word| is_telling(word)).map(print).collect();
        telling.sort_unstable();
        telling.dedup();
        Noted { document, outline, asks: hasher.finish(), telling: telling.into() }
    }

    /// Whether this and `other`, which ask in the same words, ask the same: under the same heading, or by
    /// themselves and not as parts of what their headings say.
    pub(super) fn is_twin(&self, other: &Noted<'_>) -> bool {
        let (one, two) = (self.outline, other.outline);
        // Pictures and long texts are told apart by their prints alone.
        let seen = one.front_sketch.is_empty() && two.front_sketch.is_empty();
        let same = one.front_print == two.front_print || (seen && self.asks == other.asks);
        same && one.kind != Kind::Cloze && (one.trail.last() == two.trail.last() || self.telling.len() >= 2)
    }

    /// How alike both answers are, from 0 to 1.
    pub(super) fn likeness(&self, other: &Noted<'_>) -> f64 {
        let (one, two) = (self.outline, other.outline);
        if one.back_print == two.back_print { 1.0 } else { one.back_sketch.share(&two.back_sketch) }
    }

    /// Whether both have the same answer, as far as can be told.
    pub(super) fn answers_alike(&self, other: &Noted<'_>) -> bool {
        self.likeness(other) >= ALIKE
    }
}

/// The share of words from which on two answers are the same.
const ALIKE: f64 = 0.6;

/// Whether a word says something of what is asked.
pub(super) fn is_telling(word: &Word) -> bool {
    word.sort != Sort::Plain || !is_common(&word.text)
}

/// Pairs of questions in the same words: each with the first of its kind, in order.
pub(super) fn twins(project: &Project<'_>) -> Vec<(usize, usize)> {
    let mut order: Vec<(u64, usize)> = project.notes.iter().enumerate().map(|(at, note)| (note.asks, at)).collect();
    order.sort_unstable();
    let mut pairs = Vec::new();
    for group in order.chunk_by(|one, other| one.0 == other.0) {
        let mut firsts: Vec<usize> = Vec::new();
        for (_, at) in group {
            let Some(note) = project.notes.get(*at) else { continue };
            let twin = |first: &&usize| project.notes.get(**first).is_some_and(|first| note.is_twin(first));
            match firsts.iter().find(twin) {
                Some(first) => pairs.push((*at, *first)),
                // Questions of the same words under ever new headings are compared with a few of them.
                None if firsts.len() < 16 => firsts.push(*at),
                None => {}
            }
        }
    }
    pairs.sort_unstable();
    pairs
}
