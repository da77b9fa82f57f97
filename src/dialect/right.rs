//! What is right among options: the letter that the text below names, or an option said again; and that
//! text without what only says so.

use super::label::is_answer_alone;
use super::letter::named;
use super::options::Options;
use super::pieces::{is_line, of_blocks, text};
use super::toggle::among;
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::source::Span;

/// The options that the beginning of the answer names or says again.
pub(super) fn by_name(document: &Document<'_>, siblings: &[Block], options: &Options, end: usize) -> Vec<usize> {
    let answer = tail(document, siblings, options, end);
    let Some(first) = first_said(document, siblings, options, end, &answer) else { return Vec::new() };
    let said = plain_text(document, &Fragment { events: vec![first.events.clone()], ..answer });
    let is_code = matches!(first.kind, BlockKind::Code(_));
    let (line, more) = said.trim().split_once('\n').unwrap_or((said.trim(), ""));
    let may_name = line.chars().count() <= 160 && (!is_code || more.is_empty());
    let by_letter = if may_name { named(line, &options.marks) } else { Vec::new() };
    // Code is rarely prose: it names an option only where it says nothing else.
    if !by_letter.is_empty() && (!is_code || says_only(document, options, &by_letter, line)) {
        return by_letter;
    }
    let said = line;
    let said = said.rsplit([':', '：']).next().unwrap_or_default().trim();
    let same = |text: &Fragment| plain_text(document, text).trim() == said;
    options.texts.iter().position(same).into_iter().collect()
}

/// What follows the options: without the toggles that hide it, and without the line that only names
/// the letter.
pub(super) fn answer(document: &Document<'_>, siblings: &[Block], options: &Options, end: usize) -> Fragment {
    let mut answer = tail(document, siblings, options, end);
    if let Some(first) = first_said(document, siblings, options, end, &answer)
        && !options.marks.is_empty()
        && (is_line(first) || matches!(first.kind, BlockKind::Heading(_) | BlockKind::Html | BlockKind::Code(_)))
    {
        let said = plain_text(document, &Fragment { events: vec![first.inner()], ..answer.clone() });
        let said = said.trim();
        if !named(said, &options.marks).is_empty() && says_only(document, options, &options.right, said) {
            answer.cuts.push(first.span);
        }
    }
    answer
}

/// Whether a text says only letters and a label, or the option again: the options themselves will show it.
pub(super) fn says_only(document: &Document<'_>, options: &Options, right: &[usize], said: &str) -> bool {
    let all = said.trim().to_lowercase();
    let words = all.rsplit([':', '：']).next().unwrap_or_default().trim();
    let bare = words.chars().filter(|c| c.is_alphanumeric()).count() <= 2 * options.marks.len().min(3);
    let again = |text: &Fragment| {
        let text = plain_text(document, text).trim().to_lowercase();
        let near = |words: &str| words.ends_with(&text) && words.chars().count() <= text.chars().count() + 4;
        // What is said again may hold a colon itself.
        !text.is_empty() && (near(words) || text.contains([':', '：']) && near(after_label(&all)))
    };
    bare || right.iter().filter_map(|at| options.texts.get(*at)).any(again)
}

/// What follows the first colon.
fn after_label(said: &str) -> &str {
    said.split_once([':', '：']).map_or(said, |(_, after)| after.trim())
}

/// All that follows the options, out of its toggles.
fn tail(document: &Document<'_>, siblings: &[Block], options: &Options, end: usize) -> Fragment {
    let blocks = siblings.get(options.blocks.end..end).unwrap_or_default();
    let mut tail = of_blocks(blocks);
    if let (Some(after), Some(block)) = (options.after, siblings.get(options.blocks.end - 1)) {
        tail.events.insert(0, if is_line(block) { block.inner() } else { block.events.clone() });
        tail.cuts.push(Span::new(block.span.start, after.start));
    }
    for toggle in among(document, blocks).iter().filter(|toggle| toggle.parent.is_none()) {
        tail.cuts.extend([toggle.head, toggle.tail]);
    }
    tail
}

/// The first block after the options that says something.
fn first_said<'d>(
    document: &Document<'_>,
    siblings: &'d [Block],
    options: &Options,
    end: usize,
    answer: &Fragment,
) -> Option<&'d Block> {
    let from = options.blocks.end - usize::from(options.after.is_some());
    // "Answer" alone heads what names the letter.
    let only_heads = |block: &Block| {
        block.heading().is_some()
            && is_answer_alone(document, block.inner())
            && named(&text(document, block), &options.marks).is_empty()
    };
    siblings.get(from..end).unwrap_or_default().iter().find(|block| {
        block.kind != BlockKind::Rule && !answer.is_blank_in(document, block.events.clone()) && !only_heads(block)
    })
}
