//! Atomise: a question becomes drafts. Today each question is one note.

use crate::draft::Draft;
use crate::question::Question;

/// The drafts of a question, the question's own first.
pub fn atomise(question: &Question) -> Vec<Draft> {
    vec![Draft {
        kind: question.kind,
        front: question.prompt.clone(),
        options: question.options.clone(),
        back: question.answer.clone(),
        anchor: question.anchor.clone(),
        extra: question.extra.clone(),
        trail: question.trail.clone(),
        tags: Vec::new(),
        asked: question.asked,
    }]
}
