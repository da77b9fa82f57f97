//! Facts of real collections: how many there are, how long their backs are, and that no two cards of a
//! deck ask the same. `facts.txt` is the table for the sets of `../shared/corpus`; the lengths of backs
//! are in characters: their median, and the length that nine of ten do not pass.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use recto::atomise::{CardRules, atomise};
use recto::dialect::{Allowed, recognise};
use recto::draft::{Asks, Draft};
use recto::markdown::{Document, plain_text};
use recto::source::Source;
use support::corpus;

/// What a card asks, as its reader sees it: for a fact the question and what leads to it come first.
fn front(document: &Document<'_>, draft: &Draft) -> String {
    let part = draft.part.iter();
    let above = part.flat_map(|part| [&part.asked].into_iter().chain(&part.steps));
    let options = draft.options.iter().map(|choice| &choice.text);
    let texts = above.chain([&draft.front]).chain(options).map(|text| plain_text(document, text));
    let asks = draft.part.as_ref().map_or(Asks::Meaning, |part| part.asks);
    format!("{asks:?}: {}", corpus::folded(&texts.collect::<Vec<_>>().join(" / ")))
}

/// The cards of a source: what each asks, and the length of its back where it is a fact.
fn cards(source: &Source) -> Vec<(String, Option<usize>)> {
    let document = Document::parse(source);
    let questions = recognise(&document, &Allowed::Any).questions;
    let (drafts, _) = atomise(&document, &questions, CardRules::default());
    let back = |draft: &Draft| draft.part.as_ref().map(|_| plain_text(&document, &draft.back).chars().count());
    drafts.iter().flatten().map(|draft| (front(&document, draft), back(draft))).collect()
}

/// The value that this share of sorted values is not above.
fn percentile(sorted: &[usize], share: usize) -> usize {
    sorted.get((sorted.len() * share).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0)
}

#[test]
fn no_two_cards_of_a_deck_ask_the_same() {
    let mut failures = Vec::new();
    let mut table = format!(
        "{:<26} {:>9} {:>6} {:>11} {:>7} {:>5} {:>7}\n",
        "set", "questions", "facts", "a question", "median", "90 %", "repeat"
    );
    for set in corpus::sets() {
        let id = set["id"].as_str().unwrap();
        let (mut questions, mut lengths, mut repeat) = (0, Vec::new(), 0);
        // A document is a deck.
        for source in corpus::sources(&set) {
            let mut fronts: BTreeMap<String, usize> = BTreeMap::new();
            for (front, back) in cards(&source) {
                *fronts.entry(front).or_default() += 1;
                questions += u32::from(back.is_none());
                lengths.extend(back);
            }
            for (front, count) in fronts.into_iter().filter(|(_, count)| *count > 1) {
                repeat += 1;
                failures.push(format!("{id}: {count} cards ask {front}"));
            }
        }
        lengths.sort_unstable();
        let (facts, median, most) = (lengths.len(), percentile(&lengths, 50), percentile(&lengths, 90));
        let share = facts as f64 / f64::from(questions);
        writeln!(table, "{id:<26} {questions:>9} {facts:>6} {share:>11.2} {median:>7} {most:>5} {repeat:>7}").unwrap();
    }
    print!("{table}");
    failures.extend(support::compare_file(&support::root().join("tests/facts.txt"), &table));
    support::settle(&failures);
}
