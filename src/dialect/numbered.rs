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
    /// Where it begins with its number.
    start: usize,
    /// Its number as written.
    number: Option<u32>,
    /// Its place in its list, from both ends.
    before: usize,
    after: usize,
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
        let asking =
            questions_among(&all, |line| line.asks != Asks::No && (claims.insists() || evidence.admits(line.asks)));
        let questions = asking.iter().enumerate().map(|(nth, line)| {
            let next = asking.get(nth + 1);
            // Items of the same list, or of the next question's, that do not ask are steps of this answer.
            let from = line.at + usize::from(line.after == 0);
            let to = next.map_or(document.blocks.len(), |next| next.at + usize::from(next.before > 0));
            let body = document.blocks.get(from..to).unwrap_or_default();
            let ends = |block: &Block| {
                block.heading().is_some() || block.kind == BlockKind::Rule || !claims.is_free(&block.events)
            };
            let body = body.get(..body.iter().position(ends).unwrap_or(body.len())).unwrap_or_default();
            line.question(self.name(), document, body, next.map(|next| next.start))
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
    fn question(
        &self,
        dialect: &'static str,
        document: &Document<'_>,
        body: &[Block],
        next: Option<usize>,
    ) -> Question {
        let mut prompt = Fragment::new(self.block.inner());
        prompt.cuts.extend(number(document, self.block));
        prompt.cuts.extend(question_label(document, self.block));
        let last = body.last().map_or(self.block.span.end, |last| last.span.end);
        let end = next.map_or(last, |next| next.min(last));
        let mut answer = of_blocks(body);
        if let Some(first) = body.first() {
            answer.cuts.push(Span::new(first.span.start, first.span.start.max(self.block.span.end)));
        }
        answer.cuts.push(Span::new(end, last));
        answer.cuts.retain(|cut| cut.start < cut.end);
        Question::new(dialect, Span::new(self.block.span.start, end), self.block.span, prompt, answer)
    }
}

/// The lines that are questions: those that ask, and those whose number goes on right after a question's.
fn questions_among<'l, 'd>(all: &'l [Line<'d>], admits: impl Fn(&Line<'d>) -> bool) -> Vec<&'l Line<'d>> {
    let mut found: Vec<&Line<'_>> = Vec::new();
    let mut before: Option<&Line<'_>> = None;
    for line in all {
        let follows =
            |before: &Line<'_>| line.number.is_some() && line.number == before.number.map(|number| number + 1);
        // Steps within an answer are numbered too; they begin anew.
        let goes_on =
            before.zip(found.last()).is_some_and(|(before, last)| before.start == last.start && follows(before));
        if admits(line) || goes_on {
            found.push(line);
        }
        before = Some(line);
    }
    found
}

/// The numbered lines of a block: the items of a list that hold nothing else, or a paragraph.
fn lines_of<'d>(document: &Document<'_>, block: &'d Block, at: usize) -> Vec<Line<'d>> {
    let is_alone = |block: &Block| is_line(block) && lines(document, block).len() == 1;
    let line = |block: &'d Block, start: usize, before: usize, after: usize| {
        let written = document.source.slice(Span::new(start, block.span.end));
        let digits = written.trim_start_matches(|c: char| !c.is_ascii_digit());
        let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let number = digits.get(..length).and_then(|digits| digits.parse().ok());
        Line { at, block, start, number, before, after, asks: asks(&text(document, block)) }
    };
    match block.kind {
        BlockKind::List(Some(_)) if !is_contents(document, block) => {
            let inner = |item: &'d Block| match item.children.as_slice() {
                [only] if is_alone(only) => Some((item.span.start, only)),
                _ => None,
            };
            let inner: Option<Vec<(usize, &Block)>> = block.children.iter().map(inner).collect();
            let inner = inner.unwrap_or_default();
            let many = inner.len();
            inner.into_iter().enumerate().map(|(nth, (start, only))| line(only, start, nth, many - nth - 1)).collect()
        }
        BlockKind::Paragraph
            if (number(document, block).is_some() || question_label(document, block).is_some()) && is_alone(block) =>
        {
            vec![line(block, block.span.start, 0, 0)]
        }
        _ => Vec::new(),
    }
}
