//! A list item that begins with a question, in bold or not, and goes on with its answer: in the same
//! paragraph after the bold, or below it in the item.

use pulldown_cmark::{Event, TagEnd};

use super::asking::{Asks, asks};
use super::contents::is_contents;
use super::evidence::Evidence;
use super::label_words::{Role, is_known};
use super::opening::question_label;
use super::pieces::{between, is_line, lines, number, of_blocks};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, plain_run};
use crate::question::Question;
use crate::source::Span;

/// List items that ask.
pub(super) struct Bullets;

/// An item with the text that may ask.
struct Item<'d> {
    list: &'d Block,
    item: &'d Block,
    /// What stands below its list, if a list that goes on counting shows that to be its answer.
    below: &'d [Block],
    /// Where the question ends and the answer begins.
    at: Span,
    asks: Asks,
}

impl Dialect for Bullets {
    fn name(&self) -> &'static str {
        "bullet"
    }

    fn summary(&self) -> &'static str {
        "a list item that asks, its answer behind it or below it in the item"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut items: Vec<Item<'_>> = Vec::new();
        for siblings in document.siblings() {
            let lists = siblings.iter().enumerate().filter(|(_, block)| matches!(block.kind, BlockKind::List(_)));
            for (at, list) in lists {
                let nested = items.iter().any(|item| item.list.span.holds(list.span));
                if !nested && claims.is_free(&list.events) && !is_contents(document, list) {
                    let below = |item: &Block| match list.children.last() {
                        Some(last) if last.span == item.span && item.children.len() == 1 => below(siblings, at),
                        _ => &[],
                    };
                    let found: Vec<Item<'_>> =
                        list.children.iter().filter_map(|item| read(document, list, item, below(item))).collect();
                    let asking = found.iter().filter(|item| item.asks != Asks::No).count();
                    if 2 * asking >= list.children.len() && 2 * found.len() >= list.children.len() {
                        items.extend(found);
                    }
                }
            }
        }
        let evidence = Evidence::of(items.iter().map(|item| item.asks));
        items.retain(|item| claims.insists() || evidence.admits(item.asks));
        let questions: Vec<Question> = items.iter().map(|item| item.question(self.name(), document)).collect();
        let answered = questions.iter().filter(|question| !question.answer.is_blank(document)).count();
        // A list of questions alone is a list.
        if 2 * answered < questions.len() || answered < 2 && !claims.insists() {
            for item in &items {
                claims.remark(item.list.span, "a list whose items ask, but too few of them hold an answer");
            }
            return Vec::new();
        }
        claims.take_blocks(items.iter().flat_map(|item| std::iter::once(item.list).chain(item.below)));
        questions
    }
}

impl Item<'_> {
    fn question(&self, dialect: &'static str, document: &Document<'_>) -> Question {
        let Item { item, at, .. } = self;
        let children = &item.children;
        let start = children.first().map_or(item.span.start, |first| first.span.start);
        let mut prompt = between(children, Span::new(start, at.start));
        if let Some(first) = children.first() {
            prompt.cuts.extend(number(document, first));
            prompt.cuts.extend(question_label(document, first));
        }
        let answer = between(children, Span::new(at.end, item.span.end));
        let asked = Span::new(start, at.start);
        match self.below.last() {
            Some(last) if answer.is_blank(document) => {
                let span = Span::new(item.span.start, last.span.end);
                Question::new(dialect, span, asked, prompt, of_blocks(self.below))
            }
            _ => Question::new(dialect, item.span, asked, prompt, answer),
        }
    }
}

/// What an answer says without the label it begins with.
fn without_label(said: &str) -> &str {
    let bare = said.trim_start_matches('*');
    let labelled =
        bare.split_once([':', '：']).filter(|(word, _)| is_known(&word.trim_matches('*').to_lowercase(), Role::Answer));
    labelled.map_or(said, |(_, answer)| answer.trim_start_matches(|c: char| c.is_whitespace() || c == '*'))
}

/// The dash between a question and a link that begins its answer on the same line, and how what is before it asks.
fn before_link(document: &Document<'_>, line: &Block) -> Option<(Span, Asks)> {
    let events = document.events.get(line.inner())?;
    let link = events.iter().position(|(event, _)| matches!(event, Event::Start(pulldown_cmark::Tag::Link { .. })))?;
    let Some((Event::Text(text), span)) = events.get(link.checked_sub(1)?) else { return None };
    let said = text.trim_end().trim_end_matches(['-', '–', '—', ':']);
    let dashed = said.len() < text.trim_end().len() && text.len() == span.end - span.start;
    let title = plain_run(document, line.inner().start..line.inner().start + link);
    let asks = asks(title.trim_end().trim_end_matches(['-', '–', '—', ':']));
    (dashed && asks != Asks::No).then(|| (Span::new(span.start + said.trim_end().len(), span.end), asks))
}

