//! Toggles: `<details>` with a `<summary>`, which the parser gives as raw HTML in pieces.

use std::ops::Range;

use pulldown_cmark::Event;

use super::pieces::{on_one_line, span_of};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::source::Span;

/// A toggle among sibling blocks.
#[derive(Debug, Clone)]
pub(super) struct Toggle {
    /// The siblings it begins and ends in, and those between.
    pub blocks: Range<usize>,
    /// From its opening tag to its closing one.
    pub span: Span,
    /// The inside of its summary.
    pub summary: Span,
    /// From its opening tag to the end of its summary.
    pub head: Span,
    /// Its closing tag.
    pub tail: Span,
    /// The toggle it lies in, by its place in the list.
    pub parent: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Open,
    Close,
    Summary,
    SummaryEnd,
}

/// A tag with its sibling and whether that is raw HTML or a paragraph itself.
struct Token {
    sign: Sign,
    span: Span,
    sibling: usize,
}

impl Toggle {
    /// The summary as a fragment.
    pub(super) fn prompt(&self, siblings: &[Block]) -> Fragment {
        self.cut_to(siblings, self.summary)
    }

    /// What is hidden.
    pub(super) fn body(&self, siblings: &[Block]) -> Fragment {
        self.cut_to(siblings, self.inside())
    }

    /// Where what is hidden stands.
    pub(super) fn inside(&self) -> Span {
        Span::new(self.head.end, self.tail.start)
    }

    /// The words of the summary.
    pub(super) fn title(&self, document: &Document<'_>, siblings: &[Block]) -> String {
        on_one_line(plain_text(document, &self.prompt(siblings)))
    }

    fn cut_to(&self, siblings: &[Block], inside: Span) -> Fragment {
        let blocks = siblings.get(self.blocks.clone()).unwrap_or_default();
        let meets = |block: &&Block| block.span.meet(inside).is_some();
        let Some(first) = blocks.iter().find(meets) else { return Fragment::default() };
        let last = blocks.iter().rfind(meets).unwrap_or(first);
        let all = span_of(blocks);
        Fragment::new(first.events.start..last.events.end)
            .without(Span::new(all.start, inside.start))
            .without(Span::new(inside.end, all.end))
    }
}

/// The toggles that begin in raw HTML or a paragraph among `siblings`, outer ones before inner ones.
pub(super) fn among(document: &Document<'_>, siblings: &[Block]) -> Vec<Toggle> {
    let tokens = tokens(document, siblings, raw_in(document, siblings));
    if tokens.is_empty() {
        return Vec::new();
    }
    let count = |sign: Sign| tokens.iter().filter(|token| token.sign == sign).count();
    // Where an author forgot to close one, the next begins beside it, not inside it.
    let is_forgetful = count(Sign::Open) > count(Sign::Close);
    let mut found: Vec<Toggle> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let end_at = |found: &mut Vec<Toggle>, index: Option<usize>, tail: Span, last: usize| {
        if let Some(toggle) = index.and_then(|index| found.get_mut(index)) {
            toggle.tail = tail;
            toggle.span.end = tail.end;
            toggle.blocks.end = last + 1;
        }
    };
    for token in &tokens {
        let Token { sign, span, sibling } = *token;
        match sign {
            Sign::Open => {
                if is_forgetful && siblings.get(sibling).is_some_and(|block| block.span.start == span.start) {
                    for index in open.drain(..).rev() {
                        end_at(&mut found, Some(index), Span::new(span.start, span.start), sibling);
                    }
                }
                let (parent, blocks, nowhere) =
                    (open.last().copied(), sibling..sibling + 1, Span::new(span.end, span.end));
                open.push(found.len());
                found.push(Toggle { blocks, span, summary: nowhere, head: span, tail: nowhere, parent });
            }
            Sign::Summary | Sign::SummaryEnd => {
                let Some(toggle) = open.last().and_then(|index| found.get_mut(*index)) else { continue };
                if sign == Sign::Summary && toggle.head.end <= span.start && toggle.summary.start == toggle.head.end {
                    toggle.summary = Span::new(span.end, span.end);
                } else if sign == Sign::SummaryEnd && toggle.summary.start > toggle.head.end {
                    toggle.summary.end = span.start;
                    toggle.head.end = span.end;
                }
            }
            Sign::Close => end_at(&mut found, open.pop(), span, sibling),
        }
    }
    let end = span_of(siblings).end;
    for index in open {
        end_at(&mut found, Some(index), Span::new(end, end), siblings.len().saturating_sub(1));
    }
    found
}

/// The tags of toggles in raw HTML. A toggle inside a list or a quote is that block's own matter,
/// but its closing tag may lie there for one that was opened outside.
fn tokens(document: &Document<'_>, siblings: &[Block], raw: &[usize]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut inner_open, mut inner_of) = (0usize, usize::MAX);
    let mut sibling = 0;
    for &number in raw {
        sibling += siblings.iter().skip(sibling).take_while(|block| block.events.end <= number).count();
        let (Some(block), Some((Event::Html(html) | Event::InlineHtml(html), span))) =
            (siblings.get(sibling), document.events.get(number))
        else {
            continue;
        };
        let own = matches!(block.kind, BlockKind::Html | BlockKind::Paragraph | BlockKind::Inline);
        if inner_of != sibling {
            (inner_open, inner_of) = (0, sibling);
        }
        for (sign, at) in signs(html) {
            let span = Span::new(span.start + at.start, span.start + at.end);
            match sign {
                _ if own => tokens.push(Token { sign, span, sibling }),
                Sign::Open => inner_open += 1,
                Sign::Close if inner_open > 0 => inner_open -= 1,
                Sign::Close => tokens.push(Token { sign, span, sibling }),
                // A list in a summary may hold its end.
                Sign::SummaryEnd if inner_open == 0 => tokens.push(Token { sign, span, sibling }),
                Sign::Summary | Sign::SummaryEnd => {}
            }
        }
    }
    tokens
}

/// The raw HTML in siblings, by event number.
fn raw_in<'d>(document: &'d Document<'_>, siblings: &[Block]) -> &'d [usize] {
    let (Some(first), Some(last)) = (siblings.first(), siblings.last()) else { return &[] };
    let from = document.raw.partition_point(|number| *number < first.events.start);
    let after = document.raw.get(from..).unwrap_or_default();
    if after.first().is_none_or(|number| *number >= last.events.end) {
        return &[];
    }
    after.get(..after.partition_point(|number| *number < last.events.end)).unwrap_or_default()
}

/// The tags of toggles in one piece of raw HTML.
fn signs(html: &str) -> impl Iterator<Item = (Sign, Range<usize>)> {
    const TAGS: [(&str, Sign); 4] = [
        ("<details", Sign::Open),
        ("</details", Sign::Close),
        ("<summary", Sign::Summary),
        ("</summary", Sign::SummaryEnd),
    ];
    let sign = |at: usize| {
        let rest = html.get(at..)?;
        let ([_, b'/', name, ..] | [_, name, ..]) = rest.as_bytes() else { return None };
        if !b"dDsS".contains(name) {
            return None;
        }
        let begins = |tag: &str| rest.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag));
        let ends = |tag: &str| rest.as_bytes().get(tag.len()).is_some_and(|next| b"> \n\t/".contains(next));
        let (_, sign) = TAGS.into_iter().find(|(tag, _)| begins(tag) && ends(tag))?;
        Some((sign, at..at + rest.find('>').map_or(rest.len(), |end| end + 1)))
    };
    memchr::memchr_iter(b'<', html.as_bytes()).filter_map(sign)
}
