//! Drafts + lock -> guids. Steps, each among what is left, within a kind, first among the notes of
//! the last build and then among those that had left it:
//!
//! 1. the id the author gave;
//! 2. the same question and answer, in the same document, then anywhere;
//! 3. the same question, which no other has;
//! 4. the same answer, which no other has;
//! 5. likeness of both, beyond doubt and better than any other by a margin;
//! 6. else a new note, offered as an edit of the note it is most like, if it is like any.
//!
//! Questions come first. Then facts take the same steps, but for the first, within their question: a
//! fact follows its question and never leaves it. What leads to several of them may be reworded at once.

use std::collections::HashMap;

use super::home::Homes;
use super::mint::{Birth, Born, mint};
use super::reason::{Evidence, Offer, Reason, Rival};
use super::similar::{Pair, answers, asked_within, likenesses, offers, percent, rarity, strays, vouched};
use super::table::{Given, Pool, Table};
use super::{Lock, Scope, exact, leads};
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
}

/// Finds each draft's note in the lock, or gives it a new guid.
pub fn identify(documents: &[(SourcePath, Vec<Outline>)], lock: &Lock, scope: &Scope) -> Identified {
    let all = Given::new(documents, lock, scope);
    let mut questions = Table::questions(&all);
    exact::anchors(&mut questions);
    let asked = offers(find(&mut questions, &[Pool::Live, Pool::Retired]));
    let mut homes = Homes::of(&all);
    let asked = vouched(&mut questions, asked, &homes);
    homes.join_all(&questions);
    let mut facts = Table::facts(&all, &homes);
    exact::texts(&mut facts);
    leads::join(&mut facts);
    // A label alone does not tell that a fact is back: many are called the same.
    let mut asked_facts = find(&mut facts, &[Pool::Live]);
    exact::facts(&mut facts);
    asked_facts.extend(strays(&facts));
    asked_facts.extend(asked_within(&mut facts, &homes.asked(&questions, &asked)));
    let asked_facts = offers(asked_facts);
    let mut answer = Answer::new(documents, lock);
    answer.take(&questions, asked);
    answer.take(&facts, asked_facts);
    answer.finish()
}

/// All steps but the author's ids; returns what a person should look at. In the pools of `fronts` the same
/// question is enough.
fn find(table: &mut Table<'_>, fronts: &[Pool]) -> Vec<Pair> {
    exact::texts(table);
    for pool in fronts {
        exact::fronts(table, *pool);
    }
    let left = |table: &Table<'_>| [Pool::Live, Pool::Retired].iter().any(|pool| table.left(*pool).next().is_some());
    if table.waiting().next().is_none() || !left(table) {
        return Vec::new();
    }
    let rarity = rarity(table);
    answers(table, &rarity);
    let live = likenesses(table, Pool::Live, &rarity);
    let retired = likenesses(table, Pool::Retired, &rarity);
    live.into_iter().chain(retired).collect()
}

/// What is found, put together.
struct Answer<'a> {
    lock: &'a Lock,
    rows: Vec<Vec<Option<(Guid, Reason)>>>,
    born: Born,
    offers: Vec<Offer>,
    gone: Vec<Guid>,
}

