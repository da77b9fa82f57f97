//! Numbered pieces of a text: headings, lines or items that a count runs through, with what stands under each.

use super::label;
use super::label_words::{Role, is_known, names_answer};
use super::letter;
use super::numbering::value;
use super::options::may_be_lettered;
use super::pieces::{Line, between, is_line, line_text, lines, number_in, text};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::source::Span;

/// What carries the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// Headings of one level.
    Heading(u8),
    /// Lines of paragraphs.
    Line,
    /// Items of lists.
    Item,
    /// Both: for Markdown a list that begins with another number than 1 is text of the paragraph above it.
    LineOrItem,
}

/// How far the last entry of a count reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Over its options and code: what comes next is the text's.
    Options,
    /// To the end of what stands there.
    All,
}

/// Every carrier, outer ones first.
const CARRIERS: [Carrier; 9] = [
    Carrier::Heading(1),
    Carrier::Heading(2),
    Carrier::Heading(3),
    Carrier::Heading(4),
    Carrier::Heading(5),
    Carrier::Heading(6),
    Carrier::Line,
    Carrier::Item,
    Carrier::LineOrItem,
];

/// The carriers that there can be among siblings, outer ones first.
pub(super) fn carriers(siblings: &[Block]) -> impl Iterator<Item = Carrier> {
    let lines = siblings.iter().any(is_line);
    let lists = siblings.iter().any(|block| matches!(block.kind, BlockKind::List(_)));
    CARRIERS.into_iter().filter(move |carrier| match carrier {
        Carrier::Heading(level) => {
            siblings.iter().any(|block| block.heading().is_some_and(|heading| heading.level == *level))
        }
        Carrier::Line => lines,
        Carrier::Item => lists,
        Carrier::LineOrItem => lines && lists,
    })
}

/// A numbered piece.
#[derive(Debug, Clone)]
pub(super) struct Entry<'d> {
    pub number: u32,
    /// From its number to the end of what stands under it.
    pub span: Span,
    /// Its first line.
    pub asked: Span,
    /// The words of its first line.
    pub title: String,
    /// Whether the word in front of its number labels questions.
    pub is_labelled: bool,
    /// All of it, without the number.
    pub text: Fragment,
    /// What is remarked on it in a column of its own.
    pub remark: Fragment,
    /// The blocks that it begins with: those of an item, or the block of its first line.
    pub own: &'d [Block],
    /// The blocks after them.
    pub more: &'d [Block],
}

/// Where an entry begins.
struct Start<'d> {
    number: u32,
    at: usize,
    asked: Span,
    cut: Span,
    title: String,
    is_labelled: bool,
    item: Option<&'d Block>,
}

/// The numbered pieces that `carrier` carries among siblings.
pub(super) fn entries<'d>(
    document: &Document<'_>,
    siblings: &'d [Block],
    carrier: Carrier,
    reach: Reach,
) -> Vec<Entry<'d>> {
    let starts: Vec<Start<'d>> =
        siblings.iter().enumerate().flat_map(|(at, block)| starts(document, block, at, (carrier, reach))).collect();
    let end_of = |nth: usize, start: &Start<'_>| {
        let next = starts.get(nth + 1);
        let goes_on = next.is_some_and(|next| next.number > start.number);
        let from = start.at + 1;
        let to = next.map_or(siblings.len(), |next| next.at.max(from));
        let after = siblings.get(from..to).unwrap_or_default();
        let ends = |block: &Block| match carrier {
            Carrier::Heading(level) => block.heading().is_some_and(|heading| heading.level <= level),
            _ => block.heading().is_some() || block.kind == BlockKind::Rule,
        };
        let is_whole = goes_on || reach == Reach::All || matches!(carrier, Carrier::Heading(_));
        let is_part = |block: &Block| is_whole || is_option_or_code(document, block);
        from + after.iter().take_while(|block| !ends(block) && is_part(block)).count()
    };
    starts
        .iter()
        .enumerate()
        .map(|(nth, start)| {
            let same = starts.get(nth + 1).filter(|next| next.at == start.at).map(|next| next.asked.start);
            entry(siblings, start, end_of(nth, start), same)
        })
        .collect()
}

/// The entry that begins at `start` and reaches to the sibling `end`, or to where the next one begins in its block.
fn entry<'d>(siblings: &'d [Block], start: &Start<'d>, end: usize, next: Option<usize>) -> Entry<'d> {
    let block = siblings.get(start.at..start.at + 1).unwrap_or_default();
    let own = start.item.map_or(block, |item| item.children.as_slice());
    let more = if next.is_some() { &[] } else { siblings.get(start.at + 1..end).unwrap_or_default() };
    let own_end = match (next, start.item) {
        (None, None) => block.last().map_or(start.asked.end, |block| block.span.end),
        (None, Some(item)) => item.span.end,
        (Some(next), None) => next,
        (Some(next), Some(item)) => item.span.end.min(next),
    };
    let span = Span::new(start.asked.start, more.last().map_or(own_end, |block| block.span.end));
    let mut text = match start.item {
        Some(item) => Fragment::new(item.inner()),
        None => between(block, Span::new(start.asked.start, own_end)),
    };
    if let (Some(first), Some(last)) = (more.first(), more.last()) {
        if let (None, Some(own)) = (start.item, block.first()) {
            text.events = vec![own.events.clone()];
        }
        text.events.push(first.events.start..last.events.end);
    }
    let (number, asked, title, is_labelled) = (start.number, start.asked, start.title.clone(), start.is_labelled);
    let (text, remark) = (text.without(start.cut), Fragment::default());
    Entry { number, span, asked, title, is_labelled, text, remark, own, more }
}

