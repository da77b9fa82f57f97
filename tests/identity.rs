//! Laws of identity: what holds for any project and any edits.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use recto::draft::{Outline, Shown};
use recto::identity::{Fate, Identified, Lock, Moment, Scope, Stamp, identify};
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

fn note(kind: Kind, front: &str, back: &str) -> Outline {
    Outline::new(kind, Shown::text(front), Shown::text(back))
}

/// A question and its facts; where it is no note itself, its facts alone.
fn question() -> impl Strategy<Value = Vec<Outline>> {
    let kind = prop::sample::select(vec![Kind::Basic, Kind::Basic, Kind::Cloze]);
    let anchor = prop::option::weighted(0.15, prop::sample::select(vec!["one", "two"]));
    let label = prop::sample::select(vec!["Performance", "Safety", "Use case"]);
    let facts = prop::collection::vec((label, text(6)), 0..4);
    (kind, text(5), text(12), anchor, facts, prop::bool::weighted(0.8)).prop_map(
        |(kind, front, back, anchor, facts, led)| {
            let anchor = anchor.map(Into::into);
            let question = Outline { anchor: anchor.clone(), ..note(kind, &front, &back) };
            let parent = Some(question.front_print);
            let fact = |(label, back): (&str, String)| Outline {
                anchor: anchor.clone(),
                parent,
                ..note(Kind::Basic, label, &back)
            };
            led.then_some(question).into_iter().chain(facts.into_iter().map(fact)).collect()
        },
    )
}

fn documents() -> impl Strategy<Value = Documents> {
    let names = prop::sample::subsequence(vec!["a.md", "b.md", "c/d.md", "e.md"], 1..=4);
    names.prop_flat_map(|names| {
        let document = |name: &'static str| {
            prop::collection::vec(question(), 0..6).prop_map(move |o| (SourcePath::new(name), o.concat()))
        };
        names.into_iter().map(document).collect::<Vec<_>>()
    })
}

/// What `make` gives with so many threads.
fn on<T: Send>(threads: usize, make: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(make)
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
            // Nor does the number of threads.
            for threads in [1, 3] {
                prop_assert_eq!(&on(threads, || identify(&documents, &lock, &Scope::default())), &found);
            }
            // A fact is a fact for ever, and of one question at a time.
            for ((_, outlines), guids) in documents.iter().zip(&found.guids) {
                for (outline, guid) in outlines.iter().zip(guids) {
                    let was = lock.records.get(guid).map(|record| record.parent.is_some());
                    prop_assert!(was.is_none_or(|was| was == outline.parent.is_some()));
                }
            }
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

/// Notes enough for every thread to have work, with facts; `edit` says which words are new.
fn large(edit: impl Fn(usize) -> bool) -> Documents {
    let words = |number: usize, salt: usize, many: usize| {
        let word = |at: usize| format!("word{}", (number * 31 + at * at * 17 + salt) % 997);
        let new = edit(number).then(|| format!("edited{number}"));
        (0..many).map(word).chain(new).collect::<Vec<_>>().join(" ")
    };
    let document = |document: usize| {
        let mut outlines = Vec::new();
        for number in document * 50..document * 50 + 50 {
            let question = note(Kind::Basic, &words(number, 0, 7), &words(number, 5, 20));
            let parent = Some(question.front_print);
            outlines.push(question);
            for label in ["Performance", "Safety"] {
                outlines.push(Outline { parent, ..note(Kind::Basic, label, &words(number, label.len(), 9)) });
            }
        }
        (SourcePath::new(&format!("{document}.md")), outlines)
    };
    (0..20).map(document).collect()
}

#[test]
fn order_and_threads_do_not_matter_where_there_is_much_to_compare() {
    let (lock, _, _) = build(&Lock::new("laws"), 10, &large(|_| false));
    let edited = large(|number| number % 3 == 0);
    let found = on(1, || identify(&edited, &lock, &Scope::default()));
    for threads in [2, 4, 7] {
        assert_eq!(on(threads, || identify(&edited, &lock, &Scope::default())), found);
    }
    let turned: Documents = edited.iter().rev().cloned().collect();
    let again = on(4, || identify(&turned, &lock, &Scope::default()));
    assert_eq!(
        (by_path(&turned, &again), again.offers, again.gone),
        (by_path(&edited, &found), found.offers, found.gone)
    );
}

#[test]
fn facts_follow_their_question_and_never_cross_to_anothers_label() {
    let of = |question: &str, back: &str, facts: &[(&str, &str)]| {
        let question = note(Kind::Basic, question, back);
        let parent = Some(question.front_print);
        let fact = |(label, text): &(&str, &str)| Outline { parent, ..note(Kind::Basic, label, text) };
        std::iter::once(question).chain(facts.iter().map(fact)).collect::<Vec<_>>()
    };
    let go = "Its scheduler runs goroutines on threads, and its collector marks and sweeps beside them.";
    let rust = "Its borrow checker frees values where their owner ends, and no collector ever runs.";
    let documents = |list: Vec<Vec<Outline>>| vec![(SourcePath::new("a.md"), list.concat())];
    let first = documents(vec![
        of("How does Go manage memory?", go, &[("Performance", "Short pauses."), ("Safety", "Checked at run time.")]),
        of("How does Rust manage memory?", rust, &[("Performance", "No pauses."), ("Safety", "Checked when built.")]),
    ]);
    let (lock, before, _) = build(&Lock::new("laws"), 10, &first);
    // Both questions are worded anew and change places, and every item says something else.
    let second = documents(vec![
        of("What happens to values in Rust?", rust, &[("Safety", "Proven."), ("Performance", "As fast as C.")]),
        of("What happens to values in Go?", go, &[("Safety", "Guarded."), ("Performance", "A little slower.")]),
    ]);
    let (lock, after, _) = build(&lock, 20, &second);
    let [old, new] = [&before.guids[0], &after.guids[0]];
    assert_eq!([new[3], new[5], new[4], new[0], new[2], new[1]], [old[0], old[1], old[2], old[3], old[4], old[5]]);
    // One question goes: its label is not the other's.
    let only = |safety: &str| {
        documents(vec![of("What happens to values in Go?", go, &[("Safety", safety), ("Drawback", "Bigger.")])])
    };
    let (_, last, _) = build(&lock, 30, &only("Guarded well."));
    assert_eq!((last.guids[0][0], last.guids[0][1]), (new[3], new[4]));
    assert!(!lock.records.contains_key(&last.guids[0][2]));
    // So it is if it says something else altogether, but not what the item said that is gone: then the label
    // may have changed its fact.
    assert_eq!(build(&lock, 30, &only("Proven.")).1.guids[0][1], new[4]);
    let (_, doubtful, _) = build(&lock, 30, &only("A little slower."));
    assert_ne!(doubtful.guids[0][1], new[4]);
}
