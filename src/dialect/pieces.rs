//! Small readers that dialects share: texts, lines and stretches of sibling blocks.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::numbering;
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_run};
use crate::source::Span;

/// The words of a block on one line.
pub(super) fn text(document: &Document<'_>, block: &Block) -> String {
    on_one_line(plain_run(document, block.inner()))
}

/// A text with single spaces for all its white space. Most have none but single spaces.
pub(super) fn on_one_line(text: String) -> String {
    let bytes = text.as_bytes();
    let is_other = |byte: &u8| !byte.is_ascii() || matches!(byte, b'\t'..=b'\r');
    let double = |(one, next): (&u8, &u8)| (*one == b' ') & (*next == b' ');
    // Looked at to the end in any case: that goes many bytes at a time.
    let others = bytes.iter().fold(false, |any, byte| any | is_other(byte));
    let doubles = bytes.iter().zip(bytes.iter().skip(1)).fold(false, |any, pair| any | double(pair));
    if !(others || doubles || text.starts_with(' ') || text.ends_with(' ')) {
        return text;
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The fragment of whole blocks.
pub(super) fn of_blocks(blocks: &[Block]) -> Fragment {
    match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) => Fragment::new(first.events.start..last.events.end),
        _ => Fragment::default(),
    }
}

/// The blocks that lie wholly in a stretch.
pub(super) fn blocks_in(blocks: &[Block], span: Span) -> &[Block] {
    let from = blocks.partition_point(|block| block.span.start < span.start);
    let to = blocks.partition_point(|block| block.span.end <= span.end);
    blocks.get(from..to).unwrap_or_default()
}

/// The blocks that lie in a stretch, wholly or in part.
pub(super) fn blocks_meeting(blocks: &[Block], span: Span) -> &[Block] {
    let from = blocks.partition_point(|block| block.span.end <= span.start);
    let to = blocks.partition_point(|block| block.span.start < span.end);
    blocks.get(from..to).unwrap_or_default()
}

/// From the beginning of the first block to the end of the last.
pub(super) fn span_of(blocks: &[Block]) -> Span {
    match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end.max(first.span.end)),
        _ => Span::new(0, 0),
    }
}

/// The stretch of siblings from one byte to another: whole blocks, less what lies outside. One
/// paragraph or heading alone gives its inline content.
pub(super) fn between(blocks: &[Block], span: Span) -> Fragment {
    let met = blocks_meeting(blocks, span);
    let (Some(first), Some(last)) = (met.first(), met.last()) else {
        return Fragment::default();
    };
    let alone = first.span == last.span
        && matches!(first.kind, BlockKind::Paragraph | BlockKind::Inline | BlockKind::Heading(_));
    let events = if alone { first.inner() } else { first.events.start..last.events.end };
    Fragment::new(events).without(Span::new(first.span.start, span.start)).without(Span::new(span.end, last.span.end))
}

/// The inline content of a heading or paragraph without its numbering.
pub(super) fn unnumbered(document: &Document<'_>, block: &Block) -> Fragment {
    let fragment = Fragment::new(block.inner());
    match number(document, block) {
        Some(number) => fragment.without(number),
        None => fragment,
    }
}

/// Where the numbering of a heading or paragraph stands, if it begins with one: in bold, or not.
pub(super) fn number(document: &Document<'_>, block: &Block) -> Option<Span> {
    number_in(document, block.inner())
}

/// Where the numbering stands that inline events begin with.
pub(super) fn number_in(document: &Document<'_>, events: Range<usize>) -> Option<Span> {
    let inner = document.events.get(events)?;
    let mut begin = inner.first()?.1.start;
    let mut said = String::with_capacity(48);
    let mut places = Vec::with_capacity(48);
    for (event, span) in inner {
        match event {
            // Most begin with a letter that numbers nothing.
            Event::Text(text) if said.is_empty() && !numbering::may_begin(text) => return None,
            Event::Text(text) => add(&mut said, &mut places, text, span.start),
            // In `<div>3. What is it?</div>` the number follows the tag.
            Event::Html(html) if html.trim().starts_with('<') && html.trim().ends_with('>') && said.is_empty() => {}
            Event::Html(html) => {
                begin = if said.is_empty() { span.start } else { begin };
                add(&mut said, &mut places, html, span.start);
            }
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::HtmlBlock) | Event::End(_) | Event::InlineHtml(_) => {}
            _ => {
                places.push((said.len(), span.start));
                said.push('x');
            }
        }
        if said.len() > 24 {
            break;
        }
    }
    let length = numbering::length(&said);
    let (_, end) = places.into_iter().find(|(at, _)| *at == length).filter(|_| length > 0)?;
    Some(Span::new(begin, end))
}

/// Adds the beginning of a text, and where each character of it stands.
fn add(said: &mut String, places: &mut Vec<(usize, usize)>, text: &str, start: usize) {
    for (at, c) in text.char_indices().take(24) {
        places.push((said.len(), start + at));
        said.push(c);
    }
}

/// A line of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its events, without the break after it.
    pub events: Range<usize>,
    /// Its text.
    pub span: Span,
}

/// The lines of inline content, parted at breaks outside all marks.
pub(super) fn lines(document: &Document<'_>, block: &Block) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut depth, inner) = (0usize, block.inner());
    let mut begin = inner.start;
    let mut end_line = |events: Range<usize>| {
        let inside = document.events.get(events.clone()).unwrap_or_default();
        if let (Some(start), Some(end)) =
            (inside.first().map(|(_, span)| span.start), inside.iter().map(|(_, span)| span.end).max())
        {
            lines.push(Line { events, span: Span::new(start, end) });
        }
    };
    for number in inner.clone() {
        match document.events.get(number) {
            Some((Event::Start(_), _)) => depth += 1,
            Some((Event::End(_), _)) => depth = depth.saturating_sub(1),
            Some((Event::SoftBreak | Event::HardBreak, _)) if depth == 0 => {
                end_line(begin..number);
                begin = number + 1;
            }
            _ => {}
        }
    }
    end_line(begin..inner.end);
    lines
}

/// A text from the beginning of each of its lines on, for those who only read how a line begins.
pub(super) fn from_each_line(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    std::iter::once(text).chain(ends.filter_map(|end| text.get(end + 1..)))
}

/// The words of a line.
pub(super) fn line_text(document: &Document<'_>, line: &Line) -> String {
    plain_run(document, line.events.clone())
}

/// Whether nothing but the line's end stands between two blocks.
pub(super) fn touch(document: &Document<'_>, before: &Block, after: &Block) -> bool {
    let end = document.source.slice(before.span).trim_end().len() + before.span.start;
    let gap = document.source.text.get(end..after.span.start).unwrap_or_default();
    gap.trim_matches([' ', '\t', '>']).bytes().filter(|byte| *byte == b'\n').count() <= 1
}

/// Every run of siblings: the document's blocks, and those inside list items and quotes.
pub(super) fn scopes<'b>(blocks: &'b [Block]) -> Vec<&'b [Block]> {
    let mut found = vec![blocks];
    let mut waiting: Vec<&'b Block> = blocks.iter().collect();
    while let Some(block) = waiting.pop() {
        let holds = matches!(block.kind, BlockKind::Item | BlockKind::Quote(_));
        if holds {
            found.push(&block.children);
        }
        if holds || matches!(block.kind, BlockKind::List(_)) {
            waiting.extend(&block.children);
        }
    }
    found
}

/// Whether a block is inline content that can ask: a paragraph, with or without its own mark.
pub(super) fn is_line(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Inline)
}
