//! A list of more than seven items without labels: nobody remembers it, and no item can be asked for.

use super::{Asked, Hit};
use crate::markdown::{Block, BlockKind, Document, outer_blocks, plain_run};
use crate::note::Kind;

/// So many items can be remembered.
const MOST: usize = 7;
/// Words that a label has at most.
const LABEL: usize = 6;

pub(super) fn check(asked: &Asked<'_, '_>) -> Option<Hit> {
    if asked.question.kind == Kind::Choice {
        return None;
    }
    let mut waiting = outer_blocks(asked.document, &asked.question.answer);
    let mut longest = 0;
    while let Some(block) = waiting.pop() {
        let cut = asked.question.answer.cuts.iter().any(|cut| cut.holds(block.span));
        if matches!(block.kind, BlockKind::List(_)) && !cut {
            let labelled = block.children.iter().filter(|item| is_labelled(asked.document, item)).count();
            if 2 * labelled < block.children.len() {
                longest = longest.max(block.children.len());
            }
        }
        if matches!(block.kind, BlockKind::List(_) | BlockKind::Item | BlockKind::Quote(_)) {
            waiting.extend(&block.children);
        }
    }
    (longest > MOST).then(|| Hit {
        message: format!("the answer is a list of {longest} items without labels"),
        label: "the list answers this",
        help: "give each item a label (`**Label**: text`), so that it can be asked for, or part the list into groups",
    })
}

/// Whether an item begins with a label: text that stands out, or a few words before a colon or dash.
fn is_labelled(document: &Document<'_>, item: &Block) -> bool {
    let Some(first) = item.children.first() else { return false };
    let written = document.source.slice(first.span).trim_start();
    let text = plain_run(document, first.inner());
    let stands_out = written.starts_with(['*', '_', '`', '[']) && text.split_whitespace().count() > 1;
    let line = text.lines().next().unwrap_or_default();
    let before = [": ", " - ", " – ", " — ", "：", " = "].iter().filter_map(|sign| line.find(sign)).min();
    let before = before.or_else(|| line.trim_end().strip_suffix(':').map(str::len));
    let label = before.and_then(|at| line.get(..at)).is_some_and(|label| label.split_whitespace().count() <= LABEL);
    let heading = matches!(first.kind, BlockKind::Heading(_));
    stands_out || label || heading
}
