//! The title that front matter gives a document, as events: a file of one question may ask with it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::parse::FrontMatterText;
use crate::source::{Source, Span};

/// The events of the title: inline Markdown, each with its place. None where front matter has no title on one
/// line, or one that YAML writes with escapes.
pub(super) fn events(source: &Source, front: FrontMatterText, options: Options) -> Vec<(Event<'_>, Span)> {
    let Some(value) = value(source.slice(front.yaml)) else { return Vec::new() };
    let start = front.yaml.start + value.start;
    let text = source.slice(Span::new(start, front.yaml.start + value.end));
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(text, options).into_offset_iter().collect();
    let inner = match events.as_slice() {
        [(Event::Start(Tag::Paragraph), _), inner @ .., (Event::End(TagEnd::Paragraph), _)] => inner,
        _ => &[],
    };
    // What Markdown takes for a list or a heading is text here: "1. What is it?"
    if inner.is_empty() || inner.iter().any(|(event, _)| matches!(event, Event::Start(Tag::Paragraph))) {
        return vec![(Event::Text(text.into()), Span::new(start, start + text.len()))];
    }
    let place = |(event, range): &(Event<'_>, Range<usize>)| {
        (event.clone().into_static(), Span::new(start + range.start, start + range.end))
    };
    inner.iter().map(place).collect()
}

/// Where the title stands in YAML, without its quotes.
fn value(yaml: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let line = yaml.split_inclusive('\n').find(|line| {
        let found = line.starts_with("title:");
        at += if found { 0 } else { line.len() };
        found
    })?;
    let said = line.get("title:".len()..)?;
    let value = said.trim();
    let start = at + "title:".len() + (said.len() - said.trim_start().len());
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner = match quote {
        Some(quote) => value.strip_prefix(quote)?.strip_suffix(quote)?,
        None => value,
    };
    let is_plain = !inner.is_empty() && !inner.contains(['\\', '"']) && !inner.contains("''");
    let is_block =
        quote.is_none() && inner.starts_with(['|', '>', '[', '{', '&', '*', '!', '#']) || inner.contains(" #");
    let start = start + usize::from(quote.is_some());
    (is_plain && !is_block).then(|| start..start + inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_on_one_line() {
        for (yaml, title) in [
            ("tags: [a]\ntitle: What is it?\n", Some("What is it?")),
            ("title: \"Що це?\"\n", Some("Що це?")),
            ("title: 'Explain `x`'\ndraft: true\n", Some("Explain `x`")),
            ("title: |\n  What?\n", None),
            ("title:\n", None),
            ("subtitle: What?\n", None),
            ("title: \"a \\\" b\"\n", None),
        ] {
            assert_eq!(value(yaml).map(|range| &yaml[range]), title, "{yaml}");
        }
    }
}
