//! `term :: definition` on one line, `:::` where both ask for each other. Paths of programming
//! languages and keys of databases use the same sign, so a document must use it throughout.

use super::asking::{Asks, asks};
use super::double_colon::sign;
use super::pieces::{Line, between, is_line, lines};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::note::Kind;
use crate::question::Question;
use crate::source::Span;

/// Cards of one line.
pub(super) struct Inline;

/// A line with the sign.
struct Card<'d> {
    siblings: &'d [Block],
    block: usize,
    line: Line,
    sign: Span,
    /// Whether spaces stand on both sides, as nobody writes in code.
    spaced: bool,
}

impl Dialect for Inline {
    fn name(&self) -> &'static str {
        "inline"
    }

    fn summary(&self) -> &'static str {
        "`term :: definition` on one line, `:::` both ways"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        if !document.source.holds("::") {
            return Vec::new();
        }
        let mut cards: Vec<Card<'_>> = Vec::new();
        let mut others = 0;
        for siblings in document.siblings() {
            for (block, paragraph) in siblings.iter().enumerate().filter(|(_, block)| is_line(block)) {
                if !claims.is_free(&paragraph.events) {
                    continue;
                }
                for line in lines(document, paragraph) {
                    match sign(document, &line) {
                        Some((sign, spaced)) => cards.push(Card { siblings, block, line, sign, spaced }),
                        None => others += 1,
                    }
                }
            }
        }
        let spaced = cards.iter().filter(|card| card.spaced).count();
        if cards.is_empty() {
            return Vec::new();
        }
        let tagged = || document.source.holds("#flashcard");
        let many = cards.len();
        let enough =
            claims.insists() || tagged() || spaced >= 2 && 2 * spaced >= many || many >= 3 && 2 * many >= others;
        let wants_spaces = spaced > 0 && 2 * spaced >= many && !claims.insists();
        let asked = |card: &Card<'_>| tagged() && asks(&card.front(document)) != Asks::No;
        let kept = |card: &Card<'_>| !wants_spaces || card.spaced || asked(card);
        let cards: Vec<Card<'_>> = cards.into_iter().filter(|card| enough && kept(card)).collect();
        let questions: Vec<Question> = cards.iter().map(|card| card.question(self.name(), document)).collect();
        for card in &cards {
            claims.take_blocks(card.siblings.get(card.block));
        }
        questions
    }
}

impl Card<'_> {
    /// What stands before the sign.
    fn front(&self, document: &Document<'_>) -> String {
        let before = Span::new(self.sign.start, self.line.span.end);
        plain_text(document, &Fragment::new(self.line.events.clone()).without(before))
    }

    fn question(&self, dialect: &'static str, document: &Document<'_>) -> Question {
        let Card { siblings, block, line, sign, .. } = self;
        let prompt = Fragment::new(line.events.clone()).without(Span::new(sign.start, line.span.end));
        let mut answer = Fragment::new(line.events.clone()).without(Span::new(line.span.start, sign.end));
        let mut end = line.span.end;
        // What is nested below the last line of a list item belongs to its answer.
        let below = siblings.get(block + 1..).unwrap_or_default();
        let nested = below.first().is_some_and(|next| matches!(next.kind, BlockKind::List(_) | BlockKind::Code(_)));
        let is_item = siblings.first().is_some_and(|first| first.kind == BlockKind::Inline);
        if is_item && nested {
            let stop = below.iter().position(is_line).unwrap_or(below.len());
            let below = below.get(..stop).unwrap_or_default();
            end = below.last().map_or(end, |last| last.span.end);
            answer.events.extend(between(below, Span::new(line.span.end, end)).events);
        }
        let both = document.source.slice(*sign).trim().len() == 3;
        Question {
            kind: if both { Kind::Reversed } else { Kind::Basic },
            ..Question::new(dialect, Span::new(line.span.start, end), line.span, prompt, answer)
        }
    }
}
