//! Ids that were copied with their questions: none of the two is found by it.

use std::collections::BTreeMap;

use crate::finding::{COPIED_ID, Finding};
use crate::question::Question;
use crate::source::{Source, Span};

/// A finding for each question whose id stands on one before it.
pub(super) fn copied_ids(questions: &[Question], source: &Source) -> Vec<Finding> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut findings = Vec::new();
    for question in questions {
        let Some(id) = question.anchor.as_deref() else { continue };
        let place = place(id, question, source);
        let line = source.line(place.start);
        match first.get(id) {
            None => {
                first.insert(id, line);
            }
            Some(other) => {
                let message = format!(
                    "the id `{id}` stands on the question of line {other} and on that of line {line}, so neither is found by it"
                );
                let help = "give the copy an id of its own, or none";
                findings.push(Finding::at(&COPIED_ID, source, place, message).label("the copy").help(help));
            }
        }
    }
    findings
}

/// Where the id is written: in the line that asks, else in the comment before it.
fn place(id: &str, question: &Question, source: &Source) -> Span {
    let asked = source.slice(question.asked).trim_end();
    let comment = source.text.get(..question.span.start).unwrap_or_default();
    let on_heading = asked.rfind(&format!("#{id}")).map(|at| question.asked.start + at + 1);
    match on_heading.or_else(|| comment.rfind(id)) {
        Some(at) => Span::new(at, at + id.len()),
        None => Span::new(question.asked.start, question.asked.start + asked.len()),
    }
}
