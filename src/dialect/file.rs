//! One file a card: a short text that asks, a rule, the answer; or a title that asks, in front matter or as the one
//! heading of level 1, and the answer below it.

use super::asking::{Asks, asks};
use super::contents::is_contents;
use super::numbering;
use super::pieces::{is_line, of_blocks, span_of, text, unnumbered};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::note::Kind;
use crate::question::Question;
use crate::source::Span;

/// The whole document as one card.
pub(super) struct WholeFile;

/// Characters of an answer that a title may have: a longer one is an essay.
const LONGEST: usize = 5000;
/// Headings in such an answer.
const HEADINGS: usize = 6;

impl Dialect for WholeFile {
    fn name(&self) -> &'static str {
        "file"
    }

    fn summary(&self) -> &'static str {
        "one file a card: what asks, a rule `---`, the answer; or a title that asks"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let blocks = &document.blocks;
        if blocks.is_empty() || !blocks.iter().all(|block| claims.is_free(&block.events)) {
            return Vec::new();
        }
        let found = parted(self.name(), document, claims).or_else(|| titled(self.name(), document, claims));
        if found.is_some() {
            claims.take_blocks(blocks);
        }
        found.into_iter().collect()
    }
}

/// What asks, a rule or two, the answer.
fn parted(dialect: &'static str, document: &Document<'_>, claims: &Claims) -> Option<Question> {
    let rule = document.blocks.iter().position(|block| block.kind == BlockKind::Rule)?;
    let (front, rest) = document.blocks.split_at(rule);
    let is_reversed = rest.get(1).is_some_and(|next| next.kind == BlockKind::Rule);
    let back = rest.get(if is_reversed { 2 } else { 1 }..).unwrap_or_default();
    let first = front.first().filter(|_| !back.is_empty())?;
    let short = front.len() == 1 && (is_line(first) || first.heading().is_some());
    let parted = back.iter().any(|block| block.heading().is_some() || block.kind == BlockKind::Rule);
    let asking = asks(&text(document, first)) == Asks::ByMark;
    if !(claims.insists() || short && asking && !parted) {
        return None;
    }
    let prompt = if front.len() == 1 { unnumbered(document, first) } else { of_blocks(front) };
    let span = Span::new(first.span.start, span_of(back).end);
    let question = Question::new(dialect, span, first.span, prompt, of_blocks(back));
    Some(Question { kind: if is_reversed { Kind::Reversed } else { Kind::Basic }, ..question })
}

/// A title that asks, and a text that may be its answer.
fn titled(dialect: &'static str, document: &Document<'_>, claims: &Claims) -> Option<Question> {
    let blocks = document.blocks.as_slice();
    let (first, rest) = blocks.split_first()?;
    let is_first = first.heading().is_some_and(|heading| heading.level == 1);
    let heading = Some(first).filter(|_| is_first);
    let title = Fragment::new(document.title.clone());
    let said = plain_text(document, &title);
    let asking = |said: &str| claims.insists() && !said.trim().is_empty() || asks(said) == Asks::ByMark;
    let by_heading = heading.filter(|heading| asking(&text(document, heading)));
    let body = if by_heading.is_some() { rest } else { blocks };
    if by_heading.is_none() && !asking(&said) || !(claims.insists() || may_answer(document, body)) {
        return None;
    }
    let (prompt, asked) = match by_heading {
        Some(heading) => (unnumbered(document, heading), heading.span),
        None => {
            let spans = document.events.get(document.title.clone())?;
            let asked = Span::new(spans.first()?.1.start, spans.last()?.1.end);
            let number = Span::new(asked.start, asked.start + numbering::length(document.source.slice(asked)));
            (title.without(number), asked)
        }
    };
    let answer = of_blocks(body);
    let span = Span::new(asked.start, span_of(body).end.max(asked.end));
    Some(Question { level: by_heading.map(|_| 1), ..Question::new(dialect, span, asked, prompt, answer) })
}

/// Whether a text may be the answer to one question: no essay, and no list of further questions or of links.
fn may_answer(document: &Document<'_>, body: &[Block]) -> bool {
    let written = document.source.slice(span_of(body));
    let headings = || body.iter().filter(|block| block.heading().is_some());
    let further = |heading: &Block| {
        heading.heading().is_some_and(|heading| heading.level == 1) || asks(&text(document, heading)) == Asks::ByMark
    };
    !body.is_empty()
        && written.chars().count() <= LONGEST
        && headings().count() <= HEADINGS
        && !headings().any(further)
        && !body.iter().any(|block| is_contents(document, block))
}
