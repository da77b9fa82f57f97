//! The trail: the headings above a question.

use super::numbering;
use crate::markdown::{Block, Document, Fragment, plain_text};
use crate::question::Question;

/// Sets the trail of each question (sorted by place) and returns the document's title: its first
/// heading of level 1, where that is not itself a question and no question stands above it.
pub(super) fn set_trails(document: &Document<'_>, questions: &mut [Question]) -> Option<String> {
    let mut title = None;
    let mut open: Vec<(u8, String)> = Vec::new();
    let mut headings = document.blocks.iter().filter(|block| block.heading().is_some()).peekable();
    for question in questions {
        while let Some(block) = headings.next_if(|block| block.span.start < question.span.start) {
            open_heading(document, block, &mut open, &mut title);
        }
        let above = open.iter().filter(|(level, _)| question.level.is_none_or(|asking| *level < asking));
        let is_title = |text: &String| Some(text) == title.as_ref();
        question.trail = above.map(|(_, text)| text).filter(|text| !is_title(text)).cloned().collect();
        // Headings inside the answer are the answer's.
        while headings.next_if(|block| block.span.start < question.span.end).is_some() {}
    }
    title.or_else(|| {
        // A document without questions has a title too.
        let block = headings.next().filter(|block| block.heading().is_some_and(|heading| heading.level == 1));
        block.map(|block| text_of(document, block))
    })
}

fn open_heading(document: &Document<'_>, block: &Block, open: &mut Vec<(u8, String)>, title: &mut Option<String>) {
    let Some(level) = block.heading().map(|heading| heading.level) else { return };
    let text = text_of(document, block);
    open.retain(|(above, _)| *above < level);
    if level == 1 && title.is_none() {
        *title = Some(text.clone());
    }
    open.push((level, text));
}

/// A heading's text without numbering.
fn text_of(document: &Document<'_>, block: &Block) -> String {
    let text = plain_text(document, &Fragment::new(block.inner()));
    numbering::without(&text).trim().to_owned()
}
