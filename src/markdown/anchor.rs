//! Anchors: the names by which links lead to headings of a document.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use unicode_normalization::char::is_combining_mark;

use super::Document;

/// A name that a link may end in after `#`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The name: as GitHub makes it of the heading's text, the id its author gave, or one in raw HTML.
    pub name: String,
    /// Where what it names begins, in bytes.
    pub at: usize,
    /// The level of the heading it names, from 1; nothing where raw HTML names something else.
    pub level: Option<u8>,
}

/// All anchors of a document, in order. A name in raw HTML right before a heading is the heading's.
pub fn anchors(document: &Document<'_>) -> Vec<Anchor> {
    let mut reading = Reading::default();
    for (event, span) in &document.events {
        reading.take(event, span.start);
    }
    reading.flush(0, None);
    reading.found
}

#[derive(Default)]
struct Reading {
    found: Vec<Anchor>,
    /// Names in raw HTML, until it is known what they stand before.
    waiting: Vec<(String, usize)>,
    /// The heading that is open: its place, level, and text so far.
    open: Option<(usize, u8, String)>,
    /// How often each name was made of a text.
    made: BTreeMap<String, usize>,
}

impl Reading {
    fn take(&mut self, event: &Event<'_>, at: usize) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let level = level_number(*level);
                self.flush(at, Some(level));
                self.found.extend(id.as_ref().map(|id| Anchor { name: id.to_string(), at, level: Some(level) }));
                self.open = Some((at, level, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => self.close(),
            Event::Html(html) | Event::InlineHtml(html) => {
                let (at, level) = self.open.as_ref().map_or((at, None), |(at, level, _)| (*at, Some(*level)));
                match level {
                    Some(_) => self.found.extend(names_in(html).map(|name| Anchor { name, at, level })),
                    None => self.waiting.extend(names_in(html).map(|name| (name, at))),
                }
            }
            Event::Text(text) | Event::Code(text) => match &mut self.open {
                Some((_, _, heading)) => heading.push_str(text),
                None if text.trim().is_empty() => {}
                None => self.flush(0, None),
            },
            Event::SoftBreak => self.open.iter_mut().for_each(|(_, _, heading)| heading.push(' ')),
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some((at, level, text)) = self.open.take() else { return };
        let slug = slug(&text);
        let count = self.made.entry(slug.clone()).or_default();
        let name = if *count == 0 { slug } else { format!("{slug}-{count}") };
        *count += 1;
        self.found.push(Anchor { name, at, level: Some(level) });
    }

    /// Gives waiting names to the heading at `at`, or, where there is none, to their own places.
    fn flush(&mut self, at: usize, level: Option<u8>) {
        let names = self.waiting.drain(..);
        self.found.extend(names.map(|(name, own)| Anchor { name, at: level.map_or(own, |_| at), level }));
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// A heading's text as GitHub makes a name of it: small letters, hyphens for spaces, no other signs.
fn slug(text: &str) -> String {
    let chars = text.trim().chars().flat_map(char::to_lowercase);
    let kept = chars.map(|c| if c == ' ' { '-' } else { c });
    kept.filter(|c| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, '-' | '_')).collect()
}

/// What is left of a name that all ways to make one of a heading's text agree on: letters and digits.
pub fn bare_name(name: &str) -> String {
    let name = name.strip_prefix("user-content-").unwrap_or(name);
    name.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// The values of `id` and `name` in raw HTML.
fn names_in(html: &str) -> impl Iterator<Item = String> {
    let tags = html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default());
    let attributes = tags.flat_map(|tag| {
        let after = |key: &'static str| {
            let places = tag.match_indices(key).filter(|(at, _)| {
                tag.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_whitespace()))
            });
            places.filter_map(move |(at, _)| tag.get(at + key.len()..))
        };
        after("id=").chain(after("name=")).collect::<Vec<_>>()
    });
    let values = attributes.map(|rest| match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest.split(quote).nth(1).unwrap_or_default(),
        _ => rest.split_ascii_whitespace().next().unwrap_or_default(),
    });
    values.map(str::to_owned).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;
    use crate::source::Source;

    fn names(text: &str) -> Vec<(String, usize, Option<u8>)> {
        let source = Source::new(SourcePath::new("a.md"), text);
        let document = Document::parse(&source);
        anchors(&document).into_iter().map(|anchor| (anchor.name, anchor.at, anchor.level)).collect()
    }

    #[test]
    fn headings_are_named_as_on_github() {
        for (heading, name) in [
            ("# What is `defer`?", "what-is-defer"),
            ("## 1. Memory & Allocation", "1-memory--allocation"),
            ("### C++ / C#", "c--c"),
            ("# Что такое срез?", "что-такое-срез"),
            ("# メモリ 管理", "メモリ-管理"),
            ("# snake_case and [a link](x)", "snake_case-and-a-link"),
        ] {
            assert_eq!(names(heading)[0].0, name, "{heading}");
        }
        let twice: Vec<_> = names("# A\n\n## B\n\n## B\n\n- ## B\n").into_iter().map(|(name, ..)| name).collect();
        assert_eq!(twice, ["a", "b", "b-1", "b-2"]);
    }

    #[test]
    fn ids_of_authors_and_of_html_count() {
        assert_eq!(names("# A {#own}")[0].0, "own");
        let text =
            "<a name=\"first\"></a>\n\n# A\n\ntext <a id='mid' href=\"#x\"></a> more\n\n## <span id=in>B</span>\n";
        let heading = text.find("# A").unwrap();
        let found = names(text);
        assert_eq!(found[0], ("first".into(), heading, Some(1)));
        assert_eq!(found[1], ("a".into(), heading, Some(1)));
        assert_eq!(found[2], ("mid".into(), text.find("<a id").unwrap(), None));
        assert_eq!((found[3].0.as_str(), found[3].2), ("in", Some(2)));
    }

    #[test]
    fn ways_to_write_a_name_have_its_letters_in_common() {
        for name in ["What is `defer`?", "what-is-defer", "user-content-what-is-defer"] {
            assert_eq!(bare_name(name), "whatisdefer");
        }
    }
}
