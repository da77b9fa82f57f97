//! Fragment to plain text: what a person reads, without marks.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::html::HtmlText;
use super::{Document, Fragment};

/// The words of a fragment: inline content joined, a line break after each block, pictures by
/// their description, the text of raw HTML without its tags.
pub fn plain_text(document: &Document<'_>, fragment: &Fragment) -> String {
    let mut out = String::new();
    let mut html_text = HtmlText::default();
    for (_, event, _) in fragment.read(document) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                out.push_str(&text);
            }
            Event::SoftBreak => out.push(' '),
            Event::InlineHtml(html) if is_break(&html) => out.push(' '),
            Event::Html(html) => html_text.read(&html, &mut out),
            Event::HardBreak | Event::Rule => end_line(&mut out),
            Event::End(TagEnd::TableCell) => out.push(' '),
            Event::End(tag) if ends_line(&tag) => end_line(&mut out),
            Event::Start(Tag::List(_) | Tag::CodeBlock(_) | Tag::BlockQuote(_)) => end_line(&mut out),
            _ => {}
        }
    }
    let kept = out.trim_end().len();
    out.truncate(kept);
    let begun = out.len() - out.trim_start().len();
    out.drain(..begun);
    out
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
