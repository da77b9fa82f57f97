//! A line in bold as question: the whole line, or its bold number (`**3)** The number of ...`). What
//! follows up to the next such line or heading answers.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::asking::{Asks, asks};
use super::contents::leads_away;
use super::evidence::Evidence;
use super::opening::says_answer;
use super::pieces::{blocks_in, number, of_blocks, span_of, text};
use super::{Claims, Dialect, Reading, numbering};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::question::Question;

/// Bold lines.
pub(super) struct Bold;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// All of it is bold.
    Whole,
    /// It begins with a bold number.
    Numbered,
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
        let asks = |at: usize, form: Form| if form == Form::Whole { asks(&said(at)) } else { Asks::No };
        let lines: Vec<(usize, Form, Asks)> = lines.into_iter().map(|(at, form)| (at, form, asks(at, form))).collect();
        let whole = lines.iter().filter(|(_, form, _)| *form == Form::Whole).map(|(_, _, asks)| *asks);
        let evidence = Evidence::of(whole);
        let numbered = lines.iter().filter(|(_, form, _)| *form == Form::Numbered).count();
        let admitted = |form: Form, asks: Asks| match form {
            _ if claims.insists() => true,
            Form::Whole => evidence.admits(asks),
            Form::Numbered => numbered >= 3,
        };
        let lines: Vec<usize> =
            lines.into_iter().filter(|(_, form, asks)| admitted(*form, *asks)).map(|(at, ..)| at).collect();
        let mut questions = Vec::new();
        for (nth, &at) in lines.iter().enumerate() {
            let next = lines.get(nth + 1).copied().unwrap_or(blocks.len());
            let body = blocks.get(at + 1..next).unwrap_or_default();
            let ends = |block: &Block| block.heading().is_some() || !claims.is_free(&block.events);
            let body = body.get(..body.iter().position(ends).unwrap_or(body.len())).unwrap_or_default();
            let Some(line) = blocks.get(at) else { continue };
            let mut prompt = Fragment::new(line.inner());
            prompt.cuts.extend(number(document, line));
            let all = blocks.get(at..at + 1 + body.len()).unwrap_or_default();
            questions.push(Question::new(self.name(), span_of(all), line.span, prompt, of_blocks(body)));
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
    if runs == 0 || says_answer(document, block) || leads_away(document, &Fragment::new(block.events.clone())) {
        return None;
    }
    let numbered = numbering::length(&first) > 0 || numbering::length(&format!("{} x", first.trim_end())) > 0;
    if numbered && first.starts_with(|c: char| c.is_numeric()) && outside > 0 {
        Some(Form::Numbered)
    } else {
        (outside == 0).then_some(Form::Whole)
    }
}