/// Whether a block can go on with a question: code, a list, lettered lines.
fn is_option_or_code(document: &Document<'_>, block: &Block) -> bool {
    matches!(block.kind, BlockKind::Code(_) | BlockKind::List(None))
        || is_line(block) && (may_be_lettered(document, block) || letter::leading(document, block.inner()).is_some())
}

/// The numbered pieces that begin in a block.
fn starts<'d>(
    document: &Document<'_>,
    block: &'d Block,
    at: usize,
    (carrier, reach): (Carrier, Reach),
) -> Vec<Start<'d>> {
    match (carrier, &block.kind) {
        (Carrier::Heading(level), BlockKind::Heading(heading)) if heading.level == level => {
            let line = Line { events: block.inner(), span: block.span };
            let stated = of_line(document, &line, reach).or_else(|| at_end(document, block));
            stated.into_iter().map(|start| Start { at, asked: block.span, ..start }).collect()
        }
        (Carrier::Line | Carrier::LineOrItem, _) if is_line(block) => {
            let lines = lines(document, block);
            lines.iter().filter_map(|line| of_line(document, line, reach)).map(|start| Start { at, ..start }).collect()
        }
        (Carrier::Item | Carrier::LineOrItem, BlockKind::List(first)) => {
            let start = |(number, item): (u32, &'d Block)| {
                let line = item.children.first().filter(|line| is_line(line));
                let line = line.and_then(|line| lines(document, line).into_iter().next());
                let own = line.as_ref().and_then(|line| of_line(document, line, reach));
                let begin = Span::new(item.span.start, line.as_ref().map_or(item.span.start + 1, |line| line.span.end));
                let title = line.map(|line| line_text(document, &line)).unwrap_or_default();
                let counted = first.map(|_| Start {
                    number,
                    at,
                    asked: begin,
                    cut: Span::new(begin.start, begin.start),
                    title,
                    is_labelled: false,
                    item: None,
                });
                counted.or(own).map(|start| Start { at, asked: begin, item: Some(item), ..start })
            };
            let from = first.and_then(|first| u32::try_from(first).ok()).unwrap_or(1);
            (from..).zip(&block.children).filter_map(start).collect()
        }
        _ => Vec::new(),
    }
}

/// The number that a line begins with, or that follows its label.
fn of_line<'d>(document: &Document<'_>, line: &Line, reach: Reach) -> Option<Start<'d>> {
    let label = || label::leading(document, line.events.clone()).filter(|label| label.is_numbered);
    let (cut, word) = match number_in(document, line.events.clone()) {
        Some(number) => (number, None),
        None => label().map(|label| (label.span, Some(label.word)))?,
    };
    let is_labelled = word.as_deref().is_some_and(|word| is_known(word, Role::Question));
    // Among answers any word may stand before the number: "Exercise 3: ...".
    if reach == Reach::Options && word.is_some_and(|word| !is_labelled && !names_answer(&word)) {
        return None;
    }
    let number = value(document.source.slice(cut))?;
    Some(Start { number, at: 0, asked: line.span, cut, title: line_text(document, line), is_labelled, item: None })
}

/// The number that a heading ends with and that says nothing else but whose it is: "Answer 3", "3".
fn at_end<'d>(document: &Document<'_>, heading: &Block) -> Option<Start<'d>> {
    let title = text(document, heading);
    let words = title.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit_once(' ');
    let (before, last) = words.unwrap_or(("", title.trim_matches(|c: char| !c.is_alphanumeric())));
    let is_one_word = |text: &str| !text.trim().contains(' ');
    let is_number = !last.is_empty() && last.chars().all(char::is_numeric);
    let number =
        value(last).filter(|_| is_number && (before.is_empty() || is_one_word(before) && names_answer(before)))?;

    let cut = heading.span;
    Some(Start { number, at: 0, asked: cut, cut, title: String::new(), is_labelled: false, item: None })
}

/// Entries parted where their count begins anew.
pub(super) fn runs(entries: Vec<Entry<'_>>) -> Vec<Vec<Entry<'_>>> {
    let mut runs: Vec<Vec<Entry<'_>>> = Vec::new();
    for entry in entries {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| last.number < entry.number) => run.push(entry),
            _ => runs.push(vec![entry]),
        }
    }
    runs
}
