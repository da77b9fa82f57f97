//! Lead-ins: what stands before a list, a table or code and says what they are.

use super::letters::{Mark, is_colon, last_sentence, letters};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::source::Span;

/// Letters of a paragraph that are looked at; the lead-in of a longer one is not found.
const SEEN: usize = 2_000;

/// The last sentence of a paragraph that ends in a colon, without it.
pub(super) fn lead_in(document: &Document<'_>, block: &Block, cuts: &[Span]) -> Option<Fragment> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Inline) {
        return None;
    }
    let line = Fragment { events: vec![block.inner()], cuts: cuts.to_vec(), ..Fragment::default() };
    let letters = letters(document, &line, SEEN);
    let last = letters.iter().rposition(|letter| !letter.c.is_whitespace())?;
    let colon = letters.get(last).filter(|letter| is_colon(letter.c) && letter.mark != Mark::Code)?;
    let begin = last_sentence(letters.get(..last)?);
    let first = letters.get(begin..last)?.iter().find(|letter| !letter.c.is_whitespace())?;
    let before = if begin > 0 { Span::new(block.span.start, first.span.start) } else { Span::new(0, 0) };
    Some(line.without(before).without(Span::new(colon.span.start, block.span.end)))
}

/// A heading inside an answer, or a line in bold that stands for one, without a colon at its end.
pub(super) fn heading(document: &Document<'_>, block: &Block, cuts: &[Span]) -> Option<Fragment> {
    let line = Fragment { events: vec![block.inner()], cuts: cuts.to_vec(), ..Fragment::default() };
    let is_line = matches!(block.kind, BlockKind::Paragraph | BlockKind::Inline);
    if !is_line && block.heading().is_none() {
        return None;
    }
    let letters = letters(document, &line, SEEN);
    let mut said = letters.iter().filter(|letter| !letter.c.is_whitespace()).peekable();
    said.peek()?;
    let is_title = block.heading().is_some() || said.all(|letter| letter.mark == Mark::Strong);
    let last = letters.iter().rfind(|letter| !letter.c.is_whitespace())?;
    let cut = if is_colon(last.c) { Span::new(last.span.start, block.span.end) } else { Span::new(0, 0) };
    is_title.then(|| line.without(cut))
}