impl<'a> Answer<'a> {
    fn new(documents: &[(SourcePath, Vec<Outline>)], lock: &'a Lock) -> Answer<'a> {
        let rows = documents.iter().map(|(_, outlines)| vec![None; outlines.len()]).collect();
        Answer { lock, rows, born: Born::default(), offers: Vec::new(), gone: Vec::new() }
    }

    fn take(&mut self, table: &Table<'_>, asked: Vec<Pair>) {
        let mut new: HashMap<usize, Guid> = HashMap::new();
        for (at, (draft, found)) in table.drafts.iter().zip(&table.found).enumerate() {
            let known = found.and_then(|(old, evidence)| Some((table.olds.get(old)?, evidence)));
            let decided = match known {
                Some((old, evidence)) => {
                    let moved_from = (&*old.record.path != draft.path).then(|| old.record.path.to_string());
                    (*old.guid, Reason { evidence, moved_from })
                }
                None => {
                    let guid = mint(&Birth::of(draft, self.lock), self.lock, &mut self.born);
                    new.insert(at, guid);
                    (guid, Reason { evidence: Evidence::New, moved_from: None })
                }
            };
            if let Some(row) = self.rows.get_mut(draft.document).and_then(|row| row.get_mut(draft.place)) {
                *row = Some(decided);
            }
        }
        self.offers.extend(asked.into_iter().filter_map(|pair| {
            let (old, new) = (*table.olds.get(pair.old)?.guid, *new.get(&pair.draft)?);
            let rival = pair.rival.and_then(|rival| table.olds.get(rival));
            let rival = rival.map(|rival| Rival { guid: *rival.guid, front: rival.record.front.to_string() });
            Some(Offer { old, new, score: percent(pair.score), evidence: pair.evidence, rival })
        }));
        let left = [Pool::Live, Pool::Retired].into_iter().flat_map(|pool| table.left(pool));
        self.gone.extend(left.map(|(_, old)| *old.guid));
    }

    fn finish(mut self) -> Identified {
        self.offers.sort_by_key(|offer| offer.new);
        self.gone.sort();
        let (guids, reasons) = self.rows.into_iter().map(|row| row.into_iter().flatten().unzip()).unzip();
        Identified { guids, reasons, gone: self.gone, offers: self.offers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Shown;
    use crate::identity::{Moment, Stamp, accept, fingerprint};
    use crate::note::{Fields, Kind};

    fn note(front: &str, back: &str) -> Outline {
        Outline::new(Kind::Basic, Shown::text(front), Shown::text(back))
    }

    fn anchored(anchor: &str, front: &str) -> Outline {
        Outline { anchor: Some(anchor.into()), ..note(front, front) }
    }

    fn build(lock: Lock, second: i64, outlines: Vec<Outline>) -> (Lock, Identified) {
        let documents = vec![(SourcePath::new("a.md"), outlines)];
        let found = identify(&documents, &lock, &Scope::default());
        let mut stamp = Stamp::new(lock, Moment { milliseconds: second * 1000 });
        for ((path, outlines), guids) in documents.iter().zip(&found.guids) {
            for (outline, guid) in outlines.iter().zip(guids) {
                stamp.note(
                    guid,
                    path,
                    outline,
                    &"Deck".into(),
                    &Fields { back: outline.front.to_string(), ..Fields::default() },
                );
            }
        }
        stamp.retire(&found.gone);
        (stamp.finish().0, found)
    }

    const STREAMS: &str = "They end the stream at once, and the reader sees the error that the writer gave last.";
    const TYPES: &str = "They end the build at once, and the author sees the error that the checker gave last.";

    #[test]
    fn a_near_twin_does_not_inherit_but_is_offered_and_can_be_accepted() {
        let (lock, first) = build(Lock::new("s"), 1, vec![note("What do stream errors do?", STREAMS)]);
        let edited = || vec![note("What do types errors do?", TYPES)];
        let (mut lock, second) = build(lock, 2, edited());
        let (old, new) = (first.guids[0][0], second.guids[0][0]);
        assert_ne!(old, new);
        assert_eq!(second.offers.iter().map(|o| (&o.old, &o.new)).collect::<Vec<_>>(), [(&old, &new)]);
        assert!(accept(&mut lock, &new, &old).is_err());
        assert_eq!(accept(&mut lock, &old, &new), Ok(()));
        let lock = Lock::read(&lock.write()).unwrap();
        let (lock, third) = build(lock, 3, edited());
        assert_eq!(third.guids[0][0], old);
        assert_eq!((lock.records.len(), lock.records[&old].retired, &lock.records[&new].became), (2, None, &Some(old)));
        // The orphan is never found again, not even by a copy.
        let twice = edited().into_iter().chain(edited()).collect();
        assert!(build(lock, 4, twice).1.guids[0].iter().all(|guid| *guid != new));
    }

    #[test]
    fn reworded_questions_and_rewritten_answers_keep_their_history() {
        let (lock, first) = build(
            Lock::new("s"),
            1,
            vec![note("What do stream errors do?", STREAMS), note("What is a heap?", "Memory.")],
        );
        let (_, second) = build(
            lock,
            2,
            vec![note("Errors of a stream: what happens?", STREAMS), note("What is a heap?", "Something else.")],
        );
        assert_eq!(first.guids, second.guids);
        let reasons: Vec<_> = second.reasons[0].iter().map(|reason| reason.evidence).collect();
        assert_eq!(reasons, [Evidence::Back, Evidence::Front]);
    }

    #[test]
    fn one_word_for_another_in_a_long_question_asks_unless_the_answer_is_long() {
        let long =
            |word: &str| format!("What happens to our linear regression {word} where one column is the sum of two?");
        let fate = |before: &str, after: &str, answer: &str| {
            let (lock, first) = build(Lock::new("s"), 1, vec![note(before, answer)]);
            let (_, second) = build(lock, 2, vec![note(after, answer)]);
            (first.guids == second.guids, second.offers.len())
        };
        let answer = "Infinitely many solutions remain, since columns depend linearly.";
        assert_eq!(fate(&long("model"), &long("optimization"), answer), (false, 1));
        let paragraph =
            format!("{answer} Regularize, drop redundant variables, or invert with singular value decomposition.");
        assert_eq!(fate(&long("model"), &long("optimization"), &paragraph), (true, 0));
        // In a short question the exchanged word is much of what is asked: that is a rewording.
        assert_eq!(fate("How does Go manage memory?", "How does Go handle memory?", answer), (true, 0));
        assert_eq!(fate(&long("model"), &long("mdoel"), answer), (true, 0));
    }

    #[test]
    fn a_label_with_a_slip_is_the_same_label_and_another_word_is_not() {
        let part = |label: &str, back: &str| Outline { parent: Some(fingerprint("Go?")), ..note(label, back) };
        let kept = |label: &str, text: &str| {
            let old = vec![part("Drawback", "Collecting pauses all threads."), part("Syntax", "Small, with braces.")];
            let (lock, first) = build(Lock::new("s"), 1, old);
            let (_, second) =
                build(lock, 2, vec![part("Drawback", "Collecting pauses all threads."), part(label, text)]);
            first.guids[0][1] == second.guids[0][1]
        };
        assert!(kept("Snytax", "Indentation counts here instead."));
        assert!(!kept("Semantics", "Indentation counts here instead."));
        assert!(kept("Typical Syntax", "Small, with braces."));
        assert!(!kept("Not syntax", "Small, with braces."));
    }

    #[test]
    fn what_leads_to_a_list_may_be_reworded_at_once() {
        let list = |lead: &str, items: &[(&str, &str)]| {
            let part = |(label, back): &(&str, &str)| Outline {
                parent: Some(fingerprint("Go?")),
                ..note(&format!("{lead} › {label}"), back)
            };
            items.iter().map(part).collect::<Vec<_>>()
        };
        const WORDS: [(&str, &str); 3] = [("Size", "small"), ("Cost", "low"), ("Start", "at once")];
        let kept = |old: Vec<Outline>, new: Vec<Outline>| {
            let (lock, first) = build(Lock::new("s"), 1, old);
            let second = build(lock, 2, new);
            first.guids[0].iter().zip(&second.1.guids[0]).filter(|(old, new)| old == new).count()
        };
        let old = || list("Its properties", &WORDS);
        assert_eq!(kept(old(), list("What makes goroutines cheap", &WORDS)), 3);
        // Numbers, code and denials make another list, and so do other answers.
        assert_eq!(kept(old(), list("Since 1.18 they are", &WORDS)), 0);
        assert_eq!(kept(old(), list("What they are not", &WORDS)), 0);
        assert_eq!(kept(old(), list("What threads have", &[WORDS[0], ("Cost", "high"), ("Start", "later")])), 0);
        // Two lists that are the same cannot be told apart.
        let twice = [list("When it is read", &WORDS), list("While others write", &WORDS)].concat();
        assert_eq!(kept(twice, list("What makes goroutines cheap", &WORDS)), 0);
        // A lead that is still there keeps its facts.
        let moved = [list("What makes goroutines cheap", &WORDS), list("Its properties", &WORDS)].concat();
        let (lock, first) = build(Lock::new("s"), 1, old());
        assert_eq!(build(lock, 2, moved).1.guids[0][3..], first.guids[0][..]);
    }

    #[test]
    fn labels_whose_texts_are_all_written_anew_stay_and_labels_that_change_places_do_not_take_the_other_text() {
        let part = |label: &str, back: &str| Outline { parent: Some(fingerprint("Go?")), ..note(label, back) };
        let old =
            ["It is fast because it compiles to machine code.", "You must handle errors by hand, again and again."];
        let of = |one: &str, two: &str| vec![part("Speed", one), part("Errors", two)];
        let (lock, first) = build(Lock::new("s"), 1, of(old[0], old[1]));
        let anew =
            of("Nearly that of C, by hand written benchmarks.", "The compiler does not check that they are seen.");
        assert_eq!(build(lock.clone(), 2, anew).1.guids, first.guids);
        let swapped = build(
            lock,
            2,
            of("You must handle errors by hand, again, often.", "It is fast: it compiles to machine code."),
        )
        .1;
        assert!(swapped.guids[0].iter().zip(&first.guids[0]).all(|(new, old)| new != old));
    }

    #[test]
    fn parts_with_a_common_label_stay_with_their_question() {
        let part =
            |parent: &str, back: &str| Outline { parent: Some(fingerprint(parent)), ..note("Performance", back) };
        let (lock, first) = build(Lock::new("s"), 1, vec![part("Go?", "Fast."), part("Python?", "Slow.")]);
        let (_, second) = build(lock, 2, vec![part("Python?", "Slower than most."), part("Go?", "Faster than most.")]);
        assert_eq!([&second.guids[0][1], &second.guids[0][0]], [&first.guids[0][0], &first.guids[0][1]]);
    }

    #[test]
    fn facts_of_a_word_or_two_do_not_tell_which_question_they_are_of() {
        let facts = |question: &str, texts: &[&str]| {
            let fact =
                |(label, text): (&str, &&str)| Outline { parent: Some(fingerprint(question)), ..note(label, text) };
            ["Use case", "Cost", "Status", "Links"].into_iter().zip(texts).map(fact).collect::<Vec<_>>()
        };
        // Of questions that are no notes; the first fact says something else in the other one.
        let kept = |same: &[&str]| {
            let of = |first: &'static str| [&[first], same].concat();
            let before = facts("What does a merge sort do?", &of("Lists that are linked, or far too large."));
            let (lock, first) = build(Lock::new("s"), 1, before);
            let after = facts("What does a quick sort do?", &of("Arrays that fit into the memory."));
            let (_, second) = build(lock, 2, after);
            first.guids[0].iter().zip(&second.guids[0]).filter(|(old, new)| old == new).count()
        };
        let (done, cost) = ("Done by the standard library today.", "Twice the memory of the list.");
        assert_eq!(kept(&["To be completed.", "Low"]), 0);
        assert_eq!(kept(&[done, "Low"]), 0);
        assert_eq!(kept(&[done, cost, "Useful links:"]), 0);
        assert!(kept(&[done, cost]) >= 2);
    }

    #[test]
    fn an_id_of_the_author_decides_unless_it_was_copied() {
        let (lock, first) = build(Lock::new("s"), 1, vec![anchored("gc", "How does the collector work?")]);
        let (lock, second) = build(lock, 2, vec![anchored("gc", "Something wholly different")]);
        assert_eq!(first.guids, second.guids);
        let (_, third) =
            build(lock, 3, vec![anchored("gc", "A copy with new words"), anchored("gc", "Something wholly different")]);
        assert_eq!(third.guids[0][1], first.guids[0][0]);
    }
}
