//! Noise around questions and answers: what only leads on, parts, or decorates.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::contents::{is_contents, leads_away, leads_somewhere};
use super::label;
use super::label_words::{Role, is_known};
use super::pieces::{is_line, lines};
use crate::markdown::{Block, BlockKind, Document, Fragment, outer_blocks, plain_run, plain_text};
use crate::question::Question;
use crate::source::Span;

/// Letters that may stand beside links to neighbours: "Previous", "Next".
const BESIDE_LINKS: usize = 24;

/// Takes noise from a question's prompt and answer.
pub(super) fn remove(document: &Document<'_>, question: &mut Question) {
    let Question { prompt, answer, .. } = question;
    badges(document, prompt);
    empty_opening(document, prompt);
    let breaks = breaks_at_end(document, prompt, &prompt.events);
    prompt.cuts.extend(breaks);
    let blocks: Vec<&Block> = outer_blocks(document, answer);
    answer_label(document, &blocks, answer);
    for block in blocks.iter().filter(|block| leads_somewhere(document, block)) {
        way_back(document, block, answer);
    }
    if let Some(heading) = lead_at_end(document, &blocks, answer) {
        answer.cuts.extend(blocks.iter().skip(heading).map(|block| block.span));
    }
    if let [_, .., last] = blocks.as_slice()
        && leads_on(document, last)
    {
        answer.cuts.push(last.span);
    }
    let padding = |block: &&&Block| is_padding(document, block, answer);
    let leading = blocks.iter().take_while(padding).count();
    let trailing = blocks.iter().rev().take_while(padding).count();
    let ends = blocks.iter().take(leading).chain(blocks.iter().rev().take(trailing));
    answer.cuts.extend(ends.map(|block| block.span));
    let last = blocks.iter().rev().nth(trailing).map(|block| last_of(block));
    if let Some(last) = last.filter(|block| is_line(block)) {
        let breaks = breaks_at_end(document, answer, &[last.inner()]);
        answer.cuts.extend(breaks);
    }
}

/// Whether a line at the end of the document only leads to its neighbours: `[← Before](a.md) · [After](c.md)`.
fn leads_on(document: &Document<'_>, block: &Block) -> bool {
    let is_last = || {
        let after = document.blocks.iter().rev().take_while(|other| other.span.start >= block.span.end);
        after.into_iter().all(|other| matches!(other.kind, BlockKind::Rule | BlockKind::Html))
    };
    if !is_line(block) || !document.source.slice(block.span).contains("](") || !is_last() {
        return false;
    }
    let (mut links, mut outside, mut is_open) = (0, 0, false);
    for (event, _) in document.events.get(block.inner()).unwrap_or_default() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.contains("://") => {
                (links, is_open) = (links + 1, true)
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => return false,
            Event::End(TagEnd::Link) => is_open = false,
            Event::Text(text) if !is_open => outside += text.chars().filter(|c| c.is_alphabetic()).count(),
            _ => {}
        }
    }
    let written = document.source.slice(block.span);
    let has_arrow = written.contains(['←', '→', '⬅', '➡', '↑', '⬆', '↩', '◀', '▶', '↗', '«', '»']);
    let is_parted = links >= 2 && [" | ", " · ", " • "].into_iter().any(|sign| written.contains(sign));
    links >= 1 && outside <= BESIDE_LINKS && (has_arrow || is_parted)
}

/// The last block in a list's last item; any other block itself.
fn last_of(block: &Block) -> &Block {
    match (&block.kind, block.children.last()) {
        (BlockKind::List(_) | BlockKind::Item, Some(last)) => last_of(last),
        _ => block,
    }
}

/// The blocks that a prompt begins with and that have nothing left to say: a heading that was only a label.
fn empty_opening(document: &Document<'_>, prompt: &mut Fragment) {
    if prompt.cuts.is_empty() {
        return;
    }
    let blocks = outer_blocks(document, prompt);
    let is_empty = |block: &&&Block| prompt.is_blank_in(document, block.events.clone());
    let empty = blocks.iter().take_while(is_empty).count();
    if empty < blocks.len() {
        let spans: Vec<Span> = blocks.iter().take(empty).map(|block| block.span).collect();
        prompt.cuts.extend(spans);
    }
}

