//! The kind of a note: what its dialect found, or typed in, or asked both ways.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::rules::{CardRules, Typing};
use crate::markdown::{BlockKind, Document, Fragment, outer_blocks, plain_text};
use crate::note::Kind;

/// The kind of a note with this answer, where its dialect gave it `found`.
pub(super) fn kind(document: &Document<'_>, found: Kind, back: &Fragment, rules: CardRules) -> Kind {
    let typed = match rules.typing.unwrap_or_default() {
        Typing::Off => false,
        Typing::Code => is_one_code(document, back),
        Typing::Short => is_one_code(document, back) || is_short(document, back),
    };
    match found {
        Kind::Basic if typed => Kind::Typed,
        Kind::Basic if rules.reversed == Some(true) => Kind::Reversed,
        other => other,
    }
}

/// Characters of an answer that somebody may be asked to type.
const TYPED: usize = 60;

/// Whether an answer is one short line of text.
fn is_short(document: &Document<'_>, back: &Fragment) -> bool {
    let blocks = outer_blocks(document, back);
    let is_line = matches!(blocks.as_slice(), [] | [_])
        && blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Inline));
    let shows = |event: &Event<'_>| matches!(event, Event::Text(_) | Event::Code(_) | Event::Start(_) | Event::End(_));
    let text = plain_text(document, back);
    is_line
        && back.read(document).all(|(_, event, _)| shows(&event))
        && text.chars().count() <= TYPED
        && !text.contains('\n')
}

/// Whether an answer is one piece of code on one line.
fn is_one_code(document: &Document<'_>, back: &Fragment) -> bool {
    let mut codes = 0;
    let mut in_block = false;
    let only = back.read(document).all(|(_, event, _)| match event {
        Event::Code(_) => {
            codes += 1;
            true
        }
        Event::Start(Tag::CodeBlock(_)) => {
            codes += 1;
            in_block = true;
            true
        }
        Event::End(TagEnd::CodeBlock) => true,
        Event::Text(text) => in_block || text.trim().is_empty(),
        Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => true,
        _ => false,
    });
    only && codes == 1 && !plain_text(document, back).trim().contains('\n')
}
