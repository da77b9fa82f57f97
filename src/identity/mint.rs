//! New guids.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Draft;
use super::{Fingerprint, Lock};
use crate::draft::Outline;
use crate::note::{Guid, Kind};

/// What a first guid is made from. The lock decides from then on, and all of this may change.
pub(super) struct Birth<'a> {
    pub seed: &'a str,
    pub kind: Kind,
    pub path: &'a str,
    pub front: Fingerprint,
    pub back: Fingerprint,
    pub parent: Option<Fingerprint>,
}

impl<'a> Birth<'a> {
    /// Of a draft that no note was found for.
    pub(super) fn of(draft: &Draft<'a>, lock: &'a Lock) -> Birth<'a> {
        let Outline { kind, front_print: front, back_print: back, parent, .. } = *draft.outline;
        Birth { seed: &lock.seed, kind, path: draft.path, front, back, parent }
    }
}

/// The guids made in a build.
#[derive(Debug, Default)]
pub(super) struct Born {
    guids: BTreeSet<Guid>,
    /// The next copy's number for each birth, so that many copies of one question cost no more than one each.
    copies: BTreeMap<Fingerprint, u64>,
}

/// Makes a guid that is neither in the lock nor in `born`, and adds it there. The same births in the
/// same order give the same guids, so a first build can be repeated anywhere.
pub(super) fn mint(birth: &Birth<'_>, lock: &Lock, born: &mut Born) -> Guid {
    let front = birth.front.to_string();
    let back = birth.back.to_string();
    let parent = birth.parent.map(|parent| parent.to_string());
    let texts = || [birth.kind.name(), birth.path, front.as_str(), back.as_str()].into_iter().chain(parent.as_deref());
    let whole = Fingerprint::of_parts(texts());
    let copy = born.copies.entry(whole).or_default();
    loop {
        let number = copy.to_string();
        *copy += 1;
        let parts = ["recto", birth.seed].into_iter().chain(texts()).chain([number.as_str()]);
        let guid = Guid::from_bits(Fingerprint::of_parts(parts).bits());
        if !lock.records.contains_key(&guid) && born.guids.insert(guid) {
            return guid;
        }
    }
}
