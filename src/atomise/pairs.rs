//! What is written as pairs: the rows of a table of two columns, terms and their definitions.

use super::fact::{Fact, Form, piece};
use crate::draft::Asks;
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::source::Span;

/// A fact for each row of a table of two columns; what the columns are called leads to it.
pub(super) fn rows(document: &Document<'_>, table: &Block, cuts: &[Span], steps: &[Fragment]) -> Vec<Fact> {
    let cell = |cell: &Block| piece(vec![cell.inner()], cuts);
    let Some((head, rows)) = table.children.split_first() else { return Vec::new() };
    let [first, second] = head.children.as_slice() else { return Vec::new() };
    let heads = [cell(first), cell(second)];
    let named = heads.iter().all(|head| !head.is_blank(document));
    let asks = if named { Asks::Beside } else { Asks::Meaning };
    let heads = heads.into_iter().filter(|head| !head.is_blank(document));
    let steps: Vec<Fragment> = steps.iter().cloned().chain(heads).collect();
    let facts = rows.iter().filter_map(|row| {
        let [front, back] = row.children.as_slice() else { return None };
        let (front, back, steps) = (cell(front), cell(back), steps.clone());
        Some(Fact { steps, front, back, asks, form: Form::Line, span: row.span })
    });
    facts.filter(|fact| !fact.front.is_blank(document) && !fact.back.is_blank(document)).collect()
}

/// A fact for each term of a definition list.
pub(super) fn terms(document: &Document<'_>, list: &Block, cuts: &[Span], steps: &[Fragment]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for part in &list.children {
        match (&part.kind, facts.last_mut()) {
            (BlockKind::Term, _) => facts.push(Fact {
                steps: steps.to_vec(),
                front: piece(vec![part.inner()], cuts),
                back: piece(Vec::new(), cuts),
                asks: Asks::Meaning,
                form: Form::Labelled,
                span: part.span,
            }),
            (BlockKind::Definition, Some(fact)) => fact.back.events.push(part.events.clone()),
            _ => {}
        }
    }
    // One definition is what stands in it; several are told apart by what is around each.
    for fact in &mut facts {
        if let [only] = fact.back.events.as_mut_slice() {
            *only = only.start + 1..only.end.saturating_sub(1);
        }
    }
    facts.retain(|fact| !fact.back.is_blank(document) && !fact.front.is_blank(document));
    facts
}
