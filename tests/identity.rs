//! Laws of identity: what holds for any project and any edits.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use recto::draft::{Outline, Shown};
use recto::identity::{Fate, Identified, Lock, Moment, Scope, Stamp, fingerprint, identify};
use recto::note::{Fields, Guid, Kind};
use recto::path::SourcePath;

type Documents = Vec<(SourcePath, Vec<Outline>)>;

/// Questions of few words, so that copies and near-twins are common.
fn text(words: usize) -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "heap", "stack", "what", "is", "not", "2", "3", "useMemo", "pointer", "==", "slow", "記憶",
    ]);
    prop::collection::vec(word, 1..=words).prop_map(|words| words.join(" "))
}

fn outline() -> impl Strategy<Value = Outline> {
    let kind = prop::sample::select(vec![Kind::Basic, Kind::Basic, Kind::Cloze]);
    let anchor = prop::option::weighted(0.1, prop::sample::select(vec!["one", "two"]));
    let parent = prop::option::weighted(0.2, prop::sample::select(vec!["why", "how"]));
    (kind, text(5), text(12), anchor, parent).prop_map(|(kind, front, back, anchor, parent)| Outline {
        anchor: anchor.map(Into::into),
        parent: parent.map(fingerprint),
        ..Outline::new(kind, Shown::text(&front), Shown::text(&back))
    })
}

fn documents() -> impl Strategy<Value = Documents> {
    let names = prop::sample::subsequence(vec!["a.md", "b.md", "c/d.md", "e.md"], 1..=4);
    names.prop_flat_map(|names| {
        let document =
            |name: &'static str| prop::collection::vec(outline(), 0..8).prop_map(move |o| (SourcePath::new(name), o));
        names.into_iter().map(document).collect::<Vec<_>>()
    })
}

fn build(lock: &Lock, second: i64, documents: &Documents) -> (Lock, Identified, BTreeMap<Fate, usize>) {
    let found = identify(documents, lock, &Scope::default());
    let mut stamp = Stamp::new(lock.clone(), Moment { milliseconds: second * 1000 });
    for ((path, outlines), guids) in documents.iter().zip(&found.guids) {
        for (outline, guid) in outlines.iter().zip(guids) {
            let fields =
                Fields { front: outline.front.to_string(), back: outline.back_print.to_string(), ..Fields::default() };
            stamp.note(guid, path, outline, &"Deck".into(), &fields);
        }
    }
    stamp.retire(&found.gone);
    let (lock, fates) = stamp.finish();
    let read = Lock::read(&lock.write()).unwrap();
    assert_eq!(read, lock);
    (lock, found, fates)
}

fn by_path(documents: &Documents, found: &Identified) -> BTreeMap<SourcePath, Vec<Guid>> {
    documents.iter().map(|(path, _)| path.clone()).zip(found.guids.iter().cloned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn laws_of_a_life(lives in prop::collection::vec((documents(), 0..3000_i64), 1..6), turn in 0..4_usize) {
        let mut lock = Lock::new("laws");
        for (documents, second) in lives {
            let (next, found, _) = build(&lock, second, &documents);
            // Guids are unique, and each draft has one and a reason.
            let all: Vec<&Guid> = found.guids.iter().flatten().collect();
            prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
            for (((_, outlines), guids), reasons) in documents.iter().zip(&found.guids).zip(&found.reasons) {
                prop_assert_eq!((outlines.len(), outlines.len()), (guids.len(), reasons.len()));
            }
            // No record disappears, and none goes back in time or changes its kind.
            for (guid, old) in &lock.records {
                let new = next.records.get(guid);
                prop_assert!(new.is_some_and(|new| new.modified >= old.modified && new.made == old.made && new.kind == old.kind));
            }
            // What is offered: a new note, and one that is gone.
            for offer in &found.offers {
                prop_assert!(!lock.records.contains_key(&offer.new) && found.gone.contains(&offer.old));
            }
            // The order in which documents are given does not matter.
            let mut turned = documents.clone();
            let number = turned.len();
            turned.rotate_left(turn % number);
            let again = identify(&turned, &lock, &Scope::default());
            prop_assert_eq!(by_path(&documents, &found), by_path(&turned, &again));
            prop_assert_eq!(&found.offers, &again.offers);
            prop_assert_eq!(&found.gone, &again.gone);
            // A second build changes nothing.
            let (same, _, fates) = build(&next, second + 100_000, &documents);
            prop_assert_eq!(same.write(), next.write());
            prop_assert!(fates.keys().all(|fate| *fate == Fate::Same));
            lock = next;
        }
    }

    #[test]
    fn what_left_and_came_back_is_the_same(documents in documents()) {
        let (lock, first, _) = build(&Lock::new("laws"), 10, &documents);
        let empty: Documents = Vec::new();
        let (lock, _, _) = build(&lock, 20, &empty);
        prop_assert!(lock.records.values().all(|record| record.retired.is_some()));
        let (_, back, _) = build(&lock, 30, &documents);
        prop_assert_eq!(first.guids, back.guids);
    }

    #[test]
    fn two_projects_never_share_a_guid(documents in documents()) {
        let guids = |seed: &str| build(&Lock::new(seed), 10, &documents).1.guids.into_iter().flatten().collect::<BTreeSet<_>>();
        prop_assert!(guids("one").is_disjoint(&guids("two")));
    }

    #[test]
    fn a_lost_lock_of_a_first_build_comes_back(documents in documents()) {
        let built = |second| build(&Lock::new("laws"), second, &documents).1;
        prop_assert_eq!(built(10).guids, built(999).guids);
    }
}
