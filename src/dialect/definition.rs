//! Definition lists: a term asks for its definitions. They must be what the document is about, not
//! an aside in a text.

use super::pieces::{of_blocks, span_of};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Fragment};
use crate::question::Question;

/// Terms with definitions.
pub(super) struct Definitions;

impl Dialect for Definitions {
    fn name(&self) -> &'static str {
        "definition"
    }

    fn summary(&self) -> &'static str {
        "a definition list: a term, its definitions below it after colons"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        if document.blocks.iter().all(|block| block.kind != BlockKind::Definitions) {
            return Vec::new();
        }
        let free = document.blocks.iter().filter(|block| claims.is_free(&block.events));
        let (lists, others): (Vec<&Block>, Vec<&Block>) = free.partition(|block| block.kind == BlockKind::Definitions);
        let prose = others.iter().filter(|block| block.heading().is_none() && block.kind != BlockKind::Rule).count();
        let questions: Vec<Question> = lists.iter().flat_map(|list| terms(self.name(), list)).collect();
        if !claims.insists() && (questions.len() < 2 || questions.len() < prose) {
            for list in &lists {
                claims.remark(list.span, "a definition list in a text that is about something else");
            }
            return Vec::new();
        }
        claims.take_blocks(lists);
        questions
    }
}

/// The terms of a list, each with what stands below it.
fn terms(dialect: &'static str, list: &Block) -> Vec<Question> {
    let mut questions = Vec::new();
    let mut rest = list.children.as_slice();
    while let Some((term, after)) = rest.split_first() {
        let count = after.iter().take_while(|block| block.kind == BlockKind::Definition).count();
        let (definitions, next) = after.split_at(count);
        rest = next;
        if term.kind == BlockKind::Term && count > 0 {
            // One definition is said without its list's frame.
            let answer = match definitions {
                [only] => of_blocks(&only.children),
                many => many.iter().fold(Fragment::default(), |all, one| all.and(one.inner())),
            };
            let span = crate::source::Span::new(term.span.start, span_of(definitions).end);
            questions.push(Question::new(dialect, span, term.span, Fragment::new(term.inner()), answer));
        }
    }
    questions
}
