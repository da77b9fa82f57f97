//! The label of a list item: `**Label**: text`, `**Label:** text`, `Label: text`, `` `code`: text``,
//! `**Label** - text`, `Label - text`, `**Label.** text`, `Label：text`, or a bold line with more below it.

use std::ops::Range;

use pulldown_cmark::Event;

use super::dash::{leading, parting};
use super::fact::piece;
use super::lead::is_open;
use super::letters::{BREAK, Letter, Mark, is_colon, is_dense, letters, text};
use super::sentence::{is_call, is_full_stop, last_sentence};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::source::Span;

/// An item of a list that is labelled.
#[derive(Debug)]
pub(super) struct Labelled<'d> {
    /// What it is called.
    pub label: Fragment,
    /// The same as text on one line.
    pub text: String,
    /// What is said of it.
    pub content: Fragment,
    /// The list that is all of its content, where one is.
    pub list: Option<&'d Block>,
    /// Whether its content is one line of text.
    pub is_inline: bool,
}

/// Letters that are looked at to find a label.
const SEEN: usize = 160;
/// Characters of a label.
const LONGEST: usize = 80;
/// Words of a label that marks set off, or that has nothing beside it.
const WORDS_MARKED: usize = 12;
/// Words of any other: more are a sentence with a colon in it.
const WORDS_PLAIN: usize = 6;
/// Words of one that a dash sets off: sentences have dashes too.
const WORDS_DASH: usize = 4;

/// Where a label ends and what it labels begins.
struct Cut {
    /// Letters of the label.
    length: usize,
    /// Letters up to the content.
    content: usize,
    sign: Sign,
}

/// What parts a label from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Colon,
    /// A dash beside a label without marks.
    Dash,
    /// The end of the marks, with a sign of its own.
    Marks,
}

/// Reads an item with a label; what is cut from the answer is cut here too. `code` is what stands below
/// the item, outside its list.
pub(super) fn labelled<'d>(
    document: &Document<'_>,
    item: &'d Block,
    cuts: &[Span],
    code: &[Range<usize>],
) -> Option<Labelled<'d>> {
    let (first, below) = item.children.split_first()?;
    if !matches!(first.kind, BlockKind::Paragraph | BlockKind::Inline) {
        return None;
    }
    let mut line = piece(vec![first.inner()], cuts);
    let task = document.events.get(first.inner().start).filter(|(event, _)| matches!(event, Event::TaskListMarker(_)));
    if let Some((_, span)) = task {
        line = line.without(*span);
    }
    let letters = letters(document, &line, SEEN);
    let begin = letters.iter().take_while(|letter| letter.c.is_whitespace()).count();
    let all = letters.get(begin..)?;
    let (open, cut) = match unseen(all) {
        Some(cut) => (UNSEEN, cut),
        None => (0, find(all)?),
    };
    let letters = all.get(open..)?;
    let said = letters.get(..cut.length)?;
    let rest = letters.get(cut.content..)?;
    let has_text = rest.iter().any(|letter| !letter.c.is_whitespace());
    let has_more = !below.is_empty() || !code.is_empty();
    // What an item announces and does not hold is not known.
    let is_open = !has_more && has_text && is_open(document, first, cuts);
    if !is_label(said, cut.sign, has_text) || !has_text && !has_more || is_open {
        return None;
    }
    let end = first.span.end;
    let label_end = letters.get(cut.length).map_or(end, |letter| letter.span.start);
    let label = line.clone().without(Span::new(label_end, end));
    let label = match (open, all.first(), letters.first()) {
        (UNSEEN, Some(mark), Some(first)) => label.without(Span::new(mark.span.start, first.span.start)),
        _ => label,
    };
    let content_start = rest.iter().find(|letter| !letter.c.is_whitespace()).map_or(end, |letter| letter.span.start);
    let inner = match (has_text, below.is_empty()) {
        (true, true) => first.inner(),
        (true, false) => first.events.start..item.inner().end,
        (false, _) => first.events.end..item.inner().end,
    };
    let cuts = if has_text { line.without(Span::new(first.span.start, content_start)).cuts } else { line.cuts };
    let inner = Some(inner).filter(|inner| inner.start < inner.end);
    let content = piece(inner.into_iter().chain(code.iter().cloned()).collect(), &cuts);
    let list = match below {
        [list] if !has_text && code.is_empty() && matches!(list.kind, BlockKind::List(_)) => Some(list),
        _ => None,
    };
    let is_inline = has_text && !has_more;
    Some(Labelled { label, text: text(said), content, list, is_inline }).filter(|item| !item.content.is_blank(document))
}

/// Letters of `**`.
const UNSEEN: usize = 2;

/// A label in bold that Markdown does not see, since a letter follows the colon at once: `**封装：**隐藏`. Counted behind
/// the first marks.
fn unseen(letters: &[Letter]) -> Option<Cut> {
    let marks = |letters: &[Letter]| {
        letters.iter().take_while(|letter| letter.c == '*' && letter.mark == Mark::Plain).count() == UNSEEN
    };
    let body = letters.get(UNSEEN..).filter(|_| marks(letters))?;
    let length = find(body).filter(|cut| cut.sign == Sign::Colon)?.length;
    marks(body.get(length + 1..)?).then_some(Cut { length, content: length + 1 + UNSEEN, sign: Sign::Colon })
}

