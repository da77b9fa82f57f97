//! Real collections as they stand: for each set of `../shared/corpus` as many questions as it holds,
//! each sample's answer behind its question and behind no other, a finding for each answer that only holds a
//! place. Prints a table.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::time::{Duration, Instant};

use recto::build::{Passes, Setting, survey};
use recto::config::Config;
use recto::dialect::{Allowed, recognise};
use recto::markdown::{Document, plain_text};
use recto::source::Source;
use support::corpus::{folded, sets, sources};

/// A card as plain text.
struct Card {
    front: String,
    back: String,
}

/// How many cards of a source have nothing but an answer that only holds a place, as findings say.
fn placeholders(source: &Source) -> u64 {
    let (config, passes) = (Config::default(), Passes::new(Duration::default));
    let findings = survey(source, &Setting { config: &config, project: "corpus", passes: &passes }).findings;
    let document = Document::parse(source);
    let recognised = recognise(&document, &Allowed::Any);
    // Some have sources for what is still to be written.
    let alone = recognised.questions.iter().filter(|question| question.extra.is_blank(&document));
    let lines: Vec<usize> = alone.map(|question| source.position(question.asked.start).0).collect();
    let held = findings.iter().filter(|finding| finding.rule.name == "placeholder");
    held.filter(|finding| lines.contains(&finding.place.line)).count() as u64
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
        let (held, known) = (sources(&set).iter().map(placeholders).sum::<u64>(), set["placeholder_answers"].as_u64());
        if Some(held) != known {
            failures.push(format!("{id}: {held} answers are found to hold a place only, not {known:?}"));
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
