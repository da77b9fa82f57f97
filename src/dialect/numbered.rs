//! Numbered lines that ask, with their answers below them, not indented: `1. What is it?`, a paragraph, `2. ...`.
//! For Markdown each line is a list of its own, or a paragraph where the number has another sign (`1、`, `Q1.`).

use super::asking::{Asks, asks};
use super::contents::is_contents;
use super::evidence::Evidence;
use super::opening::question_label;
use super::pieces::{blocks_meeting, is_line, lines, number, of_blocks, text};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::question::Question;
use crate::source::Span;

/// Numbered lines that ask.
pub(super) struct Numbered;

/// A line with the number of the block it stands in.
struct Line<'d> {
    at: usize,
    block: &'d Block,
    asks: Asks,
}

impl Dialect for Numbered {
    fn name(&self) -> &'static str {
        "numbered"
    }

    fn summary(&self) -> &'static str {
        "a numbered line that asks, its answer below it without indentation"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let free = document.blocks.iter().enumerate().filter(|(_, block)| claims.is_free(&block.events));
        let all: Vec<Line<'_>> = free.flat_map(|(at, block)| lines_of(document, block, at)).collect();
        let evidence = Evidence::of(all.iter().map(|line| line.asks));
        // Steps within an answer are numbered too; they do not ask.
        let asking: Vec<&Line<'_>> = all
            .iter()
            .filter(|line| line.asks != Asks::No && (claims.insists() || evidence.admits(line.asks)))
            .collect();
        let next = |nth: usize| asking.get(nth + 1).map_or(document.blocks.len(), |line| line.at);
        let questions = asking.iter().enumerate().map(|(nth, line)| {
            let body = document.blocks.get(line.at + 1..next(nth)).unwrap_or_default();
            let ends = |block: &Block| {
                block.heading().is_some() || block.kind == BlockKind::Rule || !claims.is_free(&block.events)
            };
            let body = body.get(..body.iter().position(ends).unwrap_or(body.len())).unwrap_or_default();
            line.question(self.name(), document, body)
        });
        let questions: Vec<Question> = questions.collect();
        let answered = questions.iter().filter(|question| !question.answer.is_blank(document)).count();
        // Questions above a text are a list of questions; each must have its own answer.
        if answered < 2 && !claims.insists() || 2 * answered < questions.len() {
            return Vec::new();
        }
        for question in &questions {
            claims.take_blocks(blocks_meeting(&document.blocks, question.span));
        }
        questions
    }
}

impl Line<'_> {
    fn question(&self, dialect: &'static str, document: &Document<'_>, body: &[Block]) -> Question {
        let mut prompt = Fragment::new(self.block.inner());
        prompt.cuts.extend(number(document, self.block));
        prompt.cuts.extend(question_label(document, self.block));
        let end = body.last().map_or(self.block.span.end, |last| last.span.end);
        Question::new(dialect, Span::new(self.block.span.start, end), self.block.span, prompt, of_blocks(body))
    }
}

/// The numbered lines of a block: the items of a list that hold nothing else, or a paragraph.
fn lines_of<'d>(document: &Document<'_>, block: &'d Block, at: usize) -> Vec<Line<'d>> {
    let is_alone = |block: &Block| is_line(block) && lines(document, block).len() == 1;
    let line = |block: &'d Block| Line { at, block, asks: asks(&text(document, block)) };
    match block.kind {
        BlockKind::List(Some(_)) if !is_contents(document, block) => {
            let inner: Option<Vec<&Block>> = block
                .children
                .iter()
                .map(|item| match item.children.as_slice() {
                    [only] if is_alone(only) => Some(only),
                    _ => None,
                })
                .collect();
            inner.unwrap_or_default().into_iter().map(line).collect()
        }
        BlockKind::Paragraph
            if (number(document, block).is_some() || question_label(document, block).is_some()) && is_alone(block) =>
        {
            vec![line(block)]
        }
        _ => Vec::new(),
    }
}
