//! Stamp: when a note was made and last changed, and the lock that remembers it. `mod` moves only
//! where rendered fields or tags moved, and never backwards, whatever the clock says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::shared::Shared;
use super::{Fingerprint, Lock, LookRecord, Numbered, Record, number};
use crate::draft::Outline;
use crate::note::{Fields, Guid, Kind};
use crate::path::SourcePath;

/// The moment of a build, read from the clock once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub milliseconds: i64,
}

impl Moment {
    /// Seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.milliseconds.div_euclid(1000)
    }
}

/// What a build does to a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Seen for the first time.
    New,
    /// Known, nothing changed.
    Same,
    /// Known, its fields or tags changed.
    Edited,
    /// Known, unchanged, in another document.
    Moved,
    /// Was retired and is back.
    Revived,
    /// Left the content in this build.
    Retired,
}

impl Fate {
    /// All fates, in the order in which they are told.
    pub const ALL: [Fate; 6] = [Fate::New, Fate::Edited, Fate::Moved, Fate::Revived, Fate::Same, Fate::Retired];

    /// In one word.
    pub fn name(self) -> &'static str {
        match self {
            Fate::New => "new",
            Fate::Same => "same",
            Fate::Edited => "edited",
            Fate::Moved => "moved",
            Fate::Revived => "revived",
            Fate::Retired => "retired",
        }
    }
}

/// What the stamp says of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// Anki's note id, milliseconds since 1970.
    pub made: i64,
    /// Anki's `mod`, seconds since 1970.
    pub modified: i64,
    /// The deck its cards are in.
    pub deck: Arc<str>,
    /// What happened to it.
    pub fate: Fate,
}

/// Carries a lock from one build to the next.
#[derive(Debug)]
pub struct Stamp {
    pub(super) lock: Lock,
    pub(super) now: Moment,
    shared: Shared,
    made: BTreeSet<i64>,
    next: i64,
    pub(super) fates: BTreeMap<Fate, usize>,
}

impl Stamp {
    /// Begins with the lock of the last build.
    pub fn new(lock: Lock, now: Moment) -> Stamp {
        let made = lock.records.values().map(|record| record.made).collect();
        Stamp { lock, now, shared: Shared::default(), made, next: now.milliseconds.max(1), fates: BTreeMap::new() }
    }

    /// Stamps a rendered note; `deck` is where it goes if it is new.
    pub fn note(
        &mut self,
        guid: &Guid,
        path: &SourcePath,
        outline: &Outline,
        deck: &Arc<str>,
        fields: &Fields,
    ) -> Stamped {
        // The tag that says that it is a fact.
        let fact = outline.parent.map(|_| "fact");
        let tags = outline.tags.iter().map(|tag| tag.as_str()).chain(fact);
        let digest = digest(outline.kind, fields, tags);
        let now = self.now.seconds();
        let old = self.lock.records.get(guid);
        let (made, modified, fate) = match old {
            None => (self.fresh_id(), now.max(1), Fate::New),
            Some(old) => {
                let changed = old.digest != digest;
                let modified = if changed { now.max(old.modified + 1) } else { old.modified };
                let fate = match (old.retired, changed, &*old.path == path.as_str()) {
                    (Some(_), _, _) => Fate::Revived,
                    (None, true, _) => Fate::Edited,
                    (None, false, false) => Fate::Moved,
                    (None, false, true) => Fate::Same,
                };
                (old.made, modified, fate)
            }
        };
        let deck = self.lock.records.get(guid).map_or(deck, |old| &old.deck).clone();
        *self.fates.entry(fate).or_default() += 1;
        let old = self.lock.records.remove(guid);
        let Numbered { blanks, next: next_blank, .. } = match outline.blanks.is_empty() {
            true => Numbered::default(),
            false => number(old.as_ref(), outline),
        };
        let record = Record {
            digest,
            made,
            modified,
            deck: deck.clone(),
            blanks: blanks.into(),
            next_blank,
            ..Record::of(path.shared(), self.shared.text(&outline.trail.join(" / ")), outline)
        };
        self.lock.records.insert(*guid, record);
        Stamped { made, modified, deck, fate }
    }

    /// Stamps the look of a note type; returns when it last changed, in seconds since 1970.
    pub fn look(&mut self, kind: Kind, look: &blake3::Hash) -> i64 {
        let mut record = LookRecord::new(look, self.now.seconds().max(1));
        if let Some(old) = self.lock.looks.get(&kind) {
            let changed = old.digest != record.digest;
            record.modified = if changed { record.modified.max(old.modified + 1) } else { old.modified };
        }
        let modified = record.modified;
        self.lock.looks.insert(kind, record);
        modified
    }

    /// Ends the build; notes that are gone were [retired](Stamp::retire).
    pub fn finish(self) -> (Lock, BTreeMap<Fate, usize>) {
        (self.lock, self.fates)
    }

    /// A note id that no other note has: now, or the next free millisecond.
    fn fresh_id(&mut self) -> i64 {
        while !self.made.insert(self.next) {
            self.next += 1;
        }
        self.next
    }
}