/// The first sign that may end a label.
fn find(letters: &[Letter]) -> Option<Cut> {
    let marked = |length: usize| letters.get(..length).is_some_and(is_marked);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let next = letters.get(at + 1);
        // Right behind the marks, or the last inside them.
        let closes = before.is_some_and(|before| before.mark != letter.mark)
            || letter.mark == Mark::Strong && next.is_some_and(|next| next.mark != Mark::Strong);
        let can_part = matches!(letter.mark, Mark::Plain | Mark::Strong);
        if can_part && is_colon(letter.c) {
            let doubled = before.is_some_and(|c| is_colon(c.c)) || next.is_some_and(|c| is_colon(c.c));
            // Elsewhere it needs space behind it.
            let free = next.is_none_or(|next| next.c.is_whitespace());
            if !doubled && (free || closes || letter.c != ':') {
                let content = at + 1 + leading(letters.get(at + 1..).unwrap_or_default());
                return Some(Cut { length: at, content, sign: Sign::Colon });
            }
        }
        if letter.mark == Mark::Plain
            && let Some(parting) = parting(letters, at)
        {
            let content = at + parting.length;
            if (parting.is_apart || parting.is_long) && marked(at) {
                return Some(Cut { length: at, content, sign: Sign::Marks });
            }
            if parting.is_apart && !parting.is_arrow {
                return Some(Cut { length: at, content, sign: Sign::Dash });
            }
        }
        if closes && matches!(letter.c, '،' | '؛') && letter.mark == Mark::Plain && marked(at) {
            return Some(Cut { length: at, content: at + 1, sign: Sign::Marks });
        }
        // `**Label.** text`, `**Which?** text`.
        let is_last = letter.mark == Mark::Strong && next.is_some_and(|next| next.mark != Mark::Strong);
        if is_last && (is_full_stop(letter.c) || is_call(letter.c)) && marked(at + 1) {
            let length = if is_call(letter.c) { at + 1 } else { at };
            return Some(Cut { length, content: at + 1, sign: Sign::Marks });
        }
        if letter.c == BREAK {
            return marked(at).then_some(Cut { length: at, content: at + 1, sign: Sign::Marks });
        }
    }
    // A bold line alone: what is below it is its content.
    let bold = letters.iter().all(|letter| letter.mark == Mark::Strong || letter.c.is_whitespace());
    let all = letters.len();
    (bold && all < SEEN).then_some(Cut { length: all, content: all, sign: Sign::Marks })
}

/// Whether letters are set off by marks: bold or code, perhaps with a sign before and brackets behind.
fn is_marked(letters: &[Letter]) -> bool {
    let sign = letters.iter().take_while(|letter| letter.mark == Mark::Plain && !letter.c.is_alphanumeric()).count();
    let bracket = letters.iter().skip(sign).position(|letter| letter.mark == Mark::Plain && is_bracket(letter.c));
    let end = bracket.map_or(letters.len(), |at| sign + at);
    let body = letters.get(sign..end).unwrap_or_default();
    let closed = bracket.is_none() || text(letters).ends_with([')', '）']);
    let is_set = |letter: &Letter| matches!(letter.mark, Mark::Strong | Mark::Code) || letter.c.is_whitespace();
    let opens = letters.iter().take(sign).any(|letter| is_bracket(letter.c));
    closed && !opens && body.iter().any(|letter| letter.mark != Mark::Plain) && body.iter().all(is_set)
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | '（')
}

/// Whether letters can be a label: a few words that are no sentence, no address and no time.
fn is_label(letters: &[Letter], sign: Sign, has_text: bool) -> bool {
    let said = text(letters);
    let set_off = is_marked(letters) || letters.first().is_some_and(|first| first.mark != Mark::Plain);
    let most = match sign {
        _ if set_off || !has_text => WORDS_MARKED,
        Sign::Dash => WORDS_DASH,
        Sign::Colon | Sign::Marks => WORDS_PLAIN,
    };
    let dense = said.chars().filter(|c| is_dense(*c)).count();
    let words = said.split_whitespace().count() + dense / 2;
    let is_sentence = last_sentence(letters) > 0 || said.contains([';', '；']);
    let is_picture = letters.iter().all(|letter| letter.mark == Mark::Whole && letter.c == '\u{fffc}');
    let is_code = letters.first().is_some_and(|first| first.mark == Mark::Code);
    // A year, a port; a single figure is numbering.
    let is_number = sign != Sign::Dash && said.chars().filter(|c| c.is_numeric()).count() > 1;
    (is_code || is_number || said.chars().any(char::is_alphabetic))
        && said.chars().count() <= LONGEST
        && words <= most
        && !is_sentence
        && !is_picture
        && !said.contains("://")
}
