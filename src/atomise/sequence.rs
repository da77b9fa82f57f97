//! The steps of a numbered list: each asks for the one after it.

use super::fact::{Fact, Form, piece};
use super::label::labelled;
use crate::draft::Asks;
use crate::markdown::{Block, Document, Fragment};
use crate::source::Span;

/// Whether the steps of numbered lists are asked for in turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sequence {
    Asked,
    NotAsked,
}

/// Asks for each step of a numbered list after the one before.
pub(super) fn follows(document: &Document<'_>, list: &Block, cuts: &[Span], steps: &[Fragment]) -> Vec<Fact> {
    let named: Vec<(Fragment, Form)> = list.children.iter().map(|item| name(document, item, cuts)).collect();
    let pairs = named.windows(2).zip(list.children.iter().skip(1));
    let facts = pairs.filter_map(|(pair, item)| {
        let [(front, _), (back, form)] = pair else { return None };
        let (front, back, form) = (front.clone(), back.clone(), *form);
        Some(Fact { steps: steps.to_vec(), front, back, asks: Asks::Next, form, span: item.span })
    });
    facts.collect()
}

/// What a step is called: its label, else all that it says.
fn name(document: &Document<'_>, item: &Block, cuts: &[Span]) -> (Fragment, Form) {
    if let Some(item) = labelled(document, item, cuts, &[]) {
        return (item.label, Form::Line);
    }
    match item.children.as_slice() {
        [only] => (piece(vec![only.inner()], cuts), Form::Line),
        _ => (piece(vec![item.inner()], cuts), Form::Labelled),
    }
}
