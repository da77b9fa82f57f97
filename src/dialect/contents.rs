//! Ways through a document: tables of contents, links back to the top. They lead, and say nothing.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::source::Span;

/// How much of a piece leads to places of its own document.
#[derive(Debug, Default, Clone, Copy)]
struct Share {
    /// Letters inside links to places.
    inside: usize,
    /// Letters elsewhere.
    outside: usize,
    links: usize,
    pictures: usize,
    /// Whether a link to a place is open.
    is_inside: bool,
}

/// Whether a block is a table of contents: a list or table of links to places in the document.
pub(super) fn is_contents(document: &Document<'_>, block: &Block) -> bool {
    let lists = matches!(block.kind, BlockKind::List(_) | BlockKind::Table | BlockKind::Paragraph | BlockKind::Html);
    if !lists || leads(document, block).take(2).sum::<usize>() < 2 {
        return false;
    }
    let mut share = Share::default();
    for (event, _) in document.events.get(block.events.clone()).unwrap_or_default() {
        share.add(event);
        // So much says something else that the rest cannot outweigh it.
        if 4 * share.outside > block.span.end - block.span.start {
            return false;
        }
    }
    share.links >= 2 && share.inside >= 3 * share.outside
}

/// Whether all that a piece says is a link to another place of the document.
pub(super) fn leads_away(document: &Document<'_>, fragment: &Fragment) -> bool {
    let share = share(document, fragment);
    share.links > 0 && share.outside == 0 && share.pictures == 0
}

/// Whether a block holds a link to a place of its document at all; most hold none.
pub(super) fn leads_somewhere(document: &Document<'_>, block: &Block) -> bool {
    leads(document, block).next().is_some()
}

/// How many links to places of the document there may be in each event that may hold some.
fn leads(document: &Document<'_>, block: &Block) -> impl Iterator<Item = usize> {
    let events = document.events.get(block.events.clone()).unwrap_or_default();
    let count = |(event, _): &(Event<'_>, Span)| match event {
        Event::Start(Tag::Link { dest_url, .. }) => usize::from(dest_url.starts_with('#')),
        Event::Html(html) | Event::InlineHtml(html) => memchr::memchr_iter(b'#', html.as_bytes()).count(),
        _ => 0,
    };
    events.iter().map(count).filter(|count| *count > 0)
}

fn share(document: &Document<'_>, fragment: &Fragment) -> Share {
    let mut share = Share::default();
    fragment.for_each(document, |event| share.add(event));
    share
}

impl Share {
    fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => self.open(dest_url.starts_with('#')),
            Event::End(TagEnd::Link) => self.is_inside = false,
            Event::Start(Tag::Image { .. }) => self.pictures += usize::from(!self.is_inside),
            Event::Start(Tag::CodeBlock(_)) | Event::DisplayMath(_) => self.outside += 1,
            Event::Text(text) | Event::Code(text) => self.say(text),
            Event::Html(html) | Event::InlineHtml(html) => self.add_html(html),
            _ => {}
        }
    }

    /// Raw HTML, tag by tag.
    fn add_html(&mut self, html: &str) {
        for piece in html.split('<') {
            let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
            let name = tag.to_ascii_lowercase();
            if name.starts_with("a ") || name.starts_with("a\n") {
                self.open(name.contains("href=\"#") || name.contains("href='#"));
            } else if name == "/a" {
                self.is_inside = false;
            } else if name.starts_with("img") {
                self.pictures += usize::from(!self.is_inside);
            }
            self.say(text);
        }
    }

    fn open(&mut self, leads_inside: bool) {
        self.is_inside = leads_inside;
        self.links += usize::from(leads_inside);
    }

    fn say(&mut self, text: &str) {
        let letters = if text.is_ascii() {
            text.bytes().filter(u8::is_ascii_alphabetic).count()
        } else {
            text.chars().filter(|c| c.is_alphabetic()).count()
        };
        *(if self.is_inside { &mut self.inside } else { &mut self.outside }) += letters;
    }
}
