//! A line with only `?` between question and answer, or `??` where both ask for each other
//! (Obsidian). A blank line ends the card.

use memchr::memmem;

use super::pieces::{between, is_line, line_text, lines, touch};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document};
use crate::note::Kind;
use crate::question::Question;
use crate::source::Span;

/// Questions parted from their answers by a line.
pub(super) struct Separators;

impl Dialect for Separators {
    fn name(&self) -> &'static str {
        "separator"
    }

    fn summary(&self) -> &'static str {
        "a line with only `?` (or `??`, both ways) between question and answer"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut questions = Vec::new();
        if !holds_sign(&document.source.text) {
            return questions;
        }
        for siblings in document.siblings() {
            for (at, block) in siblings.iter().enumerate().filter(|(_, block)| is_line(block)) {
                if claims.is_free(&block.events)
                    && let Some((question, blocks)) = question(self.name(), document, siblings, at)
                {
                    claims.take_blocks(siblings.get(blocks).unwrap_or_default());
                    questions.push(question);
                }
            }
        }
        questions
    }
}

/// Whether a text has a line of question marks alone.
fn holds_sign(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), "?\n").filter_map(|at| text.get(..at)).any(|before| {
        let mut line = before.bytes().rev().take_while(|byte| *byte != b'\n');
        line.all(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'?'))
    })
}

/// The card whose separator stands in the paragraph `at`, with the siblings it takes.
fn question(
    dialect: &'static str,
    document: &Document<'_>,
    siblings: &[Block],
    at: usize,
) -> Option<(Question, std::ops::Range<usize>)> {
    let lines = lines(document, siblings.get(at)?);
    let (number, sign) = lines.iter().enumerate().find_map(|(number, line)| {
        let text = line_text(document, line);
        matches!(text.trim(), "?" | "??").then(|| (number, text.trim().len()))
    })?;
    let line = lines.get(number)?;
    let joined = |pair: (usize, usize)| match (siblings.get(pair.0), siblings.get(pair.1)) {
        (Some(before), Some(after)) => {
            let kinds = !matches!(after.kind, BlockKind::Heading(_) | BlockKind::Rule);
            kinds && touch(document, before, after)
        }
        _ => false,
    };
    let mut first = at;
    while number == 0 && first > 0 && first + 3 > at && joined_above(document, siblings, first) {
        first -= 1;
    }
    let mut last = at;
    while joined((last, last + 1)) {
        last += 1;
    }
    let start = siblings.get(first)?.span.start;
    let end = siblings.get(last)?.span.end;
    let prompt = between(siblings, Span::new(start, line.span.start));
    let answer = between(siblings, Span::new(line.span.end, end));
    let heading = siblings.get(first).and_then(|block| block.heading());
    let asks = !prompt.is_blank(document) && !answer.is_blank(document);
    let question = Question {
        kind: if sign == 2 { Kind::Reversed } else { Kind::Basic },
        level: heading.map(|heading| heading.level),
        ..Question::new(dialect, Span::new(start, end), Span::new(start, line.span.start), prompt, answer)
    };
    asks.then_some((question, first..last + 1))
}

/// Whether the sibling before `at` touches it and may be the question.
fn joined_above(document: &Document<'_>, siblings: &[Block], at: usize) -> bool {
    match (at.checked_sub(1).and_then(|before| siblings.get(before)), siblings.get(at)) {
        (Some(before), Some(block)) => {
            !matches!(before.kind, BlockKind::Rule | BlockKind::Html) && touch(document, before, block)
        }
        _ => false,
    }
}
