//! A heading that is the first thing in a list item, with its answer in the item. Headings deeper in
//! the item, of whatever level, are the answer's.

use super::asking::{Asks, asks};
use super::contents::{is_contents, leads_away};
use super::evidence::Evidence;
use super::pieces::{between, of_blocks, text, unnumbered};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::question::Question;
use crate::source::Span;

/// Headings that are first in list items.
pub(super) struct ListHeadings;

impl Dialect for ListHeadings {
    fn name(&self) -> &'static str {
        "list-heading"
    }

    fn summary(&self) -> &'static str {
        "a heading first in a list item, its answer in the item"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut items = Vec::new();
        for (at, block) in document.blocks.iter().enumerate() {
            if matches!(block.kind, BlockKind::List(_)) && claims.is_free(&block.events) {
                collect(document, block, at, &mut items);
            }
        }
        let evidence = Evidence::of(items.iter().map(|item| item.asks));
        let insisted = claims.insists();
        let taken: Vec<&Item<'_>> = items.iter().filter(|item| insisted || evidence.admits(item.asks)).collect();
        let questions = taken
            .iter()
            .enumerate()
            .map(|(at, item)| item.question(self.name(), document, taken.get(at + 1)))
            .collect();
        for item in &taken {
            if let Some(list) = document.blocks.get(item.list).filter(|list| claims.is_free(&list.events)) {
                claims.take(list.events.clone());
            }
        }
        questions
    }
}

/// A list item that begins with a heading.
struct Item<'d> {
    /// Its list's number among the document's blocks.
    list: usize,
    block: &'d Block,
    heading: &'d Block,
    asks: Asks,
}

impl Item<'_> {
    fn question(&self, dialect: &'static str, document: &Document<'_>, next: Option<&&Item<'_>>) -> Question {
        let body = self.block.children.get(1..).unwrap_or_default();
        // A question nested in this one's item ends its answer.
        let inner = next.map(|next| next.block.span).filter(|span| self.block.span.holds(*span));
        let end = inner.map_or(self.block.span.end, |span| span.start);
        let mut answer = match body.iter().position(|block| end <= block.span.start) {
            Some(0) => Fragment::default(),
            Some(count) => of_blocks(body.get(..count).unwrap_or_default()),
            None => between(body, Span::new(self.heading.span.end, end)),
        };
        let mut span = Span::new(self.block.span.start, end);
        if end == self.block.span.end && self.is_last(document) {
            let below = self.below(document, next, answer.is_blank(document));
            if let Some(last) = below.last() {
                answer = of_blocks(body).and(of_blocks(below).events.first().cloned().unwrap_or_default());
                span.end = last.span.end;
            }
        }
        Question {
            anchor: self.heading.heading().and_then(|heading| heading.id.clone()),
            ..Question::new(dialect, span, self.heading.span, unnumbered(document, self.heading), answer)
        }
    }

    /// An answer that lost its indentation, or a part of one, stands below the list: up to the next question's list,
    /// a heading, a rule or a way back to the top.
    fn below<'d>(&self, document: &'d Document<'_>, next: Option<&&Item<'_>>, has_none: bool) -> &'d [Block] {
        let from = self.list + 1;
        let to = match next.map(|next| next.list) {
            Some(next) => next,
            None if has_none => document.blocks.len(),
            // What comes after the last question is the document's.
            None => from,
        };
        let after = document.blocks.get(from..to.max(from)).unwrap_or_default();
        let ends = |block: &Block| {
            let parts = block.heading().is_some() || block.kind == BlockKind::Rule;
            let is_list = has_none && matches!(block.kind, BlockKind::List(_));
            parts || is_list || leads_away(document, &Fragment::new(block.events.clone()))
        };
        let below = after.get(..after.iter().position(ends).unwrap_or(after.len())).unwrap_or_default();
        if below.iter().any(|block| is_contents(document, block)) { &[] } else { below }
    }

    /// Whether its list ends with it.
    fn is_last(&self, document: &Document<'_>) -> bool {
        // Blank lines may be the list's alone.
        let end = |block: &Block| block.span.start + document.source.slice(block.span).trim_end().len();
        document.blocks.get(self.list).is_some_and(|list| end(list) == end(self.block))
    }
}

/// The items of a list, and of lists in them, that begin with a heading.
fn collect<'d>(document: &Document<'_>, list: &'d Block, at: usize, items: &mut Vec<Item<'d>>) {
    for block in &list.children {
        if let Some(heading) = block.children.first().filter(|first| first.heading().is_some()) {
            items.push(Item { list: at, block, heading, asks: asks(&text(document, heading)) });
        }
        for inner in block.children.iter().filter(|child| matches!(child.kind, BlockKind::List(_))) {
            collect(document, inner, at, items);
        }
    }
}
