//! The trail: the headings above a question.

use super::contents::is_contents;
use super::numbering;
use super::refrain::refrains;
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::question::Question;

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
        block.map(|block| text_of(document, block))
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
    let text = text_of(document, block);
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

/// A heading's text without numbering.
fn text_of(document: &Document<'_>, block: &Block) -> String {
    let text = plain_text(document, &Fragment::new(block.inner()));
    numbering::without(&text).trim().to_owned()
}
