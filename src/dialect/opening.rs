//! The block a question begins with, where its answer or options stand some way below it.

use super::asking::{Asks, asks};
use super::label;
use super::label_words::{Role, is_known, names_answer};
use super::pieces::{is_line, number, on_one_line, text};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::source::Span;

/// How the tags of toggles begin, in lower case.
const TOGGLE_TAGS: [&str; 4] = ["<details", "</details", "<summary", "</summary"];

/// How a block opens a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Opens {
    /// Nothing says that it does.
    Not,
    /// It is numbered.
    ByNumber,
    /// It asks, or is labelled as a question.
    Plainly,
}

/// How a heading, line or item opens a question.
pub(super) fn opens(document: &Document<'_>, block: &Block) -> Opens {
    if question_label(document, block).is_some() || asks(&text(document, block)) != Asks::No {
        Opens::Plainly
    } else if matches!(block.kind, BlockKind::List(Some(_))) || number(document, block).is_some() {
        Opens::ByNumber
    } else {
        Opens::Not
    }
}

/// How a block opens a question whose options begin in it or below.
pub(super) fn opens_before(document: &Document<'_>, block: &Block, options: usize) -> Opens {
    let rest = Span::new(options.max(block.span.start), block.span.end);
    let asked = || plain_text(document, &Fragment::new(block.inner()).without(rest));
    match opens(document, block) {
        Opens::Plainly => Opens::Plainly,
        _ if is_line(block) && options < block.span.end && asks(&on_one_line(asked())) != Asks::No => Opens::Plainly,
        other => other,
    }
}

/// Whether raw HTML holds a line, `<div dir="rtl">What is it?</div>`, and is no part of a toggle.
pub(super) fn is_raw_line(document: &Document<'_>, block: &Block) -> bool {
    let part_of_toggle = |html: &str| TOGGLE_TAGS.iter().any(|tag| html.contains(tag));
    block.kind == BlockKind::Html
        && !part_of_toggle(&document.source.slice(block.span).to_ascii_lowercase())
        && !text(document, block).is_empty()
}

/// Where the label of a question stands.
pub(super) fn question_label(document: &Document<'_>, block: &Block) -> Option<Span> {
    let inline = is_line(block) || block.heading().is_some();
    let label = label::leading(document, block.inner()).filter(|_| inline)?;
    is_known(&label.word, Role::Question).then_some(label.span)
}

/// Whether a heading or line begins by saying that the answer follows, or a heading says nothing else.
pub(super) fn says_answer(document: &Document<'_>, block: &Block) -> bool {
    let inline = is_line(block) || block.heading().is_some();
    inline && label::leading(document, block.inner()).is_some_and(|label| names_answer(&label.word))
        || block.heading().is_some() && label::is_answer_alone(document, block.inner())
}

/// The block that opens the question which all of `before` may belong to: the last heading, unless a line
/// below it has a number or label or alone asks; without a heading the last line that opens, else none.
pub(super) fn first(document: &Document<'_>, before: &[Block]) -> Option<usize> {
    let heading = before.iter().rposition(|block| block.heading().is_some() && !says_answer(document, block));
    let of_line = |block: &Block| {
        let is_item = matches!(block.kind, BlockKind::List(Some(_))) && block.children.len() == 1;
        if is_item || is_line(block) || is_raw_line(document, block) { opens(document, block) } else { Opens::Not }
    };
    // What stands above the heading is another's.
    let floor = heading.map_or(0, |heading| heading + 1);
    let below = before.get(floor..).unwrap_or_default();
    let line = below.iter().rposition(|block| of_line(block) != Opens::Not).map(|line| floor + line);
    match (heading, line) {
        (Some(heading), Some(line)) => {
            let of_heading = before.get(heading).map_or(Opens::Not, |block| opens(document, block));
            let is_marked =
                |block: &Block| number(document, block).is_some() || question_label(document, block).is_some();
            let by_line = before.get(line).is_some_and(is_marked) || of_heading == Opens::Not;
            Some(if by_line { line } else { heading })
        }
        (Some(heading), None) => Some(heading),
        (None, line) => line,
    }
}
