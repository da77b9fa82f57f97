//! Sections that may hold the answers of numbered questions above them.

use std::ops::Range;

use super::label::{self, is_answer_alone};
use super::label_words::names_answer;
use super::pieces::{is_line, text};
use super::{Claims, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::source::Span;

/// What says that a section holds answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// A known word.
    Known,
    /// These words, if anything: the same ones must say so again.
    Other(String),
}

/// A section that may hold answers.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// Its blocks, with the heading, line or toggle that names it.
    pub blocks: Range<usize>,
    /// Those that may hold answers.
    pub inside: Range<usize>,
    /// Where the answers begin: a line may name them and go on.
    pub from: usize,
    /// What says that it holds answers.
    pub name: Name,
    /// Whether it is a line that names answers and goes on with them.
    pub is_line: bool,
}

/// The fewest items of a list that may answer without a word that says so.
const FEWEST: usize = 3;

/// The sections among a document's blocks that may hold answers, in order, none inside another. Those that
/// follow each other at once are one.
pub(super) fn keys(document: &Reading<'_>, claims: &Claims) -> Vec<Key> {
    let blocks = &document.blocks;
    let toggles = document.scopes.first().map(|scope| scope.toggles.iter().zip(&scope.titles));
    let mut found: Vec<Key> = Vec::new();
    let mut toggles = toggles.into_iter().flatten().filter(|(toggle, _)| toggle.parent.is_none()).peekable();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        while toggles.next_if(|(toggle, _)| toggle.blocks.start < at).is_some() {}
        let toggle = toggles.peek().filter(|(toggle, _)| toggle.blocks.start == at);
        let key = match toggle {
            Some((toggle, title)) => in_toggle(blocks, toggle.blocks.clone(), toggle.inside(), title),
            None if block.heading().is_some() => below_heading(document, blocks, at),
            None if block.kind == BlockKind::Table => table(document, blocks, at),
            None => below_line(document, blocks, at),
        };
        let past = key.as_ref().map(|key| key.blocks.end);
        let past = past.or(toggle.map(|(toggle, _)| toggle.blocks.end)).unwrap_or(at + 1);
        let is_free = |key: &Key| {
            blocks.get(key.blocks.clone()).unwrap_or_default().iter().all(|block| claims.is_free(&block.events))
        };
        if let Some(key) = key.filter(is_free) {
            let joins =
                |last: &&mut Key| last.blocks.end == key.blocks.start && [&last.name, &key.name] == [&Name::Known; 2];
            match found.last_mut().filter(joins) {
                Some(last) => (last.blocks.end, last.inside.end) = (key.blocks.end, key.inside.end),
                None => found.push(key),
            }
        }
        at = past.max(at + 1);
    }
    let again = |name: &Name| found.iter().filter(|key| key.name == *name).count() >= 2;
    let kept: Vec<bool> = found.iter().map(|key| key.name == Name::Known || again(&key.name)).collect();
    found.into_iter().zip(kept).filter(|(_, keep)| *keep).map(|(key, _)| key).collect()
}

/// The section of a heading that names answers, or below which nothing but a numbered list stands.
fn below_heading(document: &Document<'_>, blocks: &[Block], at: usize) -> Option<Key> {
    let heading = blocks.get(at)?;
    let level = heading.heading()?.level;
    let after = blocks.get(at + 1..).unwrap_or_default();
    let ends = |block: &Block| block.heading().is_some_and(|other| other.level <= level);
    let length = after.iter().position(ends).unwrap_or(after.len());
    let title = text(document, heading);
    let name = name(is_answer_alone(document, heading.inner()), &title, after.get(..length)?)?;
    // "Answer 3" is one of the answers itself.
    let is_one = title.split_whitespace().count() <= 2 && title.ends_with(char::is_numeric);
    let (first, from) = if is_one { (at, heading.span.start) } else { (at + 1, heading.span.end) };
    Some(Key { blocks: at..at + 1 + length, inside: first..at + 1 + length, from, name, is_line: false })
}

/// What names a section: a known word, else its title where nothing but a numbered list stands in it.
fn name(is_known: bool, title: &str, section: &[Block]) -> Option<Name> {
    if is_known {
        return Some(Name::Known);
    }
    is_one_list(section).then(|| Name::Other(title.to_owned()))
}

/// A line that names answers: they go on in it, or stand in the lists, tables and lines below it.
fn below_line(document: &Document<'_>, blocks: &[Block], at: usize) -> Option<Key> {
    let line = blocks.get(at).filter(|line| is_line(line))?;
    let label = label::leading(document, line.inner()).filter(|label| names_answer(&label.word));
    let label = label.map(|label| label.span);
    let from = label.or_else(|| is_name(document, line).then_some(line.span))?.end;
    let rest = Fragment::new(line.inner()).without(Span::new(line.span.start, from));
    let after = blocks.get(at + 1..).unwrap_or_default();
    let goes_on = |block: &&Block| matches!(block.kind, BlockKind::List(_) | BlockKind::Table) || is_line(block);
    let length = if rest.is_blank(document) { after.iter().take_while(goes_on).count() } else { 0 };
    Some(Key {
        blocks: at..at + 1 + length,
        inside: at..at + 1 + length,
        from,
        name: Name::Known,
        is_line: length == 0,
    })
}

/// Whether a short line in bold names answers and says nothing else.
fn is_name(document: &Document<'_>, line: &Block) -> bool {
    let written = document.source.slice(line.span);
    written.starts_with(['*', '_']) && written.len() <= 80 && {
        let said = plain_text(document, &Fragment::new(line.inner()));
        !said.contains('\n') && names_answer(&said)
    }
}

fn in_toggle(blocks: &[Block], all: Range<usize>, within: Span, title: &str) -> Option<Key> {
    let from = blocks.partition_point(|block| block.span.start < within.start);
    let to = blocks.partition_point(|block| block.span.end <= within.end);
    let inside = from..to.max(from);
    let name = name(names_answer(title), title, blocks.get(inside.clone())?)?;
    Some(Key { blocks: all, inside, from: within.start, name, is_line: false })
}

/// A table one of whose heads, at its top or its left, names answers.
fn table(document: &Document<'_>, blocks: &[Block], at: usize) -> Option<Key> {
    let table = blocks.get(at).filter(|block| block.kind == BlockKind::Table)?;
    let (head, rows) = table.children.split_first()?;
    let left = rows.iter().filter_map(|row| row.children.first());
    let is_named = head.children.iter().skip(1).take(1).chain(left).any(|cell| names_answer(&text(document, cell)));
    is_named.then(|| Key {
        blocks: at..at + 1,
        inside: at..at + 1,
        from: table.span.start,
        name: Name::Known,
        is_line: false,
    })
}

/// Whether all that stands in a section is a list numbered from 1.
fn is_one_list(section: &[Block]) -> bool {
    let mut shown = section.iter().filter(|block| !matches!(block.kind, BlockKind::Rule | BlockKind::Html));
    let is_list = |list: &Block| list.kind == BlockKind::List(Some(1)) && list.children.len() >= FEWEST;
    shown.next().is_some_and(is_list) && shown.next().is_none()
}