/// The dash between a question and its answer on the same line: "What is it? — A thing."
fn before_dash(document: &Document<'_>, line: &Block) -> Option<(Span, Asks)> {
    let mut depth = 0usize;
    for (number, (event, span)) in line.inner().zip(document.events.get(line.inner())?) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::SoftBreak | Event::HardBreak => return None,
            Event::Text(text) if depth == 0 && text.len() == span.end - span.start => {
                let Some((mark, sign)) = text.char_indices().find(|(_, c)| matches!(c, '?' | '？' | '؟')) else {
                    continue;
                };
                let after = text.get(mark + sign.len_utf8()..)?;
                let rest = after.trim_start_matches(['»', '”', '"', '“', '」', '\'']);
                let asked = text.len() - rest.len();
                let said = rest.trim_start().strip_prefix(['—', '–', '-']).filter(|said| said.starts_with(' '))?;
                let title = plain_run(document, line.inner().start..number) + text.get(..asked)?;
                let at = Span::new(span.start + asked, span.end - said.trim_start().len());
                return Some((at, asks(&title))).filter(|(_, asks)| *asks != Asks::No);
            }
            _ => {}
        }
    }
    None
}

/// The blocks between a numbered list and the next one, if that goes on counting and nothing else parts them.
fn below(siblings: &[Block], at: usize) -> &[Block] {
    let (Some(list), Some(after)) = (siblings.get(at), siblings.get(at + 1..)) else { return &[] };
    let BlockKind::List(Some(first)) = list.kind else { return &[] };
    let next = first + u64::try_from(list.children.len()).unwrap_or(u64::MAX / 2);
    let parts = |block: &Block| matches!(block.kind, BlockKind::List(_) | BlockKind::Rule) || block.heading().is_some();
    let length = after.iter().position(parts).unwrap_or(0);
    let goes_on = after.get(length).is_some_and(|block| block.kind == BlockKind::List(Some(next)));
    if goes_on { after.get(..length).unwrap_or_default() } else { &[] }
}

/// An item's question: its bold beginning, or its first line where that asks.
fn read<'d>(document: &Document<'_>, list: &'d Block, item: &'d Block, below: &'d [Block]) -> Option<Item<'d>> {
    let first = item.children.first().filter(|first| is_line(first))?;
    let events = document.events.get(first.inner())?;
    let end = events.iter().map(|(_, span)| span.end).max()?;
    let begins_bold = matches!(events.first()?.0, Event::Start(pulldown_cmark::Tag::Strong));
    if begins_bold {
        let (_, strong) = events.iter().find(|(event, _)| matches!(event, Event::End(TagEnd::Strong)))?;
        let close =
            first.inner().start + events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Strong)))?;
        let title = plain_run(document, first.inner().start..close + 1);
        // Dashes and colons between question and answer are neither's.
        let rest = document.source.text.get(strong.end..end).unwrap_or_default();
        let said = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':'));
        let answer = without_label(said).len();
        // Where all that is bold is the label, the line asks.
        let label = question_label(document, first);
        let is_label = label.is_some_and(|label| label.end >= strong.end);
        let asks = if label.is_some() { Asks::ByMark } else { asks(&title) };
        // Among questions in bold one that does not seem to ask is one as well, if an answer follows.
        if !is_label && (asks != Asks::No || answer > 0 || item.children.len() > 1) {
            return Some(Item { list, item, below, at: Span::new(strong.end, end - answer), asks });
        }
    }
    if let Some((at, asks)) = before_link(document, first).or_else(|| before_dash(document, first)) {
        return Some(Item { list, item, below, at, asks });
    }
    let line = lines(document, first).into_iter().next()?;
    let title = plain_run(document, line.events.clone());
    let more = item.children.len() > 1 || line.span.end < end;
    let asks = if question_label(document, first).is_some() { Asks::ByMark } else { asks(&title) };
    let is_task = asks == Asks::ByWord && (item.children.len() > 1 || !below.is_empty());
    (is_task || asks == Asks::ByMark && (more || title.trim().ends_with(['?', '？', '؟']))).then(|| Item {
        list,
        item,
        below,
        at: Span::new(line.span.end, line.span.end),
        asks,
    })
}
