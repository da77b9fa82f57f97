//! Lead-ins: what stands before a list, a table or code and says what they are.

use super::letters::{Letter, Mark, is_colon, is_dense, letters, text};
use super::sentence::last_sentence;
use crate::dialect::without_numbering;
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::source::Span;

/// Letters of a paragraph that are looked at; the lead-in of a longer one is not found.
const SEEN: usize = 2_000;

/// What stands right before a block and leads to it.
#[derive(Debug, Clone)]
pub(super) enum Lead {
    Nothing,
    /// A heading, or a line in bold.
    Title(Fragment),
    /// The end of a paragraph that ends in a colon.
    Colon {
        /// What leads to a list: the last sentence.
        list: Ending,
        /// What leads to code: more, where the last sentence is not understood alone.
        code: Ending,
    },
}

/// The end of a paragraph, without the colon.
#[derive(Debug, Clone)]
pub(super) struct Ending {
    pub said: Fragment,
    /// Whether it is all of the paragraph.
    pub is_all: bool,
}

impl Lead {
    /// What a paragraph or heading is for the block after it.
    pub(super) fn of(document: &Document<'_>, block: &Block, cuts: &[Span]) -> Lead {
        let title = || heading(document, block, cuts).map(Lead::Title);
        colon(document, block, cuts).or_else(title).unwrap_or(Lead::Nothing)
    }

    /// What it says of a list.
    pub(super) fn said(&self) -> Option<&Fragment> {
        match self {
            Lead::Nothing => None,
            Lead::Title(said) | Lead::Colon { list: Ending { said, .. }, .. } => Some(said),
        }
    }

    /// What leads to the items of a list or the rows of a table, in a section of the answer.
    pub(super) fn steps(&self, section: Option<&Fragment>) -> Vec<Fragment> {
        // A heading right before is the section itself.
        let section = section.filter(|_| !matches!(self, Lead::Title(_)));
        section.into_iter().chain(self.said()).cloned().collect()
    }
}

/// Whether a block ends in a colon: what it says is in what comes after it.
pub(super) fn is_open(document: &Document<'_>, block: &Block, cuts: &[Span]) -> bool {
    colon(document, block, cuts).is_some()
}

/// How a paragraph that ends in a colon leads to what comes after it.
fn colon(document: &Document<'_>, block: &Block, cuts: &[Span]) -> Option<Lead> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Inline) {
        return None;
    }
    if !may_hold_colon(document.source.slice(block.span)) {
        return None;
    }
    let line = Fragment { events: vec![block.inner()], cuts: cuts.to_vec(), ..Fragment::default() };
    let letters = letters(document, &line, SEEN);
    let end = end(&letters);
    let colon = letters.get(end)?.span.start;
    let said = letters.get(..end)?;
    let ending = |begin: usize| {
        let from = begin + numbering(said.get(begin..)?);
        let first = said.get(from..)?.iter().find(|letter| !letter.c.is_whitespace())?;
        let before = if from > 0 { Span::new(block.span.start, first.span.start) } else { Span::new(0, 0) };
        let said = line.clone().without(before).without(Span::new(colon, block.span.end));
        Some(Ending { said, is_all: begin == 0 })
    };
    Some(Lead::Colon { list: ending(last_sentence(said))?, code: ending(understood(said))? })
}

/// Whether a text may hold a colon as it is read: one of any script, or an entity.
fn may_hold_colon(text: &str) -> bool {
    text.contains(|c: char| is_colon(c) || c == '&')
}

/// Words of a sentence that says nothing without the one before it: "For example".
const FEW: usize = 2;

/// Where the last sentence begins, with the one before it where that is needed.
fn understood(letters: &[Letter]) -> usize {
    let begin = last_sentence(letters);
    let last = text(letters.get(begin..).unwrap_or_default());
    let dense = last.chars().filter(|c| is_dense(*c)).count();
    let is_short = last.split_whitespace().count() + dense / 2 <= FEW;
    // What ends there is no sentence of its own.
    let before = letters.get(..begin).unwrap_or_default();
    let said = before.iter().rposition(|letter| letter.c.is_alphanumeric()).map_or(0, |at| at + 1);
    if is_short { last_sentence(before.get(..said).unwrap_or_default()) } else { begin }
}

/// A heading inside an answer, or a line in bold that stands for one, without numbering and colon.
pub(super) fn heading(document: &Document<'_>, block: &Block, cuts: &[Span]) -> Option<Fragment> {
    let is_line = matches!(block.kind, BlockKind::Paragraph | BlockKind::Inline);
    // Most paragraphs have nothing in bold.
    if block.heading().is_none() && !(is_line && document.source.slice(block.span).contains(['*', '_'])) {
        return None;
    }
    let line = Fragment { events: vec![block.inner()], cuts: cuts.to_vec(), ..Fragment::default() };
    let letters = letters(document, &line, SEEN);
    let end = end(&letters);
    let mut said = letters.iter().take(end).filter(|letter| !letter.c.is_whitespace()).peekable();
    said.peek()?;
    let is_title = block.heading().is_some() || said.all(|letter| letter.mark == Mark::Strong);
    let number = match letters.get(numbering(letters.get(..end)?)) {
        Some(first) if first.span.start > block.span.start => Span::new(block.span.start, first.span.start),
        _ => Span::new(0, 0),
    };
    let colon = letters.get(end).map_or(Span::new(0, 0), |colon| Span::new(colon.span.start, block.span.end));
    is_title.then(|| line.without(number).without(colon))
}

/// Letters up to the colons that all of them end in, one in bold and one behind it perhaps.
fn end(letters: &[Letter]) -> usize {
    let is_end = |letter: &&Letter| letter.c.is_whitespace() || is_colon(letter.c) && letter.mark != Mark::Code;
    let tail = letters.iter().rev().take_while(is_end).count();
    let said = letters.len() - tail;
    let colon = letters.iter().skip(said).position(|letter| is_colon(letter.c));
    colon.map_or(letters.len(), |at| said + at)
}

/// Letters of the numbering that all of them begin with.
fn numbering(letters: &[Letter]) -> usize {
    let said: String = letters.iter().map(|letter| letter.c).collect();
    let number = said.trim_end().strip_suffix(without_numbering(&said)).unwrap_or_default();
    // Four figures are a year.
    let figures = number.chars().filter(|c| c.is_numeric()).count();
    if figures < 4 { number.chars().count() } else { 0 }
}
