//! New guids.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fingerprint, Lock};
use crate::note::{Guid, Kind};

/// What a first guid is made from. The lock decides from then on, and all of this may change.
pub(super) struct Birth<'a> {
    pub seed: &'a str,
    pub kind: Kind,
    pub path: &'a str,
    pub front: Fingerprint,
    pub back: Fingerprint,
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
    let whole = Fingerprint::of_parts([birth.kind.name(), birth.path, &front, &back]);
    let copy = born.copies.entry(whole).or_default();
    loop {
        let number = copy.to_string();
        *copy += 1;
        let parts = ["recto", birth.seed, birth.kind.name(), birth.path, &front, &back, &number];
        let guid = Guid::from_bits(Fingerprint::of_parts(parts).bits());
        if !lock.records.contains_key(&guid) && born.guids.insert(guid) {
            return guid;
        }
    }
}
