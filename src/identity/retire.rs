//! Retire: notes that left the content. Anki never deletes on import, so they are shipped once more
//! with a tag by which they can be found there.
//!
//! What such a note said is in no document any more. It is read from the last build's package, kept in
//! the note's record, and shipped with every package for a while, so that it reaches those who skip
//! one. When that ends is decided by the last change in the lock, so that the same lock gives the same
//! package. A change that lies ahead of the clock does not count: a clock was wrong then, or is now.

use std::collections::{BTreeMap, BTreeSet};

use super::Record;
use super::stamp::{Fate, Stamp, digest};
use crate::note::{Fields, Guid, Kind};

/// The tag of a note that left the content.
pub const RETIRED: &str = "recto::retired";

const DAY: i64 = 24 * 60 * 60;
/// For how long after it left, in seconds up to the last change of the project, a note is shipped: a
/// quarter of a year.
const SHIPPED: i64 = 90 * DAY;
/// What a longer time in which nothing changed counts for: a clock may have jumped, and one jump alone ends
/// nothing.
const PAUSE: i64 = 30 * DAY;

/// What a note said when it was last shipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its fields.
    pub fields: Fields,
    /// Its tags, sorted; without [`RETIRED`].
    pub tags: Vec<String>,
}

impl Stamp {
    /// Retires notes that are gone.
    pub fn retire(&mut self, gone: &[Guid]) {
        let now = self.now.seconds();
        for guid in gone {
            if let Some(record) = self.lock.records.get_mut(guid).filter(|record| record.retired.is_none()) {
                record.retired = Some(now);
                *self.fates.entry(Fate::Retired).or_default() += 1;
            }
        }
    }

    /// Retired notes that are to be tagged once it is known what they said.
    pub fn untagged(&self) -> BTreeSet<Guid> {
        let since = self.shipped_since();
        let wanted = |record: &Record| record.was.is_none() && record.retired.is_some_and(|left| left >= since);
        self.lock.records.iter().filter(|(_, record)| wanted(record)).map(|(guid, _)| *guid).collect()
    }

    /// Tags retired notes, of which this is what they said. What was not shipped last, to the letter,
    /// is not taken: it would undo an edit.
    pub fn tag(&mut self, said: BTreeMap<Guid, Kept>) {
        let now = self.now.seconds();
        for (guid, kept) in said {
            let Some(record) = self.lock.records.get_mut(&guid).filter(|record| record.retired.is_some()) else {
                continue;
            };
            if digest(record.kind, &kept.fields, topics(&kept)) == record.digest {
                record.digest = tagged(record.kind, &kept);
                record.modified = now.max(record.modified + 1);
                record.was = Some(Box::new(kept));
            }
        }
    }

    /// Lets go of what has been shipped for long enough.
    pub fn let_go(&mut self) {
        let since = self.shipped_since();
        for record in self.lock.records.values_mut() {
            if record.retired.is_none_or(|left| left < since) {
                record.was = None;
            }
        }
    }

    /// Ships no retired note any more.
    pub fn keep_untagged(&mut self) {
        self.lock.records.values_mut().for_each(|record| record.was = None);
    }

    /// The retired notes to ship.
    pub fn retired(&self) -> impl Iterator<Item = (&Guid, &Record, &Kept)> {
        self.lock.records.iter().filter_map(|(guid, record)| Some((guid, record, record.was.as_deref()?)))
    }

    /// Ids in Anki of the notes that left with this build and could not be tagged.
    pub fn left_untagged(&self) -> Vec<i64> {
        let now = self.now.seconds();
        let left = |record: &&Record| record.retired == Some(now) && record.was.is_none();
        self.lock.records.values().filter(left).map(|record| record.made).collect()
    }

    /// From when on notes that left are shipped still.
    fn shipped_since(&self) -> i64 {
        let now = self.now.seconds();
        let moments = self.lock.records.values().flat_map(|record| [Some(record.modified), record.retired]);
        let mut past: Vec<i64> = moments.flatten().filter(|moment| *moment <= now).collect();
        past.sort_unstable_by(|one, other| other.cmp(one));
        let mut counted = 0;
        for (later, earlier) in past.iter().zip(past.iter().skip(1)) {
            let between = later.saturating_sub(*earlier);
            counted += if between > SHIPPED { PAUSE } else { between };
            if counted > SHIPPED {
                return *later;
            }
        }
        i64::MIN
    }
}

/// The tags as a live note's digest has them: its topics, and whether it is a fact.
pub(super) fn topics(kept: &Kept) -> impl Iterator<Item = &str> {
    let is_kind = |tag: &&str| ["recto::question", "recto::fact"].contains(tag);
    let fact = kept.tags.iter().any(|tag| tag == "recto::fact").then_some("fact");
    kept.tags.iter().map(String::as_str).filter(move |tag| !is_kind(tag)).chain(fact)
}

fn tagged(kind: Kind, kept: &Kept) -> super::Fingerprint {
    digest(kind, &kept.fields, kept.tags.iter().map(String::as_str).chain([RETIRED]))
}