/// Links to other places of the document, as blocks of their own or as the last line of one.
fn way_back(document: &Document<'_>, block: &Block, answer: &mut Fragment) {
    let own = Fragment { events: vec![block.events.clone()], ..answer.clone() };
    let leads =
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Inline | BlockKind::Html | BlockKind::Heading(_));
    if leads && leads_away(document, &own) || is_contents(document, block) {
        answer.cuts.push(block.span);
        return;
    }
    if is_line(block) {
        let lines = lines(document, block);
        let Some((last, others)) = lines.split_last().filter(|(_, others)| !others.is_empty()) else { return };
        if leads_away(document, &Fragment::new(last.events.clone())) {
            let start = others.last().map_or(last.span.start, |line| line.span.end);
            answer.cuts.push(Span::new(start, last.span.end));
        }
    }
    // A way back under the last item of a list belongs to the list's end.
    if let (BlockKind::List(_) | BlockKind::Item, Some(last)) = (&block.kind, block.children.last()) {
        way_back(document, last, answer);
    }
}

/// The heading with a link that an answer ends with, and nothing to read below it: "More answers here".
fn lead_at_end(document: &Document<'_>, blocks: &[&Block], answer: &Fragment) -> Option<usize> {
    let is_banner = |block: &Block| {
        let own = Fragment { events: vec![block.events.clone()], ..answer.clone() };
        let html = document.source.slice(block.span);
        let raw = matches!(block.kind, BlockKind::Html | BlockKind::Paragraph);
        raw && html.contains("<a ") && plain_text(document, &own).trim().is_empty()
    };
    let last = blocks.iter().rposition(|block| !is_banner(block) && !is_padding(document, block, answer))?;
    let heading = blocks.get(last).filter(|block| last > 0 && block.heading().is_some())?;
    let events = document.events.get(heading.inner())?;
    events.iter().any(|(event, _)| matches!(event, Event::Start(Tag::Link { .. }))).then_some(last)
}

/// Whether a block shows nothing that matters at the edge of an answer.
fn is_padding(document: &Document<'_>, block: &Block, answer: &Fragment) -> bool {
    let is_blank = || answer.is_blank_in(document, block.events.clone());
    match block.kind {
        BlockKind::Rule => true,
        BlockKind::Html => is_blank() && !opens_structure(document, block, answer),
        // Of a list in a summary that ends in it nothing is left.
        BlockKind::Paragraph | BlockKind::Inline | BlockKind::List(_) => is_blank(),
        _ => false,
    }
}

/// Whether raw HTML opens an element whose content is still to come and must stay in it.
fn opens_structure(document: &Document<'_>, block: &Block, answer: &Fragment) -> bool {
    let opens = |html: &str| {
        html.match_indices('<').filter_map(|(at, _)| html.get(at + 1..)).any(|tag| {
            let begins = |name: &&str| tag.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
            !tag.starts_with('/') && ["details", "table", "ul", "ol", "pre", "blockquote"].iter().any(begins)
        })
    };
    let events = document.events.get(block.events.clone()).unwrap_or_default();
    if !events.iter().any(|(event, _)| matches!(event, Event::Html(html) if opens(html))) {
        return false;
    }
    let mut any = false;
    answer
        .for_each_in(document, block.events.clone(), |event| any |= matches!(event, Event::Html(html) if opens(html)));
    any
}

/// Breaks after the last word of runs of a fragment: `<br>` and its like.
fn breaks_at_end(document: &Document<'_>, fragment: &Fragment, runs: &[Range<usize>]) -> Vec<Span> {
    let mut breaks = Vec::new();
    for number in runs.iter().rev().flat_map(|run| run.clone().rev()) {
        let Some((event, span)) = document.events.get(number) else { continue };
        match event {
            Event::End(_) => {}
            _ if fragment.cuts.iter().any(|cut| cut.holds(*span)) => {}
            Event::InlineHtml(html) if html.to_ascii_lowercase().starts_with("<br") => breaks.push(*span),
            Event::SoftBreak | Event::HardBreak => breaks.push(*span),
            Event::Text(_) if fragment.is_blank_in(document, number..number + 1) => {}
            _ => break,
        }
    }
    breaks
}

