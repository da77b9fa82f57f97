//! The trail: the headings above a question.

use pulldown_cmark::{Event, Tag};

use super::contents::is_contents;
use super::numbering;
use super::refrain::refrains;
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::question::Question;
use crate::source::Span;

/// Sets the trail of each question (sorted by place) and returns the document's title: its first
/// heading of level 1, where that is not itself a question and no question stands above it.
pub(super) fn set_trails(document: &Document<'_>, questions: &mut [Question]) -> Option<String> {
    let mut title = None;
    let mut open: Vec<Open> = Vec::new();
    let refrains = refrains(document);
    let headings = document.blocks.iter().enumerate().filter(|(_, block)| block.heading().is_some());
    let headings = headings.filter(|(at, _)| refrains.binary_search(at).is_err());
    let mut headings = headings.peekable();
    for question in questions {
        while let Some((at, block)) = headings.next_if(|(_, block)| block.span.start < question.span.start) {
            open_heading(document, block, document.blocks.get(at + 1..).unwrap_or_default(), &mut open, &mut title);
        }
        let heads = |open: &&Open| match question.level {
            Some(asking) => open.level < asking || open.is_bare && open.level == asking,
            None => true,
        };
        let is_title = |text: &String| Some(text) == title.as_ref();
        let above = open.iter().filter(heads).map(|open| &open.text);
        question.trail = above.filter(|text| !is_title(text)).cloned().collect();
        // Headings inside the answer are the answer's.
        while headings.next_if(|(_, block)| block.span.start < question.span.end).is_some() {}
    }
    title.or_else(|| {
        // A document without questions has a title too.
        let block = headings
            .next()
            .map(|(_, block)| block)
            .filter(|block| block.heading().is_some_and(|heading| heading.level == 1));
        block.map(|block| heading_text(document, block))
    })
}

/// A heading that what comes next stands under.
struct Open {
    level: u8,
    text: String,
    /// Whether nothing of its own stands below it: it heads the questions of its own level too.
    is_bare: bool,
}

/// Opens a heading, `after` being the blocks below it.
fn open_heading(
    document: &Document<'_>,
    block: &Block,
    after: &[Block],
    open: &mut Vec<Open>,
    title: &mut Option<String>,
) {
    let Some(level) = block.heading().map(|heading| heading.level) else { return };
    let text = heading_text(document, block);
    open.retain(|above| above.level < level);
    if level == 1 && title.is_none() {
        *title = Some(text.clone());
    }
    let says_nothing = |block: &&Block| {
        block.kind == BlockKind::Rule
            || block.kind == BlockKind::Html && Fragment::new(block.events.clone()).is_blank(document)
    };
    let below = after.iter().find(|block| !says_nothing(block));
    // "Table of contents" heads no questions, though they come next.
    if !below.is_some_and(|below| is_contents(document, below)) {
        open.push(Open { level, text, is_bare: below.is_some_and(|below| below.heading().is_some()) });
    }
}

/// A heading's text without numbering, and without pictures where words stand beside them.
pub fn heading_text(document: &Document<'_>, block: &Block) -> String {
    let all = Fragment::new(block.inner());
    let events = document.events.get(block.inner()).unwrap_or_default();
    let pictures = events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Image { .. })));
    let cuts: Vec<Span> = pictures.map(|(_, span)| *span).collect();
    let words = Fragment { cuts, ..all.clone() };
    let text = if words.is_blank(document) { plain_text(document, &all) } else { plain_text(document, &words) };
    numbering::without(&text).trim().to_owned()
}
