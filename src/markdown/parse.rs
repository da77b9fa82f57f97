//! Source to document.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use super::block::{self, Block};
use super::html;
use super::opened::opened;
use super::title;
use crate::source::{Source, Span};

/// A parsed document. Parsing never fails: every text is a document.
#[derive(Debug)]
pub struct Document<'a> {
    /// What was parsed.
    pub source: &'a Source,
    /// All events in order, each with its place in the source.
    pub events: Vec<(Event<'a>, Span)>,
    /// The numbers of the events that are raw HTML: in most documents few.
    pub raw: Vec<usize>,
    /// The blocks at the top level.
    pub blocks: Vec<Block>,
    /// The numbers of the events of the title that front matter gives; they come after all others, in no block.
    pub title: Range<usize>,
}

/// Where the front matter of a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontMatterText {
    /// The YAML between the lines of hyphens.
    pub yaml: Span,
    /// Where the body begins.
    pub body: usize,
}

impl<'a> Document<'a> {
    /// Parses what follows the front matter.
    pub fn parse(source: &'a Source) -> Document<'a> {
        let front = front_matter(&source.text);
        let offset = front.map_or(0, |front| front.body);
        let body = source.text.get(offset..).unwrap_or_default();
        let place = |(event, range): (Event<'a>, std::ops::Range<usize>)| {
            (html::unless_text(event), Span::new(range.start + offset, range.end + offset))
        };
        let mut events: Vec<_> = match opened(body) {
            Cow::Borrowed(body) => Parser::new_ext(body, options()).into_offset_iter().map(place).collect(),
            Cow::Owned(body) => {
                let events = Parser::new_ext(&body, options()).into_offset_iter();
                events.map(|(event, range)| place((event.into_static(), range))).collect()
            }
        };
        let blocks = block::tree(&events);
        let is_raw = |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
        let raw = events.iter().enumerate().filter(|(_, (event, _))| is_raw(event)).map(|(number, _)| number).collect();
        let body = events.len();
        events.extend(front.map(|front| title::events(source, front, options())).unwrap_or_default());
        let title = body..events.len();
        Document { source, events, raw, blocks, title }
    }
}

/// Which extensions of CommonMark are read. Sub- and superscript are off: they work at word
/// borders only and take `~x~` from strikethrough.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Finds front matter: a first line `---`, a line that is not blank, and a later line `---` or
/// `...`. Two rules around nothing are two rules.
pub fn front_matter(text: &str) -> Option<FrontMatterText> {
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next()?;
    if opening.trim_end() != "---" {
        return None;
    }
    let mut at = opening.len();
    for (number, line) in lines.enumerate() {
        match line.trim_end() {
            "---" | "..." => {
                return Some(FrontMatterText { yaml: Span::new(opening.len(), at), body: at + line.len() });
            }
            "" if number == 0 => return None,
            _ => at += line.len(),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::BlockKind;
    use crate::path::SourcePath;

    fn source(text: &str) -> Source {
        Source::new(SourcePath::new("a.md"), text)
    }

    #[test]
    fn front_matter_is_found_and_left_out() {
        let source = source("---\ntitle: Ä\n---\n# One\n");
        let front = front_matter(&source.text).unwrap();
        assert_eq!(source.slice(front.yaml), "title: Ä\n");
        let document = Document::parse(&source);
        assert_eq!(source.slice(document.blocks[0].span), "# One\n");
        assert_eq!(front_matter("---\n\ntext\n\n---\n"), None);
        assert_eq!(front_matter("---\ntitle: x\n"), None);
        assert_eq!(front_matter("text\n---\nmore\n---\n"), None);
    }

    #[test]
    fn blocks_hold_their_children_and_events() {
        let source = source("# One\n\n1. **a**: b\n   ```go\n   x\n   ```\n2. c\n\n---\n");
        let document = Document::parse(&source);
        let kinds: Vec<_> = document.blocks.iter().map(Block::noun).collect();
        assert_eq!(kinds, ["heading 1", "numbered list of 2", "rule"]);
        let item = &document.blocks[1].children[0];
        assert_eq!(item.kind, BlockKind::Item);
        let inside: Vec<_> = item.children.iter().map(Block::noun).collect();
        assert_eq!(inside, ["paragraph", "code (go)"]);
        assert_eq!(source.slice(item.children[0].span), "**a**: b");
    }

    #[test]
    fn a_fence_that_is_never_closed_ends_with_the_document() {
        let source = source("text\n\n```go\nfunc main() {\n}");
        let document = Document::parse(&source);
        assert_eq!(document.blocks[1].kind, BlockKind::Code("go".into()));
        assert_eq!(document.blocks[1].span.end, source.text.len());
    }
}