/// Digest of all that Anki would show of a note.
pub(super) fn digest<'a>(kind: Kind, fields: &'a Fields, tags: impl Iterator<Item = &'a str>) -> Fingerprint {
    let Fields { front, back, extra, context, source } = fields;
    Fingerprint::of_parts([kind.name(), front, back, extra, context, source].into_iter().chain(tags))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Shown;
    use crate::identity::{Scope, identify};

    fn outline(front: &str, back: &str) -> Outline {
        Outline::new(Kind::Basic, Shown::text(front), Shown::text(back))
    }

    /// One build of documents given as (path, [(front, back)]).
    fn build(lock: Lock, second: i64, documents: &[(&str, &[(&str, &str)])]) -> (Lock, Vec<(Guid, Stamped)>) {
        let documents: Vec<_> = documents
            .iter()
            .map(|(path, notes)| (SourcePath::new(path), notes.iter().map(|(f, b)| outline(f, b)).collect::<Vec<_>>()))
            .collect();
        let found = identify(&documents, &lock, &Scope::default());
        let mut stamp = Stamp::new(lock, Moment { milliseconds: second * 1000 });
        let mut out = Vec::new();
        for ((path, outlines), guids) in documents.iter().zip(&found.guids) {
            for (outline, guid) in outlines.iter().zip(guids) {
                let back = format!("{} {}", outline.front, outline.back_print);
                let fields = Fields { front: outline.front.to_string(), back, ..Fields::default() };
                out.push((*guid, stamp.note(guid, path, outline, &"Deck".into(), &fields)));
            }
        }
        stamp.retire(&found.gone);
        (stamp.finish().0, out)
    }

    #[test]
    fn mod_moves_with_content_and_only_forwards() {
        let (lock, first) = build(Lock::new("s"), 1000, &[("a.md", &[("Q1", "A1"), ("Q2", "A2")])]);
        let (lock, same) = build(lock, 2000, &[("a.md", &[("Q1", "A1"), ("Q2", "A2")])]);
        assert_eq!(
            first.iter().map(|(g, s)| (g, s.modified)).collect::<Vec<_>>(),
            same.iter().map(|(g, s)| (g, s.modified)).collect::<Vec<_>>()
        );
        // The clock jumped back, the edit arrives all the same.
        let (_, edited) = build(lock, 5, &[("a.md", &[("Q1", "A1 better"), ("Q2", "A2")])]);
        assert_eq!((edited[0].0, edited[0].1.fate, edited[0].1.modified), (first[0].0, Fate::Edited, 1001));
        assert_eq!((edited[1].1.fate, edited[1].1.modified), (Fate::Same, 1000));
    }

    #[test]
    fn moved_retired_and_revived_notes_keep_their_guid() {
        let (lock, first) = build(Lock::new("s"), 1, &[("a.md", &[("Q1", "A1"), ("Q2", "A2")])]);
        let (lock, moved) = build(lock, 2, &[("a.md", &[("Q1", "A1")]), ("b.md", &[("Q2", "A2")])]);
        assert_eq!((&moved[1].0, moved[1].1.fate), (&first[1].0, Fate::Moved));
        let (lock, _) = build(lock, 3, &[("a.md", &[("Q1", "A1")])]);
        assert_eq!(lock.records[&first[1].0].retired, Some(3));
        let (lock, revived) = build(lock, 4, &[("a.md", &[("Q1", "A1")]), ("b.md", &[("Q2", "A2")])]);
        assert_eq!((&revived[1].0, revived[1].1.fate), (&first[1].0, Fate::Revived));
        assert_eq!(lock.records.len(), 2);
    }

    #[test]
    fn copies_are_different_notes_in_a_stable_order() {
        let copies: &[(&str, &str)] = &[("Q", "A"), ("Q", "A"), ("Q", "B")];
        let (lock, first) = build(Lock::new("s"), 1, &[("a.md", copies)]);
        let (_, again) = build(lock, 2, &[("a.md", copies)]);
        let guids = |notes: &[(Guid, Stamped)]| notes.iter().map(|(guid, _)| *guid).collect::<Vec<_>>();
        assert_eq!(guids(&first), guids(&again));
        assert_eq!(guids(&first).into_iter().collect::<BTreeSet<_>>().len(), 3);
        let ids: BTreeSet<_> = first.iter().map(|(_, stamped)| stamped.made).collect();
        assert_eq!(ids.len(), 3);
    }

    #[test]
    fn of_two_questions_with_one_front_none_takes_the_others_history() {
        let (lock, first) = build(Lock::new("s"), 1, &[("a.md", &[("Output?", "1"), ("Output?", "2")])]);
        let (_, second) = build(lock, 2, &[("a.md", &[("Output?", "2"), ("Output?", "3")])]);
        assert_eq!(second[0].0, first[1].0);
        // One note and one draft are left with this front, but two different notes had it.
        assert!(first.iter().all(|(old, _)| *old != second[1].0));
        let (lock, first) = build(Lock::new("s"), 1, &[("a.md", &[("Output?", "1"), ("Output?", "2")])]);
        let (_, second) = build(lock, 2, &[("a.md", &[("Output?", "3"), ("Output?", "4")])]);
        assert!(second.iter().all(|(guid, _)| first.iter().all(|(old, _)| old != guid)));
    }

    #[test]
    fn a_first_build_can_be_repeated_and_projects_stay_apart() {
        let documents: &[(&str, &[(&str, &str)])] = &[("a.md", &[("Q", "A")])];
        let guid = |seed: &str| build(Lock::new(seed), 1, documents).1[0].0;
        assert_eq!(guid("one"), guid("one"));
        assert_ne!(guid("one"), guid("two"));
    }

    #[test]
    fn a_document_that_was_not_read_keeps_its_notes() {
        let (lock, _) = build(Lock::new("s"), 1, &[("a.md", &[("Q1", "A1")]), ("b.md", &[("Q2", "A2")])]);
        let documents = [(SourcePath::new("a.md"), vec![outline("Q1", "A1")])];
        let unread = Scope { only: None, unread: [SourcePath::new("b.md")].into() };
        assert!(identify(&documents, &lock, &unread).gone.is_empty());
        let only = Scope { only: Some(SourcePath::new("a.md")), unread: BTreeSet::new() };
        assert!(identify(&documents, &lock, &only).gone.is_empty());
        assert_eq!(identify(&documents, &lock, &Scope::default()).gone.len(), 1);
    }
}
