//! Real collections as they stand: for each set of `../shared/corpus` as many questions as it holds,
//! each sample's answer behind its question and behind no other. Prints a table.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::time::{Duration, Instant};

use recto::dialect::{Allowed, recognise};
use recto::markdown::{Document, plain_text};
use recto::source::Source;
use support::corpus::{folded, sets, sources};

/// A card as plain text.
struct Card {
    front: String,
    back: String,
}

/// The cards of a source, and how many of its questions have no answer.
fn cards(source: &Source) -> (Vec<Card>, usize) {
    let document = Document::parse(source);
    let recognised = recognise(&document, &Allowed::Any);
    let cards = recognised.questions.iter().map(|question| {
        let options = question.options.iter().map(|choice| plain_text(&document, &choice.text));
        let front = std::iter::once(plain_text(&document, &question.prompt)).chain(options);
        Card {
            front: folded(&front.collect::<Vec<_>>().join("\n")),
            back: folded(&plain_text(&document, &question.answer)),
        }
    });
    (cards.collect(), recognised.unanswered.len())
}

#[test]
fn every_set_is_read_whole() {
    let mut failures = Vec::new();
    println!("{:<26} {:>8} {:>6} {:>7} {:>9}", "set", "expected", "found", "missed", "spurious");
    for set in sets() {
        let (id, expected) = (set["id"].as_str().unwrap(), set["expected_cards"].as_u64().unwrap());
        let read: Vec<(Vec<Card>, usize)> = sources(&set).iter().map(cards).collect();
        let unanswered: usize = read.iter().map(|(_, unanswered)| unanswered).sum();
        let cards: Vec<Card> = read.into_iter().flat_map(|(cards, _)| cards).collect();
        let found = cards.len() as u64;
        let (missed, spurious) = (expected.saturating_sub(found), found.saturating_sub(expected));
        println!("{id:<26} {expected:>8} {found:>6} {missed:>7} {spurious:>9}");
        if found != expected || unanswered as u64 != set["without_answer"].as_u64().unwrap() {
            failures.push(format!("{id}: {found} cards and {unanswered} unanswered"));
        }
        for sample in set["samples"].as_array().unwrap() {
            let phrase = |key: &str| folded(sample[key].as_str().unwrap());
            let (asks, answers) = (phrase("front_phrase"), phrase("answer_phrase"));
            let behind: Vec<&Card> = cards.iter().filter(|card| card.back.contains(&answers)).collect();
            if behind.len() != 1 || !behind[0].front.contains(&asks) {
                failures.push(format!("{id}, line {}: \"{answers}\" is behind {} cards", sample["line"], behind.len()));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// The shortest of several runs.
fn shortest(mut run: impl FnMut()) -> Duration {
    let times = (0..15).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    times.min().unwrap()
}

#[test]
#[ignore = "a measurement: cargo test --release --test corpus -- --ignored --nocapture"]
fn recognising_costs_less_than_parsing() {
    let sources: Vec<Source> = sets().iter().flat_map(sources).collect();
    let parsing = shortest(|| sources.iter().for_each(|source| drop(Document::parse(source))));
    let documents: Vec<Document<'_>> = sources.iter().map(Document::parse).collect();
    let recognising = shortest(|| documents.iter().for_each(|document| drop(recognise(document, &Allowed::Any))));
    println!("parsing {parsing:?}, recognising with every dialect {recognising:?}");
    assert!(recognising < parsing);
}
