//! Marks: the texts of a draft or a note and where it stands, and the keys that are made of them.

use std::hash::{BuildHasherDefault, Hasher};

use super::Fingerprint;
use super::home::Home;
use super::table::{Draft, Old};
use crate::draft::Outline;
use crate::note::Kind;

/// What a draft and a note must share to be the same; `None` does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key<'a> {
    pub kind: Kind,
    /// The question it is a part of, or that it is none: always matters.
    pub home: Option<Home>,
    pub anchor: Option<&'a str>,
    pub front: Option<Fingerprint>,
    pub back: Option<Fingerprint>,
    pub parent: Option<Fingerprint>,
    pub path: Option<&'a str>,
}

/// Hashes keys fast: they are prints already, but for paths. Nobody gains by making them collide.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Mixer(u64);

pub(super) type Quick = BuildHasherDefault<Mixer>;

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(chunk.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
        }
    }

    fn write_u64(&mut self, part: u64) {
        self.0 = (self.0.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u8(&mut self, part: u8) {
        self.write_u64(u64::from(part));
    }

    fn write_isize(&mut self, part: isize) {
        self.write_u64(part as u64);
    }
}

/// The texts of a draft or a note, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks<'a> {
    pub kind: Kind,
    pub anchor: Option<&'a str>,
    pub front: Fingerprint,
    pub back: Fingerprint,
    pub home: Option<Home>,
    pub parent: Option<Fingerprint>,
    pub path: &'a str,
    pub text: &'a str,
}

impl<'a> Draft<'a> {
    pub(super) fn marks(&self) -> Marks<'a> {
        let Outline { kind, front_print, back_print, parent, .. } = *self.outline;
        let (anchor, text) = (self.outline.anchor.as_deref(), self.outline.kept_front());
        Marks { kind, anchor, front: front_print, back: back_print, home: self.home, parent, path: self.path, text }
    }
}

impl<'a> Old<'a> {
    pub(super) fn marks(&self) -> Marks<'a> {
        let record = self.record;
        let (front, back, home, parent) = (record.front_print, record.back_print, self.home, record.parent);
        let (anchor, path, text) = (record.anchor.as_deref(), &*record.path, &*record.front);
        Marks { kind: record.kind, anchor, front, back, home, parent, path, text }
    }
}

/// A question of fewer words can stand for many: it is known by its document too.
const WORDS_OF_ITS_OWN: usize = 3;

impl<'a> Marks<'a> {
    pub(super) fn bare(self) -> Key<'a> {
        Key { kind: self.kind, home: self.home, anchor: None, front: None, back: None, parent: None, path: None }
    }

    pub(super) fn anchored(self) -> Option<Key<'a>> {
        self.anchor.map(|anchor| Key { anchor: Some(anchor), ..self.bare() })
    }

    pub(super) fn texts(self) -> Key<'a> {
        Key { front: Some(self.front), back: Some(self.back), ..self.bare() }
    }

    /// The question.
    pub(super) fn front(self) -> Key<'a> {
        let short = self.text.split_whitespace().take(WORDS_OF_ITS_OWN).count() < WORDS_OF_ITS_OWN;
        let path = (short && self.home.is_none()).then_some(self.path);
        Key { front: Some(self.front), path, ..self.bare() }
    }

    /// The answer.
    pub(super) fn back(self) -> Key<'a> {
        Key { back: Some(self.back), ..self.bare() }
    }
}
