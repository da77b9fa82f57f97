//! A line in bold as question: the whole line, or its bold number (`**3)** The number of ...`). What
//! follows up to the next such line or heading answers.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::asking::{Asks, asks};
use super::contents::{leads_away, leads_somewhere};
use super::evidence::Evidence;
use super::opening::{question_label, says_answer};
use super::pieces::{blocks_in, lines, number, of_blocks, span_of, text};
use super::{Claims, Dialect, Reading, numbering};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_run};
use crate::question::Question;
use crate::source::Span;

/// Bold lines.
pub(super) struct Bold;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// All of it is bold.
    Whole,
    /// It begins with a bold number.
    Numbered,
    /// Its first line is bold, and others follow.
    FirstLine,
}

impl Dialect for Bold {
    fn name(&self) -> &'static str {
        "bold"
    }

    fn summary(&self) -> &'static str {
        "a line in bold, or with a bold number, its answer below it"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let blocks = &document.blocks;
        let lines: Vec<(usize, Form)> = blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| claims.is_free(&block.events))
            .filter_map(|(at, block)| Some((at, form(document, block)?)))
            .collect();
        let said = |at: usize| blocks.get(at).map(|block| text(document, block)).unwrap_or_default();
        let first = |at: usize| blocks.get(at).and_then(|block| first_line(document, block)).unwrap_or_default();
        let is_labelled = |at: usize| blocks.get(at).is_some_and(|block| question_label(document, block).is_some());
        let asks = |at: usize, form: Form| match form {
            Form::Whole | Form::FirstLine if is_labelled(at) => Asks::ByMark,
            Form::Whole => asks(&said(at)),
            Form::FirstLine => asks(&plain_run(document, first(at))),
            Form::Numbered => Asks::No,
        };
        let lines: Vec<(usize, Form, Asks)> = lines.into_iter().map(|(at, form)| (at, form, asks(at, form))).collect();
        let whole = lines.iter().filter(|(_, form, _)| *form != Form::Numbered).map(|(_, _, asks)| *asks);
        let evidence = Evidence::of(whole);
        let numbered = lines.iter().filter(|(_, form, _)| *form == Form::Numbered).count();
        let admitted = |form: Form, asks: Asks| match form {
            _ if claims.insists() => true,
            Form::Whole => evidence.admits(asks),
            // Above its own text a bold line may be a small heading.
            Form::FirstLine => asks != Asks::No && evidence.admits(asks),
            Form::Numbered => numbered >= 3,
        };
        let lines: Vec<(usize, Form)> = lines
            .into_iter()
            .filter(|(_, form, asks)| admitted(*form, *asks))
            .map(|(at, form, _)| (at, form))
            .collect();
        let mut questions = Vec::new();
        for (nth, &(at, form)) in lines.iter().enumerate() {
            let next = lines.get(nth + 1).map_or(blocks.len(), |(next, _)| *next);
            let body = blocks.get(at + 1..next).unwrap_or_default();
            let ends = |block: &Block| block.heading().is_some() || !claims.is_free(&block.events);
            let body = body.get(..body.iter().position(ends).unwrap_or(body.len())).unwrap_or_default();
            let Some(line) = blocks.get(at) else { continue };
            let all = blocks.get(at..at + 1 + body.len()).unwrap_or_default();
            let mut prompt = Fragment::new(line.inner());
            let mut answer = of_blocks(body);
            let mut asked = line.span;
            if form == Form::FirstLine
                && let Some(end) = first(at).last().and_then(|last| document.events.get(last)).map(|(_, span)| span.end)
            {
                prompt.events = vec![first(at)];
                answer = of_blocks(all).without(Span::new(line.span.start, end));
                asked = Span::new(line.span.start, end);
            }
            prompt.cuts.extend(number(document, line));
            prompt.cuts.extend(question_label(document, line));
            questions.push(Question::new(self.name(), span_of(all), asked, prompt, answer));
        }
        // A page of bold lines over nothing asks nobody.
        if questions.iter().all(|question| question.answer.is_blank(document)) && !claims.insists() {
            return Vec::new();
        }
        for question in &questions {
            claims.take_blocks(blocks_in(blocks, question.span));
        }
        questions
    }
}

/// The events of a paragraph's first line, if that is all bold and others follow.
fn first_line(document: &Document<'_>, block: &Block) -> Option<Range<usize>> {
    let lines = lines(document, block);
    let (first, _) = lines.split_first().filter(|(_, others)| !others.is_empty())?;
    let events = document.events.get(first.events.clone())?;
    let begins = matches!(events.first()?.0, Event::Start(Tag::Strong));
    let ends = matches!(events.last()?.0, Event::End(TagEnd::Strong));
    let runs = events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Strong))).count();
    (begins && ends && runs == 1).then(|| first.events.clone())
}

/// How a paragraph is bold, if it is.
fn form(document: &Document<'_>, block: &Block) -> Option<Form> {
    if block.kind != BlockKind::Paragraph {
        return None;
    }
    let events = document.events.get(block.inner())?;
    // All of it, or its number, is bold: so the bold comes early.
    if !events.iter().take(3).any(|(event, _)| matches!(event, Event::Start(Tag::Strong))) {
        return None;
    }
    let (mut depth, mut outside, mut first) = (0usize, 0usize, String::new());
    let mut runs = 0usize;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Strong) => (depth, runs) = (depth + 1, runs + usize::from(outside == 0)),
            Event::End(TagEnd::Strong) => depth = depth.saturating_sub(1),
            Event::Text(text) if depth > 0 && runs == 1 && outside == 0 => first.push_str(text),
            Event::Text(text) | Event::Code(text) if depth == 0 => {
                outside += text.chars().filter(|c| c.is_alphanumeric()).count();
                if runs == 0 && outside > 0 {
                    return None;
                }
            }
            Event::Start(Tag::Image { .. }) | Event::DisplayMath(_) if depth == 0 => outside += 1,
            _ => {}
        }
    }
    if runs == 0
        || says_answer(document, block)
        || leads_somewhere(document, block) && leads_away(document, &Fragment::new(block.events.clone()))
    {
        return None;
    }
    let numbered = numbering::length(&first) > 0 || numbering::length(&format!("{} x", first.trim_end())) > 0;
    let asks_first = || first_line(document, block).is_some_and(|line| asks(&plain_run(document, line)) != Asks::No);
    if numbered && first.starts_with(|c: char| c.is_numeric()) && outside > 0 && !asks_first() {
        Some(Form::Numbered)
    } else if outside == 0 {
        Some(Form::Whole)
    } else {
        first_line(document, block).map(|_| Form::FirstLine)
    }
}
