//! One file a card: a short text that asks, a rule, the answer.

use super::asking::{Asks, asks};
use super::pieces::{is_line, of_blocks, span_of, text, unnumbered};
use super::{Claims, Dialect, Reading};
use crate::markdown::BlockKind;
use crate::note::Kind;
use crate::question::Question;
use crate::source::Span;

/// The whole document as one card.
pub(super) struct WholeFile;

impl Dialect for WholeFile {
    fn name(&self) -> &'static str {
        "file"
    }

    fn summary(&self) -> &'static str {
        "one file a card: what asks, a rule `---`, the answer"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let blocks = &document.blocks;
        let Some(rule) = blocks.iter().position(|block| block.kind == BlockKind::Rule) else { return Vec::new() };
        let (front, rest) = blocks.split_at(rule);
        let is_reversed = rest.get(1).is_some_and(|next| next.kind == BlockKind::Rule);
        let back = rest.get(if is_reversed { 2 } else { 1 }..).unwrap_or_default();
        let (Some(first), false) = (front.first(), back.is_empty()) else { return Vec::new() };
        let free = blocks.iter().all(|block| claims.is_free(&block.events));
        let short = front.len() == 1 && (is_line(first) || first.heading().is_some());
        let parted = back.iter().any(|block| block.heading().is_some() || block.kind == BlockKind::Rule);
        let asking = asks(&text(document, first)) == Asks::ByMark;
        if !free || !(claims.insists() || short && asking && !parted) {
            return Vec::new();
        }
        let prompt = if front.len() == 1 { unnumbered(document, first) } else { of_blocks(front) };
        claims.take_blocks(blocks);
        let span = Span::new(first.span.start, span_of(back).end);
        let question = Question::new(self.name(), span, first.span, prompt, of_blocks(back));
        vec![Question { kind: if is_reversed { Kind::Reversed } else { Kind::Basic }, ..question }]
    }
}
