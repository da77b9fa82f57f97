//! Answers in short, each behind the number of its question: `1-b, 2-c`, or the cells of a table.

use std::ops::Range;

use pulldown_cmark::Event;

use super::entries::Entry;
use super::numbering::value;
use super::pieces::{is_line, text};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::source::Span;

/// What may stand between a number and its answer.
const SIGNS: &[char] = &['.', ')', ':', '-', '–', '—', '=', '→', '：', '、', '．', '）', ']'];

/// The answers in lines: of paragraphs, and of a list whose one item holds them all.
pub(super) fn in_lines<'d>(document: &Document<'_>, siblings: &'d [Block], from: usize) -> Vec<Entry<'d>> {
    let mut found = Vec::new();
    for block in siblings {
        match (&block.kind, block.children.as_slice()) {
            (BlockKind::List(first), [item]) => {
                let line = item.children.first().filter(|line| is_line(line));
                let number = first.and_then(|first| u32::try_from(first).ok());
                found.extend(line.map(|line| pieces(document, line.inner(), from, number)).unwrap_or_default());
            }
            _ if is_line(block) => found.extend(pieces(document, block.inner(), from, None)),
            _ => {}
        }
    }
    found
}

/// The answers in the cells of tables: beside their numbers, or below them.
pub(super) fn in_tables<'d>(document: &Document<'_>, siblings: &'d [Block]) -> Vec<Entry<'d>> {
    let tables = siblings.iter().filter(|block| block.kind == BlockKind::Table);
    tables.flat_map(|table| beside(document, table).or_else(|| below(document, table)).unwrap_or_default()).collect()
}

fn beside<'d>(document: &Document<'_>, table: &Block) -> Option<Vec<Entry<'d>>> {
    let mut found = Vec::new();
    for row in &table.children {
        let mut cells = row.children.as_slice();
        while let [first, second, rest @ ..] = cells {
            cells = rest;
            let Some(number) = number_alone(document, first) else { continue };
            if text(document, second).is_empty() || number_alone(document, second).is_some() {
                return None;
            }
            let remark = rest.first().filter(|cell| number_alone(document, cell).is_none());
            cells = if remark.is_some() { rest.get(1..)? } else { rest };
            found.push(of_cell(document, number, first.span, second, remark));
        }
    }
    (found.len() >= 2).then_some(found)
}

fn below<'d>(document: &Document<'_>, table: &Block) -> Option<Vec<Entry<'d>>> {
    let mut found = Vec::new();
    for pair in table.children.chunks(2) {
        let [numbers, answers] = pair else { return None };
        for (number, answer) in numbers.children.iter().zip(&answers.children) {
            if let Some(value) = number_alone(document, number) {
                found.push(of_cell(document, value, answer.span, answer, None));
            }
        }
    }
    (found.len() >= 2).then_some(found)
}

fn of_cell<'d>(document: &Document<'_>, number: u32, asked: Span, cell: &Block, remark: Option<&Block>) -> Entry<'d> {
    let remark = remark.map(|cell| Fragment::new(cell.inner())).unwrap_or_default();
    let (title, text) = (text(document, cell), Fragment::new(cell.inner()));
    Entry { number, span: cell.span, asked, title, is_labelled: false, text, remark, own: &[], more: &[] }
}

/// The number that is all a cell says: `3`, `3.`, `Q3`.
fn number_alone(document: &Document<'_>, cell: &Block) -> Option<u32> {
    let said = text(document, cell);
    let bare = said.trim_start_matches(['Q', 'q', '#', '№']).trim_matches(|c: char| !c.is_alphanumeric());
    (!bare.is_empty() && bare.chars().all(char::is_numeric)).then(|| value(bare))?
}

/// The answers that one line or paragraph holds: numbers that count on, each with what follows it.
fn pieces<'d>(document: &Document<'_>, events: Range<usize>, from: usize, open: Option<u32>) -> Vec<Entry<'d>> {
    // Most lines begin with a word.
    if open.is_none() && !first_said(document, events.clone(), from).is_some_and(char::is_numeric) {
        return Vec::new();
    }
    let letters = letters(document, events.clone());
    let letters = letters.get(letters.partition_point(|(at, _)| *at < from)..).unwrap_or_default();
    let mut found: Vec<(u32, Range<usize>)> = open.map(|number| (number, 0..letters.len())).into_iter().collect();
    let mut at = 0;
    while at < letters.len() {
        let goes_on = found.last().map(|(number, _)| number + 1);
        match number_at(letters, at) {
            Some((number, said)) if goes_on.is_none_or(|next| next == number || parted(letters, at, next, number)) => {
                if let Some((_, last)) = found.last_mut() {
                    last.end = at;
                }
                found.push((number, said..letters.len()));
                at = said;
            }
            _ if found.is_empty() && letters.get(at).is_some_and(|(_, c)| c.is_alphanumeric()) => return Vec::new(),
            _ => at += 1,
        }
    }
    if found.len() < 2 {
        return Vec::new();
    }
    found.into_iter().filter_map(|(number, said)| piece(document, &events, number, letters.get(said)?)).collect()
}

