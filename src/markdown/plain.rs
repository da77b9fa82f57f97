//! Fragment to plain text: what a person reads, without marks.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::html::HtmlText;
use super::{Document, Fragment};
use crate::source::Span;

/// The words of a fragment: inline content joined, a line break after each block, pictures by
/// their description, the text of raw HTML without its tags.
pub fn plain_text(document: &Document<'_>, fragment: &Fragment) -> String {
    let mut plain = Plain::default();
    fragment.for_each(document, |event| plain.add(event));
    plain.trimmed()
}

/// The words of a run of events, as [`plain_text`] gives them.
pub fn plain_run(document: &Document<'_>, run: Range<usize>) -> String {
    let mut plain = Plain::default();
    document.events.get(run).unwrap_or_default().iter().for_each(|(event, _)| plain.add(event));
    plain.trimmed()
}

/// The words of the blank at this place in a fragment's list.
pub fn blank_text(document: &Document<'_>, fragment: &Fragment, index: usize) -> String {
    let Some(blank) = fragment.blanks.get(index) else { return String::new() };
    let outside = [Span::new(0, blank.inner.start), Span::new(blank.inner.end, document.source.text.len())];
    let cuts = fragment.cuts.iter().copied().chain(outside).collect();
    plain_text(document, &Fragment { events: fragment.events.clone(), cuts, blanks: Vec::new() })
}

/// What stands for a piece of code in prose.
pub const CODE: char = '\u{fffc}';

/// The sentences of a fragment: blocks of code left out, a sign in place of code and formulas in the text.
pub fn prose(document: &Document<'_>, fragment: &Fragment) -> String {
    let mut plain = Plain::default();
    let mut in_code = false;
    for (_, event, _) in fragment.read(document) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                end_line(&mut plain.out);
            }
            _ if in_code => {}
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => plain.out.push(CODE),
            event => plain.add(&event),
        }
    }
    plain.out.trim().to_owned()
}

/// Text on its way.
#[derive(Default)]
struct Plain {
    out: String,
    html: HtmlText,
}

impl Plain {
    /// All of it, without blank space at its edges.
    fn trimmed(self) -> String {
        let mut out = self.out;
        let kept = out.trim_end().len();
        out.truncate(kept);
        let begun = out.len() - out.trim_start().len();
        out.drain(..begun);
        out
    }

    fn add(&mut self, event: &Event<'_>) {
        let Plain { out, html: html_text } = self;
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                out.push_str(text);
            }
            Event::SoftBreak => out.push(' '),
            Event::InlineHtml(html) if is_break(html) => out.push(' '),
            Event::Html(html) => html_text.read(html, out),
            Event::HardBreak | Event::Rule => end_line(out),
            Event::End(TagEnd::TableCell) => out.push(' '),
            Event::End(tag) if ends_line(tag) => end_line(out),
            Event::Start(Tag::List(_) | Tag::CodeBlock(_) | Tag::BlockQuote(_)) => end_line(out),
            _ => {}
        }
    }
}

fn is_break(html: &str) -> bool {
    html.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

fn ends_line(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}
