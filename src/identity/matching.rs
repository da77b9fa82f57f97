//! Drafts + lock -> guids. Steps, each among what is left: the same front and back in the same
//! document, then anywhere; then the same front in the same document, where only one note and one
//! draft have it; else a new note.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::mint::{Birth, mint};
use super::{Fingerprint, Lock};
use crate::draft::Outline;
use crate::note::{Guid, Kind};
use crate::path::SourcePath;

/// Which records a build may say anything about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The one document that is built, where not the whole project is.
    pub only: Option<SourcePath>,
    /// Documents that could not be read: their notes are not gone.
    pub unread: BTreeSet<SourcePath>,
}

impl Scope {
    /// Whether the notes of a document are this build's to match and to retire.
    pub fn covers(&self, path: &str) -> bool {
        let unread = self.unread.iter().any(|unread| unread.as_str() == path);
        !unread && self.only.as_ref().is_none_or(|only| only.as_str() == path)
    }
}

/// The guid of each draft, in the order of the documents and drafts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identified {
    /// For each document its drafts' guids.
    pub guids: Vec<Vec<Guid>>,
    /// Records in scope that no draft is.
    pub gone: Vec<Guid>,
}

/// Finds each draft's note in the lock, or gives it a new guid.
pub fn identify(documents: &[(SourcePath, Vec<Outline>)], lock: &Lock, scope: &Scope) -> Identified {
    let mut left = Left::new(lock, scope);
    let mut found: Vec<Vec<Option<Guid>>> = documents.iter().map(|(_, outlines)| vec![None; outlines.len()]).collect();
    for step in [Step::TextsHere, Step::TextsAnywhere, Step::FrontHere] {
        let mut waiting: BTreeMap<Key, usize> = BTreeMap::new();
        for ((path, outlines), found) in documents.iter().zip(&found) {
            for (outline, _) in outlines.iter().zip(found).filter(|(_, guid)| guid.is_none()) {
                *waiting.entry(step.key(path, outline)).or_default() += 1;
            }
        }
        for ((path, outlines), found) in documents.iter().zip(&mut found) {
            for (outline, guid) in outlines.iter().zip(found).filter(|(_, guid)| guid.is_none()) {
                let key = step.key(path, outline);
                let certain = step != Step::FrontHere || (waiting.get(&key) == Some(&1) && left.count(&key) == 1);
                *guid = if certain { left.take(&key) } else { None };
            }
        }
    }
    let mut taken: BTreeSet<Guid> = lock.records.keys().cloned().collect();
    let mut guids = Vec::new();
    for ((path, outlines), found) in documents.iter().zip(found) {
        let known_or_new = |(outline, guid): (&Outline, Option<Guid>)| {
            guid.unwrap_or_else(|| {
                let (front, back) = (outline.front_print, outline.back_print);
                mint(&Birth { seed: &lock.seed, kind: outline.kind, path: path.as_str(), front, back }, &mut taken)
            })
        };
        guids.push(outlines.iter().zip(found).map(known_or_new).collect());
    }
    Identified { guids, gone: left.into_gone() }
}

/// What a draft and a note must share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    TextsHere,
    TextsAnywhere,
    FrontHere,
}

/// What they share, as a look-up key: step, kind, document, front, back.
type Key = (u8, Kind, Option<String>, Fingerprint, Option<Fingerprint>);

impl Step {
    fn key(self, path: &SourcePath, outline: &Outline) -> Key {
        self.of(outline.kind, path.as_str(), outline.front_print, outline.back_print)
    }

    fn of(self, kind: Kind, path: &str, front: Fingerprint, back: Fingerprint) -> Key {
        match self {
            Step::TextsHere => (0, kind, Some(path.to_owned()), front, Some(back)),
            Step::TextsAnywhere => (1, kind, None, front, Some(back)),
            Step::FrontHere => (2, kind, Some(path.to_owned()), front, None),
        }
    }
}

/// The records in scope that no draft has taken yet.
struct Left<'a> {
    by_key: BTreeMap<Key, VecDeque<&'a Guid>>,
    free: BTreeSet<&'a Guid>,
}

impl<'a> Left<'a> {
    fn new(lock: &'a Lock, scope: &Scope) -> Left<'a> {
        let mut left = Left { by_key: BTreeMap::new(), free: BTreeSet::new() };
        // First made, first taken: copies of one question keep their order.
        let mut records: Vec<_> = lock.records.iter().filter(|(_, record)| scope.covers(&record.path)).collect();
        records.sort_by_key(|(_, record)| (record.retired.is_some(), record.made));
        for (guid, record) in records {
            left.free.insert(guid);
            for step in [Step::TextsHere, Step::TextsAnywhere, Step::FrontHere] {
                let key = step.of(record.kind, &record.path, record.front_print, record.back_print);
                left.by_key.entry(key).or_default().push_back(guid);
            }
        }
        left
    }

    /// How many notes with this key are left.
    fn count(&self, key: &Key) -> usize {
        self.by_key.get(key).map_or(0, |guids| guids.iter().filter(|guid| self.free.contains(*guid)).count())
    }

    fn take(&mut self, key: &Key) -> Option<Guid> {
        let guids = self.by_key.get_mut(key)?;
        while let Some(guid) = guids.pop_front() {
            if self.free.remove(guid) {
                return Some(*guid);
            }
        }
        None
    }

    fn into_gone(self) -> Vec<Guid> {
        self.free.into_iter().cloned().collect()
    }
}