/// Badges in a question: links that show a picture and nothing else, beside words.
fn badges(document: &Document<'_>, prompt: &mut Fragment) {
    let pictures = |run: &Range<usize>| {
        let events = document.events.get(run.clone()).unwrap_or_default();
        events.iter().any(|(event, _)| matches!(event, Event::Start(Tag::Image { .. })))
    };
    if !prompt.events.iter().any(pictures) || plain_text(document, prompt).trim().is_empty() {
        return;
    }
    let events: Vec<(Event<'_>, Span)> = prompt.read(document).map(|(_, event, span)| (event, span)).collect();
    let mut link: Option<Span> = None;
    let mut pictured = false;
    let mut within = 0usize;
    for (event, span) in events {
        match event {
            Event::Start(Tag::Link { .. }) => (link, pictured) = (Some(span), false),
            Event::Start(Tag::Image { .. }) => (pictured, within) = (true, within + 1),
            Event::End(TagEnd::Image) => within = within.saturating_sub(1),
            Event::End(TagEnd::Link) => {
                if let Some(badge) = link.take().filter(|_| pictured) {
                    prompt.cuts.push(badge);
                }
            }
            Event::Text(text) if within == 0 && !text.trim().is_empty() => link = None,
            _ => {}
        }
    }
}

/// `A:`, `**Answer:**` or a heading "Answer" that an answer begins with.
fn answer_label(document: &Document<'_>, blocks: &[&Block], answer: &mut Fragment) {
    let Some(mut first) = blocks.iter().find(|block| !is_padding(document, block, answer)).copied() else { return };
    // The answer may be a list's one item, or begin in it.
    while let (BlockKind::List(_) | BlockKind::Item, Some(inner)) = (&first.kind, first.children.first()) {
        first = inner;
    }
    if first.heading().is_some() && blocks.len() > 1 && label::is_answer_alone(document, first.inner()) {
        answer.cuts.push(first.span);
        return;
    }
    let label = match first.kind {
        BlockKind::Paragraph | BlockKind::Inline | BlockKind::Heading(_) => {
            // The question may stand on the lines before.
            let is_left = |number: &usize| {
                let span = document.events.get(*number).map(|(_, span)| *span);
                span.is_some_and(|span| !answer.cuts.iter().any(|cut| cut.holds(span)))
            };
            let begin = first.inner().find(is_left).unwrap_or(first.inner().start);
            let begin = match document.events.get(begin) {
                Some((Event::SoftBreak | Event::HardBreak, _)) => begin + 1,
                _ => begin,
            };
            label::leading(document, begin..first.inner().end)
        }
        _ => return,
    };
    let known = |word: &str| is_known(word, Role::Answer);
    let end = document.events.get(first.inner()).and_then(|inner| inner.iter().map(|(_, span)| span.end).max());
    if let Some(label) = label.filter(|label| known(&label.word)) {
        let alone = end.is_some_and(|end| label.span.end >= end);
        let more = blocks.len() > 1 || !alone;
        let known = answer.cuts.iter().any(|cut| cut.holds(label.span));
        if more && !known {
            answer.cuts.push(if alone { first.span } else { label.span });
        }
        return;
    }
    // A line of its own without a colon: bold, or a heading.
    let marked = matches!(first.kind, BlockKind::Heading(_))
        || document
            .events
            .get(first.inner().start)
            .is_some_and(|(event, _)| matches!(event, Event::Start(Tag::Strong)));
    if marked && blocks.len() > 1 {
        let text = plain_run(document, first.inner()).trim().to_lowercase();
        if known(text.trim_matches(|c: char| !c.is_alphanumeric())) {
            answer.cuts.push(first.span);
        }
    }
}