/// Whether a number some way further than the next follows a sign that parts answers.
fn parted(letters: &[(usize, char)], at: usize, next: u32, number: u32) -> bool {
    let before = letters.get(..at).unwrap_or_default().iter().rev().map(|(_, c)| *c).find(|c| *c != ' ');
    (next..next + 3).contains(&number)
        && before.is_some_and(|c| matches!(c, ',' | ';' | '，' | '；' | '·' | '|' | '\n'))
}

/// The number that begins at a letter, with the place of what follows it.
fn number_at(letters: &[(usize, char)], at: usize) -> Option<(u32, usize)> {
    let after = |c: Option<&(usize, char)>| c.map(|(_, c)| *c);
    let before = at.checked_sub(1).and_then(|before| after(letters.get(before)));
    let rest = letters.get(at..)?;
    let digits: String = rest.iter().map(|(_, c)| *c).take_while(|c| c.is_numeric()).take(6).collect();
    if digits.is_empty() || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let count = digits.chars().count();
    let spaces = |from: usize| rest.iter().skip(from).take_while(|(_, c)| *c == ' ').count();
    let sign = count + spaces(count);
    let is_signed = after(rest.get(sign)).is_some_and(|c| SIGNS.contains(&c));
    let said = sign + usize::from(is_signed);
    let said = said + spaces(said);
    // "1b 2c": a letter alone needs no sign.
    let is_letter = || {
        after(rest.get(said)).is_some_and(char::is_alphabetic)
            && after(rest.get(said + 1)).is_none_or(|c| !c.is_alphanumeric())
    };
    let says = after(rest.get(said)).is_some_and(|c| !c.is_whitespace());
    (says && (is_signed || is_letter())).then(|| Some((value(&digits)?, at + said)))?
}

/// One answer without the signs that part it from the next.
fn piece<'d>(document: &Document<'_>, events: &Range<usize>, number: u32, said: &[(usize, char)]) -> Option<Entry<'d>> {
    let parts =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '、' | '|' | '/' | '.' | '。' | '(' | '·');
    let length = said.iter().rposition(|(_, c)| !parts(*c))? + 1;
    let said = said.get(..length)?;
    let ((start, _), (end, last)) = (said.first()?, said.last()?);
    let span = Span::new(*start, end + last.len_utf8());
    let all = document.events.get(events.clone())?;
    let (begin, close) = (all.first()?.1.start, all.iter().map(|(_, span)| span.end).max()?);
    let text = Fragment::new(events.clone()).without(Span::new(begin, span.start)).without(Span::new(span.end, close));
    let title = said.iter().map(|(_, c)| *c).collect();
    let remark = Fragment::default();
    Some(Entry { number, span, asked: span, title, is_labelled: false, text, remark, own: &[], more: &[] })
}

/// The first letter or digit in inline events that stands at a byte or after it.
fn first_said(document: &Document<'_>, events: Range<usize>, from: usize) -> Option<char> {
    document.events.get(events)?.iter().find_map(|(event, span)| {
        let Event::Text(text) = event else { return None };
        text.char_indices().find(|(at, c)| span.start + at >= from && c.is_alphanumeric()).map(|(_, c)| c)
    })
}

/// The characters of inline events with their places. What is no text counts as one letter.
fn letters(document: &Document<'_>, events: Range<usize>) -> Vec<(usize, char)> {
    let mut letters = Vec::new();
    for (event, span) in document.events.get(events).unwrap_or_default() {
        match event {
            Event::Text(text) => letters.extend(text.char_indices().map(|(at, c)| (span.start + at, c))),
            Event::SoftBreak | Event::HardBreak => letters.push((span.start, '\n')),
            Event::Start(_) | Event::End(_) => {}
            _ => letters.push((span.start, '\u{fffc}')),
        }
    }
    letters
}
