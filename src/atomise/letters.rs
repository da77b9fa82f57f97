//! Inline content letter by letter, each with its place and its mark: labels and lead-ins are found
//! by what stands where, not by Markdown's signs.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::{Document, Fragment};
use crate::source::Span;

/// One character as it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub c: char,
    pub mark: Mark,
    /// Its place; that of the whole span for a letter of code.
    pub span: Span,
}

/// How a letter is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Plain,
    /// Bold or in italics.
    Strong,
    Code,
    /// Inside a link, a picture or a formula: a part of it is nothing by itself.
    Whole,
}

/// A break of lines that the author wrote, as a letter; other line ends are spaces.
pub(super) const BREAK: char = '\n';

/// The first `most` letters of a fragment of inline content.
pub(super) fn letters(document: &Document<'_>, fragment: &Fragment, most: usize) -> Vec<Letter> {
    let mut letters = Vec::new();
    let (mut strong, mut whole) = (0usize, 0usize);
    for (_, event, span) in fragment.read(document) {
        match &event {
            Event::Start(Tag::Strong | Tag::Emphasis) => strong += 1,
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => strong = strong.saturating_sub(1),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => whole += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => whole = whole.saturating_sub(1),
            Event::Text(text) => {
                let mark = match (whole, strong) {
                    (0, 0) => Mark::Plain,
                    (0, _) => Mark::Strong,
                    _ => Mark::Whole,
                };
                let literal = text.len() == span.end - span.start;
                letters.extend(text.char_indices().take(most).map(|(at, c)| {
                    let place = Span::new(span.start + at, span.start + at + c.len_utf8());
                    // Text that is not written letter by letter cannot be parted.
                    if literal { Letter { c, mark, span: place } } else { Letter { c, mark: Mark::Whole, span } }
                }));
            }
            Event::Code(text) => letters.extend(text.chars().take(most).map(|c| Letter { c, mark: Mark::Code, span })),
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                letters.extend(text.chars().take(most).map(|c| Letter { c, mark: Mark::Whole, span }));
            }
            Event::SoftBreak => letters.push(Letter { c: ' ', mark: Mark::Plain, span }),
            Event::HardBreak => letters.push(Letter { c: BREAK, mark: Mark::Plain, span }),
            Event::InlineHtml(html) if html.trim_start_matches('<').starts_with("br") => {
                letters.push(Letter { c: BREAK, mark: Mark::Plain, span });
            }
            _ => {}
        }
        if letters.len() >= most {
            letters.truncate(most);
            break;
        }
    }
    letters
}

/// Letters as text on one line.
pub(super) fn text(letters: &[Letter]) -> String {
    let text: String = letters.iter().map(|letter| letter.c).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A colon of any script.
pub(super) fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：' | '﹕' | '︰')
}

/// Characters of scripts that part no words.
pub(super) fn is_dense(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}
