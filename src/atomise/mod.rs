//! Atomise: a question becomes drafts. Today each question is one note.

use crate::draft::Draft;
use crate::note::Kind;
use crate::question::Question;

/// The drafts of a question, the question's own first.
pub fn atomise(question: &Question) -> Vec<Draft> {
    vec![Draft {
        kind: Kind::Basic,
        front: question.prompt.clone(),
        back: question.answer.clone(),
        anchor: question.anchor.clone(),
        trail: question.trail.clone(),
        tags: Vec::new(),
        asked: question.asked,
    }]
}
