//! The label of a list item: `**Label**: text`, `**Label:** text`, `Label: text`, `` `code`: text``,
//! `**Label** - text`, `Label：text`, or a bold line with more below it.

use pulldown_cmark::Event;

use super::letters::{BREAK, Letter, Mark, is_colon, is_dense, last_sentence, letters, text};
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

/// Where a label ends and what it labels begins.
struct Cut {
    /// Letters of the label.
    length: usize,
    /// Letters up to the content.
    content: usize,
}

/// Reads an item with a label; what is cut from the answer is cut here too.
pub(super) fn labelled<'d>(document: &Document<'_>, item: &'d Block, cuts: &[Span]) -> Option<Labelled<'d>> {
    let (first, below) = item.children.split_first()?;
    if !matches!(first.kind, BlockKind::Paragraph | BlockKind::Inline) {
        return None;
    }
    let mut line = Fragment { events: vec![first.inner()], cuts: cuts.to_vec(), ..Fragment::default() };
    let task = document.events.get(first.inner().start).filter(|(event, _)| matches!(event, Event::TaskListMarker(_)));
    if let Some((_, span)) = task {
        line = line.without(*span);
    }
    let letters = letters(document, &line, SEEN);
    let begin = letters.iter().take_while(|letter| letter.c.is_whitespace()).count();
    let letters = letters.get(begin..)?;
    let cut = find(letters)?;
    let said = letters.get(..cut.length)?;
    let rest = letters.get(cut.content..)?;
    let has_text = rest.iter().any(|letter| !letter.c.is_whitespace());
    if !is_label(said, has_text) || !has_text && below.is_empty() {
        return None;
    }
    let end = first.span.end;
    let label_end = letters.get(cut.length).map_or(end, |letter| letter.span.start);
    let label = line.clone().without(Span::new(label_end, end));
    let content_start = rest.iter().find(|letter| !letter.c.is_whitespace()).map_or(end, |letter| letter.span.start);
    let (content, is_inline) = match (has_text, below.is_empty()) {
        (true, true) => (line.without(Span::new(first.span.start, content_start)), true),
        (true, false) => {
            let all = Fragment::new(first.events.start..item.inner().end);
            (Fragment { cuts: line.cuts, ..all }.without(Span::new(first.span.start, content_start)), false)
        }
        (false, _) => {
            let below = Fragment::new(first.events.end..item.inner().end);
            (Fragment { cuts: line.cuts, ..below }, false)
        }
    };
    let list = match below {
        [list] if !has_text && matches!(list.kind, BlockKind::List(_)) => Some(list),
        _ => None,
    };
    Some(Labelled { label, text: text(said), content, list, is_inline }).filter(|item| !item.content.is_blank(document))
}

/// The first sign that may end a label.
fn find(letters: &[Letter]) -> Option<Cut> {
    let marked = |length: usize| letters.get(..length).is_some_and(is_marked);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let next = letters.get(at + 1);
        let free = next.is_none_or(|next| next.c.is_whitespace());
        let can_part = matches!(letter.mark, Mark::Plain | Mark::Strong);
        if can_part && is_colon(letter.c) {
            let doubled = before.is_some_and(|c| is_colon(c.c)) || next.is_some_and(|c| is_colon(c.c));
            // Right behind the marks, or the last inside them, no space is needed.
            let closes = before.is_some_and(|before| before.mark != letter.mark)
                || letter.mark == Mark::Strong && next.is_some_and(|next| next.mark != Mark::Strong);
            if !doubled && (free || closes || letter.c != ':') {
                return Some(Cut { length: at, content: at + 1 });
            }
        }
        if letter.mark == Mark::Plain && matches!(letter.c, '-' | '–' | '—') {
            let apart = free && before.is_some_and(|before| before.c.is_whitespace()) || letter.c == '—';
            if apart && marked(at) {
                return Some(Cut { length: at, content: at + 1 });
            }
        }
        if letter.c == BREAK {
            return marked(at).then_some(Cut { length: at, content: at + 1 });
        }
    }
    // A bold line alone: what is below it is its content.
    let bold = letters.iter().all(|letter| letter.mark == Mark::Strong || letter.c.is_whitespace());
    (bold && letters.len() < SEEN).then_some(Cut { length: letters.len(), content: letters.len() })
}

/// Whether letters are set off by marks: bold or code, perhaps with brackets behind.
fn is_marked(letters: &[Letter]) -> bool {
    let bracket = letters.iter().position(|letter| letter.mark == Mark::Plain && matches!(letter.c, '(' | '（'));
    let body = letters.get(..bracket.unwrap_or(letters.len())).unwrap_or_default();
    let closed = bracket.is_none() || text(letters).ends_with([')', '）']);
    let is_set = |letter: &Letter| matches!(letter.mark, Mark::Strong | Mark::Code) || letter.c.is_whitespace();
    closed && body.iter().any(|letter| letter.mark != Mark::Plain) && body.iter().all(is_set)
}

/// Whether letters can be a label: a few words that are no sentence, no address and no time.
fn is_label(letters: &[Letter], has_text: bool) -> bool {
    let said = text(letters);
    let set_off = letters.first().is_some_and(|first| matches!(first.mark, Mark::Strong | Mark::Code));
    let most = if set_off || !has_text { WORDS_MARKED } else { WORDS_PLAIN };
    let dense = said.chars().filter(|c| is_dense(*c)).count();
    let words = said.split_whitespace().count() + dense / 2;
    let is_sentence = last_sentence(letters) > 0 || said.contains([';', '；']);
    let is_picture = letters.iter().all(|letter| letter.mark == Mark::Whole && letter.c == '\u{fffc}');
    said.chars().any(char::is_alphabetic)
        && said.chars().count() <= LONGEST
        && words <= most
        && !is_sentence
        && !is_picture
        && !said.contains("://")
}
