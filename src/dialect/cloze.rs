//! Texts with blanks: `{{c1::x::hint}}`; `==x==` where the document shows that it means blanks and
//! not highlights.

use super::blank::{highlights, numbered, put};
use super::pieces::is_line;
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::note::Kind;
use crate::question::Question;

/// Texts with blanks.
pub(super) struct Clozes;

impl Dialect for Clozes {
    fn name(&self) -> &'static str {
        "cloze"
    }

    fn summary(&self) -> &'static str {
        "a text with blanks: `{{c1::...}}`, or `==...==` throughout"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let source = document.source;
        let (braces, marks) = (source.holds("{{c"), source.holds("=="));
        if !braces && !marks {
            return Vec::new();
        }
        let mut units = Vec::new();
        for block in document.blocks.iter().filter(|block| claims.is_free(&block.events)) {
            collect(document, block, &mut units);
        }
        let has = |block: &&Block, sign: &str| document.source.slice(block.span).contains(sign);
        let marked = units
            .iter()
            .filter(|block| {
                marks && has(block, "==") && !highlights(document, &Fragment::new(block.inner())).is_empty()
            })
            .count();
        let prose = units.len();
        let tagged = || source.holds("#flashcard") || source.holds("flashcards");
        let meant = marked >= 1 && (claims.insists() || tagged() || units.iter().any(|unit| has(unit, "{{c1::")))
            || marked >= 3 && 5 * marked >= 3 * prose;
        let mut questions = Vec::new();
        for block in units.into_iter().filter(|block| braces && has(block, "{{c") || meant && has(block, "==")) {
            let mut prompt = Fragment::new(if is_line(block) { block.inner() } else { block.events.clone() });
            let mut found = if braces { numbered(document, &prompt) } else { Vec::new() };
            if found.is_empty() && meant {
                found = highlights(document, &prompt);
            }
            if !found.is_empty() {
                put(&mut prompt, found);
                claims.take(block.events.clone());
                let question = Question::new(self.name(), block.span, block.span, prompt, Fragment::default());
                questions.push(Question { kind: Kind::Cloze, ..question });
            }
        }
        questions
    }
}

/// The texts that are a note each: paragraphs, list items; a list whose items share their numbers
/// out among them is one.
fn collect<'d>(document: &Document<'_>, block: &'d Block, units: &mut Vec<&'d Block>) {
    match block.kind {
        BlockKind::Paragraph | BlockKind::Inline => units.push(block),
        BlockKind::List(_) => {
            let numbers = |item: &Block| {
                numbered(document, &Fragment::new(item.inner())).iter().map(|found| found.blank.number).collect()
            };
            let mut all: Vec<u16> = block.children.iter().flat_map(|item| -> Vec<u16> { numbers(item) }).collect();
            let many = all.len();
            all.sort_unstable();
            all.dedup();
            if many >= 2 && all.len() == many && all.last().is_some_and(|last| usize::from(*last) == many) {
                units.push(block);
            } else {
                block.children.iter().flat_map(|item| &item.children).for_each(|child| collect(document, child, units));
            }
        }
        BlockKind::Quote(_) => block.children.iter().for_each(|child| collect(document, child, units)),
        _ => {}
    }
}
