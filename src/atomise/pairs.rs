//! What stands side by side: the rows of a table, terms and their definitions.

use super::fact::{Fact, Form, piece};
use crate::draft::Asks;
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::source::Span;

/// A fact for each row of a table: its first cell asks for what stands beside it. What the columns are called leads
/// to it; those of a column that only counts the rows do not. Two things compared are one fact, more are several and
/// ask nothing.
pub(super) fn rows(document: &Document<'_>, table: &Block, cuts: &[Span], steps: &[Fragment]) -> Vec<Fact> {
    let cell = |cell: &Block| piece(vec![cell.inner()], cuts);
    let Some((head, rows)) = table.children.split_first() else { return Vec::new() };
    let skipped = usize::from(head.children.len() > 2 && is_counted(document, rows));
    let heads: Vec<Fragment> = head.children.iter().skip(skipped).map(cell).collect();
    let Some((first, others)) = heads.split_first() else { return Vec::new() };
    let named = others.iter().all(|head| !head.is_blank(document));
    let (asks, form) = match others.len() {
        1 if named && !first.is_blank(document) => (Asks::Beside, Form::Line),
        1 => (Asks::Meaning, Form::Line),
        2 if named => (Asks::Across, Form::Row),
        _ => return Vec::new(),
    };
    let heads = heads.iter().filter(|head| !head.is_blank(document));
    let steps: Vec<Fragment> = steps.iter().chain(heads).cloned().collect();
    let facts = rows.iter().filter_map(|row| {
        let (front, others) = row.children.get(skipped..)?.split_first()?;
        let others: Vec<Fragment> = others.iter().map(cell).collect();
        let says = others.iter().any(|other| !other.is_blank(document));
        let back = match others.as_slice() {
            [only] => only.clone(),
            _ => piece(
                vec![table.events.start..head.events.end, row.events.clone(), table.inner().end..table.events.end],
                cuts,
            ),
        };
        let front = cell(front);
        let fact = Fact { steps: steps.clone(), front, back, asks, form, span: row.span };
        Some(fact).filter(|fact| says && !fact.front.is_blank(document))
    });
    facts.collect()
}

/// Whether the first cells of rows count them from one on.
fn is_counted(document: &Document<'_>, rows: &[Block]) -> bool {
    let number = |row: &Block| {
        let text = plain_text(document, &piece(vec![row.children.first()?.inner()], &[]));
        text.trim().trim_end_matches(['.', ')']).parse::<usize>().ok()
    };
    rows.len() > 1 && rows.iter().enumerate().all(|(at, row)| number(row) == Some(at + 1))
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
