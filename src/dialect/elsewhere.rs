//! Where, below an answer, another way to write questions begins: nothing from there on belongs to the answer.

use super::asking::{Asks, asks};
use super::double_colon::sign;
use super::pieces::{is_line, lines};
use super::{Reading, blank};
use crate::markdown::{Block, Document, Fragment};

/// The fewest toggles, or lines with a double colon, that show a document to be written so.
const FEWEST: usize = 2;

/// The places where blocks of other notations begin, in order.
pub(super) fn begins(document: &Reading<'_>) -> Vec<usize> {
    let mut found = toggles(document);
    let holds = |sign: &str| document.source.holds(sign);
    let all = || document.siblings().flatten().filter(|block| is_line(block));
    if holds("::") {
        let pairs: Vec<&Block> = all().filter(|block| is_pairs(document, block)).collect();
        if pairs.iter().map(|block| lines(document, block).len()).sum::<usize>() >= FEWEST {
            found.extend(pairs.iter().map(|block| block.span.start));
        }
    }
    let numbered = holds("{{c");
    if numbered {
        let is_cloze = |block: &&Block| !blank::numbered(document, &Fragment::new(block.inner())).is_empty();
        found.extend(all().filter(is_cloze).map(|block| block.span.start));
    }
    if holds("==") && (numbered || holds("#flashcard")) {
        let is_marked = |block: &&Block| !blank::highlights(document, &Fragment::new(block.inner())).is_empty();
        found.extend(all().filter(is_marked).map(|block| block.span.start));
    }
    found.sort_unstable();
    found
}

/// The toggles that ask, if there are several.
fn toggles(document: &Reading<'_>) -> Vec<usize> {
    let all = document.scopes.iter().flat_map(|scope| scope.toggles.iter().zip(&scope.titles));
    let asking = all.filter(|(_, title)| asks(title) == Asks::ByMark);
    let found: Vec<usize> = asking.map(|(toggle, _)| toggle.span.start).collect();
    if found.len() < FEWEST { Vec::new() } else { found }
}

/// Whether every line of a paragraph is a term and its meaning, with spaces around the sign or with the sign of
/// both ways.
fn is_pairs(document: &Document<'_>, block: &Block) -> bool {
    let lines = lines(document, block);
    let is_plain = |(sign, spaced)| spaced || document.source.slice(sign).len() == 3;
    !lines.is_empty() && lines.iter().all(|line| sign(document, line).is_some_and(is_plain))
}
