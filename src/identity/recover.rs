//! Recover: a lost lock made again from the notes that were shipped last, as far as it is certain which
//! question each of them is. Only what is the same to the letter counts.

use std::collections::{BTreeMap, BTreeSet};

use super::retire::{RETIRED, topics};
use super::stamp::digest;
use super::{Fingerprint, Kept, Lock, Record, number};
use crate::draft::Outline;
use crate::note::{Fields, Guid, Kind};
use crate::path::SourcePath;

/// A note as a package has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipped {
    /// Its identity.
    pub guid: Guid,
    /// Its kind.
    pub kind: Kind,
    /// Anki's note id.
    pub made: i64,
    /// Anki's `mod`.
    pub modified: i64,
    /// The deck of its cards.
    pub deck: String,
    /// What it says.
    pub said: Kept,
}

/// A draft as it would be shipped.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its document.
    pub path: &'a SourcePath,
    /// Its outline.
    pub outline: &'a Outline,
    /// The guid it gets where nothing is remembered.
    pub minted: Guid,
    /// What it says.
    pub fields: &'a Fields,
}

/// What a lost lock is known to have held.
#[derive(Debug)]
pub struct Recovered {
    /// Records of all notes that were found.
    pub lock: Lock,
    /// Notes that were shipped and are not found: edited since, and more than in their answer, or gone.
    pub lost: Vec<Shipped>,
}

/// Numbers of blanks that may have been given before and are not known any more: none of them is given
/// again, so that no card takes the history of another.
const UNKNOWN: u16 = 100;

/// Finds shipped notes among the drafts: by the guid that the first build gave them, then by all they
/// say, then by the front, where only one has it. Of another project there is to be nothing in `shipped`.
pub fn recover(seed: &str, shipped: Vec<Shipped>, candidates: &[Candidate<'_>]) -> Recovered {
    let mut lock = Lock::new(seed);
    let mut live: BTreeMap<Guid, Shipped> = BTreeMap::new();
    live.extend(shipped.into_iter().filter(|note| !is_retired(note)).map(|note| (note.guid, note)));
    let mut open: Vec<&Candidate<'_>> = Vec::new();
    for draft in candidates {
        match live.get(&draft.minted).filter(|note| is_of(note, draft)) {
            Some(_) => take(&mut lock, &mut live, draft, draft.minted),
            None => open.push(draft),
        }
    }
    for key in [whole as Key, front] {
        let known = unique(live.values().map(|note| (key(note.kind, &note.said.fields), note.guid)));
        let asked = unique(open.iter().enumerate().map(|(at, draft)| (key(draft.outline.kind, draft.fields), at)));
        let mut found = BTreeSet::new();
        for (print, at) in asked {
            let (Some(guid), Some(draft)) = (known.get(&print), open.get(at)) else { continue };
            if live.get(guid).is_some_and(|note| is_of(note, draft)) {
                take(&mut lock, &mut live, draft, *guid);
                found.insert(at);
            }
        }
        let mut at = 0..;
        open.retain(|_| at.next().is_none_or(|at| !found.contains(&at)));
    }
    Recovered { lock, lost: live.into_values().collect() }
}

type Key = fn(Kind, &Fields) -> Fingerprint;

/// All that a note says, but for the link to it, which names it.
fn whole(kind: Kind, fields: &Fields) -> Fingerprint {
    let Fields { front, back, extra, context, source: _ } = fields;
    Fingerprint::of_parts([kind.name(), front, back, extra, context])
}

fn front(kind: Kind, fields: &Fields) -> Fingerprint {
    Fingerprint::of_parts([kind.name(), &fields.front])
}

/// What has a key that nothing else has.
fn unique<T>(all: impl Iterator<Item = (Fingerprint, T)>) -> BTreeMap<Fingerprint, T> {
    let mut seen: BTreeMap<Fingerprint, Option<T>> = BTreeMap::new();
    for (print, one) in all {
        seen.entry(print).and_modify(|other| *other = None).or_insert(Some(one));
    }
    seen.into_iter().filter_map(|(print, one)| Some((print, one?))).collect()
}

/// Whether a note can be that draft. Which number a blank had is known only where the text is the same.
fn is_of(note: &Shipped, draft: &Candidate<'_>) -> bool {
    note.kind == draft.outline.kind && (note.kind != Kind::Cloze || note.said.fields.front == draft.fields.front)
}

fn is_retired(note: &Shipped) -> bool {
    note.said.tags.iter().any(|tag| tag == RETIRED)
}

/// Makes the record of a note that was found.
fn take(lock: &mut Lock, live: &mut BTreeMap<Guid, Shipped>, draft: &Candidate<'_>, guid: Guid) {
    let Some(Shipped { kind, made, modified, deck, said, .. }) = live.remove(&guid) else { return };
    let numbered = number(None, draft.outline);
    let next_blank = if numbered.blanks.is_empty() { 0 } else { numbered.next.saturating_add(UNKNOWN) };
    let record = Record {
        digest: digest(kind, &said.fields, topics(&said)),
        made,
        modified,
        deck: deck.into(),
        blanks: numbered.blanks.into(),
        next_blank,
        ..Record::of(draft.path.shared(), draft.outline.trail.join(" / ").into(), draft.outline)
    };
    lock.records.insert(guid, record);
}
