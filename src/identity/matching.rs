//! Drafts + lock -> guids. Steps, each among what is left, within a kind, first among the notes of
//! the last build and then among those that had left it:
//!
//! 1. the id the author gave;
//! 2. the same question and answer, in the same document, then anywhere;
//! 3. the same question, which no other has;
//! 4. the same answer, which no other has;
//! 5. likeness of both, beyond doubt and better than any other by a margin;
//! 6. else a new note, offered as an edit of the note it is most like, if it is like any.

use std::collections::{BTreeMap, BTreeSet};

use super::mint::{Birth, mint};
use super::reason::{Evidence, Offer, Reason};
use super::similar::{Pair, answers, likenesses, offers, percent, rarity};
use super::table::{Pool, Table};
use super::{Lock, Scope, exact};
use crate::draft::Outline;
use crate::note::Guid;
use crate::path::SourcePath;

/// The guid of each draft, in the order of the documents and drafts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identified {
    /// For each document its drafts' guids.
    pub guids: Vec<Vec<Guid>>,
    /// For each guid, why.
    pub reasons: Vec<Vec<Reason>>,
    /// Records in scope that no draft is.
    pub gone: Vec<Guid>,
    /// New notes that may be edits of notes that are gone, by the new guid.
    pub offers: Vec<Offer>,
    /// Ids that stand on more than one question of a document, with the places of its drafts.
    pub copied: Vec<Copied>,
}

/// An id that was copied with its question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copied {
    /// The document, as a place in the list given.
    pub document: usize,
    /// The id.
    pub anchor: String,
    /// The drafts that have it, as places in the document.
    pub drafts: Vec<usize>,
}

/// Finds each draft's note in the lock, or gives it a new guid.
pub fn identify(documents: &[(SourcePath, Vec<Outline>)], lock: &Lock, scope: &Scope) -> Identified {
    let mut table = Table::new(documents, lock, scope);
    exact::anchors(&mut table);
    exact::texts(&mut table);
    exact::fronts(&mut table);
    let mut asked = Vec::new();
    if table.waiting().next().is_some() && [Pool::Live, Pool::Retired].iter().any(|pool| table.left(*pool).next().is_some()) {
        let rarity = rarity(&table);
        answers(&mut table, &rarity);
        let live = likenesses(&mut table, Pool::Live, &rarity);
        let retired = likenesses(&mut table, Pool::Retired, &rarity);
        asked = offers(live.into_iter().chain(retired).collect());
    }
    conclude(documents, &table, asked, lock)
}

fn conclude(documents: &[(SourcePath, Vec<Outline>)], table: &Table<'_>, asked: Vec<Pair>, lock: &Lock) -> Identified {
    let mut rows: Vec<Vec<Option<(Guid, Reason)>>> = documents.iter().map(|(_, outlines)| vec![None; outlines.len()]).collect();
    let mut born: BTreeSet<Guid> = BTreeSet::new();
    let mut new: BTreeMap<usize, Guid> = BTreeMap::new();
    for (at, (draft, found)) in table.drafts.iter().zip(&table.found).enumerate() {
        let known = found.and_then(|(old, evidence)| Some((table.olds.get(old)?, evidence)));
        let decided = match known {
            Some((old, evidence)) => {
                let moved_from = (old.record.path != draft.path).then(|| old.record.path.clone());
                (old.guid.clone(), Reason { evidence, moved_from })
            }
            None => {
                let (front, back) = (draft.outline.front_print, draft.outline.back_print);
                let birth = Birth { seed: &lock.seed, kind: draft.outline.kind, path: draft.path, front, back };
                let guid = mint(&birth, lock, &mut born);
                new.insert(at, guid.clone());
                (guid, Reason { evidence: Evidence::New, moved_from: None })
            }
        };
        if let Some(row) = rows.get_mut(draft.document).and_then(|row| row.get_mut(draft.place)) {
            *row = Some(decided);
        }
    }
    let offer = |pair: Pair| {
        let (old, new) = (table.olds.get(pair.old)?.guid.clone(), new.get(&pair.draft)?.clone());
        Some(Offer { old, new, score: percent(pair.score), evidence: pair.evidence })
    };
    let mut offers: Vec<Offer> = asked.into_iter().filter_map(offer).collect();
    offers.sort_by(|a, b| a.new.cmp(&b.new));
    let mut gone: Vec<Guid> =
        [Pool::Live, Pool::Retired].into_iter().flat_map(|pool| table.left(pool)).map(|(_, old)| old.guid.clone()).collect();
    gone.sort();
    let (guids, reasons) = rows.into_iter().map(|row| row.into_iter().flatten().unzip()).unzip();
    Identified { guids, reasons, gone, offers, copied: copied(documents) }
}

fn copied(documents: &[(SourcePath, Vec<Outline>)]) -> Vec<Copied> {
    let mut out = Vec::new();
    for (document, (_, outlines)) in documents.iter().enumerate() {
        let mut by_anchor: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, outline) in outlines.iter().enumerate() {
            // The parts of one question may share what stands on it.
            if let Some(anchor) = outline.anchor.as_deref().filter(|_| outline.parent.is_none()) {
                by_anchor.entry(anchor).or_default().push(place);
            }
        }
        let twice = by_anchor.into_iter().filter(|(_, drafts)| drafts.len() > 1);
        out.extend(twice.map(|(anchor, drafts)| Copied { document, anchor: anchor.to_owned(), drafts }));
    }
    out
}
