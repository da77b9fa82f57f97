//! Atomise: a question becomes drafts: its own, and one for each fact in its answer.
//!
//! A fact is a piece of an answer that can be asked by itself: an item with a label, a list or code
//! under a lead-in, a row of a table. All of it is decided on the tree of blocks and
//! on the order of events; `docs/facts.md` has the rules in words, `tests/spec/atomise-*.md` by example.

mod dash;
mod fact;
mod facts;
mod fit;
mod kind;
mod label;
mod lead;
mod letters;
mod list;
mod marks;
mod pairs;
mod remark;
mod rules;
mod sentence;
mod sequence;
mod settings;

use crate::draft::{Asks, Draft, Part};
use crate::finding::Finding;
use crate::markdown::{Document, Fragment, plain_text};
use crate::note::Kind;
use crate::question::Question;
use fact::{Fact, Form};
use kind::kind;
pub use rules::{CardRules, Granularity, Typing};
use sequence::Sequence;

/// The drafts of each question of a document: its own first, then its facts.
pub fn atomise(document: &Document<'_>, questions: &[Question], rules: CardRules) -> (Vec<Vec<Draft>>, Vec<Finding>) {
    let (marks, findings) = marks::marks(document, questions);
    let all = questions.iter().zip(marks).enumerate();
    let drafts = all.map(|(place, (question, marks))| drafts(document, place, question, rules.with(marks)));
    (drafts.collect(), findings)
}

fn drafts(document: &Document<'_>, place: usize, question: &Question, rules: CardRules) -> Vec<Draft> {
    let granularity = rules.granularity.unwrap_or_default();
    let facts = match granularity {
        Granularity::Question => Vec::new(),
        Granularity::Both | Granularity::Fact => facts_of(document, question, rules),
    };
    let own = Draft {
        kind: kind(document, question.kind, &question.answer, rules),
        front: question.prompt.clone(),
        options: question.options.clone(),
        back: question.answer.clone(),
        anchor: question.anchor.clone(),
        extra: question.extra.clone(),
        trail: question.trail.clone(),
        tags: Vec::new(),
        asked: question.asked,
        part: None,
    };
    let own = Some(own).filter(|_| granularity != Granularity::Fact || facts.is_empty());
    let facts = facts.into_iter().map(|fact| draft_of(document, place, question, fact, rules));
    own.into_iter().chain(facts).collect()
}

fn facts_of(document: &Document<'_>, question: &Question, rules: CardRules) -> Vec<Fact> {
    if !matches!(question.kind, Kind::Basic | Kind::Reversed) {
        return Vec::new();
    }
    let sequence = if rules.sequence == Some(true) { Sequence::Asked } else { Sequence::NotAsked };
    let found = facts::facts(document, question, sequence);
    if found.is_empty() {
        return found;
    }
    fit::fit(document, &plain_text(document, &question.prompt), found)
}

fn draft_of(document: &Document<'_>, place: usize, question: &Question, fact: Fact, rules: CardRules) -> Draft {
    // Nobody can tell a lead-in from its list, or a step from the one after it; a row holds what asks for it.
    let two_ways = !matches!(fact.form, Form::Whole | Form::Row) && fact.asks != Asks::Next;
    let rules = CardRules { reversed: rules.reversed.filter(|_| two_ways), ..rules };
    let own = |mut fragment: Fragment| {
        let document_spans = spans(document, &fragment);
        fragment.cuts.retain(|cut| document_spans.iter().any(|span| cut.meet(*span).is_some()));
        fragment
    };
    let back = own(fact.back);
    Draft {
        kind: kind(document, Kind::Basic, &back, rules),
        front: own(fact.front),
        options: Vec::new(),
        back,
        anchor: None,
        extra: Fragment::default(),
        trail: question.trail.clone(),
        tags: Vec::new(),
        asked: fact.span,
        part: Some(Part {
            question: place,
            asked: question.prompt.clone(),
            steps: fact.steps.into_iter().map(own).collect(),
            asks: fact.asks,
        }),
    }
}

/// The stretches of text that the runs of a fragment cover.
fn spans(document: &Document<'_>, fragment: &Fragment) -> Vec<crate::source::Span> {
    let span = |run: &std::ops::Range<usize>| {
        let events = document.events.get(run.clone())?;
        let start = events.first()?.1.start;
        Some(crate::source::Span::new(start, events.iter().map(|(_, span)| span.end).max()?))
    };
    fragment.events.iter().filter_map(span).collect()
}
